//! The counts of a run's `measures.parquet` that release tables are made of.

use crate::{AreaType, CellKey, ReleaseTable, Status, TableCount, TableSide, each_measure};
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
        let rows: Vec<&Row> = metrics
            .iter()
            .filter_map(|it| {
                let of = ((*it).to_owned(), table.clock.clone());
                self.rows.get(&of)?.get(key)
            })
            .collect();
        let is = |status: Status| rows.iter().any(|it| it.status == status.as_str());
        let value = rows.first().map_or(0, |it| match count.side {
            TableSide::Numerator => it.numerator,
            TableSide::Denominator => it.denominator,
        });
        Told {
            value,
            is_available: !is(Status::NotApplicable),
            is_provisional: is(Status::Provisional) || is(Status::PartialCoverage),
        }
    }
}
