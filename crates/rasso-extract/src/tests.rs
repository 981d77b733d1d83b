//! What a delivery becomes, fault by fault.

use crate::testing::{crimes, faults, numbers, sent, tallies, texts};

const GOOD: &str = "C1,52,52AB0123424,2024-02-29,19C,17,16\n";

#[test]
fn a_sound_row_is_accepted_and_its_identifier_stands_apart() {
    let extracted = crimes(GOOD).read();
    let crimes = &extracted.tables["police_crime"];
    assert_eq!(tallies(&extracted), [[1, 1, 0, 0, 0]]);
    assert_eq!(texts(&crimes.records, "urn_state"), ["valid"]);
    assert_eq!(texts(&crimes.records, "urn_force"), ["52"]);
    assert_eq!(texts(&crimes.identifiers, "urn"), ["52AB0123424"]);
    assert!(crimes.records.column_by_name("urn").is_none());
    assert_eq!(numbers(&crimes.records, "recorded_date"), [Some(19_782)]);
    assert_eq!(numbers(&crimes.records, "known_date"), [Some(20_269)]);
    assert_eq!(numbers(&crimes.records, "source_row"), [Some(1)]);
    assert_eq!(extracted.tables.len(), 10);
    let empty = &extracted.tables["court_count"].records;
    assert_eq!(
        (empty.num_rows(), empty.column_by_name("verdict").is_some()),
        (0, true)
    );
}

#[test]
fn no_fault_of_an_identifier_costs_the_row() {
    let people = "crime_ref,force_code,suspect_ref,asn,pnc_id\n\
        C1,52,1,1101ZD0100000410769A,1999/0012345A\n\
        C1,52,2,0800NP0100000000001H,99-1\n\
        C1,52,3,BROKEN,\n\
        C1,52,4,,\n\
        C1,52,5,11/01ZD/01/410769X,\n";
    let extracted = sent("police_suspect", people).read();
    let suspects = &extracted.tables["police_suspect"];
    assert_eq!(tallies(&extracted), [[5, 5, 0, 0, 5]]);
    let states = ["check_letter", "dummy", "malformed", "missing", "valid"];
    assert_eq!(texts(&suspects.records, "asn_state"), states);
    let numbers = ["-", "-", "-", "-", "1101ZD0100000410769X"];
    assert_eq!(texts(&suspects.identifiers, "asn"), numbers);
    let urns = "C1,52,00NP0000008,2024-01-01,19C,,\nC2,52,52,2024-01-01,19C,,\nC3,52,02AB0123424,2024-01-01,19C,,\n";
    let extracted = crimes(urns).read();
    assert_eq!(
        faults(&extracted),
        ["1 urn dummy cell", "2 urn malformed cell"]
    );
    assert_eq!(
        texts(&extracted.tables["police_crime"].records, "urn_force"),
        ["-", "-", "01"]
    );
}

#[test]
fn a_fault_in_a_required_cell_quarantines_the_row() {
    let rows = ",52,,2024-01-01,19C,,\n\
        C2,00,,2024-01-01,19C,,\n\
        C3,52,,2024-02-31,19C,,\n\
        C4,52,,,not an offence,,\n";
    let extracted = crimes(rows).read();
    assert_eq!(tallies(&extracted), [[4, 0, 4, 0, 0]]);
    let expected = [
        "1 crime_ref required row",
        "2 force_code unknown_code row",
        "3 recorded_date bad_date row",
        "4 recorded_date required row",
        "4 offence_code wrong_form row",
    ];
    assert_eq!(faults(&extracted), expected);
}

#[test]
fn a_fault_in_an_optional_cell_empties_the_cell() {
    let rows = "C1,52,,2024-01-01,19C,seventeen,99Z\nC2,52,,2024-01-01,19C,400,16\nC3,52,,2024-01-01,19C,45.0,16\n";
    let extracted = crimes(rows).read();
    assert_eq!(tallies(&extracted), [[3, 3, 0, 0, 3]]);
    let expected = [
        "1 victim_age not_a_number cell",
        "1 outcome_code unknown_code cell",
        "2 victim_age out_of_range cell",
    ];
    assert_eq!(faults(&extracted), expected);
    let records = &extracted.tables["police_crime"].records;
    assert_eq!(numbers(records, "victim_age"), [None, None, Some(45)]);
    assert_eq!(texts(records, "outcome_code"), ["-", "16", "16"]);
}

#[test]
fn a_ragged_row_and_a_cell_over_two_lines_are_quarantined() {
    let rows = format!(
        "C1,52\n{}\"C3\nC4\",52,,2024-01-01,19C,,\nC5,52,,2024-01-01,19C,,,\n",
        GOOD.replace("C1", "C2")
    );
    let extracted = crimes(&rows).read();
    assert_eq!(tallies(&extracted), [[4, 1, 3, 0, 0]]);
    let expected = [
        "1 (row) ragged_row row",
        "3 crime_ref line_break row",
        "4 (row) ragged_row row",
    ];
    assert_eq!(faults(&extracted), expected);
}

