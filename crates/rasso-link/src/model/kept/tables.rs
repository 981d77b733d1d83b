//! Records, fields and pairs as Parquet, and back. A table that is not as it was left gives nothing.

use super::super::{
    assign::Chosen,
    fields::{Column, Fields},
    free::FreeBy,
    frequency::Then,
    score::Candidate,
    since::{Digest, Records},
    texts::Texts,
};
use arrow::{
    array::{
        Array, ArrayRef, BooleanArray, FixedSizeBinaryArray, Float64Array, RecordBatch,
        StringArray, UInt32Array,
    },
    error::ArrowError,
};
use parquet::{
    arrow::{ArrowWriter, arrow_reader::ParquetRecordBatchReaderBuilder},
    basic::Compression,
    errors::ParquetError,
    file::properties::{EnabledStatistics, WriterProperties},
};
use std::{collections::BTreeMap, sync::Arc};

/// Before the name of a field, where a column has its values.
const FIELD: &str = "field.";

/// Ids, the digests of cells, and of each field the number of the value of every record. `side` is 0 for the left.
pub(super) fn records_table(
    records: &Records,
    fields: &Fields,
    side: usize,
) -> Result<Vec<u8>, String> {
    let mut columns = vec![
        ("id".to_owned(), texts(&records.ids)),
        ("cells".to_owned(), digests(&records.cells)?),
    ];
    for (name, column) in fields.names.iter().zip(&fields.columns) {
        let values = if side == 0 {
            &column.left
        } else {
            &column.right
        };
        let values = UInt32Array::from(values.clone());
        columns.push((format!("{FIELD}{name}"), Arc::new(values)));
    }
    table(columns)
}

/// The records, and the numbers of each field by its name.
pub(super) fn records_of(bytes: Vec<u8>) -> Option<(Records, BTreeMap<String, Vec<u32>>)> {
    let mut records = Records::default();
    let mut fields: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for batch in batches(bytes)? {
        let ids: &StringArray = column(&batch, "id")?;
        ids.iter()
            .for_each(|it| records.ids.push(it.unwrap_or_default()));
        let cells: &FixedSizeBinaryArray = column(&batch, "cells")?;
        for row in 0..cells.len() {
            records.cells.push(cells.value(row).try_into().ok()?);
        }
        for field in batch.schema().fields() {
            if let Some(name) = field.name().strip_prefix(FIELD) {
                let values: &UInt32Array = column(&batch, field.name())?;
                let all = fields.entry(name.to_owned()).or_default();
                all.extend_from_slice(values.values());
            }
        }
    }
    Some((records, fields))
}

/// The values of each field, in order.
pub(super) fn values_table(fields: &Fields) -> Result<Vec<u8>, String> {
    let all = fields.names.iter().zip(&fields.columns);
    let all: Vec<_> = all.map(|(name, it)| (name, &it.values)).collect();
    let [fields, values] = of_fields(&all);
    table(vec![
        ("field".to_owned(), fields),
        ("value".to_owned(), values),
    ])
}

pub(super) fn values_of(bytes: Vec<u8>) -> Option<BTreeMap<String, Texts>> {
    let mut all: BTreeMap<String, Texts> = BTreeMap::new();
    for batch in batches(bytes)? {
        let fields: &StringArray = column(&batch, "field")?;
        let values: &StringArray = column(&batch, "value")?;
        for row in 0..batch.num_rows() {
            of_field(&mut all, fields.value(row))?.push(values.value(row));
        }
    }
    Some(all)
}

/// The fields, with the numbers of the left records and of the right ones.
pub(super) fn fields_of(
    mut values: BTreeMap<String, Texts>,
    [left, mut right]: [BTreeMap<String, Vec<u32>>; 2],
    is_one_file: bool,
) -> Fields {
    let mut fields = Fields {
        is_one_file,
        ..Fields::default()
    };
    for (name, left) in left {
        fields.columns.push(Column {
            right: right.remove(&name).unwrap_or_default(),
            // A field that says nothing has none.
            values: values.remove(&name).unwrap_or_default(),
            left,
            ..Column::default()
        });
        fields.names.push(name);
    }
    fields
}

