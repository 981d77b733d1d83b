//! What an estimator gives: one tidy table.

use super::super::replace::replace;
use crate::{args::Files, failure::Failure, terminal};
use rasso_stats::{Interval, thousands};
use serde_json::{Value, json};
use std::{fs, rc::Rc};

/// A cell of it. One of which nothing is known is empty, and never no number.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    Empty,
    Text(Rc<str>),
    Count(u64),
    Number(f64),
}

/// Rows under columns, and what is to be said of them.
pub(super) struct Table {
    pub(super) columns: &'static [&'static str],
    pub(super) rows: Vec<Vec<Cell>>,
    pub(super) notes: Vec<String>,
}

/// Notes that several groups call for, once each.
pub(super) fn once(mut notes: Vec<String>) -> Vec<String> {
    notes.sort();
    notes.dedup();
    notes
}

impl Cell {
    /// Written so that it reads back as the same number.
    fn written(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.to_string(),
            Self::Count(count) => count.to_string(),
            // Without this a limit of 1e-300 would have three hundred zeros.
            Self::Number(number) if *number != 0.0 && !(1e-5..1e16).contains(&number.abs()) => {
                format!("{number:e}")
            }
            Self::Number(number) => number.to_string(),
        }
    }

    fn json(&self) -> Value {
        match self {
            Self::Empty => Value::Null,
            Self::Text(text) => json!(text.as_ref()),
            Self::Count(count) => json!(count),
            Self::Number(number) => json!(number),
        }
    }

    /// The lower and the upper limit.
    pub(super) fn limits(interval: Option<Interval>) -> [Self; 2] {
        let limit = |of: fn(&Interval) -> f64| interval.as_ref().map(of).into();
        [limit(|it| it.lower), limit(|it| it.upper)]
    }
}

impl From<f64> for Cell {
    fn from(number: f64) -> Self {
        if number.is_finite() {
            // A zero has no sign here.
            Self::Number(number + 0.0)
        } else {
            Self::Empty
        }
    }
}

impl From<u64> for Cell {
    fn from(count: u64) -> Self {
        Self::Count(count)
    }
}

impl From<&Rc<str>> for Cell {
    fn from(text: &Rc<str>) -> Self {
        Self::Text(Rc::clone(text))
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(found: Option<T>) -> Self {
        found.map_or(Self::Empty, Into::into)
    }
}

impl Table {
    /// Writes it where it was asked for, and says what is to be said of it.
    pub(super) fn give(&self, files: &Files) -> Result<(), Failure> {
        for note in &self.notes {
            terminal::message(&format!("note: {note}"));
        }
        let Some(out) = &files.out else {
            let text = if files.json { self.json() } else { self.csv() };
            terminal::data(text.trim_end_matches('\n'));
            return Ok(());
        };
        replace(out, |beside| fs::write(beside, self.csv()))?;
        let shown = out.display().to_string();
        let rows = thousands(u64::try_from(self.rows.len()).unwrap_or(u64::MAX));
        terminal::data(&if files.json {
            json!({ "out": shown, "rows": self.rows.len(), "notes": self.notes }).to_string()
        } else {
            let word = if self.rows.len() == 1 { "row" } else { "rows" };
            format!("{shown}: {rows} {word}")
        });
        Ok(())
    }

    fn csv(&self) -> String {
        let mut text = self.columns.join(",") + "\n";
        for row in &self.rows {
            for (at, cell) in row.iter().enumerate() {
                let comma = if at == 0 { "" } else { "," };
                text += comma;
                text += &quoted(cell.written());
            }
            text.push('\n');
        }
        text
    }

    fn json(&self) -> String {
        let row = |row: &Vec<Cell>| -> Value {
            let cells = self.columns.iter().zip(row);
            cells
                .map(|(name, cell)| ((*name).to_owned(), cell.json()))
                .collect()
        };
        let rows: Vec<Value> = self.rows.iter().map(row).collect();
        json!({ "rows": rows, "notes": self.notes }).to_string()
    }
}

/// How many rows have no estimate because nobody was under observation for so long.
pub(super) fn not_observed(rows: &[Vec<Cell>], estimate: usize) -> Vec<String> {
    without(rows, estimate, "nobody was under observation for so long")
}

/// How many rows have no estimate because their denominator is 0.
pub(super) fn without_cases(rows: &[Vec<Cell>], estimate: usize) -> Vec<String> {
    without(rows, estimate, "there are no cases to count among")
}

fn without(rows: &[Vec<Cell>], estimate: usize, why: &str) -> Vec<String> {
    let is_empty = |it: &&Vec<Cell>| it.get(estimate) == Some(&Cell::Empty);
    let empty = u64::try_from(rows.iter().filter(is_empty).count()).unwrap_or(u64::MAX);
    let have = if empty == 1 { "row has" } else { "rows have" };
    let note = || format!("{} {have} no estimate: {why}", thousands(empty));
    (empty > 0).then(note).into_iter().collect()
}

/// A cell as CSV has it.
fn quoted(text: String) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_reads_back_as_it_was_and_no_number_is_empty() {
        for number in [
            0.1 + 0.2,
            1e-300,
            5e-324,
            123_456_789.125,
            f64::MAX,
            -2.5e-7,
            0.0,
        ] {
            let written = Cell::from(number).written();
            assert_eq!(
                written.parse::<f64>().unwrap().to_bits(),
                number.to_bits(),
                "{written}"
            );
            assert!(written.len() < 26, "{written}");
        }
        assert_eq!(Cell::from(-0.0).written(), "0");
        assert_eq!(Cell::from(f64::NAN), Cell::Empty);
        assert_eq!(Cell::from(Some(f64::INFINITY)), Cell::Empty);
    }

    #[test]
    fn a_text_with_a_comma_or_a_quote_is_quoted() {
        assert_eq!(quoted("a,b".to_owned()), "\"a,b\"");
        assert_eq!(quoted("a \"b\"".to_owned()), "\"a \"\"b\"\"\"");
        assert_eq!(quoted("a b".to_owned()), "a b");
    }
}
