//! `rasso release verify`, `diff` and `withdraw`: what is done with releases that are there.

use crate::{
    args::{ReleaseDiff, ReleaseVerify, ReleaseWithdraw},
    failure::{Failure, INPUT, USAGE},
    terminal,
};
use rasso_release::{Change, Release, Revision, Revisions, Shown, TableRevisions, check_files};
use rasso_stats::thousands;
use rasso_store::Lock;
use serde_json::json;

/// Every way in which a figure can be otherwise, in the order of the columns.
const CHANGES: [(Change, &str); 5] = [
    (Change::Revised, "revised"),
    (Change::NowShown, "now shown"),
    (Change::NoLongerShown, "no longer shown"),
    (Change::CountedAnew, "counted anew"),
    (Change::MarkedOtherwise, "marked otherwise"),
];

pub(in crate::commands) fn verify(asked: &ReleaseVerify) -> Result<u8, Failure> {
    let found = rasso_release::verify(&asked.release)?;
    let manifest = &found.manifest;
    if asked.json {
        let said = json!({
            "release": manifest.release, "files": found.files, "counts": found.counts, "withheld": found.withheld,
            "width": manifest.width,
        });
        terminal::data(&said.to_string());
        return Ok(0);
    }
    terminal::data(&format!(
        "release {}: {} files are as they were published, and {} counts of its tables are those of the ledger; for each of \
         the {} counts and changes withheld in it and before it, the certificate has two tables that agree with all that \
         is shown and differ there by {} or more",
        manifest.release,
        count(found.files),
        count(found.counts),
        count(found.withheld),
        manifest.width,
    ));
    Ok(0)
}

pub(in crate::commands) fn diff(asked: &ReleaseDiff) -> Result<u8, Failure> {
    let read = |folder| -> Result<Release, Failure> {
        check_files(folder)?;
        Ok(Release::read(folder)?)
    };
    let (before, now) = (read(&asked.before)?, read(&asked.now)?);
    let found = rasso_release::revisions(&before, &now);
    if asked.json {
        terminal::data(&json!(found).to_string());
        return Ok(0);
    }
    say(&found);
    Ok(0)
}

/// How much is otherwise in each table, and then every figure that is.
fn say(found: &Revisions) {
    terminal::data(&format!("release {} beside {}", found.now, found.before));
    let mut rows = vec![vec!["table".to_owned(), "compared".to_owned()]];
    rows[0].extend(CHANGES.map(|it| it.1.to_owned()));
    rows[0].extend(["new", "dropped"].map(str::to_owned));
    rows.extend(found.tables.iter().map(|table| {
        let of = |change| {
            table
                .changes
                .iter()
                .filter(|it| it.change == change)
                .count()
        };
        let mut row = vec![table.table.clone(), count(table.compared)];
        row.extend(CHANGES.map(|it| count(of(it.0))));
        row.extend([table.new, table.dropped].map(count));
        row
    }));
    terminal::data(&terminal::columns(&rows));
    for (names, what) in [
        (&found.new_tables, "only in the later release"),
        (&found.dropped_tables, "only in the earlier release"),
    ] {
        for name in names {
            terminal::data(&format!("{name}: {what}"));
        }
    }
    for table in &found.tables {
        if let Some([before, now]) = &table.redefined {
            terminal::data(&format!(
                "{}: its definition is version {now} and was {before}, so its figures are not of the same",
                table.table
            ));
        }
    }
    let heading = ["figure", "area", "period", "was", "is", "change"];
    let mut rows = vec![heading.map(str::to_owned).to_vec()];
    rows.extend(found.tables.iter().flat_map(lines));
    if rows.len() > 1 {
        terminal::data(&terminal::columns(&rows));
    }
}

fn lines(table: &TableRevisions) -> impl Iterator<Item = Vec<String>> {
    let shown = |it: &Shown| format!("{}{}", it.value, it.marker);
    table.changes.iter().map(move |it: &Revision| {
        vec![
            format!("{}/{}", table.table, it.measure),
            format!("{} {}", it.area_code, it.area_name),
            it.period.clone(),
            shown(&it.was),
            shown(&it.is),
            it.change.words().to_owned(),
        ]
    })
}

pub(in crate::commands) fn withdraw(asked: &ReleaseWithdraw) -> Result<u8, Failure> {
    let date = asked.date.parse().map_err(|_why| {
        Failure::new(USAGE, "--date: must be a day that there is, as 2025-10-02")
    })?;
    let ledger = asked.out.join(super::LEDGER);
    // A lock would make the folder.
    if !ledger.is_dir() {
        let what = format!("{}: there is no release in it", asked.out.display());
        return Err(
            Failure::new(INPUT, what).hint("`--out` is the folder that releases are built in")
        );
    }
    let lock = Lock::take(&ledger)?;
    let done = rasso_release::withdraw(&asked.out, &asked.release, date, &asked.reason)?;
    drop(lock);
    if asked.json {
        let said = json!({"notice": done.notice, "kept": done.kept, "current": done.current});
        terminal::data(&said.to_string());
        return Ok(0);
    }
    let current = done.current.as_ref().map_or_else(
        || "there is no release left for `current` to point to".to_owned(),
        |it| format!("`current` points to {it}"),
    );
    terminal::data(&format!(
        "release {} is withdrawn: a notice stands in its place, and a copy is kept in {}; {current}",
        done.notice.release,
        done.kept.display(),
    ));
    Ok(0)
}

fn count(it: usize) -> String {
    thousands(u64::try_from(it).unwrap_or(u64::MAX))
}
