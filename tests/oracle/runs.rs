//! What a run left behind: its measures, and its links under the keys of the records.

use crate::oracle::cells::{Cell, CellKey, Cells};
use crate::oracle::links::{Edge, NamedLink};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::{Field, Row};
use std::collections::BTreeMap;
use std::fs::File;
use std::num::ParseIntError;
use std::path::Path;

/// The rows of a Parquet file.
fn rows(path: &Path) -> Result<Vec<Row>, String> {
    let named = |it: String| format!("{}: {it}", path.display());
    let file = File::open(path).map_err(|it| named(it.to_string()))?;
    let reader = SerializedFileReader::new(file).map_err(|it| named(it.to_string()))?;
    let rows = reader
        .get_row_iter(None)
        .map_err(|it| named(it.to_string()))?;
    rows.collect::<Result<_, _>>()
        .map_err(|it| named(it.to_string()))
}

fn field<'a>(row: &'a Row, column: &str) -> Option<&'a Field> {
    row.get_column_iter()
        .find(|it| it.0 == column)
        .map(|it| it.1)
}

fn text(row: &Row, column: &str) -> Result<String, String> {
    match field(row, column) {
        Some(Field::Str(it)) => Ok(it.clone()),
        _ => Err(format!("column {column} is not there, or holds no text")),
    }
}

fn integer(row: &Row, column: &str) -> Result<Option<i64>, String> {
    match field(row, column) {
        Some(Field::Null) => Ok(None),
        Some(Field::Int(it)) => Ok(Some(i64::from(*it))),
        Some(Field::UInt(it)) => Ok(Some(i64::from(*it))),
        Some(Field::Long(it)) => Ok(Some(*it)),
        Some(Field::ULong(it)) => i64::try_from(*it).map(Some).map_err(|it| it.to_string()),
        _ => Err(format!(
            "column {column} is not there, or holds no whole number"
        )),
    }
}

/// Twice a median, which is whole.
fn twice(row: &Row, column: &str) -> Result<i64, String> {
    match field(row, column) {
        // Written without a fraction, the text of a float is that of the whole number.
        Some(Field::Double(it)) => format!("{:.0}", it * 2.0)
            .parse()
            .map_err(|it: ParseIntError| it.to_string()),
        _ => Err(format!("column {column} is not there, or holds no number")),
    }
}

/// The measures of a run, without the incidences.
pub(crate) fn measures(run: &Path) -> Result<Cells, String> {
    cells(&run.join("measures.parquet"), |row| text(row, "metric"))
}

/// The measures of groups, without the incidences: each stands under `METRIC by BREAKDOWN: GROUP`.
pub(crate) fn breakdowns(run: &Path) -> Result<Cells, String> {
    cells(&run.join("breakdowns.parquet"), |row| {
        let (metric, breakdown) = (text(row, "metric")?, text(row, "breakdown")?);
        Ok(format!("{metric} by {breakdown}: {}", text(row, "group")?))
    })
}

fn cells(path: &Path, name: impl Fn(&Row) -> Result<String, String>) -> Result<Cells, String> {
    let mut cells = Cells::new();
    for row in rows(path)? {
        let metric = name(&row)?;
        // `tests/incidence.rs` works these out.
        if integer(&row, "horizon_days")?.is_some() {
            continue;
        }
        let (numerator, denominator) = (integer(&row, "numerator")?, integer(&row, "denominator")?);
        let twice_median = match numerator {
            None => Some(twice(&row, "value")?),
            Some(_) => None,
        };
        let key = CellKey {
            metric,
            clock: text(&row, "clock")?,
            area_type: text(&row, "area_type")?,
            area: text(&row, "area_code")?,
            period_type: text(&row, "period_type")?,
            period: text(&row, "period")?,
        };
        if cells
            .insert(
                key,
                Cell {
                    numerator,
                    denominator,
                    twice_median,
                },
            )
            .is_some()
        {
            return Err(format!("{}: a cell stands there twice", path.display()));
        }
    }
    Ok(cells)
}

/// The key of every record that has a part in threads, by table and record id.
pub(crate) fn keys(run: &Path) -> Result<BTreeMap<(String, i64), String>, String> {
    let tables: [(&str, &[&str]); 4] = [
        ("police_crime", &["force_code", "crime_ref"]),
        (
            "police_suspect",
            &["force_code", "crime_ref", "suspect_ref"],
        ),
        ("cps_case", &["cps_case_ref", "cps_suspect_ref"]),
        ("court_defendant", &["court_case_ref", "defendant_ref"]),
    ];
    let mut keys = BTreeMap::new();
    for (table, columns) in tables {
        let of_table = key_of(run, table, columns)?.into_iter();
        keys.extend(of_table.map(|(id, key)| ((table.to_owned(), id), key)));
    }
    Ok(keys)
}

/// The links of a run, with the pass that made each.
pub(crate) fn links(run: &Path) -> Result<BTreeMap<NamedLink, String>, String> {
    let keys = keys(run)?;
    let mut links = BTreeMap::new();
    for row in rows(&run.join("links.parquet"))? {
        let end = |table: &str, id: &str| -> Result<(String, String), String> {
            let table = text(&row, table)?;
            let id = integer(&row, id)?.ok_or("a link without a record")?;
            let key = keys.get(&(table.clone(), id));
            Ok((table, key.ok_or("a link to no record")?.clone()))
        };
        let (left_table, left) = end("left_table", "left_id")?;
        let (right_table, right) = end("right_table", "right_id")?;
        let edge = Edge::ALL
            .into_iter()
            .find(|it| it.tables() == (&left_table, &right_table));
        let edge = edge.ok_or("a link between other tables")?;
        links.insert((edge, left, right), text(&row, "pass")?);
    }
    Ok(links)
}

/// The key of each record of a table, by record id.
fn key_of(run: &Path, table: &str, columns: &[&str]) -> Result<BTreeMap<i64, String>, String> {
    let path = run.join("ingest").join(format!("{table}.parquet"));
    let mut keys = BTreeMap::new();
    for row in rows(&path)? {
        let parts: Vec<String> = columns
            .iter()
            .map(|it| text(&row, it))
            .collect::<Result<_, _>>()?;
        keys.insert(
            integer(&row, "record_id")?.ok_or("a record without an id")?,
            parts.join("|"),
        );
    }
    Ok(keys)
}
