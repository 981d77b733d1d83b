//! Incidences of a run, held against the same worked out case by case.

use crate::exits::{endings, with_odd_outcomes};
use crate::oracle::facts::Place;
use crate::oracle::finals::Final;
use crate::weighed::links_of;
use crate::world::World;
use jiff::civil::Date;
use parquet::record::Row;
use rasso_synth::MessSettings;
use rasso_tests::text_of;
use std::collections::{BTreeMap, BTreeSet};

/// One case: where, when it began, and its ends: the day of each, and whether it is counted.
struct Case {
    place: Place,
    began: Date,
    ends: Vec<(Option<Date>, bool)>,
    /// Whether it ended, whether or not somebody knows when.
    ended: bool,
}

/// The incidences that are all in all, with crimes that are open.
const OUTCOMES: [&str; 5] = [
    "incidence.outcome_charged",
    "incidence.outcome_victim_does_not_support",
    "incidence.outcome_evidential_difficulties",
    "incidence.outcome_no_suspect",
    "incidence.outcome_other",
];

/// The incidences of exits of threads.
const EXITS: [(&str, &str); 4] = [
    ("incidence.charged", "charged"),
    ("incidence.nfa_cps", "nfa_cps"),
    ("incidence.nfa_police", "nfa_police"),
    ("incidence.victim_withdrew", "victim_withdrew"),
];

/// A figure: its value and limits, how many had ended so, and how many were at risk.
type Figure = (Option<[f64; 3]>, u64, u64);

/// The cases of each metric.
fn cases(world: &World, links: &crate::oracle::links::Links) -> BTreeMap<&'static str, Vec<Case>> {
    let facts = world.facts(links);
    let mut of: BTreeMap<&'static str, Vec<Case>> = BTreeMap::new();
    for (record, known) in world.extracts.crimes.iter().zip(&facts.crimes) {
        if !known.counted {
            continue;
        }
        let outcome = record.outcome.as_deref();
        let mut add = |metric, ends: Vec<(Option<Date>, bool)>, ended| {
            of.entry(metric).or_default().push(Case {
                place: known.place.clone(),
                began: record.recorded,
                ends,
                ended,
            });
        };
        let dated = outcome.and(record.outcome_date);
        let metric = "charge_rate.recorded_cohort_mature";
        add(
            metric,
            vec![(dated, outcome == Some("1"))],
            outcome.is_some(),
        );
        let ends = vec![(known.referral, true), (dated, false)];
        add("referral_rate_mature", ends, outcome.is_some());
        let of = match outcome {
            Some("1" | "1A") => Some("incidence.outcome_charged"),
            Some("14" | "16") => Some("incidence.outcome_victim_does_not_support"),
            Some("15") => Some("incidence.outcome_evidential_difficulties"),
            Some("18") => Some("incidence.outcome_no_suspect"),
            Some(_) => Some("incidence.outcome_other"),
            None => None,
        };
        for metric in OUTCOMES {
            add(metric, vec![(dated, of == Some(metric))], outcome.is_some());
        }
    }
    for (parts, ending) in endings(&world.extracts, links) {
        let crime = &facts.crimes[parts.crime];
        for (metric, exit) in EXITS.iter().filter(|_| crime.counted) {
            let is_it = ending.exit_on.filter(|_| ending.exit == *exit);
            of.entry(metric).or_default().push(Case {
                place: crime.place.clone(),
                began: world.extracts.crimes[parts.crime].recorded,
                ends: vec![(is_it, true), (ending.on, false)],
                ended: ending.is_over,
            });
        }
    }
    for (record, known) in world.extracts.cps.iter().zip(&facts.cps) {
        if let (true, Some(began)) = (record.rape_flag, known.referral) {
            let end = known.finally.as_ref();
            let ends = vec![(
                end.map(|it| it.1),
                end.is_some_and(|it| it.0 == Final::Charge),
            )];
            let metric = "charge_rate.referral_cohort_mature";
            of.entry(metric).or_default().push(Case {
                place: known.place.clone(),
                began,
                ends,
                ended: end.is_some(),
            });
        }
    }
    of
}

