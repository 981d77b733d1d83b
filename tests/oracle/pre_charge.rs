//! What the events of a CPS suspect tell besides the final decision.

use crate::oracle::codes::Codes;
use crate::oracle::extracts::CpsEvent;
use crate::oracle::finals::{Final, final_event};
use jiff::civil::Date;

/// One consultation.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Talk {
    pub(crate) held: Date,
    /// When the police last sent something to talk over, if they did since the one before.
    pub(crate) asked: Option<Date>,
    /// An action plan came of it.
    pub(crate) plan: bool,
}

/// What the events tell.
pub(crate) struct PreCharge {
    /// Why the case was decided or closed, as it stands.
    pub(crate) reason: Option<String>,
    /// It stands as a charge of rape.
    pub(crate) charged_rape: bool,
    pub(crate) review_asked: Option<Date>,
    pub(crate) talks: Vec<Talk>,
    pub(crate) plans: usize,
}

/// What the events of one suspect tell.
pub(crate) fn pre_charge(events: &[&CpsEvent], codes: &Codes) -> PreCharge {
    let dates = |kinds: &[&str]| -> Vec<Date> {
        let mut dates: Vec<Date> = events
            .iter()
            .filter(|it| kinds.contains(&it.kind.as_str()))
            .map(|it| it.date)
            .collect();
        dates.sort_unstable();
        dates
    };
    let last = final_event(events);
    let charge = last.filter(|it| it.0 == Final::Charge);
    let plans = dates(&["action_plan_issued"]);
    let asked = [
        "early_advice_received",
        "charging_receipt",
        "action_plan_response",
    ];
    PreCharge {
        reason: last.and_then(|it| it.1.reason.clone()),
        charged_rape: charge
            .and_then(|it| it.1.charged.as_deref())
            .is_some_and(|it| codes.is_rape(it)),
        review_asked: dates(&["vrr_requested"]).first().copied(),
        talks: talks(&dates(&["consultation"]), &dates(&asked), &plans),
        plans: plans.len(),
    }
}

fn talks(held: &[Date], asked: &[Date], plans: &[Date]) -> Vec<Talk> {
    let mut talks = Vec::new();
    for (place, day) in held.iter().enumerate() {
        let earlier = held[..place].last();
        let later = held.get(place + 1);
        let since = |it: &&Date| *it <= day && earlier.is_none_or(|earlier| earlier < *it);
        let until = |it: &Date| it >= day && later.is_none_or(|later| it < later);
        talks.push(Talk {
            held: *day,
            asked: asked.iter().filter(since).max().copied(),
            plan: plans.iter().any(until),
        });
    }
    talks
}

#[test]
fn nothing_sent_since_the_last_talk_is_nothing_asked() {
    let day = |day| jiff::civil::date(2025, 5, day);
    let talk = |held, asked: Option<i8>, plan| Talk {
        held: day(held),
        asked: asked.map(day),
        plan,
    };
    assert_eq!(
        talks(&[day(9), day(20), day(25)], &[day(1), day(20)], &[day(9)]),
        [
            talk(9, Some(1), true),
            talk(20, Some(20), false),
            talk(25, None, false)
        ]
    );
}
