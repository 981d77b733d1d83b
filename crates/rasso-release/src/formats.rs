//! The formats of a release: each is a function from the release to files, and one line here.

use crate::{Release, ReleaseError, bulletin, columnar, csvw, release, sheets};
use std::path::Path;

/// A file of a release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedFile {
    /// Its path in the folder: `tables/referrals.csv`.
    pub name: String,
    /// What is in it. The same release makes the same bytes, anywhere.
    pub bytes: Vec<u8>,
}

impl PublishedFile {
    /// Reads a file of a release.
    pub fn read(release: &Path, name: &str) -> Result<Self, ReleaseError> {
        let path = release.join(name);
        let bytes = std::fs::read(&path).map_err(|it| ReleaseError::Input {
            file: path.display().to_string(),
            reason: format!("cannot be read: {}", it.kind()),
        })?;
        Ok(Self {
            name: name.to_owned(),
            bytes,
        })
    }
}

/// Makes the files of a format from a release and, if there was one, the release before it.
pub(crate) type Format = fn(&Release, Option<&Release>) -> Result<Vec<PublishedFile>, ReleaseError>;

/// Every format there is, in the order in which they are written.
pub(crate) const FORMATS: [Format; 6] = [
    tables,
    csvw::csvw,
    columnar::parquet,
    sheets::sheets,
    bulletin::bulletin,
    release::metadata,
];

/// `tables/*.csv`.
fn tables(
    release: &Release,
    _before: Option<&Release>,
) -> Result<Vec<PublishedFile>, ReleaseError> {
    let file = |table: &crate::PublishedTable| {
        Ok(PublishedFile {
            name: format!("tables/{}.csv", table.definition.name),
            bytes: table.csv()?.into_bytes(),
        })
    };
    release.tables.iter().map(file).collect()
}
