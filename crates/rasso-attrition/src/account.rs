//! How a cell came to be: the units that its figure is made of, condition by condition.
//!
//! It is counted from the units of the run once more, with other queries than the measures were: an account
//! that does not come to the figure says so.

mod wanted;

use crate::{AreaType, AttritionError, Clock, Metric, Units};
use rasso_engine::Core;
use rasso_terms::Period;
use serde::Deserialize;
pub(crate) use wanted::{Counted, counted};
use wanted::{Form, wanted};

/// Which side of a figure an account is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// What is counted.
    Numerator,
    /// What it is counted out of.
    Denominator,
}

impl Side {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Numerator => "numerator",
            Self::Denominator => "denominator",
        }
    }
}

/// The units that are left after a condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The condition, in words.
    pub keeps: String,
    /// How many units are left.
    pub units: u64,
    /// Of which side of the figure this is the number.
    pub is: Option<Side>,
}

/// How many records of some units one pass, or one model, linked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinksBy {
    /// The tables, as `police_suspect to cps_case`.
    pub tables: String,
    /// The pass, or the model with its version.
    pub pass: String,
    /// How many links.
    pub links: u64,
}

/// How units came to be counted in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// What is counted.
    pub unit: String,
    /// From all units dated in the period to those counted.
    pub steps: Vec<Step>,
    /// Of an incidence, how many units ended in each way, whenever: the way in words, and whether it counts.
    pub ends: Vec<(String, bool, u64)>,
    /// The links of the units of the last step but the numerator's own.
    pub links: Vec<LinksBy>,
    /// The query, over `units/*.parquet` of the run.
    pub sql: String,
}

impl Account {
    /// The number of units of a side.
    pub fn of(&self, side: Side) -> Option<u64> {
        let mut steps = self.steps.iter().rev();
        steps.find(|it| it.is == Some(side)).map(|it| it.units)
    }
}

/// Where and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The kind of area.
    pub area_type: AreaType,
    /// Its code.
    pub area_code: String,
    /// The period.
    pub period: Period,
}

/// Accounts for a cell from the units of a run: one account, or one for each side where these are dated or
/// counted apart. `core` knows each unit as `unit_NAME`, and the links as `links`.
pub fn accounts(
    core: &mut Core,
    metric: &Metric,
    clock: &Clock,
    place: &Place,
    units: &Units,
) -> Result<Vec<Account>, AttritionError> {
    let mut all = Vec::new();
    for wanted in wanted(metric, clock) {
        let rows = core.rows("account", &wanted.sql(place, Form::Numbers))?;
        let number = |name: &str| -> Result<u64, AttritionError> {
            let number = rows.integers(name)?.first().copied().flatten();
            Ok(number.and_then(|it| u64::try_from(it).ok()).unwrap_or(0))
        };
        let mut steps = vec![Step {
            keeps: wanted.dated(),
            units: number("dated")?,
            is: None,
        }];
        for (at, keeps) in wanted.words().into_iter().enumerate() {
            steps.push(Step {
                keeps,
                units: number(&format!("kept_{at}"))?,
                is: None,
            });
        }
        for (after, side) in &wanted.sides {
            if let Some(step) = steps.get_mut(*after) {
                step.is = Some(*side);
            }
        }
        let mut ends = Vec::new();
        for (at, (what, counted, _)) in wanted.ends.iter().enumerate() {
            ends.push((what.clone(), *counted, number(&format!("end_{at}"))?));
        }
        let unit = units.get(&wanted.unit).ok();
        let links = unit.and_then(|it| wanted.links_sql(it, place));
        all.push(Account {
            links: links.map_or_else(|| Ok(Vec::new()), |it| links_by(core, &it))?,
            sql: wanted.sql(place, Form::Dates),
            unit: wanted.unit,
            steps,
            ends,
        });
    }
    Ok(all)
}

fn links_by(core: &mut Core, sql: &str) -> Result<Vec<LinksBy>, AttritionError> {
    let rows = core.rows("links of an account", sql)?;
    let (lefts, rights) = (rows.texts("left_table")?, rows.texts("right_table")?);
    let (passes, numbers) = (rows.texts("pass")?, rows.integers("links")?);
    let text = |all: &[Option<String>], row: usize| all[row].clone().unwrap_or_default();
    let of = |row: usize| LinksBy {
        tables: format!("{} to {}", text(lefts, row), text(rights, row)),
        pass: text(passes, row),
        links: numbers[row]
            .and_then(|it| u64::try_from(it).ok())
            .unwrap_or(0),
    };
    Ok((0..rows.len()).map(of).collect())
}