/// How common values were, by field.
pub(super) fn frequencies_table(then: &BTreeMap<String, Then>) -> Result<Vec<u8>, String> {
    let all: Vec<_> = then.iter().map(|(name, it)| (name, &it.values)).collect();
    let [fields, values] = of_fields(&all);
    let records = then.values().flat_map(|it| it.records.iter().copied());
    let records = UInt32Array::from_iter_values(records);
    table(vec![
        ("field".to_owned(), fields),
        ("value".to_owned(), values),
        ("records".to_owned(), Arc::new(records)),
    ])
}

pub(super) fn frequencies_of(bytes: Vec<u8>) -> Option<BTreeMap<String, Then>> {
    let mut all: BTreeMap<String, Then> = BTreeMap::new();
    for batch in batches(bytes)? {
        let fields: &StringArray = column(&batch, "field")?;
        let values: &StringArray = column(&batch, "value")?;
        let records: &UInt32Array = column(&batch, "records")?;
        for row in 0..batch.num_rows() {
            let then = of_field(&mut all, fields.value(row))?;
            then.filled += u64::from(records.value(row));
            then.values.push(values.value(row));
            then.records.push(records.value(row));
        }
    }
    Some(all)
}

/// The shares of records without a partner, by value.
pub(super) fn free_table(free: &FreeBy) -> Result<Vec<u8>, String> {
    let side = |side: usize| -> ArrayRef {
        let shares = free.shares.iter().map(|it| it[side]);
        Arc::new(Float64Array::from_iter_values(shares))
    };
    table(vec![
        ("value".to_owned(), texts(&free.values)),
        ("left".to_owned(), side(0)),
        ("right".to_owned(), side(1)),
    ])
}

pub(super) fn free_of(bytes: Vec<u8>) -> Option<FreeBy> {
    let mut free = FreeBy::default();
    for batch in batches(bytes)? {
        let values: &StringArray = column(&batch, "value")?;
        let lefts: &Float64Array = column(&batch, "left")?;
        let rights: &Float64Array = column(&batch, "right")?;
        for row in 0..batch.num_rows() {
            free.values.push(values.value(row));
            free.shares.push([lefts.value(row), rights.value(row)]);
        }
    }
    Some(free)
}

/// What there is of a field, which begins with nothing.
fn of_field<'a, T: Default>(all: &'a mut BTreeMap<String, T>, name: &str) -> Option<&'a mut T> {
    if !all.contains_key(name) {
        all.insert(name.to_owned(), T::default());
    }
    all.get_mut(name)
}

/// The name of the field and the value, for each value.
fn of_fields(all: &[(&String, &Texts)]) -> [ArrayRef; 2] {
    let names = all
        .iter()
        .flat_map(|(name, values)| std::iter::repeat_n(*name, values.len()));
    let names: StringArray = names.map(Some).collect();
    let values = all.iter().flat_map(|it| it.1.iter());
    let values: StringArray = values.map(Some).collect();
    [Arc::new(names), Arc::new(values)]
}

fn texts(all: &Texts) -> ArrayRef {
    Arc::new(all.iter().map(Some).collect::<StringArray>())
}

