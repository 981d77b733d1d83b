//! The workbook as XLSX.

use super::workbook::{COVER, Cell, LANGUAGE, Sheet, Workbook};
use crate::ReleaseError;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Table, TableColumn, TableStyle,
    Workbook as Xlsx, Worksheet, XlsxError,
};
use std::io::{Cursor, Read as _, Write as _};
use zip::{DateTime, ZipArchive, ZipWriter, write::SimpleFileOptions};

/// A4, as a printer knows it.
const PAPER: u8 = 9;
/// The height of a line, in points.
const LINE: usize = 15;
/// The part with the properties of the document.
const CORE: &str = "docProps/core.xml";

pub(super) fn write(workbook: &Workbook) -> Result<Vec<u8>, ReleaseError> {
    let bytes = written(workbook).map_err(|it| unwritten(&it))?;
    with_language(&bytes).map_err(|it| unwritten(&it))
}

fn unwritten(why: &dyn std::fmt::Display) -> ReleaseError {
    ReleaseError::Input {
        file: "release.xlsx".to_owned(),
        reason: format!("cannot be written: {why}"),
    }
}

fn written(workbook: &Workbook) -> Result<Vec<u8>, XlsxError> {
    let mut xlsx = Xlsx::new();
    let made = ExcelDateTime::parse_from_str(&workbook.date)?;
    let about = DocProperties::new()
        .set_title(&workbook.title)
        .set_author(&workbook.author)
        .set_creation_datetime(&made);
    xlsx.set_properties(&about);
    for sheet in &workbook.sheets {
        write_sheet(xlsx.add_worksheet(), sheet)?;
    }
    xlsx.save_to_buffer()
}

fn write_sheet(to: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    let top = || Format::new().set_align(FormatAlign::Top);
    let wrapped = top().set_text_wrap();
    to.set_name(&sheet.name)?;
    to.set_landscape();
    to.set_paper_size(PAPER);
    to.set_print_fit_to_pages(1, 0);
    to.write_string_with_format(
        0,
        0,
        &sheet.title,
        &Format::new().set_bold().set_font_size(16),
    )?;
    let line = if sheet.table.is_none() {
        wrapped.clone()
    } else {
        top()
    };
    for (row, text) in (1..).zip(&sheet.lines) {
        to.write_string_with_format(row, 0, text, &line)?;
    }
    let Some(table) = &sheet.table else {
        to.set_column_width(0, COVER)?;
        return Ok(());
    };
    let first = u32::try_from(sheet.lines.len() + 1).unwrap_or(u32::MAX);
    let heading = Format::new().set_bold().set_text_wrap();
    let absent = top().set_align(FormatAlign::Right);
    let mut columns = Vec::new();
    for (at, column) in (0..).zip(&table.columns) {
        to.set_column_width(at, column.width)?;
        columns.push(
            TableColumn::new()
                .set_header(&column.heading)
                .set_header_format(&heading),
        );
    }
    let lines = table.columns.iter().map(|it| it.lines(&it.heading));
    set_height(to, first, lines)?;
    for (at, row) in (first + 1..).zip(&table.rows) {
        let texts = table.columns.iter().zip(row);
        let lines = texts.map(|(column, cell)| match cell {
            Cell::Text(it) => column.lines(it),
            Cell::Number(_) => 1,
        });
        set_height(to, at, lines)?;
        for (column, cell) in (0..).zip(row) {
            match cell {
                Cell::Text(it) if it.starts_with('[') && it.ends_with(']') => {
                    to.write_string_with_format(at, column, it, &absent)?;
                }
                Cell::Text(it) => {
                    to.write_string_with_format(at, column, it, &wrapped)?;
                }
                Cell::Number(it) => {
                    let form = match Cell::decimals(it) {
                        0 => "#,##0".to_owned(),
                        some => format!("#,##0.{}", "0".repeat(some)),
                    };
                    let number: f64 = it
                        .parse()
                        .map_err(|_never| XlsxError::ParameterError("no number".to_owned()))?;
                    to.write_number_with_format(at, column, number, &top().set_num_format(form))?;
                }
            }
        }
    }
    let last = first + u32::try_from(table.rows.len()).unwrap_or(0);
    let end = u16::try_from(table.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    let marked = Table::new()
        .set_name(&table.name)
        .set_alt_text_title(&sheet.title)
        .set_style(TableStyle::None)
        .set_autofilter(false)
        .set_columns(&columns);
    to.add_table(first, 0, last, end, &marked)?;
    Ok(())
}

/// Gives a row the height of its longest text: in this format it does not find it by itself.
fn set_height(
    to: &mut Worksheet,
    row: u32,
    lines: impl Iterator<Item = usize>,
) -> Result<(), XlsxError> {
    let lines = lines.max().unwrap_or(1);
    if lines > 1 {
        // Excel has no row that is higher than 409 points.
        let points = lines.saturating_mul(LINE).min(409);
        to.set_row_height(row, u32::try_from(points).unwrap_or(409))?;
    }
    Ok(())
}

/// The same with the language of the document, which the library has no word for.
fn with_language(bytes: &[u8]) -> Result<Vec<u8>, std::io::Error> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    let mut again = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut part = archive.by_index(at)?;
        let name = part.name().map_err(std::io::Error::from)?.into_owned();
        let mut text = Vec::new();
        part.read_to_end(&mut text)?;
        if name == CORE {
            let own = String::from_utf8_lossy(&text).into_owned();
            let end = "</cp:coreProperties>";
            let language = format!("<dc:language>{LANGUAGE}</dc:language>{end}");
            text = own.replace(end, &language).into_bytes();
        }
        let form = SimpleFileOptions::default().last_modified_time(DateTime::default());
        again.start_file(name, form)?;
        again.write_all(&text)?;
    }
    Ok(again.finish()?.into_inner())
}
