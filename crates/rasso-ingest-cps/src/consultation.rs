//! Consultations: each time that a prosecutor was consulted on a suspect.

use arrow::{array::RecordBatch, error::ArrowError};
use rasso_extract::OwnTable;
use rasso_terms::{Day, EventType};

/// What bears on the consultations of one suspect, by day: events carry no time.
#[derive(Default)]
pub(crate) struct Consultations {
    /// Days on which the police sent something to be talked over.
    asked: Vec<Day>,
    /// Day, event and when it was first known.
    held: Vec<(Day, i64, Day)>,
    plans: Vec<Day>,
}

/// One consultation.
#[derive(Debug, PartialEq, Eq)]
struct Consultation {
    record_id: i64,
    cps_suspect_id: i64,
    asked: Option<Day>,
    held: Day,
    with_plan: bool,
    known: Day,
}

impl Consultations {
    /// Takes the next event of the suspect, in the order of days.
    pub(crate) fn take(&mut self, event_type: EventType, day: Day, (record, known): (i64, Day)) {
        if event_type == EventType::Consultation {
            self.held.push((day, record, known));
        } else if event_type == EventType::ActionPlanIssued {
            self.plans.push(day);
        } else if is_request(event_type) {
            self.asked.push(day);
        }
    }

    fn of(&self, cps_suspect_id: i64) -> impl Iterator<Item = Consultation> {
        self.held
            .iter()
            .enumerate()
            .map(move |(at, (held, record_id, known))| {
                let before = at.checked_sub(1).and_then(|it| self.held.get(it));
                let next = self.held.get(at + 1);
                // What came before the last consultation, or on its day, was talked over then.
                let asked = self.asked.iter().filter(|it| *it <= held).max();
                let asked = asked.filter(|it| before.is_none_or(|before| before.0 < **it));
                let is_own = |plan: &Day| plan >= held && next.is_none_or(|next| *plan < next.0);
                Consultation {
                    record_id: *record_id,
                    cps_suspect_id,
                    asked: asked.copied(),
                    held: *held,
                    with_plan: self.plans.iter().any(is_own),
                    known: *known,
                }
            })
    }
}

/// The police ask for early advice, send the file, or send it again with an action plan answered.
const fn is_request(event_type: EventType) -> bool {
    matches!(
        event_type,
        EventType::EarlyAdviceReceived | EventType::ChargingReceipt | EventType::ActionPlanResponse
    )
}

/// `own_consultation`: one row a consultation, of suspects with their ids.
pub(crate) fn table<'s>(
    suspects: impl Iterator<Item = (i64, &'s Consultations)>,
) -> Result<RecordBatch, ArrowError> {
    let mut all: Vec<Consultation> = suspects.flat_map(|(id, it)| it.of(id)).collect();
    all.sort_unstable_by_key(|it| it.record_id);
    let taken = |it: &Consultation| {
        let asked = it.asked?;
        Some(i64::from(it.held.number() - asked.number()))
    };
    OwnTable::new()
        .integers("record_id", all.iter().map(|it| Some(it.record_id)))
        .integers(
            "cps_suspect_id",
            all.iter().map(|it| Some(it.cps_suspect_id)),
        )
        .days("asked_date", all.iter().map(|it| it.asked))
        .days("consultation_date", all.iter().map(|it| Some(it.held)))
        .integers("days_to_consultation", all.iter().map(taken))
        .flags("action_plan", all.iter().map(|it| it.with_plan))
        .days("known_date", all.iter().map(|it| Some(it.known)))
        .finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The day asked, and whether a plan followed, of each consultation.
    fn told(events: &[(EventType, i32)]) -> Vec<(Option<i32>, bool)> {
        let mut consultations = Consultations::default();
        for (event_type, day) in events {
            let day = Day::from_number(*day);
            consultations.take(*event_type, day, (0, day));
        }
        let told = |it: Consultation| (it.asked.map(Day::number), it.with_plan);
        consultations.of(1).map(told).collect()
    }

    #[test]
    fn a_consultation_is_asked_for_by_what_came_since_the_last() {
        use EventType::{ActionPlanIssued, ActionPlanResponse, ChargingReceipt, Consultation};
        let told = told(&[
            (ChargingReceipt, 1),
            (Consultation, 9),
            (ActionPlanIssued, 9),
            // Held on the day of the answer: on one day it comes first in the order of events.
            (Consultation, 30),
            (ActionPlanResponse, 30),
            (Consultation, 40),
        ]);
        assert_eq!(told, [(Some(1), true), (Some(30), false), (None, false)]);
    }

    #[test]
    fn of_two_on_one_day_the_first_was_asked_for_and_the_last_has_the_plan() {
        use EventType::{ActionPlanIssued, Consultation, EarlyAdviceReceived};
        let told = told(&[
            (EarlyAdviceReceived, 1),
            (Consultation, 5),
            (Consultation, 5),
            (ActionPlanIssued, 8),
        ]);
        assert_eq!(told, [(Some(1), false), (None, true)]);
    }
}
