//! Lists of cases that people act on, from the units of a run.

use crate::{QualityError, joined::UnitRows};
use rasso_engine::Core;
use rasso_schema::{CaseList, ListOrder, ListPart, ListValue, RuleCell, RuleReads, RuleRows};
use rasso_terms::Day;
use std::{cmp::Reverse, collections::BTreeMap};

/// Which cases are asked for.
#[derive(Debug, Clone, Default)]
pub struct ListRequest {
    /// Of one force or Area.
    pub area: Option<ListArea>,
    /// From this day on.
    pub from: Option<Day>,
    /// Up to this day.
    pub to: Option<Day>,
    /// The columns that make strata, instead of the list's own.
    pub strata: Option<Vec<String>>,
    /// How many of each stratum, instead of the list's own number.
    pub per_stratum: Option<usize>,
    /// What a sample is drawn by.
    pub seed: u64,
}

/// An area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListArea {
    /// A police force.
    Force(String),
    /// A CPS Area.
    CpsArea(String),
}

/// A case in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedCase {
    /// The cells of the list's own columns.
    pub cells: Vec<String>,
    /// The force.
    pub force: String,
    /// The CPS Area.
    pub cps_area: String,
    /// Since when it waits.
    pub date: Day,
    /// How many days, up to the day to which records are known.
    pub days_waiting: i64,
    /// Why it is in the list.
    pub reason: String,
    /// What its strata say.
    pub stratum: Vec<String>,
    /// How many cases its stratum has.
    pub stratum_size: usize,
    /// How many of them are in the list.
    pub sampled: usize,
}

/// The cases of a list, in its order. `core` knows the units, `unlinked` and the accepted tables of a
/// run, and `known` is the day to which its records are known.
pub fn listed(
    core: &mut Core,
    list: &CaseList,
    request: &ListRequest,
    known: Day,
) -> Result<Vec<ListedCase>, QualityError> {
    let strata = request.strata.as_ref().unwrap_or(&list.strata);
    let mut all = Vec::new();
    for part in &list.parts {
        let cases = cases(core, list, part, known)?;
        all.extend(cases.into_iter().filter(|it| is_asked(it, request)));
    }
    let mut by_stratum: BTreeMap<Vec<String>, Vec<ListedCase>> = BTreeMap::new();
    for mut case in all {
        case.stratum = strata.iter().map(|it| value_of(list, &case, it)).collect();
        by_stratum
            .entry(case.stratum.clone())
            .or_default()
            .push(case);
    }
    let per_stratum = request.per_stratum.or(list.per_stratum);
    let mut chosen = Vec::new();
    for cases in by_stratum.into_values() {
        chosen.extend(drawn(cases, per_stratum, (&list.name, request.seed)));
    }
    // A sort that keeps the order of equals: by references, and in a sample by chance.
    match list.order {
        ListOrder::Longest => chosen.sort_by_key(|it| it.date),
        ListOrder::Latest => chosen.sort_by_key(|it| Reverse(it.date)),
        ListOrder::Sample => {}
    }
    Ok(chosen)
}

fn is_asked(case: &ListedCase, request: &ListRequest) -> bool {
    let is_of = match &request.area {
        None => true,
        Some(ListArea::Force(code)) => case.force == *code,
        Some(ListArea::CpsArea(code)) => case.cps_area == *code,
    };
    is_of
        && request.from.is_none_or(|it| it <= case.date)
        && request.to.is_none_or(|it| case.date <= it)
}

/// What a case says in a column of the list.
fn value_of(list: &CaseList, case: &ListedCase, column: &str) -> String {
    match column {
        "force" => case.force.clone(),
        "cps_area" => case.cps_area.clone(),
        "reason" => case.reason.clone(),
        own => {
            let at = list.columns.iter().position(|it| it == own);
            at.and_then(|it| case.cells.get(it))
                .cloned()
                .unwrap_or_default()
        }
    }
}

/// So many cases of a stratum, each with the same chance; all of them where no number is asked for.
///
/// Each case gets a number that hangs on the seed and its references alone, so that neither the order of
/// records nor other cases change it, and those with the lowest numbers are drawn.
fn drawn(
    mut cases: Vec<ListedCase>,
    per_stratum: Option<usize>,
    (list, seed): (&str, u64),
) -> Vec<ListedCase> {
    let size = cases.len();
    if let Some(number) = per_stratum {
        cases.sort_by_cached_key(|it| (lot(it, list, seed), it.date));
        cases.truncate(number);
    } else {
        cases.sort_by(|a, b| (&a.cells, &a.force, a.date).cmp(&(&b.cells, &b.force, b.date)));
    }
    let sampled = cases.len();
    for case in &mut cases {
        (case.stratum_size, case.sampled) = (size, sampled);
    }
    cases
}

