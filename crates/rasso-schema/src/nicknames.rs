//! First names that are forms of one another.

use crate::{SchemaError, files::Files};
use serde::Deserialize;
use std::collections::BTreeMap;

const NICKNAMES: &str = "names/nicknames.csv";

/// Of each form of a first name the names that it may stand for, as numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Nicknames {
    names: BTreeMap<String, Vec<u32>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    name: String,
    forms: String,
}

impl Nicknames {
    /// Reads `names/nicknames.csv`: a name in each line, and its forms, with `|` between them.
    pub fn load(files: &Files) -> Result<Self, SchemaError> {
        let malformed = |what: String| SchemaError::malformed(NICKNAMES, what);
        let mut all = Self::default();
        let mut seen = Vec::new();
        for (number, row) in (0..).zip(files.csv::<Row>(NICKNAMES)?) {
            if seen.contains(&row.name) {
                return Err(malformed(format!("`{}` stands there twice", row.name)));
            }
            for form in std::iter::once(row.name.as_str()).chain(row.forms.split('|')) {
                if form.is_empty() || !form.bytes().all(|it| it.is_ascii_lowercase()) {
                    let what = format!(
                        "a form of `{}` is not written in small letters a to z",
                        row.name
                    );
                    return Err(malformed(what));
                }
                let names = all.names.entry(form.to_owned()).or_default();
                if names.last() == Some(&number) {
                    return Err(malformed(format!(
                        "`{}` has the form `{form}` twice",
                        row.name
                    )));
                }
                names.push(number);
            }
            seen.push(row.name);
        }
        Ok(all)
    }

    /// The names that a form may stand for, in rising order; it is written in small letters a to z.
    pub fn names_of(&self, form: &str) -> &[u32] {
        self.names.get(form).map(Vec::as_slice).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_may_stand_for_several_names() {
        let names = Nicknames::load(&Files::embedded()).unwrap();
        let share = |a: &str, b: &str| {
            names
                .names_of(a)
                .iter()
                .any(|it| names.names_of(b).contains(it))
        };
        for (a, b) in [
            ("elizabeth", "liz"),
            ("liz", "beth"),
            ("alex", "alexander"),
            ("alexandra", "alex"),
            ("mohammed", "muhammad"),
            ("gosia", "malgorzata"),
            ("gurpreet", "gurprit"),
        ] {
            assert!(share(a, b), "{a} {b}");
        }
        assert!(!share("alexander", "lexi") && !share("elizabeth", "mary"));
        assert!(names.names_of("nobody").is_empty());
    }

    #[test]
    fn a_file_that_says_things_twice_is_refused() {
        let load = |rows: &str| {
            let text = format!("name,forms\n{rows}");
            let files = [(NICKNAMES.to_owned(), text.into_bytes())];
            Nicknames::load(&Files::from_contents(files))
                .unwrap_err()
                .to_string()
        };
        assert!(load("ann,anne\nann,annie\n").contains("`ann` stands there twice"));
        assert!(load("ann,anne|anne\n").contains("has the form `anne` twice"));
        assert!(load("ann,\n").contains("is not written in small letters"));
        assert!(load("ann,Anne\n").contains("is not written in small letters"));
    }
}
