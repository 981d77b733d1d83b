//! What `rasso explain` tells of a cell, held against the measures and the units of the run.

use crate::world::World;
use parquet::record::Row;
use rasso_tests::{Ended, repository, rows, run_rasso, text_of};
use serde_json::Value;
use std::{fs, path::Path};

/// One metric of each kind, with the clock and the area asked for.
const METRICS: [(&str, &str, &str); 13] = [
    ("recorded_crimes", "cohort", "EW"),
    ("charge_rate.legal_decisions", "flow", "EW"),
    ("charge_rate.legal_decisions", "cohort", "cps:west-midlands"),
    ("referral_rate", "cohort", "20"),
    ("referral_rate", "flow", "EW"),
    ("charge_rate.cross_flow", "flow", "20"),
    ("days.recorded_to_referral.median", "flow", "EW"),
    ("days.referral_to_charge.mean", "flow", "EW"),
    ("crown_open", "stock", "EW"),
    ("crown_open_age.median", "stock", "EW"),
    ("crown_open_age.mean", "stock", "EW"),
    ("incidence.outcome_no_suspect", "cohort", "20"),
    ("incidence.charged", "cohort", "EW"),
];

fn explained(run: &Path, cell: &str, more: &[&str]) -> Ended {
    let asked = ["explain", cell, "--run", run.to_str().unwrap()];
    run_rasso(run, asked.iter().chain(more).copied()).unwrap()
}

fn told(ended: &Ended) -> Value {
    assert_eq!(ended.code, Some(0), "{}", ended.said());
    serde_json::from_str(&ended.stdout).unwrap()
}

/// The units of a side, as the accounts of a clock have them.
fn units(clock: &Value, side: &str) -> Option<u64> {
    let accounts = clock["accounts"].as_array().unwrap().iter();
    let steps = accounts.flat_map(|it| it["steps"].as_array().unwrap());
    let mut of_side = steps.filter(|it| it["is"] == side);
    of_side.next().and_then(|it| it["units"].as_u64())
}

#[test]
fn a_cell_of_every_kind_is_told_down_to_its_units() {
    let world = World::new(4_000, 20_251_120, true).unwrap();
    let run = world.run().unwrap();
    let measures = rows(&run.join("measures.parquet")).unwrap();
    for (metric, clock, area) in METRICS {
        let is_it = |it: &&Row| {
            let is = |column: &str, word: &str| text_of(it, column) == word;
            is("metric", metric)
                && is("clock", clock)
                && is("area_code", area)
                && is("period", "2024")
        };
        let row = measures.iter().find(is_it);
        let row = row.unwrap_or_else(|| panic!("{metric} {clock} {area}"));
        let cell = format!("{metric}/{area}/2024/{clock}");
        let told = told(&explained(&run, &cell, &["--json"]));
        let told = &told["clocks"].as_array().unwrap()[0];
        assert_eq!(told["disagreements"], Value::Array(Vec::new()), "{cell}");
        for side in ["numerator", "denominator"] {
            let figure: Option<u64> = text_of(row, side).parse().ok();
            assert_eq!(told["figures"][0][side].as_u64(), figure, "{cell}");
            if let Some(units) = units(told, side) {
                assert_eq!(Some(units), figure, "{cell}: {side}");
            }
        }
        let sides = ["numerator", "denominator"].map(|it| units(told, it));
        assert!(sides.iter().flatten().any(|it| *it > 0), "{cell}");
        // Each condition leaves no more than the one before.
        for account in told["accounts"].as_array().unwrap() {
            let steps = account["steps"].as_array().unwrap();
            let left: Vec<u64> = steps
                .iter()
                .map(|it| it["units"].as_u64().unwrap())
                .collect();
            assert!(left.is_sorted_by(|a, b| a >= b), "{cell}: {left:?}");
            assert!(
                account["sql"]
                    .as_str()
                    .unwrap()
                    .starts_with("SELECT COUNT(*)")
            );
        }
    }
    links_are_those_of_the_units(&run);
    what_cannot_be_told_is_refused(&run);
}

