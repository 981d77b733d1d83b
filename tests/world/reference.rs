//! Numbers that no case gives: published counts with what is below zero, residents and prosecutors.

use super::{World, edit, run};
use parquet::record::Row;
use rasso_tests::{repository, rows, text_of};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

const FILE: &str = "tests/data/home_office_recorded_crime/prc_pfa_2017_18_rape.csv";
const CLASSES: [&str; 6] = ["19C", "19D", "19E", "19F", "19G", "19H"];

/// Two crimes charged in quarters whose published count is below zero, and one in a usual quarter.
const CRIMES: &str = "\
crime_ref,force_code,recorded_date,offence_code,outcome_code,outcome_date
A1,17,2017-11-02,19G,1,2017-12-01
A2,93,2018-01-15,19D,1,2018-02-01
A3,17,2017-05-02,19C,1,2017-06-01
";

/// A run of the published file, as it is or changed, and three crimes.
fn published(folder: &Path, text: &str, more: &str) -> Result<PathBuf, String> {
    let write =
        |name: &str, text: &str| fs::write(folder.join(name), text).map_err(|it| it.to_string());
    write("crimes.csv", CRIMES)?;
    write("published.csv", text)?;
    let pipeline = format!(
        "name = \"published\"\nas_at = \"2018-03-31\"\n\n[periods]\nfrom = \"2017-Q2\"\n\n\
         [[extract]]\nagency = \"police\"\ntable = \"police_crime\"\npath = \"crimes.csv\"\n\
         extract_date = \"2018-03-31\"\n\n\
         [[extract]]\nagency = \"reference\"\ntable = \"recorded_counts\"\npath = \"published.csv\"\n\
         mapping = \"home-office-recorded-crime\"\n{more}"
    );
    write("pipeline.toml", &pipeline)?;
    run(&folder.join("pipeline.toml"), &folder.join("out"))
}

fn home_office() -> String {
    fs::read_to_string(repository().join(FILE)).unwrap()
}

/// Force code, calendar quarter, class and number of each row, by code of its own.
fn by_hand(text: &str) -> Vec<(String, String, String, i64)> {
    let forces = fs::read_to_string(repository().join("data-schemas/geography/forces.csv"));
    let forces = forces.unwrap();
    let mut codes: BTreeMap<String, String> = BTreeMap::new();
    for force in csv::Reader::from_reader(forces.as_bytes()).records() {
        let force = force.unwrap();
        for name in force[3].split('|').chain([&force[1]]) {
            codes.insert(name.to_owned(), force[0].to_owned());
        }
    }
    let quarters = ["2017-Q2", "2017-Q3", "2017-Q4", "2018-Q1"];
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let all = reader.records().map(|row| {
        let row = row.unwrap();
        let quarter: usize = row[1].parse().unwrap();
        let number = row[7].parse().unwrap();
        (
            codes.get(&row[2]).cloned().unwrap_or_default(),
            quarters[quarter - 1].to_owned(),
            row[6].to_owned(),
            number,
        )
    });
    all.filter(|it| CLASSES.contains(&it.2.as_str())).collect()
}

/// The rows of a metric.
fn measured(run: &Path, metric: &str) -> Vec<Row> {
    let all = rows(&run.join("measures.parquet")).unwrap();
    let own = all.into_iter().filter(|it| text_of(it, "metric") == metric);
    own.collect()
}

fn cell<'r>(all: &'r [Row], area: &str, period: &str) -> Option<&'r Row> {
    let is_it = |it: &&Row| text_of(it, "area_code") == area && text_of(it, "period") == period;
    all.iter().find(is_it)
}

fn said(row: &Row) -> [String; 4] {
    ["numerator", "denominator", "value", "status"].map(|it| text_of(row, it))
}

#[test]
fn published_counts_are_read_with_what_is_below_zero() {
    let folder = tempfile::tempdir().unwrap();
    let run = published(folder.path(), &home_office(), "").unwrap();
    let all = by_hand(&home_office());
    assert_eq!(all.iter().map(|it| it.3).sum::<i64>(), 54_045);

    let counts = measured(&run, "recorded_crimes.home_office");
    let nation = cell(&counts, "EW", "2017-18").unwrap();
    assert_eq!(said(nation)[0], "54045");
    assert_eq!(
        (&*text_of(nation, "coverage"), &*text_of(nation, "status")),
        ("1.0", "ok")
    );
    let mut expected: BTreeMap<(String, String), i64> = BTreeMap::new();
    for (force, quarter, _, number) in &all {
        let key = (force.clone(), quarter.clone());
        *expected.entry(key).or_default() += number;
    }
    let found: BTreeMap<(String, String), i64> = counts
        .iter()
        .filter(|it| text_of(it, "period_type") == "quarter" && text_of(it, "area_type") == "force")
        .map(|it| {
            let number = text_of(it, "numerator").parse().unwrap();
            ((text_of(it, "area_code"), text_of(it, "period")), number)
        })
        .collect();
    assert_eq!(found, expected);
    assert_eq!(found.len(), 44 * 4);

    // Each class by itself, where two numbers are below zero.
    let mut below_zero = Vec::new();
    for class in CLASSES {
        let own = measured(&run, &format!("recorded_crimes.home_office.{class}"));
        for (force, quarter, _, number) in all.iter().filter(|it| it.2 == class) {
            let row = cell(&own, force, quarter).unwrap();
            let [above, below, value, status] = said(row);
            assert_eq!((above.parse(), &*below, &*status), (Ok(*number), "", "ok"));
            assert!(
                value
                    .parse::<f64>()
                    .unwrap()
                    .total_cmp(&above.parse().unwrap())
                    .is_eq()
            );
            if *number < 0 {
                below_zero.push((force.as_str(), quarter.as_str(), class, *number));
            }
        }
    }
    let known = [("93", "2018-Q1", "19D", -1), ("17", "2017-Q4", "19G", -1)];
    assert_eq!(below_zero, known);
}

