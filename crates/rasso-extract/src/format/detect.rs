//! What kind of file it is, by its content.

use crate::format::{
    RawFile, Refusal,
    parts::{self, Workbook},
};
use rasso_schema::FileFormat;
use std::io::Read as _;

/// How much of a file decides its format.
pub(crate) const HEAD: u64 = 4_096;
/// How much of an old office file is looked through for the mark of an encrypted one.
const OFFICE_HEAD: u64 = 1 << 20;

/// A kind of file that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content {
    Plain,
    Gzip,
    Zstd,
    Parquet,
    Xlsx,
    Ods,
}

impl Content {
    /// The word for it in a mapping.
    pub(crate) const fn format(self) -> FileFormat {
        match self {
            Self::Plain | Self::Gzip | Self::Zstd => FileFormat::Csv,
            Self::Parquet => FileFormat::Parquet,
            Self::Xlsx => FileFormat::Xlsx,
            Self::Ods => FileFormat::Ods,
        }
    }
}

pub(crate) fn detect(head: &[u8], raw: &mut RawFile) -> Result<Content, Refusal> {
    let starts = |with: &[u8]| head.starts_with(with);
    if starts(b"\x1f\x8b") {
        return Ok(Content::Gzip);
    }
    if starts(b"\x28\xb5\x2f\xfd") || is_skippable_frame(head) {
        return Ok(Content::Zstd);
    }
    if starts(b"PAR1") || starts(b"PARE") {
        return Ok(Content::Parquet);
    }
    if starts(b"PK\x03\x04") || starts(b"PK\x05\x06") {
        return Ok(match parts::kind(&parts::open(&raw.file)?)? {
            Workbook::Xlsx => Content::Xlsx,
            Workbook::Ods => Content::Ods,
        });
    }
    if starts(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Err(old_office(raw)?);
    }
    match OTHERS.into_iter().find(|it| starts(it.0)) {
        Some((_, found, instead)) => Err(Refusal::Unsupported { found, instead }),
        None => Ok(Content::Plain),
    }
}

/// Formats that are sent at times and are not read.
const OTHERS: [(&[u8], &str, &str); 7] = [
    (b"BZh", "compressed with bzip2", UNPACK),
    (b"\xfd7zXZ\0", "compressed with xz", UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", UNPACK),
    (b"Rar!\x1a\x07", "a RAR archive", UNPACK),
    (b"\x04\x22\x4d\x18", "compressed with LZ4", UNPACK),
    (
        b"%PDF-",
        "a PDF",
        "ask the sender for the table itself, as CSV or XLSX",
    ),
    (
        b"SQLite format 3\0",
        "a database (SQLite)",
        "export the table as CSV",
    ),
];

const UNPACK: &str = "unpack it, or have it compressed with gzip or zstd";

/// Zstd files may begin with a frame that holds no content.
fn is_skippable_frame(head: &[u8]) -> bool {
    matches!(head, [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..])
}

/// A workbook that needs a password is packed like an old one.
fn old_office(raw: &mut RawFile) -> Result<Refusal, Refusal> {
    let mut head = Vec::new();
    (&raw.file).take(OFFICE_HEAD).read_to_end(&mut head)?;
    let mark: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    Ok(if memchr::memmem::find(&head, &mark).is_some() {
        Refusal::Unsupported {
            found: "a workbook that needs a password",
            instead: "save it without one",
        }
    } else {
        Refusal::Unsupported {
            found: "an old spreadsheet (XLS)",
            instead: "save it as XLSX or CSV",
        }
    })
}
