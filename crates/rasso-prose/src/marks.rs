//! What a sentence is made of, and how it stands in a page.

use crate::figure::{Fact, Part};
use maud::{Markup, html};

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Mark {
    /// Words that say nothing of a figure.
    Text(String),
    /// What the figures after it are of.
    Label { cell: String, text: String },
    /// A number, or words for how it changed since the figure of another cell.
    Number {
        cell: String,
        since: Option<String>,
        part: String,
        text: String,
    },
    /// The months of a cell's period.
    Months { cell: String, text: String },
    /// How far to rely on a cell.
    Reliance { cell: String, text: String },
}

impl Mark {
    pub(crate) fn label(fact: &Fact) -> Self {
        Self::Label {
            cell: fact.cell.clone(),
            text: fact.label(),
        }
    }

    pub(crate) fn months(fact: &Fact) -> Self {
        Self::Months {
            cell: fact.cell.clone(),
            text: fact.period.words(),
        }
    }

    /// None where the figure is as it should be.
    pub(crate) fn reliance(fact: &Fact) -> Option<Self> {
        Some(Self::Reliance {
            cell: fact.cell.clone(),
            text: reliance(fact)?,
        })
    }

    pub(crate) fn number(fact: &Fact, part: Part, since: Option<&Fact>) -> Option<Self> {
        let text = written(fact, part, since)?;
        Some(Self::Number {
            cell: fact.cell.clone(),
            since: since.map(|it| it.cell.clone()),
            part: part.as_str().to_owned(),
            text,
        })
    }

    pub(crate) fn html(&self) -> Markup {
        match self {
            Self::Text(text) => html! { (text) },
            Self::Label { cell, text } => html! { dfn data-cell=(cell) { (text) } },
            Self::Months { cell, text } => html! { time data-cell=(cell) { (text) } },
            Self::Reliance { cell, text } => html! { mark data-cell=(cell) { (text) } },
            Self::Number {
                cell,
                since,
                part,
                text,
            } => html! {
                data data-cell=(cell) data-since=[since.as_ref()] data-part=(part) value=(text) { (text) }
            },
        }
    }
}

/// How far to rely on a figure that is not quite as it should be.
pub(crate) fn reliance(fact: &Fact) -> Option<String> {
    let status = (fact.status != "ok").then(|| fact.status.replace('_', " "));
    let small = fact.is_small().then(|| "of few".to_owned());
    let both: Vec<String> = status.into_iter().chain(small).collect();
    (!both.is_empty()).then(|| both.join("; "))
}

/// A part of a figure as it is written.
pub(crate) fn written(fact: &Fact, part: Part, since: Option<&Fact>) -> Option<String> {
    match (part, since) {
        (Part::Value, None) => fact.value(),
        (Part::Of, None) => fact.of(),
        (Part::Change, Some(earlier)) => {
            // Unlike figures are not held against each other.
            let is_alike = fact.metric == earlier.metric
                && fact.clock == earlier.clock
                && fact.area == earlier.area
                && fact.period.period_type == earlier.period.period_type;
            is_alike.then(|| fact.change(earlier)).flatten()
        }
        _ => None,
    }
}
