//! Whole runs over invented worlds, held against the oracle.

mod groups;
mod order;
mod reference;

use crate::oracle::cells::{self, Cells, bias_table};
use crate::oracle::codes::Codes;
use crate::oracle::deliveries::{self, Delivery};
use crate::oracle::extracts::{self, Extracts};
use crate::oracle::facts::{self, Facts};
use crate::oracle::links::{self, Links};
use crate::oracle::truth::Truth;
use crate::oracle::{measures, recoverable, runs};
use parquet::record::Row;
use rasso_attrition::{Kind, Metric, Units};
use rasso_schema::Schemas;
use rasso_synth::{MessSettings, SynthPlan};
use rasso_terms::Day;
use rasso_tests::{rows, text_of};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

const CRIMES: u64 = 70_000;
const SEED: u64 = 20_250_630;
/// Metrics that are worked out a second time and count something in a world of any size.
const METRICS: usize = 114;
const FEW_CRIMES: u64 = 8_000;
/// Models that link what identifiers leave over.
pub(crate) const MODELS: [&str; 3] = ["police_cps", "cps_court", "police_court"];

/// A world, its records as the oracle reads them, and its folder.
pub(crate) struct World {
    folder: tempfile::TempDir,
    delivery: Delivery,
    pub(crate) extracts: Extracts,
    codes: Codes,
    pub(crate) truth: Truth,
}

impl World {
    /// The world of a seed.
    pub(crate) fn new(crimes: u64, seed: u64, mess: bool) -> Result<Self, String> {
        let usual = MessSettings::built_in().map_err(|it| it.to_string())?;
        Self::with_faults(crimes, seed, mess.then_some(usual))
    }

    /// The world of a seed, with such faults or none.
    pub(crate) fn with_faults(
        crimes: u64,
        seed: u64,
        rates: Option<MessSettings>,
    ) -> Result<Self, String> {
        Self::without((crimes, seed), rates, |_| Ok(()))
    }

    /// The world of a seed, of which not all is delivered: `lose` takes away from the folder that holds it.
    pub(crate) fn without(
        (crimes, seed): (u64, u64),
        rates: Option<MessSettings>,
        lose: impl Fn(&Path) -> Result<(), String>,
    ) -> Result<Self, String> {
        let folder = tempfile::tempdir().map_err(|it| it.to_string())?;
        write(folder.path(), (crimes, seed), rates)?;
        lose(folder.path())?;
        let codes = Codes::read()?;
        let delivery = deliveries::read(&folder.path().join("pipeline.toml"))?;
        let extracts = extracts::read(&delivery, &codes)?;
        let truth = Truth::read(folder.path())?;
        Ok(Self {
            folder,
            delivery,
            extracts,
            codes,
            truth,
        })
    }

    /// The same, with every figure broken down.
    pub(crate) fn broken_down(self) -> Result<Self, String> {
        let pipeline = self.folder.path().join("pipeline.toml");
        edit(&pipeline, &pipeline, |pipeline| {
            pipeline.remove("measures");
        })?;
        Ok(self)
    }

    /// Runs it; gives the folder of the run.
    pub(crate) fn run(&self) -> Result<PathBuf, String> {
        run(
            &self.folder.path().join("pipeline.toml"),
            &self.folder.path().join("out"),
        )
    }

    /// The same with models that link what identifiers leave over.
    pub(crate) fn run_with_models(&self, models: &[&str]) -> Result<PathBuf, String> {
        let folder = self.folder.path();
        let with_models = folder.join("models.toml");
        edit(&folder.join("pipeline.toml"), &with_models, |pipeline| {
            let models: Vec<toml::Value> = models.iter().map(|it| (*it).into()).collect();
            let links = toml::Table::from_iter([("models".to_owned(), models.into())]);
            pipeline.insert("links".to_owned(), links.into());
        })?;
        run(&with_models, &folder.join("with-models"))
    }

