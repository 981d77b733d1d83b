//! A workbook read back: its values by a reader of its own, what they are marked with from the parts themselves.

use calamine::{Data, Reader as _, open_workbook_auto_from_rs};
use std::{
    collections::BTreeMap,
    io::{Cursor, Read as _, Write as _},
};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

/// Every part of a workbook, by its name.
pub(super) type Parts = BTreeMap<String, String>;

pub(super) struct Read {
    pub(super) parts: Parts,
    pub(super) sheets: Vec<ReadSheet>,
}

pub(super) struct ReadSheet {
    pub(super) name: String,
    /// Row and column of its first cell that is not empty, from 0.
    pub(super) start: (u32, u32),
    pub(super) rows: Vec<Vec<Data>>,
    /// The ranges that are marked up as tables: first and last cell, as `A5` and `G20`.
    pub(super) tables: Vec<[String; 2]>,
}

pub(super) fn parts(bytes: &[u8]) -> Parts {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = Parts::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        parts.insert(part.name().unwrap().into_owned(), text);
    }
    parts
}

/// A workbook of these parts.
pub(super) fn packed(parts: &Parts) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive
            .start_file(name.as_str(), SimpleFileOptions::default())
            .unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

pub(super) fn read(bytes: &[u8]) -> Read {
    let parts = parts(bytes);
    let mut workbook = open_workbook_auto_from_rs(Cursor::new(bytes.to_vec())).unwrap();
    let names = workbook.sheet_names();
    let sheets = (1..).zip(&names).map(|(number, name)| {
        let range = workbook.worksheet_range(name).unwrap();
        ReadSheet {
            name: name.clone(),
            start: range.start().unwrap_or_default(),
            rows: range.rows().map(<[Data]>::to_vec).collect(),
            tables: if parts.contains_key("content.xml") {
                ranges(&parts["content.xml"], name)
            } else {
                tables(&parts, number)
            },
        }
    });
    let sheets = sheets.collect();
    Read { parts, sheets }
}

/// The database ranges of an ODS on a sheet.
fn ranges(content: &str, sheet: &str) -> Vec<[String; 2]> {
    let own = format!("'{sheet}'.");
    let all = content.split("<table:database-range ").skip(1);
    let ends = all.filter_map(|it| {
        let address = it.split("table:target-range-address=\"").nth(1)?;
        address.split('"').next()?.split_once(':')
    });
    let of_sheet = ends.filter_map(|(first, last)| {
        let bare = |it: &str| Some(it.strip_prefix(&own)?.to_owned());
        Some([bare(first)?, bare(last)?])
    });
    of_sheet.collect()
}

/// The tables of an XLSX on a sheet.
fn tables(parts: &Parts, sheet: usize) -> Vec<[String; 2]> {
    let Some(links) = parts.get(&format!("xl/worksheets/_rels/sheet{sheet}.xml.rels")) else {
        return Vec::new();
    };
    let names = links.split("Target=\"../tables/").skip(1);
    let tables = names.filter_map(|it| parts.get(&format!("xl/tables/{}", it.split('"').next()?)));
    let range = |it: &String| {
        let (first, last) = it
            .split(" ref=\"")
            .nth(1)?
            .split('"')
            .next()?
            .split_once(':')?;
        Some([first.to_owned(), last.to_owned()])
    };
    tables.filter_map(range).collect()
}
