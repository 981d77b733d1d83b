//! Makes files of every format: sound ones here, bombs in `bombs.rs`.

use arrow::{
    array::{
        ArrayRef, BooleanArray, Date32Array, DictionaryArray, Float64Array, Int64Array,
        ListBuilder, RecordBatch, StringArray, StringBuilder, TimestampMicrosecondArray,
    },
    datatypes::{DataType, Field, Int32Type, Schema},
};
use parquet::{
    arrow::ArrowWriter,
    basic::Compression,
    file::{
        metadata::{
            FileMetaData, ParquetMetaData, ParquetMetaDataReader, ParquetMetaDataWriter,
            RowGroupMetaData,
        },
        properties::WriterProperties,
    },
};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use std::{
    io::{Cursor, Write as _},
    sync::Arc,
};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// A table as text: `recorded_date`, `victim_age` and `domestic_abuse` have types elsewhere.
pub(crate) const TABLE: &str = "crime_ref,force_code,recorded_date,offence_code,victim_age,domestic_abuse,victim_ref\n\
    C1,52,2024-02-29,19C,17,true,Zoë\nC2,52,1999-12-31,19D,,false,\"a,b\"\nC3,52,2024-03-01,19C,45,,\n";

/// The cells of the table, row by row, the header first.
pub(crate) fn cells() -> Vec<Vec<String>> {
    let row = |it: csv::StringRecord| it.iter().map(str::to_owned).collect();
    let reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(TABLE.as_bytes());
    reader.into_records().map(|it| row(it.unwrap())).collect()
}

/// A column of the table, below its header; nothing where it is blank.
fn column(at: usize) -> Vec<Option<String>> {
    let cell = |row: &Vec<String>| (!row[at].is_empty()).then(|| row[at].clone());
    cells().iter().skip(1).map(cell).collect()
}

pub(crate) fn parquet(compression: Compression) -> Vec<u8> {
    let texts = |at| -> ArrayRef { Arc::new(column(at).into_iter().collect::<StringArray>()) };
    let days = |at: usize| -> Vec<Option<i32>> {
        let day = |it: String| it.parse::<rasso_terms::Day>().unwrap().number();
        column(at).into_iter().map(|it| it.map(day)).collect()
    };
    let forces = column(1);
    let forces: DictionaryArray<Int32Type> = forces.iter().map(Option::as_deref).collect();
    let ages = column(4)
        .into_iter()
        .map(|it| it.map(|it| it.parse::<i64>().unwrap()));
    let flags = column(5).into_iter().map(|it| it.map(|it| it == "true"));
    let mut lists = ListBuilder::new(StringBuilder::new());
    (0..3).for_each(|_| lists.append(true));
    write_parquet(
        vec![
            ("crime_ref", texts(0)),
            ("force_code", Arc::new(forces)),
            ("recorded_date", Arc::new(Date32Array::from(days(2)))),
            ("offence_code", texts(3)),
            ("victim_age", Arc::new(ages.collect::<Int64Array>())),
            ("domestic_abuse", Arc::new(flags.collect::<BooleanArray>())),
            ("victim_ref", texts(6)),
            ("unmapped list", Arc::new(lists.finish())),
        ],
        compression,
    )
}

/// The same table with the types that other programs choose: times of day, floats.
pub(crate) fn loose_parquet() -> Vec<u8> {
    let texts = |at| -> ArrayRef { Arc::new(column(at).into_iter().collect::<StringArray>()) };
    let instant = |it: String| {
        let day = it.parse::<rasso_terms::Day>().unwrap().number();
        // One microsecond before midnight.
        (i64::from(day) + 1) * 86_400_000_000 - 1
    };
    let instants = column(2).into_iter().map(|it| it.map(instant));
    let instants: TimestampMicrosecondArray = instants.collect();
    let ages = column(4)
        .into_iter()
        .map(|it| it.map(|it| it.parse::<f64>().unwrap()));
    let forces = Int64Array::from(vec![52; 3]);
    write_parquet(
        vec![
            ("crime_ref", texts(0)),
            ("force_code", Arc::new(forces)),
            ("recorded_date", Arc::new(instants.with_timezone("+00:00"))),
            ("offence_code", texts(3)),
            ("victim_age", Arc::new(ages.collect::<Float64Array>())),
            ("domestic_abuse", texts(5)),
            ("victim_ref", texts(6)),
        ],
        Compression::UNCOMPRESSED,
    )
}

