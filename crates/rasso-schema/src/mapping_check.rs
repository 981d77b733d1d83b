//! Checks that a mapping fits the table it makes.

use crate::{Derive, Mapping, SchemaError, TableSchema, UnknownName, file_layout};
use jiff::{Timestamp, fmt::strtime, tz::TimeZone};

pub(crate) fn check(mapping: &Mapping, file: &str, table: &TableSchema) -> Result<(), SchemaError> {
    let wrong = |what: String| Err(SchemaError::malformed(file, what));
    if mapping.table != table.name || mapping.agency != table.agency {
        return wrong(format!(
            "it makes `{}`, not `{}` of {}",
            mapping.table, table.name, table.agency
        ));
    }
    file_layout::check(file, mapping.delimiter, mapping.quote)?;
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
        if column.date_formats.as_ref().is_some_and(Vec::is_empty) {
            return wrong(format!("`{name}` names no date format"));
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

/// Whether a date written in the format can be read back from it.
fn gives_a_date(format: &str) -> bool {
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
