//! The ways between figures: they add up, end where the figures stand, and hold what plain code finds.

use crate::world::World;
use parquet::record::Row;
use rasso_tests::{Ended, rows, run_rasso, text_of};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

/// A walk, by what names it: bridge, area and period.
type Walks = BTreeMap<[String; 3], Vec<(String, i64)>>;

fn walks(run: &Path) -> Walks {
    let mut walks = Walks::new();
    for row in rows(&run.join("bridges.parquet")).unwrap() {
        let key = ["bridge", "area_code", "period"].map(|it| text_of(&row, it));
        let steps = walks.entry(key).or_default();
        assert_eq!(text_of(&row, "step"), steps.len().to_string());
        let units = text_of(&row, "units").parse().unwrap();
        steps.push((text_of(&row, "what"), units));
    }
    walks
}

fn explained(run: &Path, from: &str, to: &str, more: &[&str]) -> Ended {
    let asked = ["explain", from, "--to", to, "--run", run.to_str().unwrap()];
    run_rasso(run, asked.iter().chain(more).copied()).unwrap()
}

#[test]
fn every_walk_adds_up_and_ends_where_the_figures_stand() {
    let world = World::new(4_000, 20_251_120, true).unwrap();
    let run = world.run().unwrap();
    let walks = walks(&run);
    for (key, steps) in &walks {
        let (last, before) = steps.split_last().unwrap();
        assert!(before.len() < 2 || before[1..].iter().all(|it| it.1 != 0));
        assert_eq!(last.1, before.iter().map(|it| it.1).sum::<i64>(), "{key:?}");
    }
    ends_are_the_figures(&run, &walks);
    crimes_and_referrals_are_matched_by_hand(&run, &walks);
    a_cell_is_walked_to_another_and_back(&run);
}

/// Both ends of every bridge, in every cell that the run has of either.
fn ends_are_the_figures(run: &Path, walks: &Walks) {
    let schemas = rasso_schema::Schemas::embedded().unwrap();
    let measures = rows(&run.join("measures.parquet")).unwrap();
    let mut figures: BTreeMap<[String; 4], Row> = BTreeMap::new();
    for row in measures {
        let key = ["metric", "clock", "area_code", "period"].map(|it| text_of(&row, it));
        figures.insert(key, row);
    }
    let mut seen = 0;
    for file in schemas.files_in("bridges") {
        let bridge: toml::Table = schemas.file(file).unwrap().parse().unwrap();
        let name = bridge["name"].as_str().unwrap();
        let of_bridge: Vec<_> = walks.iter().filter(|it| it.0[0] == name).collect();
        assert!(!of_bridge.is_empty(), "{name}");
        let is_shifted = bridge.contains_key("periods");
        for (at, foot) in ["from", "to"].into_iter().enumerate() {
            let word = |key: &str| bridge[foot].get(key).and_then(toml::Value::as_str);
            let side = word("side").unwrap_or("numerator");
            let figure = |area: &str, period: &str| -> i64 {
                let key = [
                    word("metric").unwrap(),
                    word("clock").unwrap(),
                    area,
                    period,
                ];
                let row = figures.get(&key.map(str::to_owned));
                row.map_or(0, |it| text_of(it, side).parse().unwrap())
            };
            for ([_, area, period], steps) in &of_bridge {
                // Opposite 2024-25 stands 2024.
                let period = if is_shifted && at == 1 {
                    &period[..4]
                } else {
                    period
                };
                let end = if at == 0 { steps.first() } else { steps.last() };
                assert_eq!(
                    end.unwrap().1,
                    figure(area, period),
                    "{name} {area} {period}"
                );
                seen += 1;
            }
            // And no cell of a figure without its walk.
            let cells = figures.iter().filter(|it| {
                Some(it.0[0].as_str()) == word("metric") && Some(it.0[1].as_str()) == word("clock")
            });
            for (key, row) in cells.filter(|_| !is_shifted) {
                let walk = [name.to_owned(), key[2].clone(), key[3].clone()];
                let has = walks.contains_key(&walk);
                assert!(has || ["0", ""].contains(&&*text_of(row, side)), "{walk:?}");
            }
        }
    }
    assert!(seen > 1_000, "{seen}");
}

