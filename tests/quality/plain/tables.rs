//! The rules within tables.

use super::{Left, Record, Tally, count};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn count_all(left: &Left<'_>, tally: &mut Tally) {
    crimes(left, tally);
    references(left, tally);
    cps_events(left, tally);
    defendants(left, tally);
    hearings(left, tally);
    counts(left, tally);
}

fn crimes(left: &Left<'_>, tally: &mut Tally) {
    let sent = left.sent("police_crime");
    let rape: BTreeSet<String> = rape_codes();
    for it in left.table("police_crime") {
        let row: usize = it.text("source_row").parse().unwrap();
        let raw = &sent[row - 1];
        let mut told = |rule: &str, kept| {
            let force = it.text("force_code");
            count(tally, rule, force, it.day("recorded_date"), kept);
        };
        for (rule, slip, column) in [
            ("H2a", "H2c", "offence_start_date"),
            ("H2b", "H2d", "offence_end_date"),
        ] {
            let after = raw.days("recorded_date", column);
            told(rule, after.map(|it| it <= 1));
            // Once it is emptied, the slip of a day is asked of nothing.
            told(slip, after.filter(|it| *it <= 1).map(|it| it < 1));
        }
        let known = |it: &str| {
            it.trim_end_matches('A')
                .parse()
                .is_ok_and(|it: u8| (1..=22).contains(&it))
        };
        let outcome = Some(raw.text("outcome_code")).filter(|it| known(it));
        let outcome = outcome.filter(|_| rape.contains(it.text("offence_code")));
        told(
            "H9a",
            outcome.map(|it| !["6", "7", "17", "19"].contains(&it)),
        );
        let is_cancelled = it.has("cancelled_date") || it.has("cancelled_reason");
        let charged = it.is("outcome_code", &["1", "1A"]);
        told("H11", is_cancelled.then_some(!charged));
        told(
            "W5a",
            (!it.is("urn_state", &["missing"])).then(|| !it.is("urn_state", &["dummy"])),
        );
        let start = after_emptying(raw);
        told("W6", start.map(|it| !it.ends_with("-01-01")));
        let urn = raw.text("urn").replace('/', "");
        let year = it.is("urn_state", &["valid"]).then(|| {
            let of_urn: i64 = urn[urn.len() - 2..].parse().unwrap();
            let recorded: i64 = raw.text("recorded_date")[2..4].parse().unwrap();
            [0, 1, 99].contains(&(of_urn - recorded).rem_euclid(100))
        });
        told("W5e", year);
    }
}

/// The start of the offence that is left, as an ISO date.
fn after_emptying(raw: &Record) -> Option<&str> {
    let after = raw.days("recorded_date", "offence_start_date")?;
    (after <= 1).then(|| raw.text("offence_start_date"))
}

fn rape_codes() -> BTreeSet<String> {
    let path = rasso_tests::repository().join("data-schemas/code-lists/rape_offence.csv");
    let rows = csv::Reader::from_path(path).unwrap().into_deserialize();
    let rows = rows.map(Result::unwrap);
    let rape = rows.filter(|it: &BTreeMap<String, String>| it["is_rape"] == "Y");
    rape.map(|it| it["code"].clone()).collect()
}

/// Dummies among the numbers of people and cases.
fn references(left: &Left<'_>, tally: &mut Tally) {
    for (rule, table, period, states) in [
        (
            "W5b",
            "police_suspect",
            "identified_date",
            &["asn_state"][..],
        ),
        (
            "W5c",
            "cps_case",
            "finalisation_date",
            &["urn_state", "asn_state"],
        ),
        (
            "W5d",
            "court_defendant",
            "first_listed_date",
            &["urn_state", "asn_state"],
        ),
    ] {
        for it in left.table(table) {
            let is_sent = states.iter().any(|state| !it.is(state, &["missing"]));
            let is_dummy = states.iter().any(|state| it.is(state, &["dummy"]));
            let (force, day) = (it.text("force_code"), it.day(period));
            count(tally, rule, force, day, is_sent.then_some(!is_dummy));
        }
    }
}

/// The records of each case.
fn cases(records: &[Record]) -> BTreeMap<(String, String), Vec<&Record>> {
    let mut cases: BTreeMap<_, Vec<&Record>> = BTreeMap::new();
    for it in records {
        cases.entry(it.case()).or_default().push(it);
    }
    cases
}

