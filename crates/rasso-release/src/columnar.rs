//! `tables/*.parquet`: the same tables for programs that read columns, with numbers as numbers.
//!
//! What is no text and no number here is nothing but this: [`decode`] reads a table back, and the gate lets a file through
//! only if that table makes the same bytes again.

use crate::{
    PublishedTable, Release, ReleaseError, TableDefinition,
    formats::PublishedFile,
    published::{HEADINGS, PublishedRow},
};
use arrow::{
    array::{Array, ArrayRef, Float64Array, RecordBatch, StringArray},
    datatypes::{DataType, Field, Schema},
};
use parquet::{
    arrow::{
        ArrowWriter, arrow_reader::ParquetRecordBatchReaderBuilder,
        arrow_writer::ArrowWriterOptions,
    },
    basic::{Compression, ZstdLevel},
    errors::ParquetError,
    file::{metadata::KeyValue, properties::WriterProperties},
};
use std::sync::Arc;

/// The key under which a file says what release it is of.
const RELEASE: &str = "rasso.release";

/// A file for each table.
pub(crate) fn parquet(
    release: &Release,
    _before: Option<&Release>,
) -> Result<Vec<PublishedFile>, ReleaseError> {
    let file = |table: &PublishedTable| {
        let name = format!("tables/{}.parquet", table.definition.name);
        let bytes = encode(table, &release.manifest.release);
        let bytes = bytes.map_err(|reason| ReleaseError::Input {
            file: name.clone(),
            reason: format!("cannot be written: {reason}"),
        })?;
        Ok(PublishedFile { name, bytes })
    };
    release.tables.iter().map(file).collect()
}

/// Whether a column is of numbers.
pub(crate) fn is_number_column(name: &str) -> bool {
    matches!(name, "value" | "lower" | "upper")
}

/// A table of a release as a file. Its footer says what it is of.
pub(crate) fn encode(table: &PublishedTable, release: &str) -> Result<Vec<u8>, String> {
    let definition = &table.definition;
    let said = [
        (RELEASE, release),
        ("rasso.table", &definition.name),
        ("rasso.title", &definition.title),
        ("rasso.version", &definition.version),
        ("rasso.clock", &definition.clock),
    ];
    let said = said.map(|(key, value)| KeyValue::new(key.to_owned(), value.to_owned()));
    let level = ZstdLevel::try_new(3).map_err(|it| it.to_string())?;
    let properties = WriterProperties::builder()
        .set_created_by("rasso".to_owned())
        .set_compression(Compression::ZSTD(level))
        .set_key_value_metadata(Some(said.to_vec()))
        .build();
    // The schema of Arrow is a text that nobody could look through, and Parquet's own says all that is needed.
    let options = ArrowWriterOptions::new()
        .with_properties(properties)
        .with_skip_arrow_metadata(true);
    let column = |at: usize| -> Result<ArrayRef, String> {
        let texts = table.rows.iter().map(|row| row.cells()[at]);
        let texts = texts.map(|it| (!it.is_empty()).then_some(it));
        if !is_number_column(HEADINGS[at]) {
            return Ok(Arc::new(texts.collect::<StringArray>()));
        }
        let number = |it: Option<&str>| it.map(str::parse::<f64>).transpose();
        let numbers: Result<Float64Array, _> = texts.map(number).collect();
        Ok(Arc::new(numbers.map_err(|it| it.to_string())?))
    };
    let columns: Result<Vec<ArrayRef>, String> = (0..HEADINGS.len()).map(column).collect();
    let columns = columns?;
    let field =
        |(name, column): (&str, &ArrayRef)| Field::new(name, column.data_type().clone(), true);
    let fields: Vec<Field> = HEADINGS.into_iter().zip(&columns).map(field).collect();
    let written = || -> Result<Vec<u8>, ParquetError> {
        let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), columns)?;
        let mut writer = ArrowWriter::try_new_with_options(Vec::new(), batch.schema(), options)?;
        writer.write(&batch)?;
        writer.into_inner()
    };
    written().map_err(|it| it.to_string())
}

