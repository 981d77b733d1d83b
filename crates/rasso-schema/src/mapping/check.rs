//! Checks that a mapping fits the table it makes.

use super::{Derive, Mapping, Wide};
use crate::{Encoding, FileFormat, Quote, SchemaError, TableSchema, UnknownName, file_layout};
use jiff::{Timestamp, fmt::strtime, tz::TimeZone};
use std::collections::BTreeSet;

/// The word for dates as the number of days that spreadsheets count.
const EXCEL_SERIAL: &str = "excel-serial";

pub(super) fn check(mapping: &Mapping, file: &str, table: &TableSchema) -> Result<(), SchemaError> {
    let wrong = |what: String| Err(SchemaError::malformed(file, what));
    if mapping.table != table.name || mapping.agency != table.agency {
        return wrong(format!(
            "it makes `{}`, not `{}` of {}",
            mapping.table, table.name, table.agency
        ));
    }
    file_layout::check(file, mapping.delimiter, mapping.quote)?;
    if let Some((setting, format)) = setting_of_another_format(mapping) {
        return wrong(format!(
            "`format` is {}, which has no `{setting}`; take one of them out",
            format.as_str()
        ));
    }
    for name in mapping.columns.keys().chain(mapping.constants.keys()) {
        if table.column(name).is_none() {
            let known = table.columns.iter().map(|it| it.name.as_str());
            let kind = "column of the table";
            return Err(SchemaError::unknown_in(
                file,
                UnknownName::among(kind, name, known),
            ));
        }
    }
    for (name, column) in &mapping.columns {
        if mapping.constants.contains_key(name) {
            return wrong(format!("`{name}` is both a constant and a column"));
        }
        if column.from.is_some() && column.derive.is_some() {
            return wrong(format!("`{name}` has both from and derive"));
        }
        if column
            .derive
            .as_ref()
            .is_some_and(|it| it.parts().is_empty())
        {
            return wrong(format!("`{name}` is derived from no column"));
        }
        if matches!(&column.derive, Some(Derive::Slice(it)) if it.length == 0) {
            return wrong(format!("the slice of `{name}` takes no character"));
        }
        let is_date = table.column(name).is_some_and(|it| it.kind.is_day());
        if !is_date && column.derive.as_ref().is_some_and(Derive::gives_a_day) {
            return wrong(format!(
                "`{name}` holds no date, and a date is derived for it"
            ));
        }
        if !is_date && column.date_formats.is_some() {
            return wrong(format!(
                "`{name}` holds no date, and date_formats are given for it"
            ));
        }
        if column.date_formats.as_ref().is_some_and(Vec::is_empty) {
            return wrong(format!("`{name}` names no date format"));
        }
    }
    wide(mapping).or_else(wrong)?;
    for (name, heading) in &mapping.headings {
        if heading.nth == 0 {
            return wrong(format!("the heading `{name}` counts from 1"));
        }
    }
    let own = mapping
        .columns
        .values()
        .filter_map(|it| it.date_formats.as_ref());
    for format in own.chain([&mapping.date_formats]).flatten() {
        if !gives_a_date(format) {
            return wrong(format!(
                "the date format `{format}` does not give a whole date"
            ));
        }
    }
    if mapping.date_formats.is_empty() {
        return wrong("date_formats names no format".to_owned());
    }
    Ok(())
}

