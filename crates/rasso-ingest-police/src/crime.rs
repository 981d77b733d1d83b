//! Recorded crimes.

use crate::{
    IngestError,
    traits::{self, TraitColumns, Traits},
    units::Sent,
};
use arrow::array::{Array as _, Int32Array, Int64Array, RecordBatch, StringArray};
use rasso_extract::{Columns, OwnTable, day, text};
use rasso_schema::Schemas;
use rasso_terms::{AsAt, Day, Event, EventType, Objects, Told};
use std::collections::BTreeSet;

/// What the police know of one crime.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a column of its own, and none excludes another"
)]
struct Crime<'b> {
    record_id: i64,
    force_code: &'b str,
    reference: &'b str,
    own_area: String,
    offence_code: &'b str,
    is_rape: bool,
    age_group: Option<&'static str>,
    incident_class: &'b str,
    recorded: Day,
    reported: Option<Day>,
    offence_start: Option<Day>,
    outcome_code: Option<&'b str>,
    outcome_exit: Option<String>,
    outcome: Option<Day>,
    withdrew: Option<Day>,
    is_cancelled: bool,
    cancelled: Option<Day>,
    cancelled_reason: Option<&'b str>,
    transferred_out: bool,
    transferred: Option<Day>,
    urn_usable: bool,
    traits: Traits<'b>,
    known: Day,
}

impl Crime<'_> {
    const fn is_counted(&self) -> bool {
        self.is_rape && !self.is_cancelled && !self.transferred_out && !self.is_incident()
    }

    const fn is_incident(&self) -> bool {
        matches!(self.incident_class.as_bytes(), b"N100")
    }

    /// Sorts a person's crimes: one not transferred out, then the earliest, then the first by key.
    fn order_key(&self) -> i64 {
        let transferred = i64::from(self.transferred_out) * 1_000_000_000_000_000_000;
        transferred
            + (i64::from(self.recorded.number()) + 1_000_000) * 10_000_000_000
            + self.record_id
    }
}

pub(crate) struct Crimes<'b> {
    crimes: Vec<Crime<'b>>,
}

impl<'b> Crimes<'b> {
    pub(crate) fn read(
        sent: &'b Sent<'b>,
        suspects: &RecordBatch,
        schemas: &Schemas,
        as_at: &mut AsAt,
        events: &mut Vec<Event>,
    ) -> Result<Self, IngestError> {
        let batch = sent.records;
        let columns = CrimeColumns::of(batch)?;
        let of_traits = TraitColumns::of(batch, &sent.given)?;
        let with_suspects: BTreeSet<&str> =
            suspects.texts("force_code")?.iter().flatten().collect();
        let outcomes = schemas.code_list("police_outcome")?;
        let offences = schemas.code_list("rape_offence")?;
        let received = columns.received(as_at.day());
        let mut crimes = Vec::with_capacity(batch.num_rows());
        for row in 0..batch.num_rows() {
            // A crime recorded after the date is not known at it.
            let Some(recorded) = as_at.known(day(columns.recorded, row)) else {
                continue;
            };
            let mut dated = |column| as_at.known(day(column, row));
            let outcome = dated(columns.outcome_date);
            let is_later = day(columns.outcome_date, row).is_some() && outcome.is_none();
            let outcome_code = text(columns.outcome_code, row).filter(|_| !is_later);
            let cancelled = dated(columns.cancelled);
            // A reason without a date cancels too: the date may have been a cell that was refused.
            let gives_reason = columns.cancelled_reason.is_valid(row);
            let cancels_later = day(columns.cancelled, row).is_some() && cancelled.is_none();
            let transferred = dated(columns.transferred);
            let sent_later = day(columns.transferred, row).is_some() && transferred.is_none();
            let force_code = columns.force_code.value(row);
            let area = schemas
                .geography()
                .area_without_cps_record(force_code, recorded);
            let offence_start = dated(columns.offence_start);
            let crime = Crime {
                record_id: columns.record_id.value(row),
                force_code,
                reference: columns.crime_ref.value(row),
                own_area: area.unwrap_or("cps:unallocated").to_owned(),
                offence_code: columns.offence_code.value(row),
                is_rape: schemas
                    .rape_offences()
                    .is_rape(columns.offence_code.value(row)),
                age_group: offences
                    .attribute(columns.offence_code.value(row), "victim_age_group")
                    .and_then(age_group),
                incident_class: text(columns.incident_class, row).unwrap_or("crime"),
                recorded,
                reported: dated(columns.reported),
                offence_start,
                traits: of_traits.traits(
                    row,
                    (offence_start, recorded),
                    with_suspects.contains(force_code),
                ),
                outcome_exit: outcome_code
                    .and_then(|it| outcomes.attribute(it, "thread_exit"))
                    .map(str::to_owned),
                outcome_code,
                outcome,
                withdrew: dated(columns.withdrew),
                is_cancelled: cancelled.is_some() || (gives_reason && !cancels_later),
                cancelled,
                cancelled_reason: text(columns.cancelled_reason, row).filter(|_| !cancels_later),
                transferred_out: (columns.transferred_to.is_valid(row) && !sent_later)
                    || received.contains(&(force_code, columns.crime_ref.value(row))),
                transferred,
                urn_usable: text(columns.urn_state, row) == Some("valid"),
                known: day(columns.known, row).unwrap_or(recorded),
            };
            let isva = dated(columns.isva);
            crime.tell(isva, events);
            crimes.push(crime);
        }
        Ok(Self { crimes })
    }

