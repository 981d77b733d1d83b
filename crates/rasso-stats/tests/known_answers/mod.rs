//! Figures that other packages give for the same numbers. `tests/reference/README.md` says which.

mod attribution;
mod compare;
mod disparity;
mod paths;
mod period;
mod proportion;
mod quantile;
mod rollout;
mod standardise;
mod survival;

use rasso_stats::Interval;
use std::path::PathBuf;

/// The rows of a reference file, each cell by the heading of its column.
struct Reference {
    headings: csv::StringRecord,
    rows: Vec<csv::StringRecord>,
}

/// One row of a reference file.
struct Row<'a> {
    headings: &'a csv::StringRecord,
    cells: &'a csv::StringRecord,
}

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/reference")
        .join(name)
}

fn read(name: &str) -> Reference {
    let mut reader = csv::Reader::from_path(path(name)).unwrap();
    let headings = reader.headers().unwrap().clone();
    let rows = reader.records().map(|it| it.unwrap()).collect();
    Reference { headings, rows }
}

impl Reference {
    fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|cells| Row {
            headings: &self.headings,
            cells,
        })
    }
}

impl Row<'_> {
    fn text(&self, column: &str) -> &str {
        let at = self.headings.iter().position(|it| it == column);
        &self.cells[at.unwrap_or_else(|| panic!("no column {column}"))]
    }

    fn number(&self, column: &str) -> f64 {
        self.text(column).parse().unwrap()
    }

    fn count(&self, column: &str) -> u64 {
        self.text(column).parse().unwrap()
    }
}

/// Holds a figure to a reference, within a share of it.
#[track_caller]
fn near(found: f64, expected: f64, tolerance: f64) {
    let off = (found - expected).abs();
    assert!(
        off <= tolerance * expected.abs().max(f64::MIN_POSITIVE),
        "{found:e} is not {expected:e}: off by {:e} of it",
        off / expected.abs()
    );
}

/// Holds the limits of an interval to the columns of a row.
#[track_caller]
fn near_limits(found: Interval, row: &Row<'_>, [lower, upper]: [&str; 2], tolerance: f64) {
    near(found.lower, row.number(lower), tolerance);
    near(found.upper, row.number(upper), tolerance);
}