pub(crate) fn write_parquet(columns: Vec<(&str, ArrayRef)>, compression: Compression) -> Vec<u8> {
    let properties = WriterProperties::builder()
        .set_compression(compression)
        .set_max_row_group_row_count(Some(2))
        .build();
    write_parquet_with(columns, properties)
}

pub(crate) fn write_parquet_with(
    columns: Vec<(&str, ArrayRef)>,
    properties: WriterProperties,
) -> Vec<u8> {
    let field = |(name, array): &(&str, ArrayRef)| {
        let data_type: &DataType = array.data_type();
        Field::new(*name, data_type.clone(), true)
    };
    let schema = Arc::new(Schema::new(columns.iter().map(field).collect::<Vec<_>>()));
    let arrays = columns.into_iter().map(|it| it.1).collect();
    let batch = RecordBatch::try_new(Arc::clone(&schema), arrays).unwrap();
    let mut writer = ArrowWriter::try_new(Vec::new(), schema, Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.into_inner().unwrap()
}

pub(crate) fn xlsx() -> Vec<u8> {
    let mut book = Workbook::new();
    let date = Format::new().set_num_format("dd/mm/yyyy");
    let sheet = book.add_worksheet().set_name("Crimes").unwrap();
    for (row, cells) in (0..).zip(cells()) {
        for (column, cell) in (0..).zip(cells) {
            match (row, column, cell.as_str()) {
                (_, _, "") => sheet.write_blank(row, column, &date).map(drop),
                (1.., 2, day) => {
                    let day = ExcelDateTime::parse_from_str(day).unwrap();
                    sheet
                        .write_datetime_with_format(row, column, day, &date)
                        .map(drop)
                }
                (1.., 1 | 4, number) => sheet
                    .write_number(row, column, number.parse::<f64>().unwrap())
                    .map(drop),
                (1.., 5, flag) => sheet.write_boolean(row, column, flag == "true").map(drop),
                (_, _, text) => sheet.write_string(row, column, text).map(drop),
            }
            .unwrap();
        }
    }
    let hidden = book.add_worksheet().set_name("Codes").unwrap();
    hidden.write_string(0, 0, "not for us").unwrap();
    hidden.set_hidden(true);
    book.add_worksheet().set_name("Empty").unwrap();
    book.save_to_buffer().unwrap()
}

pub(crate) fn ods() -> Vec<u8> {
    let mut rows = String::new();
    for (row, cells) in cells().into_iter().enumerate() {
        rows.push_str("<table:table-row>");
        for (column, cell) in cells.iter().enumerate() {
            rows.push_str(&ods_cell(row, column, cell));
        }
        rows.push_str(
            "<table:table-cell table:number-columns-repeated=\"16377\"/></table:table-row>",
        );
    }
    rows.push_str("<table:table-row table:number-rows-repeated=\"1048572\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>");
    ods_of(&format!(
        "<table:table table:name=\"Crimes\">{rows}</table:table>"
    ))
}

fn ods_cell(row: usize, column: usize, cell: &str) -> String {
    let shown = format!("<text:p>{cell}</text:p></table:table-cell>");
    match (row, column, cell) {
        (_, _, "") => "<table:table-cell/>".to_owned(),
        (1.., 2, day) => format!(
            "<table:table-cell office:value-type=\"date\" office:date-value=\"{day}T23:59:59\"><text:p>shown otherwise</text:p></table:table-cell>"
        ),
        (1.., 1 | 4, number) => {
            format!(
                "<table:table-cell office:value-type=\"float\" office:value=\"{number}.0\">{shown}"
            )
        }
        (1.., 5, flag) => format!(
            "<table:table-cell office:value-type=\"boolean\" office:boolean-value=\"{flag}\">{shown}"
        ),
        (_, _, text) => format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p><office:annotation><text:p>no part of it</text:p></office:annotation></table:table-cell>"
        ),
    }
}

