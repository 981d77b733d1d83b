//! Every format gives the same records, and a bomb in any of them is refused.

mod bombs;
pub(crate) mod making;

use crate::testing::{faults, numbers, sent, tallies, texts};
use arrow::array::{ArrayRef, StringArray};
use making::{loose_parquet, ods, ods_of, parquet, write_parquet, xlsx, xlsx_of};
use parquet::basic::{Compression, GzipLevel, ZstdLevel};
use std::sync::Arc;

#[test]
fn every_format_gives_the_same_records() {
    let mut files = vec![
        ("csv", making::TABLE.as_bytes().to_vec()),
        ("gzip", making::gzip(making::TABLE.as_bytes())),
        ("zstd", making::zstd(making::TABLE.as_bytes())),
        ("xlsx", xlsx()),
        ("ods", ods()),
        ("loose parquet", loose_parquet()),
    ];
    let codecs = [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::GZIP(GzipLevel::default()),
        Compression::ZSTD(ZstdLevel::default()),
        Compression::LZ4_RAW,
        Compression::LZ4,
    ];
    files.extend(codecs.map(|it| ("parquet", parquet(it))));
    // The mapping names formats of dates that typed cells do not have.
    let mapping = "date_formats = [\"%d/%m/%Y\"]\n";
    let iso = "date_formats = [\"%Y-%m-%d\"]\n";
    for (name, file) in files {
        let is_text = ["csv", "gzip", "zstd"].contains(&name);
        let extracted = sent("police_crime", &file)
            .mapped(if is_text { iso } else { mapping })
            .read();
        assert_eq!(tallies(&extracted), [[3, 3, 0, 0, 0]], "{name}");
        let records = &extracted.tables["police_crime"].records;
        let days = [Some(19_782), Some(10_956), Some(19_783)];
        assert_eq!(numbers(records, "recorded_date"), days, "{name}");
        assert_eq!(
            numbers(records, "victim_age"),
            [Some(17), None, Some(45)],
            "{name}"
        );
        assert_eq!(texts(records, "force_code"), ["52", "52", "52"], "{name}");
        assert_eq!(texts(records, "victim_ref"), ["Zoë", "a,b", "-"], "{name}");
        let flags = records.column_by_name("domestic_abuse").unwrap();
        let flags: Vec<_> = arrow::array::AsArray::as_boolean(flags).iter().collect();
        assert_eq!(flags, [Some(true), Some(false), None], "{name}");
    }
}

#[test]
fn a_list_is_an_error_only_where_it_is_needed() {
    let mapping = "[columns.victim_ref]\nfrom = \"unmapped list\"\n";
    let error = sent("police_crime", parquet(Compression::SNAPPY)).mapped(mapping);
    let error = error.try_read().unwrap_err();
    assert_eq!(error.exit_code(), 3);
    assert!(
        error.to_string().contains("`unmapped list` holds lists"),
        "{error}"
    );
}

#[test]
fn rows_above_the_headings_cannot_be_skipped_in_parquet() {
    let file = sent("police_crime", parquet(Compression::SNAPPY)).mapped("skip_rows = 1\n");
    let error = file.try_read().unwrap_err();
    assert_eq!(error.exit_code(), 2);
    let said = "all.csv: the file is Parquet, in which no rows stand above the headings; take `skip_rows` out of the mapping, or `--skip-rows` out of the command";
    assert_eq!(error.to_string(), said);
    let none = file.mapped("skip_rows = 0\n").read();
    assert_eq!(tallies(&none), [[3, 3, 0, 0, 0]]);
}

#[test]
fn a_sheet_is_chosen_by_name_or_is_the_only_one() {
    let named = |sheet: &str| {
        let mapping = format!("sheet = \"{sheet}\"\nformat = \"xlsx\"\n");
        sent("police_crime", xlsx()).mapped(&mapping).try_read()
    };
    assert_eq!(tallies(&named("Crimes").unwrap()), [[3, 3, 0, 0, 0]]);
    let error = named("Suspects").unwrap_err();
    assert_eq!(error.exit_code(), 2);
    assert!(
        error
            .to_string()
            .contains("no sheet `Suspects`; it has `Crimes`, `Codes`, `Empty`")
    );
    assert_eq!(named("Empty").unwrap_err().exit_code(), 3);
    let row = "<table:table-row><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row>";
    let two = format!(
        "<table:table table:name=\"A\">{row}</table:table><table:table table:name=\"B\">{row}</table:table>"
    );
    let error = sent("police_crime", ods_of(&two)).try_read().unwrap_err();
    assert_eq!(error.exit_code(), 2);
    assert!(
        error
            .to_string()
            .contains("several sheets hold something: `A`, `B`"),
        "{error}"
    );
}

