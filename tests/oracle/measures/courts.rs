//! What the courts count: defendants, listings for trial, pleas and days.

use crate::oracle::book::{Book, COHORT, FLOW, days_between};
use crate::oracle::court::Stage;
use crate::oracle::facts::{DefendantFacts, Facts};
use crate::oracle::measures::Counted;
use crate::oracle::traits::Kind;

/// Counts defendants.
pub(super) fn defendants<'a>(book: &mut Book<'a>, facts: &'a Facts, counted: Counted<'_>) {
    let all = facts.defendants.iter().enumerate();
    for (_, known) in all.filter(|it| counted(Kind::Defendant, it.0)) {
        by_count(book, known);
        if !known.flagged {
            continue;
        }
        crown(book, known);
        trials(book, known);
        pleas(book, known);
        durations(book, known);
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
            for _ in 0..known.at_court.counts {
                book.count("counts_completed", clock, place, date);
            }
            for _ in 0..known.at_court.rape_counts {
                book.count("counts_completed.rape", clock, place, date);
            }
            book.ratio("conviction_rate.cps_flagged", clock, place, flagged, date);
            book.ratio("conviction_rate.rape_offence", clock, place, of_rape, date);
        }
    }
}

/// By the offence on the indictment, flagged or not.
fn by_count<'a>(book: &mut Book<'a>, known: &'a DefendantFacts) {
    let ended = known.completed.filter(|_| known.at_court.charged_rape);
    let place = &known.place;
    book.count("completed_prosecutions.rape_count", FLOW, place, ended);
    let convicted = (ended, known.guilty_rape);
    book.share("conviction_rate.rape_count", FLOW, place, convicted);
    // The population is of those found guilty of rape, charged with it or not.
    let sentenced = (known.completed.filter(|_| known.guilty_rape), known.months);
    book.median("sentence.rape.median", FLOW, place, sentenced);
    book.mean("sentence.rape.mean", FLOW, place, sentenced);
}

fn crown<'a>(book: &mut Book<'a>, known: &'a DefendantFacts) {
    let (place, receipt) = (&known.place, known.receipt);
    book.count("crown_receipts", FLOW, place, receipt);
    let ended = receipt.and(known.completed);
    book.count("crown_disposals", FLOW, place, ended);
    book.stock("crown_open", place, receipt, ended);
    let ages = ["crown_open_age.median", "crown_open_age.mean"];
    book.age(ages, place, receipt, ended);
    let recorded = (ended, known.at_court.section_28.is_some());
    book.share("section_28_share", FLOW, place, recorded);
}

fn trials<'a>(book: &mut Book<'a>, known: &'a DefendantFacts) {
    let place = &known.place;
    for (day, outcome) in &known.at_court.trials {
        let day = Some(*day);
        match outcome.as_deref() {
            Some("vacated") => book.count("trials_vacated", FLOW, place, day),
            Some(outcome) => {
                book.count("trial_listings", FLOW, place, day);
                for (metric, word) in [
                    ("trial_effectiveness.effective", "effective"),
                    ("trial_effectiveness.cracked", "cracked"),
                    ("trial_effectiveness.ineffective", "ineffective"),
                ] {
                    book.share(metric, FLOW, place, (day, outcome == word));
                }
            }
            None => {}
        }
    }
}

fn pleas<'a>(book: &mut Book<'a>, known: &'a DefendantFacts) {
    let (place, at_court) = (&known.place, &known.at_court);
    let pleaded = known.completed.filter(|_| at_court.plea_entered);
    let guilty = (pleaded, at_court.guilty_plea);
    book.share("guilty_plea_rate", FLOW, place, guilty);
    let guilty = known.completed.filter(|_| at_court.guilty_plea);
    for (metric, stage) in [
        ("guilty_plea_stage.plea_hearing", Stage::PleaHearing),
        ("guilty_plea_stage.before_trial", Stage::BeforeTrial),
        ("guilty_plea_stage.at_trial", Stage::AtTrial),
    ] {
        let is = at_court.stage == Some(stage);
        book.share(metric, FLOW, place, (guilty, is));
    }
}

fn durations<'a>(book: &mut Book<'a>, known: &'a DefendantFacts) {
    let (place, ended) = (&known.place, known.completed);
    for (median, mean, from) in [
        (
            "days.receipt_to_completion.median",
            "days.receipt_to_completion.mean",
            known.receipt,
        ),
        (
            "days.charge_decision_to_completion.median",
            "days.charge_decision_to_completion.mean",
            known.charge_decision,
        ),
        (
            "days.offence_to_completion.median",
            "days.offence_to_completion.mean",
            known.offence_start,
        ),
    ] {
        let taken = (ended, days_between(from, ended));
        book.median(median, FLOW, place, taken);
        book.mean(mean, FLOW, place, taken);
    }
    let to_receipt = days_between(known.first_listed, known.receipt);
    let listed = "days.first_listing_to_receipt.median";
    book.median(listed, FLOW, place, (known.receipt, to_receipt));
}
