//! A mapping as it is written: one file for one agency's extract, whichever tables it fills.

use super::{
    ColumnMapping, Heading, HeadingMatch, Mapping, Repeats, SpreadsheetErrors, Wide, check,
    rows::{DropEntry, DuplicateEntry},
};
use crate::{
    Encoding, FileFormat, Quote, SchemaError, TableSchema, UnknownName, files::parse_toml,
};
use rasso_terms::Agency;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What a mapping says of one table.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct TablePart {
    repeats: Option<Repeats>,
    wide: Option<Wide>,
    #[serde(default)]
    constants: BTreeMap<String, String>,
    #[serde(default)]
    columns: BTreeMap<String, ColumnMapping>,
    #[serde(default)]
    drop: Vec<DropEntry>,
    #[serde(default)]
    duplicate: Vec<DuplicateEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MappingFile {
    name: String,
    version: String,
    agency: Agency,
    /// The table, where the file fills only one.
    table: Option<String>,
    #[serde(default)]
    encoding: Encoding,
    delimiter: Option<char>,
    #[serde(default)]
    quote: Quote,
    format: Option<FileFormat>,
    sheet: Option<String>,
    #[serde(default)]
    skip_rows: u32,
    #[serde(default)]
    headings_match: HeadingMatch,
    #[serde(default)]
    headings: BTreeMap<String, Heading>,
    #[serde(default)]
    ignore: Vec<String>,
    #[serde(default)]
    null_tokens: Vec<String>,
    #[serde(default)]
    spreadsheet_errors: SpreadsheetErrors,
    #[serde(default = "iso")]
    date_formats: Vec<String>,
    repeats: Option<Repeats>,
    wide: Option<Wide>,
    #[serde(default)]
    constants: BTreeMap<String, String>,
    #[serde(default)]
    columns: BTreeMap<String, ColumnMapping>,
    #[serde(default)]
    drop: Vec<DropEntry>,
    #[serde(default)]
    duplicate: Vec<DuplicateEntry>,
    /// What is said of each table, where the file fills several.
    #[serde(default)]
    tables: BTreeMap<String, TablePart>,
}

fn iso() -> Vec<String> {
    vec!["%Y-%m-%d".to_owned()]
}

/// The mappings that a file holds, one for each table it fills, checked against the tables.
pub(crate) fn read<'s>(
    file: &str,
    text: &str,
    table_named: impl Fn(&str) -> Result<&'s TableSchema, UnknownName>,
) -> Result<Vec<Mapping>, SchemaError> {
    let mut written: MappingFile = parse_toml(file, text)?;
    let mut parts = std::mem::take(&mut written.tables);
    match (&written.table, parts.is_empty()) {
        (Some(table), true) => {
            parts.insert(table.clone(), TablePart::default());
        }
        (None, false) => {}
        (Some(_), false) | (None, true) => {
            let what = "it names either one `table` or what it says of each in `[tables.<name>]`";
            return Err(SchemaError::malformed(file, what));
        }
    }
    let mut tables = Vec::new();
    for (name, part) in parts {
        let table = table_named(&name).map_err(|it| SchemaError::unknown_in(file, it))?;
        tables.push((table, part));
    }
    let known: Vec<&TableSchema> = tables.iter().map(|(table, _)| *table).collect();
    let shared = written.columns.keys().chain(written.constants.keys());
    for column in shared {
        if !known.iter().any(|it| it.column(column).is_some()) {
            let columns = known
                .iter()
                .flat_map(|it| it.columns.iter().map(|it| it.name.as_str()));
            let name = UnknownName::among("column of the table", column, columns);
            return Err(SchemaError::unknown_in(file, name));
        }
    }
    let mut mappings = Vec::new();
    for (table, part) in tables {
        let mapping = written
            .mapping_of(table, part)
            .map_err(|it| SchemaError::malformed(file, it))?;
        mapping.check(file, table)?;
        mappings.push(mapping);
    }
    check::names(file, &mappings, &known)?;
    for at in 0..mappings.len() {
        let others = mappings.iter().enumerate().filter(|(it, _)| *it != at);
        let elsewhere: Vec<String> = others.flat_map(|(_, it)| it.headings_read()).collect();
        if let Some(mapping) = mappings.get_mut(at) {
            mapping.elsewhere = elsewhere;
        }
    }
    Ok(mappings)
}

