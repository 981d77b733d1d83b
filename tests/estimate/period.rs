//! `rasso estimate period`: the pace of the newest quarters, and whether that of earlier ones lasted.

use super::{estimate, estimated, near, number, reference, rows};
use rasso_terms::Day;
use std::{collections::BTreeMap, fmt::Write as _, fs};

/// Three years of invented cases, as they are known on the last day of June 2025: `ended` is the last day
/// of the extract while a case is open.
struct Case {
    begun: i32,
    ended: i32,
    how: u8,
}

fn day(text: &str) -> i32 {
    text.parse::<Day>().unwrap().number()
}

fn date(day: i32) -> String {
    Day::from_number(day).to_string()
}

fn invented(as_at: i32) -> Vec<Case> {
    // Any row of numbers without a pattern does.
    let mut state = 12_345_u64;
    let mut below = |most: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        i32::try_from((state >> 33) % most).unwrap()
    };
    let cases = (0..600).map(|_| {
        let begun = as_at - below(1095);
        let ended = begun + below(40) * below(20);
        let how = u8::try_from(1 + below(3) / 2).unwrap();
        if ended > as_at {
            let (ended, how) = (as_at, 0);
            return Case { begun, ended, how };
        }
        Case { begun, ended, how }
    });
    cases.collect()
}

/// How many were open on the morning of their n-th day, and how many ended of each cause on it, of those
/// days of their lives that `seen` says were seen.
type Days = BTreeMap<i32, (f64, [f64; 2])>;

fn days(cases: &[Case], horizon: i32, seen: impl Fn(&Case, i32) -> bool) -> Days {
    let mut days = Days::new();
    for case in cases {
        for age in 0..=(case.ended - case.begun).min(horizon) {
            let today = case.begun + age;
            if seen(case, today) {
                let of_day = days.entry(age).or_default();
                of_day.0 += 1.0;
                if today == case.ended && case.how > 0 {
                    of_day.1[usize::from(case.how) - 1] += 1.0;
                }
            }
        }
    }
    days
}

/// The share that ends of a cause by a day: each day those still open, times the share of them that end.
fn share(days: &Days, cause: usize) -> f64 {
    let (mut open, mut ended) = (1.0, 0.0);
    for (at_risk, ends) in days.values() {
        ended += open * ends[cause] / at_risk;
        open *= 1.0 - (ends[0] + ends[1]) / at_risk;
    }
    ended
}

#[test]
fn each_estimate_is_what_counting_days_one_by_one_gives() {
    let as_at = day("2025-06-30");
    let cases = invented(as_at);
    let mut input = "begun,ended,how\n".to_owned();
    for case in &cases {
        let ended = if case.how == 0 {
            String::new()
        } else {
            date(case.ended)
        };
        writeln!(input, "{},{ended},{}", date(case.begun), case.how).unwrap();
    }
    let asked =
        "--begin begun --end ended --status how --as-at 2025-06-30 --window 3 --back 3 --at 30,180";
    let asked: Vec<&str> = asked.split(' ').collect();
    let found = estimated("period", &input, &asked);
    assert_eq!(found.len(), 2 * 2 * 4);
    let stood_on = ["2025-06-30", "2025-03-31", "2024-12-31", "2024-09-30"];
    let first_of_window = ["2024-10-01", "2024-07-01", "2024-04-01", "2024-01-01"];
    let first_of_quarter = ["2025-04-01", "2025-01-01", "2024-10-01", "2024-07-01"];
    for row in &found {
        let ago: usize = row["quarters_ago"].parse().unwrap();
        let cause = usize::from(row["cause"] == "2");
        let horizon: i32 = row["time"].parse().unwrap();
        assert_eq!(row["as_at"], stood_on[ago]);
        let window = day(first_of_window[ago])..=day(stood_on[ago]);
        let said = days(&cases, horizon, |_, today| window.contains(&today));
        near(number(row, "estimate"), share(&said, cause), 1e-12);
        near(number(row, "n_risk"), said[&horizon].0, 1e-15);
        let ends: f64 = said.values().map(|it| it.1[cause]).sum();
        near(number(row, "n_event"), ends, 1e-15);
        if ago == 0 {
            // Nothing has come of the newest quarters yet.
            assert!(row["came"].is_empty() && row["within"].is_empty());
            continue;
        }
        let cohort = day(first_of_quarter[ago])..=day(stood_on[ago]);
        let came = days(&cases, horizon, |it, _| cohort.contains(&it.begun));
        if !came.contains_key(&horizon) {
            assert!(row["came"].is_empty() && row["error"].is_empty());
            continue;
        }
        let (came, said) = (share(&came, cause), share(&said, cause));
        near(number(row, "came"), came, 1e-12);
        near(number(row, "error"), came - said, 1e-9);
        let errors = number(row, "std_error").hypot(number(row, "came_std_error"));
        near(number(row, "deviation"), (came - said) / errors, 1e-9);
        let is_within = number(row, "lower") <= came && came <= number(row, "upper");
        assert_eq!(row["within"], if is_within { "yes" } else { "no" });
    }
    let known = found.iter().filter(|it| !it["came"].is_empty());
    assert!(known.count() >= 8);
}

