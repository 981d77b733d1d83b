//! CPS suspects: one a pre-charge case and suspect.

use crate::{
    FinalDecision, IngestError, Said,
    consultation::{self, Consultations},
};
use arrow::array::{Array as _, RecordBatch};
use rasso_extract::{Columns, OwnTable, day, text};
use rasso_schema::Schemas;
use rasso_terms::{AsAt, Day, Event, EventType, Objects, Told};
use std::collections::BTreeMap;

/// What the CPS knows of one suspect.
#[derive(Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a column of its own, and none excludes another"
)]
struct CpsSuspect {
    record_id: i64,
    force_code: Option<String>,
    cps_area: String,
    rape_flag: bool,
    child_abuse: bool,
    flagged: Option<Day>,
    early_advice: Option<Day>,
    referral: Option<Day>,
    decision: FinalDecision,
    first_charge: Option<Day>,
    first_nfa: Option<Day>,
    first_oocd: Option<Day>,
    attrition: Option<Day>,
    review_asked: Option<Day>,
    consultations: i64,
    action_plans: i64,
    talks: Consultations,
    prosecution_outcome: Option<String>,
    prosecution_disposal: Option<String>,
    prosecution_reason: Option<String>,
    prosecuted: Option<Day>,
    /// How the case row says it was finalised: used only where no event says so.
    finalised: Option<(String, Day)>,
    finalised_reason: Option<String>,
    is_decided: bool,
    id_usable: bool,
    urn_force: Option<String>,
    known: Option<Day>,
}

/// Events that were not folded into a suspect.
#[derive(Default)]
pub(crate) struct Skipped {
    /// Of a case that was not delivered.
    pub(crate) without_case: u64,
    /// Of a type that the code list has and rasso has no meaning for.
    pub(crate) of_unknown_type: u64,
}

pub(crate) struct CpsSuspects<'b> {
    suspects: Vec<CpsSuspect>,
    ordinals: BTreeMap<(&'b str, &'b str), usize>,
    /// Records whose rape flag is empty, by the file they came from.
    pub(crate) without_flag: BTreeMap<String, u64>,
}

impl<'b> CpsSuspects<'b> {
    pub(crate) fn read(
        cases: &'b RecordBatch,
        schemas: &Schemas,
        as_at: &mut AsAt,
        events: &mut Vec<Event>,
    ) -> Result<Self, IngestError> {
        let outcomes = schemas.code_list("prosecution_outcome")?;
        let (ids, refs) = (cases.integers("record_id")?, cases.texts("cps_case_ref")?);
        let (suspect_refs, areas) = (cases.texts("cps_suspect_ref")?, cases.texts("cps_area")?);
        let (forces, urn_forces) = (cases.texts("force_code")?, cases.texts("urn_force")?);
        let (urns, asns) = (cases.texts("urn_state")?, cases.texts("asn_state")?);
        let (flags, flag_dates) = (cases.flags("rape_flag")?, cases.days("rape_flag_date")?);
        let outcome_codes = cases.texts("prosecution_outcome")?;
        let outcome_dates = cases.days("prosecution_outcome_date")?;
        let outcome_reasons = cases.texts("prosecution_outcome_reason")?;
        let child_abuse = cases.flags("child_abuse_flag")?;
        let final_reasons = cases.texts("finalisation_reason")?;
        let (final_codes, final_dates) = (
            cases.texts("finalisation_code")?,
            cases.days("finalisation_date")?,
        );
        let (known, files) = (cases.days("known_date")?, cases.texts("source_file")?);
        let (mut suspects, mut ordinals) = (Vec::new(), BTreeMap::new());
        let mut without_flag: BTreeMap<String, u64> = BTreeMap::new();
        for row in 0..cases.num_rows() {
            if flags.is_null(row) {
                *without_flag.entry(files.value(row).to_owned()).or_default() += 1;
            }
            let flagged_ever = flags.is_valid(row) && flags.value(row);
            let flagged = as_at.known(day(flag_dates, row));
            let prosecuted = as_at.known(day(outcome_dates, row));
            let outcome = text(outcome_codes, row).filter(|_| prosecuted.is_some());
            let finalised = as_at.known(day(final_dates, row));
            let suspect = CpsSuspect {
                record_id: ids.value(row),
                force_code: text(forces, row).map(str::to_owned),
                cps_area: areas.value(row).to_owned(),
                // A flag put on later than the run's date is not yet known.
                rape_flag: flagged_ever && (flagged.is_some() || flag_dates.is_null(row)),
                child_abuse: child_abuse.is_valid(row) && child_abuse.value(row),
                flagged: flagged.filter(|_| flagged_ever),
                prosecution_outcome: outcome.map(str::to_owned),
                prosecution_reason: text(outcome_reasons, row)
                    .filter(|_| prosecuted.is_some())
                    .map(str::to_owned),
                prosecution_disposal: outcome
                    .and_then(|it| outcomes.attribute(it, "disposal"))
                    .filter(|it| !it.is_empty())
                    .map(str::to_owned),
                prosecuted,
                finalised: text(final_codes, row).map(str::to_owned).zip(finalised),
                finalised_reason: text(final_reasons, row).map(str::to_owned),
                id_usable: [urns, asns].iter().any(|it| text(it, row) == Some("valid")),
                urn_force: text(urn_forces, row).map(str::to_owned),
                known: day(known, row),
                ..CpsSuspect::default()
            };
            suspect.tell_case(as_at.day(), events);
            ordinals.insert((refs.value(row), suspect_refs.value(row)), suspects.len());
            suspects.push(suspect);
        }
        Ok(Self {
            suspects,
            ordinals,
            without_flag,
        })
    }

