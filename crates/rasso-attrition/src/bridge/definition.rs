//! A bridge is a file in `data-schemas/bridges`.

use crate::{AttritionError, Metric, Side, Units, bridge::Ends};
use rasso_schema::Schemas;
use rasso_terms::{Period, PeriodType, Quarter};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Two figures, and what lies between them.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bridge {
    /// Its name.
    pub name: String,
    /// Its name in headings.
    pub title: String,
    /// What a reader should take from it.
    pub says: String,
    /// Where it begins.
    pub from: Foot,
    /// Where it ends.
    pub to: Foot,
    /// Which period stands opposite which.
    #[serde(default)]
    pub periods: Opposite,
}

/// One end of a bridge: a side of a figure.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Foot {
    /// The metric.
    pub metric: String,
    /// Its clock.
    pub clock: String,
    /// Which side of it.
    #[serde(default = "numerator")]
    pub side: Side,
}

const fn numerator() -> Side {
    Side::Numerator
}

/// Which period of the other end stands opposite one of the first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Opposite {
    /// The same.
    #[default]
    Same,
    /// Opposite a financial year, the calendar year in which it begins.
    FinancialToCalendar,
}

impl Bridge {
    /// Every bridge, by name; each is held to the metrics and units.
    pub fn load_all(
        schemas: &Schemas,
        metrics: &BTreeMap<String, Metric>,
        units: &Units,
    ) -> Result<Vec<Self>, AttritionError> {
        let mut all = Vec::new();
        for file in schemas.files_in("bridges") {
            let broken = |reason: String| AttritionError::Definition {
                file: file.to_owned(),
                reason,
            };
            let bridge: Self = rasso_schema::parse_toml(file, schemas.file(file)?)?;
            if file != format!("bridges/{}.toml", bridge.name) {
                let name = &bridge.name;
                return Err(broken(format!(
                    "it declares the bridge `{name}`; a file is named for its bridge"
                )));
            }
            Ends::of(&bridge.from, &bridge.to, metrics, units).map_err(broken)?;
            all.push(bridge);
        }
        Ok(all)
    }

    /// The periods that stand opposite each other, in the order of the first.
    pub(super) fn periods(&self, from: Quarter, to: Quarter) -> Vec<(Period, Period)> {
        let all = Period::between(from, to);
        if self.periods == Opposite::Same {
            return all.into_iter().map(|it| (it, it)).collect();
        }
        let calendar = |it: &Period| {
            let begins = Quarter::from_ordinal(it.first.ordinal() - 1);
            let opposite = all.iter().find(|other| {
                other.period_type == PeriodType::YearCalendar && other.first == begins
            });
            opposite.map(|other| (*it, *other))
        };
        let financial = all
            .iter()
            .filter(|it| it.period_type == PeriodType::YearFinancial);
        financial.filter_map(calendar).collect()
    }
}
