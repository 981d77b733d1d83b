//! A force that sent nothing of two quarters is named wherever a figure is without it, and nobody else is.

use crate::quality::rewritten::{Row, rewrite};
use crate::world::World;
use rasso_tests::{repository, rows, run_rasso, text_of};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Devon and Cornwall.
const GONE: &str = "50";
const CRIMES: u64 = 12_000;

/// Takes away the crimes recorded in the first half of 2024, and the suspects identified then.
fn lose(folder: &Path) -> Result<(), String> {
    let is_gone = |row: &Row, date: &str| {
        row["force_code"] == GONE && ("2024-01-01".."2024-07-01").contains(&row[date].as_str())
    };
    rewrite(folder, "police_crime", |row| !is_gone(row, "recorded_date"))?;
    rewrite(folder, "police_suspect", |row| {
        !is_gone(row, "identified_date")
    })
}

/// Cells of the rows of a file, that meet these.
fn cells(file: &Path, columns: &[&str], meet: &[(&str, &str)]) -> BTreeSet<Vec<String>> {
    let rows = rows(file).unwrap();
    let meets = |row: &&parquet::record::Row| meet.iter().all(|it| text_of(row, it.0) == it.1);
    let cells = |row: &parquet::record::Row| columns.iter().map(|it| text_of(row, it)).collect();
    rows.iter().filter(meets).map(cells).collect()
}

#[test]
fn a_force_without_two_quarters_is_named_and_nobody_else() {
    let world = World::without((CRIMES, 8), None, lose).unwrap();
    let run = world.run().unwrap();
    only_the_quarters_are_gone(&run);
    figures_name_the_force(&run);
    a_figure_explained_names_it(&run);
    the_page_names_it(&run);
    coverage_is_what_the_records_say(&run);
}

#[test]
fn nobody_is_named_in_a_world_of_which_all_is_sent() {
    for seed in [5, 6] {
        let world = World::new(CRIMES, seed, false).unwrap();
        let run = world.run().unwrap();
        let gone = cells(&run.join("left_out.parquet"), &["metric", "why"], &[]);
        assert!(gone.is_empty(), "seed {seed}: {gone:?}");
        let page = fs::read_to_string(run.join("run.html")).unwrap();
        assert!(!page.contains("Without records of"));
    }
}

fn only_the_quarters_are_gone(run: &Path) {
    let file = run.join("coverage.parquet");
    for status in ["none", "partial"] {
        let columns = ["agency", "force_code", "cps_area"];
        let told = cells(&file, &columns, &[("status", status)]);
        let police = ["police", GONE, ""].map(str::to_owned).to_vec();
        assert_eq!(told, BTreeSet::from([police]), "{status}");
    }
    let of = |table: &str, period: &str| {
        let meet = [("force_code", GONE), ("table", table), ("period", period)];
        let columns = ["rows", "months", "months_with_rows", "status"];
        let told = cells(&file, &columns, &meet).into_iter();
        told.map(|it| it.join(" ")).collect::<String>()
    };
    for table in ["police_crime", "police_suspect"] {
        for quarter in ["2024-Q1", "2024-Q2"] {
            assert_eq!(of(table, quarter), "0 3 0 none");
        }
        assert!(of(table, "2024-Q3").ends_with(" 3 3 complete"));
        assert!(of(table, "2024").ends_with(" 12 6 partial"));
    }
}

