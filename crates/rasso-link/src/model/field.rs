//! A field of a model: how it is made of a heading.

use rasso_schema::gives_a_date;
use serde::Deserialize;

/// How a field is made of a heading.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// The heading; the field's own name where none is given.
    pub from: Option<String>,
    /// The heading in the right file, where it is another.
    pub right: Option<String>,
    /// What a code list says of the code that stands there, as `list.attribute`; nothing of an unknown one.
    pub look_up: Option<String>,
    /// Small letters.
    #[serde(default = "yes")]
    pub lower: bool,
    /// Plain Latin letters: without accents, and of other scripts as far as can be.
    #[serde(default)]
    pub latin: bool,
    /// Nothing but letters and digits.
    #[serde(default)]
    pub plain: bool,
    /// So many characters from the start, or from the end where it is negative.
    pub first: Option<i32>,
    /// Characters from (0 is the first) and up to, not included.
    pub slice: Option<[usize; 2]>,
    /// The word of this number, from 1 on.
    pub word: Option<usize>,
    /// What stands before this text.
    pub before: Option<String>,
    /// What stands after it.
    pub after: Option<String>,
    /// Words that say nothing.
    #[serde(default)]
    pub null: Vec<String>,
    /// How dates are written, as in a mapping; a date in none of them says nothing.
    #[serde(default)]
    pub date_formats: Vec<String>,
}

const fn yes() -> bool {
    true
}

impl Field {
    pub(super) fn check(&self) -> Result<(), String> {
        if self.first.is_some() && self.slice.is_some() {
            return Err("either `first` or `slice`".to_owned());
        }
        if self.first == Some(0) || self.slice.is_some_and(|[from, to]| from >= to) {
            return Err("`first` and `slice` leave a character at least".to_owned());
        }
        if self.word == Some(0) {
            return Err("the first `word` is 1".to_owned());
        }
        if self.plain && !self.date_formats.is_empty() {
            return Err("dates are cleaned by `date_formats`, without `plain`".to_owned());
        }
        let wrong = self.date_formats.iter().find(|it| !gives_a_date(it));
        wrong.map_or(Ok(()), |it| {
            Err(format!(
                "the date format `{it}` does not give a whole date; 30/06/2025 is `%d/%m/%Y`"
            ))
        })
    }
}
