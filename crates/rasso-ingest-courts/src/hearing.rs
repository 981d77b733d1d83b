//! Hearings: each listing of a defendant, and what they tell of the case together.

use crate::{IngestError, defendant::Defendants};
use arrow::array::RecordBatch;
use rasso_extract::{Columns, OwnTable, day, text};
use rasso_terms::{AsAt, Day, Event, EventType, Objects};

/// One hearing that was listed up to the run's date.
pub(crate) struct Hearing {
    record_id: i64,
    pub(crate) defendant: usize,
    defendant_id: i64,
    pub(crate) held: Day,
    pub(crate) kind: String,
    court_type: Option<String>,
    pub(crate) outcome: Option<String>,
    known: Day,
}

pub(crate) struct Hearings {
    pub(crate) hearings: Vec<Hearing>,
    /// Of a defendant that was not delivered.
    pub(crate) without_defendant: u64,
}

impl Hearings {
    pub(crate) fn read(
        batch: &RecordBatch,
        defendants: &Defendants<'_>,
        as_at: &mut AsAt,
        events: &mut Vec<Event>,
    ) -> Result<Self, IngestError> {
        let (ids, cases) = (batch.integers("record_id")?, batch.texts("court_case_ref")?);
        let (refs, dates) = (batch.texts("defendant_ref")?, batch.days("hearing_date")?);
        let (kinds, court_types) = (batch.texts("hearing_type")?, batch.texts("court_type")?);
        let (outcomes, known) = (batch.texts("listing_outcome")?, batch.days("known_date")?);
        let (mut hearings, mut without_defendant) = (Vec::new(), 0);
        for row in 0..batch.num_rows() {
            let Some(ordinal) = defendants.ordinal(cases.value(row), refs.value(row)) else {
                without_defendant += 1;
                continue;
            };
            let Some(held) = as_at.known(day(dates, row)) else {
                continue;
            };
            let hearing = Hearing {
                record_id: ids.value(row),
                defendant: ordinal,
                defendant_id: defendants.record_id(ordinal),
                held,
                kind: kinds.value(row).to_owned(),
                court_type: text(court_types, row).map(str::to_owned),
                outcome: text(outcomes, row).map(str::to_owned),
                known: day(known, row).unwrap_or(as_at.day()),
            };
            events.push(hearing.event());
            hearings.push(hearing);
        }
        Ok(Self {
            hearings,
            without_defendant,
        })
    }

    pub(crate) fn finish(self) -> Result<RecordBatch, IngestError> {
        let all = &self.hearings;
        let table = OwnTable::new()
            .integers("record_id", all.iter().map(|it| Some(it.record_id)))
            .integers("defendant_id", all.iter().map(|it| Some(it.defendant_id)))
            .days("hearing_date", all.iter().map(|it| Some(it.held)))
            .texts("hearing_type", all.iter().map(|it| Some(&it.kind)))
            .texts("court_type", all.iter().map(|it| it.court_type.as_ref()))
            .texts("listing_outcome", all.iter().map(|it| it.outcome.as_ref()))
            .days("known_date", all.iter().map(|it| Some(it.known)));
        Ok(table.finish()?)
    }
}

impl Hearing {
    fn event(&self) -> Event {
        Event {
            event_type: EventType::Hearing,
            day: self.held,
            known: self.known,
            table: "court_hearing",
            record: self.record_id,
            objects: Objects {
                defendant: Some(self.defendant_id),
                ..Objects::default()
            },
        }
    }
}
