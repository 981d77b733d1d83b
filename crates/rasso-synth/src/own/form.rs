//! The shape of a force's own file: its columns and its codes, read from `data/own`.

use crate::offence::is_rape_class;
use csv::{ReaderBuilder, StringRecord};
use std::collections::BTreeMap;

const FORCES: &str = include_str!("../../data/own/forces.csv");
const COLUMNS: &str = include_str!("../../data/own/columns.csv");
const CODES: &str = include_str!("../../data/own/codes.csv");

/// Stands for every canonical value that has no code of its own.
const OTHER: &str = "(other)";

/// One force's own format.
#[derive(Debug)]
pub(crate) struct Form {
    pub(crate) force: String,
    pub(crate) file: String,
    /// Whether reports that were not recorded as crimes are in it.
    incidents: bool,
    pub(crate) columns: Vec<Column>,
    codes: BTreeMap<String, BTreeMap<String, Codes>>,
}

/// A column: what is in it, and what it is called.
#[derive(Debug)]
pub(crate) struct Column {
    pub(crate) field: String,
    pub(crate) heading: String,
}

/// The raw codes for one canonical value.
#[derive(Debug, Default)]
pub(crate) struct Codes {
    /// Those of careful clerks.
    pub(crate) clean: Vec<String>,
    /// Those that stand only in a messy world.
    pub(crate) faulty: Vec<String>,
}

/// Every form.
pub(crate) fn forms() -> Vec<Form> {
    let (columns, codes) = (lines(COLUMNS), lines(CODES));
    lines(FORCES)
        .iter()
        .map(|it| form(it, &columns, &codes))
        .collect()
}

fn form(line: &StringRecord, columns: &[StringRecord], codes: &[StringRecord]) -> Form {
    let own = &line[0];
    let columns = columns.iter().filter(|it| it[0] == *own).map(|it| Column {
        field: it[1].to_owned(),
        heading: it[2].to_owned(),
    });
    let mut of_field: BTreeMap<String, BTreeMap<String, Codes>> = BTreeMap::new();
    for code in codes.iter().filter(|it| it[0] == *own) {
        let of_value = of_field.entry(code[1].to_owned()).or_default();
        let list = of_value.entry(code[2].to_owned()).or_default();
        let list = if &code[4] == "Y" {
            &mut list.faulty
        } else {
            &mut list.clean
        };
        list.push(code[3].to_owned());
    }
    Form {
        force: line[1].to_owned(),
        file: line[2].to_owned(),
        incidents: &line[3] == "Y",
        columns: columns.collect(),
        codes: of_field,
    }
}

/// The lines of a file of data, without its header and its remarks; a test holds that it reads.
pub(crate) fn lines(text: &str) -> Vec<StringRecord> {
    let mut reader = ReaderBuilder::new()
        .comment(Some(b'#'))
        .from_reader(text.as_bytes());
    reader.records().filter_map(Result::ok).collect()
}

impl Form {
    /// Whether the file holds records of this offence class.
    pub(crate) fn takes(&self, offence: &str, incident: bool) -> bool {
        if incident {
            self.incidents
        } else {
            is_rape_class(offence)
        }
    }

    /// Whether the field is written in codes.
    pub(crate) fn is_coded(&self, field: &str) -> bool {
        self.codes.contains_key(field)
    }

    /// The codes that this very value has: of `cancelled:duplicate` those of `cancelled`, if it
    /// has none of its own.
    pub(crate) fn codes(&self, field: &str, value: &str) -> Option<&Codes> {
        let of_field = self.codes.get(field)?;
        let wider = value.split(':').next()?;
        of_field.get(value).or_else(|| of_field.get(wider))
    }

    /// The codes for a value, or those for any other.
    pub(crate) fn codes_or_other(&self, field: &str, value: &str) -> Option<&Codes> {
        self.codes(field, value)
            .or_else(|| self.codes(field, OTHER))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::path::Path;

    /// `make.names` of R, for one heading.
    fn name_in_r(heading: &str) -> String {
        let keep = |it: char| {
            if it.is_alphanumeric() || it == '.' {
                it
            } else {
                '.'
            }
        };
        let name: String = heading.chars().map(keep).collect();
        if heading.starts_with(|it: char| it.is_alphabetic()) {
            name
        } else {
            format!("X{name}")
        }
    }

    #[test]
    fn every_line_of_the_data_reads() {
        for text in [FORCES, COLUMNS, CODES] {
            let written = text.lines().filter(|it| !it.starts_with('#')).count() - 1;
            assert_eq!(lines(text).len(), written);
        }
        assert_eq!(forms().len(), 3);
    }

    #[test]
    fn r_would_read_the_headings_as_the_source_names_them() {
        let mut met = BTreeSet::new();
        for line in lines(COLUMNS) {
            let (own, name) = (line[0].to_owned(), name_in_r(&line[2]));
            let again = !met.insert((own, name.clone()));
            let name = if again { name + ".1" } else { name };
            assert!(&line[3] == "ours" || line[3] == name, "{}", &line[3]);
        }
    }

    #[test]
    fn every_canonical_code_has_a_raw_one_and_every_list_a_clean_one() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data-schemas/code-lists");
        let lists = [
            ("outcome", "police_outcome"),
            ("victim_sex", "sex"),
            ("suspect_sex", "sex"),
            ("victim_ethnicity", "ethnicity"),
            ("suspect_ethnicity", "ethnicity"),
            ("relationship", "relationship"),
        ];
        for form in forms() {
            assert!(form.codes("offence", "(other)").is_some());
            for (field, list) in lists {
                let text = std::fs::read_to_string(folder.join(list).with_extension("csv"));
                for code in lines(&text.unwrap()) {
                    let codes = form.codes_or_other(field, &code[0]).unwrap();
                    assert!(
                        !codes.clean.is_empty(),
                        "{} {field} {}",
                        form.file,
                        &code[0]
                    );
                }
            }
            let mut all = form
                .codes
                .iter()
                .flat_map(|(field, it)| it.iter().map(move |it| (field, it)));
            // A value that only a messy world gives another code has the usual one beside it.
            assert!(all.all(|(_, (_, it))| !it.clean.is_empty()));
        }
    }
}
