//! A blocking rule of Splink as blocks.

use super::{
    made::{Fields, Made},
    sql::{Side, Sql},
};
use rasso_schema::toml_texts;

/// The fields of the left record, and those of the right that are the same.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Block {
    on: Vec<String>,
    right: Vec<String>,
}

/// The blocks of a rule: one for each of the conditions that `or` joins; and what is not the same.
pub(super) fn read(
    rule: &Sql,
    is_one_file: bool,
    fields: &mut Fields,
) -> (Vec<Block>, Vec<String>) {
    let mut blocks = Vec::new();
    let mut remarks = Vec::new();
    for all in rule.parts("or") {
        let parts = all.parts("and");
        let count = parts.len();
        let same: Vec<(Made, Made)> = parts.into_iter().filter_map(same).collect();
        if same.is_empty() {
            remarks.push("no column is the same in both records, and rasso has no other blocks: it is left out, and what it alone would find is not found".to_owned());
            continue;
        }
        if same.len() < count {
            remarks.push("only what must be the same in both records is carried over: more pairs are compared than in Splink".to_owned());
        }
        let turned = |(a, b): &(Made, Made)| same.contains(&(b.clone(), a.clone()));
        if is_one_file && !same.iter().all(turned) {
            remarks.push("of one file, rasso looks for it in either of two records, and Splink in the one with the lower id: more pairs are compared".to_owned());
        }
        let mut name = |it: &Made| fields.name(it);
        let (on, right) = same.iter().map(|(a, b)| (name(a), name(b))).unzip();
        blocks.push(Block { on, right });
    }
    (blocks, remarks)
}

/// What must be the same: of the left record, and of the right.
fn same(part: &Sql) -> Option<(Made, Made)> {
    let Sql::Both(operator, a, b) = part else {
        return None;
    };
    let ((a, a_side), (b, b_side)) = (Made::read(a)?, Made::read(b)?);
    match (operator.as_str(), a_side, b_side) {
        ("=", Side::Left, Side::Right) => Some((a, b)),
        ("=", Side::Right, Side::Left) => Some((b, a)),
        _ => None,
    }
}

impl Block {
    /// As a model file has it.
    pub(super) fn written(&self) -> String {
        let on = format!("[[block]]\non = {}", toml_texts(&self.on));
        if self.right == self.on {
            return on;
        }
        format!("{on}\nright = {}", toml_texts(&self.right))
    }
}
