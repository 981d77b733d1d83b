//! How each thread of a run first ended, held against the same worked out case by case from the records and
//! the links of the run.

use crate::oracle::extracts::{CpsEvent, Crime, Extracts, Suspect};
use crate::oracle::links::{Edge, Links};
use crate::oracle::runs;
use crate::weighed::links_of;
use crate::world::{World, edit};
use jiff::civil::Date;
use rasso_synth::MessSettings;
use rasso_tests::text_of;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// How a thread first ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ending {
    /// The word for it; empty while the thread is open, and where it ended in no exit.
    pub(crate) exit: &'static str,
    /// When it ended in that exit.
    pub(crate) exit_on: Option<Date>,
    /// When it ended in any way.
    pub(crate) on: Option<Date>,
    /// Whether it ended, whether or not somebody knows when.
    pub(crate) is_over: bool,
}

/// The places of the records that make a thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Parts {
    pub(crate) crime: usize,
    suspect: Option<usize>,
    cps: Option<usize>,
    defendant: Option<usize>,
}

/// The threads of every crime.
pub(crate) fn threads(extracts: &Extracts, links: &Links) -> BTreeSet<Parts> {
    let at_cps = links.rights(Edge::PoliceCps);
    let at_court = links.rights(Edge::CpsCourt);
    let straight = links.rights(Edge::PoliceCourt);
    let of_crime = suspects_of(extracts);
    let mut all = BTreeSet::new();
    for (crime, record) in extracts.crimes.iter().enumerate() {
        let mut add = |suspect, cps, defendant| {
            all.insert(Parts {
                crime,
                suspect,
                cps,
                defendant,
            });
        };
        let suspects = of_crime.get(&record.key[..]);
        let suspects = suspects.map_or(&[][..], Vec::as_slice);
        if suspects.is_empty() {
            add(None, None, None);
        }
        for suspect in suspects {
            let own = Some(*suspect);
            let straight: Vec<Option<usize>> = some_or_none(straight.get(suspect));
            let Some(records) = at_cps.get(suspect) else {
                for defendant in &straight {
                    add(own, None, *defendant);
                }
                continue;
            };
            for cps in records {
                let defendants = at_court.get(cps).map(|it| some_or_none(Some(it)));
                let defendants = defendants.as_ref().unwrap_or(&straight);
                for defendant in defendants {
                    add(own, Some(*cps), *defendant);
                }
            }
            // A defendant of the suspect, when all records at the CPS have others.
            if records.iter().all(|it| at_court.contains_key(it)) {
                for defendant in straight.iter().flatten() {
                    add(own, None, Some(*defendant));
                }
            }
        }
    }
    all
}

fn some_or_none(linked: Option<&Vec<usize>>) -> Vec<Option<usize>> {
    linked.map_or_else(|| vec![None], |it| it.iter().copied().map(Some).collect())
}

fn suspects_of(extracts: &Extracts) -> BTreeMap<&[String], Vec<usize>> {
    let mut of: BTreeMap<&[String], Vec<usize>> = BTreeMap::new();
    for (place, suspect) in extracts.suspects.iter().enumerate() {
        of.entry(&suspect.key[..2]).or_default().push(place);
    }
    of
}

/// How each thread ended first.
pub(crate) fn endings(extracts: &Extracts, links: &Links) -> Vec<(Parts, Ending)> {
    let of_crime = suspects_of(extracts);
    let mut events: BTreeMap<&[String], Vec<&CpsEvent>> = BTreeMap::new();
    for event in &extracts.events {
        events.entry(&event.suspect).or_default().push(event);
    }
    let ending = |parts: Parts| {
        let crime = &extracts.crimes[parts.crime];
        let case = Case {
            crime,
            suspects: of_crime.get(&crime.key[..]).map_or(0, Vec::len),
            suspect: parts.suspect.map(|it| &extracts.suspects[it]),
            events: parts.cps.map(|it| {
                let of = events.get(&extracts.cps[it].key[..]);
                of.map_or(&[][..], Vec::as_slice)
            }),
            in_court: parts.defendant.is_some(),
        };
        (parts, case.ending())
    };
    threads(extracts, links).into_iter().map(ending).collect()
}

