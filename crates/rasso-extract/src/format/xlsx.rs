//! A workbook of Excel: one sheet of it, cell by cell. Formulas give the value that was saved with
//! them, a merged range that of its first cell.

use crate::format::{
    Limits, RawFile, Refusal, parts,
    sheet::{Listed, Sheet, SheetRow, choose},
    typed,
    worker::{Send, Worker},
};
use calamine::{DataRef, ExcelDateTime, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError};
use std::{fs::File, io::BufReader};

const BROKEN: Refusal = Refusal::Damaged("its sheets cannot be read");
/// The first serial number of a day after the year 9999.
const LAST_DAY: f64 = 2_958_466.0;

/// Opens the sheet that is meant and reads it in a thread of its own, because the library lends
/// its cells only for as long as the workbook stays where it is.
pub(crate) fn open(
    raw: &RawFile,
    sheet: Option<&str>,
    skip: u32,
    limits: &Limits,
) -> Result<Worker, Refusal> {
    parts::check(&raw.file, limits)?;
    let file = raw.file.try_clone()?;
    let (named, length, limits) = (sheet.map(str::to_owned), raw.length, limits.clone());
    Worker::start(move |send| {
        let mut book = Xlsx::new(BufReader::new(file)).map_err(broken)?;
        let name = choose(named.as_deref(), listed(&mut book)?)?;
        read(
            &mut book,
            &name,
            Sheet::new(skip, length, &limits),
            send,
            &limits,
        )
    })
}

type Book = Xlsx<BufReader<File>>;

fn listed(book: &mut Book) -> Result<Vec<Listed>, Refusal> {
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

fn is_filled(book: &mut Book, name: &str) -> Result<bool, Refusal> {
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

fn read(
    book: &mut Book,
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
            if send.rows(&mut sheet, false).is_break() {
                return Ok(());
            }
        }
        let start = row.bytes.len();
        write(cell.get_value(), &mut row.bytes);
        row.end_cell(u64::from(column), start, limits)?;
    }
    sheet.push(number, &row)?;
    if sheet.headings().is_none() {
        return Err(Refusal::Empty);
    }
    // Nobody listens any more: nothing is left to do either.
    send.rows(&mut sheet, true)
        .continue_value()
        .unwrap_or_default();
    Ok(())
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
