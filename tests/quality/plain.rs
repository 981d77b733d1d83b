//! Every rule of quality a second time, in plain Rust over what a run left: which records are asked,
//! and which break it, by force and quarter.

mod across;
mod tables;

use jiff::civil::Date;
use rasso_tests::{rows, text_of};
use std::collections::BTreeMap;
use std::path::Path;

/// A record: what its cells say, by column; a date of any kind can be asked as a number of days.
#[derive(Clone, Default)]
pub(super) struct Record(BTreeMap<String, String>);

impl Record {
    fn text(&self, column: &str) -> &str {
        self.0.get(column).map_or("", String::as_str)
    }

    fn is(&self, column: &str, values: &[&str]) -> bool {
        values.contains(&self.text(column))
    }

    fn has(&self, column: &str) -> bool {
        !self.text(column).is_empty()
    }

    /// Days since 1970, of a day number or of an ISO date.
    fn day(&self, column: &str) -> Option<i64> {
        let text = self.text(column);
        let date = text.parse::<Date>().ok();
        let of_date = date.map(|it| i64::from((it - Date::constant(1970, 1, 1)).get_days()));
        of_date.or_else(|| text.parse().ok())
    }

    fn number(&self, column: &str) -> Option<i64> {
        self.text(column).parse().ok()
    }

    /// How many days the second date is after the first.
    fn days(&self, from: &str, to: &str) -> Option<i64> {
        Some(self.day(to)? - self.day(from)?)
    }

    /// The key of its case at an agency.
    fn case(&self) -> (String, String) {
        let of = |cps: &str, court: &str| {
            let text = if self.has(cps) { cps } else { court };
            self.text(text).to_owned()
        };
        (
            of("cps_case_ref", "court_case_ref"),
            of("cps_suspect_ref", "defendant_ref"),
        )
    }
}

/// What a run left: its tables and units, and the files that it read.
pub(super) struct Left<'r> {
    run: &'r Path,
}

impl Left<'_> {
    fn table(&self, name: &str) -> Vec<Record> {
        self.read(&format!("ingest/{name}.parquet"))
    }

    fn unit(&self, name: &str) -> Vec<Record> {
        self.read(&format!("units/{name}.parquet"))
    }

    fn read(&self, file: &str) -> Vec<Record> {
        let rows = rows(&self.run.join(file)).unwrap();
        let record = |row: &parquet::record::Row| {
            let names = row.get_column_iter().map(|it| it.0.clone());
            Record(names.map(|it| (it.clone(), text_of(row, &it))).collect())
        };
        rows.iter().map(record).collect()
    }

    /// The rows of the last delivery of a table, as they were sent.
    fn sent(&self, table: &str) -> Vec<Record> {
        let folder = self.run.ancestors().nth(3).unwrap();
        let path = folder.join(format!("extracts/2025-06-30/{table}.csv"));
        let mut reader = csv::Reader::from_path(path).unwrap();
        let trimmed = |row: BTreeMap<String, String>| {
            let cells = row.into_iter();
            Record(
                cells
                    .map(|(name, it)| (name, it.trim().to_owned()))
                    .collect(),
            )
        };
        let rows = reader.deserialize().map(Result::unwrap);
        rows.map(trimmed).collect()
    }
}

/// How many records were asked, and how many broke the rule, by rule, force and quarter.
pub(super) type Tally = BTreeMap<(String, String, String), (u64, u64)>;

/// Counts a record: `kept` is nothing where the rule is not asked.
fn count(tally: &mut Tally, rule: &str, force: &str, day: Option<i64>, kept: Option<bool>) {
    let Some(kept) = kept else {
        return;
    };
    let quarter = day.map_or_else(String::new, |day| {
        let date = Date::constant(1970, 1, 1).saturating_add(jiff::Span::new().days(day));
        format!("{}-Q{}", date.year(), (date.month() - 1) / 3 + 1)
    });
    let key = (rule.to_owned(), force.to_owned(), quarter);
    let counted = tally.entry(key).or_default();
    counted.0 += 1;
    counted.1 += u64::from(!kept);
}

/// `quality.parquet` of a run says what plain counting finds, and `quality_findings.parquet` has as many
/// rows as were broken.
pub(super) fn check(run: &Path) {
    let left = Left { run };
    let mut expected = Tally::new();
    tables::count_all(&left, &mut expected);
    across::count_all(&left, &mut expected);
    let mut told = Tally::new();
    for row in rows(&run.join("quality.parquet")).unwrap() {
        let number = |column: &str| text_of(&row, column).parse::<u64>().unwrap();
        let key = ["rule", "force_code", "period"].map(|it| text_of(&row, it));
        let [rule, force, period] = key;
        let counted = told.entry((rule, force, period)).or_default();
        counted.0 += number("checked");
        counted.1 += number("broken");
    }
    let rules = |tally: &Tally| {
        let mut rules: BTreeMap<String, (u64, u64)> = BTreeMap::new();
        for ((rule, _, _), (checked, broken)) in tally {
            let all = rules.entry(rule.clone()).or_default();
            *all = (all.0 + checked, all.1 + broken);
        }
        rules
    };
    assert_eq!(rules(&told), rules(&expected));
    assert!(told == expected, "the rules differ by force or quarter");
    let findings = rows(&run.join("quality_findings.parquet")).unwrap().len();
    let broken: u64 = expected.values().map(|it| it.1).sum();
    assert_eq!(u64::try_from(findings), Ok(broken));
}
