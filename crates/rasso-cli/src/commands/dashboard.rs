//! `rasso dashboard`: pages of a release.

use crate::{
    args::{Dashboard, DashboardBuild},
    failure::{Failure, USAGE},
    terminal,
};
use rasso_dashboard::{Context, dashboard, is_page};
use rasso_release::{PublishedFile, Release, verify};
use rasso_stats::thousands;
use rasso_store::{PagesFolder, checksums};
use serde_json::json;
use std::path::Path;

/// What only a dashboard has: by it one that is there is known, and nothing else makes way.
const OWN: [&str; 2] = ["assets/dashboard.css", "data/manifest.json"];

pub(super) fn run(asked: &Dashboard) -> Result<u8, Failure> {
    match asked {
        Dashboard::Build(asked) => build(asked),
    }
}

/// Makes the pages of a release.
pub(super) fn build(asked: &DashboardBuild) -> Result<u8, Failure> {
    may_write(&asked.out)?;
    let context = Context::load(&super::load_schemas(None)?)?;
    verify(&asked.release)?;
    let release = Release::read(&asked.release)?;
    let before = asked.before.as_deref().map(|it| {
        rasso_release::check_files(it)?;
        Release::read(it)
    });
    let before = before.transpose()?;
    let files = dashboard(&release, before.as_ref(), &context).map_err(|it| {
        Failure::new(it.exit_code(), it)
            .hint("the file of `rasso release build --publication` says it: see data-schemas/release-notes")
    })?;
    let folder = PagesFolder::create(&asked.out)?;
    let mut bytes = 0;
    for file in &files {
        bytes += file.bytes.len();
        folder.write(&file.name, &file.bytes)?;
    }
    for name in checksums(&asked.release)?.keys() {
        let file = PublishedFile::read(&asked.release, name)?;
        bytes += file.bytes.len();
        folder.write(&format!("data/{name}"), &file.bytes)?;
    }
    folder.finish()?;
    let pages = files.iter().filter(|it| is_page(it)).count();
    say(asked, &release, pages, bytes);
    Ok(0)
}

/// Whether the folder may be written: there is nothing yet, or a dashboard.
fn may_write(out: &Path) -> Result<(), Failure> {
    let is_empty = || std::fs::read_dir(out).is_ok_and(|mut it| it.next().is_none());
    let is_ours = OWN.iter().all(|it| out.join(it).is_file());
    if !out.exists() || is_ours || is_empty() {
        return Ok(());
    }
    let what = format!("{} is there already, and is no dashboard", out.display());
    Err(Failure::new(USAGE, what).hint("name a folder that is not there yet"))
}

fn say(asked: &DashboardBuild, release: &Release, pages: usize, bytes: usize) {
    let index = asked.out.join("index.html");
    if asked.json {
        let said = json!({
            "release": release.manifest.release, "pages": pages, "bytes": bytes, "index": index,
        });
        terminal::data(&said.to_string());
        return;
    }
    let count = |it: usize| thousands(u64::try_from(it).unwrap_or(u64::MAX));
    terminal::data(&format!(
        "dashboard of release {}: {} pages, {} KB with the release's files\nOpen {}",
        release.manifest.release,
        count(pages),
        count(bytes.div_ceil(1000)),
        index.display()
    ));
}
