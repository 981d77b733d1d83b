//! Which deliveries a run takes.

use crate::SourceFile;
use rasso_terms::Day;
use std::collections::BTreeMap;

/// The deliveries of one source of one table. Numbers are places among the files of the run.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Deliveries {
    /// Those before the one taken, oldest first: read to learn when rows were first known.
    pub(crate) earlier: Vec<(Day, Vec<usize>)>,
    /// The latest not after the as-at date. Several files of one day are one delivery.
    pub(crate) taken: Vec<usize>,
}

/// The deliveries of one table, by source. Those after the as-at date are in none.
pub(crate) fn deliveries<'f>(
    files: impl IntoIterator<Item = (usize, &'f SourceFile)>,
    as_at: Day,
) -> BTreeMap<&'f str, Deliveries> {
    let mut by_source: BTreeMap<&str, BTreeMap<Day, Vec<usize>>> = BTreeMap::new();
    for (place, file) in files.into_iter().filter(|(_, it)| it.extract_date <= as_at) {
        by_source
            .entry(&file.source)
            .or_default()
            .entry(file.extract_date)
            .or_default()
            .push(place);
    }
    let split = |mut days: BTreeMap<Day, Vec<usize>>| {
        let taken = days.pop_last().map(|(_, files)| files).unwrap_or_default();
        Deliveries {
            earlier: days.into_iter().collect(),
            taken,
        }
    };
    by_source
        .into_iter()
        .map(|(source, days)| (source, split(days)))
        .collect()
}
