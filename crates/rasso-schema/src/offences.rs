//! Which offence codes are rape.

use crate::CodeList;
use std::collections::BTreeSet;

/// The explicit, versioned list of rape offences. A prefix would not do: class 019 holds offences
/// that are not rape, and class 000 holds some that are.
#[derive(Debug, Clone, Default)]
pub struct RapeOffences(BTreeSet<String>);

impl RapeOffences {
    /// Whether a code, in any of the schemes listed, is rape as the list has it.
    pub fn is_rape(&self, code: &str) -> bool {
        self.0.contains(code)
    }

    /// The codes that are rape, sorted.
    pub fn codes(&self) -> impl ExactSizeIterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    pub(crate) fn of(list: &CodeList) -> Self {
        let is_rape = |code: &str| list.attribute(code, "is_rape") == Some("Y");
        Self(
            list.codes()
                .map(|(code, _)| code)
                .filter(|it| is_rape(it))
                .map(str::to_owned)
                .collect(),
        )
    }
}
