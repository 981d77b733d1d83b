//! Lists of cases that people act on, read from `data-schemas/lists`.

use super::{
    condition::{Condition, Written},
    form::conditions,
    reads::{Known, RuleReads, WrittenReads},
};
use crate::{Files, RapeOffences, SchemaError, TableSchema, UnknownName, files::stem};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The columns that every list has, before its own and after them.
pub const LIST_COLUMNS: [&str; 2] = ["force", "cps_area"];

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenList {
    name: String,
    title: String,
    meaning: String,
    order: ListOrder,
    strata: Vec<String>,
    per_stratum: Option<usize>,
    columns: Vec<String>,
    part: Vec<WrittenPart>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenPart {
    name: String,
    reads: WrittenReads,
    when: Vec<Written>,
    date: String,
    at_least_days: Option<i32>,
    reason: WrittenReason,
    columns: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum WrittenReason {
    Words(String),
    Column { column: String },
}

/// In which order a list stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListOrder {
    /// The longest wait first.
    Longest,
    /// The latest first.
    Latest,
    /// A sample of each stratum, in the order of the strata.
    Sample,
}

/// A list of cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseList {
    /// Its name.
    pub name: String,
    /// Its name for people.
    pub title: String,
    /// Which cases it has.
    pub meaning: String,
    /// In which order.
    pub order: ListOrder,
    /// The columns that make its strata.
    pub strata: Vec<String>,
    /// How many cases of each, where it is a sample.
    pub per_stratum: Option<usize>,
    /// Its own columns, in their order.
    pub columns: Vec<String>,
    /// Where its cases come from.
    pub parts: Vec<ListPart>,
}

/// Where the value of a column comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListValue {
    /// The same in every row.
    Words(String),
    /// A column of what the part reads, by its place.
    Column(usize),
}

/// Cases of one kind in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListPart {
    /// Its name.
    pub name: String,
    /// What it reads.
    pub reads: RuleReads,
    /// The columns it reads; places are places here.
    pub read_columns: Vec<String>,
    /// Which of them are dates.
    pub dates: Vec<bool>,
    /// Which records are in it.
    pub when: Vec<Condition>,
    /// The date from which a case waits.
    pub date: usize,
    /// How many days it has waited at least.
    pub at_least_days: Option<i32>,
    /// Why it is in the list.
    pub reason: ListValue,
    /// Where each column of the list comes from; one that is not here is empty.
    pub columns: BTreeMap<String, ListValue>,
    /// Force and Area.
    pub places: [usize; 2],
}

impl CaseList {
    /// Every list, by name.
    pub(crate) fn load_all(
        files: &Files,
        tables: &BTreeMap<String, TableSchema>,
        rape: &RapeOffences,
    ) -> Result<BTreeMap<String, Self>, SchemaError> {
        let known = Known::load(files, tables)?;
        let mut lists = BTreeMap::new();
        for path in files.under("lists") {
            let malformed = |it: String| SchemaError::malformed(path, it);
            let list = list(files.toml(path)?, &known, rape).map_err(malformed)?;
            if list.name != stem(path) {
                return Err(malformed(format!("it declares the list `{}`", list.name)));
            }
            lists.insert(list.name.clone(), list);
        }
        Ok(lists)
    }

    /// The columns of its strata, or the nearest name of one that it has not.
    pub fn check_strata(&self, strata: &[String]) -> Result<(), UnknownName> {
        let known = || {
            let own = self.columns.iter().map(String::as_str);
            LIST_COLUMNS.into_iter().chain(["reason"]).chain(own)
        };
        let unknown = strata
            .iter()
            .find(|it| known().all(|known| known != it.as_str()));
        match unknown {
            None => Ok(()),
            Some(name) => Err(UnknownName::among("column of the list", name, known())),
        }
    }
}

fn list(written: WrittenList, known: &Known<'_>, rape: &RapeOffences) -> Result<CaseList, String> {
    let mut parts = Vec::new();
    for part in written.part {
        parts.push(self::part(part, &written.columns, known, rape)?);
    }
    let list = CaseList {
        name: written.name,
        title: written.title,
        meaning: written.meaning,
        order: written.order,
        strata: written.strata,
        per_stratum: written.per_stratum,
        columns: written.columns,
        parts,
    };
    list.check_strata(&list.strata)
        .map_err(|it| it.to_string())?;
    if (list.order == ListOrder::Sample) != list.per_stratum.is_some() {
        return Err("a sample has `per_stratum`, and no other list has".to_owned());
    }
    Ok(list)
}

fn part(
    written: WrittenPart,
    columns: &[String],
    known: &Known<'_>,
    rape: &RapeOffences,
) -> Result<ListPart, String> {
    let reads = written.reads.resolved(known, rape)?;
    if matches!(reads, RuleReads::Table(_)) {
        return Err("a list reads a unit, and tables beside it".to_owned());
    }
    let (mut read_columns, mut dates) = (Vec::<String>::new(), Vec::new());
    let mut place = |column: &str| {
        let is_date = known.is_date(&reads, column)?;
        let at = read_columns.iter().position(|it| it == column);
        Ok(at.unwrap_or_else(|| {
            read_columns.push(column.to_owned());
            dates.push(is_date);
            read_columns.len() - 1
        }))
    };
    let when = conditions(&written.when, &mut place, rape)?;
    let date = place(&written.date)?;
    let [force, area] = ["force_code", "cps_area"].map(&mut place);
    let reason = match written.reason {
        WrittenReason::Words(words) => ListValue::Words(words),
        WrittenReason::Column { column } => ListValue::Column(place(&column)?),
    };
    let mut values = BTreeMap::new();
    for (column, from) in written.columns {
        if !columns.contains(&column) {
            return Err(format!("the list has no column `{column}`"));
        }
        let value = match from.strip_prefix('=') {
            Some(words) => ListValue::Words(words.to_owned()),
            None => ListValue::Column(place(&from)?),
        };
        values.insert(column, value);
    }
    if dates.get(date) != Some(&true) {
        return Err(format!("`{}` is no date", written.date));
    }
    Ok(ListPart {
        name: written.name,
        places: [force?, area?],
        reads,
        read_columns,
        dates,
        when,
        date,
        at_least_days: written.at_least_days,
        reason,
        columns: values,
    })
}
