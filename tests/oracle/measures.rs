//! The measures, a line or two each.

mod courts;
mod cps;
mod police;

use crate::oracle::book::{Book, COHORT};
use crate::oracle::extracts::Extracts;
use crate::oracle::facts::Facts;
use crate::oracle::traits::Kind;

/// Which records are counted: their kind, and their place among those of the kind.
type Counted<'c> = &'c dyn Fn(Kind, usize) -> bool;

/// Counts every measure but the incidences.
pub(crate) fn book<'a>(extracts: &Extracts, facts: &'a Facts) -> Book<'a> {
    book_of(extracts, facts, &|_, _| true)
}

/// The same of some of the records.
pub(crate) fn book_of<'a>(extracts: &Extracts, facts: &'a Facts, counted: Counted<'_>) -> Book<'a> {
    let mut book = Book::default();
    police::crimes(&mut book, extracts, facts, counted);
    suspects(&mut book, extracts, facts, counted);
    cps::suspects(&mut book, extracts, facts, counted);
    courts::defendants(&mut book, facts, counted);
    book
}

fn suspects<'a>(book: &mut Book<'a>, extracts: &Extracts, facts: &'a Facts, counted: Counted<'_>) {
    let all = extracts.suspects.iter().zip(&facts.suspects).enumerate();
    for (_, (suspect, known)) in all.filter(|it| counted(Kind::Suspect, it.0)) {
        let Some(crime) = known.crime.filter(|it| facts.crimes[*it].counted) else {
            continue;
        };
        let place = &facts.crimes[crime].place;
        let recorded = extracts.crimes[crime].recorded;
        book.count("suspects_identified", COHORT, place, Some(recorded));
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
