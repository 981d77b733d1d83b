//! A rule, and all of them.

use super::{
    cell::{RuleCell, RuleRows},
    code::RuleCode,
    condition::{Condition, joined},
    entry::{Entry, WrittenRules},
    form::{Form, conditions, places},
    groups::cases,
    reads::{Known, RuleReads},
};
use crate::{Files, RapeOffences, SchemaError, TableSchema};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

const FILE: &str = "quality/rules.toml";

/// Whether what breaks a rule cannot be, or is only to be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// It cannot be.
    Hard,
    /// It is to be looked at.
    Soft,
}

/// What becomes of a record that breaks a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// The row goes to quarantine.
    QuarantineRow,
    /// The cells that the rule names are emptied; the row stays.
    EmptyCell,
    /// Nothing: it is counted and listed.
    Warning,
}

impl Severity {
    /// The word in files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Hard => "hard",
            Self::Soft => "soft",
        }
    }
}

impl Effect {
    /// The word in files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::QuarantineRow => "quarantine_row",
            Self::EmptyCell => "empty_cell",
            Self::Warning => "warning",
        }
    }
}

/// What a rule says of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is not asked: the record is none of those it is about, or says too little.
    NotAsked,
    /// The record keeps it.
    Kept,
    /// The record breaks it.
    Broken,
}

impl Verdict {
    pub(super) const fn kept(is_kept: bool) -> Self {
        if is_kept { Self::Kept } else { Self::Broken }
    }
}

/// A rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QualityRule {
    /// Its code.
    pub code: RuleCode,
    /// A short name for it.
    pub title: String,
    /// What it asks and why.
    pub meaning: String,
    /// Whether what breaks it cannot be.
    pub severity: Severity,
    /// Where it comes from.
    pub source: String,
    /// What helps.
    pub what_to_do: Vec<String>,
    /// What it asks of the tables, or why they do not carry it.
    pub asks: Result<Asks, String>,
}

/// What a rule asks of the tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asks {
    /// What becomes of a record that breaks it.
    pub effect: Effect,
    /// Why that and no more or less.
    pub why_this_effect: String,
    /// The columns it empties.
    pub empties: Vec<String>,
    /// What it reads.
    pub reads: RuleReads,
    /// The columns it reads; places in conditions are places here.
    pub columns: Vec<String>,
    /// Which of them are dates.
    pub dates: Vec<bool>,
    /// The column of the force of a record.
    pub force: Option<usize>,
    /// The column of the date that puts a record in a period.
    pub period: usize,
    when: Vec<Condition>,
    first_of: Option<(Vec<usize>, usize)>,
    form: Form,
}

impl Asks {
    /// What it says of each of these records.
    pub fn verdicts(&self, rows: &impl RuleRows) -> Vec<Verdict> {
        let asked = self.asked(rows);
        let mut verdicts = vec![Verdict::NotAsked; rows.len()];
        match &self.form {
            Form::Single(it) => it.judge(rows, &asked, &mut verdicts),
            Form::Sequence(it) => it.judge(rows, &asked, &mut verdicts),
            Form::Holds(_) | Form::InOrder(_) | Form::Between(_) | Form::YearOf(_) => {
                for (row, verdict) in verdicts.iter_mut().enumerate() {
                    let cell = |at: usize| rows.cell(row, at);
                    if asked.get(row) == Some(&true)
                        && let Some(is_kept) = self.form.is_kept(&cell)
                    {
                        *verdict = Verdict::kept(is_kept);
                    }
                }
            }
        }
        verdicts
    }

    /// The records that it is about.
    fn asked(&self, rows: &impl RuleRows) -> Vec<bool> {
        let is_meant = |row: usize| {
            let cell = |at: usize| rows.cell(row, at);
            self.when.iter().all(|it| it.holds(&cell))
        };
        let mut asked: Vec<bool> = (0..rows.len()).map(is_meant).collect();
        let Some((per, date)) = &self.first_of else {
            return asked;
        };
        let day = |row: usize| rows.cell(row, *date).day();
        let mut firsts = BTreeSet::new();
        for case in cases(rows, per) {
            let meant = case.into_iter().filter(|it| asked.get(*it) == Some(&true));
            firsts.extend(
                meant
                    .filter_map(|it| Some((day(it)?, it)))
                    .min()
                    .map(|it| it.1),
            );
        }
        for (row, is_asked) in asked.iter_mut().enumerate() {
            *is_asked = firsts.contains(&row);
        }
        asked
    }

    /// Which records it is asked of, and what must be so of them, in words.
    pub fn words(&self) -> String {
        let when = match self.when.as_slice() {
            [] => String::new(),
            when => format!("where {}: ", joined(when, " and ")),
        };
        let first = self.first_of.as_ref().map_or("", |_| "of the first, ");
        format!("{first}{when}{}", self.form.words())
    }

    /// The force of a record, where the rule knows it.
    pub fn force_of<'r>(&self, rows: &'r impl RuleRows, row: usize) -> Option<&'r str> {
        match rows.cell(row, self.force?) {
            RuleCell::Text(force) => Some(force),
            RuleCell::Nothing | RuleCell::Number(_) | RuleCell::Day(_) => None,
        }
    }
}

/// Every rule, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QualityRules(Vec<QualityRule>);

