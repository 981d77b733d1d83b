//! Adding a release, so that there is never half of one.

use super::{
    BUILDING, CELLS, CERTIFICATE, CONSTRAINTS, ENTRY, HEAD, Ledger, NEXT_HEAD, POLICY, chain, name,
};
use crate::{DisclosureError, Policy, bytes, known::Known};
use chain::{Entry, Head};
use rasso_store::Lock;
use std::{collections::BTreeMap, fs, io::ErrorKind, path::Path};

/// What a release adds to a ledger.
#[derive(Debug, Clone)]
pub(crate) struct Release {
    pub(crate) cells: String,
    pub(crate) constraints: String,
    pub(crate) certificate: String,
    pub(crate) policy_text: String,
    pub(crate) policy: Policy,
    /// What is known with it.
    pub(crate) known: Known,
}

impl Ledger {
    /// Writes a release behind the others. The lock is the one on the ledger's folder.
    pub(crate) fn add(&mut self, lock: &Lock, release: &Release) -> Result<(), DisclosureError> {
        let folder = lock.out();
        if folder != self.folder {
            return Err(DisclosureError::refused("the lock is on another ledger"));
        }
        sweep(folder)?;
        let number = self.releases() + 1;
        let building = folder.join(format!("{BUILDING}{}", name(number)));
        let entry = release.entry(number, self.last.clone());
        let text = chain::text(&entry);
        fs::create_dir(&building).map_err(bytes::writing(&building))?;
        for (name, text) in release.files() {
            bytes::write(&building.join(name), text.as_bytes())?;
        }
        bytes::write(&building.join(ENTRY), text.as_bytes())?;
        bytes::sync(&building)?;
        let named = folder.join(name(number));
        fs::rename(&building, &named).map_err(bytes::writing(&named))?;
        bytes::sync(folder)?;
        let last = bytes::sha256(text.as_bytes());
        point_head(folder, &Head::new(number, Some(last.clone())))?;
        self.covered.push((&entry).into());
        self.last = Some(last);
        self.policy = Some(release.policy.clone());
        self.known = release.known.clone();
        Ok(())
    }
}

impl Release {
    fn files(&self) -> [(&'static str, &str); 4] {
        [
            (CELLS, &self.cells),
            (CERTIFICATE, &self.certificate),
            (CONSTRAINTS, &self.constraints),
            (POLICY, &self.policy_text),
        ]
    }

    fn entry(&self, number: usize, before: Option<String>) -> Entry {
        let digest = |(name, text): (&str, &str)| (name.to_owned(), bytes::sha256(text.as_bytes()));
        let files: BTreeMap<String, String> = self.files().into_iter().map(digest).collect();
        Entry::new(number, before, &self.policy.digest, files)
    }
}

fn point_head(folder: &Path, head: &Head) -> Result<(), DisclosureError> {
    let (next, path) = (folder.join(NEXT_HEAD), folder.join(HEAD));
    bytes::write(&next, chain::text(head).as_bytes())?;
    fs::rename(&next, &path).map_err(bytes::writing(&path))?;
    Ok(bytes::sync(folder)?)
}

/// Clears away what a run that died left behind.
fn sweep(folder: &Path) -> Result<(), DisclosureError> {
    let mut left = Vec::new();
    for entry in fs::read_dir(folder).map_err(bytes::writing(folder))? {
        let path = entry.map_err(bytes::writing(folder))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with(BUILDING) || name == NEXT_HEAD {
            left.push(path);
        }
    }
    left.sort();
    for path in left {
        let gone = if path.is_dir() {
            fs::remove_dir_all(&path)
        } else {
            fs::remove_file(&path)
        };
        match gone {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(bytes::writing(&path)(error).into());
            }
            _ => {}
        }
    }
    Ok(())
}
