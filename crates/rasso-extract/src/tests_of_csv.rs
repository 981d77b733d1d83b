//! CSV in every shape that agencies send, and what becomes of its lines.

use crate::testing::{CRIMES, Sent, crimes, faults, sent, tallies, texts};
use std::io::Write as _;

/// Three crimes, one of them with an accent and one with a delimiter in a quoted cell.
const ROWS: &str = "victim_ref,crime_ref,force_code,recorded_date,offence_code\n\
    Zoë,C1,52,2024-02-29,19C\n\"a,b\",C2,52,2024-03-01,19D\n\"say \"\"x\"\"\",C3,52,2024-03-02,19C\n";

fn refs(sent: &Sent) -> Vec<String> {
    let extracted = sent.read();
    assert_eq!(tallies(&extracted), [[3, 3, 0, 0, 0]]);
    texts(&extracted.tables["police_crime"].records, "victim_ref")
}

fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(order).collect()
}

#[test]
fn every_encoding_delimiter_and_newline_gives_the_same_records() {
    let expected = ["Zoë", "a,b", "say \"x\""];
    let windows: Vec<u8> = ROWS.chars().map(|it| u8::try_from(it).unwrap()).collect();
    let mut files = vec![
        ROWS.as_bytes().to_vec(),
        windows,
        utf16(ROWS, u16::to_le_bytes),
        utf16(ROWS, u16::to_be_bytes),
        utf16(&format!("\u{feff}{ROWS}"), u16::to_be_bytes),
        format!("\u{feff}{ROWS}").into_bytes(),
        ROWS.replace('\n', "\r\n").into_bytes(),
        ROWS.replace('\n', "\r").into_bytes(),
        ROWS.replacen('\n', "\r\n", 2)
            .replacen("19D\n", "19D\r", 1)
            .into_bytes(),
        ROWS.trim_end().as_bytes().to_vec(),
    ];
    for delimiter in [";", "\t", "|"] {
        let swapped = ROWS.replace("a,b", "a#b").replace(',', delimiter);
        files.push(swapped.replace("a#b", "a,b").into_bytes());
    }
    for file in files {
        assert_eq!(refs(&sent("police_crime", &file)), expected);
    }
}

#[test]
fn a_declared_quote_delimiter_and_skipped_lines_are_kept_to() {
    let quoted = ROWS
        .replace("\"\"", "#")
        .replace('"', "'")
        .replace('#', "\"");
    let sent_as = |text: &str, mapping: &str| refs(&sent("police_crime", text).mapped(mapping));
    assert_eq!(
        sent_as(&quoted, "quote = \"'\"\n"),
        ["Zoë", "a,b", "say \"x\""]
    );
    let plain = ROWS.replace("\"a,b\"", "\"ab");
    let expected = ["Zoë", "\"ab", "\"say \"\"x\"\"\""];
    assert_eq!(sent_as(&plain, "quote = \"none\"\n"), expected);
    let titled = format!("Crimes; \"May\n\n{ROWS}");
    assert_eq!(sent_as(&titled, "skip_rows = 2\n")[0], "Zoë");
    // What is declared wins over what the header shows.
    let odd = "victim_ref;,crime_ref;,force_code,recorded_date,offence_code\n";
    let mapping = "delimiter = \",\"\n[columns.crime_ref]\nfrom = \"crime_ref;\"\n";
    assert_eq!(
        tallies(&sent("police_crime", odd).mapped(mapping).read()),
        [[0; 5]]
    );
}

