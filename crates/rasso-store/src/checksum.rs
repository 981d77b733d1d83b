//! SHA-256 of files, and the run id made from them.

use crate::StoreError;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

/// The SHA-256 of a file, as 64 hexadecimal digits.
pub fn sha256_file(path: &Path) -> Result<String, StoreError> {
    let mut file = File::open(path).map_err(StoreError::reading(path))?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = file.read(&mut buffer).map_err(StoreError::reading(path))?;
        match buffer.get(..read) {
            None | Some([]) => return Ok(hex(&hash.finalize())),
            Some(bytes) => hash.update(bytes),
        }
    }
}

/// The SHA-256 of every file in a folder and the folders in it, by path from that folder.
pub fn checksums(folder: &Path) -> Result<BTreeMap<String, String>, StoreError> {
    let mut sums = BTreeMap::new();
    add_folder(folder, "", &mut sums)?;
    Ok(sums)
}

fn add_folder(
    folder: &Path,
    prefix: &str,
    sums: &mut BTreeMap<String, String>,
) -> Result<(), StoreError> {
    for entry in fs::read_dir(folder).map_err(StoreError::reading(folder))? {
        let path = entry.map_err(StoreError::reading(folder))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let name = format!("{prefix}{name}");
        if path.is_dir() {
            add_folder(&path, &format!("{name}/"), sums)?;
        } else {
            sums.insert(name, sha256_file(&path)?);
        }
    }
    Ok(())
}

/// The id of a run: the first 16 hexadecimal digits of the SHA-256 of what the run is a function
/// of. The parts are the hash of each input in the pipeline's order, the configuration and the
/// version; each is hashed with its length, so that moving a character between two parts tells.
pub fn run_id<T: AsRef<[u8]>>(parts: impl IntoIterator<Item = T>) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        let part = part.as_ref();
        hash.update(part.len().to_string());
        hash.update(":");
        hash.update(part);
    }
    let mut id = hex(&hash.finalize());
    id.truncate(16);
    id
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        write!(text, "{byte:02x}").ok();
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_the_standard_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("abc");
        fs::write(&path, "abc").unwrap();
        assert_eq!(
            sha256_file(&path).unwrap(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        // Longer than one buffer: a million times the letter a, of the standard's examples.
        fs::write(&path, "a".repeat(1_000_000)).unwrap();
        assert_eq!(
            sha256_file(&path).unwrap(),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        );
    }

    #[test]
    fn a_file_that_is_not_there_is_exit_3() {
        let missing = Path::new("no-such-extract.csv");
        assert_eq!(sha256_file(missing).unwrap_err().exit_code(), 3);
    }

    #[test]
    fn every_file_of_a_folder_is_summed_under_its_path() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("units")).unwrap();
        fs::write(folder.path().join("units/crime.parquet"), "abc").unwrap();
        fs::write(folder.path().join("links.parquet"), "").unwrap();
        let sums = checksums(folder.path()).unwrap();
        let names: Vec<_> = sums.keys().map(String::as_str).collect();
        assert_eq!(names, ["links.parquet", "units/crime.parquet"]);
        assert!(sums["units/crime.parquet"].starts_with("ba7816bf"));
    }

    #[test]
    fn a_run_id_tells_its_parts_apart() {
        let id = run_id(["a1", "b2", "1.0"]);
        assert_eq!(id.len(), 16);
        assert_eq!(id, run_id(["a1", "b2", "1.0"]));
        assert_ne!(id, run_id(["a1b", "2", "1.0"]));
        assert_ne!(id, run_id(["b2", "a1", "1.0"]));
        assert_ne!(run_id([""; 2]), run_id([""; 3]));
    }
}
