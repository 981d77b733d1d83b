//! The working area: where the identifiers of people lie until linking has used them.
//!
//! Parquet's modular encryption (AES-256-GCM, footer and all columns) under a key that is made for the
//! run, lies in memory only and is wiped with [`Working`]; the copies that the Parquet library makes of it
//! while it reads and writes go with the process. What a disk keeps of deleted files, or a
//! killed run leaves behind, cannot be read by anybody. No statistics are written: the smallest
//! and largest value of a column would be values.

use crate::{ExtractError, error::arrow_bug};
use arrow::{array::RecordBatch, compute::concat_batches};
use parquet::{
    arrow::{
        ArrowWriter,
        arrow_reader::{ArrowReaderOptions, ParquetRecordBatchReaderBuilder},
        arrow_writer::ArrowWriterOptions,
    },
    basic::{Compression, ZstdLevel},
    encryption::{decrypt::FileDecryptionProperties, encrypt::FileEncryptionProperties},
    errors::ParquetError,
    file::properties::{EnabledStatistics, WriterProperties},
};
use std::{
    collections::BTreeMap,
    fmt, fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};
use zeroize::Zeroizing;

/// Where they lie in the run folder.
const FOLDER: &str = "working/identifiers";

/// The identifiers of a run, encrypted.
pub struct Working {
    folder: PathBuf,
    key: Zeroizing<[u8; 32]>,
}

impl fmt::Debug for Working {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Working(withheld)")
    }
}

impl Working {
    /// Puts the identifiers of each table into `working/identifiers/<table>.parquet` of the run folder,
    /// under a key made for it.
    pub fn seal(
        run_dir: &Path,
        identifiers: &BTreeMap<String, RecordBatch>,
    ) -> Result<Self, ExtractError> {
        let mut key = Zeroizing::new([0; 32]);
        getrandom::fill(key.as_mut_slice())
            .map_err(|_unknown| ExtractError::bug("no random key could be had"))?;
        let folder = run_dir.join(FOLDER);
        fs::create_dir_all(&folder).map_err(|it| failed(FOLDER, it.kind()))?;
        let working = Self { folder, key };
        for (table, batch) in identifiers {
            working.write(table, batch)?;
        }
        Ok(working)
    }

    /// The identifiers of a table.
    pub fn identifiers(&self, table: &str) -> Result<RecordBatch, ExtractError> {
        let label = label(table);
        let bug = |_: ParquetError| ExtractError::bug(&format!("{label} cannot be decrypted"));
        let file = fs::File::open(self.path(table));
        let file = file.map_err(|it| ExtractError::Unreadable {
            label: label.clone(),
            reason: it.kind(),
        })?;
        let decryption = FileDecryptionProperties::builder(self.key.to_vec())
            .with_aad_prefix(label.clone().into_bytes())
            .build()
            .map_err(bug)?;
        let options = ArrowReaderOptions::new().with_file_decryption_properties(decryption);
        let builder = ParquetRecordBatchReaderBuilder::try_new_with_options(file, options);
        let builder = builder.map_err(bug)?;
        let schema = Arc::clone(builder.schema());
        let batches: Result<Vec<_>, _> = builder.build().map_err(bug)?.collect();
        concat_batches(&schema, &batches.map_err(arrow_bug("decrypted"))?)
            .map_err(arrow_bug("decrypted"))
    }

    /// Deletes the files, and wipes the key. What is left of them anywhere is noise.
    pub fn destroy(self) -> Result<(), ExtractError> {
        let removed = fs::remove_dir_all(&self.folder);
        removed.map_err(|it| failed(FOLDER, it.kind()))
    }

    fn path(&self, table: &str) -> PathBuf {
        self.folder.join(format!("{table}.parquet"))
    }

