//! A breakdown is a file in `data-schemas/breakdowns`: by which trait the units of a figure are told apart.
//!
//! Every unit is in one group, so that groups add up to the figure. What is not known is never added to
//! what is: a trait that nobody recorded, that was declined, that the sender does not collect, and that
//! only a link would tell, are groups of their own.

use crate::{
    AttritionError, ColumnKind, Condition, Metric, Unit, Units, metric_check::check_condition,
};
use rasso_schema::{CodeList, Schemas, nearest};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Why the trait of a unit is not known, each with its name in headings.
pub const NOT_KNOWN: [(&str, &str); 4] = [
    ("not_recorded", "Not recorded"),
    ("declined", "Declined to say"),
    ("not_collected", "Not collected by the sender"),
    ("not_linked", "Not linked to the record that tells it"),
];

/// What a value is called that no group has: none, where a breakdown and its column have one list.
const UNLISTED: (&str, &str) = ("unlisted", "A value that no group has");

/// A breakdown as analysts write it down.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Breakdown {
    /// The name in every table and file.
    pub name: String,
    /// The version of the definition, kept with every run.
    pub version: String,
    /// A short name for headings.
    pub title: String,
    /// What it tells apart, in words.
    pub definition: String,
    /// The column that each unit is told apart by.
    pub columns: BTreeMap<String, String>,
    /// The list whose codes are the groups, but for those that say why nothing is known.
    pub code_list: Option<String>,
    /// The groups, in their order; with `code_list` those beside its codes.
    #[serde(default, rename = "group")]
    pub groups: Vec<Group>,
    /// The metrics that it is made of.
    pub metrics: Vec<String>,
    /// What a reader must know before comparing.
    #[serde(default)]
    pub caveats: Vec<String>,
}

/// A group of units.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// The name in the table.
    pub name: String,
    /// A short name for headings.
    pub title: String,
    /// Its codes.
    pub is: Option<Vec<String>>,
    /// A flag that is set, or not.
    pub flag: Option<bool>,
    /// The least of a band.
    pub at_least: Option<i64>,
    /// The most of a band.
    pub at_most: Option<i64>,
}

impl Group {
    fn of_code(code: &str, title: &str) -> Self {
        Self {
            name: code.to_owned(),
            title: title.to_owned(),
            is: Some(vec![code.to_owned()]),
            flag: None,
            at_least: None,
            at_most: None,
        }
    }

    /// What a unit's column must be for it to be in the group.
    fn conditions(&self, column: &str) -> Vec<Condition> {
        let any = Condition {
            column: column.to_owned(),
            is: None,
            present: None,
            flag: None,
            at_least: None,
            at_most: None,
            through_link: false,
        };
        let least = self.at_least.map(|it| Condition {
            at_least: Some(it),
            ..any.clone()
        });
        let most = self.at_most.map(|it| Condition {
            at_most: Some(it),
            ..any.clone()
        });
        let other = (self.is.is_some() || self.flag.is_some()).then(|| Condition {
            is: self.is.clone(),
            flag: self.flag,
            ..any.clone()
        });
        least.into_iter().chain(most).chain(other).collect()
    }
}

impl Breakdown {
    /// Every breakdown of `data-schemas/breakdowns`, by name.
    pub fn load_all(
        schemas: &Schemas,
        units: &Units,
        metrics: &BTreeMap<String, Metric>,
    ) -> Result<BTreeMap<String, Self>, AttritionError> {
        let mut all = BTreeMap::new();
        for file in schemas.files_in("breakdowns") {
            let broken = |reason: String| AttritionError::Definition {
                file: file.to_owned(),
                reason,
            };
            let mut breakdown: Self = rasso_schema::parse_toml(file, schemas.file(file)?)?;
            let list = breakdown.code_list.as_deref();
            let list = list.map(|it| schemas.code_list(it)).transpose();
            let list = list.map_err(|it| broken(it.to_string()))?;
            breakdown.take_codes(list);
            breakdown.check(units, metrics).map_err(broken)?;
            if file != format!("breakdowns/{}.toml", breakdown.name) {
                let name = &breakdown.name;
                return Err(broken(format!(
                    "it declares the breakdown `{name}`; a file is named for its breakdown"
                )));
            }
            all.insert(breakdown.name.clone(), breakdown);
        }
        Ok(all)
    }

    /// Puts the codes of its list before the groups that it has of its own.
    fn take_codes(&mut self, list: Option<&CodeList>) {
        let says_why = |code: &str| NOT_KNOWN.iter().any(|it| it.0 == code);
        let codes = list.into_iter().flat_map(CodeList::codes);
        let codes = codes.filter(|it| !says_why(it.0));
        let mut groups: Vec<Group> = codes
            .map(|(code, it)| Group::of_code(code, &it.label))
            .collect();
        groups.append(&mut self.groups);
        self.groups = groups;
    }

