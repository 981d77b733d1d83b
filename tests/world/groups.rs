//! Breakdowns of whole runs: held against the oracle, and against the measures that they break down.

use super::{World, edit, run, run_with};
use crate::oracle::cells::{self, Cells};
use crate::oracle::links::Links;
use crate::oracle::traits::Groups;
use crate::oracle::{measures, recoverable, runs};
use rasso_tests::{contents, repository, rows, run_rasso, text_of};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const CRIMES: u64 = 4_000;
const SEEDS: [u64; 3] = [31, 32, 33];

/// The metrics of each breakdown.
fn listed() -> BTreeMap<String, BTreeSet<String>> {
    let folder = contents(&repository().join("data-schemas/breakdowns")).unwrap();
    let read = |(_, bytes): &(_, Vec<u8>)| {
        let table: toml::Table = String::from_utf8_lossy(bytes).parse().unwrap();
        let metrics = table["metrics"].as_array().unwrap().iter();
        let metrics = metrics.map(|it| it.as_str().unwrap().to_owned());
        (
            table["name"].as_str().unwrap().to_owned(),
            metrics.collect(),
        )
    };
    folder.iter().map(read).collect()
}

impl World {
    /// What the oracle counts in each group: under `METRIC by BREAKDOWN: GROUP`.
    fn groups(&self, links: &Links) -> Cells {
        let facts = self.facts(links);
        let mut all = Cells::new();
        for (breakdown, metrics) in listed() {
            let groups = Groups::of(&breakdown, &self.extracts, &facts);
            for group in groups.names() {
                let in_group = |kind, place| groups.group(kind, place) == group;
                let mut book = measures::book_of(&self.extracts, &facts, &in_group);
                book.keep(&metrics);
                let cells = book.cells(self.extracts.as_at, |it| self.delivery.span.periods(it));
                all.extend(cells.into_iter().map(|(mut key, cell)| {
                    key.metric = format!("{} by {breakdown}: {group}", key.metric);
                    (key, cell)
                }));
            }
        }
        all
    }

    fn check_groups(&self, run: &Path, links: &Links) {
        let expected = self.groups(links);
        let measured = runs::breakdowns(run).unwrap();
        cells::same(&measured, &expected).unwrap_or_else(|it| panic!("{it}"));
        assert!(expected.len() > 10_000, "the world tries too little");
    }
}

/// Numerator and denominator by cell: metric, clock, area, period and horizon.
type Sums = BTreeMap<[String; 6], (i64, i64)>;

fn add(sums: &mut Sums, row: &parquet::record::Row) {
    let columns = [
        "metric",
        "clock",
        "area_type",
        "area_code",
        "period",
        "horizon_days",
    ];
    let key = columns.map(|it| text_of(row, it));
    let number = |column: &str| text_of(row, column).parse().unwrap_or(0);
    // Events by a horizon are told of groups alone that were followed for as long.
    let is_incidence = !key[5].is_empty();
    let sum = sums.entry(key).or_default();
    sum.0 += if is_incidence { 0 } else { number("numerator") };
    sum.1 += number("denominator");
}

/// The groups of each breakdown add up to every cell of the measures that they break down.
fn assert_groups_add_up(run: &Path) {
    let mut groups: BTreeMap<String, Sums> = BTreeMap::new();
    for row in rows(&run.join("breakdowns.parquet")).unwrap() {
        let breakdown = text_of(&row, "breakdown");
        add(groups.entry(breakdown).or_default(), &row);
    }
    let measured = rows(&run.join("measures.parquet")).unwrap();
    for (breakdown, metrics) in listed() {
        let mut whole = Sums::new();
        let of_it = |it: &&_| metrics.contains(&text_of(it, "metric"));
        for row in measured.iter().filter(of_it) {
            add(&mut whole, row);
        }
        assert!(whole == groups[&breakdown], "{breakdown} does not add up");
    }
}

#[test]
fn groups_are_what_the_oracle_counts_and_add_up_to_the_measures() {
    for seed in SEEDS {
        for mess in [false, true] {
            let world = World::new(CRIMES, seed, mess)
                .and_then(World::broken_down)
                .unwrap();
            let links = if mess {
                recoverable::links(&world.extracts)
            } else {
                world.truth.links(&world.extracts)
            };
            let run = world.run().unwrap();
            world.check_groups(&run, &links);
            assert_groups_add_up(&run);
        }
    }
}

