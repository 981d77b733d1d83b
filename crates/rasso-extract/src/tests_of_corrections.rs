//! Corrected files sent again, and control totals.

use crate::{
    ExtractError, Rule, standing_faults,
    testing::{CRIMES, Sent, crimes, said, sent, tallies, texts},
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

#[test]
fn a_correction_takes_the_place_of_no_row_of_another_file() {
    let part = |outcome: &str| format!("{CRIMES}C3,52,,2024-01-03,19C,19,{outcome}\n");
    let sent = corrected("C3,52,,2024-01-03,19C,19,1\n").and("police_crime", "part2.csv", part(""));
    let extracted = sent.read();
    // The row of the file that is corrected goes; the two others contradict each other.
    assert_eq!(
        tallies(&extracted),
        [[3, 1, 1, 1, 0], [1, 1, 0, 0, 0], [1, 0, 1, 0, 0]]
    );
    let repeated = extracted.faults.last().unwrap();
    assert_eq!(
        (&*repeated.file, repeated.rule),
        ("part2.csv", Rule::KeyRepeated)
    );
}

#[test]
fn two_corrections_of_one_file_that_contradict_each_other_are_a_fault() {
    let sent = corrected("C3,52,,2024-01-03,19C,19,1\n")
        .and(
            "police_crime",
            "other.csv",
            format!("{CRIMES}C3,52,,2024-01-03,19C,19,18\n"),
        )
        .but(|it| it.corrects = Some("all.csv".to_owned()));
    let quarantined: Vec<u64> = sent.read().files.iter().map(|it| it.quarantined).collect();
    assert_eq!(quarantined.iter().sum::<u64>(), 2);
}

/// The faults that stand.
fn standing(sent: &Sent) -> Vec<String> {
    let extracted = sent.read();
    standing_faults(&extracted.files, &extracted.faults)
        .into_iter()
        .map(|it| format!("{} {}", it.file, said(it)))
        .collect()
}

#[test]
fn new_records_of_a_correction_are_no_rows_sent_anew() {
    let sent = corrected("C8,52,,2024-01-31,19C,18,16\n");
    assert_eq!(sent.read().files[0].recovered, 0);
    assert_eq!(standing(&sent), ["all.csv 2 recorded_date bad_date row"]);
}

#[test]
fn the_faults_of_rows_sent_anew_no_longer_stand() {
    // A quarantined row with two faults, one with two and not sent anew, a kept row with a bad
    // cell, and a correction that is bad itself.
    let first = "C1,52,,2024-01-01,19C,x,16\nC2,52,,bad,19C,z,16\nC3,52,,bad,19C,z,16\n,52,,2024-01-01,19C,1,16\n";
    let sent = crimes(first)
        .and(
            "police_crime",
            "again.csv",
            format!(
                "{CRIMES}C1,52,,2024-01-01,19C,17,16\nC2,52,,2024-01-01,19C,y,16\nC9,52,,2024-01-01,19C,1,16\n"
            ),
        )
        .but(|it| it.corrects = Some("all.csv".to_owned()));
    let stands = standing(&sent);
    assert_eq!(
        stands,
        [
            "again.csv 2 victim_age not_a_number cell",
            "all.csv 3 recorded_date bad_date row",
            "all.csv 3 victim_age not_a_number cell",
            "all.csv 4 crime_ref required row",
        ]
    );
    assert_eq!(sent.read().files[0].recovered, 1);
}

#[test]
fn a_row_may_come_anew_in_the_correction_of_a_correction() {
    let good = format!("{CRIMES}C2,52,,2024-01-31,19C,18,16\n");
    let sent = corrected("C2,52,,31/01/2024,19C,18,16\n")
        .and("police_crime", "third.csv", good)
        .but(|it| it.corrects = Some("again.csv".to_owned()));
    assert_eq!(standing(&sent), [""; 0]);
    let recovered: Vec<u64> = sent.read().files.iter().map(|it| it.recovered).collect();
    assert_eq!(recovered, [1, 1, 0]);
}

#[test]
fn a_row_of_several_records_stands_until_each_has_come_anew() {
    let mapping = "[columns.crime_ref]\nfrom = \"ref{n}\"\n[columns.recorded_date]\nfrom = \"date{n}\"\n\
        [wide]\nn = [\"1\", \"2\"]\nwhen_filled = [\"ref{n}\"]\n";
    let header = "ref1,date1,ref2,date2,force_code,offence_code\n";
    let again = |row: &str| {
        sent(
            "police_crime",
            format!("{header}C1,2024-01-01,C2,bad,52,19C\nC3,bad,C4,bad,52,19C\n"),
        )
        .mapped(mapping)
        .and("police_crime", "again.csv", format!("{CRIMES}{row}"))
        .but(|it| it.corrects = Some("all.csv".to_owned()))
    };
    let row = |reference: &str| format!("{reference},52,,2024-01-01,19C,,\n");
    let three = again(&(row("C2") + &row("C3")));
    assert_eq!(standing(&three).len(), 3);
    assert_eq!(three.read().files[0].recovered, 2);
    let all = again(&["C1", "C2", "C3", "C4"].map(row).concat());
    assert_eq!(standing(&all), [""; 0]);
}
