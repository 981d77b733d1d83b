//! What is kept, as the files of a folder: what was learnt as TOML, which a person can read; records, what their
//! fields say, and pairs as Parquet.

use super::{
    super::frozen::{Frozen, LearntOnce},
    Kept, OfModel,
    tables::{
        fields_of, free_of, free_table, frequencies_of, frequencies_table, pairs_of, pairs_table,
        records_of, records_table, values_of, values_table,
    },
};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, io};

/// The form of the folder. It is raised as well when a comparison comes to something else than before, because
/// pairs that are taken over are not compared again.
const FORMAT: u32 = 2;

const TRAINED: &str = "trained.toml";
const VALUES: &str = "values.parquet";
const FREQUENCIES: &str = "frequencies.parquet";
const FREE: &str = "free.parquet";
const PAIRS: &str = "pairs.parquet";
const RECORDS: [&str; 2] = ["records_left.parquet", "records_right.parquet"];

/// Why a folder is not one to go by.
#[derive(Debug, thiserror::Error)]
pub enum KeptError {
    /// A file of it cannot be read.
    #[error("`{file}` cannot be read: {kind}")]
    Unreadable {
        /// The file.
        file: &'static str,
        /// Why.
        kind: io::ErrorKind,
    },
    /// A file of it is not as it was left.
    #[error("`{0}` is not as it was left")]
    Damaged(&'static str),
    /// It is of another version of the program.
    #[error("is of format {0}, and this program reads and writes {FORMAT}")]
    Format(i64),
}

/// `trained.toml`: nothing in it is of a person.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    format: u32,
    /// The BLAKE3 digest of all else in it.
    digest: String,
    model: OfModel,
    learnt: LearntOnce,
    /// The BLAKE3 digest of each other file.
    files: BTreeMap<String, String>,
}

impl Written {
    /// As text, with the digest of all else in it.
    fn text(mut self) -> Result<String, toml::ser::Error> {
        self.digest = String::new();
        self.digest = digest(toml::to_string(&self)?.as_bytes());
        toml::to_string(&self)
    }
}

fn digest(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

impl Kept {
    /// The file by which a folder is known to be one of these.
    pub const SIGN: &str = TRAINED;
    /// The files of such a folder.
    pub const NAMES: [&str; 7] = [
        TRAINED,
        VALUES,
        FREQUENCIES,
        FREE,
        PAIRS,
        RECORDS[0],
        RECORDS[1],
    ];

    /// The files, by name.
    pub fn files(&self) -> Result<Vec<(&'static str, Vec<u8>)>, String> {
        let mut files = vec![
            (VALUES, values_table(&self.fields)?),
            (FREQUENCIES, frequencies_table(&self.frozen.values)?),
            (FREE, free_table(&self.frozen.free_by)?),
            (PAIRS, pairs_table(&self.pairs)?),
        ];
        for (side, (name, records)) in RECORDS.into_iter().zip(&self.records).enumerate() {
            files.push((name, records_table(records, &self.fields, side)?));
        }
        let digests = files
            .iter()
            .map(|(name, bytes)| ((*name).to_owned(), digest(bytes)));
        let written = Written {
            format: FORMAT,
            digest: String::new(),
            model: self.of.clone(),
            learnt: self.frozen.learnt.clone(),
            files: digests.collect(),
        };
        let text = written.text().map_err(|it| it.to_string())?;
        files.push((TRAINED, text.into_bytes()));
        Ok(files)
    }

    /// What is kept in a folder of which `read` gives the files.
    pub fn read(read: impl Fn(&str) -> io::Result<Vec<u8>> + Sync) -> Result<Self, KeptError> {
        let bytes = |file: &'static str| {
            let kind = |it: io::Error| it.kind();
            read(file).map_err(|it| KeptError::Unreadable {
                file,
                kind: kind(it),
            })
        };
        let text = String::from_utf8(bytes(TRAINED)?);
        let text = text.map_err(|_not_text| KeptError::Damaged(TRAINED))?;
        let written = parsed(&text)?;
        let checked = |file: &'static str| {
            let bytes = bytes(file)?;
            let is_as_left = written.files.get(file) == Some(&digest(&bytes));
            is_as_left.then_some(bytes).ok_or(KeptError::Damaged(file))
        };
        let damaged = |file: &'static str| move || KeptError::Damaged(file);
        let values = values_of(checked(VALUES)?).ok_or_else(damaged(VALUES))?;
        let frequencies = frequencies_of(checked(FREQUENCIES)?).ok_or_else(damaged(FREQUENCIES))?;
        let free_by = free_of(checked(FREE)?).ok_or_else(damaged(FREE))?;
        let pairs = pairs_of(checked(PAIRS)?).ok_or_else(damaged(PAIRS))?;
        let [left, right] = RECORDS.map(|it| {
            let records = checked(it)?;
            records_of(records).ok_or_else(damaged(it))
        });
        let ((left, of_left), (right, of_right)) = (left?, right?);
        Ok(Self {
            fields: fields_of(values, [of_left, of_right], written.model.is_one_file),
            of: written.model,
            frozen: Frozen {
                learnt: written.learnt,
                values: frequencies,
                free_by,
            },
            records: [left, right],
            pairs,
        })
    }
}

fn parsed(text: &str) -> Result<Written, KeptError> {
    let damaged = || KeptError::Damaged(TRAINED);
    // Of another format only the number can be relied on.
    let table: toml::Table = toml::from_str(text).map_err(|_not_toml| damaged())?;
    let format = table.get("format").and_then(toml::Value::as_integer);
    let format = format.ok_or_else(damaged)?;
    if format != i64::from(FORMAT) {
        return Err(KeptError::Format(format));
    }
    let written: Written = toml::from_str(text).map_err(|_not_so| damaged())?;
    let as_left = written.clone().text().map_err(|_not_toml| damaged())?;
    (as_left == text).then_some(written).ok_or_else(damaged)
}
