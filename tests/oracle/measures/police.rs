//! What the police count: crimes, incidents and outcomes.

use crate::oracle::book::{Book, COHORT, FLOW, days_between};
use crate::oracle::extracts::{Crime, Extracts};
use crate::oracle::facts::{CrimeFacts, Facts};
use crate::oracle::measures::Counted;
use crate::oracle::traits::Kind;
use jiff::civil::Date;

/// CPS suspects over police crimes: the one half is counted in `cps.rs`.
pub(super) const SUSPECTS_OVER_CRIMES: &str = "charge_rate.suspects_over_crimes";

/// Counts crimes.
pub(super) fn crimes<'a>(
    book: &mut Book<'a>,
    extracts: &Extracts,
    facts: &'a Facts,
    counted: Counted<'_>,
) {
    let all = extracts.crimes.iter().zip(&facts.crimes).enumerate();
    for (_, (crime, known)) in all.filter(|it| counted(Kind::Crime, it.0)) {
        records(book, crime, known);
        if !known.counted {
            continue;
        }
        outcomes(book, crime, known);
        ages(book, crime, known);
        durations(book, crime, known);
        let place = &known.place;
        let recorded = Some(crime.recorded);
        book.count("recorded_crimes", COHORT, place, recorded);
        book.ratio(SUSPECTS_OVER_CRIMES, FLOW, place, None, recorded);

        let referred = known.referral.and(recorded);
        let referred_any = known.referral.or(known.early_advice).and(recorded);
        book.ratio("referral_rate", COHORT, place, referred, recorded);
        book.ratio("referral_rate", FLOW, place, known.referral, recorded);
        book.ratio("referral_rate.any", COHORT, place, referred_any, recorded);

        // An outcome belongs to the cohort from the day it is known, and to a flow by its date.
        let outcome = crime.outcome.as_deref();
        let assigned_on = outcome.and(crime.outcome_date);

        let charged = outcome == Some("1");
        let with_1a = charged || outcome == Some("1A");
        for (counts, [cohort, cross_flow, outcomes]) in [(charged, CHARGE), (with_1a, CHARGE_1A)] {
            let charged_on = assigned_on.filter(|_| counts);
            book.ratio(cohort, COHORT, place, recorded.filter(|_| counts), recorded);
            book.ratio(cross_flow, FLOW, place, charged_on, recorded);
            book.ratio(outcomes, FLOW, place, charged_on, assigned_on);
        }
    }
}

const CHARGE: [&str; 3] = [
    "charge_rate.recorded_cohort",
    "charge_rate.cross_flow",
    "charge_rate.outcomes_assigned",
];
const CHARGE_1A: [&str; 3] = [
    "charge_rate.recorded_cohort.with_1a",
    "charge_rate.cross_flow.with_1a",
    "charge_rate.outcomes_assigned.with_1a",
];

/// Records that are no counted crimes, and why.
fn records<'a>(book: &mut Book<'a>, crime: &Crime, known: &'a CrimeFacts) {
    let (place, recorded) = (&known.place, Some(crime.recorded));
    if crime.incident_class.as_deref() == Some("N100") {
        book.count("recorded_incidents", COHORT, place, recorded);
    }
    if !known.rape_crime {
        return;
    }
    if crime.transferred_out {
        let handed = "transferred_crimes";
        book.count(handed, COHORT, place, recorded);
        book.count(handed, FLOW, place, crime.transferred_date);
    } else {
        let of_recorded = (recorded, crime.cancelled);
        book.share("cancelled_share", COHORT, place, of_recorded);
    }
    if crime.cancelled {
        book.count("cancelled_crimes", COHORT, place, recorded);
        book.count("cancelled_crimes", FLOW, place, crime.cancelled_date);
        let reason = crime.cancelled_reason.as_deref();
        for (metric, code) in [
            (
                "cancelled_reason.verifiable_no_crime",
                "verifiable_no_crime",
            ),
            ("cancelled_reason.duplicate", "duplicate"),
            ("cancelled_reason.recorded_in_error", "recorded_in_error"),
        ] {
            let is = (crime.cancelled_date, reason == Some(code));
            book.share(metric, FLOW, place, is);
        }
    }
}

