//! What a file and the ledger say together, before anything is withheld.

mod percentages;

use crate::{
    DisclosureError, Ledger, Policy, Tables,
    files::{CHANGE, Constraint, LEVEL, OWN, REVISES, no_faults},
    known::Known,
    protect::Protection,
    question::{Question, Standing},
    release::revisions::{
        Vintages, cases, change, kinds, small_changes, sorted, sums_of_changes, untold, vintages,
    },
    told::Told,
};
use std::collections::{BTreeMap, BTreeSet};

/// All cells and constraints of the ledger and of a file, and the counts.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    /// New cells are in it as withheld.
    known: Known,
    counts: Vec<i64>,
    primary: Vec<bool>,
    standing: Vec<Standing>,
    vintages: Vintages,
    /// Revised counts whose change is no cell of the ledger: the new vintage and the old.
    revisions: Vec<(usize, usize)>,
    /// What the cell is called that keeps changes above nought, and its count.
    level: (String, i64),
}

impl Draft {
    pub(super) fn new(
        tables: &Tables,
        policy: &Policy,
        ledger: &Ledger,
    ) -> Result<Self, DisclosureError> {
        let before = ledger.known();
        let mut known = before.clone();
        known.round(policy.rounding());
        let mut faults = Vec::new();
        let mut counts: BTreeMap<usize, i64> = BTreeMap::new();
        let mut primary: BTreeSet<usize> = BTreeSet::new();
        let mut places = Vec::new();
        for cell in &tables.cells {
            let place = match before.place(&cell.id) {
                Some(place) => Some(place),
                None => known.add_cell(&cell.id, Told::Withheld),
            };
            // The file has each name once.
            let Some(place) = place else { continue };
            let told = known.cells()[place].told;
            if !told.is_withheld() && told != policy.rounding().tell(cell.count) {
                faults.push(format!(
                    "{}, row {}, column `value`: is not what an earlier release shows; give the new count a cell_id of \
                     its own, and name this one in its column `revises`",
                    tables.file, cell.row
                ));
            }
            if told.is_withheld() && policy.primary(cell.count, cell.complainants, cell.largest) {
                primary.insert(place);
            }
            counts.insert(place, cell.count);
            places.push(place);
        }
        no_faults(faults)?;
        take_over(tables, before, &mut counts)?;
        let count = |it: usize| counts.get(&it).copied().unwrap_or(0);
        let counts: Vec<i64> = (0..known.cells().len()).map(count).collect();
        check_sums(tables, before, &counts)?;
        add_constraints(&mut known, tables, &places);
        let standing = standing(before, known.cells().len());
        primary.extend(small_changes(&known, &counts, policy));
        let primary = (0..known.cells().len()).map(|it| primary.contains(&it));
        let largest = tables.cells.iter().map(|it| it.count).max().unwrap_or(0);
        let level = (3..18).map(|it| 10_i64.pow(it)).find(|it| *it > largest);
        let vintages = vintages(tables, &places);
        let mut draft = Self {
            revisions: untold(&vintages, &known, &standing),
            vintages,
            level: (
                format!("{LEVEL}{}", ledger.releases() + 1),
                level.unwrap_or(i64::MAX),
            ),
            primary: primary.collect(),
            known,
            counts,
            standing,
        };
        draft.add_percentages(tables, &places)?;
        Ok(draft)
    }

    /// Whether the file has nothing that the ledger has not.
    pub(super) fn is_old(&self, ledger: &Ledger) -> bool {
        self.known.cells().len() == ledger.known().cells().len()
            && self.known.constraints().len() == ledger.known().constraints().len()
    }

    /// The same with cells for the changes of revised counts: new - old + level.
    ///
    /// The level is shown, and above every count: so a change below nought is a count like any other, and nothing
    /// says which way it went. Every change is a cell, whatever its size, so that nobody can tell by it which were
    /// small.
    pub(super) fn with_changes(mut self, policy: &Policy) -> Result<Self, DisclosureError> {
        // No name of a cell has the word between the two: every pair has a name of its own.
        let twice = || DisclosureError::refused("two changes come to the same name");
        if self.revisions.is_empty() {
            return Ok(self);
        }
        let (name, count) = self.level.clone();
        let level = self.add(&name, Told::Count(count)).ok_or_else(twice)?;
        for (new, old) in std::mem::take(&mut self.revisions) {
            let id = change(&self.known, new, old);
            let change = self.add(&id, Told::Withheld).ok_or_else(twice)?;
            let by = self.counts[new] - self.counts[old];
            self.counts[change] = by + count;
            self.primary[change] = policy.is_small(by);
            let mut terms = vec![(new, 1), (old, -1), (change, -1), (level, 1)];
            terms.sort_unstable();
            self.known.add_constraint(Constraint { id, terms });
        }
        Ok(self)
    }

    /// Adds a cell that the ledger has beside those of files.
    fn add(&mut self, id: &str, told: Told) -> Option<usize> {
        let place = self.known.add_cell(id, told)?;
        self.counts.push(told.figure().unwrap_or(0));
        self.primary.push(false);
        self.standing.push(if told.figure().is_some() {
            Standing::Shown
        } else {
            Standing::New
        });
        Some(place)
    }

