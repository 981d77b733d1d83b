//! Each fault is as common as its rate says.

use crate::MessSettings;
use crate::dice::Share;
use crate::sample::{Row, Sample, made, plan};
use std::collections::BTreeMap;

/// How often a fault was laid over a table's records, and how often it should have been.
fn check(what: &str, notes: usize, of: usize, share: Share) {
    let expected = of * usize::try_from(share).unwrap() / 10_000;
    // Four standard errors of a count, and a little for the smallest.
    let room = 4 * expected.isqrt() + 4;
    assert!(
        notes.abs_diff(expected) <= room,
        "{what}: {notes} of {of}, and not {expected}"
    );
}

/// Rates that do not depend on who it is.
fn even() -> MessSettings {
    let mut rates = MessSettings::built_in().unwrap();
    let when = &mut rates.missing_when;
    (when.child_suspect, when.non_recent, when.custody) = (100, 100, 100);
    (when.ethnicity_not_recorded, when.ethnicity_not_white) = (100, 100);
    (rates.coverage.gap, rates.coverage.twice) = (0, 0);
    rates
}

struct Noted(BTreeMap<(String, String), usize>);

impl Noted {
    fn of(sample: &Sample) -> Self {
        let mut noted = BTreeMap::new();
        for row in sample.rows_of("truth/mess.csv") {
            *noted
                .entry((row["table"].clone(), row["mess"].clone()))
                .or_default() += 1;
        }
        Self(noted)
    }

    fn count(&self, table: &str, what: &str) -> usize {
        let key = (table.to_owned(), what.to_owned());
        self.0.get(&key).copied().unwrap_or_default()
    }
}

#[test]
fn each_fault_is_as_common_as_its_rate_says() {
    let rates = even();
    let mut plan = plan(60_000, 3, true);
    plan.rates = rates.clone();
    let sample = made(plan);
    let noted = Noted::of(&sample);
    for table in ["police_crime", "cps_case", "court_defendant"] {
        let rows = sample.rows(table).len();
        let of_urn = [
            ("urn_missing", rates.urn.missing),
            ("urn_dummy", rates.urn.dummy),
            ("urn_mistyped", rates.urn.mistyped),
        ];
        for (what, share) in of_urn {
            check(what, noted.count(table, what), rows, share);
        }
        let held = rows * 96 / 100;
        check(
            "urn_reformatted",
            noted.count(table, "urn_reformatted"),
            held,
            rates.urn.reformatted,
        );
        check(
            "duplicate_row",
            noted.count(table, "duplicate_row"),
            rows,
            rates.record.duplicate_row,
        );
    }
    let crimes = sample.rows("police_crime").len();
    let of_crimes = [
        ("urn_reused", rates.urn.reused),
        ("bad_cell", rates.record.bad_cell),
        ("late", rates.record.late),
        ("revised", rates.record.revised),
    ];
    for (what, share) in of_crimes {
        check(what, noted.count("police_crime", what), crimes, share);
    }
    for table in ["cps_case", "court_defendant"] {
        let rows = sample.rows(table).len();
        check(
            "name_missing",
            noted.count(table, "name_missing"),
            rows,
            rates.name.missing,
        );
        check(
            "birth_missing",
            noted.count(table, "birth_missing"),
            rows,
            rates.birth.missing,
        );
        let births = ["swapped", "default", "year"];
        let births = births.map(|it| noted.count(table, &format!("birth_{it}")));
        check("births", births.iter().sum(), rows, rates.birth.wrong);
        let variants = ["typed", "short", "spelled", "swapped", "first_only", "half"];
        let variants = variants.map(|it| noted.count(table, &format!("name_{it}")));
        check("names", variants.iter().sum(), rows, rates.name.variant);
    }
    let defendants = sample.rows("court_defendant").len();
    let of_asn = [
        ("asn_missing", rates.asn.missing),
        ("asn_dummy", rates.asn.dummy),
        ("asn_mistyped", rates.asn.mistyped),
        ("asn_reissued", rates.asn.reissued),
    ];
    for (what, share) in of_asn {
        check(
            what,
            noted.count("court_defendant", what),
            defendants,
            share,
        );
    }
}

#[test]
fn identifiers_are_missing_more_often_where_the_settings_say_so() {
    let mut plan = plan(60_000, 4, true);
    plan.rates = even();
    plan.rates.missing_when.ethnicity_not_recorded = 400;
    let sample = made(plan);
    let missing = |kept: &dyn Fn(&Row) -> bool| {
        let rows = sample.rows("police_suspect").into_iter();
        let numbered = rows.filter(|row| !row["pnc_id"].is_empty() && kept(row));
        let numbered: Vec<_> = numbered.collect();
        let missing = numbered.iter().filter(|row| row["asn"].is_empty()).count();
        (missing, numbered.len())
    };
    let unknown = |row: &Row| row["ethnicity"] == "not_recorded";
    let (some, of) = missing(&unknown);
    check("not recorded", some, of, 3_200);
    let (some, of) = missing(&|row| !unknown(row));
    check("recorded", some, of, 800);
}

#[test]
fn eight_in_a_hundred_crimes_with_a_suspect_have_several() {
    let sample = made(plan(20_000, 3, true));
    let mut under = BTreeMap::<_, usize>::new();
    for row in sample.rows("police_suspect") {
        let place = (
            row["force_code"].clone(),
            row["crime_ref"].clone(),
            row["relationship"].clone(),
        );
        *under.entry(place).or_default() += 1;
    }
    let several = under.values().filter(|it| **it > 1).count();
    assert!(
        (under.len() * 7 / 100..under.len() * 10 / 100).contains(&several),
        "{several} of {}",
        under.len()
    );
}