/// A row that holds several records names them, and says by which headings it knows them.
fn wide(mapping: &Mapping) -> Result<(), String> {
    let headings = mapping.columns.values().flat_map(|it| {
        let derived = it.derive.as_ref().map(Derive::parts).unwrap_or_default();
        it.from.as_deref().into_iter().chain(derived)
    });
    let constants = mapping.constants.values().map(String::as_str);
    let speaks_of_n = headings.chain(constants).any(|it| it.contains("{n}"));
    match &mapping.wide {
        None if speaks_of_n => Err("a heading says `{n}` and there is no `[wide]`".to_owned()),
        Some(_) if !speaks_of_n => {
            Err("`[wide]` is there and no column's heading or constant says `{n}`".to_owned())
        }
        Some(Wide { n, when_filled }) if n.is_empty() || when_filled.is_empty() => {
            Err("`[wide]` needs what `{n}` stands for and `when_filled`".to_owned())
        }
        Some(Wide { when_filled, .. }) if when_filled.iter().any(|it| !it.contains("{n}")) => {
            Err("`when_filled` of `[wide]` names headings with `{n}`: another is filled for every record".to_owned())
        }
        Some(Wide { n, .. }) if n.iter().collect::<BTreeSet<_>>().len() < n.len() => {
            Err("`n` of `[wide]` names the same record twice".to_owned())
        }
        None | Some(_) => Ok(()),
    }
}

/// What is set of the file that its declared format does not have. Where no format is declared the
/// sender's files may be of several, and each takes what is meant for it.
fn setting_of_another_format(mapping: &Mapping) -> Option<(&'static str, FileFormat)> {
    let format = mapping.format?;
    let is_text = format == FileFormat::Csv;
    let has_sheets = matches!(format, FileFormat::Xlsx | FileFormat::Ods);
    let settings = [
        ("delimiter", mapping.delimiter.is_some() && !is_text),
        ("quote", mapping.quote != Quote::default() && !is_text),
        ("encoding", mapping.encoding != Encoding::Detect && !is_text),
        ("sheet", mapping.sheet.is_some() && !has_sheets),
        (
            "skip_rows",
            mapping.skip_rows > 0 && !is_text && !has_sheets,
        ),
    ];
    let (setting, _) = settings.into_iter().find(|(_, is_wrong)| *is_wrong)?;
    Some((setting, format))
}

/// A name for a heading is there for something to be read by it. The tables that a file fills share
/// its names, so it is enough that one of them reads it.
pub(super) fn names(
    file: &str,
    mappings: &[Mapping],
    tables: &[&TableSchema],
) -> Result<(), SchemaError> {
    let read: BTreeSet<String> = mappings.iter().flat_map(Mapping::headings_read).collect();
    // A column that no mapping speaks of is looked for under its own name.
    let is_silent = |(mapping, table): (&Mapping, &&TableSchema), name: &str| {
        let is_spoken_of =
            mapping.columns.contains_key(name) || mapping.constants.contains_key(name);
        table.column(name).is_some() && !is_spoken_of
    };
    let is_unused = |name: &&String| {
        let mut all = mappings.iter().zip(tables);
        !read.contains(*name) && !all.any(|it| is_silent(it, name))
    };
    let names: BTreeSet<&String> = mappings.iter().flat_map(|it| it.headings.keys()).collect();
    let unused: Vec<String> = names
        .into_iter()
        .filter(is_unused)
        .map(|it| format!("`{it}`"))
        .collect();
    if unused.is_empty() {
        return Ok(());
    }
    let what = format!(
        "`[headings]` names {}, and nothing is read by that name: write it where a heading is asked for, as in `from`, or take it out",
        unused.join(", ")
    );
    Err(SchemaError::malformed(file, what))
}

/// Whether a date written in the format can be read back from it.
pub fn gives_a_date(format: &str) -> bool {
    if format == EXCEL_SERIAL {
        return true;
    }
    let now = Timestamp::UNIX_EPOCH.to_zoned(TimeZone::UTC);
    let written = strtime::format(format, &now);
    let read = written
        .and_then(|it| strtime::parse(format, it))
        .and_then(|it| it.to_date());
    read.is_ok_and(|it| it == now.date())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_that_forgets_the_year_is_told_from_one_that_gives_a_date() {
        assert!(
            ["%Y-%m-%d", "%d/%m/%y", "%d-%b-%Y", "%d/%m/%Y %H:%M"]
                .into_iter()
                .all(gives_a_date)
        );
        assert!(
            !["%d/%m", "%Q", "dd/mm/yyyy", ""]
                .into_iter()
                .any(gives_a_date)
        );
    }
}
