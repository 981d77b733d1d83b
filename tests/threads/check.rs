//! A case held against what a run made of it.

use crate::threads::drawn::{Case, pairs};
use crate::threads::made::Made;
use parquet::record::Row;
use rasso_tests::text_of;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What a thread has when the case says nothing else.
const USUAL: [(&str, &str); 7] = [
    ("exit", ""),
    ("exit_date", ""),
    ("lost_at", ""),
    ("court_exit", ""),
    ("open", "0"),
    ("force_code", "52"),
    ("cps_area", "cps:south-west"),
];

/// Everything in which a case came out differently, a line each.
pub(super) fn differences(case: &Case, made: &Made) -> String {
    let mut wrong = threads(case, made);
    wrong.extend(units(case, made));
    wrong.extend(unlinked(case, made));
    wrong.extend(links(case, made));
    wrong.extend(orders(case, made));
    let mut text = String::new();
    for line in wrong {
        writeln!(text, "{} {}: {line}", case.number, case.title).expect("a text takes text");
    }
    text
}

fn threads(case: &Case, made: &Made) -> Vec<String> {
    let mut found: BTreeMap<[String; 4], &Row> = BTreeMap::new();
    let mut wrong = Vec::new();
    let here = case.reference("");
    for thread in &made.threads {
        let parts = made.parts(thread);
        if parts.iter().any(|it| it.starts_with(&here)) && found.insert(parts, thread).is_some() {
            wrong.push("one thread stands there twice".to_owned());
        }
    }
    for line in case.lines("thread") {
        let parts = [line[0], line[1], line[2], line[3]];
        let references = parts.map(|it| match it {
            "-" => String::new(),
            name => case.reference(name),
        });
        let name = parts.join(" ");
        let Some(thread) = found.remove(&references) else {
            wrong.push(format!("no thread {name}"));
            continue;
        };
        let usual = USUAL.map(|it| (it.0.to_owned(), it.1.to_owned()));
        let mut expected = BTreeMap::from(usual);
        expected.extend(pairs(line));
        if let Some((exit, date)) = expected["exit"].clone().split_once('@') {
            expected.insert("exit".to_owned(), exit.to_owned());
            expected.insert("exit_date".to_owned(), date.to_owned());
        } else if expected["exit"] == "?" {
            expected.insert("exit_date".to_owned(), "?".to_owned());
        }
        wrong.extend(cells(&format!("thread {name}"), thread, &expected));
    }
    let more = found.into_keys();
    wrong.extend(more.map(|it| format!("a thread too many: {}", it.join(" "))));
    wrong
}

fn units(case: &Case, made: &Made) -> Vec<String> {
    let unit = |line: &[&str]| match made.unit(line[0], &case.reference(line[1])) {
        Some(row) => cells(&format!("unit {}", line[..2].join(" ")), row, &pairs(line)),
        None => vec![format!("no unit {}", line[..2].join(" "))],
    };
    case.lines("unit").flat_map(unit).collect()
}

/// The cells of a row that are not what they should be; `?` says nothing of one.
fn cells(name: &str, row: &Row, expected: &BTreeMap<String, String>) -> Vec<String> {
    let is = |column: &str| text_of(row, column);
    let there = |column: &str| row.get_column_iter().any(|it| it.0 == column);
    expected
        .iter()
        .filter(|(column, cell)| *cell != "?" && (!there(column) || is(column) != **cell))
        .map(|(column, cell)| format!("{name} has {column} `{}`, not `{cell}`", is(column)))
        .collect()
}

/// A record stands once towards an agency, in the state and for the reason named.
fn unlinked(case: &Case, made: &Made) -> Vec<String> {
    let state = |line: &[&str]| {
        let (unit, towards) = (line[0], line[2]);
        let is_here = |it: &&Row| {
            text_of(it, "unit") == unit
                && text_of(it, "towards") == towards
                && made.reference(unit, it, "record_id") == case.reference(line[1])
        };
        let found = made.unlinked.iter().filter(is_here);
        let found: Vec<String> = found
            .map(|it| format!("{} {}", text_of(it, "state"), text_of(it, "reason")))
            .collect();
        let expected = line[3..].join(" ");
        (found != [expected.as_str()]).then(|| {
            format!(
                "unlinked {}: {found:?}, not {expected}",
                line[..3].join(" ")
            )
        })
    };
    case.lines("unlinked").filter_map(state).collect()
}

fn links(case: &Case, made: &Made) -> Vec<String> {
    let link = |line: &[&str]| {
        let is_here = |it: &&Row| {
            let end = |side: &str| {
                let table = text_of(it, &format!("{side}_table"));
                made.reference(&table, it, &format!("{side}_id"))
            };
            end("left") == case.reference(line[0]) && end("right") == case.reference(line[1])
        };
        let found = made.links.iter().filter(is_here);
        let found: Vec<String> = found.map(|it| text_of(it, "pass")).collect();
        (found != [line[2]]).then(|| format!("link {}: by {found:?}", line.join(" ")))
    };
    case.lines("link").filter_map(link).collect()
}

/// The types of the events of a CPS suspect or defendant, in their order.
fn orders(case: &Case, made: &Made) -> Vec<String> {
    let order = |line: &[&str]| {
        let reference = case.reference(line[0]);
        let is_here = |it: &&Row| {
            ["cps_suspect", "defendant"]
                .iter()
                .any(|unit| made.reference(unit, it, &format!("{unit}_id")) == reference)
        };
        let found = made.events.iter().filter(is_here);
        let found: Vec<String> = found.map(|it| text_of(it, "event_type")).collect();
        (found != line[1..]).then(|| format!("order {}: {found:?}", line[0]))
    };
    case.lines("order").filter_map(order).collect()
}
