//! What of a run is published, beside everything that was published before.

use super::{input, vintages};
use crate::{
    args::{ReleaseBuild, Revisions},
    failure::{Failure, INPUT},
};
use rasso_attrition::Tabulation;
use rasso_disclosure::{Ledger, Made, Policy, make};
use std::collections::BTreeSet;
use vintages::{Counted, Vintages};

/// What is published, decided and not yet written.
pub(super) struct Decided {
    pub(super) counted: Tabulation,
    pub(super) vintages: Vintages,
    pub(super) made: Made,
    /// The tables whose revisions are held.
    pub(super) held: BTreeSet<String>,
}

/// Protects what a run counted beside everything before. Where revisions of a table cannot be published beside what was
/// published already, they are held, if that is wanted.
pub(super) fn decide(
    asked: &ReleaseBuild,
    policy: &Policy,
    ledger: &Ledger,
    (counted, before): (Tabulation, Vec<Counted>),
) -> Result<Decided, Failure> {
    let published = vintages::published(&before);
    let mut held: BTreeSet<String> = BTreeSet::new();
    if asked.revisions == Revisions::Hold {
        held.extend(counted.cells.iter().map(|it| it.table.clone()));
    }
    loop {
        let mut counted = counted.clone();
        let mut others = BTreeSet::new();
        for table in &held {
            let of = |id: &str| published.get(id).copied();
            let many = counted.hold(table, &of);
            others.extend((many > 0).then(|| table.clone()));
        }
        counted.check_sums().map_err(|it| Failure::new(INPUT, it))?;
        let vintages = Vintages::of(&counted, before.clone());
        let refused = match make(&input(&counted, &vintages), policy, &asked.policy, ledger) {
            Ok(made) => {
                return Ok(Decided {
                    counted,
                    vintages,
                    made,
                    held: others,
                });
            }
            Err(refused) => refused,
        };
        let cells = refused.unprotected().iter();
        let tables = cells.filter_map(|it| it.split('/').next());
        let more: BTreeSet<String> = tables.map(str::to_owned).collect();
        let may_hold = asked.revisions == Revisions::WherePossible;
        if !may_hold || more.is_empty() || more.iter().any(|it| held.contains(it)) {
            let names: Vec<&str> = more.iter().map(String::as_str).collect();
            let failure = Failure::from(refused);
            return Err(if names.is_empty() {
                failure
            } else {
                failure.hint(format!(
                    "they are in: {}; leave these out with `--table`, or show fewer quarters",
                    names.join(", ")
                ))
            });
        }
        held.extend(counted.joined(&more));
    }
}
