//! The links of the chain: the entry of each release, and the head that names the last.

use super::FILES;
use crate::{DisclosureError, bytes};
use rasso_store::StoreError;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::{collections::BTreeMap, fs, path::Path};

/// `entry.json` of a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    format: String,
    version: u32,
    pub(super) number: usize,
    /// The digest of the entry before; none in the first.
    pub(super) before: Option<String>,
    /// The digest of the policy.
    pub(super) policy: String,
    /// The digest of each file.
    pub(super) files: BTreeMap<String, String>,
}

/// `head.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Head {
    format: String,
    version: u32,
    pub(super) releases: usize,
    /// The digest of the last entry.
    pub(super) entry: Option<String>,
}

impl Entry {
    pub(super) fn new(
        number: usize,
        before: Option<String>,
        policy: &str,
        files: BTreeMap<String, String>,
    ) -> Self {
        Self {
            format: "rasso ledger entry".to_owned(),
            version: 1,
            number,
            before,
            policy: policy.to_owned(),
            files,
        }
    }

    /// The entry in a file, and the digest of it.
    pub(super) fn read(file: &Path) -> Result<(Self, String), DisclosureError> {
        let text = read_text(file)?;
        let entry: Self = parse(file, &text)?;
        let names = entry.files.keys().map(String::as_str);
        let same = Self::new(entry.number, None, "", BTreeMap::new());
        if !names.eq(FILES) || (&entry.format, entry.version) != (&same.format, same.version) {
            return Err(DisclosureError::tampered(file, "is no entry of a ledger"));
        }
        Ok((entry, bytes::sha256(text.as_bytes())))
    }
}

impl Head {
    pub(super) fn new(releases: usize, entry: Option<String>) -> Self {
        Self {
            format: "rasso ledger".to_owned(),
            version: 1,
            releases,
            entry,
        }
    }

    /// The head in a file; before the first release there is none.
    pub(super) fn read(file: &Path, is_there: bool) -> Result<Self, DisclosureError> {
        if !is_there {
            return Ok(Self::new(0, None));
        }
        let head: Self = parse(file, &read_text(file)?)?;
        if head == Self::new(head.releases, head.entry.clone()) && head.releases > 0 {
            return Ok(head);
        }
        Err(DisclosureError::tampered(file, "is no head of a ledger"))
    }
}

/// The text that is written: the same bytes for the same link.
pub(super) fn text(link: &impl Serialize) -> String {
    // Numbers and texts are all that there is: it cannot fail.
    serde_json::to_string_pretty(link).unwrap_or_default() + "\n"
}

/// The text of a file; of one that is no text any more something else, which is not what was written.
pub(super) fn read_text(file: &Path) -> Result<String, DisclosureError> {
    let found = fs::read(file).map_err(|source| StoreError::Read {
        path: file.to_path_buf(),
        source,
    })?;
    Ok(String::from_utf8_lossy(&found).into_owned())
}

/// What a file holds, if these are the bytes that would be written.
fn parse<T: DeserializeOwned + Serialize>(file: &Path, read: &str) -> Result<T, DisclosureError> {
    let link: Option<T> = serde_json::from_str(read).ok();
    let link = link.filter(|it| text(it) == read);
    link.ok_or_else(|| DisclosureError::tampered(file, "was changed after it was written"))
}
