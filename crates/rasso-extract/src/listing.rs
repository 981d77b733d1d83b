//! Faults listed for people.

use crate::{DeliveryFinding, Fault, Rule};
use rasso_stats::thousands;
use std::{collections::BTreeMap, fmt::Write as _};

/// How many faults of one rule in one column are listed.
const SHOWN: usize = 20;

/// The faults, one a line, the first twenty of each rule and column and then how many more.
pub fn faults_listing(faults: &[&Fault]) -> String {
    let mut seen: BTreeMap<(&str, Rule), usize> = BTreeMap::new();
    let mut listing = match faults.len() {
        1 => "1 cell or row breaks the schema\n".to_owned(),
        many => format!("{} cells or rows break the schema\n", count(many)),
    };
    for fault in faults {
        let of_kind = seen.entry((&fault.column, fault.rule)).or_default();
        *of_kind += 1;
        if *of_kind <= SHOWN {
            // Writing to a string cannot fail.
            writeln!(listing, "  --> {fault}").unwrap_or_default();
        }
    }
    for ((column, rule), many) in seen.into_iter().filter(|(_, many)| *many > SHOWN) {
        let more = count(many - SHOWN);
        writeln!(
            listing,
            "  and {more} more in column `{column}` ({})",
            rule.as_str()
        )
        .unwrap_or_default();
    }
    listing
}

/// How many findings of one kind in one table are listed.
const FOUND: usize = 4;

/// Findings listed for people, a line each: causes before what comes of them, the first of each kind and
/// table, and then how many more.
pub fn findings_listing(findings: &[DeliveryFinding]) -> Vec<String> {
    let mut sorted: Vec<&DeliveryFinding> = findings.iter().collect();
    sorted.sort_by_key(|it| (it.kind, *it));
    let alike = |a: &&DeliveryFinding, b: &&DeliveryFinding| a.kind == b.kind && a.table == b.table;
    let mut lines = Vec::new();
    for kind in sorted.chunk_by(alike) {
        lines.extend(kind.iter().take(FOUND).map(ToString::to_string));
        if let Some(first) = kind.first().filter(|_| kind.len() > FOUND) {
            let more = count(kind.len() - FOUND);
            lines.push(format!(
                "{}: and {more} more ({})",
                first.table,
                first.kind.as_str()
            ));
        }
    }
    lines
}

fn count(number: usize) -> String {
    thousands(u64::try_from(number).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Scope;

    #[test]
    fn a_listing_is_capped_and_says_how_many_more() {
        let fault = |row| Fault {
            table: "police_crime".into(),
            file: "force.csv".into(),
            row,
            line: Some(row + 1),
            lines: 1,
            column: "urn".into(),
            headings: None,
            rule: Rule::Dummy,
            locator: None,
            scope: Scope::Cell,
            must_be: Rule::Dummy.words().into(),
        };
        let faults: Vec<Fault> = (1..=1224).map(fault).collect();
        let listing = faults_listing(&faults.iter().collect::<Vec<_>>());
        assert_eq!(listing.lines().count(), 22);
        assert!(listing.starts_with("1,224 cells or rows break the schema\n  --> force.csv, row 1, column `urn`: must be a real"));
        assert!(listing.ends_with("  and 1,204 more in column `urn` (dummy)\n"));
    }
}
