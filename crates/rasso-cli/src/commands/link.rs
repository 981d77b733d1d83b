//! `rasso link`: any two files, or the records of one.

mod gone;
mod kept;
mod model_file;
mod report;
mod stages;
mod waterfall;
mod written;

use crate::{
    args::Link,
    failure::{Failure, INPUT, USAGE},
    terminal,
};
use kept::Ready;
use rasso_link::model::{BlockCost, Chosen, Job, Model, ModelError, Prepared, Progress, read_job};
use rasso_schema::io_reason;
use rasso_stats::thousands;
use report::SinceThen;
use stages::Stages;
use std::{fs, path::Path};

pub(super) fn link(asked: &Link) -> Result<u8, Failure> {
    if !(0.0..=1.0).contains(&asked.least) {
        return Err(Failure::new(
            USAGE,
            "`--least` is a probability, from 0 to 1",
        ));
    }
    check_paths(asked)?;
    let model = model_file::read(asked)?;
    let stages = Stages::new();
    stages.begin("read");
    let before = kept::before(asked)?;
    let job = read(asked, &model)?;
    stages.begin("blocks");
    let ready = Ready::of(asked, &model, &job, before)?;
    drop(job);
    for warning in &ready.prepared.warnings {
        terminal::message(&format!("warning: {warning}"));
    }
    let prepared = &ready.prepared;
    let costs = &prepared.costs;
    if asked.dry_run {
        terminal::data(&report::costs(&model, costs, asked.json));
        return Ok(0);
    }
    check_costs(costs, asked)?;
    let wanted = asked
        .explain
        .as_ref()
        .map(|ids| places(prepared, ids))
        .transpose()?;
    let is_wanted = |it: &Chosen| Some((it.pair.left, it.pair.right)) == wanted;
    let tell = |it: Progress| {
        if let Progress::Stage(stage) = it {
            stages.begin(stage);
        }
    };
    let outcome = prepared
        .run_from(&model, ready.begin(asked), is_wanted, &tell)
        .map_err(|it| Failure::new(USAGE, it))?;
    stages.begin("write");
    if let Some(out) = &asked.out {
        written::links(out, prepared.ids(), &model, &outcome, asked.least)?;
    }
    let changed = ready.changed(&model, &outcome);
    if let Some(out) = &asked.changed {
        written::changed(out, &changed)?;
    }
    let since = ready.became().map(|became| SinceThen { became, changed });
    if let Some(folder) = &asked.keep {
        kept::keep(folder, &model, ready, &outcome)?;
    }
    let stages = stages.ended();
    if let Some(wanted) = wanted {
        let found = outcome
            .pairs
            .iter()
            .find(|it| (it.pair.left, it.pair.right) == wanted);
        let drawn = waterfall::of(&model, found, outcome.explained.first(), asked.json);
        terminal::data(&drawn);
    } else {
        terminal::data(&report::of(
            &model,
            &outcome,
            since.as_ref(),
            &stages,
            asked,
        ));
    }
    Ok(0)
}

/// Reads the records, and puts them in the order of their ids.
fn read(asked: &Link, model: &Model) -> Result<Job, Failure> {
    let left = asked.left.display().to_string();
    let right = asked
        .right
        .as_ref()
        .map(|it| (it, it.display().to_string()));
    let right = right
        .as_ref()
        .map(|(path, label)| (path.as_path(), label.as_str()));
    let mut job = read_job(model, (&asked.left, &left), right)?;
    let input = |it: String| Failure::new(INPUT, it);
    // There may be nothing new.
    if !asked.only_new {
        job.check_filled(model).map_err(input)?;
    }
    job.sort(model).map_err(input)?;
    Ok(job)
}

/// The files are there, the two are two, and none of them is written over.
fn check_paths(asked: &Link) -> Result<(), Failure> {
    let same = |a: &Path, b: &Path| {
        let known = |it: &Path| fs::canonicalize(it).ok();
        known(a).is_some() && known(a) == known(b)
    };
    let files = std::iter::once(&asked.left).chain(&asked.right);
    for file in files.chain(&asked.gone) {
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
    let read = [
        Some(&asked.left),
        asked.right.as_ref(),
        Some(&asked.model),
        asked.gone.as_ref(),
    ];
    let written = [("--out", &asked.out), ("--changed", &asked.changed)];
    for (option, out) in written {
        let read = read.iter().copied().flatten();
        let Some(out) = out
            .as_ref()
            .filter(|out| read.clone().any(|it| same(it, out)))
        else {
            continue;
        };
        let message = format!(
            "{option} would write over `{}`, which is read",
            out.display()
        );
        return Err(Failure::new(USAGE, message).hint("name another file"));
    }
    if let (Some(out), Some(changed)) = (&asked.out, &asked.changed)
        && (out == changed || same(out, changed))
    {
        let message = "--out and --changed are the same file";
        return Err(Failure::new(USAGE, message).hint("name another file"));
    }
    kept::check_folder(asked)
}

/// There is something to compare, and not too much.
fn check_costs(costs: &[BlockCost], asked: &Link) -> Result<(), Failure> {
    let all: u64 = costs.iter().map(|it| it.pairs).sum();
    // Onto what is kept there may be nothing new.
    if all == 0 && asked.onto.is_none() {
        let message = "no two records agree on any block, so nothing could be linked";
        return Err(Failure::new(INPUT, message).hint(
            "look whether the fields of the blocks are written alike in both files; --dry-run shows each",
        ));
    }
    if all > asked.most_pairs {
        return Err(too_many(costs, all, asked.most_pairs));
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
fn places(prepared: &Prepared, ids: &[String]) -> Result<(u32, u32), Failure> {
    let mut found = Vec::new();
    let sides = prepared.ids().into_iter().zip(["left", "right"]);
    for (id, (all, side)) in ids.iter().zip(sides) {
        let place = (0_u32..).zip(all.iter()).find(|(_, it)| it == id);
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
    Ok(if prepared.is_one_file() && left > right {
        (*right, *left)
    } else {
        (*left, *right)
    })
}

impl From<ModelError> for Failure {
    fn from(error: ModelError) -> Self {
        Self::new(USAGE, error)
    }
}