#[test]
fn the_newest_quarters_are_what_r_gives() {
    // The reference counts days from any day: its window of a year is the year 2025 here.
    let origin = day("2025-12-31") - 1500;
    let mut input = "begun,ended,how\n".to_owned();
    for row in rows(&reference("dated_input.csv")) {
        let [begun, ended] = ["origin", "last_seen"].map(|it| row[it].parse::<i32>().unwrap());
        let (begun, ended) = (date(origin + begun), date(origin + ended));
        writeln!(input, "{begun},{ended},{}", row["status"]).unwrap();
    }
    let expected = rows(&reference("period_expected_R_survfit.csv"));
    let times: Vec<&str> = expected.iter().map(|it| it["time"].as_str()).collect();
    let asked = "--begin begun --end ended --status how --as-at 2025-12-31 --back 0 --at";
    let times = times.join(",");
    let asked: Vec<&str> = asked.split(' ').chain([times.as_str()]).collect();
    let found = estimated("period", &input, &asked);
    let mut compared = 0;
    for row in &found {
        // After day 539 nobody is at risk, and R repeats the figures of that day.
        if number(row, "time") > 539.0 {
            assert!(row["estimate"].is_empty());
            continue;
        }
        let of_r = expected.iter().find(|it| near_time(it, row)).unwrap();
        let column = format!("cif{}", row["cause"]);
        near(number(row, "estimate"), number(of_r, &column), 1e-12);
        assert_eq!(row["n_risk"], of_r["n_risk"]);
        compared += 1;
    }
    assert!(compared > 300, "{compared}");
}

fn near_time(expected: &super::Row, found: &super::Row) -> bool {
    (number(expected, "time") - number(found, "time")).abs() < 1e-9
}

/// A case a day for four years, which is charged or not after 40 days by turns; from `breaks` on none is.
fn steady(breaks: &str) -> String {
    let mut input = "begun,ended,how\n".to_owned();
    for begun in day("2021-07-01")..day("2025-05-01") {
        let is_charged = begun % 2 == 0 && begun < day(breaks);
        let how = if is_charged { "charged" } else { "nfa" };
        writeln!(input, "{},{},{how}", date(begun), date(begun + 40)).unwrap();
    }
    input
}

#[test]
fn a_pace_that_lasts_is_foretold_and_one_that_breaks_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let charged = |breaks: &str| {
        fs::write(folder.path().join("in.csv"), steady(breaks)).unwrap();
        let asked = "period --input in.csv --begin begun --end ended --status how --as-at 2025-06-30 --at 40";
        let ended = estimate(folder.path(), &asked.split(' ').collect::<Vec<_>>());
        assert_eq!(ended.code, Some(0), "{}", ended.said());
        let mut found = rows(&ended.stdout);
        found.retain(|it| it["cause"] == "charged");
        (found, ended.stderr)
    };
    let (lasts, said) = charged("2030-01-01");
    assert_eq!(lasts.len(), 9);
    assert!(lasts[1..].iter().all(|it| it["within"] == "yes"));
    assert!(
        said.contains("of 16 estimates of earlier quarters"),
        "{said}"
    );
    assert!(said.contains("16 have it within their interval"), "{said}");
    let (breaks, _) = charged("2024-01-01");
    // What was said at the end of 2023 did not come true: of the cases that began before it half were
    // charged, but of those in the quarters after it none.
    let at = |as_at: &str| breaks.iter().find(|it| it["as_at"] == as_at).unwrap();
    assert_eq!(at("2023-12-31")["within"], "yes");
    assert_eq!(at("2024-03-31")["within"], "no");
    assert!(number(at("2024-03-31"), "error") < -0.3);
    assert!(number(at("2024-03-31"), "deviation") < -5.0);
}

#[test]
fn quarters_before_the_first_case_are_left_out() {
    let input = "begun,ended,how\n2025-01-05,2025-02-01,1\n2025-04-05,,0\n";
    let asked = "--begin begun --end ended --status how --as-at 2025-07-15 --at 10";
    let found = estimated("period", input, &asked.split(' ').collect::<Vec<_>>());
    let stood_on: Vec<&str> = found.iter().map(|it| it["as_at"].as_str()).collect();
    // The quarter that the day of the extract is in has only begun.
    assert_eq!(stood_on, ["2025-06-30", "2025-03-31"]);
}
