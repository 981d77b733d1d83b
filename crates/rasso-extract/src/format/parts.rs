//! The parts of a workbook, which is a ZIP file: each is unpacked once into nothing, before anything
//! trusts its size.

use crate::{
    file::count,
    format::{Limits, Refusal, markup::Markup},
};
use std::{
    fs::File,
    io::{BufReader, ErrorKind, Read as _, Seek as _, SeekFrom},
};
use zip::{ZipArchive, result::ZipError};

/// A workbook's parts.
pub(crate) type Parts = ZipArchive<BufReader<File>>;

/// What kind of workbook it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Workbook {
    Xlsx,
    Ods,
}

/// How much is unpacked at a time.
const PIECE: usize = 64 << 10;
/// The length of a part's own header, and where it says how long its name is.
const HEADER: usize = 30;
const NAME_LENGTH: usize = 26;

pub(crate) fn open(file: &File) -> Result<Parts, Refusal> {
    let file = BufReader::new(file.try_clone()?);
    ZipArchive::new(file).map_err(|it| broken(&it))
}

/// Which workbook it is, by its parts.
pub(crate) fn kind(parts: &Parts) -> Result<Workbook, Refusal> {
    let has = |name: &str| parts.index_for_name(name).is_some();
    let unsupported = |found, instead| Err(Refusal::Unsupported { found, instead });
    let is_office = parts
        .file_names_raw()
        .any(|it| it.eq_ignore_ascii_case(b"[Content_Types].xml"));
    if has("xl/workbook.bin") {
        return unsupported("a binary workbook (XLSB)", "save it as XLSX or CSV");
    }
    if has("content.xml") {
        return Ok(Workbook::Ods);
    }
    if has("xl/workbook.xml") || (is_office && has("_rels/.rels")) {
        return Ok(Workbook::Xlsx);
    }
    unsupported("a ZIP archive", "unpack it and name the file in it")
}

/// Unpacks every part and counts. A part that is larger than it says, much larger than it was packed,
/// that overlaps another or whose checksum does not fit, is refused.
pub(crate) fn check(file: &File, limits: &Limits) -> Result<(), Refusal> {
    let parts = &mut open(file)?;
    if parts.len() > limits.parts {
        return Err(Refusal::beyond("parts", limits.parts));
    }
    let twice = Refusal::Damaged("two parts of the workbook lie in one place");
    if parts.has_duplicate_names() || parts.has_overlapping_files().map_err(|it| broken(&it))? {
        return Err(twice);
    }
    let mut total = 0_u64;
    for at in 0..parts.len() {
        let (name, size) = check_header(parts, file, at, limits)?;
        total = total.saturating_add(size);
        if total > limits.unpacked_bytes {
            let most = limits.unpacked_bytes;
            return Err(Refusal::beyond("bytes once it is unpacked", most));
        }
        unpack(parts, at, &name, size, limits)?;
    }
    Ok(())
}

/// The name of a part, in small letters, and the size it says it has.
fn check_header(
    parts: &mut Parts,
    mut file: &File,
    at: usize,
    limits: &Limits,
) -> Result<(String, u64), Refusal> {
    let part = parts.by_index_raw(at).map_err(|it| broken(&it))?;
    if part.encrypted() {
        return Err(Refusal::Unsupported {
            found: "a workbook that needs a password",
            instead: "save it without one",
        });
    }
    let name = part.name_raw().to_vec();
    let (start, size, packed) = (part.header_start(), part.size(), part.compressed_size());
    drop(part);
    // The name that the part itself has is the one that other programs go by.
    let mut header = [0; HEADER];
    let mut own = vec![0; name.len()];
    file.seek(SeekFrom::Start(start))?;
    file.read_exact(&mut header)?;
    file.read_exact(&mut own)?;
    let length = header.get(NAME_LENGTH..NAME_LENGTH + 2);
    let length = length
        .and_then(|it| it.try_into().ok())
        .map(u16::from_le_bytes);
    if own != name || length.map(usize::from) != Some(name.len()) {
        return Err(Refusal::Damaged("a part of the workbook has two names"));
    }
    let name = String::from_utf8_lossy(&name).to_ascii_lowercase();
    let most = if is_table(&name) {
        limits.sheet_bytes
    } else if name.ends_with("sharedstrings.xml") {
        limits.shared_bytes
    } else if is_markup(&name) {
        limits.part_bytes
    } else {
        limits.unpacked_bytes
    };
    if size > most {
        return Err(Refusal::beyond("bytes in a part of the workbook", most));
    }
    if size > limits.unpacked(packed) {
        return Err(Refusal::beyond(
            "bytes for each compressed byte",
            limits.ratio,
        ));
    }
    Ok((name, size))
}

fn is_markup(name: &str) -> bool {
    [".xml", ".rels"].iter().any(|it| name.ends_with(it))
}

/// Parts that grow with a table, and that are never held in memory.
fn is_table(name: &str) -> bool {
    name == "content.xml" || name.contains("worksheets/") || name.contains("pivotcacherecords")
}

fn unpack(
    parts: &mut Parts,
    at: usize,
    name: &str,
    size: u64,
    limits: &Limits,
) -> Result<(), Refusal> {
    let mut part = parts.by_index(at).map_err(|it| broken(&it))?;
    let mut markup = is_markup(name).then(|| Markup::new(name, limits));
    let mut piece = vec![0; PIECE];
    let mut so_far = 0_u64;
    loop {
        let read = part.read(&mut piece)?;
        if read == 0 {
            break;
        }
        so_far += count(read);
        if so_far > size {
            return Err(Refusal::Damaged(
                "a part of the workbook is larger than it says",
            ));
        }
        if let Some(markup) = &mut markup {
            markup.read(piece.get(..read).unwrap_or_default())?;
        }
    }
    if so_far != size {
        return Err(Refusal::Damaged(
            "a part of the workbook is smaller than it says",
        ));
    }
    Ok(())
}

/// What the library says may quote names of parts.
fn broken(error: &ZipError) -> Refusal {
    Refusal::Damaged(match error {
        ZipError::Io(error) if error.kind() == ErrorKind::UnexpectedEof => "it ends too early",
        ZipError::Io(_)
        | ZipError::InvalidArchive(_)
        | ZipError::UnsupportedArchive(_)
        | ZipError::FileNotFound
        | ZipError::InvalidPassword
        | ZipError::CompressionMethodNotSupported(_)
        | ZipError::DecompressedSizeLimitExceeded { .. }
        | ZipError::DecompressedSizeUnknown
        | _ => "its parts cannot be read",
    })
}