fn cps_events(left: &Left<'_>, tally: &mut Tally) {
    let events = left.table("cps_event");
    for events in cases(&events).values() {
        let days = |kinds: &[&str]| -> Vec<i64> {
            let meant = events.iter().filter(|it| it.is("event_type", kinds));
            meant.filter_map(|it| it.day("event_date")).collect()
        };
        let received = days(&["early_advice_received", "charging_receipt"]);
        let consulted = days(&["consultation"]);
        let decided = days(&["decision", "admin_finalised"]);
        for it in events {
            let day = it.day("event_date").unwrap();
            let by_then = |days: &[i64]| days.iter().any(|it| *it <= day);
            let mut told = |rule: &str, kept| count(tally, rule, "", Some(day), kept);
            if it.is("event_type", &["consultation"]) {
                told("H3a", Some(by_then(&received)));
            }
            if it.is("event_type", &["decision"]) {
                told("H3b", Some(by_then(&received)));
                told("H3c", (!consulted.is_empty()).then(|| by_then(&consulted)));
                let closed = days(&["admin_finalised"]);
                let closed = closed.into_iter().filter(|it| *it < day).max();
                let reopened = days(&["reopened"]);
                let since = |last: i64| reopened.iter().any(|it| (last..=day).contains(it));
                told("H12", closed.map(since));
            }
            if it.is("event_type", &["vrr_requested"]) {
                told("H15a", Some(by_then(&decided)));
                let ended = days(&["vrr_outcome"]);
                let ended = ended.into_iter().filter(|it| *it > day).min();
                told("W3b", ended.map(|it| it - day <= 46));
            }
        }
    }
}

fn defendants(left: &Left<'_>, tally: &mut Tally) {
    for it in left.table("court_defendant") {
        let stages = [
            "first_listed_date",
            "sent_date",
            "receipt_date",
            "completion_date",
        ];
        let gaps = stages.windows(2).filter_map(|two| it.days(two[0], two[1]));
        let shortest = gaps.min();
        let day = it.day("first_listed_date");
        count(tally, "H5a", "", day, shortest.map(|it| it >= 0));
    }
}

fn hearings(left: &Left<'_>, tally: &mut Tally) {
    let hearings = left.table("court_hearing");
    for hearings in cases(&hearings).values() {
        let of_plea = hearings
            .iter()
            .filter(|it| it.is("hearing_type", &["ptph"]));
        let of_plea: Vec<i64> = of_plea.filter_map(|it| it.day("hearing_date")).collect();
        let mut listings: BTreeMap<(i64, &str), BTreeSet<&str>> = BTreeMap::new();
        for it in hearings {
            let day = it.day("hearing_date").unwrap();
            if it.is("hearing_type", &["trial"]) {
                let is_after = of_plea.iter().any(|it| *it <= day);
                let kept = (!of_plea.is_empty()).then_some(is_after);
                count(tally, "H5c", "", Some(day), kept);
            }
            if it.has("listing_outcome") {
                let listing = listings.entry((day, it.text("hearing_type")));
                listing.or_default().insert(it.text("listing_outcome"));
            }
        }
        for ((day, _), outcomes) in listings {
            count(tally, "H10a", "", Some(day), Some(outcomes.len() == 1));
        }
    }
}

fn counts(left: &Left<'_>, tally: &mut Tally) {
    let sent = left.sent("court_count");
    let is_sentenced = |it: &Record| it.has("sentence_date") || it.has("sentence_months");
    let contradicts = |it: &&Record| {
        is_sentenced(it)
            && it.is("verdict", &["not_guilty", "lie_on_file"])
            && !it.is("plea", &["guilty"])
    };
    for it in sent.iter().filter(contradicts) {
        count(tally, "H6b", "", it.day("verdict_date"), Some(false));
    }
    for it in left.table("court_count") {
        let mut told = |rule: &str, period: &str, kept| {
            count(tally, rule, "", it.day(period), kept);
        };
        let by_plea = it.is("plea", &["guilty"]);
        if is_sentenced(&it) && it.has("verdict") && !by_plea {
            told("H6b", "verdict_date", Some(true));
        }
        if is_sentenced(&it) && !it.has("verdict") {
            told("H6c", "sentence_date", Some(by_plea));
        }
        let gap = it.days("verdict_date", "sentence_date");
        told("H5d", "verdict_date", gap.map(|it| it >= 0));
        if it.has("verdict") {
            told("H7a", "plea_date", Some(it.has("verdict_date")));
        }
        if it.has("verdict_date") {
            told("H7b", "verdict_date", Some(it.has("verdict") || by_plea));
        }
    }
}