#[test]
fn rows_of_a_sheet_are_numbered_without_blank_ones_and_say_where_they_stand() {
    let cell = |at: &str, text: &str| format!("<c r=\"{at}\" t=\"str\"><v>{text}</v></c>");
    let row = |at: u32, cells: &[&str]| {
        let cells: String = ('A'..)
            .zip(cells)
            .map(|(column, it)| cell(&format!("{column}{at}"), it))
            .collect();
        format!("<row r=\"{at}\">{cells}</row>")
    };
    let header = ["crime_ref", "force_code", "recorded_date", "offence_code"];
    let sheet = [
        row(1, &["Crimes of the force"]),
        row(3, &header),
        row(4, &["C1", "52", "2024-01-01", "19C"]),
        row(6, &["C2", "52", "#N/A", "19C"]),
        row(7, &["C3", "52", "2024-01-01", "19C", "too much"]),
        row(8, &["C4", "52", "2024-01-01"]),
        "<row r=\"9\"><c r=\"A9\" t=\"e\"><v>#REF!</v></c><c r=\"B9\"><v>52</v></c></row>"
            .to_owned(),
    ];
    let sheet = format!(
        "<worksheet><sheetData>{}</sheetData></worksheet>",
        sheet.concat()
    );
    let file = sent("police_crime", xlsx_of(&sheet, "<sst/>")).mapped("skip_rows = 1\n");
    let extracted = file.read();
    assert_eq!(tallies(&extracted), [[5, 1, 4, 0, 0]]);
    let expected = [
        "2 recorded_date spreadsheet_error row",
        "3 (row) ragged_row row",
        "4 offence_code required row",
        "5 crime_ref spreadsheet_error row",
        "5 recorded_date required row",
        "5 offence_code required row",
    ];
    assert_eq!(faults(&extracted), expected);
    assert_eq!(extracted.faults[0].line, Some(6));
    assert!(extracted.faults[0].to_string().contains("row 2 (line 6)"));
    let kept = file
        .mapped("skip_rows = 1\nnull_tokens = [\"#REF!\"]\n")
        .read();
    assert!(faults(&kept).contains(&"5 crime_ref required row".to_owned()));
}

#[test]
fn a_repeated_row_of_a_sheet_is_as_many_rows() {
    let cell = |text: &str| format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>");
    let row = |cells: [&str; 4]| cells.map(cell).concat();
    let header = row(["crime_ref", "force_code", "recorded_date", "offence_code"]);
    let rows = row(["C&amp;<text:s text:c=\"2\"/>1", "52", "2024-01-01", "19C"]);
    let table = format!(
        "<table:table table:name=\"A\"><table:table-row>{header}</table:table-row><table:table-row table:number-rows-repeated=\"3\">{rows}</table:table-row></table:table>"
    );
    let extracted = sent("police_crime", ods_of(&table)).read();
    assert_eq!(tallies(&extracted), [[3, 1, 0, 2, 0]]);
    let refs = texts(&extracted.tables["police_crime"].records, "crime_ref");
    assert_eq!(refs, ["C&  1"]);
}

#[test]
fn a_file_with_a_row_missing_from_one_column_is_refused() {
    let column: ArrayRef = Arc::new(StringArray::from(vec!["C1", "C2", "C3"]));
    let file = write_parquet(vec![("crime_ref", column)], Compression::UNCOMPRESSED);
    // The number of rows in the footer and in its row groups is told twice; change the first.
    let error = |file: &[u8]| {
        sent("police_crime", file)
            .try_read()
            .unwrap_err()
            .exit_code()
    };
    assert_eq!(error(&file), 3);
    for cut in 1..file.len().min(64) {
        assert_eq!(error(&file[..file.len() - cut]), 3);
    }
}