#[test]
fn gzip_and_zstd_are_read_whole_or_refused() {
    let gzip = |text: &str| {
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        out.write_all(text.as_bytes()).unwrap();
        out.finish().unwrap()
    };
    let zstd = |text: &str| zstd::encode_all(text.as_bytes(), 3).unwrap();
    let (first, second) = ROWS.split_at(70);
    for packed in [gzip(ROWS), zstd(ROWS)] {
        assert_eq!(refs(&sent("police_crime", &packed))[0], "Zoë");
        for end in [packed.len() - 1, packed.len() - 9, 12] {
            let error = sent("police_crime", &packed[..end]).try_read().unwrap_err();
            assert_eq!(error.exit_code(), 3, "{end} {error}");
        }
        let trailing = [&packed[..], b"\0\0\0 more"].concat();
        let error = sent("police_crime", trailing).try_read().unwrap_err();
        assert!(
            error.exit_code() == 3 && error.to_string().contains("damaged"),
            "{error}"
        );
    }
    for parts in [[gzip(first), gzip(second)], [zstd(first), zstd(second)]] {
        assert_eq!(refs(&sent("police_crime", parts.concat()))[0], "Zoë");
    }
}

#[test]
fn a_fault_says_its_line_where_the_number_of_the_row_does_not() {
    let rows = "C1,52,,2024-01-01,19C,,\n\nC2,52,,bad,19C,,\n\"C3\nC3\",52,,2024-01-01,19C,,\nC4,52,,bad,19C,,\nC4\n";
    let extracted = crimes(rows).read();
    let places: Vec<_> = extracted
        .faults
        .iter()
        .map(|it| (it.row, it.line, it.lines))
        .collect();
    let expected = [
        (2, Some(4), 1),
        (3, Some(5), 2),
        (4, Some(7), 1),
        (5, Some(8), 1),
    ];
    assert_eq!(places, expected);
    assert!(
        extracted.faults[0]
            .to_string()
            .starts_with("all.csv, row 2 (line 4), column")
    );
    let copies = "C1,52,,2024-01-01,19C,,\n\nC1,52,,2024-01-01,19C,,\nC1,52,,2024-01-02,19C,,\n";
    let extracted = crimes(copies).read();
    assert_eq!(
        (extracted.duplicates[0].row, extracted.duplicates[0].line),
        (2, Some(4))
    );
    assert_eq!(
        (extracted.faults[0].row, extracted.faults[0].line),
        (3, Some(5))
    );
}

#[test]
fn rows_that_a_quote_hides_in_an_unmapped_column_are_not_lost() {
    let header = "crime_ref,force_code,recorded_date,offence_code,notes\n";
    let row = |it: u32, notes: &str| format!("C{it},52,2024-01-01,19C,{notes}\n");
    let read = |rows: &str| {
        let extracted = sent("police_crime", format!("{header}{rows}")).read();
        (tallies(&extracted)[0], faults(&extracted), extracted.faults)
    };
    // A narrative over several lines is no fault.
    let (tally, ..) = read(&row(1, "\"she said, then\nleft,\nlater\""));
    assert_eq!(tally, [1, 1, 0, 0, 0]);
    // A whole row inside, with a quote that happens to close before a delimiter or a line end.
    let hidden = row(1, "\"open") + &row(2, "plain") + &row(3, "end\"") + &row(4, "fine");
    let (tally, said, faults) = read(&hidden);
    assert_eq!(tally, [2, 1, 1, 0, 0]);
    assert_eq!(said, ["1 (row) swallowed_rows row"]);
    assert_eq!((faults[0].line, faults[0].lines), (Some(2), 3));
    assert!(faults[0].to_string().ends_with("closing quote"));
    // Two rows: the tail of one and the head of the next.
    let (tally, said, _) = read("C1,52,2024-01-01,\"19C,x\nC2,52,2024-01-01,\",y\n");
    assert_eq!(
        (tally, said[0].as_str()),
        ([1, 0, 1, 0, 0], "1 (row) swallowed_rows row")
    );
    // Text after the closing quote.
    let (tally, said, _) = read(&(row(1, "\"open") + &row(2, "\"shut\"")));
    assert_eq!(
        (tally, said[0].as_str()),
        ([1, 0, 1, 0, 0], "1 (row) swallowed_rows row")
    );
}