/// A spreadsheet with these tables.
pub(crate) fn ods_of(tables: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content><office:automatic-styles/><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    );
    zip(&[
        (
            "mimetype",
            b"application/vnd.oasis.opendocument.spreadsheet",
        ),
        ("content.xml", content.as_bytes()),
    ])
}

/// A workbook with this in its first sheet and these shared strings.
pub(crate) fn xlsx_of(sheet: &str, strings: &str) -> Vec<u8> {
    let workbook = "<workbook><sheets><sheet name=\"Crimes\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let root = format!(
        "<Relationships><Relationship Id=\"rId1\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    let of_book = format!(
        "<Relationships><Relationship Id=\"rId1\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
    );
    zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/_rels/workbook.xml.rels", of_book.as_bytes()),
        ("xl/styles.xml", b"<styleSheet/>"),
        ("xl/sharedStrings.xml", strings.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

pub(crate) fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let deflated = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, content) in parts {
        zip.start_file(*name, deflated).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

pub(crate) fn gzip(content: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    out.write_all(content).unwrap();
    out.finish().unwrap()
}

pub(crate) fn zstd(content: &[u8]) -> Vec<u8> {
    let mut out = zstd::Encoder::new(Vec::new(), 3).unwrap();
    out.include_checksum(true).unwrap();
    out.write_all(content).unwrap();
    out.finish().unwrap()
}

/// What the footer of a Parquet file says.
pub(crate) fn metadata_of(file: &[u8]) -> ParquetMetaData {
    let mut temporary = tempfile::tempfile().unwrap();
    temporary.write_all(file).unwrap();
    ParquetMetaDataReader::new()
        .parse_and_finish(&temporary)
        .unwrap()
}

/// A Parquet file of these bytes and a footer that says so.
pub(crate) fn with_groups(
    mut body: Vec<u8>,
    of: &FileMetaData,
    groups: Vec<RowGroupMetaData>,
) -> Vec<u8> {
    let rows = groups.iter().map(RowGroupMetaData::num_rows).sum();
    let file = FileMetaData::new(of.version(), rows, None, None, of.schema_descr_ptr(), None);
    let metadata = ParquetMetaData::new(file, groups);
    ParquetMetaDataWriter::new(&mut body, &metadata)
        .finish()
        .unwrap();
    body
}

/// The header of a page of plain values.
pub(crate) fn page_header(out: &mut Vec<u8>, length: usize, checksum: Option<i32>, rows: usize) {
    page_header_of(out, length, length, checksum, rows);
}

/// The header of a page that claims to become so many bytes.
pub(crate) fn page_header_of(
    out: &mut Vec<u8>,
    unpacked: usize,
    packed: usize,
    checksum: Option<i32>,
    rows: usize,
) {
    // Each field is one after the last, and a number.
    let mut number = |head: u8, number: i64| {
        out.push(head);
        let mut rest = ((number << 1) ^ (number >> 63)).cast_unsigned();
        while rest > 127 {
            out.push(u8::try_from(rest & 127).unwrap() | 128);
            rest >>= 7;
        }
        out.push(u8::try_from(rest).unwrap());
    };
    let size = |it: usize| i64::try_from(it).unwrap();
    number(0x15, 0);
    number(0x15, size(unpacked));
    number(0x15, size(packed));
    let step = match checksum {
        Some(checksum) => {
            number(0x15, i64::from(checksum));
            0x1c
        }
        None => 0x2c,
    };
    out.push(step);
    // So many values, plain, and their levels in runs.
    let mut number = |value: u8| out.extend([0x15, value]);
    number(u8::try_from(rows * 2).unwrap());
    number(0);
    number(6);
    number(6);
    out.extend([0, 0]);
}
