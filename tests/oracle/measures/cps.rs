//! What the CPS counts before charge: suspects, receipts, decisions and consultations.

use crate::oracle::book::{Book, COHORT, FLOW, REFERRAL_COHORT, days_between};
use crate::oracle::extracts::{CpsSuspect, Extracts};
use crate::oracle::facts::{CpsFacts, Facts};
use crate::oracle::finals::Final;
use crate::oracle::measures::Counted;
use crate::oracle::measures::police::SUSPECTS_OVER_CRIMES;
use crate::oracle::traits::Kind;
use jiff::civil::Date;

/// Days that early advice is given to be followed by a referral.
const WINDOW: i64 = 182;

/// Counts flagged suspects at the CPS.
pub(super) fn suspects<'a>(
    book: &mut Book<'a>,
    extracts: &Extracts,
    facts: &'a Facts,
    counted: Counted<'_>,
) {
    let all = extracts.cps.iter().zip(&facts.cps).enumerate();
    let all = all.filter(|it| counted(Kind::CpsSuspect, it.0));
    for (record, known) in all.map(|it| it.1).filter(|it| it.0.rape_flag) {
        charge_rates(book, known);
        receipts(book, known, extracts.as_at);
        decisions(book, known);
        reasons(book, known);
        consultations(book, known);
        durations(book, known);
        prosecution(book, record, known);
        by_second_flag(book, record.child_abuse, known);
    }
}

fn charge_rates<'a>(book: &mut Book<'a>, known: &'a CpsFacts) {
    let place = &known.place;
    let how = known.finally.map(|it| it.0);
    let charged = how == Some(Final::Charge);
    let legal = how.is_some_and(Final::is_legal_decision);
    let dates = [
        (COHORT, known.finally.and(known.recorded)),
        (FLOW, known.finally.map(|it| it.1)),
    ];
    for (clock, date) in dates {
        let above = date.filter(|_| charged);
        let decided = date.filter(|_| legal);
        book.ratio("charge_rate.legal_decisions", clock, place, above, decided);
        book.ratio("charge_rate.all_pcd", clock, place, above, date);
    }
    let charged_on = known.finally.map(|it| it.1).filter(|_| charged);
    book.ratio(SUSPECTS_OVER_CRIMES, FLOW, place, charged_on, None);
    let referral = known.referral;
    for (metric, keeps) in [
        ("charge_rate.referral_cohort", charged),
        ("charge_rate.rape_offence_only", known.told.charged_rape),
    ] {
        book.share(metric, REFERRAL_COHORT, place, (referral, keeps));
    }
}

fn first_contact(known: &CpsFacts) -> Option<Date> {
    known.early_advice.into_iter().chain(known.referral).min()
}

fn receipts<'a>(book: &mut Book<'a>, known: &'a CpsFacts, as_at: Date) {
    let place = &known.place;
    book.count("referrals", FLOW, place, first_contact(known));
    book.count("receipts.charging_decision", FLOW, place, known.referral);
    book.count("receipts.early_advice", FLOW, place, known.early_advice);
    let asked = known.told.review_asked;
    book.count("victim_review_requests", FLOW, place, asked);

    // Advice is followed up, or its window is over.
    let Some(advised) = known.early_advice else {
        return;
    };
    let is_old = days_between(Some(advised), Some(as_at)).is_some_and(|it| it > WINDOW);
    let came_first = known.referral.is_some_and(|it| it < advised);
    let followed = days_between(Some(advised), known.referral).is_some_and(|it| it <= WINDOW);
    let date = Some(advised).filter(|_| is_old && !came_first);
    book.share("early_advice_not_referred", FLOW, place, (date, !followed));
}

fn decisions<'a>(book: &mut Book<'a>, known: &'a CpsFacts) {
    let Some((how, date)) = known.finally else {
        return;
    };
    let (place, date) = (&known.place, Some(date));
    book.count("pre_charge_decisions", FLOW, place, date);
    let of_kind = match how {
        Final::Charge => "pre_charge_decisions.charged",
        Final::Nfa => "pre_charge_decisions.no_further_action",
        Final::OutOfCourt => "pre_charge_decisions.out_of_court",
        Final::Administrative => "pre_charge_decisions.admin_finalised",
    };
    book.count(of_kind, FLOW, place, date);
    let legal = date.filter(|_| how.is_legal_decision());
    book.count("legal_decisions", FLOW, place, legal);
    let closed = how == Final::Administrative;
    book.share("admin_finalised_share", FLOW, place, (date, closed));
}

