//! Taking a release back: a notice in its place, and the release itself where only its owner may look.
//!
//! The ledger keeps what it has of it. What was published is known, whether or not it was right, and later releases are
//! protected beside it.

use crate::{Manifest, ReleaseError, gate::sign, manifest::MANIFEST, published::is_plain_text};
use maud::{DOCTYPE, html};
use rasso_store::{ReleaseFolder, StoreError, sha256_file};
use rasso_terms::Day;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// The files of a notice.
const NOTICE: &str = "withdrawn.json";
const PAGE: &str = "withdrawn.html";
/// The folder of what was withdrawn.
const WITHDRAWN: &str = "withdrawn";
/// The version of the notice's form.
const FORM: u32 = 1;

/// What stands in the place of a release that was withdrawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withdrawal {
    /// The version of this form: 1.
    pub form: u32,
    /// The release.
    pub release: String,
    /// Its number in the ledger, which keeps it.
    pub number: usize,
    /// The first and last quarter that it showed.
    pub quarters: [String; 2],
    /// The day on which it was withdrawn.
    pub date: String,
    /// Why, and what its readers are to do.
    pub reason: String,
    /// The SHA-256 of its manifest, by which copies of it are known.
    pub manifest_sha256: String,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawn {
    /// The notice.
    pub notice: Withdrawal,
    /// Where the release is now.
    pub kept: PathBuf,
    /// The release that `current` points to now; none where there is none left.
    pub current: Option<String>,
}

/// Takes a release of `out` back. For the holder of the lock on its ledger.
pub fn withdraw(
    out: &Path,
    release: &str,
    date: Day,
    reason: &str,
) -> Result<Withdrawn, ReleaseError> {
    let wrong = |what: &str| ReleaseError::usage("--reason", what);
    if reason.trim().is_empty() || !is_plain_text(reason) {
        return Err(wrong("must be a line of text that is no formula"));
    }
    if let Some(sign) = reason
        .split(|it: char| !it.is_ascii_alphanumeric())
        .find_map(sign)
    {
        return Err(wrong(&format!(
            "holds what looks like {sign}, and is published"
        )));
    }
    // A job that died may have left the release between two names.
    ReleaseFolder::sweep(out)?;
    let folder = out.join("releases").join(release);
    if !folder.is_dir() {
        return Err(ReleaseError::Input {
            file: folder.display().to_string(),
            reason: "there is no such release; its name is that of its folder in `releases`"
                .to_owned(),
        });
    }
    let manifest = Manifest::read(&folder)?;
    if manifest.release != release {
        return Err(ReleaseError::usage(
            folder.display(),
            "is not the folder of the release that it names",
        ));
    }
    let notice = Withdrawal {
        form: FORM,
        release: manifest.release.clone(),
        number: manifest.number,
        quarters: manifest.quarters.clone(),
        date: date.to_string(),
        reason: reason.to_owned(),
        manifest_sha256: sha256_file(&folder.join(MANIFEST))?,
    };
    let older = Manifest::newest_below(out, manifest.number)?.map(|(it, _)| it.release);
    let place = ReleaseFolder::create(out, &manifest.release)?;
    place.write(NOTICE, json(&notice)?.as_bytes())?;
    place.write(PAGE, page(&notice).as_bytes())?;
    let kept = place.take_back(&out.join(WITHDRAWN), older.as_deref())?;
    Ok(Withdrawn {
        notice,
        kept,
        current: current(out),
    })
}

/// The release that `current` points to.
fn current(out: &Path) -> Option<String> {
    let target = std::fs::read_link(out.join("current")).ok()?;
    Some(target.file_name()?.to_str()?.to_owned())
}

/// The notice in the place of a release; none where it was not withdrawn.
pub fn notice_of(release: &Path) -> Result<Option<Withdrawal>, ReleaseError> {
    let path = release.join(NOTICE);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(it) if it.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(StoreError::Read { path, source }.into()),
    };
    let wrong = |_damaged| ReleaseError::Input {
        file: path.display().to_string(),
        reason: "is no notice of a withdrawal".to_owned(),
    };
    serde_json::from_str(&text).map(Some).map_err(wrong)
}

fn json(notice: &Withdrawal) -> Result<String, ReleaseError> {
    let text = serde_json::to_string_pretty(notice).map_err(|it| ReleaseError::Input {
        file: NOTICE.to_owned(),
        reason: format!("cannot be written: {it}"),
    })?;
    Ok(text + "\n")
}

/// The notice for people.
fn page(notice: &Withdrawal) -> String {
    let [first, last] = &notice.quarters;
    let page = html! {
        (DOCTYPE)
        html lang="en-GB" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "Withdrawn: release " (notice.release) }
                style { "body{font:1.125rem/1.5 sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem}code{overflow-wrap:anywhere}" }
            }
            body {
                main {
                    h1 { "Release " (notice.release) " was withdrawn" }
                    p { "On " (notice.date) ", the release of the quarters " (first) " to " (last) " was withdrawn." }
                    h2 { "Why" }
                    p { (notice.reason) }
                    h2 { "If you have a copy" }
                    p { "Do not use its figures. Its " code { "manifest.json" } " has the SHA-256 " code { (notice.manifest_sha256) } "." }
                }
            }
        }
    };
    page.into_string() + "\n"
}
