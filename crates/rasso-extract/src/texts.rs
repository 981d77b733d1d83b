//! A file of any format and any columns, as texts: for what is no canonical table.

use crate::{
    ExtractError, MissingColumn, SourceFile,
    cell::{Cell, field},
    format::{Limits, OpenFile},
};
use rasso_schema::nearest;
use rasso_terms::{Agency, Day};
use std::{borrow::Cow, path::Path};

/// Gives every row of a file to `take`: the texts under these headings, in their order, trimmed, empty
/// where a cell is. A row that cannot be read ends the reading: none is left out. `label` names the file
/// in errors.
pub fn read_texts(
    path: &Path,
    label: &str,
    headings: &[String],
    mut take: impl FnMut(&[Cow<'_, str>]),
) -> Result<(), ExtractError> {
    try_read_texts(path, label, headings, |_, texts| {
        take(texts);
        Ok(())
    })
}

/// The same with the number of each row, counted from 1 below the header, and an end at the first row that
/// `take` refuses.
pub fn try_read_texts<E: From<ExtractError>>(
    path: &Path,
    label: &str,
    headings: &[String],
    mut take: impl FnMut(u64, &[Cow<'_, str>]) -> Result<(), E>,
) -> Result<(), E> {
    let file = SourceFile::new(Agency::Police, "", path, label, Day::from_number(0));
    let mut open = OpenFile::open(&file, &Limits::DEFAULT)?;
    let found = open.headings().to_vec();
    let mut places = Vec::new();
    let mut missing: Vec<MissingColumn> = Vec::new();
    for heading in headings {
        let mut all = found.iter().enumerate().filter(|(_, it)| *it == heading);
        match (all.next(), all.next()) {
            (Some((at, _)), None) => places.push(at),
            (Some(_), Some(_)) => {
                let (label, heading) = (label.to_owned(), heading.clone());
                return Err(ExtractError::RepeatedHeading { label, heading }.into());
            }
            (None, _) => missing.push(MissingColumn {
                column: heading.clone(),
                nearest: nearest(heading, found.iter().map(String::as_str)).map(str::to_owned),
            }),
        }
    }
    if !missing.is_empty() {
        if places.is_empty() {
            // The first row may be no header but a record.
            for it in &mut missing {
                it.nearest = None;
            }
        }
        let likely = open.likely().or_else(|| {
            Some("is it another file, or does it name its columns otherwise?".to_owned())
        });
        let label = label.to_owned();
        return Err(ExtractError::WrongHeader {
            label,
            missing,
            likely,
        }
        .into());
    }
    let mut needed = vec![false; found.len()];
    for at in &places {
        if let Some(it) = needed.get_mut(*at) {
            *it = true;
        }
    }
    open.need(&needed)?;
    while let Some(batch) = open.next_batch()? {
        let mut texts = Vec::with_capacity(places.len());
        for row in batch.rows() {
            let broken = |rule: crate::Rule| ExtractError::BrokenRow {
                label: label.to_owned(),
                row: row.place.number,
                line: row.place.line.unwrap_or(row.place.number + 1),
                must_be: rule.words(),
            };
            if let Some(rule) = row.broken(found.len()) {
                return Err(broken(rule).into());
            }
            texts.clear();
            for at in &places {
                texts.push(match field(row, *at) {
                    Cell::Blank => Cow::Borrowed(""),
                    Cell::Text(text) => text,
                    Cell::Broken(rule) => return Err(broken(rule).into()),
                });
            }
            take(row.place.number, &texts)?;
        }
    }
    open.finish()?;
    Ok(())
}
