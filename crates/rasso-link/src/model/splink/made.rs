//! The fields that a Splink model makes of columns, where it has expressions in their place.

use super::sql::{Side, Sql};
use rasso_schema::{gives_a_date, toml_text};

/// How a field is made of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Made {
    pub(super) column: String,
    /// How dates are written, where it is read as one.
    pub(super) date: Option<String>,
    is_small: bool,
    part: Part,
}

/// What is taken of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Whole,
    First(i32),
    Slice(usize, usize),
    Before(char),
}

/// Patterns of Splink's ready-made comparisons for what stands before a mark.
const BEFORE: [(&str, char); 2] = [("^[^@]+", '@'), ("^[A-Za-z]{1,2}[0-9][A-Za-z0-9]?", ' ')];

/// How a date is written where it is a date in the data, and no text.
const ISO: &str = "%Y-%m-%d";

impl Made {
    /// The column as it stands.
    pub(super) fn of(column: &str) -> Self {
        Self {
            column: column.to_owned(),
            date: None,
            is_small: false,
            part: Part::Whole,
        }
    }

    /// Reads an expression of one column; with the record that it is of.
    pub(super) fn read(sql: &Sql) -> Option<(Self, Side)> {
        match sql {
            Sql::Column(name, side) => Some((Self::of(name), (*side)?)),
            Sql::Call(name, of) => {
                let (made, side) = Self::read(of.first()?)?;
                made.through(name, of.get(1..)?).map(|it| (it, side))
            }
            Sql::Number(_) | Sql::Text(_) | Sql::Both(..) | Sql::IsNull(_) => None,
        }
    }

    fn through(self, function: &str, with: &[Sql]) -> Option<Self> {
        let whole = self.part == Part::Whole;
        let part = |part: Part| {
            whole.then_some(Self {
                part,
                ..self.clone()
            })
        };
        match (function, with) {
            ("lower" | "upper" | "lcase" | "ucase", []) => Some(Self {
                is_small: true,
                ..self
            }),
            ("trim", []) => Some(self),
            ("nullif", [Sql::Text(text)]) if text.is_empty() => Some(self),
            (
                "try_strptime" | "strptime" | "date_parse" | "to_date" | "to_timestamp"
                | "try_to_timestamp",
                [Sql::Text(pattern)],
            ) => {
                let pattern = pattern.replace("yyyy", "%Y");
                let pattern = pattern.replace("MM", "%m").replace("dd", "%d");
                let sound = whole && self.date.is_none() && gives_a_date(&pattern);
                let date = Some(pattern);
                sound.then_some(Self { date, ..self })
            }
            ("left", [length]) => part(Part::First(count(length)?)),
            ("right", [length]) => part(Part::First(-count(length)?)),
            ("substr" | "substring", [from, length]) => {
                let (from, length) = (count(from)?, count(length)?);
                if from == 1 {
                    return part(Part::First(length));
                }
                let from = usize::try_from(from - 1).ok()?;
                part(Part::Slice(from, from + usize::try_from(length).ok()?))
            }
            ("regexp_extract", [Sql::Text(pattern), rest @ ..]) => {
                let is_all = rest.iter().all(|it| *it == Sql::Number(0.0));
                let known = BEFORE.iter().find(|it| is_all && it.0 == pattern)?;
                part(Part::Before(known.1))
            }
            _ => None,
        }
    }

    /// The same as a date: as it stands, where it is one already.
    pub(super) fn into_date(self) -> Option<Self> {
        match (&self.date, self.part) {
            (Some(_), _) => Some(self),
            (None, Part::Whole) => Some(Self {
                date: Some(ISO.to_owned()),
                ..self
            }),
            (None, _) => None,
        }
    }

    /// Whether this is the date that a text of the other's column stands for.
    pub(super) fn is_date_of(&self, text: &Self) -> bool {
        self.date.is_some() && *text == Self::of(&self.column)
    }

    /// What is not quite the same in rasso, where there is anything.
    pub(super) fn remark(&self) -> Option<String> {
        let said = match self.part {
            Part::Whole => return None,
            Part::First(_) | Part::Slice(..) => {
                "a text that is too short for the part that is asked for says nothing, where SQL takes what there is"
            }
            Part::Before(_) => {
                "the pattern is taken for what stands before its mark, and a text without the mark says nothing"
            }
        };
        Some(format!("column {}: {said}", toml_text(&self.column)))
    }

    fn described(&self) -> String {
        let plain = |it: char| if it.is_alphanumeric() { it } else { '_' };
        let name: String = self.column.chars().map(plain).collect();
        let date = self.date.as_ref().map_or("", |_| "_date");
        let small = if self.is_small { "_small" } else { "" };
        let part = match self.part {
            Part::Whole => String::new(),
            Part::First(it) if it < 0 => format!("_last{}", -it),
            Part::First(it) => format!("_first{it}"),
            Part::Slice(from, to) => format!("_from{from}_to{to}"),
            Part::Before(_) => "_start".to_owned(),
        };
        format!("{name}{date}{small}{part}")
    }
}

fn count(sql: &Sql) -> Option<i32> {
    let number = sql.number().filter(|it| (1.0..1e6).contains(it))?;
    number.to_string().parse().ok()
}

/// The fields of a model, each with its name.
#[derive(Default)]
pub(super) struct Fields(Vec<(String, Made)>);

impl Fields {
    /// The name of a field, which is put among the others where it is new.
    pub(super) fn name(&mut self, made: &Made) -> String {
        if let Some((name, _)) = self.0.iter().find(|it| it.1 == *made) {
            return name.clone();
        }
        let mut name = made.described();
        while self.0.iter().any(|it| it.0 == name) {
            name.push('_');
        }
        self.0.push((name.clone(), made.clone()));
        name
    }

    /// What is not quite the same of them.
    pub(super) fn remarks(&self) -> Vec<String> {
        self.0.iter().filter_map(|it| it.1.remark()).collect()
    }

    /// As a model file has them.
    pub(super) fn written(&self) -> Vec<String> {
        let of = |(name, made): &(String, Made)| {
            let mut lines = vec![format!("[field.{}]", toml_text(name))];
            if *name != made.column {
                lines.push(format!("from = {}", toml_text(&made.column)));
            }
            if !made.is_small {
                lines.push("lower = false".to_owned());
            }
            if let Some(format) = &made.date {
                lines.push(format!("date_formats = [{}]", toml_text(format)));
            }
            match made.part {
                Part::Whole => (),
                Part::First(it) => lines.push(format!("first = {it}")),
                Part::Slice(from, to) => lines.push(format!("slice = [{from}, {to}]")),
                Part::Before(mark) => {
                    lines.push(format!("before = {}", toml_text(&mark.to_string())));
                }
            }
            lines.join("\n")
        };
        self.0.iter().map(of).collect()
    }
}
