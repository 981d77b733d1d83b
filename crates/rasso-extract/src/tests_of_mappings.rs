//! What mappings do to rows.

use crate::testing::{crimes, faults, numbers, sent, tallies, texts};

#[test]
fn headings_dates_codes_and_nulls_are_mapped() {
    let mapping = "delimiter = \";\"\nnull_tokens = [\"\", \"N/A\"]\ndate_formats = [\"%Y-%m-%d\", \"%d/%m/%Y\"]\n\
        [constants]\nforce_code = \"02\"\n\
        [columns.crime_ref]\nfrom = \"Crime Number\"\n\
        [columns.recorded_date]\nfrom = \"Recorded\"\n\
        [columns.outcome_date]\nfrom = \"Finalised\"\ndate_formats = [\"%d-%b-%y\"]\n\
        [columns.outcome_code]\nfrom = \"Outcome\"\nrecode = { \"b. Charged\" = \"1\", \"open\" = \"\" }\n";
    let rows = " Crime Number ;Recorded;offence_code;Finalised;Outcome\n\
        1;29/02/2024;19C;03-Apr-24; b. Charged \n2;2024-03-01;19D;N/A;open\n3;03/13/2024;19C;03-Apr-24;N/A\n";
    let extracted = sent("police_crime", rows).mapped(mapping).read();
    assert_eq!(faults(&extracted), ["3 recorded_date bad_date row"]);
    let records = &extracted.tables["police_crime"].records;
    assert_eq!(texts(records, "force_code"), ["01", "01"]);
    assert_eq!(texts(records, "outcome_code"), ["1", "-"]);
    assert_eq!(numbers(records, "outcome_date"), [Some(19_816), None]);
    assert_eq!(
        numbers(records, "recorded_date"),
        [Some(19_782), Some(19_783)]
    );
    assert_eq!(extracted.files[0].constant_columns, ["force_code"]);
    assert!(extracted.files[0].derived_columns.is_empty());
    let said = extracted.faults[0].to_string();
    assert_eq!(
        said,
        "all.csv, row 3, column `recorded_date` (from `Recorded`): must be a date of the calendar from 1900 on, written YYYY-MM-DD or DD/MM/YYYY"
    );
}

#[test]
fn derived_columns_are_made_and_marked() {
    let mapping = "null_tokens = [\"-\"]\n\
        [columns.crime_ref]\nderive = { digest = [\"scenario\", \"ptiurn\"] }\n\
        [columns.force_code]\nderive = { slice = { column = \"ptiurn\", start = 0, length = 2 } }\n\
        [columns.recorded_date]\nderive = { first_of = [\"arrest\", \"charge\"] }\n\
        [columns.victim_ref]\nderive = { concat = [\"a\", \"b\"] }\nseparator = \"/\"\n";
    let rows = "scenario,ptiurn,arrest,charge,offence_code,a,b\n\
        s1,52AB0123424,-,2024-01-02,19C,x,y\ns1,52AB0123425,2024-01-03,2024-01-04,19C,x,-\n";
    let extracted = sent("police_crime", rows).mapped(mapping).read();
    assert_eq!(tallies(&extracted), [[2, 2, 0, 0, 0]]);
    let records = &extracted.tables["police_crime"].records;
    let mut refs = texts(records, "crime_ref");
    refs.dedup();
    assert!(refs.len() == 2 && refs.iter().all(|it| it.len() == 16 && !it.contains("AB")));
    assert_eq!(texts(records, "force_code"), ["52", "52"]);
    let mut joined = texts(records, "victim_ref");
    joined.sort();
    assert_eq!(joined, ["-", "x/y"]);
    let derived = ["crime_ref", "force_code", "recorded_date", "victim_ref"];
    assert_eq!(extracted.files[0].derived_columns, derived);
    let absent = &extracted.files[0].absent_columns;
    assert!(absent.contains(&"outcome_code".to_owned()));
}

#[test]
fn rows_of_one_key_collapse_into_one_record() {
    let rows = "C1,52,,2024-01-01,19C,,16\nC1,52,52AB0123424,2024-01-01,19C,17,\nC1,52,,2024-01-01,19C,,16\nC2,52,,2024-01-01,19C,3,\n";
    let extracted = crimes(rows).mapped("repeats = \"collapse\"\n").read();
    assert_eq!(tallies(&extracted), [[4, 2, 0, 2, 0]]);
    let crimes = &extracted.tables["police_crime"];
    assert_eq!(numbers(&crimes.records, "victim_age"), [Some(17), Some(3)]);
    assert_eq!(texts(&crimes.records, "outcome_code"), ["16", "-"]);
    assert_eq!(texts(&crimes.records, "urn_state"), ["valid", "missing"]);
    assert_eq!(texts(&crimes.identifiers, "urn"), ["52AB0123424", "-"]);
    let reasons: Vec<_> = extracted.duplicates.iter().map(|it| &*it.reason).collect();
    assert!(reasons.contains(&"collapsed"), "{reasons:?}");
}

#[test]
fn rows_the_mapping_drops_are_counted_with_their_reason() {
    let mapping = "[[drop]]\ncolumn = \"crime_ref\"\nis = [\"SUBTOTAL\"]\nreason = \"subtotal_row\"\n\
        [[duplicate]]\ncolumn = \"outcome_code\"\nis = [\"C3\"]\n";
    let rows = "C1,52,,2024-01-01,19C,17,16\nSUBTOTAL,,,,,,\nC1,52,,2024-01-01,19C,17,C3\n";
    let extracted = crimes(rows).mapped(mapping).read();
    assert_eq!(tallies(&extracted), [[3, 1, 0, 2, 0]]);
    let why: Vec<_> = extracted
        .duplicates
        .iter()
        .map(|it| (it.row, &*it.reason, it.kept_row))
        .collect();
    assert_eq!(
        why,
        [(2, "subtotal_row", None), (3, "flagged_duplicate", None)]
    );
}

#[test]
fn an_empty_cell_may_stand_for_a_code() {
    let mapping = "[columns.outcome_code]\nrecode = { \"\" = \"16\" }\n";
    let extracted = crimes("C1,52,,2024-01-01,19C,17,\n").mapped(mapping).read();
    assert_eq!(
        texts(&extracted.tables["police_crime"].records, "outcome_code"),
        ["16"]
    );
}
