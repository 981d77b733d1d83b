//! A release table is a file in `data-schemas/release`: which counts stand side by side, and what of them sums to what.
//!
//! What a reader can add up must be said here, because it is what protection goes by: that one count is others' sum,
//! and what a share leaves of its whole, which a reader of share and whole knows as well.

use crate::{AttritionError, Kind, Metric};
use rasso_schema::Schemas;
use rasso_terms::PeriodType;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// A table of a release as analysts write it down.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReleaseTable {
    /// The name of its file.
    pub name: String,
    /// The version of the definition.
    pub version: String,
    /// A short name for headings.
    pub title: String,
    /// Where it comes among the tables, which follow a case from report to outcome.
    pub place: u32,
    /// The clock of all its counts.
    pub clock: String,
    /// Whether the CPS Area of a case is that of a linked record of the CPS. Of a force in several Areas an Area then has only
    /// cases that are linked, and so went further than others: its figures are of low reliability.
    #[serde(default)]
    pub area_through_link: bool,
    /// Of a table of cases that are followed for a fixed time: for how many days. It has only periods whose last case is so
    /// many days past.
    pub followed_days: Option<u32>,
    /// The kinds of period that it has: `quarter`, and the `rolling_year` that four of them sum to.
    pub periods: BTreeSet<TablePeriod>,
    /// The counts, in their order.
    #[serde(rename = "count")]
    pub counts: Vec<TableCount>,
    /// What of them sums to what, beside what each rest says.
    #[serde(default, rename = "sum")]
    pub sums: Vec<TableSum>,
    /// What share one count is of another.
    #[serde(default, rename = "share")]
    pub shares: Vec<TableShare>,
}

/// A kind of period that a table has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TablePeriod {
    /// Three months.
    Quarter,
    /// The four quarters ending with one.
    RollingYear,
}

impl TablePeriod {
    /// The kind of period as measures have it.
    pub const fn period_type(self) -> PeriodType {
        match self {
            Self::Quarter => PeriodType::Quarter,
            Self::RollingYear => PeriodType::RollingYear,
        }
    }
}

/// One side of a metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TableSide {
    /// What it counts.
    #[default]
    Numerator,
    /// What it divides by.
    Denominator,
}

/// A count of a table: of a metric, or what others leave of a third.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableCount {
    /// The name in the table.
    pub name: String,
    /// In words; that of its metric where there is none.
    pub title: Option<String>,
    /// The metric, a count or a proportion.
    pub metric: Option<String>,
    /// Which side of it.
    #[serde(default)]
    pub side: TableSide,
    /// What is left of a count without others.
    pub rest: Option<TableSum>,
    /// The count of another table that it is, as `recorded_crimes/all`: one cell in two tables.
    pub same_as: Option<String>,
    /// The metric of that.
    #[serde(skip)]
    pub same_metric: Option<String>,
}

/// A count that others sum to.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableSum {
    /// The sum.
    pub whole: String,
    /// Its parts; of a rest, those that it is without.
    pub parts: Vec<String>,
}

/// The share that one count is of another.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableShare {
    /// The name in the table.
    pub name: String,
    /// The metric that defines it.
    pub metric: String,
    /// The count that is a share.
    pub part: String,
    /// The count that it is a share of.
    pub whole: String,
}

impl ReleaseTable {
    /// Every table of `data-schemas/release`, by name.
    pub fn load_all(
        schemas: &Schemas,
        metrics: &BTreeMap<String, Metric>,
    ) -> Result<BTreeMap<String, Self>, AttritionError> {
        let mut all: BTreeMap<String, Self> = BTreeMap::new();
        let mut stand: BTreeMap<(String, String, TableSide), String> = BTreeMap::new();
        for file in schemas.files_in("release") {
            let broken = |reason: String| AttritionError::Definition {
                file: file.to_owned(),
                reason,
            };
            let table: Self = rasso_schema::parse_toml(file, schemas.file(file)?)?;
            table.check(metrics).map_err(broken)?;
            if file != format!("release/{}.toml", table.name) {
                let name = &table.name;
                return Err(broken(format!(
                    "it declares the table `{name}`; a file is named for its table"
                )));
            }
            for count in &table.counts {
                let Some(metric) = &count.metric else {
                    continue;
                };
                let key = (metric.clone(), table.clock.clone(), count.side);
                if let Some(other) = stand.insert(key, table.name.clone()) {
                    return Err(broken(format!(
                        "the count `{}` is in the table `{other}` already: what stands twice is protected as one only in \
                         one table",
                        count.name
                    )));
                }
            }
            all.insert(table.name.clone(), table);
        }
        let others = all.clone();
        for table in all.values_mut() {
            table
                .resolve(&others)
                .map_err(|reason| AttritionError::Definition {
                    file: format!("release/{}.toml", table.name),
                    reason,
                })?;
        }
        Ok(all)
    }