    fn check(&self, units: &Units, metrics: &BTreeMap<String, Metric>) -> Result<(), String> {
        let mut names: Vec<&str> = self.all_groups().map(|it| it.0).collect();
        let is_plain = |it: &&str| {
            let is_word = |it: u8| it.is_ascii_alphanumeric() || it == b'_';
            !it.is_empty() && it.bytes().all(is_word)
        };
        if let Some(name) = names.iter().find(|it| !is_plain(it)) {
            return Err(format!(
                "the group `{name}` must be named by letters, digits and `_`"
            ));
        }
        names.sort_unstable();
        if let Some([name, ..]) = names.windows(2).find(|it| it[0] == it[1]) {
            return Err(format!("two groups are called `{name}`"));
        }
        self.check_groups()?;
        for (name, column) in &self.columns {
            let unit = units.get(name)?;
            unit.exists(column)?;
            for group in &self.groups {
                for condition in group.conditions(column) {
                    check_condition(&condition, unit)?;
                }
            }
        }
        for name in &self.metrics {
            let Some(metric) = metrics.get(name) else {
                let hint = nearest(name, metrics.keys().map(String::as_str))
                    .map_or_else(String::new, |it| format!("; did you mean `{it}`?"));
                return Err(format!("no metric is known as `{name}`{hint}"));
            };
            if !metric.is_of_units() {
                return Err(format!(
                    "`{name}` is made of numbers that units do not give, and nobody can tell these apart"
                ));
            }
            for unit in [metric.unit.as_str(), metric.numerator_unit()] {
                if !self.columns.contains_key(unit) {
                    return Err(format!(
                        "`{name}` counts the unit `{unit}`, which `[columns]` has nothing for"
                    ));
                }
            }
        }
        Ok(())
    }

    /// Bands meet, and leave out no number; a flag is set or not; codes stand in one group each.
    fn check_groups(&self) -> Result<(), String> {
        if self.groups.is_empty() {
            return Err("it has no groups: name a `code_list`, or add [[group]]".to_owned());
        }
        let kinds = |it: &Group| {
            let is_band = it.at_least.is_some() || it.at_most.is_some();
            (it.is.is_some(), it.flag.is_some(), is_band)
        };
        let one = kinds(&self.groups[0]);
        let is_one_kind = matches!(
            one,
            (true, false, false) | (false, true, false) | (false, false, true)
        );
        if !is_one_kind || self.groups.iter().any(|it| kinds(it) != one) {
            return Err(
                "its groups must all be codes (`is`), or a `flag`, or bands of `at_least` and `at_most`"
                    .to_owned(),
            );
        }
        if one.1 {
            let flags: Vec<_> = self.groups.iter().filter_map(|it| it.flag).collect();
            let is_both = flags.len() == 2 && flags[0] != flags[1];
            return if is_both {
                Ok(())
            } else {
                Err("a flag needs two groups, `flag = true` and `flag = false`".to_owned())
            };
        }
        if one.2 {
            let meet = |it: &[Group]| match (it[0].at_most, it[1].at_least) {
                (Some(most), Some(least)) => most.checked_add(1) == Some(least),
                _ => false,
            };
            let is_open = self.groups.first().is_some_and(|it| it.at_least.is_none())
                && self.groups.last().is_some_and(|it| it.at_most.is_none());
            if !is_open || !self.groups.windows(2).all(meet) {
                return Err(
                    "bands must meet, from one without `at_least` to one without `at_most`"
                        .to_owned(),
                );
            }
        }
        let mut codes: Vec<&String> = self.groups.iter().flat_map(|it| &it.is).flatten().collect();
        codes.sort_unstable();
        match codes.windows(2).find(|it| it[0] == it[1]) {
            Some([code, ..]) => Err(format!("the code `{code}` is in two groups")),
            Some([]) | None => Ok(()),
        }
    }

    /// Every group that a unit may be in, with its title, in the order of the table.
    pub fn all_groups(&self) -> impl Iterator<Item = (&str, &str)> {
        let own = self
            .groups
            .iter()
            .map(|it| (it.name.as_str(), it.title.as_str()));
        own.chain(NOT_KNOWN).chain([UNLISTED])
    }

    /// The same but for the one that is a fault of the files.
    pub fn told_groups(&self) -> impl Iterator<Item = (&str, &str)> {
        self.all_groups().filter(|it| *it != UNLISTED)
    }

    /// Whether it tells the units of a metric apart by what only a link brings.
    pub(crate) fn is_through_link(&self, metric: &Metric, units: &Units) -> bool {
        let column = self.columns.get(&metric.unit);
        let unit = units.get(&metric.unit).ok();
        column
            .zip(unit)
            .is_some_and(|(it, unit)| unit.is_through_link(it))
    }

    /// The group of a unit, as SQL over its columns.
    pub(crate) fn group_sql(&self, unit: &Unit) -> Option<String> {
        let column = unit.named(self.columns.get(&unit.name)?)?;
        let name = &column.name;
        let mut cases = Vec::new();
        if let Some(through) = &column.through {
            cases.push((format!("{through} IS NULL"), "'not_linked'".to_owned()));
        } else if column.through_link {
            cases.push(("linked = 0".to_owned(), "'not_linked'".to_owned()));
        }
        let why = column.missing.as_ref().map_or_else(
            || "'not_recorded'".to_owned(),
            |it| format!("COALESCE({it}, 'not_recorded')"),
        );
        cases.push((format!("{name} IS NULL"), why));
        if column.kind == ColumnKind::Code {
            let words = NOT_KNOWN.iter().map(|it| format!("'{}'", it.0));
            cases.extend(words.map(|it| (format!("{name} = {it}"), it)));
        }
        for group in &self.groups {
            let when: Vec<_> = group.conditions(name).iter().map(Condition::sql).collect();
            cases.push((when.join(" AND "), format!("'{}'", group.name)));
        }
        let cases: Vec<_> = cases
            .into_iter()
            .map(|(when, then)| format!("WHEN {when} THEN {then}"))
            .collect();
        Some(format!(
            "CASE {} ELSE '{}' END",
            cases.join(" "),
            UNLISTED.0
        ))
    }
}

#[cfg(test)]
mod tests;