impl QualityRules {
    pub(crate) fn load(
        files: &Files,
        tables: &BTreeMap<String, TableSchema>,
        rape: &RapeOffences,
    ) -> Result<Self, SchemaError> {
        let written: WrittenRules = files.toml(FILE)?;
        let known = Known::load(files, tables)?;
        let mut rules: Vec<QualityRule> = Vec::new();
        for entry in written.rule {
            let code = entry.code.clone();
            let malformed =
                |it: String| SchemaError::malformed(FILE, format!("rule `{code}`: {it}"));
            let rule = rule(entry, &known, rape).map_err(malformed)?;
            if rules.iter().any(|it| it.code == rule.code) {
                return Err(malformed("the code stands twice".to_owned()));
            }
            rules.push(rule);
        }
        Ok(Self(rules))
    }

    /// Every rule.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &QualityRule> {
        self.0.iter()
    }

    /// Every rule that the tables carry, with what it asks.
    pub fn asked(&self) -> impl Iterator<Item = (&QualityRule, &Asks)> {
        let asks = |it: &'_ QualityRule| it.asks.as_ref().ok().is_some();
        self.0
            .iter()
            .filter(move |it| asks(it))
            .filter_map(|it| Some((it, it.asks.as_ref().ok()?)))
    }

    /// Those of a canonical table.
    pub fn of_table<'r>(
        &'r self,
        table: &'r str,
    ) -> impl Iterator<Item = (&'r QualityRule, &'r Asks)> {
        let is_of = move |it: &Asks| matches!(&it.reads, RuleReads::Table(name) if name == table);
        self.asked().filter(move |(_, it)| is_of(it))
    }

    /// The rules of a code, with or without the letter of a part.
    pub fn named(&self, code: &str) -> Vec<&QualityRule> {
        let is_it = |it: &&QualityRule| it.code.as_str() == code || it.code.whole() == code;
        self.0.iter().filter(is_it).collect()
    }
}

fn rule(entry: Entry, known: &Known<'_>, rape: &RapeOffences) -> Result<QualityRule, String> {
    let code = RuleCode::parse(&entry.code)
        .ok_or("its code is not a capital letter, a number and perhaps a letter")?;
    let blank = [&entry.title, &entry.meaning, &entry.source];
    if blank.iter().any(|it| it.trim().is_empty()) || entry.what_to_do.is_empty() {
        return Err("it leaves something blank".to_owned());
    }
    let asks = match &entry.not_carried {
        None => Ok(asks(&entry, known, rape)?),
        Some(_) if entry.reads.is_some() || entry.effect.is_some() => {
            return Err("what is `not_carried` reads nothing and has no effect".to_owned());
        }
        Some(why) => Err(why.clone()),
    };
    Ok(QualityRule {
        code,
        title: entry.title,
        meaning: entry.meaning,
        severity: entry.severity,
        source: entry.source,
        what_to_do: entry.what_to_do,
        asks,
    })
}

fn asks(entry: &Entry, known: &Known<'_>, rape: &RapeOffences) -> Result<Asks, String> {
    let effect = entry.effect.ok_or("it has no `effect`")?;
    let reads = entry.reads.as_ref().ok_or("it has no `reads`")?;
    let reads = reads.resolved(known, rape)?;
    if matches!(reads, RuleReads::Unit(..)) {
        known.is_date(&reads, "record_id")?;
    }
    let (mut columns, mut dates) = (Vec::<String>::new(), Vec::new());
    let mut place = |column: &str| {
        let is_date = known.is_date(&reads, column)?;
        let at = columns.iter().position(|it| it == column);
        Ok(at.unwrap_or_else(|| {
            columns.push(column.to_owned());
            dates.push(is_date);
            columns.len() - 1
        }))
    };
    let when = conditions(&entry.when, &mut place, rape)?;
    let first_of = entry.first_of.as_ref().map(|it| {
        let per = places(&it.per, &mut place)?;
        Ok::<_, String>((per, place(&it.date)?))
    });
    let first_of = first_of.transpose()?;
    let form = Form::of(entry, &mut place, rape)?;
    for column in &entry.empties {
        place(column)?;
        if !known.may_be_empty(&reads, column) {
            return Err(format!("`{column}` must be filled, so no rule empties it"));
        }
    }
    let own = "force_code".to_owned();
    let force = entry
        .force
        .clone()
        .or_else(|| known.has(&reads, &own).then_some(own));
    let force = force.map(|it| place(&it)).transpose()?;
    let period = entry.period.as_ref().ok_or("it has no `period`")?;
    let period = place(period)?;
    if dates.get(period) != Some(&true) {
        return Err("its `period` is no date".to_owned());
    }
    let is_within_a_row =
        matches!(reads, RuleReads::Table(_)) && form.is_of_one_record() && first_of.is_none();
    if effect != Effect::Warning && !is_within_a_row {
        return Err("only a rule within one row of one table may cost a row or a cell".to_owned());
    }
    if (effect == Effect::EmptyCell) == entry.empties.is_empty() {
        return Err("`empties` names the cells of a rule whose effect is `empty_cell`".to_owned());
    }
    let why_this_effect = entry.why_this_effect.clone().unwrap_or_default();
    if why_this_effect.is_empty() {
        return Err("`why_this_effect` is blank".to_owned());
    }
    Ok(Asks {
        effect,
        why_this_effect,
        empties: entry.empties.clone(),
        reads,
        columns,
        dates,
        force,
        period,
        when,
        first_of,
        form,
    })
}
