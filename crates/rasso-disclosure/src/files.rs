//! The files of `rasso protect`: counts and the constraints between them in, what is shown and what is withheld out.

mod percentages;
mod sheet;

use crate::{DisclosureError, Policy};
pub use percentages::Percentage;
use sheet::{Place, Sheet};
use std::{collections::BTreeMap, path::Path};

/// What the names of the cells that a ledger adds begin with; no file may have such a cell.
pub(crate) const CHANGE: &str = "change:";
/// What stands in such a name between the two vintages.
pub(crate) const REVISES: &str = "revises";
/// The cell that keeps changes above nought.
pub(crate) const LEVEL: &str = "level:";

/// How far a published percentage was rounded, above and below.
pub(crate) const PERCENTAGE: &str = "percentage:";
/// The number one, which the sums of percentages need.
pub(crate) const ONE: &str = "percentage:one";
/// All of these beginnings.
pub(crate) const OWN: [&str; 3] = [CHANGE, LEVEL, PERCENTAGE];

/// Counts above this are no counts of cases, and sums of them could overflow.
const LARGEST: i64 = 10_000_000_000;
/// Coefficients beyond this, either way, are no sums of tables.
const LARGEST_COEF: i64 = 10_000;

/// A count, as its file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// What it is called in every release.
    pub id: String,
    /// The count.
    pub count: i64,
    /// The cell of an earlier vintage that it revises, by its place.
    pub revises: Option<usize>,
    /// The different people whom it is about, where that is known.
    pub complainants: Option<u64>,
    /// How much of it its largest contributors make, where that is known.
    pub largest: Option<u64>,
    /// Its row in the file; the heading is row 1.
    pub row: u64,
}

/// A sum that holds: coefficient times count over its cells is nought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Constraint {
    /// Its name in its file.
    pub id: String,
    /// Cells by their place, in that order, and their coefficients.
    pub terms: Vec<(usize, i64)>,
}

/// Counts and the constraints between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tables {
    /// The file of the cells.
    pub file: String,
    /// The cells, in the file's order.
    pub cells: Vec<Cell>,
    /// The constraints, in the order in which their names first stand.
    pub constraints: Vec<Constraint>,
    /// Percentages of its counts that are published beside them, or were by others.
    pub percentages: Vec<Percentage>,
}

impl Tables {
    /// Reads `cells.csv` (`cell_id,..,value`, and `revises`, `complainants`, `largest` where they are asked for) and
    /// `constraints.csv` (`con_id,cell_id,coef`). Faults are told by file, row and column, never with a count.
    pub fn read(
        cells: &Path,
        constraints: &Path,
        policy: &Policy,
    ) -> Result<Self, DisclosureError> {
        let sheet = Sheet::read(cells)?;
        let (cells, places) = read_cells(&sheet, policy)?;
        let of = Sheet::read(constraints)?;
        let constraints = read_constraints(&of, &sheet.file, &places)?;
        let tables = Self {
            file: sheet.file,
            cells,
            constraints,
            percentages: Vec::new(),
        };
        tables.check_sums(&of.file)?;
        Ok(tables)
    }

    /// The same with the percentages of a file, `part,whole,percent`: the ids of two cells, and the text as it is
    /// published, rounded half up to the decimals that it has.
    pub fn with_percentages(mut self, file: &Path) -> Result<Self, DisclosureError> {
        self.percentages = percentages::read(file, &self)?;
        Ok(self)
    }

    /// Every constraint comes to nought.
    fn check_sums(&self, file: &str) -> Result<(), DisclosureError> {
        let is_wrong = |it: &&Constraint| {
            let of = |&(at, by): &(usize, i64)| i128::from(self.cells[at].count) * i128::from(by);
            it.terms.iter().map(of).sum::<i128>() != 0
        };
        let wrong = self.constraints.iter().filter(is_wrong);
        no_faults(wrong.map(|it| {
            let cells = &self.file;
            format!(
                "{file}, constraint `{}`: does not come to nought over the counts of {cells}",
                it.id
            )
        }))
    }
}