/// Moves the rows of a force from the newest file of a table to one of its own without some columns; without
/// `columns` they are not sent at all.
fn apart(folder: &Path, table: &str, force: &str, columns: Option<&[&str]>) -> Result<(), String> {
    let said = |it: csv::Error| it.to_string();
    let path = folder.join(format!("extracts/2025-06-30/{table}.csv"));
    let mut reader = csv::Reader::from_path(&path).map_err(said)?;
    let header = reader.headers().map_err(said)?.clone();
    let of_force = header.iter().position(|it| it == "force_code");
    let of_force = of_force.ok_or("no column of forces")?;
    let all: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().map_err(said)?;
    let (own, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|it| &it[of_force] == force);
    let write = |to: &Path, rows: &[csv::StringRecord], without: &[&str]| {
        let mut writer = csv::Writer::from_path(to).map_err(said)?;
        let is_kept = |at: &usize| !without.contains(&&header[*at]);
        for row in std::iter::once(&header).chain(rows) {
            let cells = (0..header.len()).filter(is_kept).map(|at| &row[at]);
            writer.write_record(cells).map_err(said)?;
        }
        writer.flush().map_err(|it| it.to_string())
    };
    write(&path, &others, &[])?;
    if let Some(without) = columns {
        let own_path = folder.join(format!("extracts/2025-06-30/{table}_{force}.csv"));
        write(&own_path, &own, without)?;
    }
    let pipeline = folder.join("pipeline.toml");
    edit(&pipeline, &pipeline, |it| {
        let Some(entries) = it.get_mut("extract").and_then(toml::Value::as_array_mut) else {
            return;
        };
        let newest = format!("extracts/2025-06-30/{table}.csv");
        let mut added = Vec::new();
        for entry in entries.iter_mut().filter_map(toml::Value::as_table_mut) {
            if entry["path"].as_str() == Some(&newest) {
                entry.remove("rows");
                entry.remove("sha256");
                let mut own = entry.clone();
                let path = format!("extracts/2025-06-30/{table}_{force}.csv");
                own.insert("path".to_owned(), path.into());
                own.insert("source".to_owned(), format!("force-{force}").into());
                added.push(toml::Value::Table(own));
            }
        }
        if columns.is_some() {
            entries.extend(added);
        }
    })
}

/// How many crimes were recorded in a group, by force, over whole calendar years.
fn recorded(run: &Path, breakdown: &str, group: &str) -> BTreeMap<String, i64> {
    let mut crimes = BTreeMap::new();
    for row in rows(&run.join("breakdowns.parquet")).unwrap() {
        let cells = [
            ("metric", "recorded_crimes"),
            ("breakdown", breakdown),
            ("group", group),
            ("area_type", "force"),
            ("period_type", "year_calendar"),
        ];
        if cells.iter().all(|it| text_of(&row, it.0) == it.1) {
            let count: i64 = text_of(&row, "numerator").parse().unwrap();
            *crimes.entry(text_of(&row, "area_code")).or_default() += count;
        }
    }
    crimes
}

#[test]
fn what_a_force_has_no_column_for_is_not_collected() {
    const FORCE: &str = "52";
    let lacking = [
        ("victim_age_band", "victim_age"),
        ("victim_ethnicity", "victim_ethnicity"),
        ("domestic_abuse", "domestic_abuse"),
        ("recency", "offence_start_date"),
    ];
    let lose = |folder: &Path| {
        apart(folder, "police_crime", FORCE, Some(&lacking.map(|it| it.1)))?;
        apart(folder, "police_suspect", FORCE, Some(&["relationship"]))
    };
    let world = World::without((CRIMES, SEEDS[0]), None, lose)
        .and_then(World::broken_down)
        .unwrap();
    let run = world.run().unwrap();
    world.check_groups(&run, &world.truth.links(&world.extracts));
    assert_groups_add_up(&run);
    let with_suspects = [("relationship", "relationship")];
    for (breakdown, _) in lacking.iter().chain(&with_suspects) {
        let not_collected = recorded(&run, breakdown, "not_collected");
        let forces: Vec<&str> = not_collected.keys().map(String::as_str).collect();
        assert!(forces.contains(&FORCE), "{breakdown}: {forces:?}");
        let others = forces.iter().filter(|it| **it != FORCE).count();
        // Some forces of the world say so themselves of some cells.
        assert!(others == 0 || *breakdown == "victim_ethnicity" || *breakdown == "victim_sex");
        assert!(!recorded(&run, breakdown, "not_recorded").contains_key(FORCE));
    }
}

#[test]
fn a_force_that_sends_no_suspects_does_not_collect_what_they_are_to_the_victim() {
    let lose = |folder: &Path| {
        apart(folder, "police_crime", "52", Some(&[]))?;
        apart(folder, "police_suspect", "52", None)
    };
    let world = World::without((CRIMES, SEEDS[0]), None, lose)
        .and_then(World::broken_down)
        .unwrap();
    let run = world.run().unwrap();
    let not_collected = recorded(&run, "relationship", "not_collected");
    assert_eq!(not_collected.keys().collect::<Vec<_>>(), ["52"]);
    let without = recorded(&run, "relationship", "no_suspect");
    assert!(without.len() > 20 && !without.contains_key("52"));
}

