//! A release as its folder holds it: what every format is made from, and all that a dashboard or a comparison may see.

use crate::{
    Manifest, Publication, PublishedTable, ReleaseError, TableDefinition, check_files,
    formats::{FORMATS, PublishedFile},
};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The file of what figures are and who publishes them.
const METADATA: &str = "metadata.json";
/// The version of its form.
const FORM: u32 = 1;

/// A release.
#[derive(Debug, Clone)]
pub struct Release {
    /// What it says of itself. While a release is made, the files of it are not known yet.
    pub manifest: Manifest,
    /// Who publishes it, and when; none for a draft that is not to publish.
    pub publication: Option<Publication>,
    /// Its tables.
    pub tables: Vec<PublishedTable>,
}

/// `metadata.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Metadata {
    /// The version of this form: 1.
    form: u32,
    /// What is said by those who publish it.
    publication: Option<Publication>,
    /// What its figures are.
    tables: Vec<TableDefinition>,
}

impl Release {
    /// Reads a release from its folder. That nothing of it was changed is for [`verify`](crate::verify) to say.
    pub fn read(folder: &Path) -> Result<Self, ReleaseError> {
        let manifest = Manifest::read(folder)?;
        let text = |name: &str| {
            let path = folder.join(name);
            std::fs::read_to_string(&path).map_err(|it| ReleaseError::Input {
                file: path.display().to_string(),
                reason: format!("cannot be read: {}", it.kind()),
            })
        };
        let wrong = |reason: &str| ReleaseError::Input {
            file: folder.join(METADATA).display().to_string(),
            reason: reason.to_owned(),
        };
        let metadata: Metadata = serde_json::from_str(&text(METADATA)?)
            .map_err(|_damaged| wrong("is not as a release has it"))?;
        if metadata.form != FORM {
            return Err(wrong("is of another form than this version of rasso reads"));
        }
        let mut tables = Vec::new();
        for definition in metadata.tables {
            let file = format!("tables/{}.csv", definition.name);
            let csv = text(&file)?;
            tables.push(PublishedTable::parse(definition, &file, &csv)?);
        }
        Ok(Self {
            manifest,
            publication: metadata.publication,
            tables,
        })
    }

    /// The release before the one that is being made: the one with the greatest smaller number that lies in `out`, as it was
    /// published.
    pub fn before(out: &Path, manifest: &Manifest) -> Result<Option<Self>, ReleaseError> {
        let Some((_, path)) = Manifest::newest_below(out, manifest.number)? else {
            return Ok(None);
        };
        // What it showed is published again, as what figures were.
        check_files(&path)?;
        Self::read(&path).map(Some)
    }

    /// Its files in every format. What changed since `before` is told where that is given.
    pub fn files(&self, before: Option<&Self>) -> Result<Vec<PublishedFile>, ReleaseError> {
        let mut files = Vec::new();
        for format in FORMATS {
            files.extend(format(self, before)?);
        }
        Ok(files)
    }

    /// A table by its name.
    pub fn table(&self, name: &str) -> Option<&PublishedTable> {
        self.tables.iter().find(|it| it.definition.name == name)
    }
}

/// `metadata.json`.
pub(crate) fn metadata(
    release: &Release,
    _before: Option<&Release>,
) -> Result<Vec<PublishedFile>, ReleaseError> {
    let metadata = Metadata {
        form: FORM,
        publication: release.publication.clone(),
        tables: release
            .tables
            .iter()
            .map(|it| it.definition.clone())
            .collect(),
    };
    let text = serde_json::to_string_pretty(&metadata).map_err(|it| ReleaseError::Input {
        file: METADATA.to_owned(),
        reason: format!("cannot be written: {it}"),
    })? + "\n";
    Ok(vec![PublishedFile {
        name: METADATA.to_owned(),
        bytes: text.into_bytes(),
    }])
}
