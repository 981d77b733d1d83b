//! The measures, a line or two each.

mod courts;
mod cps;
mod police;

use crate::oracle::book::Book;
use crate::oracle::extracts::Extracts;
use crate::oracle::facts::Facts;

/// Counts every measure but the incidences.
pub(crate) fn book<'a>(extracts: &Extracts, facts: &'a Facts) -> Book<'a> {
    let mut book = Book::default();
    police::crimes(&mut book, extracts, facts);
    suspects(&mut book, extracts, facts);
    cps::suspects(&mut book, extracts, facts);
    courts::defendants(&mut book, facts);
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
