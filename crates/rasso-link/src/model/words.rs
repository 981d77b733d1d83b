//! Names and codes that a model looks things up in: files of `data-schemas`.

use super::{
    definition::{Comparison, Model},
    field::Field,
    level::Kind,
};
use rasso_schema::{CodeList, Files, Nicknames};
use std::collections::BTreeMap;

/// What a model's fields and levels look up; nothing of what they do not ask for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    pub(crate) nicknames: Nicknames,
    /// By name.
    lists: BTreeMap<String, CodeList>,
}

impl Words {
    /// Reads what a model asks for.
    pub(super) fn load(model: &Model, files: &Files) -> Result<Self, String> {
        let mut words = Self::default();
        let levels = model.comparisons.iter().flat_map(Comparison::conditions);
        let mut tests = levels.flat_map(|it| &it.0);
        if tests.any(|it| it.kind == Kind::Nickname) {
            words.nicknames = Nicknames::load(files).map_err(|it| it.to_string())?;
        }
        for (name, field) in &model.fields {
            let Some(asked) = &field.look_up else {
                continue;
            };
            let wrong = |what: String| format!("`[field.{name}]`: {what}");
            let (list, attribute) = asked.split_once('.').ok_or_else(|| {
                wrong(
                    "`look_up` is a code list and what it says, as `rape_offence.victim_sex`"
                        .to_owned(),
                )
            })?;
            let codes = CodeList::named(files, list).map_err(|it| wrong(it.to_string()))?;
            if !codes.has_attribute(attribute) {
                let what = format!("the code list `{list}` says nothing named `{attribute}`");
                return Err(wrong(what));
            }
            words.lists.insert(list.to_owned(), codes);
        }
        Ok(words)
    }

    /// What stands for a cell: itself, or what a list says of it.
    pub(crate) fn of<'t>(&'t self, field: &Field, text: &'t str) -> Option<&'t str> {
        let Some(asked) = &field.look_up else {
            return Some(text);
        };
        let (list, attribute) = asked.split_once('.')?;
        self.lists.get(list)?.attribute(text, attribute)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model(look_up: &str) -> Result<Model, String> {
        let text = format!(
            "name = 'x'\nversion = '1'\nid = 'id'\n[field.victim]\nfrom = 'offence'\nlook_up = '{look_up}'\n\
             [[comparison]]\nfield = 'victim'\nlevels = ['exact']\n[[block]]\non = ['victim']\n"
        );
        Model::parse("model", &text).map_err(|it| it.to_string())
    }

    #[test]
    fn a_code_stands_for_what_its_list_says_of_it() {
        let model = model("rape_offence.victim_sex").unwrap();
        let of = |code| model.words.of(&model.fields["victim"], code);
        assert_eq!(of("19C"), Some("F"));
        assert_eq!(of("019/10"), Some("M"));
        assert_eq!((of("19"), of("nothing")), (None, None));
    }

    #[test]
    fn a_list_or_what_it_should_say_that_is_not_there_is_told() {
        for (look_up, told) in [
            ("rape_offense.victim_sex", "did you mean `rape_offence`"),
            ("rape_offence.victim", "says nothing named `victim`"),
            ("rape_offence", "a code list and what it says"),
        ] {
            let said = model(look_up).unwrap_err();
            assert!(said.contains(told), "{said}");
        }
    }
}
