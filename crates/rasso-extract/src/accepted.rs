//! The accepted records of a table: what every stage may read, and identifiers apart.

use crate::{
    ExtractError, PseudonymKey, SourceFile,
    column::STATES,
    error::arrow_bug,
    key::{Holds, identifies, layout},
};
use arrow::{
    array::{
        Array, ArrayRef, AsArray, Int32Array, Int64Array, RecordBatch, StringArray, UInt8Array,
        new_null_array,
    },
    datatypes::{DataType, Field, Schema, UInt8Type},
};
use rasso_schema::{ColumnSchema, ColumnType, Schemas, TableSchema};
use rasso_terms::Day;
use std::{fmt, iter, sync::Arc};

/// The accepted records of one table, in the order of their key; `record_id` is the place in it.
#[derive(Clone, PartialEq)]
pub struct AcceptedTable {
    /// The table.
    pub name: String,
    /// `record_id`, `source_file`, `source_row`, `known_date`, every column that leads to no
    /// person, then the state of each identifier, `urn_force`, and the pseudonym of each identifier
    /// (`urn_key`; null where it is not valid or the run has no key) with `key_id`.
    pub records: RecordBatch,
    /// `record_id` and the columns that lead to a person, normalised; null where not valid.
    pub identifiers: RecordBatch,
}

impl fmt::Debug for AcceptedTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "AcceptedTable({}, {} records withheld)",
            self.name,
            self.records.num_rows()
        )
    }
}

pub(crate) fn build(
    table: &TableSchema,
    schemas: &Schemas,
    arrays: &[ArrayRef],
    from: &[(&SourceFile, u64)],
    known: &[Day],
    key: Option<&PseudonymKey>,
) -> Result<AcceptedTable, ExtractError> {
    let rows = from.len();
    let ids = || -> ArrayRef { Arc::new(Int64Array::from_iter_values((0_i64..).take(rows))) };
    let row_number = |row: u64| i64::try_from(row).unwrap_or(i64::MAX);
    let mut records: Vec<(String, ArrayRef)> = vec![
        ("record_id".to_owned(), ids()),
        (
            "source_file".to_owned(),
            text(from.iter().map(|(file, _)| Some(file.label.as_str()))),
        ),
        (
            "source_row".to_owned(),
            Arc::new(Int64Array::from_iter_values(
                from.iter().map(|it| row_number(it.1)),
            )),
        ),
        (
            "known_date".to_owned(),
            Arc::new(Int32Array::from_iter_values(
                known.iter().map(|it| it.number()),
            )),
        ),
    ];
    let mut identifiers = vec![("record_id".to_owned(), ids())];
    let mut states = Vec::new();
    let mut pseudonyms = Vec::new();
    let mut urn_force = None;
    for ((column, holds), array) in layout(table).into_iter().zip(arrays) {
        match holds {
            Holds::State => states.push((format!("{}_state", column.name), state_words(array))),
            Holds::Value if column.is_personal() => {
                if identifies(column) {
                    let name = format!("{}_key", column.name);
                    pseudonyms.push((name, pseudonyms_of(array, column, key)));
                }
                if column.kind == ColumnType::Urn {
                    urn_force = Some(("urn_force".to_owned(), force_of(array, schemas)));
                }
                identifiers.push((column.name.clone(), Arc::clone(array)));
            }
            Holds::Value => records.push((column.name.clone(), Arc::clone(array))),
        }
    }
    records.extend(states);
    records.extend(urn_force);
    if !pseudonyms.is_empty() {
        records.extend(pseudonyms);
        let id = key.map(PseudonymKey::id);
        let ids = iter::repeat_n(id, rows);
        records.push(("key_id".to_owned(), text(ids)));
    }
    let required = |name: &str| {
        matches!(
            name,
            "record_id" | "source_file" | "source_row" | "known_date"
        ) || table
            .column(name)
            .is_some_and(|it| it.required && !it.is_personal())
            || table
                .columns
                .iter()
                .any(|it| identifies(it) && name == format!("{}_state", it.name))
    };
    Ok(AcceptedTable {
        name: table.name.clone(),
        records: batch(records, required)?,
        identifiers: batch(identifiers, |name| name == "record_id")?,
    })
}

fn batch(
    columns: Vec<(String, ArrayRef)>,
    required: impl Fn(&str) -> bool,
) -> Result<RecordBatch, ExtractError> {
    let field = |(name, array): &(String, ArrayRef)| {
        Field::new(name, array.data_type().clone(), !required(name))
    };
    let schema = Schema::new(columns.iter().map(field).collect::<Vec<_>>());
    let arrays = columns.into_iter().map(|it| it.1).collect();
    RecordBatch::try_new(Arc::new(schema), arrays).map_err(arrow_bug("put into a batch"))
}

fn text<'t>(values: impl Iterator<Item = Option<&'t str>>) -> ArrayRef {
    Arc::new(values.collect::<StringArray>())
}

/// What stands for an identifier from now on. Every column of one kind of identifier is keyed alike,
/// whichever agency sends it.
fn pseudonyms_of(array: &ArrayRef, column: &ColumnSchema, key: Option<&PseudonymKey>) -> ArrayRef {
    let numbers = array.as_string::<i32>();
    let Some(key) = key else {
        return new_null_array(&DataType::Utf8, numbers.len());
    };
    let kind = match column.kind {
        ColumnType::Urn => "urn",
        ColumnType::Asn => "asn",
        ColumnType::PncId => "pnc_id",
        ColumnType::Text
        | ColumnType::Code
        | ColumnType::Date
        | ColumnType::OffenceDate
        | ColumnType::Integer
        | ColumnType::Flag
        | ColumnType::Name
        | ColumnType::BirthDate => "other",
    };
    let domain = key.domain(kind);
    let pseudonym = |it: &str| domain.pseudonym([it.as_bytes()]);
    Arc::new(
        numbers
            .iter()
            .map(|it| it.map(pseudonym))
            .collect::<StringArray>(),
    )
}

fn state_words(array: &ArrayRef) -> ArrayRef {
    let states: &UInt8Array = array.as_primitive::<UInt8Type>();
    let word = |state: Option<u8>| {
        Some(
            state
                .and_then(|it| STATES.get(usize::from(it)))
                .copied()
                .unwrap_or("missing"),
        )
    };
    text(states.iter().map(word))
}

/// The force that registered a case, under the code it is counted by. It names no person.
fn force_of(urns: &ArrayRef, schemas: &Schemas) -> ArrayRef {
    let prefix = |urn: &'_ str| urn.get(..2).map(str::to_owned);
    let forces = urns.as_string::<i32>().iter().map(|urn| {
        let prefix = urn.and_then(prefix)?;
        Some(
            schemas
                .geography()
                .canonical_force(&prefix)
                .map_or(prefix.clone(), str::to_owned),
        )
    });
    Arc::new(forces.collect::<StringArray>())
}