#[test]
fn what_is_below_zero_is_no_denominator_and_stays_in_sight() {
    let folder = tempfile::tempdir().unwrap();
    let run = published(folder.path(), &home_office(), "").unwrap();
    for (class, force, quarter) in [("19G", "17", "2017-Q4"), ("19D", "93", "2018-Q1")] {
        let rates = measured(&run, &format!("charge_rate.of_published_recorded.{class}"));
        let row = cell(&rates, force, quarter).unwrap();
        assert_eq!(said(row), ["1", "-1", "", "not_estimable"]);
    }
    // Nothing was charged, and the published number is 0: neither is a rate of 0.
    let all = by_hand(&home_office());
    let (force, quarter, class, _) = all.iter().find(|it| it.3 == 0).unwrap();
    let rates = measured(&run, &format!("charge_rate.of_published_recorded.{class}"));
    let row = cell(&rates, force, quarter).unwrap();
    assert_eq!(said(row), ["0", "0", "", "not_estimable"]);

    let rates = measured(&run, "charge_rate.of_published_recorded");
    let of_force = |force: &str, quarter: &str| -> i64 {
        let own = all.iter().filter(|it| it.0 == force && it.1 == quarter);
        own.map(|it| it.3).sum()
    };
    let row = cell(&rates, "17", "2017-Q2").unwrap();
    let below = of_force("17", "2017-Q2");
    let [above, denominator, value, status] = said(row);
    assert_eq!((above, denominator), ("1".to_owned(), below.to_string()));
    let below = f64::from(i32::try_from(below).unwrap());
    assert!((value.parse::<f64>().unwrap() * below - 1.0).abs() < 1e-12);
    assert_eq!(status, "ok");
}

#[test]
fn a_force_without_a_number_is_no_zero_and_the_nation_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let is_there = |it: &&str| !it.starts_with("2017/18,1,Cleveland,");
    let lines = home_office();
    let lines: Vec<&str> = lines.lines().filter(is_there).collect();
    let text = lines.join("\n") + "\n";
    let run = published(folder.path(), &text, "").unwrap();
    let counts = measured(&run, "recorded_crimes.home_office");
    assert!(cell(&counts, "17", "2017-Q2").is_none());
    assert!(cell(&counts, "17", "2017-Q3").is_some());
    for (area, period) in [("EW", "2017-Q2"), ("EW", "2017-18"), ("17", "2017-18")] {
        let row = cell(&counts, area, period).unwrap();
        assert_eq!(said(row)[3], "partial_coverage", "{area} {period}");
        assert!(text_of(row, "coverage").parse::<f64>().unwrap() < 1.0);
    }
    let rates = measured(&run, "charge_rate.of_published_recorded");
    let row = cell(&rates, "17", "2017-Q2").unwrap();
    assert_eq!(said(row), ["1", "", "", "not_applicable"]);
    let row = cell(&rates, "EW", "2017-Q2").unwrap();
    assert_eq!([&said(row)[2], &said(row)[3]], ["", "partial_coverage"]);
}

#[test]
fn a_bad_number_is_a_fault_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let mut text = home_office();
    for row in [
        "2017/18,1,Gwynedd,x,x,x,19C,4",
        "2017/18,5,Gwent,x,x,x,19C,4",
        "2017/18,1,Gwent,x,x,x,19C,four",
        "2017/18,1,Gwent,twice,x,x,19C,4",
    ] {
        text += row;
        text.push('\n');
    }
    let run = published(folder.path(), &text, "").unwrap();
    let faults = rows(&run.join("quarantine/recorded_counts.parquet")).unwrap();
    let places: Vec<[String; 3]> = faults
        .iter()
        .map(|it| ["row", "column", "rule"].map(|name| text_of(it, name)))
        .collect();
    let of = |column: &str| places.iter().filter(|it| it[1] == column).count();
    assert_eq!(
        [of("force_code"), of("quarter"), of("crimes")],
        [1, 1, 1],
        "{places:?}"
    );
    assert!(places.iter().any(|it| it[2].contains("key")), "{places:?}");
    let record = super::record(&run);
    let files = record["files"].as_array().unwrap();
    let own = files.iter().find(|it| it["table"] == "recorded_counts");
    let own = own.unwrap();
    assert_eq!(own["sha256"].as_str().unwrap().len(), 64);
    assert_eq!(own["rows_seen"], 1_094);
}