/// What is known of a thread.
struct Case<'a> {
    crime: &'a Crime,
    /// How many suspects the crime has.
    suspects: usize,
    suspect: Option<&'a Suspect>,
    /// What happened at the CPS; nothing where the CPS has no record.
    events: Option<&'a [&'a CpsEvent]>,
    in_court: bool,
}

/// The exits, in the order in which they count on one day. The last is the end that is none.
const EXITS: [&str; 7] = [
    "victim_withdrew",
    "charged",
    "nfa_cps",
    "oocd_cps",
    "nfa_police",
    "no_suspect",
    "",
];

impl Case<'_> {
    /// The first time that the CPS decided so.
    fn decided(&self, decision: &str) -> Option<Date> {
        let is_it =
            |it: &&&CpsEvent| it.kind == "decision" && it.decision.as_deref() == Some(decision);
        let events = self.events.unwrap_or_default();
        events.iter().filter(is_it).map(|it| it.date).min()
    }

    /// Which end the outcome of the crime is to this thread, if any.
    fn outcome(&self) -> Option<&'static str> {
        let charged = self.suspect.is_some_and(|it| it.charged.is_some());
        let released = self.suspect.is_some_and(|it| it.released.is_some());
        match self.crime.outcome.as_deref()? {
            "14" | "16" => Some("victim_withdrew"),
            _ if charged => None,
            // Where there are several suspects it is not told which of them was charged.
            "1" | "1A" => (self.events.is_none() && self.suspects < 2).then_some("charged"),
            "18" => Some("no_suspect"),
            "19" | "20" => Some(""),
            _ => (!released).then_some("nfa_police"),
        }
    }

    fn ending(&self) -> Ending {
        let attrition = self.events.unwrap_or_default().iter();
        let attrition = attrition.filter(|it| it.kind == "victim_attrition");
        let of_suspect = |of: fn(&Suspect) -> Option<Date>| self.suspect.and_then(of);
        let mut ways = vec![
            (self.crime.withdrew, "victim_withdrew"),
            (attrition.map(|it| it.date).min(), "victim_withdrew"),
            (
                self.decided("charge").or(of_suspect(|it| it.charged)),
                "charged",
            ),
            (self.decided("nfa"), "nfa_cps"),
            (self.decided("oocd"), "oocd_cps"),
            (of_suspect(|it| it.released), "nfa_police"),
        ];
        let outcome = self.outcome();
        ways.extend(outcome.map(|it| (self.crime.outcome_date, it)));
        let order = |exit: &str| EXITS.iter().position(|it| *it == exit);
        let dated = ways.iter().filter_map(|it| Some((it.0?, it.1)));
        let first = dated.min_by_key(|it| (it.0, order(it.1)));
        if let Some((on, exit)) = first {
            return Ending {
                exit,
                exit_on: (!exit.is_empty()).then_some(on),
                on: Some(on),
                is_over: true,
            };
        }
        Ending {
            exit: outcome.unwrap_or_default(),
            exit_on: None,
            on: None,
            is_over: outcome.is_some() || self.in_court,
        }
    }
}

/// Takes the day away from some outcomes of a world, and hands some crimes to another body, as happens in
/// real records and seldom in invented ones.
pub(crate) fn with_odd_outcomes(folder: &Path) -> Result<(), String> {
    let pipeline = folder.join("pipeline.toml");
    edit(&pipeline, &pipeline, |pipeline| {
        let extracts = pipeline["extract"].as_array_mut().unwrap();
        for extract in extracts.iter_mut().filter_map(toml::Value::as_table_mut) {
            if extract["table"].as_str() == Some("police_crime") {
                extract.remove("rows");
                extract.remove("sha256");
                odd_outcomes(&folder.join(extract["path"].as_str().unwrap()));
            }
        }
    })
}