fn lot(case: &ListedCase, list: &str, seed: u64) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&seed.to_le_bytes());
    for part in [list, &case.force, &case.reason]
        .into_iter()
        .chain(case.cells.iter().map(String::as_str))
    {
        hasher.update(part.as_bytes());
        hasher.update(&[0]);
    }
    *hasher.finalize().as_bytes()
}

/// The cases of a part.
fn cases(
    core: &mut Core,
    list: &CaseList,
    part: &ListPart,
    known: Day,
) -> Result<Vec<ListedCase>, QualityError> {
    let RuleReads::Unit(unit, joined) = &part.reads else {
        return Ok(Vec::new());
    };
    let rows = UnitRows::read(core, unit, joined, &part.read_columns, &part.dates)?;
    let mut cases = Vec::new();
    for row in 0..rows.len() {
        let cell = |at: usize| rows.cell(row, at);
        let RuleCell::Day(date) = cell(part.date) else {
            continue;
        };
        let days_waiting = i64::from(known.number()) - i64::from(date.number());
        let is_long = part
            .at_least_days
            .is_none_or(|it| days_waiting >= i64::from(it));
        if !is_long || !part.when.iter().all(|it| it.holds(&cell)) {
            continue;
        }
        let text = |value: Option<&ListValue>| match value {
            None => String::new(),
            Some(ListValue::Words(words)) => words.clone(),
            Some(ListValue::Column(at)) => match cell(*at) {
                RuleCell::Nothing => String::new(),
                RuleCell::Text(text) => text.to_owned(),
                RuleCell::Number(number) => number.to_string(),
                RuleCell::Day(day) => day.to_string(),
            },
        };
        let [force, cps_area] = part.places.map(|it| text(Some(&ListValue::Column(it))));
        cases.push(ListedCase {
            cells: list
                .columns
                .iter()
                .map(|it| text(part.columns.get(it)))
                .collect(),
            force,
            cps_area,
            date,
            days_waiting,
            reason: text(Some(&part.reason)),
            stratum: Vec::new(),
            stratum_size: 0,
            sampled: 0,
        });
    }
    Ok(cases)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stratum(size: usize) -> Vec<ListedCase> {
        let case = |at: usize| ListedCase {
            cells: vec![format!("C{at}")],
            force: "52".to_owned(),
            cps_area: "cps:south-west".to_owned(),
            date: Day::from_number(19_000),
            days_waiting: 10,
            reason: "a test".to_owned(),
            stratum: vec!["52".to_owned()],
            stratum_size: 0,
            sampled: 0,
        };
        (0..size).map(case).collect()
    }

    /// Every case of a stratum of 20 is drawn in a quarter of 4,000 samples of 5; what cases are off by
    /// adds up as chance has it. By the chi-square with 19 degrees of freedom, 50 is passed once in
    /// 10,000; of draws without return the variance is 15/19 of that.
    #[test]
    fn each_case_of_a_stratum_has_the_same_chance() {
        let mut drawn_of: BTreeMap<String, i64> = BTreeMap::new();
        for seed in 0..4_000 {
            for it in drawn(stratum(20), Some(5), ("scrutiny_panel", seed)) {
                *drawn_of.entry(it.cells[0].clone()).or_default() += 1;
            }
        }
        assert_eq!(drawn_of.len(), 20);
        let off: i64 = drawn_of.values().map(|it| (it - 1_000).pow(2)).sum();
        // The sum of squares over the expected 1,000, in thousandths.
        assert!(off < 50 * 1_000, "chi-square of {}", off / 1_000);
        assert!(off > 4 * 1_000, "more even than chance");
    }

    #[test]
    fn the_order_of_records_changes_no_sample() {
        let sample = |cases: Vec<ListedCase>| drawn(cases, Some(5), ("scrutiny_panel", 7));
        let mut turned = stratum(20);
        turned.reverse();
        assert_eq!(sample(stratum(20)), sample(turned));
        let mut more = stratum(20);
        more.truncate(19);
        let kept = sample(more);
        let all = sample(stratum(20));
        // One case less changes one case of the sample at most.
        let cells = |it: &[ListedCase]| it.iter().map(|it| it.cells.clone()).collect::<Vec<_>>();
        let (all, kept) = (cells(&all), cells(&kept));
        assert!(all.iter().filter(|it| !kept.contains(it)).count() <= 1);
    }

    #[test]
    fn a_stratum_says_how_much_of_it_is_drawn() {
        let few = drawn(stratum(3), Some(5), ("scrutiny_panel", 1));
        assert!(few.iter().all(|it| (it.stratum_size, it.sampled) == (3, 3)));
        let many = drawn(stratum(30), Some(5), ("scrutiny_panel", 1));
        assert!(
            many.iter()
                .all(|it| (it.stratum_size, it.sampled) == (30, 5))
        );
        assert_eq!(many.len(), 5);
    }
}