    pub(crate) fn finish(self) -> Result<RecordBatch, IngestError> {
        let all = &self.crimes;
        let table = OwnTable::new()
            .integers("record_id", all.iter().map(|it| Some(it.record_id)))
            .texts("force_code", all.iter().map(|it| Some(it.force_code)))
            .texts("crime_ref", all.iter().map(|it| Some(it.reference)))
            .texts("own_area", all.iter().map(|it| Some(&it.own_area)))
            .texts("offence_code", all.iter().map(|it| Some(it.offence_code)))
            .flags("is_rape", all.iter().map(|it| it.is_rape))
            .texts(
                "incident_class",
                all.iter().map(|it| Some(it.incident_class)),
            )
            .flags("counted", all.iter().map(Crime::is_counted))
            .flags("transferred_out", all.iter().map(|it| it.transferred_out))
            .flags("cancelled", all.iter().map(|it| it.is_cancelled))
            .days("recorded_date", all.iter().map(|it| Some(it.recorded)))
            .days("reported_date", all.iter().map(|it| it.reported))
            .days("offence_start_date", all.iter().map(|it| it.offence_start))
            .texts("outcome_code", all.iter().map(|it| it.outcome_code))
            .texts(
                "outcome_exit",
                all.iter().map(|it| it.outcome_exit.as_ref()),
            )
            .days("outcome_date", all.iter().map(|it| it.outcome))
            .days("victim_withdrew_date", all.iter().map(|it| it.withdrew))
            .texts("victim_age_group", all.iter().map(|it| it.age_group))
            .texts("cancelled_reason", all.iter().map(|it| it.cancelled_reason))
            .days("cancelled_date", all.iter().map(|it| it.cancelled))
            .days("transferred_date", all.iter().map(|it| it.transferred))
            .flags("urn_usable", all.iter().map(|it| it.urn_usable))
            .integers("order_key", all.iter().map(|it| Some(it.order_key())))
            .days("known_date", all.iter().map(|it| Some(it.known)));
        Ok(traits::add(table, all.iter().map(|it| &it.traits)).finish()?)
    }
}

/// The side of 16 that an offence code names; the codes of children cut them further.
fn age_group(of_code: &str) -> Option<&'static str> {
    match of_code {
        "16_and_over" => Some("16_and_over"),
        "under_16" | "under_13" | "13_to_15" => Some("under_16"),
        _ => None,
    }
}

impl Crime<'_> {
    fn tell(&self, isva: Option<Day>, events: &mut Vec<Event>) {
        let dated = [
            (EventType::Reported, self.reported),
            (EventType::CrimeRecorded, Some(self.recorded)),
            (EventType::OutcomeAssigned, self.outcome),
            (EventType::VictimWithdrew, self.withdrew),
            (EventType::Cancelled, self.cancelled),
            (
                EventType::TransferredOut,
                self.transferred.filter(|_| self.transferred_out),
            ),
            (EventType::IsvaReferral, isva),
        ];
        let told = Told {
            known: self.known,
            table: "police_crime",
            record: self.record_id,
            objects: Objects {
                crime: Some(self.record_id),
                ..Objects::default()
            },
        };
        events.extend(told.events(dated));
    }
}

struct CrimeColumns<'b> {
    record_id: &'b Int64Array,
    force_code: &'b StringArray,
    crime_ref: &'b StringArray,
    offence_code: &'b StringArray,
    incident_class: &'b StringArray,
    outcome_code: &'b StringArray,
    transferred_to: &'b StringArray,
    transferred_from: &'b StringArray,
    transferred_from_ref: &'b StringArray,
    cancelled_reason: &'b StringArray,
    urn_state: &'b StringArray,
    recorded: &'b Int32Array,
    reported: &'b Int32Array,
    offence_start: &'b Int32Array,
    outcome_date: &'b Int32Array,
    withdrew: &'b Int32Array,
    cancelled: &'b Int32Array,
    transferred: &'b Int32Array,
    isva: &'b Int32Array,
    known: &'b Int32Array,
}

impl<'b> CrimeColumns<'b> {
    fn of(batch: &'b RecordBatch) -> Result<Self, IngestError> {
        Ok(Self {
            record_id: batch.integers("record_id")?,
            force_code: batch.texts("force_code")?,
            crime_ref: batch.texts("crime_ref")?,
            offence_code: batch.texts("offence_code")?,
            incident_class: batch.texts("incident_class")?,
            outcome_code: batch.texts("outcome_code")?,
            transferred_to: batch.texts("transferred_to_force")?,
            transferred_from: batch.texts("transferred_from_force")?,
            transferred_from_ref: batch.texts("transferred_from_crime_ref")?,
            cancelled_reason: batch.texts("cancelled_reason")?,
            urn_state: batch.texts("urn_state")?,
            recorded: batch.days("recorded_date")?,
            reported: batch.days("reported_date")?,
            offence_start: batch.days("offence_start_date")?,
            outcome_date: batch.days("outcome_date")?,
            withdrew: batch.days("victim_withdrew_date")?,
            cancelled: batch.days("cancelled_date")?,
            transferred: batch.days("transferred_date")?,
            isva: batch.days("isva_referral_date")?,
            known: batch.days("known_date")?,
        })
    }

    /// The crimes that a receiving force says it took over: a sender that did not mark the transfer
    /// would otherwise count the crime a second time.
    fn received(&self, as_at: Day) -> BTreeSet<(&'b str, &'b str)> {
        (0..self.record_id.len())
            .filter(|row| day(self.recorded, *row).is_some_and(|it| it <= as_at))
            .filter_map(|row| {
                text(self.transferred_from, row).zip(text(self.transferred_from_ref, row))
            })
            .collect()
    }
}