fn odd_outcomes(file: &Path) {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_path(file)
        .unwrap();
    let headings = reader.byte_headers().unwrap().clone();
    let place = |of: &str| headings.iter().position(|it| it == of.as_bytes()).unwrap();
    let [reference, code, date] = ["crime_ref", "outcome_code", "outcome_date"].map(place);
    let rows: Vec<csv::ByteRecord> = reader.byte_records().map(Result::unwrap).collect();
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .from_path(file)
        .unwrap();
    writer.write_byte_record(&headings).unwrap();
    for row in rows {
        // By its reference, so that a row that stands twice still does.
        let number: u32 = row
            .get(reference)
            .unwrap_or_default()
            .iter()
            .map(|it| u32::from(*it))
            .sum();
        let has_outcome = row.get(code).is_some_and(|it| !it.is_empty());
        let cells = row.iter().enumerate().map(|(at, cell)| match number % 11 {
            1 if has_outcome && at == date => &b""[..],
            2 if has_outcome && at == code => &b"20"[..],
            _ => cell,
        });
        writer.write_record(cells).unwrap();
    }
    writer.flush().unwrap();
}

#[test]
fn every_thread_ended_as_its_records_say() {
    let world = World::without(
        (8_000, 29),
        Some(MessSettings::built_in().unwrap()),
        with_odd_outcomes,
    )
    .unwrap();
    let run = world.run().unwrap();
    let extracts = &world.extracts;
    let links = links_of(&run, extracts);
    let counted = world.facts(&links).crimes;
    let keys = runs::keys(&run).unwrap();
    let mut made: BTreeMap<[String; 4], [String; 3]> = BTreeMap::new();
    for row in rasso_tests::rows(&run.join("threads.parquet")).unwrap() {
        let key = |column: &str, table: &str| {
            let id = text_of(&row, column).parse::<i64>().ok();
            id.map_or_else(String::new, |id| keys[&(table.to_owned(), id)].clone())
        };
        let parts = [
            key("crime_id", "police_crime"),
            key("suspect_id", "police_suspect"),
            key("cps_suspect_id", "cps_case"),
            key("defendant_id", "court_defendant"),
        ];
        let told = ["exit", "exit_date", "ended_date"].map(|it| text_of(&row, it));
        assert!(
            made.insert(parts, told).is_none(),
            "a thread stands there twice"
        );
    }
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut undated, mut elsewhere) = (0, 0);
    for (parts, ending) in endings(extracts, &links) {
        let key = |of: Option<String>| of.unwrap_or_default();
        let told = made.remove(&[
            extracts.crimes[parts.crime].key.join("|"),
            key(parts.suspect.map(|it| extracts.suspects[it].key.join("|"))),
            key(parts.cps.map(|it| extracts.cps[it].key.join("|"))),
            key(parts
                .defendant
                .map(|it| extracts.defendants[it].key.join("|"))),
        ]);
        let told = told.expect("each thread of the records is one of the run");
        if !counted[parts.crime].counted {
            continue;
        }
        let date = |it: Option<Date>| it.map_or_else(String::new, |it| it.to_string());
        let expected = [
            ending.exit.to_owned(),
            date(ending.exit_on),
            date(ending.on),
        ];
        let outcome = extracts.crimes[parts.crime].outcome.as_deref();
        assert_eq!(told, expected, "of a crime with outcome {outcome:?}");
        *seen.entry(ending.exit).or_default() += 1;
        undated += usize::from(ending.is_over && ending.on.is_none());
        elsewhere += usize::from(ending.exit.is_empty() && ending.on.is_some());
    }
    // What is left has no crime.
    assert!(made.keys().all(|it| it[0].is_empty()));
    assert!(EXITS.iter().all(|it| seen.contains_key(it)), "{seen:?}");
    assert!(undated > 10 && elsewhere > 10, "{undated}, {elsewhere}");
}