/// Every pair that was weighed.
pub(super) fn pairs_table(pairs: &[Chosen]) -> Result<Vec<u8>, String> {
    let places = |of: fn(&Candidate) -> u32| -> ArrayRef {
        let all = pairs.iter().map(|it| of(&it.pair));
        Arc::new(UInt32Array::from_iter_values(all))
    };
    let numbers = |of: fn(&Chosen) -> f64| -> ArrayRef {
        Arc::new(Float64Array::from_iter_values(pairs.iter().map(of)))
    };
    let flags = |of: fn(&Chosen) -> bool| -> ArrayRef {
        let all = pairs.iter().map(|it| Some(of(it)));
        Arc::new(all.collect::<BooleanArray>())
    };
    let columns = [
        ("left", places(|it| it.left)),
        ("right", places(|it| it.right)),
        ("block", places(|it| it.block)),
        ("pattern", places(|it| it.pattern)),
        ("weight", numbers(|it| it.pair.weight)),
        ("probability", numbers(|it| it.probability)),
        ("runner_up", numbers(|it| it.runner_up)),
        ("is_link", flags(|it| it.is_link)),
        ("is_tie", flags(|it| it.is_tie)),
    ];
    let columns = columns.into_iter().map(|it| (it.0.to_owned(), it.1));
    table(columns.collect())
}

pub(super) fn pairs_of(bytes: Vec<u8>) -> Option<Vec<Chosen>> {
    let mut pairs = Vec::new();
    for batch in batches(bytes)? {
        let places = |name: &str| column::<UInt32Array>(&batch, name);
        let numbers = |name: &str| column::<Float64Array>(&batch, name);
        let flags = |name: &str| column::<BooleanArray>(&batch, name);
        let (lefts, rights) = (places("left")?, places("right")?);
        let (blocks, patterns) = (places("block")?, places("pattern")?);
        let (weights, probabilities) = (numbers("weight")?, numbers("probability")?);
        let runners_up = numbers("runner_up")?;
        let (links, ties) = (flags("is_link")?, flags("is_tie")?);
        pairs.extend((0..batch.num_rows()).map(|row| Chosen {
            pair: Candidate {
                left: lefts.value(row),
                right: rights.value(row),
                block: blocks.value(row),
                pattern: patterns.value(row),
                weight: weights.value(row),
            },
            probability: probabilities.value(row),
            is_link: links.value(row),
            runner_up: runners_up.value(row),
            is_tie: ties.value(row),
        }));
    }
    Some(pairs)
}

fn digests(all: &[Digest]) -> Result<ArrayRef, String> {
    let size = i32::try_from(size_of::<Digest>()).unwrap_or(i32::MAX);
    let all = all.iter().map(Some);
    let all = FixedSizeBinaryArray::try_from_sparse_iter_with_size(all, size);
    let all: FixedSizeBinaryArray = all.map_err(|it| it.to_string())?;
    Ok(Arc::new(all))
}

/// A table as a Parquet file. Without statistics, which hold cells, and without a dictionary, as hardly a
/// value stands twice.
fn table(columns: Vec<(String, ArrayRef)>) -> Result<Vec<u8>, String> {
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_dictionary_enabled(false)
        .set_statistics_enabled(EnabledStatistics::None)
        .build();
    let written = || -> Result<Vec<u8>, ParquetError> {
        let batch = RecordBatch::try_from_iter(columns)?;
        let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), Some(properties))?;
        writer.write(&batch)?;
        writer.into_inner()
    };
    written().map_err(|it| it.to_string())
}

/// The batches of a Parquet file, one at least, so that its columns are known even where it has no row; nothing
/// where it cannot be read.
fn batches(bytes: Vec<u8>) -> Option<Vec<RecordBatch>> {
    let reader = ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::from(bytes)).ok()?;
    let schema = Arc::clone(reader.schema());
    let batches: Result<Vec<RecordBatch>, ArrowError> = reader.build().ok()?.collect();
    let mut batches = batches.ok()?;
    if batches.is_empty() {
        batches.push(RecordBatch::new_empty(schema));
    }
    Some(batches)
}

/// A column of this type without an empty cell.
fn column<'b, T: Array + 'static>(batch: &'b RecordBatch, name: &str) -> Option<&'b T> {
    let column: &T = batch.column_by_name(name)?.as_any().downcast_ref()?;
    (column.null_count() == 0).then_some(column)
}