    /// What some cells are called; a change by the new count of it.
    pub(super) fn names(&self, cells: &[usize]) -> Vec<String> {
        let name = |it: &usize| {
            let id = &self.known.cells()[*it].id;
            let new = id
                .strip_prefix(CHANGE)
                .and_then(|it| it.split_once(REVISES));
            new.map_or_else(|| id.clone(), |it| it.0.trim_end().to_owned())
        };
        cells.iter().map(name).collect()
    }

    pub(super) fn question(&self) -> Question {
        Question {
            system: self.known.system(),
            cases: cases(&self.known, &self.counts),
            of_cases: sums_of_changes(&self.known, &self.vintages, &self.counts),
            counts: self.counts.clone(),
            primary: self.primary.clone(),
            standing: self.standing.clone(),
            kind: kinds(&self.known),
            rounding: self.known.rounding(),
        }
    }

    /// What a reader knows when what is not withheld is shown.
    pub(super) fn published(&self, protection: &Protection) -> Result<Known, DisclosureError> {
        let mut known = self.known.clone();
        let question = self.question();
        for (at, &withheld) in protection.withheld().iter().enumerate() {
            let is_kept = match self.standing[at] {
                Standing::New => withheld || !self.primary[at],
                Standing::Shown => !withheld,
                Standing::Withheld => withheld,
            };
            if !is_kept {
                let reason = "the protection found does not keep to the policy and the ledger";
                return Err(DisclosureError::refused(reason));
            }
            known.tell(at, question.told(at, withheld));
        }
        Ok(known)
    }
}

/// What the ledger did with each cell.
fn standing(before: &Known, cells: usize) -> Vec<Standing> {
    let of = |it: usize| match before.cells().get(it) {
        None => Standing::New,
        Some(cell) if cell.shown().is_some() => Standing::Shown,
        Some(_) => Standing::Withheld,
    };
    (0..cells).map(of).collect()
}

/// Finds the counts of what is in the ledger and not in the file: shown ones there, changes by subtraction.
fn take_over(
    tables: &Tables,
    before: &Known,
    counts: &mut BTreeMap<usize, i64>,
) -> Result<(), DisclosureError> {
    let is_own = |id: &str| OWN.iter().any(|it| id.starts_with(it));
    let mentioned: BTreeSet<usize> = before
        .constraints()
        .iter()
        .flat_map(|it| it.terms.iter().map(|it| it.0))
        .collect();
    let mut missing = Vec::new();
    for (place, cell) in before.cells().iter().enumerate() {
        if counts.contains_key(&place) {
            continue;
        }
        match cell.told {
            // What no constraint mentions is joined to nothing, and a rounded figure will do for its count.
            Told::Count(count) | Told::Rounded(count)
                if is_own(&cell.id) || !mentioned.contains(&place) =>
            {
                counts.insert(place, count);
            }
            // Worked out below.
            Told::Unsaid | Told::Withheld if is_own(&cell.id) => {}
            Told::Count(_) | Told::Rounded(_) | Told::Unsaid | Told::Withheld => {
                missing.push(cell.id.as_str());
            }
        }
    }
    if let Some(first) = missing.first() {
        let fault = format!(
            "{}: has no row for {} cells of earlier releases, which are withheld or in their constraints, `{first}` among \
             them; give all of them, so that both are protected together",
            tables.file,
            missing.len()
        );
        return no_faults([fault]);
    }
    for constraint in before.constraints().iter().filter(|it| is_own(&it.id)) {
        let change = before.place(&constraint.id);
        let others = constraint.terms.iter().filter(|it| Some(it.0) != change);
        let sum = others
            .map(|(at, by)| counts.get(at).copied().unwrap_or(0) * by)
            .sum();
        if let Some(change) = change {
            counts.insert(change, sum);
        }
    }
    Ok(())
}

/// The counts keep to what earlier releases say that they sum to.
fn check_sums(tables: &Tables, before: &Known, counts: &[i64]) -> Result<(), DisclosureError> {
    let is_wrong = |it: &&Constraint| {
        let of = |&(at, by): &(usize, i64)| i128::from(counts[at]) * i128::from(by);
        it.terms.iter().map(of).sum::<i128>() != 0
    };
    // A change that came out below nought is of counts that are not those of then.
    let below = before.cells().iter().zip(counts).filter(|it| *it.1 < 0);
    let wrong = before
        .constraints()
        .iter()
        .filter(is_wrong)
        .map(|it| &it.id);
    no_faults(wrong.chain(below.map(|it| &it.0.id)).map(|id| {
        format!(
            "{}: its counts break the constraint `{id}` of an earlier release; a count that was revised needs a cell_id of \
             its own, which names the old one in its column `revises`",
            tables.file
        )
    }))
}

/// Adds the constraints of the file that the ledger has not.
fn add_constraints(known: &mut Known, tables: &Tables, places: &[usize]) {
    let mut there: BTreeSet<Vec<(usize, i64)>> = known
        .constraints()
        .iter()
        .map(|it| sorted(&it.terms))
        .collect();
    for constraint in &tables.constraints {
        let terms = constraint.terms.iter().map(|(at, by)| (places[*at], *by));
        let terms = sorted(&terms.collect::<Vec<_>>());
        if there.insert(terms.clone()) {
            known.add_constraint(Constraint {
                id: constraint.id.clone(),
                terms,
            });
        }
    }
}