fn figures_name_the_force(run: &Path) {
    let file = run.join("left_out.parquet");
    let whom = cells(&file, &["agency", "force_code", "cps_area"], &[]);
    let police = ["police", GONE, ""].map(str::to_owned).to_vec();
    assert_eq!(whom, BTreeSet::from([police]));
    let areas = cells(&file, &["area_type", "area_code"], &[]);
    let expected = [
        ["cps_area", "cps:south-west"],
        ["force", GONE],
        ["national", "EW"],
    ];
    let expected = expected.map(|it| it.map(str::to_owned).to_vec());
    assert_eq!(areas, BTreeSet::from(expected));
    let quarters = cells(
        &file,
        &["period"],
        &[("period_type", "quarter"), ("metric", "recorded_crimes")],
    );
    let expected = ["2024-Q1", "2024-Q2"].map(|it| vec![it.to_owned()]);
    assert_eq!(quarters, BTreeSet::from(expected));
    // What the CPS alone tells is whole.
    let of_cps = cells(
        &file,
        &["period"],
        &[("metric", "charge_rate.legal_decisions")],
    );
    assert!(of_cps.is_empty());
    let status = |period: &str, area: &str| {
        let meet = [
            ("metric", "recorded_crimes"),
            ("period", period),
            ("area_code", area),
        ];
        let told = cells(&run.join("measures.parquet"), &["status"], &meet);
        told.into_iter().flatten().collect::<String>()
    };
    for (period, area, is_whole) in [
        ("2024-Q1", "EW", false),
        ("2024-Q1", "cps:south-west", false),
        ("2024-Q1", "52", true),
        ("2024-Q1", "cps:wessex", true),
        ("2024-Q3", "EW", true),
        ("2024-Q3", GONE, true),
        ("2024", GONE, false),
    ] {
        let is_partial = status(period, area) == "partial_coverage";
        assert_eq!(is_partial, !is_whole, "{period}, {area}");
    }
}

fn a_figure_explained_names_it(run: &Path) {
    let explained = |cell: &str, more: &[&str]| {
        let mut words = vec!["explain", cell, "--run", run.to_str().unwrap()];
        words.extend(more);
        let ended = run_rasso(repository(), words).unwrap();
        assert_eq!(ended.code, Some(0), "{}", ended.said());
        ended.stdout
    };
    let sentence = "Without records of the police of: Devon and Cornwall (50).";
    for cell in [
        "recorded_crimes/EW/2024",
        "recorded_crimes/cps:south-west/2024-Q1",
    ] {
        assert!(explained(cell, &[]).contains(sentence), "{cell}");
        let told = explained(cell, &["--json"]);
        let told: serde_json::Value = serde_json::from_str(&told).unwrap();
        let gone = told["clocks"][0]["left_out"].as_array().unwrap();
        assert_eq!(gone.len(), 1);
        assert_eq!(gone[0]["force_code"], GONE);
        assert!(gone[0]["why"].as_str().unwrap().contains("2024-01"));
    }
    for cell in ["recorded_crimes/EW/2024-Q3", "recorded_crimes/52/2024-Q1"] {
        assert!(!explained(cell, &[]).contains("Without records"), "{cell}");
    }
}

fn the_page_names_it(run: &Path) {
    let page = fs::read_to_string(run.join("run.html")).unwrap();
    let named = "of the police of: Devon and Cornwall (50).";
    assert_eq!(
        page.matches(named).count(),
        page.matches("ithout records of").count()
    );
    assert!(page.contains(named));
}

/// Every count of crimes, by force and quarter, made again from the accepted records.
fn coverage_is_what_the_records_say(run: &Path) {
    let mut counted: BTreeMap<(String, String), u64> = BTreeMap::new();
    for row in rows(&run.join("ingest/police_crime.parquet")).unwrap() {
        let days: i64 = text_of(&row, "recorded_date").parse().unwrap();
        let epoch = jiff::civil::Date::constant(1970, 1, 1);
        let date = epoch.saturating_add(jiff::Span::new().days(days));
        let quarter = format!("{}-Q{}", date.year(), (date.month() - 1) / 3 + 1);
        *counted
            .entry((text_of(&row, "force_code"), quarter))
            .or_default() += 1;
    }
    let meet = [("table", "police_crime"), ("period_type", "quarter")];
    let told = cells(
        &run.join("coverage.parquet"),
        &["force_code", "period", "rows"],
        &meet,
    );
    let forces: BTreeSet<&String> = told.iter().map(|it| &it[0]).collect();
    assert_eq!(forces.len(), 44, "every force is told");
    for it in &told {
        let expected = counted.get(&(it[0].clone(), it[1].clone()));
        assert_eq!(it[2], expected.copied().unwrap_or_default().to_string());
    }
}