    /// Folds the events into their suspects, in the order of the day and of the process. Returns
    /// how many could not be.
    pub(crate) fn take_events(
        &mut self,
        batch: &RecordBatch,
        schemas: &Schemas,
        as_at: &mut AsAt,
        events: &mut Vec<Event>,
    ) -> Result<Skipped, IngestError> {
        let (ids, refs) = (batch.integers("record_id")?, batch.texts("cps_case_ref")?);
        let suspect_refs = batch.texts("cps_suspect_ref")?;
        let (types, codes) = (batch.texts("event_type")?, batch.texts("decision_code")?);
        let reasons = batch.texts("reason_code")?;
        let charged = batch.texts("charged_offence_code")?;
        let rape = schemas.rape_offences();
        let (dates, known) = (batch.days("event_date")?, batch.days("known_date")?);
        let mut ordered = Vec::with_capacity(batch.num_rows());
        let mut skipped = Skipped::default();
        for row in 0..batch.num_rows() {
            let Some(happened) = as_at.known(day(dates, row)) else {
                continue;
            };
            let Some(event_type) = EventType::named(types.value(row)) else {
                skipped.of_unknown_type += 1;
                continue;
            };
            match self
                .ordinals
                .get(&(refs.value(row), suspect_refs.value(row)))
            {
                None => skipped.without_case += 1,
                Some(suspect) => {
                    let rank = schemas
                        .event_order()
                        .rank(types.value(row))
                        .unwrap_or(u32::MAX);
                    ordered.push((*suspect, happened, rank, ids.value(row), row, event_type));
                }
            }
        }
        ordered.sort_unstable_by_key(|it| (it.0, it.1, it.2, it.3));
        for (ordinal, happened, _, record, row, event_type) in ordered {
            let suspect = &mut self.suspects[ordinal];
            let said = Said {
                code: text(codes, row),
                reason: text(reasons, row),
                charges_rape: text(charged, row).is_some_and(|it| rape.is_rape(it)),
            };
            let known = day(known, row).unwrap_or(as_at.day());
            suspect.take(event_type, said, happened);
            suspect.talks.take(event_type, happened, (record, known));
            events.push(Event {
                event_type,
                day: happened,
                known,
                table: "cps_event",
                record,
                objects: Objects {
                    cps_suspect: Some(suspect.record_id),
                    ..Objects::default()
                },
            });
        }
        for suspect in &mut self.suspects {
            suspect.settle(as_at.day(), events);
        }
        Ok(skipped)
    }

    /// One row a consultation.
    pub(crate) fn consultations(&self) -> Result<RecordBatch, IngestError> {
        let of_each = self.suspects.iter().map(|it| (it.record_id, &it.talks));
        Ok(consultation::table(of_each)?)
    }

