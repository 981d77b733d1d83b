//! What is found wrong with a delivery as a whole.

use crate::{
    Extracted,
    testing::{Sent, day, sent},
};
use std::fmt::Write as _;

const HEADER: &str = "crime_ref,force_code,recorded_date,offence_code,victim_age,victim_sex,outcome_code,outcome_date\n";

/// One crime, with content that differs from crime to crime as if drawn.
fn crime(force: &str, month: i32, nth: i32, content: u32) -> String {
    let (year, month_of_year) = (2023 + month / 12, month % 12 + 1);
    let drawn = (content + 1).wrapping_mul(2_654_435_761) >> 8;
    let age = 13 + drawn % 60;
    let sex = ["F", "F", "M", "not_recorded"][usize::try_from(drawn / 60 % 4).unwrap()];
    let outcome = ["16", "14", "18", "1", ""][usize::try_from(drawn / 240 % 5).unwrap()];
    let recorded = format!("{year}-{month_of_year:02}-{:02}", 1 + nth % 27);
    let assigned = if outcome.is_empty() { "" } else { &recorded };
    format!("{force}-{month}-{nth},{force},{recorded},19C,{age},{sex},{outcome},{assigned}\n")
}

/// Two years of two forces, 20 crimes a month each; `told` says how often, and as what, a month is told.
fn rows(told: impl Fn(&str, i32) -> Vec<i32>) -> String {
    let mut rows = HEADER.to_owned();
    for (at, force) in ["52", "44"].into_iter().enumerate() {
        let seed = 10_000 * u32::try_from(at).unwrap();
        for month in 0..24 {
            for content_of in told(force, month) {
                for nth in 0..20 {
                    let content = seed + u32::try_from(content_of * 100 + nth).unwrap();
                    write!(rows, "{}", crime(force, month, nth, content)).unwrap();
                }
            }
        }
    }
    rows
}

fn usual(_: &str, month: i32) -> Vec<i32> {
    vec![month]
}

/// Deliveries of one sender, of these days.
fn deliveries(files: &[(&str, String)]) -> Sent {
    let (first, others) = files.split_first().unwrap();
    let dated = |sent: Sent, at: &str| sent.but(|it| it.extract_date = day(at));
    let first = dated(sent("police_crime", &first.1), first.0);
    others.iter().fold(first, |sent, (at, text)| {
        dated(sent.and("police_crime", &format!("of-{at}.csv"), text), at)
    })
}

fn said(extracted: &Extracted) -> Vec<String> {
    extracted.findings.iter().map(ToString::to_string).collect()
}

#[test]
fn nothing_is_found_where_nothing_is_wrong() {
    let growing = rows(|_, month| if month < 21 { vec![month] } else { vec![] });
    let sent = deliveries(&[("2024-10-01", growing), ("2025-01-01", rows(usual))]);
    assert_eq!(said(&sent.read()), [""; 0]);
}

#[test]
fn a_month_that_is_missing_is_named_and_so_is_an_end_that_is() {
    let text = rows(|force, month| match (force, month) {
        ("52", 7 | 8) | ("44", 22..) => vec![],
        _ => vec![month],
    });
    let told = said(&deliveries(&[("2025-01-01", text)]).read());
    assert_eq!(
        told,
        [
            "police_crime, force 44, 2024-11 to 2024-12: no record, where about 20 a month are usual (missing_period)",
            "police_crime, force 52, 2023-08 to 2023-09: no record, where about 20 a month are usual (missing_period)",
        ]
    );
}

#[test]
fn a_month_of_few_records_may_be_empty() {
    // One crime in every second month.
    let mut few = HEADER.to_owned();
    for month in (0..24).step_by(2) {
        few.push_str(&crime("52", month, 1, u32::try_from(month).unwrap()));
    }
    assert_eq!(said(&deliveries(&[("2025-01-01", few)]).read()), [""; 0]);
}

