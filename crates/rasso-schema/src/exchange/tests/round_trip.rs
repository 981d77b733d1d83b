//! An export that is imported again is the same table, in every field.

use crate::{Code, CodeList, FORMATS, Files, Format, ImportHints, Schemas, TableSchema};
use std::collections::BTreeMap;

/// Every field of a table and of its columns, as text that can be compared.
pub(super) fn every_field(table: &TableSchema) -> String {
    // A regular expression shows itself as its text.
    format!("{table:#?}")
}

fn back(format: &Format, text: &str, schemas: &Schemas, table: &str) -> (String, String) {
    let hints = ImportHints {
        table: Some(table),
        ..ImportHints::default()
    };
    let imported = format.import(text, hints, schemas).unwrap();
    (every_field(&imported.table), imported.toml)
}

#[test]
fn every_table_comes_back_from_every_format_in_every_field() {
    let schemas = Schemas::embedded().unwrap();
    assert_eq!(schemas.tables().len(), 10);
    for format in FORMATS {
        for table in schemas.tables() {
            let files = format
                .export(&schemas, std::slice::from_ref(&table.name))
                .unwrap();
            let [file] = files.as_slice() else {
                panic!("{} makes {} files of one table", format.name, files.len());
            };
            let (fields, toml) = back(format, &file.text, &schemas, &table.name);
            assert_eq!(fields, every_field(table), "{} {}", format.name, table.name);
            assert!(!toml.contains('#'), "nothing is left to review: {toml}");
        }
    }
}

#[test]
fn every_table_comes_back_from_a_file_of_all() {
    let schemas = Schemas::embedded().unwrap();
    for name in ["frictionless", "csvw", "sql"] {
        let format = Format::named(name).unwrap();
        let files = format.export(&schemas, &[]).unwrap();
        assert_eq!(files.len(), 1, "{name}");
        for table in schemas.tables() {
            let (fields, _) = back(format, &files[0].text, &schemas, &table.name);
            assert_eq!(fields, every_field(table), "{name} {}", table.name);
        }
    }
}

#[test]
fn the_toml_of_an_import_is_that_of_the_schema_but_for_its_comments() {
    let schemas = Schemas::embedded().unwrap();
    let own = schemas.file("police/police_crime.toml").unwrap();
    let own: toml::Table = own.parse().unwrap();
    let wanted = ["police_crime".to_owned()];
    for format in FORMATS {
        let files = format.export(&schemas, &wanted).unwrap();
        let (_, toml) = back(format, &files[0].text, &schemas, "police_crime");
        assert_eq!(toml.parse::<toml::Table>().unwrap(), own, "{}", format.name);
    }
}

/// A table whose every text is a trap for some format.
fn awkward() -> Schemas {
    let built_in = Files::embedded();
    let mut files: BTreeMap<String, Vec<u8>> = built_in
        .paths()
        .map(|it| (it.to_owned(), built_in.text(it).unwrap().into()))
        .collect();
    let toml = r#"
name = "awkward"
agency = "cps"
version = "1 -- \"x\""
title = "It's \"quoted\" -- and\nover two lines; "
one_row_per = "rasso:version \"9\""
key = ["order", "Küche's \"no\""]

[[column]]
name = "order"
type = "text"
required = true
sensitivity = "key"
pattern = "a|b'c"
meaning = "rasso:sensitivity \"open\""

[[column]]
name = "Küche's \"no\""
type = "integer"
required = true
sensitivity = "open"
min = -9000000000

[[column]]
name = "most"
type = "integer"
sensitivity = "person"
max = -1
meaning = "  spaces around, /* and */ ', \\ and \t tab  "

[[column]]
name = "free"
type = "text"
sensitivity = "person"
pattern = '^x|y$'

[[column]]
name = "coded"
type = "code"
sensitivity = "person"
code_list = "odd"

[[column]]
name = "flagged"
type = "flag"
required = true
sensitivity = "key"
"#;
    let codes = "code,label,status,source\n'(,It's; a -- \"label\",draft,x\n\"a,b\",),draft,x\nY|N,\"two\nlines\",draft,x\n";
    files.insert("cps/awkward.toml".to_owned(), toml.into());
    files.insert("code-lists/odd.csv".to_owned(), codes.into());
    Schemas::from_files(Files::from_contents(files)).unwrap()
}

#[test]
fn quotes_comments_and_lines_in_a_text_come_back_too() {
    let schemas = awkward();
    let table = schemas.table("awkward").unwrap();
    for format in FORMATS {
        let files = format.export(&schemas, &["awkward".to_owned()]).unwrap();
        let (fields, toml) = back(format, &files[0].text, &schemas, "awkward");
        assert_eq!(
            fields,
            every_field(table),
            "{}\n{}",
            format.name,
            files[0].text
        );
        assert!(!toml.contains("# "), "{}: {toml}", format.name);
    }
    for name in ["frictionless", "csvw", "sql"] {
        let format = Format::named(name).unwrap();
        let files = format.export(&schemas, &[]).unwrap();
        let (fields, _) = back(format, &files[0].text, &schemas, "awkward");
        assert_eq!(fields, every_field(table), "{name}");
    }
}

#[test]
fn a_list_that_is_not_there_comes_with_its_codes_and_labels() {
    let there = awkward();
    let odd: &CodeList = there.code_list("odd").unwrap();
    let codes: Vec<(&str, &Code)> = odd.codes().collect();
    assert_eq!(codes.len(), 3);
    let elsewhere = Schemas::embedded().unwrap();
    for format in FORMATS {
        let files = format.export(&there, &["awkward".to_owned()]).unwrap();
        let (_, toml) = back(format, &files[0].text, &elsewhere, "awkward");
        assert!(
            toml.contains("# The code list `odd` is new."),
            "{}: {toml}",
            format.name
        );
        let line = "#   '(,\"It's; a -- \"\"label\"\"\",draft,as sent in awkward\n";
        assert!(toml.contains(line), "{}: {toml}", format.name);
        // A line break in a label stays within the comment.
        assert!(
            toml.contains("#   Y|N,\"two lines\",draft"),
            "{}: {toml}",
            format.name
        );
    }
}

#[test]
fn the_same_tables_give_the_same_bytes_and_end_in_a_newline() {
    let schemas = Schemas::embedded().unwrap();
    let twice = ["police_crime", "cps_case", "police_crime"].map(str::to_owned);
    for format in FORMATS {
        let files = format.export(&schemas, &twice).unwrap();
        assert_eq!(files, format.export(&schemas, &twice[..2]).unwrap());
        assert!(
            files.iter().all(|it| it.text.ends_with('\n')),
            "{}",
            format.name
        );
    }
}