/// The shares of outcomes assigned, each by its outcome types.
const SHARES: [(&str, &[&str]); 12] = [
    ("outcome_share.taken_into_consideration", &["4"]),
    ("victim_does_not_support_share", &["14", "16"]),
    ("victim_does_not_support_share.with_suspect", &["16"]),
    ("victim_does_not_support_share.no_suspect", &["14"]),
    (
        "outcome_share.out_of_court_formal",
        &["2", "2A", "3", "3A", "6"],
    ),
    ("outcome_share.out_of_court_informal", &["7", "8"]),
    ("outcome_share.diversionary", &["22"]),
    ("outcome_share.evidential_victim_supports", &["15"]),
    (
        "outcome_share.prosecution_prevented",
        &["5", "9", "10", "11", "12", "13", "17"],
    ),
    (
        "outcome_share.further_investigation_not_in_public_interest",
        &["21"],
    ),
    ("outcome_share.responsibility_transferred", &["19", "20"]),
    ("outcome_share.no_suspect", &["18"]),
];

fn outcomes<'a>(book: &mut Book<'a>, crime: &Crime, known: &'a CrimeFacts) {
    let (place, recorded) = (&known.place, Some(crime.recorded));
    let outcome = crime.outcome.as_deref();
    let assigned_on = outcome.and(crime.outcome_date);
    book.count("outcomes_assigned", FLOW, place, assigned_on);
    for (metric, types) in SHARES {
        let is = outcome.is_some_and(|it| types.contains(&it));
        book.share(metric, COHORT, place, (outcome.and(recorded), is));
        book.share(metric, FLOW, place, (assigned_on, is));
    }
    let unsupported = matches!(outcome, Some("14" | "16"));
    for (metric, is) in [
        ("victim_does_not_support_share.of_recorded", unsupported),
        ("not_yet_assigned_share", outcome.is_none()),
    ] {
        book.share(metric, COHORT, place, (recorded, is));
    }
}

/// Victims of 16 and over, and under 16, each with four measures.
const BY_AGE: [(bool, [&str; 4]); 2] = [
    (
        true,
        [
            "recorded_crimes.16_and_over",
            "charge_rate.recorded_cohort.16_and_over",
            "charge_rate.outcomes_assigned.16_and_over",
            "victim_does_not_support_share.16_and_over",
        ],
    ),
    (
        false,
        [
            "recorded_crimes.under_16",
            "charge_rate.recorded_cohort.under_16",
            "charge_rate.outcomes_assigned.under_16",
            "victim_does_not_support_share.under_16",
        ],
    ),
];

fn ages<'a>(book: &mut Book<'a>, crime: &Crime, known: &'a CrimeFacts) {
    let (place, recorded) = (&known.place, Some(crime.recorded));
    let outcome = crime.outcome.as_deref();
    let assigned_on: Option<Date> = outcome.and(crime.outcome_date);
    let charged = outcome == Some("1");
    let unsupported = matches!(outcome, Some("14" | "16"));
    let own = BY_AGE.iter().filter(|it| known.adult == Some(it.0));
    for (_, [crimes, cohort, flow, support]) in own {
        book.count(crimes, COHORT, place, recorded);
        book.share(cohort, COHORT, place, (recorded, charged));
        book.share(flow, FLOW, place, (assigned_on, charged));
        book.share(support, FLOW, place, (assigned_on, unsupported));
    }
}

fn durations<'a>(book: &mut Book<'a>, crime: &Crime, known: &'a CrimeFacts) {
    let (place, recorded) = (&known.place, Some(crime.recorded));
    let outcome = crime.outcome.as_deref();
    let assigned_on = outcome.and(crime.outcome_date);
    let days = days_between(recorded, assigned_on);
    for (clock, date) in [(COHORT, recorded), (FLOW, assigned_on)] {
        book.median(
            "days.recorded_to_outcome.median",
            clock,
            place,
            (date, days),
        );
        if outcome == Some("1") {
            book.median("days.recorded_to_charge.median", clock, place, (date, days));
            book.mean("days.recorded_to_charge.mean", clock, place, (date, days));
        }
    }
    for (metric, most) in [
        ("charge_rate.recorded_cohort.within_90_days", 90),
        ("charge_rate.recorded_cohort.within_180_days", 180),
        ("charge_rate.recorded_cohort.within_365_days", 365),
    ] {
        let is_in_time = outcome == Some("1") && days.is_some_and(|it| it <= most);
        book.share(metric, COHORT, place, (recorded, is_in_time));
    }
    let withdrew = days_between(recorded, crime.withdrew);
    let early = withdrew.is_some_and(|it| it <= 30);
    for (clock, date) in [(COHORT, recorded), (FLOW, crime.withdrew)] {
        let of_withdrawn = (withdrew.and(date), early);
        book.share("victim_withdrew.within_30_days", clock, place, of_withdrawn);
    }
}