impl MappingFile {
    /// What the file says of one table: what it says of all, and over it what it says of this one.
    fn mapping_of(&self, table: &TableSchema, part: TablePart) -> Result<Mapping, String> {
        fn of_table<V: Clone>(
            shared: &BTreeMap<String, V>,
            own: BTreeMap<String, V>,
            table: &TableSchema,
        ) -> BTreeMap<String, V> {
            let shared = shared.iter().filter(|(it, _)| table.column(it).is_some());
            let mut all: BTreeMap<String, V> = shared
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect();
            all.extend(own);
            all
        }
        let drops = self.drop.iter().chain(&part.drop).map(DropEntry::rule);
        let duplicates = self.duplicate.iter().chain(&part.duplicate);
        Ok(Mapping {
            name: self.name.clone(),
            version: self.version.clone(),
            agency: self.agency,
            table: table.name.clone(),
            encoding: self.encoding,
            delimiter: self.delimiter,
            quote: self.quote,
            format: self.format,
            sheet: self.sheet.clone(),
            skip_rows: self.skip_rows,
            headings_match: self.headings_match,
            headings: self.headings.clone(),
            ignore: self.ignore.clone(),
            elsewhere: Vec::new(),
            null_tokens: self.null_tokens.clone(),
            spreadsheet_errors: self.spreadsheet_errors,
            date_formats: self.date_formats.clone(),
            repeats: part.repeats.or(self.repeats).unwrap_or_default(),
            wide: part.wide.or_else(|| self.wide.clone()),
            leave_out: drops
                .chain(duplicates.map(DuplicateEntry::rule))
                .collect::<Result<_, _>>()?,
            constants: of_table(&self.constants, part.constants, table),
            columns: of_table(&self.columns, part.columns, table),
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::{Mapping, SchemaError, Schemas};

    fn read(text: &str) -> Result<Vec<Mapping>, SchemaError> {
        let head = "name = \"m\"\nversion = \"1\"\nagency = \"police\"\n";
        let schemas = Schemas::embedded().unwrap();
        schemas.read_mappings("m.toml", &format!("{head}{text}"))
    }

    fn said(text: &str) -> String {
        read(text).unwrap_err().to_string()
    }

    #[test]
    fn one_file_fills_several_tables_with_what_they_share_and_what_is_theirs() {
        let text = "[constants]\nforce_code = \"52\"\n[columns.crime_ref]\nfrom = \"Crime\"\n\
            [columns.victim_sex]\nfrom = \"Sex\"\n\
            [tables.police_crime]\nrepeats = \"collapse\"\n\
            [tables.police_suspect.columns.crime_ref]\nfrom = \"Case\"\n";
        let mappings = read(text).unwrap();
        let [crime, suspect] = mappings.as_slice() else {
            panic!("two tables");
        };
        assert_eq!(crime.columns["crime_ref"].from.as_deref(), Some("Crime"));
        assert_eq!(suspect.columns["crime_ref"].from.as_deref(), Some("Case"));
        assert!(crime.columns.contains_key("victim_sex"));
        assert!(!suspect.columns.contains_key("victim_sex"));
        assert_eq!(suspect.constants["force_code"], "52");
        assert_eq!(suspect.elsewhere, ["Crime", "Sex"]);
    }

    #[test]
    fn a_name_for_a_heading_is_read_by_some_table_of_the_file() {
        let names = "[headings]\nA = { heading = \"Gender\", nth = 1 }\n\
            B = { heading = \"Gender\", nth = 2 }\n";
        let crime = "[tables.police_crime.columns.victim_sex]\nfrom = \"A\"\n";
        let suspect = "[tables.police_suspect.columns.sex]\nfrom = \"B\"\n";
        read(&format!("{names}{crime}{suspect}")).unwrap();
        let rule = "[[tables.police_suspect.duplicate]]\ncolumn = \"B\"\nis = [\"x\"]\n";
        read(&format!("{names}{crime}{rule}")).unwrap();
        let derived = "[tables.police_crime.columns.victim_sex]\n\
            derive = { first_of = [\"B\", \"A\"] }\n";
        read(&format!("{names}{derived}")).unwrap();
        let unused = said(&format!("{names}{crime}"));
        assert!(
            unused.starts_with("data-schemas: `m.toml`: `[headings]` names `B`, and nothing"),
            "{unused}"
        );
        // To leave a heading out on purpose takes the heading, and no name for it.
        let ignored = said(&format!("ignore = [\"A\", \"B\"]\n{names}{crime}"));
        assert!(ignored.contains("names `B`, and"), "{ignored}");
        let both = said(&format!("table = \"police_crime\"\n{names}"));
        assert!(both.contains("names `A`, `B`, and"), "{both}");
    }

    #[test]
    fn a_column_without_an_entry_reads_the_heading_that_has_its_name() {
        let crime = "table = \"police_crime\"\n";
        let named = "[headings]\nvictim_sex = { heading = \"Gender\", nth = 2 }\n";
        read(&format!("{crime}{named}")).unwrap();
        for instead in [
            "[constants]\nvictim_sex = \"F\"\n",
            "[columns.victim_sex]\nfrom = \"Sex\"\n",
        ] {
            let unused = said(&format!("{crime}{named}{instead}"));
            assert!(unused.contains("names `victim_sex`, and"), "{unused}");
        }
        let wide = "[headings]\n\"Sex 1\" = { heading = \"Sex\", nth = 1 }\n\
            [wide]\nn = [\"1\"]\nwhen_filled = [\"Sex {n}\"]\n\
            [columns.victim_sex]\nfrom = \"Sex {n}\"\n";
        read(&format!("{crime}{wide}")).unwrap();
    }

    #[test]
    fn a_mapping_that_cannot_be_meant_says_why() {
        let both = "table = \"police_crime\"\n[tables.police_suspect]\n";
        for text in [both, ""] {
            assert!(
                said(text).contains("either one `table` or"),
                "{}",
                said(text)
            );
        }
        let crime = |rest: &str| said(&format!("table = \"police_crime\"\n{rest}"));
        let of_wide = crime("[columns.victim_sex]\nfrom = \"Sex {n}\"\n");
        assert!(of_wide.contains("there is no `[wide]`"), "{of_wide}");
        let unused = crime("wide = { n = [\"1\"], when_filled = [\"A\"] }\n");
        assert!(unused.contains("says `{n}`"), "{unused}");
        let wide = |n: &str, when: &str| {
            crime(&format!(
                "wide = {{ n = {n}, when_filled = [\"{when}\"] }}\n[columns.victim_sex]\nfrom = \"Sex {{n}}\"\n"
            ))
        };
        assert!(wide("[\"1\"]", "Sex").contains("names headings with"));
        assert!(wide("[\"1\", \"1\"]", "Sex {n}").contains("the same record twice"));
        let dates = crime("[columns.victim_sex]\ndate_formats = [\"%Y\"]\n");
        assert!(dates.contains("holds no date"), "{dates}");
        let rule = crime("[[duplicate]]\ncolumn = \"Flag\"\n");
        assert!(rule.contains("needs one of `is` and `is_not`"), "{rule}");
        let days = "[columns.victim_sex]\nderive = { middle_of_year = \"Y\" }\n";
        assert!(crime(days).contains("holds no date"), "{}", crime(days));
        let pattern =
            "[columns.victim_sex]\nderive = { extract = { column = \"A\", pattern = \"(\" } }\n";
        assert!(
            crime(pattern).contains("the pattern cannot be used"),
            "{}",
            crime(pattern)
        );
        let table = said("table = \"police_crimes\"\n");
        assert!(table.contains("did you mean `police_crime`?"), "{table}");
        let column = said(
            "[columns.victim_sx]\nfrom = \"S\"\n[tables.police_crime]\n[tables.police_suspect]\n",
        );
        assert!(column.contains("did you mean `victim_sex`?"), "{column}");
    }

    #[test]
    fn what_the_declared_format_does_not_have_cannot_be_set() {
        let rest = "table = \"police_crime\"\n[columns.crime_ref]\nfrom = \"Crime\"\n";
        let set = |settings: &str| format!("{settings}\n{rest}");
        for (settings, setting, format) in [
            ("format = \"xlsx\"\ndelimiter = \";\"", "delimiter", "xlsx"),
            ("format = \"ods\"\nquote = \"none\"", "quote", "ods"),
            (
                "format = \"parquet\"\nencoding = \"utf-8\"",
                "encoding",
                "parquet",
            ),
            ("format = \"csv\"\nsheet = \"Crimes\"", "sheet", "csv"),
            (
                "format = \"parquet\"\nskip_rows = 2",
                "skip_rows",
                "parquet",
            ),
        ] {
            let wanted = format!("`format` is {format}, which has no `{setting}`");
            let said = said(&set(settings));
            assert!(said.contains(&wanted), "{said}");
        }
        // Without a format a sender may send both kinds.
        assert!(read(&set("sheet = \"Crimes\"\ndelimiter = \";\"")).is_ok());
        assert!(read(&set("format = \"xlsx\"\nsheet = \"Crimes\"\nskip_rows = 2")).is_ok());
    }
}
