//! The two ends of a walk, and how their units belong together.

use super::Foot;
use crate::{
    Condition, Metric, Units,
    account::{Counted, counted},
    unit::Parent,
};
use rasso_schema::nearest;
use std::collections::BTreeMap;

/// How the units of two ends belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Tie {
    /// They are the same.
    Same,
    /// One of the second belongs to one of the first, by a column of its own.
    Belongs {
        /// The column.
        column: String,
        /// A condition on the first.
        only: Option<Condition>,
        /// The column of the first that counts all it is linked to, those of another among them.
        linked_to: Option<String>,
    },
}

/// The two ends. Where the units of the second have those of the first, the two are turned round, so that
/// the first is never the finer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ends {
    /// What is counted at either end, the coarser first.
    pub(super) sides: [Counted; 2],
    /// What each is called.
    pub(super) names: [String; 2],
    pub(super) tie: Tie,
    /// Whether the walk begins at the second.
    pub(super) is_turned: bool,
}

impl Ends {
    pub(super) fn of(
        from: &Foot,
        to: &Foot,
        metrics: &BTreeMap<String, Metric>,
        units: &Units,
    ) -> Result<Self, String> {
        let sides = [side(from, metrics)?, side(to, metrics)?];
        let names =
            [from, to].map(|it| format!("{}, {}, {}", it.metric, it.clock, it.side.as_str()));
        let parent = |of: &Counted, above: &Counted| -> Result<Option<Tie>, String> {
            let parents = &units.get(&of.unit)?.parents;
            let parent = parents.iter().find(|it: &&Parent| it.unit == above.unit);
            Ok(parent.map(|it| Tie::Belongs {
                column: it.column.clone(),
                only: it.only.clone(),
                linked_to: it.linked_to.clone(),
            }))
        };
        let [first, second] = &sides;
        let (tie, is_turned) = if first.unit == second.unit {
            (Tie::Same, false)
        } else if let Some(tie) = parent(second, first)? {
            (tie, false)
        } else if let Some(tie) = parent(first, second)? {
            (tie, true)
        } else {
            return Err(format!(
                "there is no step from {} to {}: neither belongs to the other; go by way of a unit that both know, as cps_suspect",
                first.unit, second.unit
            ));
        };
        let mut ends = Self {
            sides,
            names,
            tie,
            is_turned,
        };
        if is_turned {
            ends.sides.reverse();
            ends.names.reverse();
        }
        Ok(ends)
    }
}

fn side(foot: &Foot, metrics: &BTreeMap<String, Metric>) -> Result<Counted, String> {
    let Foot {
        metric: name,
        clock,
        side,
    } = foot;
    let near = |word: &str, known: &mut dyn Iterator<Item = &str>| {
        nearest(word, known).map_or_else(String::new, |it| format!("; did you mean `{it}`?"))
    };
    let metric = metrics.get(name).ok_or_else(|| {
        let near = near(name, &mut metrics.keys().map(String::as_str));
        format!("no metric is called `{name}`{near}")
    })?;
    let dates = metric.clocks.get(clock).ok_or_else(|| {
        let known: Vec<&str> = metric.clocks.keys().map(String::as_str).collect();
        format!(
            "`{name}` has no clock `{clock}`; its clocks are: {}",
            known.join(", ")
        )
    })?;
    counted(metric, dates, *side)
        .ok_or_else(|| format!("`{name}` counts no units as its {}", side.as_str()))
}
