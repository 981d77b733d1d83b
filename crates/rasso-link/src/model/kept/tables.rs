//! Records, values and pairs as Parquet, and back. A table that is not as it was left gives nothing.

use super::{
    super::{frequency::Then, key::Stand, score::Candidate, since::Records},
    KeptPair,
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

/// Ids and what stands for cells.
pub(super) fn records_table(records: &Records) -> Result<Vec<u8>, String> {
    let ids: StringArray = records.ids.iter().map(Some).collect();
    table(vec![
        ("id", Arc::new(ids)),
        ("cells", stands(records.cells.iter())?),
    ])
}

pub(super) fn records_of(bytes: Vec<u8>) -> Option<Records> {
    let mut records = Records::default();
    for batch in batches(bytes)? {
        let ids: &StringArray = column(&batch, "id")?;
        ids.iter()
            .for_each(|it| records.ids.push(it.unwrap_or_default()));
        let cells: &FixedSizeBinaryArray = column(&batch, "cells")?;
        for row in 0..cells.len() {
            records.cells.push(cells.value(row).try_into().ok()?);
        }
    }
    Some(records)
}

/// How common values were, by field.
pub(super) fn values_table(values: &BTreeMap<String, Then>) -> Result<Vec<u8>, String> {
    let rows = || {
        let of = |(field, then): (&'_ String, &'_ Then)| {
            let rows = then.records.iter().copied();
            rows.map(|it| (field.clone(), it)).collect::<Vec<_>>()
        };
        values.iter().flat_map(of)
    };
    let fields: StringArray = rows().map(|it| Some(it.0)).collect();
    let all: Vec<(Stand, u32)> = rows().map(|it| it.1).collect();
    let records: UInt32Array = all.iter().map(|it| Some(it.1)).collect();
    table(vec![
        ("field", Arc::new(fields)),
        ("value", stands(all.iter().map(|it| &it.0))?),
        ("records", Arc::new(records)),
    ])
}

pub(super) fn values_of(bytes: Vec<u8>) -> Option<BTreeMap<String, Then>> {
    let mut values: BTreeMap<String, Then> = BTreeMap::new();
    for batch in batches(bytes)? {
        let fields: &StringArray = column(&batch, "field")?;
        let stands: &FixedSizeBinaryArray = column(&batch, "value")?;
        let records: &UInt32Array = column(&batch, "records")?;
        for row in 0..batch.num_rows() {
            let name = fields.value(row);
            if !values.contains_key(name) {
                values.insert(name.to_owned(), Then::default());
            }
            let then = values.get_mut(name)?;
            then.filled += u64::from(records.value(row));
            let stand = stands.value(row).try_into().ok()?;
            then.records.push((stand, records.value(row)));
        }
    }
    Some(values)
}

/// Every pair that was weighed.
pub(super) fn pairs_table(pairs: &[KeptPair]) -> Result<Vec<u8>, String> {
    let places = |of: fn(&Candidate) -> u32| -> ArrayRef {
        let all = pairs.iter().map(|it| Some(of(&it.pair)));
        Arc::new(all.collect::<UInt32Array>())
    };
    let numbers = |of: fn(&KeptPair) -> f64| -> ArrayRef {
        let all = pairs.iter().map(|it| Some(of(it)));
        Arc::new(all.collect::<Float64Array>())
    };
    let links: BooleanArray = pairs.iter().map(|it| Some(it.is_link)).collect();
    table(vec![
        ("left", places(|it| it.left)),
        ("right", places(|it| it.right)),
        ("block", places(|it| it.block)),
        ("pattern", places(|it| it.pattern)),
        ("weight", numbers(|it| it.pair.weight)),
        ("probability", numbers(|it| it.probability)),
        ("is_link", Arc::new(links)),
    ])
}

pub(super) fn pairs_of(bytes: Vec<u8>) -> Option<Vec<KeptPair>> {
    let mut pairs = Vec::new();
    for batch in batches(bytes)? {
        let places = |name: &str| column::<UInt32Array>(&batch, name);
        let numbers = |name: &str| column::<Float64Array>(&batch, name);
        let (lefts, rights) = (places("left")?, places("right")?);
        let (blocks, patterns) = (places("block")?, places("pattern")?);
        let (weights, probabilities) = (numbers("weight")?, numbers("probability")?);
        let links: &BooleanArray = column(&batch, "is_link")?;
        pairs.extend((0..batch.num_rows()).map(|row| KeptPair {
            pair: Candidate {
                left: lefts.value(row),
                right: rights.value(row),
                block: blocks.value(row),
                pattern: patterns.value(row),
                weight: weights.value(row),
            },
            probability: probabilities.value(row),
            is_link: links.value(row),
        }));
    }
    Some(pairs)
}

fn stands<'s>(all: impl Iterator<Item = &'s Stand>) -> Result<ArrayRef, String> {
    let size = i32::try_from(size_of::<Stand>()).unwrap_or(i32::MAX);
    let all = FixedSizeBinaryArray::try_from_sparse_iter_with_size(all.map(Some), size);
    let all: FixedSizeBinaryArray = all.map_err(|it| it.to_string())?;
    Ok(Arc::new(all))
}

/// A table as a Parquet file. Without statistics, which hold cells, and without a dictionary, as hardly a
/// value stands twice.
fn table(columns: Vec<(&str, ArrayRef)>) -> Result<Vec<u8>, String> {
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

/// The batches of a Parquet file; nothing where it cannot be read.
fn batches(bytes: Vec<u8>) -> Option<Vec<RecordBatch>> {
    let reader = ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::from(bytes)).ok()?;
    let batches: Result<Vec<RecordBatch>, ArrowError> = reader.build().ok()?.collect();
    batches.ok()
}

/// A column of this type without an empty cell.
fn column<'b, T: Array + 'static>(batch: &'b RecordBatch, name: &str) -> Option<&'b T> {
    let column: &T = batch.column_by_name(name)?.as_any().downcast_ref()?;
    (column.null_count() == 0).then_some(column)
}