    /// What is known of each record by these links.
    pub(crate) fn facts(&self, links: &Links) -> Facts {
        facts::facts(&self.extracts, links, &self.codes)
    }

    fn measures(&self, links: &Links) -> Cells {
        let (as_at, span) = (self.extracts.as_at, self.delivery.span);
        measures::book(&self.extracts, &self.facts(links)).cells(as_at, |it| span.periods(it))
    }

    /// The same over the whole span at once.
    pub(crate) fn whole(&self, links: &Links) -> Cells {
        let (as_at, span) = (self.extracts.as_at, self.delivery.span);
        measures::book(&self.extracts, &self.facts(links)).cells(as_at, |it| span.whole(it))
    }

    /// The measures of a run equal those that follow from the links expected.
    pub(crate) fn check(&self, run: &Path, links: &Links) -> Result<(), String> {
        let expected = self.measures(links);
        // A metric that is added later is one file and does not have to be in the oracle as well.
        let known: BTreeSet<&str> = expected.keys().map(|it| it.metric.as_str()).collect();
        if known.len() < METRICS {
            return Err(format!(
                "the oracle works out {} metrics and not {METRICS}",
                known.len()
            ));
        }
        let mut measured = runs::measures(run)?;
        measured.retain(|key, _| known.contains(key.metric.as_str()));
        cells::same(&measured, &expected).map_err(|text| {
            let links = runs::links(run)
                .map(|made| links::differences(&made, &links.by_key(&self.extracts)));
            format!("{text}links:\n{}", links.unwrap_or_else(|it| it))
        })
    }

    /// Links made by each pass, and those of them that join two people.
    fn false_links(&self, run: &Path) -> Result<BTreeMap<String, (usize, usize)>, String> {
        let mut passes: BTreeMap<String, (usize, usize)> = BTreeMap::new();
        for ((edge, left, right), pass) in runs::links(run)? {
            let (left_table, right_table) = edge.tables();
            let left = self.truth.person(left_table, &left);
            let of_one = left.is_some() && left == self.truth.person(right_table, &right);
            let numbers = passes.entry(pass).or_default();
            numbers.0 += 1;
            numbers.1 += usize::from(!of_one);
        }
        Ok(passes)
    }
}

/// Writes an invented world: two and a half years of records, sent twice.
///
/// The figures begin a quarter later than the records, in the middle of a calendar year.
fn write(
    folder: &Path,
    (crimes, seed): (u64, u64),
    rates: Option<MessSettings>,
) -> Result<(), String> {
    let day = |year, month, day| Day::from_ymd(year, month, day).ok_or("no such day");
    let usual = SynthPlan::usual().map_err(|it| it.to_string())?;
    let plan = SynthPlan {
        crimes,
        seed,
        mess: rates.is_some(),
        rates: rates.unwrap_or_else(|| usual.rates.clone()),
        first_recorded: day(2023, 1, 1)?,
        last_recorded: day(2025, 6, 30)?,
        extract_dates: vec![day(2025, 3, 31)?, day(2025, 6, 30)?],
        ..usual
    };
    let written = rasso_synth::write(&plan, folder).map_err(|it| it.to_string())?;
    edit(&written.pipeline, &written.pipeline, |pipeline| {
        let from = toml::Table::from_iter([("from".to_owned(), "2023-Q2".into())]);
        pipeline.insert("periods".to_owned(), from.into());
        // Most tests look at none of the groups, which are several times as many figures as the rest.
        let none =
            toml::Table::from_iter([("breakdowns".to_owned(), toml::Value::Array(Vec::new()))]);
        pipeline.insert("measures".to_owned(), none.into());
    })
}

