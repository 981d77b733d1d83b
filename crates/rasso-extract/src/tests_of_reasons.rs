//! Every reason that is written down can be explained.

use crate::{FindingKind, Rule};
use rasso_schema::{Reasons, Schemas};

#[test]
fn every_rule_finding_and_reason_to_drop_a_row_has_its_entry() {
    let reasons = Reasons::load(&Schemas::embedded().unwrap()).unwrap();
    let rules = Rule::ALL.iter().map(Rule::as_str);
    let findings = FindingKind::ALL.iter().map(|it| it.as_str());
    let drops = [
        "same_content",
        "collapsed",
        "flagged_duplicate",
        "corrected",
        "nothing_to_unfold",
    ];
    for code in rules.chain(findings).chain(drops) {
        assert!(
            reasons.get(code).is_ok(),
            "`{code}` has no entry in reasons.toml"
        );
    }
}
