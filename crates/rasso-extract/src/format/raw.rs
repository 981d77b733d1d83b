//! The bytes of a file: opened once, counted and hashed as they are read.

use crate::{SourceFile, format::Refusal, pseudonym::hexadecimal};
use sha2::{Digest, Sha256};
use std::{
    cell::RefCell,
    fs::{File, Metadata},
    io::{self, Read, Seek, SeekFrom},
    path::Path,
    rc::Rc,
    time::SystemTime,
};

/// How much is read at a time where the size is free.
const PIECE: usize = 256 << 10;

/// A file that was opened and, where the pipeline declares a checksum, found to be the declared one.
pub(crate) struct RawFile {
    pub(crate) file: File,
    pub(crate) length: u64,
    modified: Option<SystemTime>,
    sha256: Option<String>,
    digest: Rc<RefCell<(Sha256, u64)>>,
}

/// The length and the SHA-256 of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fingerprint {
    pub(crate) length: u64,
    pub(crate) sha256: String,
}

impl RawFile {
    pub(crate) fn open(source: &SourceFile) -> Result<Self, Refusal> {
        let unreadable = |it: io::Error| Refusal::Unreadable(it.kind());
        let metadata = std::fs::metadata(&source.path).map_err(unreadable)?;
        if metadata.is_dir() {
            return Err(Refusal::Unreadable(io::ErrorKind::IsADirectory));
        }
        if !metadata.is_file() {
            // A pipe or a device might never end.
            return Err(Refusal::Unreadable(io::ErrorKind::InvalidInput));
        }
        let file = File::open(&source.path).map_err(unreadable)?;
        let metadata = file.metadata().map_err(unreadable)?;
        let mut raw = Self {
            length: metadata.len(),
            modified: modified(&metadata),
            file,
            sha256: None,
            digest: Rc::default(),
        };
        if let Some(declared) = &source.sha256 {
            let found = raw.hashed()?;
            if !declared.trim().eq_ignore_ascii_case(&found) {
                let declared = declared.trim().to_ascii_lowercase();
                return Err(Refusal::Sha256 { declared, found });
            }
            raw.sha256 = Some(found);
        }
        Ok(raw)
    }

    /// The first bytes.
    pub(crate) fn head(&mut self, most: u64) -> Result<Vec<u8>, Refusal> {
        let mut head = Vec::new();
        self.file.seek(SeekFrom::Start(0))?;
        (&self.file).take(most).read_to_end(&mut head)?;
        self.file.seek(SeekFrom::Start(0))?;
        Ok(head)
    }

    /// The whole content from the start, hashed on the way unless it is already.
    pub(crate) fn stream(&self) -> Result<Stream, Refusal> {
        let mut file = self.file.try_clone()?;
        file.seek(SeekFrom::Start(0))?;
        Ok(Stream {
            file,
            digest: Rc::clone(&self.digest),
            hashes: self.sha256.is_none(),
        })
    }

    /// The file's fingerprint, once its content has been read. `streamed` says that it was read
    /// through `stream` to the end.
    pub(crate) fn finish(&mut self, streamed: bool) -> Result<Fingerprint, Refusal> {
        let metadata = self.file.metadata()?;
        let read = self.digest.borrow().1;
        if metadata.len() != self.length
            || modified(&metadata) != self.modified
            || (streamed && read != self.length)
        {
            return Err(Refusal::Changed);
        }
        let sha256 = match (&self.sha256, streamed) {
            (Some(sha256), _) => sha256.clone(),
            (None, true) => hexadecimal(&self.digest.borrow().0.clone().finalize()),
            (None, false) => self.hashed()?,
        };
        Ok(Fingerprint {
            length: self.length,
            sha256,
        })
    }

    fn hashed(&mut self) -> Result<String, Refusal> {
        let mut sha256 = Sha256::new();
        let mut piece = vec![0; PIECE];
        self.file.seek(SeekFrom::Start(0))?;
        loop {
            match self.file.read(&mut piece) {
                Ok(0) => break,
                Ok(read) => sha256.update(piece.get(..read).unwrap_or_default()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(Refusal::Unreadable(error.kind())),
            }
        }
        self.file.seek(SeekFrom::Start(0))?;
        Ok(hexadecimal(&sha256.finalize()))
    }
}

/// The SHA-256 of a file, in hexadecimal.
pub fn file_sha256(path: &Path) -> io::Result<String> {
    let mut sha256 = Sha256::new();
    let mut file = File::open(path)?;
    let mut piece = vec![0; PIECE];
    loop {
        match file.read(&mut piece) {
            Ok(0) => return Ok(hexadecimal(&sha256.finalize())),
            Ok(read) => sha256.update(piece.get(..read).unwrap_or_default()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

fn modified(metadata: &Metadata) -> Option<SystemTime> {
    metadata.modified().ok()
}

/// The content of a file from its start.
pub(crate) struct Stream {
    file: File,
    digest: Rc<RefCell<(Sha256, u64)>>,
    hashes: bool,
}

impl Stream {
    /// How many bytes were read so far.
    pub(crate) fn counter(&self) -> impl Fn() -> u64 + use<> {
        let digest = Rc::clone(&self.digest);
        move || digest.borrow().1
    }
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        let mut digest = self.digest.borrow_mut();
        if self.hashes {
            digest.0.update(buffer.get(..read).unwrap_or_default());
        }
        digest.1 += crate::file::count(read);
        Ok(read)
    }
}
