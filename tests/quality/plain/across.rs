//! The rules across records and agencies.

use super::{Left, Record, Tally, count};
use std::collections::BTreeMap;

pub(super) fn count_all(left: &Left<'_>, tally: &mut Tally) {
    suspects(left, tally);
    crimes(left, tally);
    cps_suspects(left, tally);
    court(left, tally);
    for it in left.unit("consultation") {
        let kept = it.number("days_to_consultation").map(|it| it <= 28);
        let day = it.day("consultation_date");
        count(tally, "W4", it.text("force_code"), day, kept);
    }
}

fn suspects(left: &Left<'_>, tally: &mut Tally) {
    for it in left.unit("suspect") {
        let mut told = |rule: &str, period: &str, kept| {
            count(tally, rule, it.text("force_code"), it.day(period), kept);
        };
        let dates = [
            "identified_date",
            "arrest_date",
            "charge_date",
            "referral_date",
        ];
        let after = dates
            .iter()
            .filter_map(|date| it.days("recorded_date", date));
        let after = after.min();
        told("H1a", "recorded_date", after.map(|it| it >= -1));
        told("H1b", "recorded_date", after.map(|it| it != -1));
        let charged = it.days("decision_date", "charge_date");
        let charged = charged.filter(|_| it.is("decision", &["charge"]));
        told("H4", "charge_date", charged.map(|it| it >= 0));
        let listed = it.days("charge_date", "first_listed_date");
        told("H5b", "charge_date", listed.map(|it| it >= -1));
    }
}

fn crimes(left: &Left<'_>, tally: &mut Tally) {
    for it in left.unit("crime") {
        let mut told = |rule: &str, outcomes: &[&str], kept: Option<bool>| {
            let kept = kept.filter(|_| it.is("outcome_code", outcomes));
            let day = it.day("outcome_date");
            count(tally, rule, it.text("force_code"), day, kept);
        };
        let suspects = it.number("suspects");
        told("H13a", &["15", "16"], suspects.map(|it| it > 0));
        told("H13b", &["14", "18"], suspects.map(|it| it == 0));
        let days = it.days("recorded_date", "outcome_date");
        told("W10", &["1", "1A"], days.map(|it| it > 0));
    }
}

fn cps_suspects(left: &Left<'_>, tally: &mut Tally) {
    let unlinked = left.read("unlinked.parquet");
    let towards_courts = unlinked
        .iter()
        .filter(|it| it.is("unit", &["cps_suspect"]) && it.is("towards", &["courts"]));
    let states: BTreeMap<&str, &str> = towards_courts
        .map(|it| (it.text("record_id"), it.text("state")))
        .collect();
    for it in left.unit("cps_suspect") {
        let state = states
            .get(it.text("record_id"))
            .copied()
            .unwrap_or_default();
        let is_asked = it.is("final_decision", &["charge"])
            && !["not_yet_due", "structurally_unlinkable"].contains(&state);
        let kept = is_asked.then_some(state != "linkable");
        let day = it.day("final_date");
        count(tally, "H14b", it.text("force_code"), day, kept);
    }
}

fn by_id(records: Vec<Record>) -> BTreeMap<String, Record> {
    let ids = records
        .into_iter()
        .map(|it| (it.text("record_id").to_owned(), it));
    ids.collect()
}

fn court(left: &Left<'_>, tally: &mut Tally) {
    let all = left.unit("defendant");
    let crimes = by_id(left.unit("crime"));
    for it in &all {
        let withdrew = crimes
            .get(it.text("crime_id"))
            .and_then(|crime| crime.day("victim_withdrew_date"));
        let charged = it.day("charge_decision_date");
        let asked = withdrew.zip(charged);
        let asked = asked.filter(|_| it.is("disposal", &["convicted"]));
        let kept = asked.map(|(withdrew, charged)| withdrew <= charged);
        let day = it.day("completion_date");
        count(tally, "W7", it.text("force_code"), day, kept);
    }
    let at_court = all.into_iter().filter(|it| it.is("origin", &["court"]));
    let defendants = by_id(at_court.collect());
    let mut hearings: BTreeMap<String, Vec<Record>> = BTreeMap::new();
    for it in left.unit("hearing") {
        let of = hearings.entry(it.text("defendant_id").to_owned());
        of.or_default().push(it);
    }
    for (id, hearings) in &hearings {
        of_defendant(&defendants[id], hearings, tally);
    }
    for it in left.unit("count") {
        let trials = hearings.get(it.text("defendant_id"));
        let trials = trials.into_iter().flatten().filter(|it| {
            it.is("hearing_type", &["trial"]) && it.is("listing_outcome", &["effective"])
        });
        let first = trials.min_by_key(|it| it.day("hearing_date"));
        let is_tried = !it.is("plea", &["guilty"])
            && it.is("verdict", &["guilty", "not_guilty", "guilty_lesser"]);
        let days = first.and_then(|it| it.day("hearing_date"));
        let days = days.zip(it.day("verdict_date")).filter(|_| is_tried);
        let force = first.map_or("", |it| it.text("force_code"));
        let kept = days.map(|(trial, verdict)| trial <= verdict);
        count(tally, "H5e", force, it.day("verdict_date"), kept);
    }
}

fn of_defendant(defendant: &Record, hearings: &[Record], tally: &mut Tally) {
    let plea = hearings
        .iter()
        .filter(|it| it.is("hearing_type", &["ptph"]));
    let first_plea = plea.filter_map(|it| it.day("hearing_date")).min();
    let last = hearings
        .iter()
        .filter_map(|it| it.day("hearing_date"))
        .max();
    for it in hearings {
        let day = it.day("hearing_date");
        let mut told = |rule: &str, kept: Option<bool>| {
            count(tally, rule, it.text("force_code"), day, kept);
        };
        let is_adult =
            it.is("court_type", &["magistrates"]) && defendant.is("charged_rape", &["1"]);
        let kept = !it.is("hearing_type", &["trial", "sentence"]);
        told("H9b", is_adult.then_some(kept));
        let is_asked = it.is("hearing_type", &["trial"])
            && it.is("listing_outcome", &["ineffective"])
            && defendant.is("disposal", &["convicted", "acquitted"]);
        told("H10b", is_asked.then_some(last > day));
        let received = defendant.day("receipt_date").zip(day);
        let received = received.filter(|_| it.is("court_type", &["crown"]));
        told("W9", received.map(|(received, day)| received <= day));
    }
    let wait = first_plea.zip(defendant.day("sent_date"));
    let force = hearings.first().map_or("", |it| it.text("force_code"));
    let kept = wait.map(|(plea, sent)| plea - sent <= 28);
    count(tally, "W1", force, first_plea, kept);
}
