//! The measures, a line or two each.

mod cps;

use crate::oracle::book::{Book, COHORT, FLOW};
use crate::oracle::extracts::Extracts;
use crate::oracle::facts::Facts;

/// Counts every measure but the incidences.
pub(crate) fn book<'a>(extracts: &Extracts, facts: &'a Facts) -> Book<'a> {
    let mut book = Book::default();
    crimes(&mut book, extracts, facts);
    suspects(&mut book, extracts, facts);
    cps::suspects(&mut book, extracts, facts);
    defendants(&mut book, facts);
    book
}

fn crimes<'a>(book: &mut Book<'a>, extracts: &Extracts, facts: &'a Facts) {
    for (crime, known) in extracts
        .crimes
        .iter()
        .zip(&facts.crimes)
        .filter(|it| it.1.counted)
    {
        let place = &known.place;
        let recorded = Some(crime.recorded);
        book.count("recorded_crimes", COHORT, place, recorded);

        let referred = known.referral.and(recorded);
        let referred_any = known.referral.or(known.early_advice).and(recorded);
        book.ratio("referral_rate", COHORT, place, referred, recorded);
        book.ratio("referral_rate", FLOW, place, known.referral, recorded);
        book.ratio("referral_rate.any", COHORT, place, referred_any, recorded);

        // An outcome belongs to the cohort from the day it is known, and to a flow by its date.
        let outcome = crime.outcome.as_deref();
        let assigned = outcome.and(recorded);
        let assigned_on = outcome.and(crime.outcome_date);

        let unsupported = matches!(outcome, Some("14" | "16"));
        let share = "victim_does_not_support_share";
        book.ratio(
            share,
            COHORT,
            place,
            assigned.filter(|_| unsupported),
            assigned,
        );
        book.ratio(
            share,
            FLOW,
            place,
            assigned_on.filter(|_| unsupported),
            assigned_on,
        );

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

fn suspects<'a>(book: &mut Book<'a>, extracts: &Extracts, facts: &'a Facts) {
    for (suspect, known) in extracts.suspects.iter().zip(&facts.suspects) {
        let Some(crime) = known.crime.filter(|it| facts.crimes[*it].counted) else {
            continue;
        };
        let place = &facts.crimes[crime].place;
        let recorded = extracts.crimes[crime].recorded;
        let mut days = |metric, from, to| book.days(metric, place, recorded, from, to);
        days(
            "days.recorded_to_referral.median",
            Some(recorded),
            known.referral,
        );
        days(
            "days.referral_to_decision.median",
            known.referral,
            known.decision,
        );
        days(
            "days.charge_to_first_hearing.median",
            suspect.charged,
            known.first_listed,
        );
    }
}

fn defendants<'a>(book: &mut Book<'a>, facts: &'a Facts) {
    for known in facts.defendants.iter().filter(|it| it.flagged) {
        let place = &known.place;
        let dates = [
            (COHORT, known.completed.and(known.recorded)),
            (FLOW, known.completed),
        ];
        for (clock, date) in dates {
            book.count("completed_prosecutions", clock, place, date);
            let flagged = date.filter(|_| known.guilty_any);
            let of_rape = date.filter(|_| known.guilty_rape);
            book.count("convictions.cps_flagged", clock, place, flagged);
            book.count("convictions.rape_offence", clock, place, of_rape);
            book.ratio("conviction_rate.cps_flagged", clock, place, flagged, date);
            book.ratio("conviction_rate.rape_offence", clock, place, of_rape, date);
        }
    }
}
