//! A published table by measure, area and period: what sentences, pictures and tables of the page are made from.

use crate::{MeasureDefinition, PublishedRow, PublishedTable, TableDefinition, table::markers_in};
use std::collections::{BTreeMap, BTreeSet};

/// A published table, looked up by what names a figure.
pub struct Grid<'a> {
    /// What it is of.
    pub definition: &'a TableDefinition,
    /// The areas in the order of the table.
    pub areas: Vec<Area<'a>>,
    /// The quarters, oldest first.
    pub quarters: Vec<Period<'a>>,
    /// The rolling years, oldest first.
    pub years: Vec<Period<'a>>,
    rows: BTreeMap<[&'a str; 4], Figure<'a>>,
}

/// An area of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area<'a> {
    /// `national`, `cps_area` or `force`.
    pub kind: &'a str,
    /// The code.
    pub code: &'a str,
    /// The name.
    pub name: &'a str,
}

/// A figure of a table, and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure<'a> {
    /// The figure, or why there is none.
    pub row: &'a PublishedRow,
    /// Its row in the table's CSV, of which the heading is row 1 (as RFC 7111 counts).
    pub line: usize,
}

/// A period of a table. Its names sort by time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period<'a> {
    /// `2025-Q2`.
    pub name: &'a str,
    /// `quarter` or `rolling_year`.
    pub kind: &'a str,
    /// Its months in words.
    pub label: &'a str,
}

impl<'a> Grid<'a> {
    /// Looks through a table.
    pub fn of(table: &'a PublishedTable) -> Self {
        let mut areas: Vec<Area<'a>> = Vec::new();
        let mut seen = BTreeSet::new();
        let mut periods = BTreeSet::new();
        let mut rows = BTreeMap::new();
        for (row, line) in table.rows().iter().zip(2..) {
            if seen.insert((&row.area_type, &row.area_code)) {
                areas.push(Area {
                    kind: &row.area_type,
                    code: &row.area_code,
                    name: &row.area_name,
                });
            }
            periods.insert(Period {
                name: &row.period,
                kind: &row.period_type,
                label: &row.period_label,
            });
            let name: [&str; 4] = [&row.measure, &row.area_code, &row.period_type, &row.period];
            rows.insert(name, Figure { row, line });
        }
        let of = |kind: &str| {
            periods
                .iter()
                .filter(|it| it.kind == kind)
                .copied()
                .collect()
        };
        Self {
            definition: table.definition(),
            areas,
            quarters: of("quarter"),
            years: of("rolling_year"),
            rows,
        }
    }

    /// Every figure, by measure, area and period.
    pub fn all(&self) -> impl Iterator<Item = Figure<'a>> {
        self.rows.values().copied()
    }

    /// The whole that its areas are parts of.
    pub fn nation(&self) -> Option<Area<'a>> {
        self.areas.iter().find(|it| it.kind == "national").copied()
    }

    /// A figure and where it stands, if the table has it.
    pub fn figure(&self, measure: &str, area: Area<'_>, period: Period<'_>) -> Option<Figure<'a>> {
        let name = [measure, area.code, period.kind, period.name];
        self.rows.get(&name).copied()
    }

    /// The row of a figure, if the table has it.
    pub fn row(
        &self,
        measure: &str,
        area: Area<'_>,
        period: Period<'_>,
    ) -> Option<&'a PublishedRow> {
        self.figure(measure, area, period).map(|it| it.row)
    }

    /// The same quarter a year before, if the table has it.
    pub fn year_before(&self, quarter: Period<'_>) -> Option<Period<'a>> {
        let (year, rest) = quarter.name.split_once('-')?;
        let before = year.parse::<u32>().ok()?.checked_sub(1)?;
        let name = format!("{before}-{rest}");
        self.quarters.iter().find(|it| it.name == name).copied()
    }
}

/// The markers that stand on any of the rows, with what each says, in their fixed order.
pub fn shorthand<'a>(
    rows: impl Iterator<Item = &'a PublishedRow>,
) -> Vec<(&'static str, &'static str)> {
    markers_in(rows.map(|it| it.marker.as_str()))
}

/// Whether a measure is told in per cent.
pub fn is_share(measure: &MeasureDefinition) -> bool {
    match measure.kind {
        crate::MeasureKind::Share => true,
        crate::MeasureKind::Count => false,
    }
}

/// The title of a measure; of a count that has the title of a share, that it is a number and not the share.
pub fn title(table: &TableDefinition, measure: &MeasureDefinition) -> String {
    let has_title = |it: &MeasureDefinition| is_share(it) && it.title == measure.title;
    if !is_share(measure) && table.measures.iter().any(has_title) {
        return format!("{} (number, not share)", measure.title);
    }
    measure.title.clone()
}
