//! The counts of a run's `measures.parquet` that release tables are made of.

use super::areas::NO_FORCE;
use crate::{
    AreaType, CellKey, ReleaseTable, Status, TableCount, TableSide, each_measure,
    read::each_left_out,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

/// An area and a period.
pub(super) type Key = (AreaType, String, String);

/// A metric with its clock.
type Of = (String, String);

/// What a run tells of a cell.
#[derive(Clone, Copy)]
pub(super) struct Told {
    pub(super) value: i64,
    pub(super) is_available: bool,
    pub(super) is_provisional: bool,
    pub(super) is_partial: bool,
}

/// What a run counted.
struct Row {
    numerator: i64,
    denominator: i64,
    status: String,
}

/// The counts of some metrics.
pub(super) struct Counts {
    rows: BTreeMap<Of, BTreeMap<Key, Row>>,
    /// The areas of which there are no records.
    without: BTreeMap<Of, BTreeSet<Key>>,
}

impl Counts {
    /// Reads the metrics of these tables.
    pub(super) fn read(
        run_dir: &Path,
        tables: &BTreeMap<String, ReleaseTable>,
    ) -> Result<Self, String> {
        let wanted: BTreeSet<(&str, &str)> = tables
            .values()
            .flat_map(|table| {
                let metrics = table.counts.iter().filter_map(|it| it.metric.as_deref());
                metrics.map(|it| (it, table.clock.as_str()))
            })
            .collect();
        let mut counts = Self {
            rows: BTreeMap::new(),
            without: without(run_dir, &wanted)?,
        };
        let is_wanted = |it: &CellKey<'_>| wanted.contains(&(it.metric, it.clock));
        let kinds = [AreaType::National, AreaType::CpsArea, AreaType::Force];
        each_measure(run_dir, &is_wanted, &mut |it, row| {
            let Some(kind) = kinds.into_iter().find(|kind| kind.as_str() == it.area_type) else {
                return;
            };
            let of = (it.metric.to_owned(), it.clock.to_owned());
            let key = (kind, it.area_code.to_owned(), it.period.to_owned());
            let row = Row {
                numerator: row.numerator.unwrap_or(0),
                denominator: row.denominator.unwrap_or(0),
                status: row.status,
            };
            counts.rows.entry(of).or_default().insert(key, row);
        })?;
        Ok(counts)
    }

    /// Whether anything is counted for an area.
    pub(super) fn has_area(&self, area_code: &str) -> bool {
        let mut keys = self.rows.values().flat_map(BTreeMap::keys);
        keys.any(|it| it.1 == area_code)
    }

    /// Whether anything of a table was ever counted for an area. Of one for which nothing was, in no quarter of the run,
    /// nobody knows whether it had nothing or sent nothing, and nought is not said.
    fn is_seen(&self, table: &ReleaseTable, key: &Key) -> bool {
        if key.0 == AreaType::National || key.1.ends_with(NO_FORCE) {
            return true;
        }
        let metrics = table.counts.iter().filter_map(|it| it.metric.clone());
        let mut rows = metrics.filter_map(|it| self.rows.get(&(it, table.clock.clone())));
        rows.any(|it| {
            let first = (key.0, key.1.clone(), String::new());
            let next = it.range(first..).next();
            next.is_some_and(|(it, _)| (it.0, &it.1) == (key.0, &key.1))
        })
    }

    /// What the run tells of a count. A cell that it does not have is nought: measures leave out what has nothing to count.
    pub(super) fn told(&self, table: &ReleaseTable, count: &TableCount, key: &Key) -> Told {
        let metrics: Vec<&str> = match &count.metric {
            Some(metric) => vec![metric],
            // A rest is told as far as what it is the rest of.
            None => table
                .counts
                .iter()
                .filter_map(|it| it.metric.as_deref())
                .collect(),
        };
        let of = |metric: &&str| ((*metric).to_owned(), table.clock.clone());
        let rows: Vec<&Row> = metrics
            .iter()
            .filter_map(|it| self.rows.get(&of(it))?.get(key))
            .collect();
        let without = |it: &&str| self.without.get(&of(it)).is_some_and(|it| it.contains(key));
        let is = |status: Status| rows.iter().any(|it| it.status == status.as_str());
        let value = rows.first().map_or(0, |it| match count.side {
            TableSide::Numerator => it.numerator,
            TableSide::Denominator => it.denominator,
        });
        Told {
            value,
            is_available: !is(Status::NotApplicable)
                && !metrics.iter().any(without)
                && self.is_seen(table, key),
            is_provisional: is(Status::Provisional),
            is_partial: is(Status::PartialCoverage),
        }
    }
}

/// The areas that a run was without for some of these metrics: an area's own records are not there, so that of it
/// nothing can be said, and nought least of all.
fn without(
    run_dir: &Path,
    wanted: &BTreeSet<(&str, &str)>,
) -> Result<BTreeMap<Of, BTreeSet<Key>>, String> {
    let mut all: BTreeMap<Of, BTreeSet<Key>> = BTreeMap::new();
    each_left_out(run_dir, &mut |it| {
        let kind = match it.area_type {
            "force" if it.force_code == it.area_code => AreaType::Force,
            "cps_area" if it.cps_area == it.area_code => AreaType::CpsArea,
            _ => return,
        };
        if wanted.contains(&(it.metric, it.clock)) {
            let of = (it.metric.to_owned(), it.clock.to_owned());
            let key = (kind, it.area_code.to_owned(), it.period.to_owned());
            all.entry(of).or_default().insert(key);
        }
    })?;
    Ok(all)
}
