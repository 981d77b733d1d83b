//! The workbook as ODS (OpenDocument 1.3). Written part by part: no library there is marks a table up as a database range.

use super::workbook::{COVER, Cell, LANGUAGE, Sheet, Table, Workbook};
use crate::ReleaseError;
use quick_xml::escape::escape;
use std::{fmt::Write as _, io::Write as _};
use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

const KIND: &str = "application/vnd.oasis.opendocument.spreadsheet";
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
/// The names of what is in the parts.
const NAMES: &str = "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
    xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" \
    xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
    xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
    xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\" \
    xmlns:number=\"urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0\" \
    xmlns:meta=\"urn:oasis:names:tc:opendocument:xmlns:meta:1.0\" \
    xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
    xmlns:dc=\"http://purl.org/dc/elements/1.1/\" office:version=\"1.3\"";

pub(super) fn write(workbook: &Workbook) -> Result<Vec<u8>, ReleaseError> {
    let parts = [
        ("mimetype", KIND.to_owned()),
        ("META-INF/manifest.xml", manifest()),
        ("meta.xml", meta(workbook)),
        ("styles.xml", styles()),
        ("content.xml", content(workbook)),
    ];
    let mut archive = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        // The kind comes first and plain, so that it can be told from the first bytes.
        let method = if name == "mimetype" {
            CompressionMethod::Stored
        } else {
            CompressionMethod::Deflated
        };
        let form = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(DateTime::default());
        archive
            .start_file(name, form)
            .map_err(std::io::Error::from)
            .and_then(|()| archive.write_all(text.as_bytes()))
            .map_err(|it| unwritten(&it))?;
    }
    let written = archive.finish().map_err(|it| unwritten(&it))?;
    Ok(written.into_inner())
}

fn unwritten(why: &dyn std::fmt::Display) -> ReleaseError {
    ReleaseError::Input {
        file: "release.ods".to_owned(),
        reason: format!("cannot be written: {why}"),
    }
}

fn manifest() -> String {
    let mut text = format!(
        "{HEAD}<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" manifest:version=\"1.3\">\
         <manifest:file-entry manifest:full-path=\"/\" manifest:version=\"1.3\" manifest:media-type=\"{KIND}\"/>"
    );
    for part in ["content.xml", "styles.xml", "meta.xml"] {
        let entry = format!(
            "<manifest:file-entry manifest:full-path=\"{part}\" manifest:media-type=\"text/xml\"/>"
        );
        text.push_str(&entry);
    }
    text + "</manifest:manifest>\n"
}

fn meta(workbook: &Workbook) -> String {
    let (title, author, date) = (
        escape(&workbook.title),
        escape(&workbook.author),
        &workbook.date,
    );
    format!(
        "{HEAD}<office:document-meta {NAMES}><office:meta><dc:title>{title}</dc:title><dc:creator>{author}</dc:creator>\
         <dc:language>{LANGUAGE}</dc:language><meta:creation-date>{date}T00:00:00</meta:creation-date>\
         <dc:date>{date}T00:00:00</dc:date></office:meta></office:document-meta>\n"
    )
}

/// The language of every text, and its letters.
fn styles() -> String {
    let (language, country) = LANGUAGE.split_once('-').unwrap_or((LANGUAGE, "GB"));
    format!(
        "{HEAD}<office:document-styles {NAMES}><office:styles><style:default-style style:family=\"table-cell\">\
         <style:text-properties fo:font-family=\"Arial\" fo:font-size=\"12pt\" fo:language=\"{language}\" fo:country=\"{country}\"/>\
         </style:default-style><style:style style:name=\"Default\" style:family=\"table-cell\"/></office:styles>\
         <office:automatic-styles><style:page-layout style:name=\"landscape\"><style:page-layout-properties fo:page-width=\"297mm\" \
         fo:page-height=\"210mm\" style:print-orientation=\"landscape\" fo:margin=\"12mm\" style:scale-to-X=\"1\" style:scale-to-Y=\"0\"/>\
         </style:page-layout></office:automatic-styles><office:master-styles><style:master-page style:name=\"wide\" \
         style:page-layout-name=\"landscape\"/></office:master-styles></office:document-styles>\n"
    )
}

fn content(workbook: &Workbook) -> String {
    let mut text = format!(
        "{HEAD}<office:document-content {NAMES}>{}",
        automatic_styles(workbook)
    );
    text.push_str("<office:body><office:spreadsheet>");
    let mut ranges = String::new();
    for sheet in &workbook.sheets {
        text.push_str(&sheet_of(sheet));
        if let Some(table) = &sheet.table {
            ranges.push_str(&range(sheet, table));
        }
    }
    text + "<table:database-ranges>"
        + &ranges
        + "</table:database-ranges></office:spreadsheet></office:body></office:document-content>\n"
}