/// Of the suspects decided on in a year, in an area whose name is given, by hand.
fn links_are_those_of_the_units(run: &Path) {
    let is_decided = |it: &&Row| {
        let decision = text_of(it, "final_decision");
        ["charge", "nfa", "oocd"].contains(&decision.as_str())
            && text_of(it, "final_date").starts_with("2024")
            && text_of(it, "rape_flag") == "1"
            && text_of(it, "cps_area") == "cps:west-midlands"
    };
    let units = rows(&run.join("units/cps_suspect.parquet")).unwrap();
    let decided: Vec<String> = units
        .iter()
        .filter(is_decided)
        .map(|it| text_of(it, "record_id"))
        .collect();
    let links = rows(&run.join("links.parquet")).unwrap();
    let is_theirs = |it: &&Row| {
        let of = |side: &str| {
            text_of(it, &format!("{side}_table")) == "cps_case"
                && decided.contains(&text_of(it, &format!("{side}_id")))
        };
        of("left") || of("right")
    };
    let expected = links.iter().filter(is_theirs).count();
    let cell = "charge_rate.legal_decisions/West Midlands/2024/flow";
    let by_name = explained(run, &cell.replace("West", "cps:West"), &["--json"]);
    let code = "charge_rate.legal_decisions/cps:west-midlands/2024/flow";
    let by_code = explained(run, code, &["--json"]);
    assert_eq!(by_name.stdout, by_code.stdout);
    let told = told(&by_code);
    let account = &told["clocks"][0]["accounts"][0];
    let told = account["links"].as_array().unwrap().iter();
    let links: u64 = told.map(|it| it["links"].as_u64().unwrap()).sum();
    assert_eq!(usize::try_from(links).unwrap(), expected);
    assert!(expected > 0 && !decided.is_empty());
    assert_eq!(account["steps"][2]["units"], decided.len());
}

fn what_cannot_be_told_is_refused(run: &Path) {
    for (cell, code, says) in [
        (
            "charge_rate.legal_decision/EW/2024",
            2,
            "charge_rate.legal_decisions",
        ),
        ("recorded_crimes/EW/2024/flow", 2, "its clocks are: cohort"),
        ("recorded_crimes/EW/1987", 2, "the run has no figure"),
        (
            "recorded_crimes/99/2024",
            2,
            "no force or CPS Area is called `99`",
        ),
        ("recorded_crimes/EW", 2, "names no period"),
    ] {
        let ended = explained(run, cell, &[]);
        assert_eq!(ended.code, Some(code), "{}", ended.said());
        assert!(ended.stderr.contains(says), "{}", ended.said());
    }
    let elsewhere = run.join("units");
    let ended = explained(&elsewhere, "recorded_crimes/EW/2024", &[]);
    assert_eq!(ended.code, Some(3), "{}", ended.said());
    // By another definition the units do not come to the figure.
    let schemas = run.join("other-schemas");
    let copied = copy_folder(&repository().join("data-schemas"), &schemas);
    copied.unwrap();
    let file = schemas.join("metrics/recorded_crimes.toml");
    let text = fs::read_to_string(&file).unwrap();
    let population = "population = [";
    assert!(text.contains(population));
    let other = "population = [{ column = \"outcome_code\", is = [\"1\"] }, ";
    fs::write(&file, text.replace(population, other)).unwrap();
    let more = ["--schemas", schemas.to_str().unwrap()];
    let ended = explained(run, "recorded_crimes/EW/2024", &more);
    assert_eq!(ended.code, Some(1), "{}", ended.said());
    assert!(
        ended
            .stdout
            .contains("was the run made by these definitions?")
    );
}

/// Copies a folder.
fn copy_folder(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}