/// As an analyst would write it: one file, and no Rust.
const ADDED: &str = r#"
name = "age_named_by_offence"
version = "1.0"
title = "Age that the offence code names"
definition = "By the side of 16 that the offence code puts the victim on."
metrics = ["recorded_crimes", "days.recorded_to_charge.median", "charge_rate.recorded_cohort_mature"]

[columns]
crime = "victim_age_group"

[[group]]
name = "adult"
title = "16 and over"
is = ["16_and_over"]

[[group]]
name = "child"
title = "Under 16"
is = ["under_16"]
"#;

#[test]
fn to_add_a_breakdown_is_to_add_a_file() {
    let schemas = tempfile::tempdir().unwrap();
    let root = repository().join("data-schemas");
    for (path, bytes) in contents(&root).unwrap() {
        let to = schemas.path().join(path.strip_prefix(&root).unwrap());
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::write(to, bytes).unwrap();
    }
    let added = schemas.path().join("breakdowns/age_named_by_offence.toml");
    std::fs::write(added, ADDED).unwrap();
    let world = World::new(CRIMES, SEEDS[0], false)
        .and_then(World::broken_down)
        .unwrap();
    let out = world.folder.path().join("added");
    let pipeline = world.folder.path().join("pipeline.toml");
    let schemas = schemas.path().to_str().unwrap();
    let run = run_with(&["--schemas", schemas], None, &pipeline, &out).unwrap();

    let adults = recorded(&run, "age_named_by_offence", "adult");
    let children = recorded(&run, "age_named_by_offence", "child");
    let of_metric = |name: &str| {
        let mut crimes: BTreeMap<String, i64> = BTreeMap::new();
        for row in rows(&run.join("measures.parquet")).unwrap() {
            let cells = [
                ("metric", name),
                ("area_type", "force"),
                ("period_type", "year_calendar"),
            ];
            if cells.iter().all(|it| text_of(&row, it.0) == it.1) {
                let count: i64 = text_of(&row, "numerator").parse().unwrap();
                *crimes.entry(text_of(&row, "area_code")).or_default() += count;
            }
        }
        crimes
    };
    assert_eq!(adults, of_metric("recorded_crimes.16_and_over"));
    assert_eq!(children, of_metric("recorded_crimes.under_16"));
}

#[test]
fn a_pipeline_may_ask_for_some_breakdowns_or_none() {
    let world = World::new(400, SEEDS[0], false)
        .and_then(World::broken_down)
        .unwrap();
    let folder = world.folder.path();
    let asked = |names: &[&str], out: &str| {
        let file = folder.join(format!("{out}.toml"));
        edit(&folder.join("pipeline.toml"), &file, |it| {
            let names: Vec<toml::Value> = names.iter().map(|it| (*it).into()).collect();
            let only = toml::Table::from_iter([("breakdowns".to_owned(), names.into())]);
            it.insert("measures".to_owned(), only.into());
        })?;
        let run = run(&file, &folder.join(out))?;
        let of_rows = rows(&run.join("breakdowns.parquet"))?;
        let named = of_rows.iter().map(|it| text_of(it, "breakdown"));
        Ok::<BTreeSet<String>, String>(named.collect())
    };
    assert_eq!(asked(&[], "none").unwrap(), BTreeSet::new());
    let one = BTreeSet::from(["recency".to_owned()]);
    assert_eq!(asked(&["recency"], "one").unwrap(), one);
    let run = folder.join("one/runs/latest");
    let cell = [
        "explain",
        "recorded_crimes/EW/2024",
        "--by",
        "recency",
        "--json",
        "--run",
    ];
    let arguments = cell.into_iter().chain([run.to_str().unwrap()]);
    let told = run_rasso(folder, arguments).unwrap().stdout;
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    let groups = told["groups"].as_array().unwrap().iter();
    let sum: i64 = groups.map(|it| it["numerator"].as_i64().unwrap()).sum();
    let is_it = |row: &&_| {
        let cells = ["metric", "area_code", "period"].map(|it| text_of(row, it));
        cells == ["recorded_crimes", "EW", "2024"]
    };
    let measured = rows(&run.join("measures.parquet")).unwrap();
    let whole = text_of(measured.iter().find(is_it).unwrap(), "numerator");
    assert!(sum > 0 && sum.to_string() == whole, "{sum} of {whole}");
    let refused = asked(&["recencey"], "wrong").unwrap_err();
    assert!(refused.contains("no breakdown is known as `recencey`; did you mean `recency`?"));
}