/// The cells, and the place of each by its id.
fn read_cells(
    sheet: &Sheet,
    policy: &Policy,
) -> Result<(Vec<Cell>, BTreeMap<String, usize>), DisclosureError> {
    let id = sheet.column("cell_id")?;
    let value = sheet.column("value")?;
    let revises = sheet.optional("revises")?;
    let complainants = sheet.needed("complainants", policy.minimum_complainants.is_some())?;
    let largest = sheet.needed("largest", policy.dominance.is_some())?;
    let mut faults = Vec::new();
    let mut cells: Vec<Cell> = Vec::new();
    let mut places = BTreeMap::new();
    for row in sheet.rows() {
        let name = row.cell(id);
        if let Some(fault) = wrong_name(name) {
            faults.push(row.fault("cell_id", fault));
        } else if places.insert(name.to_owned(), cells.len()).is_some() {
            faults.push(row.fault("cell_id", "stands in an earlier row too"));
        }
        let count = whole(row.cell(value)).filter(|it| (0..=LARGEST).contains(it));
        if count.is_none() {
            faults.push(row.fault("value", "must be a whole number, not below 0"));
        }
        cells.push(Cell {
            id: name.to_owned(),
            count: count.unwrap_or(0),
            revises: None,
            complainants: people(&row, complainants, count, "complainants", &mut faults),
            largest: people(&row, largest, count, "largest", &mut faults),
            row: row.number,
        });
    }
    if let Some(column) = revises {
        for (at, row) in sheet
            .rows()
            .enumerate()
            .filter(|it| !it.1.cell(column).is_empty())
        {
            match places.get(row.cell(column)) {
                None => faults.push(row.fault("revises", "names no cell of this file")),
                Some(old) if *old == at => faults.push(row.fault("revises", "names its own row")),
                Some(old) => cells[at].revises = Some(*old),
            }
        }
    }
    if cells.is_empty() && faults.is_empty() {
        faults.push(format!("{}: has no rows", sheet.file));
    }
    no_faults(faults)?;
    Ok((cells, places))
}

/// What is wrong with the name of a cell.
fn wrong_name(name: &str) -> Option<&'static str> {
    if name.is_empty() {
        Some("must be filled in")
    } else if name.chars().any(char::is_control) {
        Some("must be of one line")
    } else if OWN.iter().any(|it| name.starts_with(it)) {
        Some(
            "may not begin with `change:`, `level:` or `percentage:`: the ledger adds cells of these names",
        )
    } else if name.contains(REVISES) {
        Some("may not hold the word `revises`: the ledger adds cells of such names")
    } else {
        None
    }
}

/// A number of people or cases behind a count; where the column is asked for it must be filled.
fn people(
    row: &Place<'_>,
    column: Option<(usize, bool)>,
    count: Option<i64>,
    name: &str,
    faults: &mut Vec<String>,
) -> Option<u64> {
    let (column, is_needed) = column?;
    let cell = row.cell(column);
    if cell.is_empty() && !is_needed {
        return None;
    }
    let found = whole(cell).and_then(|it| u64::try_from(it).ok());
    if found.is_none() {
        let why = "must be a whole number, not below 0: the policy has a rule about it";
        faults.push(row.fault(name, why));
    } else if count.is_some_and(|all| found > u64::try_from(all).ok()) {
        faults.push(row.fault(name, "must not be above the value"));
    }
    found
}

fn read_constraints(
    sheet: &Sheet,
    cells: &str,
    places: &BTreeMap<String, usize>,
) -> Result<Vec<Constraint>, DisclosureError> {
    let con = sheet.column("con_id")?;
    let cell = sheet.column("cell_id")?;
    let coef = sheet.column("coef")?;
    let mut faults = Vec::new();
    let mut of: BTreeMap<&str, usize> = BTreeMap::new();
    let mut constraints: Vec<(String, BTreeMap<usize, i64>)> = Vec::new();
    for row in sheet.rows() {
        let name = row.cell(con);
        if let Some(fault) = wrong_name(name) {
            faults.push(row.fault("con_id", fault));
        }
        let at = *of.entry(name).or_insert_with(|| {
            constraints.push((name.to_owned(), BTreeMap::new()));
            constraints.len() - 1
        });
        let by = whole(row.cell(coef));
        let by = by.filter(|it| *it != 0 && it.abs() <= LARGEST_COEF);
        if by.is_none() {
            let why = format!("must be a whole number other than 0, up to {LARGEST_COEF}");
            faults.push(row.fault("coef", &why));
        }
        match places.get(row.cell(cell)) {
            None => faults.push(row.fault("cell_id", &format!("names no cell of {cells}"))),
            Some(place) => {
                if constraints[at].1.insert(*place, by.unwrap_or(0)).is_some() {
                    faults.push(row.fault("cell_id", "stands twice in this constraint"));
                }
            }
        }
    }
    no_faults(faults)?;
    let ready = constraints.into_iter().map(|(id, terms)| Constraint {
        id,
        terms: terms.into_iter().collect(),
    });
    Ok(ready.collect())
}

/// `cell_id,status`: `s` for a cell that is shown, `c` for one that is withheld.
pub fn statuses<'c>(cells: impl Iterator<Item = (&'c str, bool)>) -> String {
    let rows = cells.map(|(id, is_shown)| [id, if is_shown { "s" } else { "c" }]);
    written(["cell_id", "status"], rows)
}

pub(crate) use sheet::{Sheet as File, none as no_faults, whole, written};

#[cfg(test)]
mod tests;
