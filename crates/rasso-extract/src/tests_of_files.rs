//! Files that are not what they say.

use crate::{
    ExtractError,
    testing::{CRIMES, Sent, crimes, faults, sent, tallies, texts},
};

const GOOD: &str = "C1,52,52AB0123424,2024-02-29,19C,17,16\n";

/// The exit code and the text of what stopped the reading.
fn stopped(sent: &Sent) -> (u8, String) {
    let error: ExtractError = sent.try_read().unwrap_err();
    (error.exit_code(), error.to_string())
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_first_heading() {
    let extracted = sent("police_crime", format!("\u{feff}{CRIMES}{GOOD}")).read();
    assert_eq!(tallies(&extracted), [[1, 1, 0, 0, 0]]);
    let utf16: Vec<u8> = format!("\u{feff}{CRIMES}{GOOD}")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(
        tallies(&sent("police_crime", utf16).read()),
        [[1, 1, 0, 0, 0]]
    );
}

#[test]
fn a_windows_1252_name_is_read_with_its_accent_and_is_a_fault_in_utf_8() {
    let rows = b"crime_ref,force_code,suspect_ref,surname\nC1,52,1,Jos\xe9\n";
    let declared = sent("police_suspect", rows)
        .mapped("encoding = \"windows-1252\"\n")
        .read();
    assert_eq!(
        texts(&declared.tables["police_suspect"].identifiers, "surname"),
        ["JOSÉ"]
    );
    let detected = sent("police_suspect", rows).read();
    assert_eq!(
        texts(&detected.tables["police_suspect"].identifiers, "surname"),
        ["JOSÉ"]
    );
    let wrong = sent("police_suspect", rows).mapped("encoding = \"utf-8\"\n");
    assert_eq!(faults(&wrong.read()), ["1 surname unreadable_text cell"]);
    assert_eq!(tallies(&wrong.read()), [[1, 1, 0, 0, 1]]);
}

#[test]
fn a_control_total_that_does_not_match_ends_with_7() {
    let (code, text) = stopped(&crimes(GOOD).but(|it| it.rows = Some(2)));
    assert_eq!(code, 7);
    assert_eq!(
        text,
        "all.csv: its number of rows is not the one declared in the pipeline file or the manifest: declared 2, found 1"
    );
    // The checksum is looked at before anything else of the file.
    let wrong = sent("police_crime", "nonsense").but(|it| it.sha256 = Some("00".repeat(32)));
    assert_eq!(stopped(&wrong).0, 7);
    let sha256 = crimes(GOOD).read().files[0].sha256.clone();
    let right =
        crimes(GOOD).but(|it| (it.rows, it.sha256) = (Some(1), Some(sha256.to_uppercase())));
    assert_eq!(tallies(&right.read()), [[1, 1, 0, 0, 0]]);
}

#[test]
fn a_file_that_is_absent_empty_or_no_file_is_refused() {
    assert_eq!(stopped(&sent("police_crime", "")).0, 3);
    assert_eq!(stopped(&sent("police_crime", "\u{feff}\r\n \n")).0, 3);
    assert_eq!(stopped(&sent("police_crime", b"PK\x03\x04....")).0, 3);
    let (code, text) = stopped(&crimes(GOOD).but(|it| it.path.push("no-such-file.csv")));
    assert!(
        code == 3 && text.starts_with("all.csv: the file cannot be read"),
        "{text}"
    );
    let absent = crimes(GOOD).but(|it| it.path.set_file_name("no-such-file.csv"));
    let said = "all.csv: there is no such file; check `path` in the pipeline file";
    assert_eq!(stopped(&absent), (3, said.to_owned()));
    let folder = crimes(GOOD).but(|it| assert!(it.path.pop()));
    assert_eq!(stopped(&folder).0, 2);
}

#[test]
fn a_header_without_rows_is_a_delivery_of_nothing() {
    assert_eq!(tallies(&crimes("").read()), [[0, 0, 0, 0, 0]]);
}

#[test]
fn a_wrong_header_names_what_is_missing_and_the_nearest() {
    let header = CRIMES
        .replace("crime_ref", "Crime Reff")
        .replace("recorded_date", "logged");
    let (code, text) = stopped(&sent("police_crime", format!("{header}{GOOD}")));
    assert_eq!(code, 3);
    let start =
        "all.csv: the header has no column `crime_ref` (is it `Crime Reff`?), `recorded_date`;";
    assert!(text.starts_with(start), "{text}");
    let twice = stopped(&sent("police_crime", format!("crime_ref,{CRIMES}")));
    assert_eq!(
        twice,
        (
            3,
            "all.csv: the heading `crime_ref` stands more than once; give each a name in the mapping (`[headings]`, `nth`) or rename one of the columns".to_owned()
        )
    );
}

#[test]
fn a_file_without_a_header_shows_none_of_its_cells() {
    let (code, text) = stopped(&sent(
        "police_crime",
        "CRIME-REF1,52,OFFENCE_C0DE,2024-01-01\n",
    ));
    assert!(
        code == 3 && !text.contains("REF1") && !text.contains("C0DE"),
        "{text}"
    );
}

#[test]
fn a_mapping_of_an_absent_column_ends_with_2() {
    let mapping = "[columns.outcome_date]\nfrom = \"Finalised\"\n[[drop]]\ncolumn = \"kind\"\nis = [\"TOTAL\"]\nreason = \"total\"\n";
    let (code, text) = stopped(&crimes(GOOD).mapped(mapping));
    let said = "all.csv: the mapping `m` needs the column `kind`, `Finalised`, which the header does not have";
    assert_eq!((code, text.as_str()), (2, said));
}

#[test]
fn a_quote_that_is_never_closed_hides_no_rows() {
    let rows = format!("{GOOD}C2,52,,2024-01-01,19C,,\"16\nC3,52,,2024-01-01,19C,,\n");
    let (code, text) = stopped(&crimes(&rows));
    assert!(
        code == 3 && text.starts_with("all.csv, row 2: a quote is opened and never closed"),
        "{text}"
    );
}

#[test]
fn an_unknown_table_and_a_table_of_another_agency_end_with_2() {
    let (code, text) = stopped(&crimes(GOOD).but(|it| it.table = "police_crimes".to_owned()));
    assert!(
        code == 2 && text.ends_with("did you mean `police_crime`?"),
        "{text}"
    );
    assert_eq!(
        stopped(&crimes(GOOD).but(|it| it.agency = rasso_terms::Agency::Cps)).0,
        2
    );
}

#[test]
fn of_several_bad_files_the_same_one_is_always_named() {
    let sent = sent("court_count", "")
        .and("police_crime", "b.csv", "")
        .and("cps_case", "c.csv", "");
    for _ in 0..5 {
        assert!(stopped(&sent).1.starts_with("all.csv"));
    }
}

#[test]
fn a_header_that_another_delimiter_or_encoding_would_match_says_so() {
    let tabs = sent("police_crime", CRIMES.replace(',', "\t")).mapped("delimiter = \",\"\n");
    assert!(stopped(&tabs).1.contains("`delimiter = \"\\t\"`"));

    let wide: Vec<u8> = CRIMES.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let text = stopped(&sent("police_crime", wide).mapped("encoding = \"utf-8\"\n")).1;
    assert!(
        text.ends_with("set `encoding = \"utf-16le\"` in the mapping"),
        "{text}"
    );
    let accented = b"crime_ref,force_code,pr\xe9nom\n";
    let declared = sent("police_crime", accented).mapped("encoding = \"utf-8\"\n");
    let text = stopped(&declared).1;
    assert!(text.contains("`encoding = \"windows-1252\"`"), "{text}");

    let mapped = crimes(GOOD).mapped("delimiter = \";\"\n[columns.urn]\nfrom = \"URN\"\n");
    let (code, text) = stopped(&mapped);
    assert_eq!(code, 2);
    assert!(
        text.ends_with("set `delimiter = \",\"` in the mapping"),
        "{text}"
    );
    let other = sent("police_crime", "crime_ref,force_code\n");
    assert!(stopped(&other).1.ends_with("does it need a mapping?"));
}

#[test]
fn every_missing_file_is_named_at_once() {
    let both = crimes(GOOD)
        .and("police_suspect", "suspects.csv", "")
        .but(|it| it.path = "/nowhere/suspects.csv".into())
        .and("cps_case", "cases.csv", "")
        .but(|it| it.path = "/nowhere/cases.csv".into());
    let (code, text) = stopped(&both);
    assert_eq!(code, 3);
    assert_eq!(
        text,
        "2 files are not there; check `path` in the pipeline file\n  --> suspects.csv\n  --> cases.csv"
    );
}

#[test]
fn a_day_before_the_first_delivery_is_refused_with_the_source() {
    let late = crimes(GOOD).but(|it| it.extract_date = crate::testing::day("2026-01-31"));
    let (code, text) = stopped(&late);
    assert_eq!(code, 2);
    assert!(
        text.starts_with("police_crime: nothing was sent by "),
        "{text}"
    );
    assert!(
        text.contains("the earliest delivery is of 2026-01-31"),
        "{text}"
    );
    let other = crimes(GOOD)
        .and("police_crime", "b.csv", format!("{CRIMES}{GOOD}"))
        .but(|it| {
            it.source = "b".to_owned();
            it.extract_date = crate::testing::day("2026-01-31");
        });
    assert!(stopped(&other).1.starts_with("police_crime of `b`: "));
}

#[test]
fn a_file_of_broken_rows_is_refused_before_it_takes_all_memory() {
    let broken = format!("{}{}", CRIMES, "x\n".repeat(2_100_000));
    let error = sent("police_crime", broken).try_read().unwrap_err();
    assert_eq!(error.exit_code(), 1);
    assert!(error.to_string().contains("more than 2000000"), "{error}");
}
