//! Counts that revise earlier ones, and the changes between them.

use crate::{
    Policy, Tables,
    files::{CHANGE, LEVEL, ONE, PERCENTAGE, REVISES},
    known::Known,
    question::{Kind, Standing},
    system::System,
};
use std::collections::{BTreeMap, BTreeSet};

/// For each cell that revises others its earlier vintages, the latest first.
pub(super) type Vintages = BTreeMap<usize, Vec<usize>>;

/// The earlier vintages of the cells of a file, which stand at `places`.
pub(super) fn vintages(tables: &Tables, places: &[usize]) -> Vintages {
    let chain = |cell: usize| {
        let mut chain = Vec::new();
        let mut older = tables.cells[cell].revises;
        while let Some(at) = older {
            // A file that goes round in a ring ends where it began.
            if at == cell || chain.contains(&places[at]) {
                break;
            }
            chain.push(places[at]);
            older = tables.cells[at].revises;
        }
        chain
    };
    let all = (0..tables.cells.len()).map(|it| (places[it], chain(it)));
    all.filter(|it| !it.1.is_empty()).collect()
}

/// Each new count with every earlier vintage of it whose change is not public and no cell of the ledger yet: what came
/// in small steps may not be told by skipping one.
pub(super) fn untold(
    vintages: &Vintages,
    known: &Known,
    standing: &[Standing],
) -> Vec<(usize, usize)> {
    let pairs = vintages
        .iter()
        .flat_map(|(new, older)| older.iter().map(|old| (*new, *old)));
    let is_untold = |&(new, old): &(usize, usize)| {
        let is_public = [new, old].map(|it| standing[it]) == [Standing::Shown; 2];
        !is_public && known.place(&change(known, new, old)).is_none()
    };
    pairs.filter(is_untold).collect()
}

/// What the cell is called that holds the change from an old vintage to a new one.
pub(super) fn change(known: &Known, new: usize, old: usize) -> String {
    let id = |it: usize| &known.cells()[it].id;
    format!("{CHANGE}{} {REVISES} {}", id(new), id(old))
}

/// What each cell is, by its name.
pub(super) fn kinds(known: &Known) -> Vec<Kind> {
    let kind = |id: &str| {
        if id.starts_with(LEVEL) || id == ONE {
            Kind::Number
        } else if id.starts_with(PERCENTAGE) {
            Kind::Slack
        } else if id.starts_with(CHANGE) {
            Kind::Change
        } else {
            Kind::Cases
        }
    };
    known.cells().iter().map(|it| kind(&it.id)).collect()
}

/// How many cases the counts stand for: a change is raised by a level, and the level stands for none.
pub(super) fn cases(known: &Known, counts: &[i64]) -> Vec<i64> {
    let is_level = |it: usize| known.cells()[it].id.starts_with(LEVEL);
    let mut cases = counts.to_vec();
    for (at, kind) in kinds(known).into_iter().enumerate() {
        match kind {
            Kind::Number => cases[at] = 0,
            // More than one, so that it is nobody's case.
            Kind::Slack => cases[at] = i64::MAX,
            Kind::Cases | Kind::Change => {}
        }
    }
    for constraint in known.constraints() {
        if let Some(change) = known
            .place(&constraint.id)
            .filter(|_| constraint.id.starts_with(CHANGE))
        {
            let levels = constraint.terms.iter().filter(|it| is_level(it.0));
            cases[change] -= levels.map(|it| counts[it.0]).sum::<i64>();
        }
    }
    cases
}

/// The changes of earlier releases that are withheld because they are small. No file has them any more, and they stay
/// protected from all that is published later, and from whoever is the one case of another.
pub(super) fn small_changes(known: &Known, counts: &[i64], policy: &Policy) -> Vec<usize> {
    let cases = cases(known, counts);
    let is_withheld_change = |it: &usize| {
        let cell = &known.cells()[*it];
        cell.id.starts_with(CHANGE) && cell.told.is_withheld()
    };
    let changes = (0..cases.len()).filter(is_withheld_change);
    changes.filter(|it| policy.is_small(cases[*it])).collect()
}

/// What the changes of revised tables sum to: where a constraint holds for two vintages of its cells, it holds for the
/// changes from the one to the other.
pub(super) fn sums_of_changes(known: &Known, vintages: &Vintages, counts: &[i64]) -> System {
    let mut sums = Vec::new();
    let there: BTreeSet<Vec<(usize, i64)>> = known
        .constraints()
        .iter()
        .map(|it| sorted(&it.terms))
        .collect();
    let none = Vec::new();
    for constraint in known.constraints() {
        let older = |it: usize| vintages.get(&it).unwrap_or(&none);
        let depth = constraint.terms.iter().map(|it| older(it.0).len()).max();
        for steps in 0..depth.unwrap_or(0) {
            let old = |it: usize| {
                let older = older(it);
                older.get(steps).or(older.last()).copied().unwrap_or(it)
            };
            let before: Vec<_> = constraint
                .terms
                .iter()
                .map(|it| (old(it.0), it.1))
                .collect();
            if there.contains(&sorted(&before)) {
                let pairs = constraint.terms.iter().map(|it| (it.0, old(it.0), it.1));
                sums.extend(sum_of(known, counts, pairs));
            }
        }
    }
    System::new(known.cells().len(), &sums)
}

/// The sum of the changes from new to old counts; none if one of them is public and not nought.
fn sum_of(
    known: &Known,
    counts: &[i64],
    pairs: impl Iterator<Item = (usize, usize, i64)>,
) -> Option<Vec<(usize, i64)>> {
    let mut sum = Vec::new();
    for (new, old, by) in pairs.filter(|it| it.0 != it.1) {
        match known.place(&change(known, new, old)) {
            Some(change) => sum.push((change, by)),
            None if counts[new] == counts[old] => {}
            None => return None,
        }
    }
    Some(sum)
}

pub(super) fn sorted(terms: &[(usize, i64)]) -> Vec<(usize, i64)> {
    let mut terms = terms.to_vec();
    terms.sort_unstable();
    terms
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{files::Constraint, told::Told};
    use std::path::Path;

    #[test]
    fn a_small_change_of_an_earlier_release_is_small_still() {
        let text = include_str!("../../../../data-schemas/disclosure/example-policy.toml");
        let policy = Policy::parse(Path::new("policy.toml"), text).unwrap();
        let mut known = Known::default();
        let counts = [30, 1_000, 31, 1_001, 90, 1_060, 26, 996];
        let shown = [true, true, false, false, false, false, false, false];
        let changes = [
            "",
            "",
            "",
            "new revises old",
            "",
            "far revises old",
            "",
            "less revises old",
        ];
        for ((at, name), is_shown) in changes.iter().enumerate().zip(shown) {
            let prefix = if name.is_empty() { "" } else { CHANGE };
            let id = match at {
                1 => format!("{LEVEL}2"),
                _ if name.is_empty() => format!("cell{at}"),
                _ => format!("{prefix}{name}"),
            };
            let told = if is_shown {
                Told::Count(counts[at])
            } else {
                Told::Withheld
            };
            known.add_cell(&id, told).unwrap();
        }
        for change in [3, 5, 7] {
            known.add_constraint(Constraint {
                id: known.cells()[change].id.clone(),
                terms: vec![(change - 1, 1), (0, -1), (change, -1), (1, 1)],
            });
        }
        assert_eq!(small_changes(&known, &counts, &policy), [3, 7]);
    }
}
