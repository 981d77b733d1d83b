//! The Ministry's own police and court messages, linked: one scenario at a time, and all at once.
//!
//! A scenario is one case as two systems tell it, so what should link is known. URNs and ASNs come
//! back in other scenarios under other names, so together they are a trap.

mod fixture;

use crate::oracle::identifiers::{asn, urn};
use fixture::{Message, Messages, linked};
use rasso_tests::{parquet_files, repository, rows, run_rasso, text_of};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

/// Scenarios in which the two systems have no usable identifier in common: the court has another URN
/// there, and an ASN whose check letter is wrong.
const NOTHING_IN_COMMON: [&str; 1] = ["142a-trigger-reallocation"];

fn name_of(scenario: &str) -> &str {
    scenario.rsplit('/').next().unwrap_or(scenario)
}

/// Records by what names one person's case: a usable URN and a usable ASN.
fn by_both<'m>(
    records: &[(i64, &'m Message)],
) -> BTreeMap<(String, String), Vec<(i64, &'m Message)>> {
    let mut groups: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for record in records {
        if let (Some(urn), Some(asn)) = (urn(&record.1.urn), asn(&record.1.asn)) {
            groups.entry((urn, asn)).or_default().push(*record);
        }
    }
    groups
}

/// Spellings that the Ministry's own messages give one person: same scenario, same URN, same ASN.
fn spellings(messages: &Messages) -> BTreeMap<String, (&Message, &Message)> {
    let mut found = BTreeMap::new();
    for police in &messages.police {
        for court in messages
            .court
            .iter()
            .filter(|it| it.scenario == police.scenario)
        {
            let is_same_case = urn(&police.urn).is_some_and(|it| Some(it) == urn(&court.urn))
                && asn(&police.asn).is_some_and(|it| Some(it) == asn(&court.asn));
            if is_same_case && police.person() != court.person() && !court.born.is_empty() {
                found.insert(police.scenario.clone(), (police, court));
            }
        }
    }
    found
}

/// Two records are of one person when they are spelt alike, or as one scenario spells one person.
fn is_one_person(messages: &Messages, left: &Message, right: &Message) -> bool {
    let (a, b) = (left.person(), right.person());
    // A message that leaves the date of birth out says nothing against.
    a == b
        || (a.0 == b.0 && (left.born.is_empty() || right.born.is_empty()))
        || spellings(messages)
            .values()
            .any(|(police, court)| police.person() == a && court.person() == b)
}

#[test]
fn alone_each_scenario_links_whoever_has_a_urn_and_an_asn_of_their_own() {
    let messages = Messages::read().unwrap();
    let (mut scenarios, mut pairs, mut links, mut refused) = (0, 0, 0, 0);
    let (mut wrong, mut unlinked) = (String::new(), Vec::new());
    for scenario in messages.scenarios_of_both() {
        let alone = messages.of(&scenario);
        let result = linked(&alone).unwrap();
        let made: BTreeSet<(i64, i64)> = result.links.iter().copied().collect();
        let (left, right) = (by_both(&result.police), by_both(&result.court));
        for (key, police) in &left {
            let court = right.get(key).map_or(&[][..], Vec::as_slice);
            if let ([police], [court]) = (police.as_slice(), court) {
                pairs += 1;
                if !made.contains(&(police.0, court.0)) {
                    writeln!(
                        wrong,
                        "{scenario}: a pair with its own URN and ASN is not linked"
                    )
                    .unwrap();
                }
            }
        }
        for (left, right) in &made {
            let (left, right) = (result.police_row(*left), result.court_row(*right));
            if !is_one_person(&messages, left, right) {
                writeln!(wrong, "{scenario}: two people are linked").unwrap();
            }
        }
        for (left_people, right_people) in &result.refusals {
            if left_people.max(right_people) < &2 {
                writeln!(wrong, "{scenario}: ambiguous with one candidate").unwrap();
            }
        }
        if made.is_empty() {
            unlinked.push(name_of(&scenario).to_owned());
        }
        scenarios += 1;
        links += made.len();
        refused += result.refusals.len();
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert_eq!(unlinked, NOTHING_IN_COMMON);
    insta::assert_snapshot!(
        format!("{scenarios} scenarios, {pairs} pairs, {links} links, {refused} ambiguous"),
        @"84 scenarios, 75 pairs, 84 links, 0 ambiguous"
    );
}

#[test]
fn the_ministry_spells_one_person_in_two_ways_in_these_scenarios() {
    let messages = Messages::read().unwrap();
    let spellings = spellings(&messages);
    let names: Vec<&str> = spellings.keys().map(|it| name_of(it)).collect();
    assert_eq!(
        names,
        [
            "251-manual-invalid-data-resolution",
            "298-result-text-different-updates",
            "313-report-multiple-cell-items",
            "329-trigger-exclusion-rules",
        ]
    );
}

#[test]
fn together_no_two_people_are_linked() {
    let messages = Messages::read().unwrap();
    let result = linked(&messages).unwrap();
    let mut wrong = BTreeSet::new();
    let mut across = 0;
    for (left, right) in &result.links {
        let (left, right) = (result.police_row(*left), result.court_row(*right));
        across += usize::from(left.scenario != right.scenario);
        if !is_one_person(&messages, left, right) {
            wrong.insert((&left.scenario, &right.scenario));
        }
    }
    assert!(wrong.is_empty(), "two people are linked in {wrong:#?}");
    insta::assert_snapshot!(
        format!(
            "{} links, {across} of them between two scenarios with one person; {} ambiguous",
            result.links.len(),
            result.refusals.len(),
        ),
        @"115 links, 31 of them between two scenarios with one person; 0 ambiguous"
    );
}

fn only_for_its_owner(file: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o600)).unwrap();
}