#[test]
fn a_row_that_says_the_same_is_dropped_and_the_kept_row_named() {
    let extracted = crimes(&format!("{GOOD}{GOOD}"))
        .and(
            "police_crime",
            "b.csv",
            format!("{}{GOOD}", crate::testing::CRIMES),
        )
        .read();
    assert_eq!(tallies(&extracted), [[2, 1, 0, 1, 0], [1, 0, 0, 1, 0]]);
    let dropped: Vec<_> = extracted
        .duplicates
        .iter()
        .map(|it| (&*it.file, it.row, it.kept_file.as_deref(), it.kept_row))
        .collect();
    assert_eq!(
        dropped,
        [
            ("all.csv", 2, Some("all.csv"), Some(1)),
            ("b.csv", 1, Some("all.csv"), Some(1))
        ]
    );
    assert!(
        extracted
            .duplicates
            .iter()
            .all(|it| &*it.reason == "same_content")
    );
}

#[test]
fn of_rows_that_repeat_a_key_the_first_in_content_order_is_kept() {
    let first = "C1,52,,2024-01-01,19C,17,16\n";
    let other = "C1,52,,2024-01-02,19C,17,16\n";
    for rows in [
        format!("{first}{other}{other}"),
        format!("{other}{other}{first}"),
    ] {
        let extracted = crimes(&rows).read();
        assert_eq!(tallies(&extracted), [[3, 1, 2, 0, 0]]);
        assert!(
            faults(&extracted)
                .iter()
                .all(|it| it.ends_with("force_code, crime_ref key_repeated row"))
        );
        assert_eq!(
            numbers(&extracted.tables["police_crime"].records, "recorded_date"),
            [Some(19_723)]
        );
    }
}

#[test]
fn the_order_of_rows_changes_no_record_and_no_id() {
    let mut rows: Vec<String> = (0..50)
        .map(|it| format!("C{it},52,52AB0{it:04}24,2024-01-01,19C,{},16\n", it % 7))
        .collect();
    rows.extend(["C7,52,,2024-03-03,19C,,\n".to_owned(), GOOD.to_owned()]);
    let straight = crimes(&rows.concat()).read();
    rows.reverse();
    rows.swap(3, 40);
    let shuffled = crimes(&rows.concat()).read();
    let (a, b) = (
        &straight.tables["police_crime"],
        &shuffled.tables["police_crime"],
    );
    assert_eq!(a.identifiers, b.identifiers);
    for (at, field) in a.records.schema().fields().iter().enumerate() {
        if field.name() != "source_row" {
            assert_eq!(
                a.records.column(at),
                b.records.column(at),
                "{}",
                field.name()
            );
        }
    }
}

#[test]
fn the_events_of_a_case_come_together_and_in_time() {
    let rows = "cps_case_ref,cps_suspect_ref,event_type,event_date\n\
        K2,1,charging_receipt,2024-01-05\nK1,1,decision,2024-03-01\n\
        K1,1,charging_receipt,2024-01-05\nK1,1,charging_receipt,2024-01-05\n";
    let extracted = sent("cps_event", rows).read();
    assert_eq!(tallies(&extracted), [[4, 3, 0, 1, 0]]);
    let events = &extracted.tables["cps_event"].records;
    assert_eq!(
        texts(events, "event_type"),
        ["charging_receipt", "decision", "charging_receipt"]
    );
    assert_eq!(texts(events, "cps_case_ref"), ["K1", "K1", "K2"]);
}

#[test]
fn a_row_is_known_since_the_first_delivery_that_held_it() {
    let old = "C1,52,,2024-01-01,19C,17,\n";
    let changed = "C2,52,,2024-01-01,19C,17,16\n";
    let with = |rows: &str| format!("{}{rows}", crate::testing::CRIMES);
    let extracted = crimes(&format!("{old}{changed}"))
        .and(
            "police_crime",
            "march.csv",
            with("C1,52,,2024-01-01,19C,17,\nC2,52,,2024-01-01,19C,17,\n"),
        )
        .but(|it| it.extract_date = crate::testing::day("2025-03-31"))
        .and("police_crime", "later.csv", "never read")
        .but(|it| it.extract_date = crate::testing::day("2025-09-30"))
        .read();
    let known = numbers(&extracted.tables["police_crime"].records, "known_date");
    assert_eq!(known, [Some(20_178), Some(20_269)]);
    let used: Vec<bool> = extracted.files.iter().map(|it| it.used).collect();
    assert_eq!(used, [true, false, false]);
    assert_eq!(
        tallies(&extracted),
        [[2, 2, 0, 0, 0], [2, 2, 0, 0, 0], [0, 0, 0, 0, 0]]
    );
}