#[test]
fn a_month_sent_again_as_another_is_named_although_every_reference_and_date_is_new() {
    let text = rows(|force, month| {
        if (force, month) == ("52", 11) {
            vec![4]
        } else {
            vec![month]
        }
    });
    let told = said(&deliveries(&[("2025-01-01", text)]).read());
    assert_eq!(
        told,
        [
            "police_crime, force 52, 2023-12: 20 of its 20 records are alike those of 2023-05 in all but references and dates (repeated_period)"
        ]
    );
}

#[test]
fn months_of_common_records_may_be_alike() {
    let mut alike = HEADER.to_owned();
    for month in 0..24 {
        for nth in 0..10 {
            alike.push_str(&crime("52", month, nth, u32::try_from(nth % 2).unwrap()));
        }
    }
    assert_eq!(said(&deliveries(&[("2025-01-01", alike)]).read()), [""; 0]);
}

#[test]
fn a_month_whose_rows_stand_there_twice_is_named() {
    let text = rows(|force, month| {
        if (force, month) == ("44", 3) {
            vec![3, 3]
        } else {
            vec![month]
        }
    });
    let extracted = deliveries(&[("2025-01-01", text)]).read();
    assert_eq!(extracted.files[0].dropped, 20);
    assert_eq!(
        said(&extracted),
        [
            "police_crime, force 44, 2023-04: 20 of its 20 records stand there twice (period_sent_twice)"
        ]
    );
}

#[test]
fn a_file_sent_again_under_another_date_is_named() {
    let sent = deliveries(&[("2024-12-31", rows(usual)), ("2025-01-01", rows(usual))]);
    let told = said(&sent.read());
    assert_eq!(
        told,
        [
            "police_crime: `of-2025-01-01.csv` of 2025-01-01 is byte for byte `all.csv` of 2024-12-31 (file_sent_twice)"
        ]
    );
}

#[test]
fn records_that_were_there_and_are_not_are_a_sharp_change() {
    let half = rows(|force, month| {
        if force == "52" && month % 2 == 0 && month < 12 {
            vec![]
        } else {
            vec![month]
        }
    });
    let told = said(&deliveries(&[("2025-01-01", rows(usual)), ("2025-01-20", half)]).read());
    let change = told.iter().find(|it| it.contains("sharp_change")).unwrap();
    assert_eq!(
        change,
        "police_crime, force 52, 2023-01 to 2024-09: 300 records, where the delivery of 2025-01-01 had 420 (sharp_change)"
    );
    assert!(!told.iter().any(|it| it.contains("force 44")), "{told:?}");
}

#[test]
fn months_of_a_force_that_sends_the_year_alone_are_not_missing() {
    let by_year = "[columns.recorded_date]\nderive = { middle_of_year = \"year\" }\n";
    let years = rows(usual)
        .replace("recorded_date", "year")
        .replace(",2023-", ",2023/")
        .replace(",2024-", ",2024/");
    let years: String = years
        .lines()
        .map(|it| match it.split_once('/') {
            Some((before, after)) => format!("{before}{}\n", after[5..].replace('/', "-")),
            None => format!("{it}\n"),
        })
        .collect();
    let sent = deliveries(&[("2025-01-01", years.clone())]).mapped(by_year);
    let extracted = sent.read();
    assert_eq!(extracted.files[0].accepted, 960);
    assert_eq!(said(&extracted), [""; 0]);
    // Nor is it a change when the delivery before, or the one after, has whole dates.
    let later = deliveries(&[("2024-12-20", rows(usual)), ("2025-01-01", years.clone())]);
    assert_eq!(said(&later.mapped(by_year).read()), [""; 0]);
    let earlier = deliveries(&[("2024-12-20", years)]).mapped(by_year);
    let earlier = earlier
        .and("police_crime", "later.csv", rows(usual))
        .but(|it| it.extract_date = day("2025-01-01"));
    assert_eq!(said(&earlier.read()), [""; 0]);
}

#[test]
fn a_date_that_stands_for_none_makes_no_gap() {
    let mut text = rows(usual);
    for nth in 0..60 {
        let crime = crime("52", 0, 100 + nth, 50_000 + u32::try_from(nth).unwrap());
        let (before, after) = crime.split_once("2023-01-").unwrap();
        write!(text, "{before}1900-01-01{}", &after[2..]).unwrap();
    }
    assert_eq!(said(&deliveries(&[("2025-01-01", text)]).read()), [""; 0]);
}