#[test]
fn together_through_the_program_they_come_out_the_same() {
    let messages = Messages::read().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (key, out) = (folder.path().join("key"), folder.path().join("out"));
    std::fs::write(&key, fixture::KEY).unwrap();
    only_for_its_owner(&key);
    let pipeline = repository().join("pipelines/police-court-messages.toml");

    let with_key = |command: &str| {
        vec![
            command.into(),
            pipeline.clone(),
            "--key".into(),
            key.clone(),
        ]
    };
    let checked = run_rasso(repository(), with_key("check")).unwrap();
    assert_eq!(checked.code, Some(0), "{}", checked.said());
    let mut arguments = with_key("run");
    arguments.extend(["--out".into(), out.clone()]);
    let ran = run_rasso(repository(), arguments).unwrap();
    assert_eq!(ran.code, Some(0), "{}", ran.said());
    for note in [
        "No crime in these extracts has a rape offence code",
        "The CPS sent nothing",
    ] {
        assert!(ran.stderr.contains(note), "{}", ran.said());
    }

    let run = out.join("runs/latest");
    let police = source_rows(&run, "police_suspect");
    let court = source_rows(&run, "court_defendant");
    let mut made = BTreeSet::new();
    for row in rows(&run.join("links.parquet")).unwrap() {
        assert_eq!(text_of(&row, "left_table"), "police_suspect");
        assert_eq!(text_of(&row, "right_table"), "court_defendant");
        made.insert((
            number(&text_of(&row, "left_id")),
            number(&text_of(&row, "right_id")),
        ));
    }
    let result = linked(&messages).unwrap();
    assert_eq!(made, result.links.iter().copied().collect());
    for (left, right) in &made {
        let left = &messages.police[police[left] - 1];
        let right = &messages.court[court[right] - 1];
        assert!(
            is_one_person(&messages, left, right),
            "{} and {}",
            left.scenario,
            right.scenario
        );
    }

    let threads: BTreeSet<(String, String)> = rows(&run.join("threads.parquet"))
        .unwrap()
        .iter()
        .map(|it| (text_of(it, "suspect_id"), text_of(it, "defendant_id")))
        .collect();
    for (left, right) in &made {
        assert!(
            threads.contains(&(left.to_string(), right.to_string())),
            "a link in no thread"
        );
    }
    for unit in ["crime", "suspect", "defendant", "count"] {
        let unit = run.join("units").join(format!("{unit}.parquet"));
        assert!(!rows(&unit).unwrap().is_empty());
    }
    no_number_or_name_is_left(&messages, &run);
}

/// The data row that each record of a table came from, by record id.
fn source_rows(run: &Path, table: &str) -> BTreeMap<i64, usize> {
    let file = run.join("ingest").join(format!("{table}.parquet"));
    let row = |it| -> (i64, usize) {
        (
            number(&text_of(&it, "record_id")),
            text_of(&it, "source_row").parse().unwrap(),
        )
    };
    rows(&file).unwrap().into_iter().map(row).collect()
}

fn number(text: &str) -> i64 {
    text.parse().unwrap()
}

fn no_number_or_name_is_left(messages: &Messages, run: &Path) {
    let mut cells = String::new();
    for file in parquet_files(run).unwrap() {
        for row in rows(&file).unwrap() {
            writeln!(cells, "{row}").unwrap();
        }
    }
    let all = messages.police.iter().chain(&messages.court);
    let told: BTreeSet<&str> = all
        .flat_map(|it| [&*it.urn, &*it.asn, &*it.surname])
        .collect();
    // Short ones are also words: the name `SMITH` stays in, `A` goes.
    for value in told.iter().filter(|it| it.len() > 4) {
        assert!(
            !cells.contains(value),
            "a number or name of a person is in the run folder"
        );
    }
}
