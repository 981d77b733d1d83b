//! Corrected files sent again, and control totals.

use crate::{
    ExtractError,
    testing::{CRIMES, Sent, crimes, sent, tallies, texts},
};

const FIRST: &str =
    "C1,52,,2024-01-01,19C,17,16\nC2,52,,31/01/2024,19C,18,16\nC3,52,,2024-01-03,19C,19,16\n";

fn corrected(rows: &str) -> Sent {
    crimes(FIRST)
        .and("police_crime", "again.csv", format!("{CRIMES}{rows}"))
        .but(|it| it.corrects = Some("all.csv".to_owned()))
}

#[test]
fn rows_sent_anew_take_the_place_of_the_first_and_nothing_counts_twice() {
    // The row that was quarantined, and one whose outcome is another now.
    let sent = corrected("C2,52,,2024-01-31,19C,18,16\nC3,52,,2024-01-03,19C,19,1\n");
    let extracted = sent.read();
    assert_eq!(tallies(&extracted), [[3, 1, 1, 1, 0], [2, 2, 0, 0, 0]]);
    let records = &extracted.tables["police_crime"].records;
    assert_eq!(texts(records, "crime_ref"), ["C1", "C2", "C3"]);
    assert_eq!(texts(records, "outcome_code"), ["16", "16", "1"]);
    let why: Vec<_> = extracted
        .duplicates
        .iter()
        .map(|it| (&*it.file, it.row, it.kept_file.as_deref(), &*it.reason))
        .collect();
    assert_eq!(why, [("all.csv", 3, Some("again.csv"), "corrected")]);
    assert_eq!(extracted.files[0].recovered, 1);
    assert_eq!(extracted.files[1].corrects.as_deref(), Some("all.csv"));
}

#[test]
fn a_whole_file_sent_anew_leaves_each_row_once() {
    let sent = corrected(&FIRST.replace("31/01/2024", "2024-01-31"));
    let extracted = sent.read();
    assert_eq!(tallies(&extracted), [[3, 0, 1, 2, 0], [3, 3, 0, 0, 0]]);
    assert_eq!(extracted.files[0].recovered, 1);
}

#[test]
fn a_correction_may_be_corrected() {
    let third = format!("{CRIMES}C3,52,,2024-01-03,19C,19,18\n");
    let sent = corrected("C3,52,,2024-01-03,19C,19,1\n")
        .and("police_crime", "third.csv", third)
        .but(|it| it.corrects = Some("again.csv".to_owned()));
    let records = &sent.read().tables["police_crime"].records;
    assert_eq!(texts(records, "outcome_code"), ["16", "18"]);
}

#[test]
fn without_a_word_of_it_another_content_under_one_key_is_a_fault() {
    let again = format!("{CRIMES}C3,52,,2024-01-03,19C,19,1\n");
    let extracted = crimes(FIRST).and("police_crime", "again.csv", again).read();
    assert_eq!(tallies(&extracted).iter().map(|it| it[2]).sum::<u64>(), 2);
}

#[test]
fn a_correction_of_nothing_or_of_rows_without_a_key_is_refused() {
    let of = |label: &str| corrected("").but(|it| it.corrects = Some(label.to_owned()));
    for label in ["al.csv", "again.csv"] {
        let error = of(label).try_read().unwrap_err();
        assert!(
            matches!(error, ExtractError::NothingToCorrect { .. }),
            "{error}"
        );
        assert_eq!(error.exit_code(), 2);
    }
    let events = "cps_case_ref,cps_suspect_ref,event_type,event_date\nK1,S1,decision,2024-01-01\n";
    let error = sent("cps_event", events)
        .and("cps_event", "again.csv", events)
        .but(|it| it.corrects = Some("all.csv".to_owned()))
        .try_read()
        .unwrap_err();
    assert!(error.to_string().contains("have no key"), "{error}");
}

#[test]
fn the_length_is_a_control_total() {
    let length = u64::try_from(CRIMES.len() + FIRST.len()).unwrap();
    assert!(
        crimes(FIRST)
            .but(|it| it.bytes = Some(length))
            .try_read()
            .is_ok()
    );
    let error = crimes(FIRST)
        .but(|it| it.bytes = Some(length + 1))
        .try_read()
        .unwrap_err();
    assert_eq!(error.exit_code(), 7);
    assert!(error.to_string().contains("number of bytes"), "{error}");
}
