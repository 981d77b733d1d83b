//! A workbook of Excel: one sheet of it, cell by cell. Formulas give the value that was saved with
//! them, a merged range that of its first cell.

use crate::format::{
    Limits, Refusal,
    sheet::{Sheet, SheetRow},
    typed,
    workbook::{BROKEN, Listed, Wanted},
    worker::Send,
};
use calamine::{DataRef, ExcelDateTime, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError};
use std::{fs::File, io::BufReader};

/// The first serial number of a day after the year 9999.
const LAST_DAY: f64 = 2_958_466.0;

/// Reads the sheet that is meant, all in one call: the library lends its cells only for as long as
/// the workbook stays where it is.
pub(crate) fn read(file: &File, wanted: &Wanted, send: &Send) -> Result<(), Refusal> {
    let mut book = Xlsx::new(BufReader::new(file)).map_err(broken)?;
    let name = wanted.choose(listed(&mut book)?)?;
    rows(&mut book, &name, wanted.rows(), send, &wanted.limits)
}

type Book<'f> = Xlsx<BufReader<&'f File>>;

fn listed(book: &mut Book<'_>) -> Result<Vec<Listed>, Refusal> {
    let sheets = book.sheets_metadata().to_vec();
    let mut listed = Vec::new();
    for sheet in sheets
        .into_iter()
        .filter(|it| it.typ == SheetType::WorkSheet)
    {
        let is_visible = sheet.visible == SheetVisible::Visible;
        listed.push(Listed {
            is_filled: is_visible && is_filled(book, &sheet.name)?,
            name: sheet.name,
            is_visible,
        });
    }
    Ok(listed)
}

fn is_filled(book: &mut Book<'_>, name: &str) -> Result<bool, Refusal> {
    let mut cells = book.worksheet_cells_reader(name).map_err(broken)?;
    let mut text = Vec::new();
    while let Some(cell) = cells.next_cell().map_err(broken)? {
        text.clear();
        write(cell.get_value(), &mut text);
        if !text.iter().all(u8::is_ascii_whitespace) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn rows(
    book: &mut Book<'_>,
    name: &str,
    mut sheet: Sheet,
    send: &Send,
    limits: &Limits,
) -> Result<(), Refusal> {
    let mut cells = book.worksheet_cells_reader(name).map_err(broken)?;
    let mut row = SheetRow::default();
    let mut number = 0;
    while let Some(cell) = cells.next_cell().map_err(broken)? {
        let (at, column) = cell.get_position();
        let at = u64::from(at) + 1;
        if at != number {
            sheet.push(number, &row)?;
            row.clear();
            number = at;
            if send.rows(&mut sheet).is_break() {
                return Ok(());
            }
        }
        let start = row.bytes.len();
        write(cell.get_value(), &mut row.bytes);
        row.end_cell(u64::from(column), start, limits)?;
    }
    sheet.push(number, &row)?;
    send.rest(&mut sheet)
}

/// The text of a cell. A cell that is an error says which.
fn write(value: &DataRef<'_>, out: &mut Vec<u8>) {
    match value {
        DataRef::Int(it) => typed::whole(it, out),
        DataRef::Float(it) => typed::number(*it, out),
        DataRef::String(it) | DataRef::DurationIso(it) => out.extend_from_slice(it.as_bytes()),
        DataRef::SharedString(it) => out.extend_from_slice(it.as_bytes()),
        DataRef::Bool(it) => typed::flag(*it, out),
        DataRef::DateTime(it) => write_date(*it, out),
        DataRef::DateTimeIso(it) => typed::iso_date(it, out),
        DataRef::Error(it) => typed::whole(it, out),
        DataRef::Empty => {}
    }
}

/// Excel keeps dates as numbers of days, and times as parts of one.
fn write_date(value: ExcelDateTime, out: &mut Vec<u8>) {
    let number = value.as_f64();
    if value.is_duration() || (0.0..1.0).contains(&number) {
        let (.., hours, minutes, seconds, _) = value.to_ymd_hms_milli();
        let days = typed::floor(number).unwrap_or_default();
        let hours = days * 24 + i64::from(hours);
        typed::time(
            hours * 3_600 + i64::from(minutes) * 60 + i64::from(seconds),
            out,
        );
    } else if (1.0..LAST_DAY).contains(&number) {
        let (year, month, day, ..) = value.to_ymd_hms_milli();
        typed::whole(format_args!("{year:04}-{month:02}-{day:02}"), out);
    } else {
        typed::number(number, out);
    }
}

/// What the library says may quote cells and names of sheets.
#[expect(clippy::needless_pass_by_value, reason = "it stands in map_err")]
fn broken(error: XlsxError) -> Refusal {
    if matches!(error, XlsxError::Password) {
        return Refusal::Unsupported {
            found: "a workbook that needs a password",
            instead: "save it without one",
        };
    }
    BROKEN
}
