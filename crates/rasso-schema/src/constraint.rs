//! What a cell must be, in words.

use std::sync::Arc;

/// How many codes are named before a list is only named.
const CODES_SHOWN: usize = 12;

/// One rule on a cell. It says itself in words for faults, the data dictionary and the docs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Constraint {
    /// The cell is never blank.
    Filled,
    /// The cell is text that can be read, on one line.
    Readable,
    /// The cell is a date of the calendar, written in one of these formats.
    Date(Vec<String>),
    /// The cell is a code of this list.
    OneOf {
        /// The list's name.
        list: String,
        /// Its codes.
        codes: Vec<String>,
    },
    /// The cell is a whole number within these bounds.
    Whole {
        /// The smallest.
        min: Option<i64>,
        /// The largest.
        max: Option<i64>,
    },
    /// The cell is a flag.
    YesOrNo,
    /// The text is of this form.
    Form(String),
    /// The cell is an identifier of the published form that is no dummy.
    Identifier(&'static str),
}

impl Constraint {
    /// The rule in words, to stand after "must be".
    pub fn describe(&self) -> Arc<str> {
        let words = match self {
            Self::Filled => "filled in".to_owned(),
            Self::Readable => "readable text on one line".to_owned(),
            Self::Date(formats) => {
                format!(
                    "a date of the calendar from 1900 on, written {}",
                    written_so(formats)
                )
            }
            Self::OneOf { list, codes } if codes.len() > CODES_SHOWN => {
                format!("one of the {} codes of the list {list}", codes.len())
            }
            Self::OneOf { codes, .. } => format!("one of {}", codes.join(", ")),
            Self::Whole {
                min: None,
                max: None,
            } => "a whole number".to_owned(),
            Self::Whole {
                min: Some(min),
                max: None,
            } => format!("a whole number, {min} or more"),
            Self::Whole {
                min: None,
                max: Some(max),
            } => format!("a whole number, {max} or less"),
            Self::Whole {
                min: Some(min),
                max: Some(max),
            } => {
                format!("a whole number from {min} to {max}")
            }
            Self::YesOrNo => "Y or N".to_owned(),
            Self::Form(pattern) => format!("of the form {pattern}"),
            Self::Identifier(name) => format!("a real {name} of the published form"),
        };
        words.into()
    }
}

/// Date formats as people write them: `%d/%m/%Y` as DD/MM/YYYY.
fn written_so(formats: &[String]) -> String {
    let letters = [
        ("%Y", "YYYY"),
        ("%y", "YY"),
        ("%m", "MM"),
        ("%d", "DD"),
        ("%b", "Mon"),
        ("%B", "Month"),
    ];
    let plain = |format: &String| {
        letters
            .iter()
            .fold(format.clone(), |it, (from, to)| it.replace(from, to))
    };
    formats.iter().map(plain).collect::<Vec<_>>().join(" or ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_says_itself_in_words() {
        let said = |it: Constraint| it.describe().to_string();
        assert_eq!(
            said(Constraint::Whole {
                min: Some(0),
                max: Some(120)
            }),
            "a whole number from 0 to 120"
        );
        let codes = vec!["charge".to_owned(), "nfa".to_owned()];
        assert_eq!(
            said(Constraint::OneOf {
                list: "decision".to_owned(),
                codes
            }),
            "one of charge, nfa"
        );
        let codes = vec![String::new(); 40];
        let many = Constraint::OneOf {
            list: "cjs_result".to_owned(),
            codes,
        };
        assert_eq!(said(many), "one of the 40 codes of the list cjs_result");
    }
}
