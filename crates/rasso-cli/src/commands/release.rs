//! `rasso release`: counts of a run to a folder that may be published.

mod decide;
mod definitions;
mod folder;
mod published;
mod rows;
mod run;
mod vintages;

use crate::{
    args::ReleaseBuild,
    failure::{Failure, INPUT, USAGE},
    release_job, terminal,
};
use decide::{Decided, decide};
use folder::Folder;
pub(super) use published::{diff, verify, withdraw};
use rasso_attrition::{Metric, TableCell, Tabulation, Units, tabulate};
use rasso_disclosure::{Constraint, Ledger, Policy, Tables};
use rasso_release::{Canaries, Gate, Manifest, Publication, Release, Software};
use rasso_schema::Schemas;
use rasso_stats::thousands;
use rasso_store::Lock;
use run::Run;
use serde_json::{Value, json};
use std::{collections::BTreeMap, fs};
use vintages::Vintages;

/// The folder of what was published, and that of the counts behind it, which is nobody else's.
const LEDGER: &str = "ledger";
const COUNTS: &str = "counts";

pub(super) fn build(asked: &ReleaseBuild) -> Result<u8, Failure> {
    let schemas = super::load_schemas(asked.schemas.as_deref())?;
    let metrics = Metric::load_all(&schemas, &Units::load(&schemas)?)?;
    let tables = release_job::tables(&schemas, &metrics, &asked.tables)?;
    let policy = Policy::read(&asked.policy)?;
    if policy.base != 1 {
        let message = format!(
            "{}: `base` is {}, and a release shows counts as they are",
            asked.policy.display(),
            policy.base
        );
        return Err(Failure::new(USAGE, message)
            .hint("sign a policy with `base = 1`; `rasso protect` rounds"));
    }
    let publication = asked.publication.as_deref().map(Publication::read);
    let publication = publication.transpose()?;
    let canaries = asked.canaries.as_deref().map(Canaries::read);
    let canaries = canaries.transpose()?.unwrap_or_default();
    // Once: while this works, `latest` may come to point to another run.
    let folder = fs::canonicalize(&asked.run).unwrap_or_else(|_missing| asked.run.clone());
    let run = Run::read(&folder)?;
    run.has_counted(&tables)?;
    let quarters = run.last_quarters(asked.quarters)?;
    let counted = tabulate(
        &folder,
        &tables,
        schemas.geography(),
        (&quarters, run.known_to),
    )
    .map_err(|it| {
        Failure::new(INPUT, format!("{}: {it}", asked.run.display()))
            .hint("`--run` is the folder of a run, as out/runs/latest")
    })?;
    let folder = asked.out.join(LEDGER);
    let lock = Lock::take(&folder)?;
    let mut ledger = Ledger::open(&folder)?;
    let private = asked.out.join(COUNTS);
    let before = vintages::read(&private, ledger.releases())?;
    let decided = decide(asked, &policy, &ledger, (counted, before))?;
    let Decided {
        counted,
        vintages,
        made,
        ..
    } = &decided;
    let published = rows::tables(&tables, counted, vintages, (&metrics, &schemas));
    let published = published.iter().map(|it| it.publish(&made.table));
    let release = Release {
        manifest: manifest(&schemas, &policy, &run, &decided),
        publication,
        tables: published.collect(),
    };
    let gate = gate(canaries, &schemas, &release, &counted.cells);
    let folder = Folder::of(&asked.out, release, made, &decided.held)?;
    // What is refused here was never published, so the ledger must not say that it was.
    gate.check(folder.files())?;
    // The counts lie there before the ledger says that they are published: the next release cannot be made without.
    if made.summary.is_new {
        vintages.write(&private, made.summary.releases)?;
    }
    made.record(&mut ledger, &lock)?;
    let manifest = folder.write(&asked.out, &gate)?;
    let loss = rows::withheld(counted, vintages, made);
    say(&manifest, &decided, &loss, asked.json);
    Ok(0)
}

/// Everything ever published with what is new, as protection takes it.
fn input(counted: &Tabulation, vintages: &Vintages) -> Tables {
    let constraints = counted.sums.iter().map(|it| Constraint {
        id: vintages.sum_id(it),
        terms: it
            .terms
            .iter()
            .map(|&(cell, by)| (vintages.place(cell), by))
            .collect(),
    });
    Tables {
        file: "the counts of the run".to_owned(),
        cells: vintages.cells(),
        constraints: constraints.collect(),
        percentages: Vec::new(),
    }
}

/// What the release says of itself, but for its tables and files.
fn manifest(schemas: &Schemas, policy: &Policy, run: &Run, decided: &Decided) -> Manifest {
    let quarters = quarters(&decided.counted.cells);
    let number = decided.made.summary.releases;
    Manifest {
        form: Manifest::newest_form(),
        release: format!("{}-{number}", quarters[1]),
        number,
        quarters,
        as_at: run.as_at.clone(),
        software: Software {
            name: "rasso".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        },
        schemas: schemas.version_hash(),
        run_id: run.id.clone(),
        inputs: run.inputs.clone(),
        policy: policy.digest.clone(),
        width: policy.width,
        tables: Vec::new(),
        files: BTreeMap::new(),
    }
}

/// The first and the last quarter of the cells.
fn quarters(cells: &[TableCell]) -> [String; 2] {
    let first = cells.iter().map(|it| it.period.first).min();
    let last = cells.iter().map(|it| it.period.last).max();
    [first, last].map(|it| it.map_or_else(String::new, |it| it.to_string()))
}

/// What the files of a release may hold.
fn gate(canaries: Canaries, schemas: &Schemas, release: &Release, cells: &[TableCell]) -> Gate {
    Gate {
        tables: release
            .tables
            .iter()
            .map(|it| it.definition().clone())
            .collect(),
        areas: rows::areas(schemas.geography()),
        periods: cells.iter().map(|it| it.period).collect(),
        canaries,
    }
}

/// Says by table how much is withheld.
fn say(manifest: &Manifest, decided: &Decided, withheld: &[rows::Loss], json: bool) {
    let (made, held) = (&decided.made, &decided.held);
    if json {
        let tables: Vec<Value> = withheld
            .iter()
            .map(|it| {
                json!({
                    "table": it.table, "cells": it.cells, "withheld": it.withheld,
                    "revisions_held": held.contains(&it.table), "share_of_cells_withheld": it.share_of_cells(), "share_of_value_withheld": it.share_of_value(),
                })
            })
            .collect();
        let said = json!({
            "release": manifest.release, "number": manifest.number, "tables": tables, "width": manifest.width,
            "is_new": made.summary.is_new,
        });
        terminal::data(&said.to_string());
        return;
    }
    let count = |it: usize| thousands(u64::try_from(it).unwrap_or(u64::MAX));
    let heading = [
        "table",
        "counts",
        "withheld",
        "per cent of counts",
        "per cent of value",
    ];
    let mut rows = vec![heading.map(str::to_owned).to_vec()];
    rows.extend(withheld.iter().map(|it| {
        vec![
            it.table.clone(),
            count(it.cells),
            count(it.withheld),
            it.share_of_cells(),
            it.share_of_value(),
        ]
    }));
    terminal::data(&terminal::columns(&rows));
    for table in held {
        terminal::data(&format!(
            "revisions of {table} are held: its earlier periods stay as they were published"
        ));
    }
    let new = if made.summary.is_new {
        "certified with everything published before"
    } else {
        "nothing in it is new: it is written again as it was certified"
    };
    terminal::data(&format!("release {}: {new}", manifest.release));
}
