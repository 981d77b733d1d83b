//! The measures, a line or two each.

mod cps;
mod police;

use crate::oracle::book::{Book, COHORT, FLOW};
use crate::oracle::extracts::Extracts;
use crate::oracle::facts::Facts;

/// Counts every measure but the incidences.
pub(crate) fn book<'a>(extracts: &Extracts, facts: &'a Facts) -> Book<'a> {
    let mut book = Book::default();
    police::crimes(&mut book, extracts, facts);
    suspects(&mut book, extracts, facts);
    cps::suspects(&mut book, extracts, facts);
    defendants(&mut book, facts);
    book
}

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
