//! A table as everybody may see it: what each format of a release is made from.
//!
//! **Invariant:** it is made of a safe table ([`Table::publish`](crate::Table::publish)) or read from a release
//! ([`Release::read`](crate::Release::read)), and cannot be changed.

use crate::{ReleaseError, TableDefinition};

/// A table as everybody may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedTable {
    pub(crate) definition: TableDefinition,
    pub(crate) rows: Vec<PublishedRow>,
}

/// A figure, or why there is none. Every text is as the file has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PublishedRow {
    /// The name of the count or share.
    pub measure: String,
    /// The same in words.
    pub measure_title: String,
    /// `national`, `cps_area` or `force`.
    pub area_type: String,
    /// The code.
    pub area_code: String,
    /// The name.
    pub area_name: String,
    /// `quarter` or `rolling_year`.
    pub period_type: String,
    /// Its name: `2025-Q2`, `YE 2025-06`.
    pub period: String,
    /// Its months in words.
    pub period_label: String,
    /// `count` or `per cent`.
    pub unit: String,
    /// The figure as a number; empty where there is none.
    pub value: String,
    /// The lower end of its 95 per cent interval; empty where it has none.
    pub lower: String,
    /// The upper end.
    pub upper: String,
    /// Markers, one after the other: `[c]`, `[u][p]`. Empty where there is nothing to know.
    pub marker: String,
    /// What the count is called in the ledger; empty for a share.
    pub cell_id: String,
}

/// The columns of a file, in their order.
pub(crate) const HEADINGS: [&str; 14] = [
    "measure",
    "measure_title",
    "area_type",
    "area_code",
    "area_name",
    "period_type",
    "period",
    "period_label",
    "unit",
    "value",
    "lower",
    "upper",
    "marker",
    "cell_id",
];

impl PublishedRow {
    /// Its texts in the order of the columns.
    pub(crate) fn cells(&self) -> [&str; 14] {
        [
            &self.measure,
            &self.measure_title,
            &self.area_type,
            &self.area_code,
            &self.area_name,
            &self.period_type,
            &self.period,
            &self.period_label,
            &self.unit,
            &self.value,
            &self.lower,
            &self.upper,
            &self.marker,
            &self.cell_id,
        ]
    }

    pub(crate) fn of(cell: impl Fn(usize) -> String) -> Self {
        Self {
            measure: cell(0),
            measure_title: cell(1),
            area_type: cell(2),
            area_code: cell(3),
            area_name: cell(4),
            period_type: cell(5),
            period: cell(6),
            period_label: cell(7),
            unit: cell(8),
            value: cell(9),
            lower: cell(10),
            upper: cell(11),
            marker: cell(12),
            cell_id: cell(13),
        }
    }

    /// Whether it is withheld.
    pub fn is_withheld(&self) -> bool {
        self.marker == "[c]"
    }
}

impl PublishedTable {
    /// What it is of.
    pub fn definition(&self) -> &TableDefinition {
        &self.definition
    }

    /// Its rows: by measure, area and period, counts before shares.
    pub fn rows(&self) -> &[PublishedRow] {
        &self.rows
    }

    /// How many of its figures are withheld.
    pub fn withheld(&self) -> usize {
        self.rows.iter().filter(|it| it.is_withheld()).count()
    }

    /// The table as CSV: `value` a number or empty, and the marker beside it.
    pub fn csv(&self) -> Result<String, ReleaseError> {
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::Any(b'\n'))
            .from_writer(Vec::new());
        let wrong = |column: &'static str| ReleaseError::Text {
            table: self.definition.name.clone(),
            column,
        };
        let never = |_never: csv::Error| wrong("value");
        writer.write_record(HEADINGS).map_err(never)?;
        for row in &self.rows {
            let cells = row.cells();
            let mut named = cells.iter().zip(HEADINGS);
            if let Some((_, column)) = named.find(|(text, _)| !is_plain_text(text)) {
                return Err(wrong(column));
            }
            writer.write_record(cells).map_err(never)?;
        }
        let bytes = writer.into_inner().map_err(|_never| wrong("value"))?;
        String::from_utf8(bytes).map_err(|_never| wrong("value"))
    }

    /// Reads a table from the CSV of a release.
    pub(crate) fn parse(
        definition: TableDefinition,
        file: &str,
        text: &str,
    ) -> Result<Self, ReleaseError> {
        let unreadable = || ReleaseError::Input {
            file: file.to_owned(),
            reason: "is no table of a release".to_owned(),
        };
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        if reader.headers().map_err(|_damaged| unreadable())? != HEADINGS.as_slice() {
            return Err(unreadable());
        }
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|_damaged| unreadable())?;
            rows.push(PublishedRow::of(|at| {
                record.get(at).unwrap_or_default().to_owned()
            }));
        }
        Ok(Self { definition, rows })
    }
}

/// What a spreadsheet would not take for a formula.
pub(crate) fn is_plain_text(text: &str) -> bool {
    !text.starts_with(['=', '+', '-', '@']) && !text.chars().any(char::is_control)
}
