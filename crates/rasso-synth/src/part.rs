//! A file that gets its name when it is whole.

use crate::SynthError;
use sha2::{Digest, Sha256};
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Bytes that wait to be hashed and written together.
const BUFFER: usize = 256 * 1024;

/// The name of a file, and the one that ends in `.part` until it is whole. A file that never is
/// whole is taken away again.
#[derive(Debug)]
pub(crate) struct Unfinished {
    path: PathBuf,
    temporary: PathBuf,
}

/// A file that grows by the batch.
#[derive(Debug)]
pub(crate) struct Part {
    name: Unfinished,
    sha256: Sha256,
    rows: u64,
}

/// What is in a file that is whole.
#[derive(Debug)]
pub(crate) struct Whole {
    /// Rows below the header.
    pub(crate) rows: u64,
    /// In hexadecimal.
    pub(crate) sha256: String,
}

impl Unfinished {
    /// Names a file below the folder, making the folders it needs.
    pub(crate) fn begin(out: &Path, path: &str) -> Result<Self, SynthError> {
        let (path, temporary) = (out.join(path), out.join(format!("{path}.part")));
        let folder = path.parent().unwrap_or(out);
        fs::create_dir_all(folder).map_err(failed(folder))?;
        Ok(Self { path, temporary })
    }

    /// Where the file lies until it is whole.
    pub(crate) fn temporary(&self) -> &Path {
        &self.temporary
    }

    /// What to say when it cannot be written.
    pub(crate) fn failed(&self, error: io::Error) -> SynthError {
        failed(&self.temporary)(error)
    }

    /// Gives the file its name.
    pub(crate) fn finish(self) -> Result<(), SynthError> {
        fs::rename(&self.temporary, &self.path).map_err(failed(&self.path))
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // After `finish` it is gone; otherwise the error that led here is the one to tell.
        fs::remove_file(&self.temporary).unwrap_or_default();
    }
}

impl Part {
    /// Begins a file below the folder, with its header.
    pub(crate) fn begin(
        out: &Path,
        path: &str,
        header: impl AsRef<[u8]>,
    ) -> Result<Self, SynthError> {
        let name = Unfinished::begin(out, path)?;
        File::create(&name.temporary).map_err(|it| name.failed(it))?;
        let mut part = Self {
            name,
            sha256: Sha256::new(),
            rows: 0,
        };
        part.append([header])?;
        part.rows = 0;
        Ok(part)
    }

    /// Adds rows, each with its line end. The file is open only while this goes on, so that a
    /// world may have more files than a process may hold open.
    pub(crate) fn append<T: AsRef<[u8]>>(
        &mut self,
        rows: impl IntoIterator<Item = T>,
    ) -> Result<(), SynthError> {
        let written = self.write(rows);
        written.map_err(|it| self.name.failed(it))
    }

    fn write<T: AsRef<[u8]>>(&mut self, rows: impl IntoIterator<Item = T>) -> io::Result<()> {
        let hashed = Hashed {
            file: OpenOptions::new().append(true).open(&self.name.temporary)?,
            sha256: &mut self.sha256,
        };
        let mut writer = BufWriter::with_capacity(BUFFER, hashed);
        for row in rows {
            writer.write_all(row.as_ref())?;
            self.rows += 1;
        }
        writer.flush()
    }

    /// Gives the file its name.
    pub(crate) fn finish(self) -> Result<Whole, SynthError> {
        self.name.finish()?;
        Ok(Whole {
            rows: self.rows,
            sha256: hexadecimal(&self.sha256.finalize()),
        })
    }
}

/// Hashes what goes into a file.
struct Hashed<'h> {
    file: File,
    sha256: &'h mut Sha256,
}

impl Write for Hashed<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.sha256.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Writes a file that is made at once.
pub(crate) fn write_file(out: &Path, path: &str, text: &str) -> Result<PathBuf, SynthError> {
    Part::begin(out, path, text)?.finish()?;
    Ok(out.join(path))
}

/// Copies a file that is whole.
pub(crate) fn copy(out: &Path, from: &str, to: &str) -> Result<(), SynthError> {
    let name = Unfinished::begin(out, to)?;
    fs::copy(out.join(from), &name.temporary).map_err(|it| name.failed(it))?;
    name.finish()
}

/// What to say of a file or folder that cannot be written.
pub(crate) fn failed(path: &Path) -> impl FnOnce(io::Error) -> SynthError {
    let path = path.to_owned();
    move |source| SynthError::Write { path, source }
}

/// The SHA-256 of bytes that are there at once.
#[cfg(test)]
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

fn hexadecimal(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or('0');
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_written_in_parts_has_the_sum_of_the_whole() {
        let folder = tempfile::tempdir().unwrap();
        let mut part = Part::begin(folder.path(), "a/b.csv", "head\n").unwrap();
        part.append(["1\n", "2\n"]).unwrap();
        part.append(["3\n"]).unwrap();
        let path = folder.path().join("a/b.csv");
        assert!(!path.exists());
        let whole = part.finish().unwrap();
        let bytes = fs::read(&path).unwrap();
        assert_eq!(bytes, b"head\n1\n2\n3\n");
        assert_eq!(whole.rows, 3);
        assert_eq!(whole.sha256, sha256(&bytes));
    }

    #[test]
    fn a_file_that_was_never_whole_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        drop(Part::begin(folder.path(), "b.csv", "head\n").unwrap());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
