//! The check of a release, with nothing but its folder.

use crate::{
    Manifest, PublishedTable, Release, ReleaseError,
    manifest::{CERTIFICATE, LEDGER, MANIFEST, MANIFEST_SUM},
};
use rasso_disclosure::{Certificate, Ledger};
use rasso_store::checksums;
use std::{collections::BTreeSet, path::Path};

/// What was found to be so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// What the release says of itself.
    pub manifest: Manifest,
    /// How many files are as they were written.
    pub files: usize,
    /// How many counts of its tables are those of the ledger.
    pub counts: usize,
    /// For how many withheld counts and changes, of this release and all before it, the certificate holds.
    pub withheld: usize,
}

/// Checks that every file is as the manifest says, that none is missing or new, that the certificate holds by addition
/// for everything the ledger has published, and that every count of a table is the one the ledger shows.
pub fn verify(release: &Path) -> Result<Verified, ReleaseError> {
    let manifest = check_files(release)?;
    let ledger = Ledger::open(&release.join(LEDGER))?;
    let certificate = ledger.verify()?;
    let published = Certificate::read(&release.join(CERTIFICATE))?;
    if certificate.as_ref() != Some(&published) || ledger.releases() != manifest.number {
        return Err(changed(format!(
            "{CERTIFICATE}: is not that of the last release in {LEDGER}"
        )));
    }
    if published.width() != manifest.width {
        return Err(changed(format!(
            "{MANIFEST}: tells another width than {CERTIFICATE}"
        )));
    }
    let mut counts = 0;
    for table in &Release::read(release)?.tables {
        counts += check_counts(table, &ledger)?;
    }
    let cells = ledger.known().cells();
    Ok(Verified {
        files: manifest.files.len() + 2,
        counts,
        withheld: cells.iter().filter(|it| it.told.is_withheld()).count(),
        manifest,
    })
}

/// Checks that every file of a release is as its manifest says, and that none is missing or new.
pub fn check_files(release: &Path) -> Result<Manifest, ReleaseError> {
    let manifest = Manifest::read(release)?;
    let mut found = checksums(release)?;
    for own in [MANIFEST, MANIFEST_SUM] {
        found.remove(own);
    }
    let told: BTreeSet<&String> = manifest.files.keys().collect();
    for (file, sum) in &manifest.files {
        match found.get(file) {
            None => return Err(changed(format!("{file}: is missing"))),
            Some(is) if is != sum => {
                return Err(changed(format!(
                    "{file}: was changed after it was published"
                )));
            }
            Some(_) => {}
        }
    }
    if let Some(new) = found.keys().find(|it| !told.contains(it)) {
        return Err(changed(format!("{new}: the manifest does not name it")));
    }
    Ok(manifest)
}

fn changed(what: String) -> ReleaseError {
    ReleaseError::Changed(what)
}

/// How many counts a table has, each as the ledger shows it, and withheld where that withholds it.
fn check_counts(table: &PublishedTable, ledger: &Ledger) -> Result<usize, ReleaseError> {
    let known = ledger.known();
    let mut counts = 0;
    for row in table.rows() {
        if row.cell_id.is_empty() || row.marker == "[x]" {
            continue;
        }
        let shown = known
            .place(&row.cell_id)
            .map(|it| known.cells()[it].shown());
        let is_so = match shown {
            None => false,
            Some(Some(count)) => row.value == count.to_string(),
            Some(None) => row.value.is_empty() && row.is_withheld(),
        };
        if !is_so {
            return Err(changed(format!(
                "tables/{}.csv: a figure is not what the ledger says of its cell",
                table.definition().name
            )));
        }
        counts += 1;
    }
    Ok(counts)
}

#[cfg(test)]
mod tests;