/// Copies a pipeline file with a change.
pub(crate) fn edit(
    from: &Path,
    to: &Path,
    change: impl Fn(&mut toml::Table),
) -> Result<(), String> {
    let text = std::fs::read_to_string(from).map_err(|it| it.to_string())?;
    let mut pipeline: toml::Table = text
        .parse()
        .map_err(|it: toml::de::Error| it.message().to_owned())?;
    change(&mut pipeline);
    let text = toml::to_string(&pipeline).map_err(|it| it.to_string())?;
    std::fs::write(to, text).map_err(|it| it.to_string())
}

/// Runs the built `rasso` and gives the folder of the run.
fn run(pipeline: &Path, out: &Path) -> Result<PathBuf, String> {
    run_with(&[], None, pipeline, out)
}

/// The same with more arguments, and on so many threads.
fn run_with(
    arguments: &[&str],
    threads: Option<u8>,
    pipeline: &Path,
    out: &Path,
) -> Result<PathBuf, String> {
    let variables = ["RAYON_NUM_THREADS", "POLARS_MAX_THREADS"];
    let threads = threads.map(|it| variables.map(|name| (name, it.to_string())));
    let threads = threads.into_iter().flatten();
    let done = Command::new(rasso_tests::rasso()?)
        .arg("run")
        .arg(pipeline)
        .arg("--out")
        .arg(out)
        .args(arguments)
        .envs(threads)
        .output()
        .map_err(|it| format!("rasso cannot be started: {it}"))?;
    if !done.status.success() {
        let said = String::from_utf8_lossy(&done.stderr);
        return Err(format!("rasso run ended with {}:\n{said}", done.status));
    }
    // A link to the newest complete run or, where there are no links, its name in a file.
    let latest = out.join("runs/latest");
    if latest.is_dir() {
        return Ok(latest);
    }
    let name = std::fs::read_to_string(&latest).map_err(|it| format!("no runs/latest: {it}"))?;
    Ok(out.join("runs").join(name.trim()))
}

/// Says something to whoever runs the tests.
pub(crate) fn tell(text: &str) {
    std::io::stderr()
        .write_all(text.as_bytes())
        .expect("the terminal takes text");
}

fn record(run: &Path) -> serde_json::Value {
    serde_json::from_slice(&std::fs::read(run.join("run.json")).unwrap()).unwrap()
}

/// A counted thread is open, ended in a conviction, or was lost somewhere: one of them, and only one.
fn assert_threads_add_up(record: &serde_json::Value) {
    let lost = record["lost_at"].as_array().unwrap().iter();
    let lost: u64 = lost.map(|it| it["threads"].as_u64().unwrap()).sum();
    let threads = |what: &str| record["threads"][what].as_u64().unwrap();
    assert_eq!(
        threads("counted"),
        threads("open") + threads("convicted") + lost
    );
}

/// The linked share of England and Wales in the last quarter is that of the units: linked and counted,
/// out of these and the ones that ought to be linked. `through_link` names what only a link tells.
fn assert_linked_share(run: &Path, metric: &str, unit: &str, date: &str, through_link: &str) {
    let of_quarter = |row: &&Row| {
        ("2025-04-01".."2025-07-01").contains(&text_of(row, date).as_str())
            && ["", "1"].contains(&text_of(row, "counted").as_str())
    };
    let units = rows(&run.join(format!("units/{unit}.parquet"))).unwrap();
    let units: Vec<&Row> = units.iter().filter(of_quarter).collect();
    let is = |row: &Row, column: &str| !["", "0"].contains(&text_of(row, column).as_str());
    let told = |row: &Row| match text_of(row, through_link).as_str() {
        "" => false,
        cell => through_link != "flagged" || cell == "1",
    };
    let linked = units
        .iter()
        .filter(|it| is(it, "linked") && told(it))
        .count();
    let missed = units.iter().filter(|it| is(it, "linkable")).count();
    assert!(
        linked > 0 && missed > 0,
        "{metric}: the world does not try it"
    );

    let measures = rows(&run.join("measures.parquet")).unwrap();
    let share_of = |clock: &str| {
        let cells = [
            ("metric", metric),
            ("clock", clock),
            ("area_code", "EW"),
            ("period", "2025-Q2"),
        ];
        let row = measures
            .iter()
            .find(|row| cells.iter().all(|it| text_of(row, it.0) == it.1));
        text_of(row.unwrap(), "linked_share")
    };
    let (own, through) = if date == "recorded_date" {
        ("cohort", "flow")
    } else {
        ("flow", "cohort")
    };
    let expected = u32::try_from(linked).map(f64::from).unwrap()
        / u32::try_from(linked + missed).map(f64::from).unwrap();
    let share: f64 = share_of(own).parse().unwrap();
    assert!(
        (share - expected).abs() < 1e-12,
        "{metric}: {share}, not {expected}"
    );
    assert_eq!(share_of(through), "", "{metric}: nobody can tell");
}

