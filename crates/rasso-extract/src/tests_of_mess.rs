//! What mappings make of real mess: one test for each thing that forces do.

use crate::{
    ExtractError,
    testing::{faults, numbers, sent, tallies, texts},
};

const BASE: &str = "[columns.recorded_date]\nfrom = \"Recorded\"\n\
    [constants]\nforce_code = \"52\"\noffence_code = \"19C\"\n";

#[test]
fn a_row_of_several_suspects_becomes_a_record_for_each() {
    let mapping = "[wide]\nn = [\"1\", \"2\", \"3\"]\nwhen_filled = [\"Suspect {n} surname\", \"Suspect {n} sex\"]\n\
        [constants]\nforce_code = \"52\"\nsuspect_ref = \"{n}\"\n\
        [columns.surname]\nfrom = \"Suspect {n} surname\"\n\
        [columns.sex]\nfrom = \"Suspect {n} sex\"\nrecode = { Male = \"M\" }\n";
    let rows = "crime_ref,Suspect 1 surname,Suspect 1 sex,Suspect 2 surname,Suspect 2 sex,Suspect 3 surname,Suspect 3 sex\n\
        C1,Aye,M,,M,,\nC2,,,,,,\nC3,Bee,Male,Cee,robot,,\nC4,,,,,Dee,F,surplus\n";
    let extracted = sent("police_suspect", rows).mapped(mapping).read();
    // Four rows, two of them two records each: C1 and C3; one makes none, one is ragged.
    assert_eq!(tallies(&extracted), [[4, 4, 1, 1, 1]]);
    assert_eq!(extracted.files[0].unfolded, 2);
    let records = &extracted.tables["police_suspect"].records;
    assert_eq!(texts(records, "crime_ref"), ["C1", "C1", "C3", "C3"]);
    assert_eq!(texts(records, "suspect_ref"), ["1", "2", "1", "2"]);
    assert_eq!(texts(records, "sex"), ["M", "M", "M", "-"]);
    let identifiers = &extracted.tables["police_suspect"].identifiers;
    assert_eq!(texts(identifiers, "surname"), ["AYE", "-", "BEE", "CEE"]);
    let why: Vec<_> = extracted
        .duplicates
        .iter()
        .map(|it| (it.row, &*it.reason))
        .collect();
    assert_eq!(why, [(2, "nothing_to_unfold")]);
    assert!(extracted.files[0].unmapped_headings.is_empty());
}

#[test]
fn a_heading_that_stands_twice_is_told_apart_by_its_place() {
    let mapping = format!(
        "[headings]\nvictim = {{ heading = \"Gender\", nth = 1 }}\nsuspect = {{ heading = \"Gender\", nth = 3 }}\n\
         {BASE}[columns.victim_sex]\nfrom = \"victim\"\n[columns.victim_ref]\nfrom = \"suspect\"\n"
    );
    let file = "crime_ref,Recorded,Gender,Gender,Gender\nC1,2024-01-01,F,x,y\n";
    let extracted = sent("police_crime", file).mapped(&mapping).read();
    let records = &extracted.tables["police_crime"].records;
    assert_eq!(texts(records, "victim_sex"), ["F"]);
    assert_eq!(texts(records, "victim_ref"), ["y"]);
    assert_eq!(extracted.files[0].unmapped_headings, ["Gender"]);
    let short = "crime_ref,Recorded,Gender\nC1,2024-01-01,F\n";
    let error = sent("police_crime", short)
        .mapped(&mapping)
        .try_read()
        .unwrap_err();
    assert_eq!(error.exit_code(), 2);
    assert!(error.to_string().contains("`Gender (number 3)`"), "{error}");
}

#[test]
fn loose_headings_match_by_letters_and_digits() {
    let mapping = format!(
        "headings_match = \"loose\"\nignore = [\"FREE TEXT\"]\n{BASE}[columns.outcome_code]\nfrom = \"** Outcome (code)\"\n"
    );
    let file =
        "Crime.Ref,RECORDED,outcome_code.,Outcome Code,free-text,Extra 1\nC1,2024-01-01,,16,x,y\n";
    let extracted = sent("police_crime", file).mapped(&mapping).try_read();
    // Two headings that only signs tell apart cannot be told apart loosely.
    assert!(matches!(
        extracted,
        Err(ExtractError::RepeatedHeading { .. })
    ));
    let file = "Crime.Ref,RECORDED,Outcome Code,free-text,Extra 1\nC1,2024-01-01,16,x,y\n";
    let extracted = sent("police_crime", file).mapped(&mapping).read();
    let records = &extracted.tables["police_crime"].records;
    assert_eq!(texts(records, "outcome_code"), ["16"]);
    assert_eq!(extracted.files[0].unmapped_headings, ["Extra 1"]);
}