fn reasons<'a>(book: &mut Book<'a>, known: &'a CpsFacts) {
    let Some((how, date)) = known.finally else {
        return;
    };
    let shares: &[(&'static str, Option<&str>)] = match how {
        Final::Nfa => &[
            ("nfa_reason.evidential", Some("evidential")),
            ("nfa_reason.public_interest", Some("public_interest")),
            ("nfa_reason.victim_issues", Some("victim_issues")),
            ("nfa_reason.not_recorded", None),
        ],
        Final::Administrative => &[
            (
                "admin_finalised_reason.early_advice",
                Some("early_advice_not_resubmitted"),
            ),
            (
                "admin_finalised_reason.action_plan",
                Some("action_plan_not_answered"),
            ),
        ],
        Final::Charge | Final::OutOfCourt => &[],
    };
    for (metric, reason) in shares {
        let is = known.told.reason.as_deref() == *reason;
        book.share(metric, FLOW, &known.place, (Some(date), is));
    }
}

fn consultations<'a>(book: &mut Book<'a>, known: &'a CpsFacts) {
    let place = &known.place;
    for talk in &known.told.talks {
        let held = Some(talk.held);
        book.count("consultations", FLOW, place, held);
        let plan = "consultations.with_action_plan";
        book.share(plan, FLOW, place, (held, talk.plan));
        let days = days_between(talk.asked, held);
        let in_time = days.is_some_and(|it| it <= 28);
        let asked_for = (held.filter(|_| days.is_some()), in_time);
        book.share("consultations.within_28_days", FLOW, place, asked_for);
    }
    let ended = known.finally.map(|it| it.1);
    let number = |it: usize| i64::try_from(it).ok();
    let (talks, plans) = (number(known.told.talks.len()), number(known.told.plans));
    book.mean("consultations_per_suspect", FLOW, place, (ended, talks));
    book.mean("action_plans_per_suspect", FLOW, place, (ended, plans));
}

fn durations<'a>(book: &mut Book<'a>, known: &'a CpsFacts) {
    if let Some((Final::Administrative, closed)) = known.finally {
        let taken = (
            Some(closed),
            days_between(first_contact(known), Some(closed)),
        );
        let metric = "days.first_receipt_to_admin_finalised.median";
        book.median(metric, FLOW, &known.place, taken);
    }
    let Some((Final::Charge, charged)) = known.finally else {
        return;
    };
    let (place, charged) = (&known.place, Some(charged));
    let from_first = (charged, days_between(first_contact(known), charged));
    book.mean("days.first_receipt_to_charge.mean", FLOW, place, from_first);
    book.median(
        "days.first_receipt_to_charge.median",
        FLOW,
        place,
        from_first,
    );
    let from_referral = (charged, days_between(known.referral, charged));
    book.mean("days.referral_to_charge.mean", FLOW, place, from_referral);
}

/// Three measures of the cases with the flag of child abuse, and without.
fn by_second_flag<'a>(book: &mut Book<'a>, flagged: bool, known: &'a CpsFacts) {
    let [referrals, charges, rate] = if flagged {
        [
            "referrals.with_child_abuse_flag",
            "pre_charge_decisions.charged.with_child_abuse_flag",
            "charge_rate.legal_decisions.with_child_abuse_flag",
        ]
    } else {
        [
            "referrals.without_child_abuse_flag",
            "pre_charge_decisions.charged.without_child_abuse_flag",
            "charge_rate.legal_decisions.without_child_abuse_flag",
        ]
    };
    let place = &known.place;
    book.count(referrals, FLOW, place, first_contact(known));
    let legal = known.finally.filter(|it| it.0.is_legal_decision());
    let is_charge = legal.is_some_and(|it| it.0 == Final::Charge);
    let date = legal.map(|it| it.1);
    book.count(charges, FLOW, place, date.filter(|_| is_charge));
    book.share(rate, FLOW, place, (date, is_charge));
}

/// Why prosecutions ended without a conviction, by the record of the CPS.
fn prosecution<'a>(book: &mut Book<'a>, record: &CpsSuspect, known: &'a CpsFacts) {
    let lost = record
        .prosecution_outcome
        .as_deref()
        .is_some_and(|it| it != "convicted");
    let ended = record.prosecution_outcome_date.filter(|_| lost);
    for (metric, reason) in [
        ("non_conviction_reason.evidential", Some("evidential")),
        (
            "non_conviction_reason.public_interest",
            Some("public_interest"),
        ),
        ("non_conviction_reason.victim_issues", Some("victim_issues")),
        ("non_conviction_reason.not_recorded", None),
    ] {
        let is = record.prosecution_reason.as_deref() == reason;
        book.share(metric, FLOW, &known.place, (ended, is));
    }
}
