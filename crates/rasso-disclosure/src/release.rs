//! From counts to a release: what must be withheld, what is withheld with it, and the certificate.

mod draft;
mod revisions;

use crate::{
    Certificate, DisclosureError, Ledger, Policy, Tables, bytes,
    certificate::Covered,
    files::{Constraint, statuses, written},
    known::{Known, Published},
    ledger::Release,
    protect::{check, protect},
    safe::SafeTable,
    told::Told,
};
use draft::Draft;
use rasso_store::Lock;
use std::path::Path;

/// What may be published, certified and not yet written.
#[derive(Debug)]
pub struct Made {
    /// What is said of it.
    pub summary: Summary,
    /// `cell_id,status` of every cell of the file; where the policy rounds, `rounded` too.
    pub statuses: String,
    /// The cells of the file as they may be seen, in its order.
    pub table: SafeTable,
    /// The certificate's text.
    pub certificate: String,
    /// What the ledger is to hold; none where nothing is new.
    release: Option<Release>,
}

/// The cells of a file in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Summary {
    /// Cells shown.
    pub shown: usize,
    /// Cells withheld.
    pub withheld: usize,
    /// Of these, those that may not be shown for what they say themselves.
    pub primary: usize,
    /// The sum of all counts.
    pub value: i64,
    /// The sum of those withheld.
    pub value_withheld: i64,
    /// Releases, with this one.
    pub releases: usize,
    /// Whether this one adds anything.
    pub is_new: bool,
}

impl Summary {
    /// The share of the value that is withheld, in per cent with one decimal, rounded half up.
    pub fn share_withheld(&self) -> String {
        let tenths = (i128::from(self.value_withheld) * 2000 + i128::from(self.value))
            .checked_div(i128::from(self.value) * 2)
            .unwrap_or(0);
        format!("{}.{}", tenths / 10, tenths % 10)
    }
}

/// Decides what of the counts is shown, and proves it. Nothing is written.
pub fn make(
    tables: &Tables,
    policy: &Policy,
    policy_file: &Path,
    ledger: &Ledger,
) -> Result<Made, DisclosureError> {
    ledger.check_policy(policy_file, policy)?;
    let policy_text = bytes::read(policy_file)?;
    if Policy::parse(policy_file, &policy_text)? != *policy {
        return Err(DisclosureError::refused(
            "the policy file was changed meanwhile",
        ));
    }
    let draft = Draft::new(tables, policy, ledger)?;
    if let Some(file) = ledger.certificate().filter(|_| draft.is_old(ledger)) {
        let certificate = Certificate::read(&file)?;
        certificate.check(&file, ledger)?;
        return Ok(Made {
            summary: summary(tables, policy, ledger.known(), ledger.releases(), false),
            statuses: of_cells(tables, ledger.known()),
            table: SafeTable::of_shown(are_shown(tables, ledger.known())),
            certificate: certificate.text(),
            release: None,
        });
    }
    let draft = draft.with_changes(policy)?;
    let protection =
        protect(&draft.question(), policy.width).map_err(|it| DisclosureError::Refused {
            reason: it.to_string(),
            cells: draft.names(it.cells()),
        })?;
    let known = draft.published(&protection)?;
    let public = known.public();
    check(&public, protection.witnesses(), policy.width)
        .map_err(|it| DisclosureError::refused(it.to_string()))?;
    let cells = cells_text(&known.cells()[ledger.known().cells().len()..]);
    let new = &known.constraints()[ledger.known().constraints().len()..];
    let constraints = constraints_text(&known, new);
    let mut covers = ledger.covered().to_vec();
    covers.push(Covered {
        release: covers.len() + 1,
        cells: bytes::sha256(cells.as_bytes()),
        constraints: bytes::sha256(constraints.as_bytes()),
    });
    let releases = covers.len();
    let certificate = Certificate::new(
        &known,
        protection.witnesses(),
        covers,
        policy.width,
        &policy.digest,
    )
    .text();
    Ok(Made {
        summary: summary(tables, policy, &known, releases, true),
        statuses: of_cells(tables, &known),
        table: SafeTable::of_shown(are_shown(tables, &known)),
        release: Some(Release {
            cells,
            constraints,
            certificate: certificate.clone(),
            policy_text,
            policy: policy.clone(),
            known,
        }),
        certificate,
    })
}

impl Made {
    /// Writes it into the ledger, before anything of it is published.
    pub fn record(&self, ledger: &mut Ledger, lock: &Lock) -> Result<(), DisclosureError> {
        match &self.release {
            Some(release) => ledger.add(lock, release),
            None => Ok(()),
        }
    }
}

fn summary(
    tables: &Tables,
    policy: &Policy,
    known: &Known,
    releases: usize,
    is_new: bool,
) -> Summary {
    let mut summary = Summary {
        shown: 0,
        withheld: 0,
        primary: 0,
        value: 0,
        value_withheld: 0,
        releases,
        is_new,
    };
    for (cell, shown) in tables.cells.iter().zip(are_shown(tables, known)) {
        summary.value += cell.count;
        if shown.is_some() {
            summary.shown += 1;
        } else {
            summary.withheld += 1;
            summary.value_withheld += cell.count;
            let primary = policy.primary(cell.count, cell.complainants, cell.largest);
            summary.primary += usize::from(primary);
        }
    }
    summary
}

/// The counts of a file's cells as readers know them.
fn are_shown(tables: &Tables, known: &Known) -> impl Iterator<Item = Option<i64>> {
    let of = |it: &crate::Cell| known.place(&it.id).and_then(|at| known.cells()[at].shown());
    tables.cells.iter().map(of)
}

fn of_cells(tables: &Tables, known: &Known) -> String {
    let ids = tables.cells.iter().map(|it| it.id.as_str());
    if known.rounding().is_any() {
        let row = |(id, figure): (&str, Option<i64>)| match figure {
            Some(figure) => [id.to_owned(), "s".to_owned(), figure.to_string()],
            None => [id.to_owned(), "c".to_owned(), String::new()],
        };
        let rows = ids.zip(are_shown(tables, known)).map(row);
        return written(["cell_id", "status", "rounded"], rows);
    }
    statuses(ids.zip(are_shown(tables, known).map(|it| it.is_some())))
}

/// `cell_id,status,value`: `s` a count, `r` a rounded one, `u` what is told of nobody and protects nothing, `c` withheld.
fn cells_text(cells: &[Published]) -> String {
    let row = |it: &Published| {
        let (status, value) = match it.told {
            Told::Count(count) => ("s", count.to_string()),
            Told::Rounded(figure) => ("r", figure.to_string()),
            Told::Unsaid => ("u", String::new()),
            Told::Withheld => ("c", String::new()),
        };
        [it.id.clone(), status.to_owned(), value]
    };
    written(["cell_id", "status", "value"], cells.iter().map(row))
}

/// `con_id,cell_id,coef`.
fn constraints_text(known: &Known, constraints: &[Constraint]) -> String {
    let rows = constraints.iter().flat_map(|it| {
        let row = |(place, by): &(usize, i64)| {
            [
                it.id.clone(),
                known.cells()[*place].id.clone(),
                by.to_string(),
            ]
        };
        it.terms.iter().map(row)
    });
    written(["con_id", "cell_id", "coef"], rows)
}