/// Aalen and Johansen's estimator by its definition, over days that each case was followed to and how it
/// ended (1 counted, 2 otherwise, 0 not).
fn incidence(followed: &[(i32, u8)], horizon: i32) -> Figure {
    let last = followed.iter().map(|it| it.0).max();
    let at_risk = |day: i32| followed.iter().filter(|it| it.0 >= day).count();
    let number = |it: usize| u64::try_from(it).unwrap();
    let is_settled = followed.iter().all(|it| it.1 != 0);
    if last.is_none() || last.is_some_and(|it| it < horizon) && !is_settled {
        return (None, 0, 0);
    }
    let days: BTreeSet<i32> = followed
        .iter()
        .filter(|it| it.1 != 0)
        .map(|it| it.0)
        .collect();
    let (mut free, mut share) = (1.0, 0.0);
    let mut steps = Vec::new();
    for day in days.range(..=horizon) {
        let n = f64::from(u32::try_from(at_risk(*day)).unwrap());
        let ended = |of: fn(u8) -> bool| {
            let ended = followed.iter().filter(|it| it.0 == *day && of(it.1));
            f64::from(u32::try_from(ended.count()).unwrap())
        };
        let (of_any, counted) = (ended(|it| it != 0), ended(|it| it == 1));
        share += free * counted / n;
        steps.push((free, n, of_any, counted, share));
        free *= 1.0 - of_any / n;
    }
    // Aalen's variance, term by term.
    let mut variance = 0.0;
    for (free, n, of_any, counted, then) in &steps {
        if *n <= 1.0 {
            continue;
        }
        let rest = share - then;
        if n > of_any {
            variance += rest * rest * of_any / ((n - 1.0) * (n - of_any));
            variance -=
                2.0 * rest * free * counted * (n - counted) / (n * (n - of_any) * (n - 1.0));
        }
        variance += free * free * counted * (n - counted) / (n * n * (n - 1.0));
    }
    let events = followed
        .iter()
        .filter(|it| it.0 <= horizon && it.1 == 1)
        .count();
    let figure = if share > 0.0 && share < 1.0 - 1e-12 {
        let reach = 1.959_963_984_540_054 * variance.max(0.0).sqrt() / (share * share.ln());
        [share, share.powf((-reach).exp()), share.powf(reach.exp())]
    } else {
        [share, f64::NAN, f64::NAN]
    };
    (Some(figure), number(events), number(at_risk(horizon)))
}

/// How long a case was followed, and how it ended; nothing where nobody knows when.
fn followed(case: &Case, as_at: Date) -> Option<(i32, u8)> {
    let dated = case.ends.iter().filter_map(|it| Some((it.0?, it.1)));
    // `min_by_key` takes the first of those that are alike.
    let first = dated.min_by_key(|it| it.0);
    let since = |day: Date| (day - case.began).get_days().max(0);
    match first {
        Some((day, counted)) => Some((since(day), if counted { 1 } else { 2 })),
        None if case.ended => None,
        None => Some((since(as_at), 0)),
    }
}

fn number(row: &Row, column: &str) -> Option<f64> {
    text_of(row, column).parse().ok()
}

/// Whether a case of this quarter is in a period, as the run writes it.
fn is_in(period: &str, kind: &str, began: Date) -> bool {
    let quarter = (began.month() - 1) / 3 + 1;
    match kind {
        "quarter" => period == format!("{}-Q{quarter}", began.year()),
        "year_calendar" => period == began.year().to_string(),
        _ => false,
    }
}