    fn write(&self, table: &str, batch: &RecordBatch) -> Result<(), ExtractError> {
        let label = label(table);
        let parquet = |error: ParquetError| failed(&label, io_kind(error));
        // The name goes into every seal, so that one table cannot be put in the place of another.
        let encryption = FileEncryptionProperties::builder(self.key.to_vec())
            .with_aad_prefix(label.clone().into_bytes())
            .with_aad_prefix_storage(false)
            .build()
            .map_err(parquet)?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_statistics_enabled(EnabledStatistics::None)
            .set_offset_index_disabled(true)
            .set_created_by("rasso".to_owned())
            .with_file_encryption_properties(encryption)
            .build();
        let options = ArrowWriterOptions::new()
            .with_properties(properties)
            .with_skip_arrow_metadata(true);
        let out = fs::File::create(self.path(table)).map_err(|it| failed(&label, it.kind()))?;
        let mut writer =
            ArrowWriter::try_new_with_options(io::BufWriter::new(out), batch.schema(), options)
                .map_err(parquet)?;
        writer.write(batch).map_err(parquet)?;
        let out = writer.into_inner().map_err(parquet)?;
        let out = out
            .into_inner()
            .map_err(|it| failed(&label, it.error().kind()))?;
        drop(out);
        Ok(())
    }
}

fn label(table: &str) -> String {
    format!("{FOLDER}/{table}.parquet")
}

fn failed(file: &str, reason: io::ErrorKind) -> ExtractError {
    ExtractError::Write {
        file: file.to_owned(),
        reason,
    }
}

/// The failure of the disk beneath a failure of the format.
pub(crate) fn io_kind(error: ParquetError) -> io::ErrorKind {
    let ParquetError::External(inner) = error else {
        return io::ErrorKind::Other;
    };
    inner
        .downcast::<io::Error>()
        .map_or(io::ErrorKind::Other, |it| it.kind())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{sent, texts};

    fn sealed(dir: &Path) -> (Working, RecordBatch) {
        let people = "crime_ref,force_code,suspect_ref,asn,surname,date_of_birth\n\
            C1,52,1,1101ZD0100000410769X,Quennell,1961-03-07\n";
        let extracted = sent("police_suspect", people).read();
        let batch = extracted.tables["police_suspect"].identifiers.clone();
        let tables = BTreeMap::from([("police_suspect".to_owned(), batch.clone())]);
        (Working::seal(dir, &tables).unwrap(), batch)
    }

    #[test]
    fn what_is_sealed_comes_back_and_nothing_of_it_can_be_seen() {
        let dir = tempfile::tempdir().unwrap();
        let (working, batch) = sealed(dir.path());
        let back = working.identifiers("police_suspect").unwrap();
        assert_eq!(texts(&back, "surname"), ["QUENNELL"]);
        assert_eq!(back.columns(), batch.columns());
        let bytes = fs::read(dir.path().join(FOLDER).join("police_suspect.parquet")).unwrap();
        // Not even the names of the columns: the footer is encrypted.
        for shown in ["QUENNELL", "1101ZD", "surname", "date_of_birth"] {
            let found = bytes.windows(shown.len()).any(|it| it == shown.as_bytes());
            assert!(!found, "{shown}");
        }
        assert!(bytes.starts_with(b"PARE") && bytes.ends_with(b"PARE"));
        working.destroy().unwrap();
        assert!(!dir.path().join(FOLDER).exists());
    }

    #[test]
    fn without_its_key_or_under_another_name_a_table_cannot_be_read() {
        let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (working, _) = sealed(one.path());
        let (stranger, _) = sealed(other.path());
        assert_ne!(*working.key, *stranger.key);
        let file = |dir: &Path, name: &str| dir.join(label(name));
        fs::copy(
            file(one.path(), "police_suspect"),
            file(one.path(), "cps_case"),
        )
        .unwrap();
        assert!(working.identifiers("cps_case").is_err());
        fs::copy(
            file(one.path(), "police_suspect"),
            file(other.path(), "police_suspect"),
        )
        .unwrap();
        assert!(stranger.identifiers("police_suspect").is_err());
    }
}