/// Styles of columns by their width, of cells by what is in them.
fn automatic_styles(workbook: &Workbook) -> String {
    let mut text = "<office:automatic-styles>\
        <style:style style:name=\"shown\" style:family=\"table\" style:master-page-name=\"wide\"><style:table-properties table:display=\"true\"/></style:style>\
        <style:style style:name=\"title\" style:family=\"table-cell\"><style:text-properties fo:font-size=\"16pt\" fo:font-weight=\"bold\"/></style:style>\
        <style:style style:name=\"line\" style:family=\"table-cell\"><style:table-cell-properties style:vertical-align=\"top\"/></style:style>\
        <style:style style:name=\"wrapped\" style:family=\"table-cell\"><style:table-cell-properties fo:wrap-option=\"wrap\" style:vertical-align=\"top\"/></style:style>\
        <style:style style:name=\"heading\" style:family=\"table-cell\"><style:table-cell-properties fo:wrap-option=\"wrap\" style:vertical-align=\"bottom\"/>\
        <style:text-properties fo:font-weight=\"bold\"/></style:style>\
        <style:style style:name=\"absent\" style:family=\"table-cell\"><style:table-cell-properties style:vertical-align=\"top\"/>\
        <style:paragraph-properties fo:text-align=\"end\"/></style:style>"
        .to_owned();
    for decimals in 0..=2 {
        let style = format!(
            "<number:number-style style:name=\"N{decimals}\"><number:number number:decimal-places=\"{decimals}\" \
             number:min-decimal-places=\"{decimals}\" number:min-integer-digits=\"1\" number:grouping=\"true\"/></number:number-style>\
             <style:style style:name=\"number{decimals}\" style:family=\"table-cell\" style:data-style-name=\"N{decimals}\">\
             <style:table-cell-properties style:vertical-align=\"top\"/></style:style>"
        );
        text.push_str(&style);
    }
    let tables = workbook.sheets.iter().filter_map(|it| it.table.as_ref());
    let widths = tables
        .flat_map(|it| it.columns.iter().map(|it| it.width))
        .chain([COVER]);
    for width in widths.collect::<std::collections::BTreeSet<u16>>() {
        // A character of 12 points is some 2.3 millimetres wide.
        let millimetres = u32::from(width) * 23 / 10;
        let style = format!(
            "<style:style style:name=\"w{width}\" style:family=\"table-column\"><style:table-column-properties \
             style:column-width=\"{millimetres}mm\"/></style:style>"
        );
        text.push_str(&style);
    }
    text + "</office:automatic-styles>"
}

fn sheet_of(sheet: &Sheet) -> String {
    let mut text = format!(
        "<table:table table:name=\"{}\" table:style-name=\"shown\">",
        escape(&sheet.name)
    );
    let columns = sheet
        .table
        .iter()
        .flat_map(|it| it.columns.iter().map(|it| it.width));
    let mut widths: Vec<u16> = columns.collect();
    if widths.is_empty() {
        widths.push(COVER);
    }
    for width in widths {
        push(
            &mut text,
            format_args!("<table:table-column table:style-name=\"w{width}\"/>"),
        );
    }
    let style = if sheet.table.is_none() {
        "wrapped"
    } else {
        "line"
    };
    let lines = [(&sheet.title, "title")]
        .into_iter()
        .chain(sheet.lines.iter().map(|it| (it, style)));
    for (line, style) in lines {
        text.push_str("<table:table-row>");
        put(&mut text, line, style);
        text.push_str("</table:table-row>");
    }
    if let Some(table) = &sheet.table {
        text.push_str("<table:table-header-rows><table:table-row>");
        for column in &table.columns {
            put(&mut text, &column.heading, "heading");
        }
        text.push_str("</table:table-row></table:table-header-rows>");
        for row in &table.rows {
            text.push_str("<table:table-row>");
            for cell in row {
                match cell {
                    Cell::Text(it) if it.starts_with('[') && it.ends_with(']') => {
                        put(&mut text, it, "absent");
                    }
                    Cell::Text(it) => put(&mut text, it, "wrapped"),
                    Cell::Number(it) => push(
                        &mut text,
                        format_args!(
                            "<table:table-cell table:style-name=\"number{}\" office:value-type=\"float\" office:value=\"{it}\"><text:p>{it}</text:p></table:table-cell>",
                            Cell::decimals(it).min(2)
                        ),
                    ),
                }
            }
            text.push_str("</table:table-row>");
        }
    }
    text + "</table:table>"
}

fn put(text: &mut String, it: &str, style: &str) {
    push(
        text,
        format_args!(
            "<table:table-cell table:style-name=\"{style}\" office:value-type=\"string\"><text:p>{}</text:p></table:table-cell>",
            escape(it)
        ),
    );
}

fn push(text: &mut String, what: std::fmt::Arguments<'_>) {
    // A text takes whatever is written to it.
    text.write_fmt(what).ok();
}

/// The mark-up of a table: a named range with headings.
fn range(sheet: &Sheet, table: &Table) -> String {
    let first = sheet.lines.len() + 2;
    let last = first + table.rows.len();
    let (name, own) = (escape(&sheet.name), escape(&table.name));
    let column = column_name(table.columns.len());
    format!(
        "<table:database-range table:name=\"{own}\" table:target-range-address=\"'{name}'.A{first}:'{name}'.{column}{last}\" \
         table:contains-header=\"true\" table:display-filter-buttons=\"false\"/>"
    )
}

/// The letters of a column, from 1.
pub(super) fn column_name(mut column: usize) -> String {
    let mut letters = Vec::new();
    while column > 0 {
        let letter = u8::try_from((column - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + letter));
        column = (column - 1) / 26;
    }
    letters.iter().rev().collect()
}
