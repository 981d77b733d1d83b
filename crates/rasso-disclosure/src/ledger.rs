//! The ledger: what every release so far has published, so that the next one undoes none of it.
//!
//! `0001/`, `0002/`, ... hold what each release added, `head.json` how many there are. Each release names the digest of
//! the one before, so that no byte of any can be changed without the chain breaking. A release is built in a folder
//! beside and gets its name by one rename, then `head.json` is replaced by another: whenever the work is
//! killed, the ledger opens as it was before or as it is after. A release that has its name counts, head or no head:
//! to forget one is what must never happen.
//!
//! **Invariant:** no file of it holds a withheld count.

mod chain;
mod read;
mod write;

use crate::{Certificate, DisclosureError, Policy, certificate::Covered, known::Known};
use chain::{Entry, Head};
use rasso_store::StoreError;
use std::{
    fs,
    path::{Path, PathBuf},
};

pub(crate) use write::Release;

const HEAD: &str = "head.json";
/// The next head, before the rename that makes it so.
const NEXT_HEAD: &str = ".head-next";
/// What a release is built in; its number follows.
const BUILDING: &str = ".building-";
const ENTRY: &str = "entry.json";
const CELLS: &str = "cells.csv";
const CONSTRAINTS: &str = "constraints.csv";
const CERTIFICATE: &str = "certificate.json";
const POLICY: &str = "policy.toml";
/// The files of a release that its entry has the digests of.
const FILES: [&str; 4] = [CELLS, CERTIFICATE, CONSTRAINTS, POLICY];

/// A ledger whose whole chain has been checked.
#[derive(Debug)]
pub struct Ledger {
    folder: PathBuf,
    covered: Vec<Covered>,
    /// The digest of the last entry.
    last: Option<String>,
    policy: Option<Policy>,
    known: Known,
}

impl Ledger {
    /// No release yet, and no folder: what is published is held against itself alone.
    pub fn nothing() -> Self {
        Self {
            folder: PathBuf::new(),
            covered: Vec::new(),
            last: None,
            policy: None,
            known: Known::default(),
        }
    }

    /// Opens the ledger in a folder, which may not be there yet, and checks every byte of it.
    pub fn open(folder: &Path) -> Result<Self, DisclosureError> {
        let mut ledger = Self {
            folder: folder.to_path_buf(),
            ..Self::nothing()
        };
        let there = Contents::of(folder)?;
        let head = Head::read(&folder.join(HEAD), there.has_head)?;
        // One more than the head knows is a release that was made and the head not replaced.
        if there.releases != head.releases && there.releases != head.releases + 1 {
            let fault = format!(
                "holds {} releases, and its head says {}",
                there.releases, head.releases
            );
            return Err(DisclosureError::tampered(folder, fault));
        }
        for number in 1..=there.releases {
            ledger.read_release(number)?;
            if number == head.releases && ledger.last != head.entry {
                return Err(DisclosureError::tampered(
                    &folder.join(HEAD),
                    "is not the head of these releases",
                ));
            }
        }
        Ok(ledger)
    }

    /// How many releases there are.
    pub fn releases(&self) -> usize {
        self.covered.len()
    }

    /// What a reader of them knows.
    pub fn known(&self) -> &Known {
        &self.known
    }

    /// The policy that it was begun with; none before the first release.
    pub fn policy(&self) -> Option<&Policy> {
        self.policy.as_ref()
    }

    /// The policy is the one that the ledger was begun with, or the ledger has none yet.
    pub fn check_policy(&self, file: &Path, policy: &Policy) -> Result<(), DisclosureError> {
        match &self.policy {
            Some(begun) if begun.digest != policy.digest => Err(DisclosureError::OtherPolicy {
                file: file.to_path_buf(),
                ledger: self.folder.clone(),
            }),
            _ => Ok(()),
        }
    }

    /// The digests of what each release published.
    pub(crate) fn covered(&self) -> &[Covered] {
        &self.covered
    }

    /// Where the certificate of the last release is; none before the first.
    pub fn certificate(&self) -> Option<PathBuf> {
        let number = self.releases();
        (number > 0).then(|| self.folder.join(name(number)).join(CERTIFICATE))
    }

    /// Shows that the certificate of the last release holds for all of them; nothing before the first.
    pub fn verify(&self) -> Result<Option<Certificate>, DisclosureError> {
        let Some(file) = self.certificate() else {
            return Ok(None);
        };
        let certificate = Certificate::read(&file)?;
        certificate.check(&file, self)?;
        Ok(Some(certificate))
    }
}

/// What the folder of a release is called.
fn name(number: usize) -> String {
    format!("{number:04}")
}

/// What stands in the folder of a ledger.
struct Contents {
    has_head: bool,
    releases: usize,
}

impl Contents {
    /// Counts the releases; refused where one is missing, or where something stands that is none.
    fn of(folder: &Path) -> Result<Self, DisclosureError> {
        let mut names = Vec::new();
        if folder.exists() {
            let reading = |source| StoreError::Read {
                path: folder.to_path_buf(),
                source,
            };
            for entry in fs::read_dir(folder).map_err(reading)? {
                names.push(entry.map_err(reading)?.file_name());
            }
        }
        names.sort();
        let mut there = Self {
            has_head: false,
            releases: 0,
        };
        for found in names {
            let found = found.to_string_lossy();
            if found == HEAD {
                there.has_head = true;
            } else if found == name(there.releases + 1) {
                there.releases += 1;
            } else if found != ".lock" && found != NEXT_HEAD && !found.starts_with(BUILDING) {
                let fault = if name(found.parse().unwrap_or(0)) == found {
                    format!("is there and release {} is not", name(there.releases + 1))
                } else {
                    "is no part of a ledger".to_owned()
                };
                return Err(DisclosureError::tampered(&folder.join(&*found), fault));
            }
        }
        Ok(there)
    }
}

impl From<&Entry> for Covered {
    fn from(entry: &Entry) -> Self {
        Self {
            release: entry.number,
            cells: entry.files[CELLS].clone(),
            constraints: entry.files[CONSTRAINTS].clone(),
        }
    }
}

#[cfg(test)]
mod tests;