/// From crimes recorded in a year to suspects referred in it, by sets of record ids.
fn crimes_and_referrals_are_matched_by_hand(run: &Path, walks: &Walks) {
    let year = "2024";
    let is = |row: &Row, column: &str, word: &str| text_of(row, column) == word;
    let crimes = rows(&run.join("units/crime.parquet")).unwrap();
    let suspects = rows(&run.join("units/cps_suspect.parquet")).unwrap();
    for area in ["EW", "20", "cps:west-midlands"] {
        let is_here = |row: &Row| match area {
            "EW" => true,
            _ if area.starts_with("cps:") => is(row, "cps_area", area),
            _ => is(row, "force_code", area),
        };
        let counted = crimes.iter().filter(|it| {
            is(it, "counted", "1") && text_of(it, "recorded_date").starts_with(year) && is_here(it)
        });
        let counted: BTreeSet<String> = counted.map(|it| text_of(it, "record_id")).collect();
        let mut of_crime: BTreeMap<String, i64> = BTreeMap::new();
        let (mut leave, mut come, mut both) = (0, 0, 0);
        for row in &suspects {
            let crime = text_of(row, "crime_id");
            let is_first = counted.contains(&crime);
            let is_second = is(row, "rape_flag", "1")
                && text_of(row, "cps_contact_date").starts_with(year)
                && is_here(row);
            match (is_first, is_second) {
                (true, true) => both += 1,
                (true, false) => leave += 1,
                (false, true) => come += 1,
                (false, false) => {}
            }
            *of_crime.entry(crime).or_default() += 1;
        }
        let has = |crime: &&String| of_crime.get(*crime).copied().unwrap_or(0);
        let without = counted.iter().filter(|it| has(it) == 0).count();
        let further: i64 = counted.iter().map(|it| (has(&it) - 1).max(0)).sum();
        let key = ["crimes.to_referrals", area, year].map(str::to_owned);
        let steps = &walks[&key];
        let sum = |word: &str| -> i64 {
            let of = steps.iter().filter(|it| it.0.contains(word));
            of.map(|it| it.1).sum()
        };
        assert_eq!(steps[0].1, i64::try_from(counted.len()).unwrap());
        assert_eq!(-sum("crime without a "), i64::try_from(without).unwrap());
        assert_eq!(sum(" of a crime with "), further);
        assert_eq!(-sum("not in the second: "), leave);
        assert_eq!(sum("not in the first: "), come);
        assert_eq!(steps.last().unwrap().1, both + come);
        assert!(leave > 0 && come > 0 && both > 0 && without > 0, "{area}");
    }
}

fn a_cell_is_walked_to_another_and_back(run: &Path) {
    let cells = ["recorded_crimes/EW/2024", "referrals/EW/2024/flow"];
    let steps = |from: &str, to: &str| -> Vec<i64> {
        let ended = explained(run, from, to, &["--json"]);
        assert_eq!(ended.code, Some(0), "{}", ended.said());
        let told: Value = serde_json::from_str(&ended.stdout).unwrap();
        let steps = told["steps"].as_array().unwrap().iter();
        steps.map(|it| it["units"].as_i64().unwrap()).collect()
    };
    let there = steps(cells[0], cells[1]);
    let mut back = steps(cells[1], cells[0]);
    back.reverse();
    assert_eq!(there.first(), back.first());
    assert_eq!(there.last(), back.last());
    let inner = |of: &[i64]| of[1..of.len() - 1].to_vec();
    let turned: Vec<i64> = inner(&back).iter().map(|it| -it).collect();
    assert_eq!(inner(&there), turned);
    assert!(there.len() > 4);
    // From one area and quarter to another, and from a flow to a stock.
    let moved = steps("referrals/20/2024-Q1", "referrals/EW/2024");
    assert_eq!(
        moved.iter().rev().skip(1).sum::<i64>(),
        moved[moved.len() - 1]
    );
    let open = steps("crown_receipts/EW/2024-Q4", "crown_open/EW/2024-Q4");
    assert!(open.len() > 2);
    for (from, to, says) in [
        (
            "recorded_crimes/EW/2024",
            "trial_listings/EW/2024",
            "neither belongs to the other",
        ),
        (
            "recorded_crimes/EW/2024",
            "completed_prosecutions/EW/2024",
            "several clocks; say which of cohort, flow",
        ),
        (
            "recorded_crimes/EW/2024",
            "recorded_crime/EW/2024",
            "recorded_crimes",
        ),
        (
            "recorded_crimes/EW/2024",
            "recorded_crimes/99/2024",
            "no force or CPS Area is called `99`",
        ),
        (
            "recorded_crimes/EW/2018",
            "recorded_crimes/EW/2024",
            "the run has no figures of 2018",
        ),
        (
            "recorded_crimes/EW/2024/denominator",
            "referrals/EW/2024",
            "counts no units as its denominator",
        ),
    ] {
        let ended = explained(run, from, to, &[]);
        assert_eq!(ended.code, Some(2), "{}", ended.said());
        assert!(ended.stderr.contains(says), "{}", ended.stderr);
    }
}
