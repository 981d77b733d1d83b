//! A Parquet file. Counts and years are whole numbers; ages and durations are texts, because a
//! spreadsheet's errors stand among them.

use crate::SynthError;
use crate::own::form::Form;
use crate::own::record::OwnRow;
use crate::part::{Unfinished, failed};
use arrow::array::{ArrayRef, Int32Array, StringArray};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use arrow::record_batch::RecordBatch;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::Arc;

/// The file while it is written.
pub(crate) struct ParquetFile {
    name: Unfinished,
    writer: ArrowWriter<File>,
    schema: SchemaRef,
}

impl ParquetFile {
    /// Begins the file with its columns.
    pub(crate) fn begin(form: &Form, (out, path): (&Path, &str)) -> Result<Self, SynthError> {
        let name = Unfinished::begin(out, path)?;
        let columns = form.columns.iter();
        let fields: Vec<_> = columns
            .map(|it| Field::new(&it.heading, kind(&it.field), true))
            .collect();
        let schema = Arc::new(Schema::new(fields));
        // Named here, so that another version of the library writes the same bytes.
        let properties = WriterProperties::builder()
            .set_created_by("force".to_owned())
            .set_compression(Compression::SNAPPY)
            .build();
        let file = File::create(name.temporary()).map_err(failed(name.temporary()))?;
        let writer = ArrowWriter::try_new(file, Arc::clone(&schema), Some(properties));
        Ok(Self {
            writer: writer.map_err(|it| name.failed(io::Error::other(it)))?,
            schema,
            name,
        })
    }

    /// Adds rows.
    pub(crate) fn append(&mut self, rows: &[OwnRow]) -> Result<(), SynthError> {
        let fields = self.schema.fields().iter().enumerate();
        let columns = fields
            .map(|(place, field)| column(rows, place, field.data_type()))
            .collect();
        let batch = RecordBatch::try_new(Arc::clone(&self.schema), columns);
        let batch = batch.map_err(|it| self.name.failed(io::Error::other(it)))?;
        self.writer
            .write(&batch)
            .map_err(|it| self.name.failed(io::Error::other(it)))
    }

    /// Writes the end of the file, and gives it its name.
    pub(crate) fn finish(self) -> Result<(), SynthError> {
        self.writer
            .close()
            .map_err(|it| self.name.failed(io::Error::other(it)))?;
        self.name.finish()
    }
}

fn kind(field: &str) -> DataType {
    match field {
        "duplicate" | "recorded_year" => DataType::Int32,
        _ => DataType::Utf8,
    }
}

fn column(rows: &[OwnRow], place: usize, kind: &DataType) -> ArrayRef {
    let cells = rows
        .iter()
        .map(|it| it.cells[place].as_str())
        .map(|it| (!it.is_empty()).then_some(it));
    if *kind == DataType::Int32 {
        Arc::new(cells.map(|it| it?.parse().ok()).collect::<Int32Array>())
    } else {
        Arc::new(cells.collect::<StringArray>())
    }
}
