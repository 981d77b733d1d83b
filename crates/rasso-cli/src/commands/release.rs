//! `rasso release`: counts of a run to a folder that may be published.

mod decide;
mod definitions;
mod published;
mod rows;
mod run;
mod vintages;

use crate::{
    args::ReleaseBuild,
    failure::{Failure, INPUT, USAGE},
    terminal,
};
use decide::{Decided, decide};
pub(super) use published::{diff, verify, withdraw};
use rasso_attrition::{Metric, ReleaseTable, TableCell, Tabulation, Units, tabulate};
use rasso_disclosure::{Constraint, Ledger, Policy, Tables};
use rasso_release::{
    Canaries, Gate, Manifest, Publication, PublishedTable, Release, ReleasedTable, Software,
    notice_of,
};
use rasso_schema::{Schemas, UnknownName};
use rasso_stats::thousands;
use rasso_store::{Lock, ReleaseFolder, checksums};
use run::Run;
use serde_json::{Value, json};
use std::{collections::BTreeMap, fs, path::Path};
use vintages::Vintages;

/// The folder of what was published, and that of the counts behind it, which is nobody else's.
const LEDGER: &str = "ledger";
const COUNTS: &str = "counts";

pub(super) fn build(asked: &ReleaseBuild) -> Result<u8, Failure> {
    let schemas = super::load_schemas(asked.schemas.as_deref())?;
    let units = Units::load(&schemas)?;
    let metrics = Metric::load_all(&schemas, &units)?;
    let tables = chosen(ReleaseTable::load_all(&schemas, &metrics)?, &asked.tables)?;
    let policy = Policy::read(&asked.policy)?;
    let publication = asked.publication.as_deref().map(Publication::read);
    let publication = publication.transpose()?;
    let canaries = asked.canaries.as_deref().map(Canaries::read);
    let canaries = canaries.transpose()?.unwrap_or_default();
    let run = Run::read(&asked.run)?;
    let quarters = run.last_quarters(asked.quarters)?;
    let counted = tabulate(&asked.run, &tables, schemas.geography(), &quarters).map_err(|it| {
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
    // The counts lie there before the ledger says that they are published: the next release cannot be made without.
    if made.summary.is_new {
        vintages.write(&private, made.summary.releases)?;
    }
    made.record(&mut ledger, &lock)?;
    let published = rows::tables(&tables, counted, vintages, (&metrics, &schemas));
    let published = published.iter().map(|it| it.publish(&made.table));
    let release = Release {
        manifest: manifest(&schemas, &policy, &run, &decided),
        publication,
        tables: published.collect(),
    };
    let gate = gate(canaries, &schemas, &decided.counted.cells);
    let manifest = write(asked, &gate, release, &decided)?;
    let loss = rows::withheld(counted, vintages, made);
    say(&manifest, &decided, &loss, asked.json);
    Ok(0)
}

/// The tables that were asked for.
fn chosen(
    mut all: BTreeMap<String, ReleaseTable>,
    names: &[String],
) -> Result<BTreeMap<String, ReleaseTable>, Failure> {
    for name in names {
        if !all.contains_key(name) {
            let known = all.keys().map(String::as_str);
            return Err(UnknownName::among("release table", name, known).into());
        }
    }
    if !names.is_empty() {
        all.retain(|it, _| names.contains(it));
    }
    if all.is_empty() {
        return Err(Failure::new(
            USAGE,
            "there is no table in data-schemas/release",
        ));
    }
    Ok(all)
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

/// Writes the release and its manifest, and points `current` at it.
fn write(
    asked: &ReleaseBuild,
    gate: &Gate,
    mut release: Release,
    decided: &Decided,
) -> Result<Manifest, Failure> {
    let released = |it: &PublishedTable| ReleasedTable {
        file: format!("tables/{}.csv", it.definition().name),
        title: it.definition().title.clone(),
        version: it.definition().version.clone(),
        rows: it.rows().len(),
        withheld: it.withheld(),
        revisions_held: decided.held.contains(&it.definition().name),
    };
    release.manifest.tables = release.tables.iter().map(released).collect();
    let place = asked.out.join("releases").join(&release.manifest.release);
    if let Some(notice) = notice_of(&place)? {
        let what = format!(
            "nothing in it is new beside release {}, which was withdrawn on {}",
            notice.release, notice.date
        );
        return Err(Failure::new(USAGE, what).hint(format!(
            "to publish the same figures again, move the notice {} away",
            place.display()
        )));
    }
    let before = Release::before(&asked.out, &release.manifest)?;
    let folder = ReleaseFolder::create(&asked.out, &release.manifest.release)?;
    release.write(&folder, before.as_ref())?;
    folder.write("certificate.json", decided.made.certificate.as_bytes())?;
    copy_ledger(&asked.out.join(LEDGER), LEDGER, &folder)?;
    let mut manifest = release.manifest.clone();
    manifest.files = checksums(folder.path())?;
    let definitions: Vec<_> = release
        .tables
        .iter()
        .map(PublishedTable::definition)
        .collect();
    gate.check(folder.path(), manifest.files.keys(), &definitions)?;
    manifest.write(&folder)?;
    folder.finish()?;
    Ok(manifest)
}

/// Copies what the ledger holds, and not what a job of it leaves beside.
fn copy_ledger(from: &Path, name: &str, folder: &ReleaseFolder) -> Result<(), Failure> {
    let unreadable = || Failure::new(INPUT, format!("{} cannot be read", from.display()));
    let entries = fs::read_dir(from).map_err(|_why| unreadable())?;
    for entry in entries {
        let path = entry.map_err(|_why| unreadable())?.path();
        let own = path.file_name().and_then(|it| it.to_str()).unwrap_or(".");
        if own.starts_with('.') {
            continue;
        }
        let name = format!("{name}/{own}");
        if path.is_dir() {
            copy_ledger(&path, &name, folder)?;
        } else {
            let bytes = fs::read(&path).map_err(|_why| unreadable())?;
            folder.write(&name, &bytes)?;
        }
    }
    Ok(())
}

/// The first and the last quarter of the cells.
fn quarters(cells: &[TableCell]) -> [String; 2] {
    let first = cells.iter().map(|it| it.period.first).min();
    let last = cells.iter().map(|it| it.period.last).max();
    [first, last].map(|it| it.map_or_else(String::new, |it| it.to_string()))
}

/// What the files of a release may hold.
fn gate(canaries: Canaries, schemas: &Schemas, cells: &[TableCell]) -> Gate {
    Gate {
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