/// Adds a file of numbers to a world.
fn with_numbers(folder: &Path, table: &str, text: &str, day: Option<&str>) -> Result<(), String> {
    fs::write(folder.join(format!("{table}.csv")), text).map_err(|it| it.to_string())?;
    let pipeline = folder.join("pipeline.toml");
    edit(&pipeline, &pipeline, |it| {
        let path = format!("{table}.csv");
        let mut entry = toml::Table::from_iter([
            ("agency".to_owned(), "reference".into()),
            ("table".to_owned(), table.into()),
            ("path".to_owned(), path.into()),
        ]);
        entry.extend(day.map(|it| ("extract_date".to_owned(), it.into())));
        if let Some(all) = it.get_mut("extract").and_then(toml::Value::as_array_mut) {
            all.push(entry.into());
        }
    })
}

#[test]
fn residents_and_prosecutors_are_denominators_and_move_no_other_figure() {
    let world = World::new(4_000, 41, false).unwrap();
    let before = fs::read(world.run().unwrap().join("measures.parquet")).unwrap();
    let folder = world.folder.path();
    let residents = "force_code,year,population\n52,2024,1700000\n01,2024,8900000\n";
    // An old file of numbers says nothing of how far the cases are known.
    with_numbers(folder, "population", residents, Some("2024-09-30")).unwrap();
    let staff =
        "cps_area,period,prosecutors_fte\ncps:south-west,2024-Q4,12.5\ncps:north-west,2024-Q4,0\n";
    with_numbers(folder, "staffing", staff, None).unwrap();
    let run = world.run().unwrap();
    assert_eq!(super::record(&run)["censored_at"], "2025-06-30");

    let crimes = measured(&run, "recorded_crimes");
    let rates = measured(&run, "recorded_crimes.per_100_000");
    for (force, population) in [("52", 1_700_000.0), ("01", 8_900_000.0)] {
        for period in ["2024", "2024-25", "YE 2025-03", "YE 2025-06"] {
            let [count, ..] = said(cell(&crimes, force, period).unwrap());
            let [above, below, value, _] = said(cell(&rates, force, period).unwrap());
            assert_eq!(
                (&above, below.parse()),
                (&count, Ok(population)),
                "{force} {period}"
            );
            let expected = count.parse::<f64>().unwrap() * 100_000.0 / population;
            assert!((value.parse::<f64>().unwrap() - expected).abs() < 1e-9);
        }
        assert!(cell(&rates, force, "2024-Q2").is_none(), "years alone");
    }
    let row = cell(&rates, "06", "2024").unwrap();
    assert_eq!(
        [&said(row)[1], &said(row)[2], &said(row)[3]],
        ["", "", "not_applicable"]
    );
    let nation = cell(&rates, "EW", "2024").unwrap();
    assert_eq!(
        [&said(nation)[2], &said(nation)[3]],
        ["", "partial_coverage"]
    );

    // Who is on hand on 31 December 2024, by the rows of the units.
    let day = |row: &Row, column: &str| text_of(row, column);
    let on_hand = |row: &&Row| {
        let (came, went) = (
            day(row, "cps_contact_date"),
            day(row, "caseload_ended_date"),
        );
        text_of(row, "rape_flag") == "1"
            && text_of(row, "cps_area") == "cps:south-west"
            && !came.is_empty()
            && &*came <= "2024-12-31"
            && (went.is_empty() || &*went > "2024-12-31")
    };
    let suspects = rows(&run.join("units/cps_suspect.parquet")).unwrap();
    let number = suspects.iter().filter(on_hand).count();
    assert!(number > 0);
    let loads = measured(&run, "caseload.per_fte");
    let [above, below, value, status] = said(cell(&loads, "cps:south-west", "2024-Q4").unwrap());
    assert_eq!((above, &*below), (number.to_string(), "1250"));
    let expected = f64::from(u32::try_from(number).unwrap()) / 12.5;
    assert!((value.parse::<f64>().unwrap() - expected).abs() < 1e-12);
    assert_eq!(status, "ok");
    let none = cell(&loads, "cps:north-west", "2024-Q4").unwrap();
    assert_eq!(
        [&said(none)[1], &said(none)[2], &said(none)[3]],
        ["0", "", "not_estimable"]
    );

    // Every other figure is what it was.
    let others = |metric: &str| metric.contains(".per_");
    let after = rows(&run.join("measures.parquet")).unwrap();
    let after = after.iter().filter(|it| !others(&text_of(it, "metric")));
    let first = tempfile::NamedTempFile::new().unwrap();
    fs::write(first.path(), before).unwrap();
    let first = rows(first.path()).unwrap();
    assert!(first.iter().eq(after));
}