    /// Finds the counts of other tables that its own are.
    fn resolve(&mut self, others: &BTreeMap<String, Self>) -> Result<(), String> {
        for count in &mut self.counts {
            let Some(same) = &count.same_as else {
                continue;
            };
            let other = same.split_once('/').and_then(|(table, name)| {
                let table = others.get(table)?;
                let is_alike = table.clock == self.clock && table.periods == self.periods;
                let count = table.counts.iter().find(|it| it.name == name)?;
                is_alike.then(|| count.metric.clone())?
            });
            if other.is_none() {
                return Err(format!(
                    "`{}` is `{same}`, which is no count of a metric in a table of the same clock and periods",
                    count.name
                ));
            }
            count.same_metric = other;
        }
        Ok(())
    }

    /// The tables that it shares counts with.
    pub fn shares_with(&self) -> BTreeSet<&str> {
        let same = self.counts.iter().filter_map(|it| it.same_as.as_deref());
        same.filter_map(|it| Some(it.split_once('/')?.0)).collect()
    }

    /// The place of a count.
    pub fn place(&self, count: &str) -> Option<usize> {
        self.counts.iter().position(|it| it.name == count)
    }

    /// Every sum: those that are written down, and that of each rest.
    pub fn all_sums(&self) -> Vec<TableSum> {
        let rest = |it: &TableCount| {
            let mut sum = it.rest.clone()?;
            sum.parts.push(it.name.clone());
            Some(sum)
        };
        let rests = self.counts.iter().filter_map(rest);
        rests.chain(self.sums.iter().cloned()).collect()
    }

    fn check(&self, metrics: &BTreeMap<String, Metric>) -> Result<(), String> {
        let is_plain = |it: &str| {
            let is_word = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'_';
            !it.is_empty() && it.bytes().all(is_word)
        };
        let mut names = BTreeSet::new();
        let own = self.counts.iter().map(|it| &it.name);
        for name in own.chain(self.shares.iter().map(|it| &it.name)) {
            if !is_plain(name) || !names.insert(name) {
                return Err(format!(
                    "`{name}` must be named by small letters, digits and `_`, and no other like it"
                ));
            }
        }
        if !self.periods.contains(&TablePeriod::Quarter) {
            return Err("`periods` must have `quarter`: years are the sums of quarters".to_owned());
        }
        for (at, count) in self.counts.iter().enumerate() {
            self.check_count(at, count, metrics)?;
        }
        for sum in self.all_sums() {
            let mut all = sum.parts.iter().chain([&sum.whole]);
            if let Some(name) = all.find(|it| self.place(it).is_none()) {
                return Err(format!("a sum names `{name}`, which is no count of it"));
            }
        }
        self.shares
            .iter()
            .try_for_each(|it| self.check_share(it, metrics))
    }

    fn check_count(
        &self,
        at: usize,
        count: &TableCount,
        metrics: &BTreeMap<String, Metric>,
    ) -> Result<(), String> {
        let name = &count.name;
        match (&count.metric, &count.rest) {
            (None, None) if count.same_as.is_some() => Ok(()),
            _ if count.same_as.is_some() => Err(format!(
                "`{name}` is the count of another table, and can be nothing else"
            )),
            (Some(metric), None) => {
                let Some(metric) = metrics.get(metric) else {
                    return Err(format!("`{name}` is of no metric that there is"));
                };
                let side = match metric.kind {
                    Kind::Count => count.side == TableSide::Numerator,
                    Kind::Proportion => true,
                    Kind::Ratio
                    | Kind::Median
                    | Kind::Stock
                    | Kind::Mean
                    | Kind::Rate
                    | Kind::Incidence => false,
                };
                if !side || !metric.clocks.contains_key(&self.clock) {
                    return Err(format!(
                        "`{name}` must be of a count, or a side of a proportion, with the clock `{}`",
                        self.clock
                    ));
                }
                Ok(())
            }
            (None, Some(rest)) => {
                let earlier = |it: &String| self.place(it).is_some_and(|place| place < at);
                if count.title.is_none() || rest.parts.is_empty() {
                    return Err(format!("`{name}` is a rest: it needs a title, and parts"));
                }
                if !rest.parts.iter().chain([&rest.whole]).all(earlier) {
                    return Err(format!("`{name}` must stand below what it is the rest of"));
                }
                Ok(())
            }
            (Some(_), Some(_)) | (None, None) => Err(format!(
                "`{name}` must have either `metric`, `rest` or `same_as`"
            )),
        }
    }

    /// A reader of a share and its whole knows the rest: it must be a count, that it is protected too.
    fn check_share(
        &self,
        share: &TableShare,
        metrics: &BTreeMap<String, Metric>,
    ) -> Result<(), String> {
        let name = &share.name;
        let metric = metrics
            .get(&share.metric)
            .filter(|it| it.kind == Kind::Proportion);
        if metric.is_none_or(|it| !it.clocks.contains_key(&self.clock)) {
            return Err(format!(
                "`{name}` must be of a proportion with the clock `{}`",
                self.clock
            ));
        }
        let is_halved = |it: &TableSum| {
            it.whole == share.whole && it.parts.len() == 2 && it.parts.contains(&share.part)
        };
        if !self.all_sums().iter().any(is_halved) {
            return Err(format!(
                "`{name}` is of `{}`, and no count is what `{}` leaves of it: add one, with `rest`",
                share.whole, share.part
            ));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