#[test]
fn a_crime_on_one_row_for_each_suspect_is_not_sent_twice() {
    let text = rows(|_, month| vec![month, month]);
    let sent = deliveries(&[("2025-01-01", text)]).mapped("repeats = \"collapse\"\n");
    let extracted = sent.read();
    assert_eq!(extracted.files[0].dropped, 960);
    assert!(
        extracted
            .duplicates
            .iter()
            .all(|it| &*it.reason == "collapsed")
    );
    assert_eq!(said(&extracted), [""; 0]);
}

#[test]
fn outcomes_without_their_day_are_named_with_the_force() {
    let undated = |text: &str| {
        let without = |line: &str| format!("{},\n", line.rsplit_once(',').unwrap().0);
        let (head, rows) = text.split_once('\n').unwrap();
        let rows = rows.lines().map(|it| {
            if it.starts_with("44") {
                without(it)
            } else {
                format!("{it}\n")
            }
        });
        format!("{head}\n{}", rows.collect::<String>())
    };
    let told = said(&deliveries(&[("2025-01-01", undated(&rows(usual)))]).read());
    let [one] = told.as_slice() else {
        panic!("{} findings", told.len());
    };
    let (head, tail) = one.split_once(" of the ").unwrap();
    assert!(head.starts_with("police_crime, force 44: "), "{head}");
    assert!(
        tail.contains("records with `outcome_code` have no `outcome_date`: they are in no rate"),
        "{tail}"
    );
    assert!(
        tail.ends_with("cases that only they end look open (half_told)"),
        "{tail}"
    );
}

#[test]
fn urns_of_another_force_are_named_and_a_few_transfers_are_not() {
    let crimes = |foreign: usize| {
        let mut text = "crime_ref,force_code,recorded_date,offence_code,urn\n".to_owned();
        for n in 0..40 {
            let urn = if n < foreign { "44" } else { "52" };
            writeln!(text, "{n},52,2025-06-02,19C,{urn}AB{:05}25", 10_000 + n).unwrap();
        }
        said(&sent("police_crime", text).read())
    };
    assert_eq!(crimes(19), [""; 0]);
    assert_eq!(
        crimes(30),
        [
            "police_crime, force 52: 30 of its 40 URNs are of other forces, most of force 44: is `force_code` right? (foreign_urns)"
        ]
    );
}

#[test]
fn a_last_line_without_its_end_is_named_unless_a_total_says_that_the_file_is_whole() {
    let text = "crime_ref,force_code,recorded_date,offence_code\n1,52,2025-06-02,19C";
    let open = [
        "police_crime: the last line of `all.csv` has no end, as in a file that was cut, and no control total says that it is whole (last_line_open)",
    ];
    assert_eq!(said(&sent("police_crime", text).read()), open);
    let utf16: Vec<u8> = format!("\u{feff}{text}")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(said(&sent("police_crime", utf16).read()), open);
    let counted = sent("police_crime", text).but(|it| it.rows = Some(1));
    assert_eq!(said(&counted.read()), [""; 0]);
    for end in ["\n", "\r\n", "\r"] {
        let ended = sent("police_crime", format!("{text}{end}"));
        assert_eq!(said(&ended.read()), [""; 0], "{end:?}");
    }
}

#[test]
fn bytes_of_nothing_are_told_although_no_column_that_is_read_has_them() {
    // The rest of the first row's last cell, its line end and the next row up to its last cell.
    let text =
        "crime_ref,force_code,recorded_date,offence_code,notes\n1,52,2025-06-02,19C,a\0\0\0\0\0b\n";
    let told = said(&sent("police_crime", text).read());
    let words = "police_crime: `all.csv` has 5 NUL bytes, which stand in place of something lost: rows may be missing (nul_bytes)";
    assert_eq!(told, [words]);
}
