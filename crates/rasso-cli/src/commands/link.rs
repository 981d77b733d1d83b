//! `rasso link`: any two files, or the records of one.

mod model_file;
mod report;
mod waterfall;

use crate::{
    args::Link,
    failure::{DISK, Failure, INPUT, USAGE},
    terminal::{self, Progress as Bar},
};
use rasso_link::model::{
    BlockCost, Chosen, Job, Model, ModelError, Outcome, Progress, Texts, read_job,
};
use rasso_schema::io_reason;
use rasso_stats::thousands;
use std::{
    collections::BTreeMap,
    fs,
    io::{BufWriter, Write as _},
    path::Path,
    sync::Mutex,
    time::Instant,
};

pub(super) fn link(asked: &Link) -> Result<u8, Failure> {
    if !(0.0..=1.0).contains(&asked.least) {
        return Err(Failure::new(
            USAGE,
            "`--least` is a probability, from 0 to 1",
        ));
    }
    check_paths(asked)?;
    let model = model_file::read(asked)?;
    let start = Instant::now();
    let bar = Bar::new();
    bar.stage("read");
    let left = asked.left.display().to_string();
    let right = asked
        .right
        .as_ref()
        .map(|it| (it, it.display().to_string()));
    let right = right
        .as_ref()
        .map(|(path, label)| (path.as_path(), label.as_str()));
    let mut job = read_job(&model, (&asked.left, &left), right)?;
    job.sort(&model).map_err(|it| Failure::new(INPUT, it))?;
    bar.stage("blocks");
    let ready = job.prepare(&model).map_err(|it| Failure::new(USAGE, it))?;
    for warning in &ready.warnings {
        terminal::message(&format!("warning: {warning}"));
    }
    let costs = &ready.costs;
    let all: u64 = costs.iter().map(|it| it.pairs).sum();
    if asked.dry_run {
        terminal::data(&report::costs(&model, costs, asked.json));
        return Ok(0);
    }
    check_costs(costs, all, asked.most_pairs)?;
    let begun: Mutex<Vec<(&'static str, Instant)>> = Mutex::new(vec![("prepare", start)]);
    let tell = |it: Progress| {
        if let Progress::Stage(stage) = it {
            bar.stage(stage);
            if let Ok(mut begun) = begun.lock() {
                begun.push((stage, Instant::now()));
            }
        }
    };
    let wanted = asked
        .explain
        .as_ref()
        .map(|ids| places(&job, &model, ids))
        .transpose()?;
    let is_wanted = |it: &Chosen| Some((it.pair.left, it.pair.right)) == wanted;
    let outcome = ready
        .run(&model, is_wanted, &tell)
        .map_err(|it| Failure::new(USAGE, it))?;
    drop(bar);
    let stages = stages(begun);
    if let Some(out) = &asked.out {
        write(out, &job, &model, &outcome, asked.least)?;
    }
    if let Some(wanted) = wanted {
        let found = outcome
            .pairs
            .iter()
            .find(|it| (it.pair.left, it.pair.right) == wanted);
        let drawn = waterfall::of(&model, found, outcome.explained.first(), asked.json);
        terminal::data(&drawn);
    } else {
        terminal::data(&report::of(&model, &outcome, &stages, asked));
    }
    Ok(0)
}

/// The files are there, the two are two, and none of them is written over.
fn check_paths(asked: &Link) -> Result<(), Failure> {
    let same = |a: &Path, b: &Path| {
        let known = |it: &Path| fs::canonicalize(it).ok();
        known(a).is_some() && known(a) == known(b)
    };
    for file in std::iter::once(&asked.left).chain(&asked.right) {
        if let Err(error) = fs::metadata(file) {
            let (file, why) = (file.display(), io_reason(error.kind()));
            return Err(Failure::new(INPUT, format!("cannot read `{file}`: {why}")));
        }
    }
    if asked.right.as_ref().is_some_and(|it| same(it, &asked.left)) {
        let message =
            "--left and --right are the same file: every record would be linked to itself";
        return Err(Failure::new(USAGE, message)
            .hint("leave --right out to link the records of one file to each other"));
    }
    let read = [Some(&asked.left), asked.right.as_ref(), Some(&asked.model)];
    let out = asked.out.as_deref();
    if let Some(out) = out.filter(|out| read.into_iter().flatten().any(|it| same(it, out))) {
        let message = format!("--out would write over `{}`, which is read", out.display());
        return Err(Failure::new(USAGE, message).hint("name another file"));
    }
    Ok(())
}

/// How many milliseconds each stage took.
fn stages(begun: Mutex<Vec<(&'static str, Instant)>>) -> Vec<(&'static str, u128)> {
    let begun = begun.into_inner().unwrap_or_default();
    let ends = begun.iter().skip(1).map(|it| it.1);
    let ends = ends.chain([Instant::now()]);
    let stage = |((name, start), end): (&(&'static str, Instant), Instant)| {
        (*name, end.duration_since(*start).as_millis())
    };
    begun.iter().zip(ends).map(stage).collect()
}

/// There is something to compare, and not too much.
fn check_costs(costs: &[BlockCost], all: u64, most: u64) -> Result<(), Failure> {
    if all == 0 {
        let message = "no two records agree on any block, so nothing could be linked";
        return Err(Failure::new(INPUT, message).hint(
            "look whether the fields of the blocks are written alike in both files; --dry-run shows each",
        ));
    }
    if all > most {
        return Err(too_many(costs, all, most));
    }
    Ok(())
}

/// More pairs than allowed, and the block that makes the most of them.
fn too_many(costs: &[BlockCost], all: u64, most: u64) -> Failure {
    let largest = costs.iter().max_by_key(|it| it.pairs);
    let of = largest.map_or_else(String::new, |it| {
        format!(
            "; most are of the block on {} ({}), whose most common key alone makes {}",
            it.on,
            thousands(it.pairs),
            thousands(it.largest)
        )
    });
    let message = format!(
        "{} pairs would be compared, more than {}{of}",
        thousands(all),
        thousands(most)
    );
    Failure::new(USAGE, message).hint(
        "put another field into that block's `on`, name common words under `null`, or raise --most-pairs",
    )
}

/// The places of the records of these ids.
fn places(job: &Job, model: &Model, ids: &[String]) -> Result<(u32, u32), Failure> {
    let right = job.right.as_ref().unwrap_or(&job.left);
    let mut found = Vec::new();
    let of_right = usize::from(job.right.is_some());
    let headings = model.ids.first().into_iter().chain(model.ids.get(of_right));
    for ((file, heading), (id, side)) in [&job.left, right]
        .into_iter()
        .zip(headings)
        .zip(ids.iter().zip(["left", "right"]))
    {
        let all = file.get(heading).into_iter().flat_map(Texts::iter);
        let place = (0_u32..).zip(all).find(|(_, it)| it == id);
        let Some((place, _)) = place else {
            return Err(Failure::new(
                INPUT,
                format!("no {side} record has the id given with --explain"),
            ));
        };
        found.push(place);
    }
    let [left, right] = found.as_slice() else {
        return Err(Failure::new(USAGE, "`--explain` takes two ids"));
    };
    // The records of one file are paired in the order of their ids.
    Ok(if job.right.is_none() && left > right {
        (*right, *left)
    } else {
        (*left, *right)
    })
}

/// Writes the pairs beside `out` and then in its place, so that no half file ever stands there.
fn write(
    out: &Path,
    job: &Job,
    model: &Model,
    outcome: &Outcome,
    least: f64,
) -> Result<(), Failure> {
    let failed = |it: std::io::Error| {
        let (out, why) = (out.display(), io_reason(it.kind()));
        Failure::new(DISK, format!("{out} cannot be written ({why})"))
    };
    let mut beside = out.as_os_str().to_owned();
    beside.push(".part");
    let beside = Path::new(&beside);
    let written = lines(beside, job, model, outcome, least).and_then(|()| fs::rename(beside, out));
    written.map_err(|it| {
        // What is left of it helps nobody; that it cannot be removed is told by the error itself.
        fs::remove_file(beside).unwrap_or_default();
        failed(it)
    })
}

fn lines(
    path: &Path,
    job: &Job,
    model: &Model,
    outcome: &Outcome,
    least: f64,
) -> std::io::Result<()> {
    let nothing = Texts::default();
    let ids = |file: &'_ BTreeMap<String, Texts>, at: usize| -> Option<Texts> {
        model.ids.get(at).and_then(|it| file.get(it)).cloned()
    };
    let left = ids(&job.left, 0).unwrap_or_else(|| nothing.clone());
    let right = ids(
        job.right.as_ref().unwrap_or(&job.left),
        usize::from(job.right.is_some()),
    );
    let right = right.unwrap_or(nothing);
    let place = |it: u32| usize::try_from(it).unwrap_or(usize::MAX);
    let file = fs::File::create(path)?;
    let mut writer = csv::Writer::from_writer(BufWriter::new(file));
    writer.write_record(["id_l", "id_r", "match_probability", "match_weight", "pass"])?;
    for it in outcome
        .pairs
        .iter()
        .filter(|it| it.is_link && it.probability >= least)
    {
        let pass = model
            .blocks
            .get(place(it.pair.block))
            .map(|it| it.labels().join("+"));
        writer.write_record([
            left.get(place(it.pair.left)),
            right.get(place(it.pair.right)),
            &format!("{:.9}", it.probability),
            &format!("{:.6}", it.weight()),
            &pass.unwrap_or_default(),
        ])?;
    }
    let mut file = writer
        .into_inner()
        .map_err(csv::IntoInnerError::into_error)?;
    file.flush()
}

impl From<ModelError> for Failure {
    fn from(error: ModelError) -> Self {
        Self::new(USAGE, error)
    }
}