/// Every metric but the incidences, which `tests/incidence.rs` works out, and those with numbers that no case
/// gives (`world/reference.rs`).
fn metrics_without_horizons() -> Vec<String> {
    let schemas = Schemas::embedded().unwrap();
    let all = Metric::load_all(&schemas, &Units::load(&schemas).unwrap()).unwrap();
    let counted = all
        .into_values()
        .filter(|it| it.kind != Kind::Incidence && it.is_of_units());
    counted.map(|it| it.name).collect()
}

#[test]
fn without_mess_every_measure_is_the_true_one() {
    let world = World::new(CRIMES, SEED, false).unwrap();
    let run = world.run().unwrap();
    let record = record(&run);
    assert_eq!(record["faults"], 0, "a world without mess has no fault");
    assert_threads_add_up(&record);
    let truth = world.truth.links(&world.extracts);
    let expected = world.measures(&truth);
    let untried = cells::untried(&expected);
    assert!(untried.is_empty(), "the world does not try {untried:?}");
    let known: BTreeSet<&str> = expected.keys().map(|it| it.metric.as_str()).collect();
    let metrics = metrics_without_horizons();
    let unknown: Vec<_> = metrics
        .iter()
        .filter(|it| !known.contains(it.as_str()))
        .collect();
    assert!(unknown.is_empty(), "the oracle does not know {unknown:?}");
    world
        .check(&run, &truth)
        .unwrap_or_else(|it| panic!("{it}"));
}

#[test]
fn with_mess_every_measure_is_what_the_identifiers_allow() {
    let world = World::new(CRIMES, SEED, true).unwrap();
    let run = world.run().unwrap();
    assert_threads_add_up(&record(&run));
    let recovered = recoverable::links(&world.extracts);
    world
        .check(&run, &recovered)
        .unwrap_or_else(|it| panic!("{it}"));

    assert_linked_share(
        &run,
        "completed_prosecutions",
        "defendant",
        "completion_date",
        "flagged",
    );
    let days = "days_recorded_to_referral";
    assert_linked_share(
        &run,
        "days.recorded_to_referral.median",
        "suspect",
        "recorded_date",
        days,
    );

    let passes = world.false_links(&run).unwrap();
    for (pass, (made, wrong)) in &passes {
        tell(&format!("{pass}: {made} links, {wrong} of them false\n"));
    }
    for pass in ["urn_person", "urn_asn", "asn"] {
        let (made, wrong) = passes.get(pass).copied().unwrap_or_default();
        assert!(made > 0, "{pass} made no link: the world does not try it");
        assert_eq!(wrong, 0, "{pass} joined two people");
    }

    // The truth is the same world without mess: nothing missing, late, repeated or mistyped.
    let clean = World::new(CRIMES, SEED, false).unwrap();
    let truth = clean.whole(&clean.truth.links(&clean.extracts));
    let bias = bias_table(&world.whole(&recovered), &truth);
    tell(&bias);
    std::fs::write(
        Path::new(env!("CARGO_TARGET_TMPDIR")).join("bias.csv"),
        bias,
    )
    .unwrap();
}