#[test]
fn a_quote_left_open_in_the_header_hides_no_rows() {
    let header = CRIMES.replace("victim_age", "\"victim_age");
    let open = format!("{header}C1,52,,2024-01-01,19C,\"17\",16\n");
    let error = sent("police_crime", open).try_read().unwrap_err();
    assert_eq!(error.exit_code(), 3);
    let header = CRIMES.replace("outcome_code\n", "outcome_code,\"notes\n");
    let open = format!("{header}C1,52,,2024-01-01,19C,,16,a\nC2,52,,2024-01-01,19C,,16,\"b\n");
    let error = sent("police_crime", open).try_read().unwrap_err();
    assert!(
        error.exit_code() == 3 && error.to_string().contains("header (line 1)"),
        "{error}"
    );
}

#[test]
fn a_quote_left_open_far_from_the_end_names_its_row() {
    let row = "C1,52,,2024-01-01,19C,17,16\n";
    let rows = format!("{row}{row}\"{}", row.repeat(100_000));
    let error = crimes(&rows).try_read().unwrap_err();
    let said = "all.csv, row 3: a quote is opened and never closed";
    assert!(
        error.exit_code() == 3 && error.to_string().starts_with(said),
        "{error}"
    );
}

#[test]
fn a_row_across_the_edge_of_two_pieces_is_one_row() {
    let row = |it: usize| format!("C{it},52,,2024-01-01,19C,17,\"16\"\r\n");
    let rows: String = (0..90_000).map(row).collect();
    assert!(rows.len() > 2 << 20);
    assert_eq!(tallies(&crimes(&rows).read()), [[90_000, 90_000, 0, 0, 0]]);
}

#[test]
fn other_formats_are_refused_with_what_to_do() {
    let refused = |bytes: &[u8]| sent("police_crime", bytes).try_read().unwrap_err();
    let old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 rest";
    assert!(
        refused(old)
            .to_string()
            .contains("(XLS), which is not read; save it as XLSX")
    );
    let mut locked = old.to_vec();
    locked.extend(utf16("EncryptedPackage", u16::to_le_bytes));
    assert!(refused(&locked).to_string().contains("needs a password"));
    assert!(refused(b"BZh91AY").to_string().contains("unpack it"));
    assert_eq!(refused(b"%PDF-1.7").exit_code(), 3);
    let declared = crimes("")
        .mapped("format = \"parquet\"\n")
        .try_read()
        .unwrap_err();
    assert_eq!(declared.exit_code(), 2);
    assert!(
        declared
            .to_string()
            .contains("says the file is parquet, and it is csv")
    );
}

#[test]
fn utf_16_that_slips_by_a_byte_is_refused_and_a_strange_letter_is_not() {
    let text = "crime_ref,force_code,recorded_date,offence_code,notes\n1,52,2025-06-02,19C,a note\n2,52,2025-06-03,19C,another\n";
    for order in [u16::to_le_bytes, u16::to_be_bytes] {
        let wide = |text: &str| -> Vec<u8> {
            let marked = format!("\u{feff}{text}");
            marked.encode_utf16().flat_map(order).collect()
        };
        let sound = wide(&text.replace("a note", "一 note of 一a一"));
        assert_eq!(sent("police_crime", &sound).read().files[0].accepted, 2);
        // A byte too many in the first note, and one in the second: between them every letter slips.
        let mut slipped = wide(text);
        let notes = wide(text.split("a note").next().unwrap()).len();
        slipped.insert(notes, b'x');
        let end = slipped.len() - 10;
        slipped.insert(end, b'x');
        let error = sent("police_crime", &slipped).try_read().unwrap_err();
        assert_eq!(error.exit_code(), 3);
        assert!(
            error.to_string().contains("a byte of its UTF-16 text"),
            "{error}"
        );
    }
}

#[test]
fn a_header_with_bytes_of_nothing_is_refused_because_it_may_hide_rows() {
    let text =
        "crime_ref,force_code,recorded_date,offence_code,notes\0\0\0b\n1,52,2025-06-02,19C,a\n";
    let error = sent("police_crime", text).try_read().unwrap_err();
    assert_eq!(error.exit_code(), 3);
    assert!(
        error.to_string().contains("its header holds NUL bytes"),
        "{error}"
    );
}
