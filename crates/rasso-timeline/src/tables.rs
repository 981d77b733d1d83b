//! Events and objects as tables, each row with the file and row it came from.

use crate::TimelineError;
use arrow::array::{Array as _, Int64Array, RecordBatch, StringArray};
use rasso_extract::{Columns, OwnTable};
use rasso_schema::Schemas;
use rasso_terms::Event;
use std::collections::BTreeMap;

/// Where the records of each table came from: source file and row, by record id.
pub struct Sources<'b>(BTreeMap<&'b str, (&'b StringArray, &'b Int64Array)>);

impl<'b> Sources<'b> {
    /// Takes the accepted records of each table, by the table's name.
    pub fn of(
        tables: impl IntoIterator<Item = (&'b str, &'b RecordBatch)>,
    ) -> Result<Self, TimelineError> {
        let mut sources = BTreeMap::new();
        for (name, records) in tables {
            sources.insert(
                name,
                (
                    records.texts("source_file")?,
                    records.integers("source_row")?,
                ),
            );
        }
        Ok(Self(sources))
    }

    fn place(&self, table: &str, record: i64) -> (Option<&'b str>, Option<i64>) {
        let row = usize::try_from(record).ok();
        match (self.0.get(table), row) {
            (Some((files, rows)), Some(row)) if row < rows.len() => {
                (Some(files.value(row)), Some(rows.value(row)))
            }
            _ => (None, None),
        }
    }
}

/// Ordered events as `events.parquet` has them; `event_id` is the place in the order.
pub fn events_batch(
    events: &[Event],
    sources: &Sources<'_>,
    schemas: &Schemas,
) -> Result<RecordBatch, TimelineError> {
    let agency = |it: &Event| {
        schemas
            .table(it.table)
            .map_or("", |table| table.agency.as_str())
    };
    let places: Vec<_> = events
        .iter()
        .map(|it| sources.place(it.table, it.record))
        .collect();
    let table = OwnTable::new()
        .integers("event_id", (0..).zip(events).map(|(id, _)| Some(id)))
        .words(
            "event_type",
            events.iter().map(|it| Some(it.event_type.as_str())),
        )
        .days("event_date", events.iter().map(|it| Some(it.day)))
        .days("known_date", events.iter().map(|it| Some(it.known)))
        .integers("crime_id", events.iter().map(|it| it.objects.crime))
        .integers("suspect_id", events.iter().map(|it| it.objects.suspect))
        .integers(
            "cps_suspect_id",
            events.iter().map(|it| it.objects.cps_suspect),
        )
        .integers("defendant_id", events.iter().map(|it| it.objects.defendant))
        .integers("count_id", events.iter().map(|it| it.objects.count))
        .words("agency", events.iter().map(|it| Some(agency(it))))
        .words("file", places.iter().map(|it| it.0))
        .integers("row", places.iter().map(|it| it.1));
    Ok(table.finish()?)
}

/// The units of one kind, as their own agency knows them.
#[derive(Debug, Clone, Copy)]
pub struct OwnUnits<'b> {
    /// What they are.
    pub object_type: &'b str,
    /// The canonical table of their records.
    pub table: &'b str,
    /// One row a unit.
    pub batch: &'b RecordBatch,
    /// The kind of unit each belongs to, and the column that says which.
    pub belongs_to: Option<(&'b str, &'b str)>,
}

/// Every unit as `objects.parquet` has it: its type, its record and the unit it belongs to.
pub fn objects_batch(
    own: &[OwnUnits<'_>],
    sources: &Sources<'_>,
) -> Result<RecordBatch, TimelineError> {
    let mut rows = Vec::new();
    for units in own {
        let ids = units.batch.integers("record_id")?;
        let owners = units
            .belongs_to
            .map(|(_, column)| units.batch.integers(column))
            .transpose()?;
        for row in 0..units.batch.num_rows() {
            let owner = owners.and_then(|it| it.is_valid(row).then(|| it.value(row)));
            let owner_type = units.belongs_to.filter(|_| owner.is_some()).map(|it| it.0);
            rows.push((
                units.object_type,
                ids.value(row),
                units.table,
                owner_type,
                owner,
            ));
        }
    }
    let places: Vec<_> = rows.iter().map(|it| sources.place(it.2, it.1)).collect();
    let table = OwnTable::new()
        .words("object_type", rows.iter().map(|it| Some(it.0)))
        .integers("record_id", rows.iter().map(|it| Some(it.1)))
        .words("table", rows.iter().map(|it| Some(it.2)))
        .words("belongs_to_type", rows.iter().map(|it| it.3))
        .integers("belongs_to_id", rows.iter().map(|it| it.4))
        .words("file", places.iter().map(|it| it.0))
        .integers("row", places.iter().map(|it| it.1));
    Ok(table.finish()?)
}