/// The table that a file holds, and the release that it says it is of; nothing where the bytes are anything else than what
/// that table makes.
pub(crate) fn decode(
    definition: &TableDefinition,
    bytes: &[u8],
) -> Option<(PublishedTable, String)> {
    let held = bytes::Bytes::copy_from_slice(bytes);
    let reader = ParquetRecordBatchReaderBuilder::try_new(held).ok()?;
    let said = reader.metadata().file_metadata().key_value_metadata()?;
    let release = said.iter().find(|it| it.key == RELEASE)?.value.clone()?;
    let mut rows = Vec::new();
    for batch in reader.build().ok()? {
        let batch = batch.ok()?;
        let columns: Option<Vec<Vec<String>>> =
            HEADINGS.into_iter().map(|it| texts(&batch, it)).collect();
        let columns = columns?;
        for at in 0..batch.num_rows() {
            let cells: Option<Vec<&String>> = columns.iter().map(|it| it.get(at)).collect();
            let cells = cells?;
            let mut row = PublishedRow::of(|it| cells[it].clone());
            // The numbers of a share have a decimal, those of a count have none.
            if row.unit == "per cent" {
                for end in [&mut row.value, &mut row.lower, &mut row.upper] {
                    if let Ok(number) = end.parse::<f64>() {
                        *end = format!("{number:.1}");
                    }
                }
            }
            rows.push(row);
        }
    }
    let table = PublishedTable {
        definition: definition.clone(),
        rows,
    };
    let again = encode(&table, &release).ok()?;
    (again == bytes).then_some((table, release))
}

/// A column as texts; nothing where it is not of its type.
fn texts(batch: &RecordBatch, name: &str) -> Option<Vec<String>> {
    let column = batch.column_by_name(name)?;
    if *column.data_type() == DataType::Float64 && is_number_column(name) {
        let numbers = column.as_any().downcast_ref::<Float64Array>()?;
        let text = |it: Option<f64>| it.map_or_else(String::new, |it| it.to_string());
        return Some(numbers.iter().map(text).collect());
    }
    let texts = column.as_any().downcast_ref::<StringArray>()?;
    Some(
        texts
            .iter()
            .map(|it| it.unwrap_or_default().to_owned())
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> PublishedTable {
        let row = |unit: &str, value: &str, marker: &str| PublishedRow {
            measure: "all".to_owned(),
            unit: unit.to_owned(),
            value: value.to_owned(),
            lower: if unit == "per cent" { "0.0" } else { "" }.to_owned(),
            marker: marker.to_owned(),
            ..PublishedRow::default()
        };
        PublishedTable {
            definition: TableDefinition {
                name: "referrals".to_owned(),
                title: "Referrals".to_owned(),
                ..TableDefinition::default()
            },
            rows: vec![
                row("count", "1200", "[p]"),
                row("count", "0", ""),
                row("count", "", "[c]"),
                row("per cent", "12.0", ""),
                row("per cent", "0.0", "[low]"),
            ],
        }
    }

    #[test]
    fn a_table_is_read_back_as_it_was() {
        let table = table();
        let bytes = encode(&table, "2025-Q2-1").unwrap();
        let (read, release) = decode(&table.definition, &bytes).unwrap();
        assert_eq!(read.rows, table.rows);
        assert_eq!(release, "2025-Q2-1");
        assert_eq!(encode(&table, "2025-Q2-1").unwrap(), bytes);
    }

    #[test]
    fn a_file_with_anything_else_in_it_is_no_table() {
        let table = table();
        let bytes = encode(&table, "2025-Q2-1").unwrap();
        assert_eq!(decode(&table.definition, b"PAR1"), None);
        let mut other = table.definition.clone();
        other.title = "Another".to_owned();
        assert_eq!(decode(&other, &bytes), None);
        // Behind the magic number, where no reader looks.
        let mut more = bytes;
        more.splice(4..4, *b"hidden");
        assert_eq!(decode(&table.definition, &more), None);
    }
}