#[test]
fn a_code_is_taken_out_of_its_label() {
    let mapping = format!(
        "{BASE}[columns.outcome_code]\nderive = {{ extract = {{ column = \"Outcome\", pattern = '\\(OC(\\w+)\\)$' }} }}\n\
         recode = {{ \"14\" = \"16\" }}\n"
    );
    let file = "crime_ref,Recorded,Outcome\nC1,2024-01-01,b. Charged/summonsed (OC1)\n\
        C2,2024-01-01,f. No suspect (OC14)\nC3,2024-01-01,\nC4,2024-01-01,z. Something new\n";
    let extracted = sent("police_crime", file).mapped(&mapping).read();
    assert_eq!(faults(&extracted), ["4 outcome_code wrong_form cell"]);
    let records = &extracted.tables["police_crime"].records;
    assert_eq!(texts(records, "outcome_code"), ["1", "16", "-", "-"]);
}

#[test]
fn what_no_recode_names_may_become_one_thing() {
    let mapping = format!(
        "{BASE}[columns.incident_class]\nfrom = \"Disposal\"\nrecode = {{ N1001 = \"N100\", \"\" = \"\" }}\notherwise = \"crime\"\n"
    );
    let file =
        "crime_ref,Recorded,Disposal\nC1,2024-01-01,N1001\nC2,2024-01-01,16\nC3,2024-01-01,\n";
    let extracted = sent("police_crime", file).mapped(&mapping).read();
    let records = &extracted.tables["police_crime"].records;
    assert_eq!(texts(records, "incident_class"), ["N100", "crime", "-"]);
}

#[test]
fn a_day_is_counted_from_another_and_never_backwards() {
    let mapping = format!(
        "date_formats = [\"%d/%m/%Y\", \"excel-serial\"]\n{BASE}\
         [columns.offence_start_date]\nderive = {{ days_before = {{ date = \"Recorded\", days = \"Elapsed\" }} }}\n\
         [columns.outcome_date]\nderive = {{ days_after = {{ date = \"Recorded\", days = \"To outcome\" }} }}\n"
    );
    let file = "crime_ref,Recorded,Elapsed,To outcome\nC1,01/03/2024,1.0,30\nC2,45352,-3,\nC3,01/03/2024,soon,999999999999\n";
    let extracted = sent("police_crime", file).mapped(&mapping).read();
    let told = [
        "2 offence_start_date negative_duration cell",
        "3 offence_start_date not_a_number cell",
        "3 outcome_date out_of_range cell",
    ];
    assert_eq!(faults(&extracted), told);
    let records = &extracted.tables["police_crime"].records;
    let first_of_march = Some(19_783);
    assert_eq!(numbers(records, "recorded_date"), [first_of_march; 3]);
    assert_eq!(
        numbers(records, "offence_start_date"),
        [Some(19_782), None, None]
    );
    assert_eq!(numbers(records, "outcome_date"), [Some(19_813), None, None]);
    let derived = &extracted.files[0].derived_columns;
    assert_eq!(derived, &["offence_start_date", "outcome_date"]);
}

#[test]
fn a_number_below_zero_is_a_fault_or_the_forces_word_for_unknown() {
    let file = "crime_ref,Recorded,victim_age\nC1,2024-01-01,-1\n";
    let age = |more: &str| {
        let mapping = format!("{BASE}[columns.victim_age]\n{more}");
        let extracted = sent("police_crime", file).mapped(&mapping).read();
        let records = &extracted.tables["police_crime"].records;
        (numbers(records, "victim_age"), faults(&extracted))
    };
    let fault = "1 victim_age out_of_range cell".to_owned();
    assert_eq!(age(""), (vec![None], vec![fault]));
    assert_eq!(age("negative = \"blank\"\n"), (vec![None], vec![]));
}

#[test]
fn spreadsheet_errors_are_faults_unless_the_mapping_takes_them_for_nothing() {
    let file = "crime_ref,Recorded,victim_age,outcome_code\nC1,2024-01-01,#REF!,#N/A\n";
    let told = |more: &str| {
        let mapping = format!("{more}{BASE}");
        faults(&sent("police_crime", file).mapped(&mapping).read())
    };
    let both = [
        "1 victim_age spreadsheet_error cell",
        "1 outcome_code spreadsheet_error cell",
    ];
    assert_eq!(told(""), both);
    assert_eq!(told("null_tokens = [\"#N/A\"]\n"), both[..1]);
    assert!(told("spreadsheet_errors = \"blank\"\n").is_empty());
}

