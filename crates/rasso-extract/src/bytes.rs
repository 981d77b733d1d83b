//! The bytes of a file: read whole, checked against the declared checksum, decoded.

use crate::{ExtractError, SourceFile, pseudonym::hexadecimal};
use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use rasso_schema::Encoding;
use sha2::{Digest, Sha256};
use std::{fs, io};

/// The content of a file, in UTF-8 as far as it could be decoded.
pub(crate) struct Content {
    /// The text without a byte order mark. A file declared UTF-8 is not checked here: a cell that
    /// is not UTF-8 is a fault of that cell alone.
    pub(crate) text: Vec<u8>,
    /// The length of the file.
    pub(crate) length: u64,
    /// The SHA-256 of the file, in hexadecimal.
    pub(crate) sha256: String,
}

pub(crate) fn load(file: &SourceFile) -> Result<Content, ExtractError> {
    let label = || file.label.clone();
    let failed = |error: io::Error| {
        if error.kind() == io::ErrorKind::NotFound {
            ExtractError::MissingFiles {
                labels: vec![label()],
            }
        } else {
            ExtractError::Unreadable {
                label: label(),
                reason: error.kind(),
            }
        }
    };
    let metadata = fs::metadata(&file.path).map_err(failed)?;
    if metadata.is_dir() {
        return Err(ExtractError::Folder { label: label() });
    }
    if !metadata.is_file() {
        // A pipe or a device might never end.
        return Err(ExtractError::Unreadable {
            label: label(),
            reason: io::ErrorKind::InvalidInput,
        });
    }
    let raw = fs::read(&file.path).map_err(failed)?;
    let sha256 = hexadecimal(&Sha256::digest(&raw));
    if let Some(declared) = &file.sha256
        && !declared.trim().eq_ignore_ascii_case(&sha256)
    {
        return Err(ExtractError::ControlTotal {
            label: label(),
            what: "SHA-256",
            declared: declared.trim().to_ascii_lowercase(),
            found: sha256,
        });
    }
    let length = u64::try_from(raw.len()).unwrap_or(u64::MAX);
    if let Some(found) = looks_like(&raw) {
        return Err(ExtractError::NotCsv {
            label: label(),
            found,
        });
    }
    let text = decode(
        raw,
        file.mapping
            .as_ref()
            .map(|it| it.encoding)
            .unwrap_or_default(),
    );
    if text.iter().all(u8::is_ascii_whitespace) {
        return Err(ExtractError::EmptyFile { label: label() });
    }
    Ok(Content {
        text,
        length,
        sha256,
    })
}

/// Formats that are often sent under the name of CSV.
fn looks_like(raw: &[u8]) -> Option<&'static str> {
    let known: [(&[u8], &str); 4] = [
        (b"PK\x03\x04", "a ZIP archive or a spreadsheet (XLSX, ODS)"),
        (b"\xd0\xcf\x11\xe0", "an old spreadsheet (XLS)"),
        (b"PAR1", "Parquet"),
        (b"\x1f\x8b", "compressed (gzip)"),
    ];
    known
        .into_iter()
        .find(|(start, _)| raw.starts_with(start))
        .map(|(_, name)| name)
}

/// A byte order mark outranks the declared encoding, because it cannot stand there by chance.
fn decode(raw: Vec<u8>, declared: Encoding) -> Vec<u8> {
    let encoding = match declared {
        Encoding::Utf8 => UTF_8,
        Encoding::Windows1252 => WINDOWS_1252,
        Encoding::Utf16Le => UTF_16LE,
        Encoding::Utf16Be => UTF_16BE,
    };
    let (encoding, mark) = encoding_rs::Encoding::for_bom(&raw).unwrap_or((encoding, 0));
    if encoding == UTF_8 {
        return if mark == 0 {
            raw
        } else {
            raw.get(mark..).unwrap_or_default().to_vec()
        };
    }
    let (text, _) = encoding.decode_without_bom_handling(raw.get(mark..).unwrap_or_default());
    text.into_owned().into_bytes()
}
