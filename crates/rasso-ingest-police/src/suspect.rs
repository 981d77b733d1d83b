//! Suspects, one a crime: a person suspected of two crimes is two.

use crate::{IngestError, traits::NOT_COLLECTED, units::Sent};
use arrow::array::RecordBatch;
use rasso_extract::{Columns, OwnTable, day, text};
use rasso_terms::{AsAt, Day, Event, EventType, Objects, Told};
use std::collections::BTreeMap;

/// What the police know of one suspect of one crime.
struct Suspect<'b> {
    record_id: i64,
    crime_id: Option<i64>,
    force_code: &'b str,
    identified: Option<Day>,
    arrest: Option<Day>,
    interview: Option<Day>,
    released: Option<Day>,
    charge: Option<Day>,
    nfa: Option<Day>,
    relationship: Option<&'b str>,
    id_usable: bool,
    known: Day,
}

pub(crate) struct Suspects<'b> {
    suspects: Vec<Suspect<'b>>,
}

impl<'b> Suspects<'b> {
    pub(crate) fn read(
        sent: &Sent<'b>,
        crimes: &RecordBatch,
        as_at: &mut AsAt,
        events: &mut Vec<Event>,
    ) -> Result<Self, IngestError> {
        let batch = sent.records;
        let crime_of = crime_ids(crimes, as_at.day())?;
        let (ids, forces) = (batch.integers("record_id")?, batch.texts("force_code")?);
        let (crime_refs, asn_states) = (batch.texts("crime_ref")?, batch.texts("asn_state")?);
        let names = [
            "identified_date",
            "arrest_date",
            "interview_date",
            "released_under_investigation_date",
            "charge_date",
            "nfa_date",
        ];
        let [identified, arrest, interview, released, charge, nfa] =
            names.map(|name| batch.days(name));
        let (identified, arrest, interview) = (identified?, arrest?, interview?);
        let (released, charge, nfa) = (released?, charge?, nfa?);
        let known = batch.days("known_date")?;
        let (files, relationships) = (batch.texts("source_file")?, batch.texts("relationship")?);
        let not_collected = |row: usize| {
            let lacks = sent.given.lacks(files.value(row), "relationship");
            lacks.then_some(NOT_COLLECTED)
        };
        let mut suspects = Vec::with_capacity(batch.num_rows());
        for row in 0..batch.num_rows() {
            let mut dated = |column| as_at.known(day(column, row));
            let suspect = Suspect {
                record_id: ids.value(row),
                crime_id: crime_of
                    .get(&(forces.value(row), crime_refs.value(row)))
                    .copied(),
                force_code: forces.value(row),
                identified: dated(identified),
                arrest: dated(arrest),
                interview: dated(interview),
                released: dated(released),
                charge: dated(charge),
                nfa: dated(nfa),
                relationship: text(relationships, row).or_else(|| not_collected(row)),
                id_usable: text(asn_states, row) == Some("valid"),
                known: day(known, row).unwrap_or(as_at.day()),
            };
            suspect.tell(events);
            suspects.push(suspect);
        }
        Ok(Self { suspects })
    }

    pub(crate) fn crime_of_suspect(&self) -> Vec<Option<i64>> {
        self.suspects.iter().map(|it| it.crime_id).collect()
    }

    pub(crate) fn finish(self) -> Result<RecordBatch, IngestError> {
        let all = &self.suspects;
        let table = OwnTable::new()
            .integers("record_id", all.iter().map(|it| Some(it.record_id)))
            .integers("crime_id", all.iter().map(|it| it.crime_id))
            .texts("force_code", all.iter().map(|it| Some(it.force_code)))
            .days("identified_date", all.iter().map(|it| it.identified))
            .days("arrest_date", all.iter().map(|it| it.arrest))
            .days("interview_date", all.iter().map(|it| it.interview))
            .days("charge_date", all.iter().map(|it| it.charge))
            .days("nfa_date", all.iter().map(|it| it.nfa))
            .words("relationship", all.iter().map(|it| it.relationship))
            .flags("id_usable", all.iter().map(|it| it.id_usable))
            .days("known_date", all.iter().map(|it| Some(it.known)));
        Ok(table.finish()?)
    }
}

/// The record of each crime known at the date, by its key.
fn crime_ids(crimes: &RecordBatch, as_at: Day) -> Result<BTreeMap<(&str, &str), i64>, IngestError> {
    let (ids, forces) = (crimes.integers("record_id")?, crimes.texts("force_code")?);
    let (refs, recorded) = (crimes.texts("crime_ref")?, crimes.days("recorded_date")?);
    let key = |row| ((forces.value(row), refs.value(row)), ids.value(row));
    let is_known = |row: &usize| day(recorded, *row).is_some_and(|it| it <= as_at);
    Ok((0..crimes.num_rows()).filter(is_known).map(key).collect())
}

impl Suspect<'_> {
    fn tell(&self, events: &mut Vec<Event>) {
        let dated = [
            (EventType::SuspectIdentified, self.identified),
            (EventType::Arrest, self.arrest),
            (EventType::Interview, self.interview),
            (EventType::ReleasedUnderInvestigation, self.released),
            (EventType::PoliceCharge, self.charge),
            (EventType::PoliceNfa, self.nfa),
        ];
        let told = Told {
            known: self.known,
            table: "police_suspect",
            record: self.record_id,
            objects: Objects {
                crime: self.crime_id,
                suspect: Some(self.record_id),
                ..Objects::default()
            },
        };
        events.extend(told.events(dated));
    }
}
