//! What of a release is otherwise than in the one before it: every figure, by name.
//!
//! **Invariant:** only published rows are compared, so it tells nothing that two readers with both releases could not find.

use crate::{PublishedRow, Release};
use serde::Serialize;
use std::collections::BTreeMap;

/// Two releases, one beside the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Revisions {
    /// The earlier release.
    pub before: String,
    /// The later one.
    pub now: String,
    /// The tables that are in both, in the order of the later one.
    pub tables: Vec<TableRevisions>,
    /// The tables of the earlier one that the later one does not have.
    pub dropped_tables: Vec<String>,
    /// The tables that only the later one has.
    pub new_tables: Vec<String>,
}

/// What became of the figures of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct TableRevisions {
    /// Its name.
    pub table: String,
    /// Its heading.
    pub title: String,
    /// The versions of its definition, where it has another than before.
    pub redefined: Option<[String; 2]>,
    /// How many figures are in both releases.
    pub compared: usize,
    /// How many are only in the later one: new periods, areas or measures.
    pub new: usize,
    /// How many are only in the earlier one.
    pub dropped: usize,
    /// Every figure in both that is not the same, in the order of the table.
    pub changes: Vec<Revision>,
}

/// A figure that is not the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Revision {
    /// The name of the count or share.
    pub measure: String,
    /// The same in words.
    pub measure_title: String,
    /// The code of the area.
    pub area_code: String,
    /// Its name.
    pub area_name: String,
    /// The period.
    pub period: String,
    /// Its months in words.
    pub period_label: String,
    /// How it is not the same.
    pub change: Change,
    /// As it was shown: the number, or the shorthand for none.
    pub was: Shown,
    /// As it is shown.
    pub is: Shown,
}

/// How a figure was shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Shown {
    /// The number; empty where there was none.
    pub value: String,
    /// What stood beside or in place of it.
    pub marker: String,
}

/// How a figure is not the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// Another number.
    Revised,
    /// A number where there was none.
    NowShown,
    /// No number where there was one.
    NoLongerShown,
    /// Withheld then and now, and counted anew: whether it changed is not told.
    CountedAnew,
    /// The same, with other markers.
    MarkedOtherwise,
}

impl Change {
    /// It in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Revised => "revised",
            Self::NowShown => "now shown",
            Self::NoLongerShown => "no longer shown",
            Self::CountedAnew => "counted anew and withheld: whether it changed is not told",
            Self::MarkedOtherwise => "marked otherwise",
        }
    }
}

/// What is otherwise in the later of two releases.
pub fn revisions(before: &Release, now: &Release) -> Revisions {
    let names = |of: &Release| -> Vec<String> {
        let all = of.tables.iter().map(|it| it.definition().name.clone());
        all.collect()
    };
    let (earlier, later) = (names(before), names(now));
    let only = |of: &[String], other: &[String]| -> Vec<String> {
        of.iter()
            .filter(|it| !other.contains(it))
            .cloned()
            .collect()
    };
    let tables = now.tables.iter().filter_map(|table| {
        let old = before.table(&table.definition().name)?;
        let versions = [old, table].map(|it| it.definition().version.clone());
        let mut told = of_rows(old.rows(), table.rows());
        told.table.clone_from(&table.definition().name);
        told.title.clone_from(&table.definition().title);
        told.redefined = (versions[0] != versions[1]).then_some(versions);
        Some(told)
    });
    Revisions {
        before: before.manifest.release.clone(),
        now: now.manifest.release.clone(),
        tables: tables.collect(),
        dropped_tables: only(&earlier, &later),
        new_tables: only(&later, &earlier),
    }
}

/// What names a figure in every release.
fn name(row: &PublishedRow) -> [&str; 4] {
    [&row.measure, &row.area_code, &row.period_type, &row.period]
}

fn of_rows(before: &[PublishedRow], now: &[PublishedRow]) -> TableRevisions {
    let mut earlier: BTreeMap<[&str; 4], &PublishedRow> =
        before.iter().map(|it| (name(it), it)).collect();
    let mut told = TableRevisions::default();
    for row in now {
        let Some(old) = earlier.remove(&name(row)) else {
            told.new += 1;
            continue;
        };
        told.compared += 1;
        if let Some(change) = change(old, row) {
            told.changes.push(revision(old, row, change));
        }
    }
    told.dropped = earlier.len();
    told
}

fn revision(old: &PublishedRow, row: &PublishedRow, change: Change) -> Revision {
    let [was, is] = [old, row].map(|it| Shown {
        value: it.value.clone(),
        marker: it.marker.clone(),
    });
    Revision {
        measure: row.measure.clone(),
        measure_title: row.measure_title.clone(),
        area_code: row.area_code.clone(),
        area_name: row.area_name.clone(),
        period: row.period.clone(),
        period_label: row.period_label.clone(),
        change,
        was,
        is,
    }
}

fn change(old: &PublishedRow, row: &PublishedRow) -> Option<Change> {
    let value = |it: &PublishedRow| [it.value.clone(), it.lower.clone(), it.upper.clone()];
    match (old.value.is_empty(), row.value.is_empty()) {
        (true, false) => Some(Change::NowShown),
        (false, true) => Some(Change::NoLongerShown),
        (false, false) if value(old) != value(row) => Some(Change::Revised),
        (true, true) if old.cell_id != row.cell_id && row.is_withheld() => {
            Some(Change::CountedAnew)
        }
        (true, true) | (false, false) => {
            (old.marker != row.marker).then_some(Change::MarkedOtherwise)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(area: &str, value: &str, marker: &str, vintage: &str) -> PublishedRow {
        PublishedRow {
            measure: "all".to_owned(),
            area_code: area.to_owned(),
            period: "2025-Q1".to_owned(),
            value: value.to_owned(),
            marker: marker.to_owned(),
            cell_id: format!("t/all/{area}/2025-Q1/{vintage}"),
            ..PublishedRow::default()
        }
    }

    #[test]
    fn every_way_in_which_a_figure_is_not_the_same_is_told() {
        let before = [
            row("a", "7", "", "v1"),
            row("b", "7", "[p]", "v1"),
            row("c", "7", "", "v1"),
            row("d", "", "[c]", "v1"),
            row("e", "", "[c]", "v1"),
            row("f", "9", "", "v1"),
            row("g", "", "[c]", "v1"),
            row("h", "3", "", "v1"),
        ];
        let now = [
            row("a", "8", "", "v2"),
            row("b", "7", "", "v1"),
            row("c", "", "[c]", "v2"),
            row("d", "5", "", "v2"),
            row("e", "", "[c]", "v2"),
            row("f", "9", "", "v2"),
            row("g", "", "[c]", "v1"),
            row("i", "4", "", "v1"),
        ];
        let told = of_rows(&before, &now);
        let changes: Vec<(&str, Change)> = told
            .changes
            .iter()
            .map(|it| (it.area_code.as_str(), it.change))
            .collect();
        assert_eq!(
            changes,
            [
                ("a", Change::Revised),
                ("b", Change::MarkedOtherwise),
                ("c", Change::NoLongerShown),
                ("d", Change::NowShown),
                ("e", Change::CountedAnew),
            ]
        );
        assert_eq!((told.compared, told.new, told.dropped), (7, 1, 1));
    }
}
