//! Promises that hold whatever is sent.

use crate::{
    ReadOptions, faults_listing,
    testing::{CRIMES, Sent, crimes, options, sent, texts},
    write,
};
use proptest::prelude::*;
use std::{collections::BTreeMap, fs, path::Path};

/// Reads a delivery; every row must be accounted for, or the file refused.
fn every_row_is_accounted_for(sent: &Sent) {
    match sent.try_read() {
        Ok(extracted) => {
            let accepted: u64 = extracted.files.iter().map(|it| it.accepted).sum();
            let records: usize = extracted
                .tables
                .values()
                .map(|it| it.records.num_rows())
                .sum();
            assert!(extracted.files.iter().all(crate::FileTally::adds_up));
            assert_eq!(usize::try_from(accepted).unwrap(), records);
        }
        Err(error) => assert!(matches!(error.exit_code(), 2 | 3), "{error}"),
    }
}

proptest! {
    #[test]
    fn no_bytes_are_lost_or_make_the_reader_fall(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        every_row_is_accounted_for(&sent("police_crime", &bytes));
        every_row_is_accounted_for(&sent("police_crime", [CRIMES.as_bytes(), &bytes].concat()));
    }

    #[test]
    fn no_likely_rows_are_lost_either(rows in proptest::collection::vec("(C[0-3]|\"C1|C2\"|),(52|00|),(52AB0123424|x|),(2024-01-0[1-3]|31/02/2024|),19[CD],([0-9]{0,3}|é|\"),(16)?(,\n|\n|)", 0..12)) {
        let rows = rows.concat();
        every_row_is_accounted_for(&crimes(&rows));
        every_row_is_accounted_for(&crimes(&rows).mapped("repeats = \"collapse\"\n"));
    }
}

/// Every file of a folder, by name.
fn written(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for folder in ["ingest", "quarantine"] {
        for entry in fs::read_dir(dir.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let name = path
                .strip_prefix(dir)
                .unwrap()
                .to_string_lossy()
                .into_owned();
            files.insert(name, fs::read(path).unwrap());
        }
    }
    files
}

#[test]
fn the_same_files_and_key_give_the_same_bytes_and_no_identifier() {
    let sent =
        crimes("C1,52,52AB0123424,2024-02-29,19C,17,16\nC2,52,BAD-URN-77,2024-02-30,19C,17,16\n");
    let [a, b] = [(), ()].map(|()| {
        let dir = tempfile::tempdir().unwrap();
        write(&sent.read(), dir.path()).unwrap();
        written(dir.path())
    });
    assert_eq!(a.len(), 23);
    assert!(a == b);
    for (file, bytes) in a {
        let shows = |text: &str| bytes.windows(text.len()).any(|it| it == text.as_bytes());
        assert!(!shows("52AB0123424") && !shows("BAD-URN-77"), "{file}");
    }
}

#[test]
fn a_pseudonym_is_the_same_in_every_table_under_one_key_and_in_none_without() {
    let suspects =
        "crime_ref,force_code,suspect_ref,asn\nC1,52,1,1101ZD0100000410769X\nC1,52,2,bad\n";
    let defendants =
        "court_case_ref,defendant_ref,court_code,asn\nT1,D1,0433,1101ZD0100000410769X\n";
    let both = sent("police_suspect", suspects).and("court_defendant", "d.csv", defendants);
    let keys = |options: &ReadOptions| {
        let extracted = crate::read(&both.files, crate::testing::schemas(), options).unwrap();
        ["police_suspect", "court_defendant"].map(|table| {
            let records = &extracted.tables[table].records;
            (texts(records, "asn_key"), texts(records, "key_id"))
        })
    };
    let [(police, ids), (courts, _)] = keys(&options());
    assert_eq!((police[0].len(), &*police[1]), (32, "-"));
    assert_eq!(police[0], courts[0]);
    assert_eq!(ids[0].len(), 8);
    let none = ReadOptions {
        key: None,
        ..options()
    };
    let [(police, ids), _] = keys(&none);
    assert!(police.iter().chain(&ids).all(|it| it == "-"));
}

