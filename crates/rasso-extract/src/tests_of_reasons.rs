//! Every reason that is written down can be explained.

use rasso_schema::{Reasons, Schemas};

/// The words of `Rule::as_str`, from its text: a new rule is met here without another list of them.
fn words_of_rules() -> Vec<&'static str> {
    let text = include_str!("fault.rs");
    let (_, from) = text.split_once("pub const fn as_str").unwrap();
    let (body, _) = from.split_once("pub const fn words").unwrap();
    let arms = body.lines().filter(|it| it.contains("=> \""));
    arms.map(|it| it.split('"').nth(1).unwrap()).collect()
}

#[test]
fn every_rule_and_every_reason_to_drop_a_row_has_its_entry() {
    let reasons = Reasons::load(&Schemas::embedded().unwrap()).unwrap();
    let rules = words_of_rules();
    assert!(rules.len() >= 14, "{rules:?}");
    let drops = ["same_content", "collapsed", "flagged_duplicate"];
    for code in rules.into_iter().chain(drops) {
        assert!(
            reasons.get(code).is_ok(),
            "`{code}` has no entry in reasons.toml"
        );
    }
}