#[test]
fn incidences_are_those_of_every_case_by_itself() {
    let mess = MessSettings::built_in().unwrap();
    let world = World::without((8_000, 23), Some(mess), with_odd_outcomes).unwrap();
    let run = world.run().unwrap();
    let cases = cases(&world, &links_of(&run, &world.extracts));
    let as_at = world.extracts.as_at;
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut left_out = 0;
    for row in rasso_tests::rows(&run.join("measures.parquet")).unwrap() {
        let (kind, area_type) = (text_of(&row, "period_type"), text_of(&row, "area_type"));
        let metric = text_of(&row, "metric");
        let Some(all) = cases.get(metric.as_str()) else {
            continue;
        };
        if !["quarter", "year_calendar"].contains(&kind.as_str()) || area_type == "cps_area" {
            continue;
        }
        let (period, area) = (text_of(&row, "period"), text_of(&row, "area_code"));
        let is_here = |it: &&Case| area_type == "national" || it.place.force == area;
        let own = all
            .iter()
            .filter(is_here)
            .filter(|it| is_in(&period, &kind, it.began));
        let (own, undated): (Vec<_>, Vec<_>) =
            own.map(|it| followed(it, as_at)).partition(Option::is_some);
        let own: Vec<_> = own.into_iter().flatten().collect();
        assert_eq!(text_of(&row, "undated"), undated.len().to_string());
        left_out += undated.len();
        let horizon: i32 = text_of(&row, "horizon_days").parse().unwrap();
        let (figure, events, at_risk) = incidence(&own, horizon);
        let of = format!("{metric}, {area_type} {area}, {period}, {horizon}");
        for (column, value) in ["value", "lower", "upper"]
            .into_iter()
            .zip(figure.unwrap_or([f64::NAN; 3]))
        {
            match number(&row, column).filter(|it| !it.is_nan()) {
                Some(it) => assert!(
                    (it - value).abs() < 1e-10,
                    "{of}: {column} {it}, not {value}"
                ),
                None => assert!(value.is_nan(), "{of}: no {column}, but {value}"),
            }
        }
        if figure.is_some() {
            let told = |column: &str| text_of(&row, column).parse().ok();
            assert_eq!(told("numerator"), Some(events), "{of}");
            assert_eq!(told("at_risk"), Some(at_risk), "{of}");
            assert_eq!(told("denominator"), u64::try_from(own.len()).ok(), "{of}");
        } else {
            assert_eq!(text_of(&row, "status"), "not_estimable", "{of}");
        }
        *seen.entry(metric).or_default() += usize::from(figure.is_some());
    }
    assert!(left_out > 0);
    assert_eq!(seen.len(), 3 + OUTCOMES.len() + EXITS.len());
    assert!(seen.values().all(|it| *it > 500), "{seen:?}");
}

#[test]
fn the_ends_of_a_crime_are_all_of_them_together() {
    let world = World::new(8_000, 23, false).unwrap();
    let run = world.run().unwrap();
    let mut sums: BTreeMap<[String; 3], (f64, usize)> = BTreeMap::new();
    let mut open: BTreeMap<[String; 3], bool> = BTreeMap::new();
    for row in rasso_tests::rows(&run.join("measures.parquet")).unwrap() {
        if !text_of(&row, "metric").starts_with("incidence.outcome_") {
            continue;
        }
        let cell = ["area_code", "period", "horizon_days"].map(|it| text_of(&row, it));
        let sum = sums.entry(cell.clone()).or_default();
        sum.0 += number(&row, "value").unwrap_or_default();
        sum.1 += 1;
        open.insert(cell, number(&row, "open_share").unwrap() > 0.0);
    }
    assert!(
        sums.values()
            .all(|it| it.1 == OUTCOMES.len() && it.0 <= 1.0 + 1e-12)
    );
    // Where none is open and all have ended by then, there is nothing else.
    let closed = sums
        .iter()
        .filter(|it| !open[it.0] && it.1.0 > 0.0 && it.0[2] == "1095");
    assert!(closed.clone().count() > 0 && closed.clone().all(|it| (it.1.0 - 1.0).abs() < 1e-9));
}
