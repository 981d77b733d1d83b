//! The sound files that are damaged: one table of some forty rows in every format.

use crate::tests_of_formats::making::{
    gzip, metadata_of, ods_of, page_header, with_groups, write_parquet_with, zstd,
};
use arrow::array::{ArrayRef, StringArray};
use parquet::{
    basic::{Compression, ZstdLevel},
    file::properties::{EnabledStatistics, WriterProperties},
};
use rust_xlsxwriter::Workbook;
use std::sync::Arc;

pub(super) const ROWS: u64 = 40;
pub(super) const CHECKSUMS: &str = "parquet with checksums";

/// How the lines of a damaged file are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counted {
    /// By bytes.
    Bytes,
    /// By pairs of bytes, the low one first.
    Pairs,
    /// By the bytes that it unpacks to.
    Gzip,
    Zstd,
    /// It holds as many rows as the sound one.
    Rows,
}

/// A sound file, what its mapping says of it, and how its lines are counted.
pub(super) struct Base {
    pub(super) name: &'static str,
    pub(super) bytes: Vec<u8>,
    pub(super) mapping: &'static str,
    pub(super) counted: Counted,
}

const HEADER: [&str; 7] = [
    "crime_ref",
    "force_code",
    "recorded_date",
    "offence_code",
    "victim_age",
    "notes",
    "place",
];

fn rows() -> Vec<[String; 7]> {
    let row = |it: u64| {
        [
            format!("C{it}"),
            "52".to_owned(),
            format!("2024-{:02}-{:02}", it % 12 + 1, it % 28 + 1),
            "19C".to_owned(),
            (it % 60 + 16).to_string(),
            format!("caf\u{e9} no {it}"),
            "Bath".to_owned(),
        ]
    };
    (1..=ROWS).map(row).collect()
}

/// The last cell of every third row is in quotes, so that a quote opened before it closes there and
/// hides a whole row.
fn text(delimiter: &str, quoted: bool) -> String {
    let line = |(at, cells): (usize, Vec<&str>)| {
        let cell = |(column, it): (usize, &&str)| {
            if quoted || (column == 6 && at % 3 == 0) {
                format!("\"{it}\"")
            } else {
                (*it).to_owned()
            }
        };
        let cells: Vec<String> = cells.iter().enumerate().map(cell).collect();
        cells.join(delimiter) + "\n"
    };
    let rows = rows();
    let rows = rows
        .iter()
        .map(|row| row.iter().map(String::as_str).collect());
    [HEADER.to_vec()]
        .into_iter()
        .chain(rows)
        .enumerate()
        .map(line)
        .collect()
}

pub(super) fn bases() -> Vec<Base> {
    let plain = text(",", false);
    let narrow: Vec<u8> = plain.chars().map(|it| u8::try_from(it).unwrap()).collect();
    let wide = plain.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let of = |name, bytes, mapping, counted| Base {
        name,
        bytes,
        mapping,
        counted,
    };
    let utf8 = "encoding = \"utf-8\"\n";
    vec![
        of("utf-8", plain.clone().into_bytes(), utf8, Counted::Bytes),
        of(
            "windows-1252",
            narrow,
            "encoding = \"windows-1252\"\n",
            Counted::Bytes,
        ),
        of("utf-16", wide, "encoding = \"utf-16le\"\n", Counted::Pairs),
        of("quoted", text(",", true).into_bytes(), utf8, Counted::Bytes),
        of(
            "semicolon",
            text(";", false).into_bytes(),
            utf8,
            Counted::Bytes,
        ),
        of("gzip", gzip(plain.as_bytes()), utf8, Counted::Gzip),
        of("zstd", zstd(plain.as_bytes()), utf8, Counted::Zstd),
        of(
            "parquet",
            parquet(Compression::UNCOMPRESSED),
            "",
            Counted::Rows,
        ),
        of(
            "parquet packed",
            parquet(Compression::ZSTD(ZstdLevel::default())),
            "",
            Counted::Rows,
        ),
        of(CHECKSUMS, parquet_with_checksums(), "", Counted::Rows),
        of("xlsx", xlsx(), "", Counted::Rows),
        of("ods", ods(), "", Counted::Rows),
    ]
}

fn parquet(compression: Compression) -> Vec<u8> {
    let rows = rows();
    let column = |at: usize| -> ArrayRef {
        Arc::new(
            rows.iter()
                .map(|it| Some(it[at].as_str()))
                .collect::<StringArray>(),
        )
    };
    let columns = HEADER
        .iter()
        .enumerate()
        .map(|(at, name)| (*name, column(at)));
    let properties = WriterProperties::builder()
        .set_compression(compression)
        .set_statistics_enabled(EnabledStatistics::None)
        .build();
    write_parquet_with(columns.collect(), properties)
}

/// The library writes no checksums of pages, so each column is one page written here.
fn parquet_with_checksums() -> Vec<u8> {
    let metadata = metadata_of(&parquet(Compression::UNCOMPRESSED));
    let group = metadata.row_group(0);
    let mut body = b"PAR1".to_vec();
    let mut columns = Vec::new();
    for (at, column) in group.columns().iter().enumerate() {
        // All forty rows have a value: one run of ones. Then each text after its length.
        let mut page = vec![2, 0, 0, 0, 80, 1];
        for row in rows() {
            page.extend(u32::try_from(row[at].len()).unwrap().to_le_bytes());
            page.extend(row[at].as_bytes());
        }
        let mut checksum = flate2::Crc::new();
        checksum.update(&page);
        let start = body.len();
        page_header(
            &mut body,
            page.len(),
            Some(checksum.sum().cast_signed()),
            40,
        );
        body.extend(page);
        let length = i64::try_from(body.len() - start).unwrap();
        let column = column
            .clone()
            .into_builder()
            .set_dictionary_page_offset(None);
        let column = column.set_data_page_offset(i64::try_from(start).unwrap());
        let column = column.set_total_compressed_size(length);
        columns.push(column.set_total_uncompressed_size(length).build().unwrap());
    }
    let group = group.clone().into_builder().set_column_metadata(columns);
    with_groups(body, metadata.file_metadata(), vec![group.build().unwrap()])
}

fn xlsx() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let header = HEADER.map(str::to_owned);
    for (row, cells) in (0..).zip([header].into_iter().chain(rows())) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string(row, column, cell).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

fn ods() -> Vec<u8> {
    let cell = |it: String| format!("<table:table-cell><text:p>{it}</text:p></table:table-cell>");
    let row = |it: [String; 7]| {
        format!(
            "<table:table-row>{}</table:table-row>",
            it.map(cell).concat()
        )
    };
    let header = row(HEADER.map(str::to_owned));
    let rows: String = rows().into_iter().map(row).collect();
    ods_of(&format!(
        "<table:table table:name=\"A\">{header}{rows}</table:table>"
    ))
}