    pub(crate) fn finish(self) -> Result<RecordBatch, IngestError> {
        let all = &self.suspects;
        let decided = |it: &CpsSuspect| it.decision.get().map(|(code, _)| code.to_owned());
        let table = OwnTable::new()
            .integers("record_id", all.iter().map(|it| Some(it.record_id)))
            .texts("force_code", all.iter().map(|it| it.force_code.as_ref()))
            .texts("cps_area", all.iter().map(|it| Some(&it.cps_area)))
            .flags("rape_flag", all.iter().map(|it| it.rape_flag))
            .flags("child_abuse_flag", all.iter().map(|it| it.child_abuse))
            .days("early_advice_date", all.iter().map(|it| it.early_advice))
            .days("referral_date", all.iter().map(|it| it.referral))
            .days("cps_contact_date", all.iter().map(CpsSuspect::contact))
            .texts("final_decision", all.iter().map(decided))
            .days(
                "final_date",
                all.iter().map(|it| it.decision.get().map(|(_, day)| day)),
            )
            .texts("final_reason", all.iter().map(|it| it.decision.reason()))
            .flags(
                "charged_rape",
                all.iter().map(|it| it.decision.charges_rape()),
            )
            .texts(
                "standing_decision",
                all.iter()
                    .map(|it| it.decision.decided().map(|(code, _)| code)),
            )
            .days(
                "standing_date",
                all.iter()
                    .map(|it| it.decision.decided().map(|(_, day)| day)),
            )
            .days("first_charge_date", all.iter().map(|it| it.first_charge))
            .days("first_nfa_date", all.iter().map(|it| it.first_nfa))
            .days("first_oocd_date", all.iter().map(|it| it.first_oocd))
            .days("victim_attrition_date", all.iter().map(|it| it.attrition))
            .days("review_asked_date", all.iter().map(|it| it.review_asked))
            .integers("consultations", all.iter().map(|it| Some(it.consultations)))
            .integers("action_plans", all.iter().map(|it| Some(it.action_plans)))
            .texts(
                "prosecution_outcome",
                all.iter().map(|it| it.prosecution_outcome.as_ref()),
            )
            .texts(
                "prosecution_reason",
                all.iter().map(|it| it.prosecution_reason.as_ref()),
            )
            .texts(
                "prosecution_disposal",
                all.iter().map(|it| it.prosecution_disposal.as_ref()),
            )
            .days(
                "prosecution_outcome_date",
                all.iter().map(|it| it.prosecuted),
            )
            .flags("id_usable", all.iter().map(|it| it.id_usable))
            .texts("urn_force", all.iter().map(|it| it.urn_force.as_ref()))
            .days("known_date", all.iter().map(|it| it.known));
        Ok(table.finish()?)
    }
}

impl CpsSuspect {
    /// The CPS's own count of referrals: the first receipt of either kind.
    fn contact(&self) -> Option<Day> {
        self.early_advice.into_iter().chain(self.referral).min()
    }

    fn take(&mut self, event_type: EventType, said: Said<'_>, day: Day) {
        self.is_decided |= matches!(event_type, EventType::Decision | EventType::AdminFinalised);
        self.decision.take(event_type, said, day);
        let first = match (event_type, said.code) {
            (EventType::EarlyAdviceReceived, _) => &mut self.early_advice,
            (EventType::ChargingReceipt, _) => &mut self.referral,
            (EventType::VictimAttrition, _) => &mut self.attrition,
            (EventType::VrrRequested, _) => &mut self.review_asked,
            (EventType::Decision, Some("charge")) => &mut self.first_charge,
            (EventType::Decision, Some("nfa")) => &mut self.first_nfa,
            (EventType::Decision, Some("oocd")) => &mut self.first_oocd,
            _ => {
                self.consultations += i64::from(event_type == EventType::Consultation);
                self.action_plans += i64::from(event_type == EventType::ActionPlanIssued);
                return;
            }
        };
        // Events come in order, so the first one stays.
        first.get_or_insert(day);
    }

    /// An area that sends cases without their decisions still says how each was finalised.
    fn settle(&mut self, as_at: Day, events: &mut Vec<Event>) {
        let Some((code, day)) = self.finalised.take().filter(|_| !self.is_decided) else {
            return;
        };
        let event_type = match code.as_str() {
            FinalDecision::ADMIN_FINALISED => EventType::AdminFinalised,
            "charge" | "nfa" | "oocd" => EventType::Decision,
            // Finalised in another way, which is no decision.
            _ => return,
        };
        let reason = self.finalised_reason.take();
        // A case row tells the principal offence considered, which need not be the one charged.
        let said = Said {
            code: Some(&code),
            reason: reason.as_deref(),
            charges_rape: false,
        };
        self.take(event_type, said, day);
        self.tell(&[(event_type, Some(day))], as_at, events);
    }

    /// The events that the case row itself tells.
    fn tell_case(&self, as_at: Day, events: &mut Vec<Event>) {
        let flagged = (EventType::RapeFlagApplied, self.flagged);
        let prosecuted = (EventType::ProsecutionOutcome, self.prosecuted);
        self.tell(&[flagged, prosecuted], as_at, events);
    }

    fn tell(&self, dated: &[(EventType, Option<Day>)], as_at: Day, events: &mut Vec<Event>) {
        let told = Told {
            known: self.known.unwrap_or(as_at),
            table: "cps_case",
            record: self.record_id,
            objects: Objects {
                cps_suspect: Some(self.record_id),
                ..Objects::default()
            },
        };
        events.extend(told.events(dated.iter().copied()));
    }
}
