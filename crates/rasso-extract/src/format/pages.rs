//! Looks at every page header of a Parquet column before the library reads the pages.

use crate::{
    file::count,
    format::{
        Limits, Refusal,
        thrift::{PageHeader, Stop, page_header},
    },
};
use flate2::read::MultiGzDecoder;
use parquet::{
    basic::{Compression, Type},
    file::metadata::ColumnChunkMetaData,
};
use std::{
    fs::File,
    io::{Read as _, Seek as _, SeekFrom},
};

const BROKEN: Refusal = Refusal::Damaged("its columns are not where its footer says");
/// How much of a page header is read at first, and at the most.
const HEADER: u64 = 1 << 10;
const LONGEST_HEADER: u64 = 1 << 20;
/// A dictionary is held in memory whole, forty bytes to a value.
const DICTIONARY: u64 = 32 << 20;
/// The most that gzip and LZ4 make of a byte.
const GZIP: u64 = 1_032;
const LZ4: u64 = 255;

/// Checks the pages of one column in one row group of so many rows.
pub(crate) fn check(
    file: &File,
    end: u64,
    column: &ColumnChunkMetaData,
    rows: u64,
    limits: &Limits,
) -> Result<(), Refusal> {
    let unsigned = |it: i64| u64::try_from(it).map_err(|_negative| BROKEN);
    let start = column.dictionary_page_offset();
    let start = unsigned(start.unwrap_or_else(|| column.data_page_offset()))?;
    let length = unsigned(column.compressed_size())?;
    let chunk_end = start.checked_add(length).filter(|it| *it <= end);
    let chunk_end = chunk_end.ok_or(BROKEN)?;
    if unsigned(column.num_values())? != rows {
        return Err(Refusal::Damaged(
            "a column has another number of rows than the file",
        ));
    }
    if column.file_path().is_some() {
        return Err(Refusal::Unsupported {
            found: "Parquet with columns in other files",
            instead: "ask the sender for one file",
        });
    }
    let (mut at, mut values) = (start, 0);
    while at < chunk_end {
        let header = header(file, at, chunk_end, limits)?;
        at = at.saturating_add(header.length);
        check_page(file, at, &header, column, limits)?;
        at = at.saturating_add(header.packed);
        values += header.data_values.unwrap_or_default();
    }
    if at != chunk_end {
        return Err(BROKEN);
    }
    if values != rows {
        return Err(Refusal::Damaged(
            "a column has fewer or more rows than it says",
        ));
    }
    Ok(())
}

fn header(mut file: &File, at: u64, end: u64, limits: &Limits) -> Result<PageHeader, Refusal> {
    let mut size = HEADER;
    loop {
        let size_here = size.min(end - at);
        let mut bytes = Vec::new();
        file.seek(SeekFrom::Start(at))?;
        file.take(size_here).read_to_end(&mut bytes)?;
        match page_header(&bytes, limits) {
            Ok(header) => return Ok(header),
            Err(Stop::Refused(refusal)) => return Err(refusal),
            Err(Stop::TooShort) if size_here < size || size >= LONGEST_HEADER => {
                return Err(BROKEN);
            }
            Err(Stop::TooShort) => size *= 32,
        }
    }
}

fn check_page(
    file: &File,
    at: u64,
    header: &PageHeader,
    column: &ColumnChunkMetaData,
    limits: &Limits,
) -> Result<(), Refusal> {
    let most = limits.page(header.packed);
    if header.unpacked > most {
        return Err(Refusal::beyond("bytes in a page", most));
    }
    if let Some(values) = header.dictionary_values {
        let is_small = column.column_type() == Type::FIXED_LEN_BYTE_ARRAY;
        let least = if is_small { 1 } else { 4 };
        if header.unpacked > DICTIONARY {
            return Err(Refusal::beyond("bytes in a dictionary", DICTIONARY));
        }
        if values.saturating_mul(least) > header.unpacked {
            return Err(Refusal::Damaged("a dictionary has no room for its values"));
        }
    }
    match column.compression() {
        Compression::GZIP(_) if header.packed.saturating_mul(GZIP) > most => {
            unpack(file, at, header.packed, header.unpacked)
        }
        Compression::LZ4 if header.packed.saturating_mul(LZ4) > most.saturating_mul(4) => {
            Err(Refusal::beyond("bytes in a page of LZ4", most * 4 / LZ4))
        }
        Compression::BROTLI(_) | Compression::LZO => Err(Refusal::Unsupported {
            found: "Parquet compressed with Brotli or LZO",
            instead: "have it written with zstd or Snappy",
        }),
        Compression::UNCOMPRESSED
        | Compression::SNAPPY
        | Compression::GZIP(_)
        | Compression::LZ4
        | Compression::ZSTD(_)
        | Compression::LZ4_RAW => Ok(()),
    }
}

/// The library unpacks gzip without looking at how much comes out.
fn unpack(mut file: &File, at: u64, packed: u64, most: u64) -> Result<(), Refusal> {
    file.seek(SeekFrom::Start(at))?;
    let mut unpacked = MultiGzDecoder::new(file.take(packed)).take(most + 1);
    let mut piece = vec![0; 64 << 10];
    let mut so_far = 0;
    loop {
        let read = unpacked.read(&mut piece)?;
        so_far += count(read);
        if so_far > most {
            return Err(Refusal::Damaged("a page is larger than it says"));
        }
        if read == 0 {
            return Ok(());
        }
    }
}