#[test]
fn zeros_that_a_spreadsheet_took_away_are_put_back() {
    let mapping = "[constants]\noffence_code = \"19C\"\n\
        [columns.force_code]\nfrom = \"Force\"\npad_zeros = 2\n[columns.victim_sex]\nnull_tokens = [\"9\"]\n";
    let file = "crime_ref,Force,recorded_date,victim_sex\nC1,4,2024-01-01,9\nC2,52,2024-01-01,F\n";
    let extracted = sent("police_crime", file).mapped(mapping).read();
    let records = &extracted.tables["police_crime"].records;
    assert_eq!(texts(records, "force_code"), ["04", "52"]);
    assert_eq!(texts(records, "victim_sex"), ["-", "F"]);
}

#[test]
fn a_flag_may_mark_the_copy_or_the_original() {
    let rows = "crime_ref,Recorded,Flag\nC1,2024-01-01,0\nC2,2024-01-01,1\nC3,2024-01-01,\n";
    let kept = |rule: &str| {
        let mapping = format!("{BASE}[[duplicate]]\ncolumn = \"Flag\"\n{rule}");
        let extracted = sent("police_crime", rows).mapped(&mapping).read();
        texts(&extracted.tables["police_crime"].records, "crime_ref")
    };
    assert_eq!(kept("is = [\"1\"]\n"), ["C1", "C3"]);
    // What is not flagged either way is kept: an unknown flag is no reason to lose a crime.
    assert_eq!(kept("is_not = [\"0\"]\n"), ["C1", "C3"]);
}

#[test]
fn what_stands_for_nothing_does_so_in_every_part_rule_and_slot() {
    let mapping = format!(
        "null_tokens = [\"NULL\"]\nspreadsheet_errors = \"blank\"\n\
         [[drop]]\ncolumn = \"Ref\"\nis = [\"\"]\nreason = \"no_crime\"\n\
         {}[columns.recorded_date]\nderive = {{ first_of = [\"A\", \"B\"] }}\n[columns.crime_ref]\nfrom = \"Ref\"\n",
        "[constants]\nforce_code = \"52\"\noffence_code = \"19C\"\n"
    );
    let file =
        "Ref,A,B\nC1,#N/A,2024-01-01\nNULL,2024-01-01,\n#REF!,2024-01-01,\nC2,NULL,2024-01-02\n";
    let extracted = sent("police_crime", file).mapped(&mapping).read();
    assert_eq!(tallies(&extracted), [[4, 2, 0, 2, 0]]);
    let records = &extracted.tables["police_crime"].records;
    assert_eq!(texts(records, "crime_ref"), ["C1", "C2"]);

    let wide = "null_tokens = [\"NULL\"]\n[wide]\nn = [\"1\", \"2\"]\nwhen_filled = [\"Name {n}\"]\n\
        [constants]\nforce_code = \"52\"\nsuspect_ref = \"{n}\"\n[columns.surname]\nfrom = \"Name {n}\"\n";
    let file = "crime_ref,Name 1,Name 2\nC1,Aye,NULL\n";
    let extracted = sent("police_suspect", file).mapped(wide).read();
    assert_eq!(tallies(&extracted), [[1, 1, 0, 0, 0]]);
}

#[test]
fn a_part_that_is_an_error_of_a_spreadsheet_is_no_part_of_a_key() {
    let mapping = "repeats = \"collapse\"\n[constants]\nforce_code = \"52\"\noffence_code = \"19C\"\n\
        [columns.crime_ref]\nderive = { digest = [\"URN\"] }\n\
        [columns.victim_ref]\nderive = { concat = [\"URN\", \"No\"] }\n";
    let file = "URN,No,recorded_date\n#N/A,1,2024-01-01\n#N/A,2,2024-01-02\nX,Err:502,2024-01-03\n";
    let extracted = sent("police_crime", file).mapped(mapping).read();
    assert_eq!(tallies(&extracted), [[3, 1, 2, 0, 3]]);
    let told = [
        "1 crime_ref spreadsheet_error row",
        "1 victim_ref spreadsheet_error cell",
        "2 crime_ref spreadsheet_error row",
        "2 victim_ref spreadsheet_error cell",
        "3 victim_ref spreadsheet_error cell",
    ];
    assert_eq!(faults(&extracted), told);
}

#[test]
fn the_middle_of_this_year_is_not_after_the_extract() {
    let mapping = "[constants]\nforce_code = \"52\"\noffence_code = \"19C\"\n\
        [columns.recorded_date]\nderive = { middle_of_year = \"Year\" }\n";
    let file = "crime_ref,Year\nC1,2025\nC2,2024\nC3,2026\n";
    let extracted = sent("police_crime", file).mapped(mapping).read();
    let records = &extracted.tables["police_crime"].records;
    // The extract is of 30 June 2025. A year that is yet to come stays one: it is a slip to be seen.
    let days = [Some(20_269), Some(19_905), Some(20_635)];
    assert_eq!(numbers(records, "recorded_date"), days);
}