#[test]
fn a_locator_tells_equal_values_of_a_column_apart_from_others_and_shows_none() {
    let rows = "C1,52,,2024-01-01,19C,x7,\nC2,52,,2024-01-01,19C,x7,\nC3,52,,2024-01-01,19C,x8,x7\nC4,52,,,19C,,\n";
    let extracted = crimes(rows).read();
    let told: Vec<_> = extracted
        .faults
        .iter()
        .map(|it| it.locator.as_deref())
        .collect();
    let [
        Some(one),
        Some(same),
        Some(other),
        Some(of_other_column),
        None,
    ] = told[..]
    else {
        panic!("{} faults", told.len());
    };
    assert_eq!(one, same);
    assert_ne!(one, other);
    assert_ne!(one, of_other_column);
    assert!(one.len() == 32 && !one.contains("x7"));
}

#[test]
fn a_folder_that_cannot_be_written_ends_with_6() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("ingest"), "in the way").unwrap();
    let error = write(&crimes("").read(), dir.path()).unwrap_err();
    assert_eq!(error.exit_code(), 6);
    assert!(!error.to_string().contains(&*dir.path().to_string_lossy()));
}

#[test]
fn no_value_of_a_cell_is_in_a_fault_or_an_error() {
    let values = [
        "Zebedee",
        "52QQ9999999",
        "3199-55-77",
        "47Q",
        "7654x",
        "N0PE",
    ];
    let [name, urn, date, force, age, code] = values;
    let rows = format!("{name},{force},{urn},{date},{code},{age},{code}\n{name},52,{urn}\n");
    let faults = crimes(&rows).read().faults;
    let listing = faults_listing(&faults.iter().collect::<Vec<_>>());
    let error = crimes(&format!("{rows}\"{name}")).try_read().unwrap_err();
    let debug = format!("{error} {error:?} {:?}", crimes(&rows).read().faults);
    for value in values {
        assert!(
            !listing.contains(value) && !debug.contains(value),
            "{value}"
        );
    }
    assert!(listing.contains("all.csv, row 1, column `force_code`: must be one of the"));
}

#[test]
fn a_mapping_of_the_workspace_reads_messages_as_the_ministry_writes_them() {
    let rows = "file,scenario,ptiurn,asn,family_name,given_name,dob,gender,hearing_court_ou,hearing_date,cps_org,orig_org,offence_seq,offence_code,offence_start,offence_end,arrest_date,charge_date\n\
        m.xml,s1,01ZD0303908,1101ZD0100000410769X,TESTER,TEN,1948-11-11,1,B01EF01,2011-09-26,,,001,TH68006,2010-11-28,,2010-12-01,2010-12-02\n\
        m.xml,s1,01ZD0303908,1101ZD0100000410769X,TESTER,TEN,1948-11-11,1,B01EF01,2011-09-26,,,002,SX03001,2010-11-28,,2010-12-01,2010-12-02\n";
    let schemas = crate::testing::schemas();
    let mapping = |name| schemas.mappings_named(name).unwrap()[0].clone();
    let extracted = sent("police_crime", rows)
        .but(|it| it.mapping = Some(mapping("police-messages-crime")))
        .and("police_suspect", "s.csv", rows)
        .but(|it| it.mapping = Some(mapping("police-messages-suspect")))
        .read();
    let [crimes, suspects] = ["police_crime", "police_suspect"].map(|it| &extracted.tables[it]);
    assert_eq!(
        (crimes.records.num_rows(), suspects.records.num_rows()),
        (1, 1)
    );
    assert_eq!(
        texts(&crimes.records, "crime_ref"),
        texts(&suspects.records, "crime_ref")
    );
    assert_eq!(texts(&suspects.identifiers, "surname"), ["TESTER"]);
}
