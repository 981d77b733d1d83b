//! Defendants: one a court case and person.

use crate::{IngestError, count::Counts, hearing::Hearings, plea::Pleas};
use arrow::array::RecordBatch;
use rasso_extract::{Columns, OwnTable, day, text};
use rasso_terms::{AsAt, Day, Event, EventType, Objects, Told};
use std::collections::{BTreeMap, BTreeSet};

/// How some count of a defendant ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Ending {
    Guilty,
    GuiltyOfRape,
    GuiltyOfLesser,
    Acquitted,
    NoEvidenceOffered,
    Discontinued,
}

/// The ways in which a defendant's counts ended.
type Endings = BTreeSet<Ending>;

/// What the courts know of one defendant.
#[derive(Default)]
struct Defendant {
    record_id: i64,
    first_listed: Option<Day>,
    sent: Option<Day>,
    receipt: Option<Day>,
    completion: Option<Day>,
    endings: Endings,
    pleas: Pleas,
    charged_rape: bool,
    section_28: Option<Day>,
    id_usable: bool,
    urn_force: Option<String>,
    known: Option<Day>,
}

impl Defendant {
    /// What the case came to, once it is complete: guilty of something outweighs the rest.
    fn disposal(&self) -> Option<&'static str> {
        self.completion?;
        let words = [
            (Ending::Guilty, "convicted"),
            (Ending::Acquitted, "acquitted"),
            (Ending::NoEvidenceOffered, "no_evidence_offered"),
            (Ending::Discontinued, "discontinued"),
        ];
        let ended = words
            .iter()
            .find(|(ending, _)| self.endings.contains(ending));
        Some(ended.map_or("other", |(_, word)| *word))
    }
}

pub(crate) struct Defendants<'b> {
    defendants: Vec<Defendant>,
    ordinals: BTreeMap<(&'b str, &'b str), usize>,
}

impl<'b> Defendants<'b> {
    pub(crate) fn read(
        batch: &'b RecordBatch,
        as_at: &mut AsAt,
        events: &mut Vec<Event>,
    ) -> Result<Self, IngestError> {
        let (ids, cases) = (batch.integers("record_id")?, batch.texts("court_case_ref")?);
        let refs = batch.texts("defendant_ref")?;
        let (urns, asns) = (batch.texts("urn_state")?, batch.texts("asn_state")?);
        let urn_forces = batch.texts("urn_force")?;
        let (listed, sent) = (batch.days("first_listed_date")?, batch.days("sent_date")?);
        let (receipt, completion) = (batch.days("receipt_date")?, batch.days("completion_date")?);
        let known = batch.days("known_date")?;
        let (mut defendants, mut ordinals) = (Vec::new(), BTreeMap::new());
        for row in 0..batch.num_rows() {
            let mut dated = |column| as_at.known(day(column, row));
            let defendant = Defendant {
                record_id: ids.value(row),
                first_listed: dated(listed),
                sent: dated(sent),
                receipt: dated(receipt),
                completion: dated(completion),
                id_usable: [urns, asns].iter().any(|it| text(it, row) == Some("valid")),
                urn_force: text(urn_forces, row).map(str::to_owned),
                known: day(known, row),
                ..Defendant::default()
            };
            defendant.tell(as_at.day(), events);
            ordinals.insert((cases.value(row), refs.value(row)), defendants.len());
            defendants.push(defendant);
        }
        Ok(Self {
            defendants,
            ordinals,
        })
    }

    pub(crate) fn ordinal(&self, case: &str, defendant: &str) -> Option<usize> {
        self.ordinals.get(&(case, defendant)).copied()
    }

    pub(crate) fn record_id(&self, ordinal: usize) -> i64 {
        self.defendants[ordinal].record_id
    }

    /// Folds each count into its defendant.
    pub(crate) fn take_counts(&mut self, counts: &Counts) {
        for count in &counts.counts {
            let Some(ordinal) = count.defendant else {
                continue;
            };
            let defendant = &mut self.defendants[ordinal];
            defendant.charged_rape |= count.is_rape;
            if let Some(guilty) = count.pleaded {
                defendant.pleas.take_plea(guilty, count.plea_day);
            }
            let disposal = count.disposal.as_deref();
            let ended = [
                (Ending::Guilty, count.is_guilty),
                (Ending::GuiltyOfRape, count.is_guilty_of_rape()),
                (Ending::GuiltyOfLesser, count.is_guilty && count.is_lesser),
                (
                    Ending::Acquitted,
                    disposal.map_or(count.is_acquitted(), |it| it == "acquitted"),
                ),
                (
                    Ending::NoEvidenceOffered,
                    disposal == Some("no_evidence_offered"),
                ),
                (Ending::Discontinued, disposal == Some("discontinued")),
            ];
            let happened = ended.into_iter().filter(|it| it.1).map(|it| it.0);
            defendant.endings.extend(happened);
        }
    }

    /// Takes what the hearings tell of each defendant.
    pub(crate) fn take_hearings(&mut self, hearings: &Hearings) {
        for hearing in &hearings.hearings {
            let defendant = &mut self.defendants[hearing.defendant];
            let outcome = hearing.outcome.as_deref();
            defendant
                .pleas
                .take_hearing(&hearing.kind, outcome, hearing.held);
            if hearing.kind == "s28" {
                let first = defendant.section_28.into_iter().chain([hearing.held]).min();
                defendant.section_28 = first;
            }
        }
    }

    pub(crate) fn finish(self) -> Result<RecordBatch, IngestError> {
        let all = &self.defendants;
        let table = OwnTable::new()
            .integers("record_id", all.iter().map(|it| Some(it.record_id)))
            .days("first_listed_date", all.iter().map(|it| it.first_listed))
            .days("sent_date", all.iter().map(|it| it.sent))
            .days("receipt_date", all.iter().map(|it| it.receipt))
            .days("completion_date", all.iter().map(|it| it.completion))
            .flags(
                "guilty_any",
                all.iter().map(|it| it.endings.contains(&Ending::Guilty)),
            )
            .flags(
                "guilty_rape",
                all.iter()
                    .map(|it| it.endings.contains(&Ending::GuiltyOfRape)),
            )
            .flags(
                "guilty_lesser",
                all.iter()
                    .map(|it| it.endings.contains(&Ending::GuiltyOfLesser)),
            )
            .flags("charged_rape", all.iter().map(|it| it.charged_rape))
            .flags("plea_entered", all.iter().map(|it| it.pleas.entered))
            .flags("guilty_plea", all.iter().map(|it| it.pleas.guilty))
            .texts("plea_stage", all.iter().map(|it| it.pleas.stage()))
            .days("section_28_date", all.iter().map(|it| it.section_28))
            .texts("disposal", all.iter().map(Defendant::disposal))
            .flags("id_usable", all.iter().map(|it| it.id_usable))
            .texts("urn_force", all.iter().map(|it| it.urn_force.as_ref()))
            .days("known_date", all.iter().map(|it| it.known));
        Ok(table.finish()?)
    }
}

impl Defendant {
    fn tell(&self, as_at: Day, events: &mut Vec<Event>) {
        let dated = [
            (EventType::FirstListed, self.first_listed),
            (EventType::SentForTrial, self.sent),
            (EventType::CrownCourtReceipt, self.receipt),
            (EventType::Completed, self.completion),
        ];
        let told = Told {
            known: self.known.unwrap_or(as_at),
            table: "court_defendant",
            record: self.record_id,
            objects: Objects {
                defendant: Some(self.record_id),
                ..Objects::default()
            },
        };
        events.extend(told.events(dated));
    }
}
