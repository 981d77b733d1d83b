//! The canonical order of events that share a day.

use crate::{SchemaError, files::Files};
use rasso_terms::Agency;
use serde::Deserialize;
use std::collections::BTreeMap;

/// One event type with its place in the order.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrderedEvent {
    /// The event type.
    #[serde(rename = "type")]
    pub event_type: String,
    /// The agency that records it.
    pub agency: Agency,
    /// Its rank: of two events of one day the lower comes first.
    pub rank: u32,
    /// What happened.
    pub meaning: String,
    /// The milestone it counts as.
    pub milestone: Option<String>,
}

/// The order of event types within a day.
#[derive(Debug, Clone)]
pub struct EventOrder {
    /// The version of the order.
    pub version: String,
    events: BTreeMap<String, OrderedEvent>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OrderFile {
    version: String,
    event: Vec<OrderedEvent>,
}

impl EventOrder {
    /// The rank of an event type.
    pub fn rank(&self, event_type: &str) -> Option<u32> {
        self.events.get(event_type).map(|it| it.rank)
    }

    /// Every event type, by name.
    pub fn events(&self) -> impl ExactSizeIterator<Item = &OrderedEvent> {
        self.events.values()
    }

    pub(crate) fn load(files: &Files) -> Result<Self, SchemaError> {
        const PATH: &str = "events/order.toml";
        let file: OrderFile = files.toml(PATH)?;
        let mut events = BTreeMap::new();
        for event in file.event {
            if let Some(twice) = events.insert(event.event_type.clone(), event) {
                let what = format!("the event `{}` stands twice", twice.event_type);
                return Err(SchemaError::malformed(PATH, what));
            }
        }
        Ok(Self {
            version: file.version,
            events,
        })
    }
}
