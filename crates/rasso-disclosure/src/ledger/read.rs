//! Reading a release and holding it against its entry.

use super::{CELLS, CONSTRAINTS, ENTRY, Entry, FILES, Ledger, POLICY, chain::read_text, name};
use crate::{
    DisclosureError, Policy, bytes,
    files::{Constraint, File, OWN, whole},
    told::Told,
};
use rasso_store::StoreError;
use std::{collections::BTreeMap, fs, path::Path};

impl Ledger {
    /// Takes the next release in.
    pub(super) fn read_release(&mut self, number: usize) -> Result<(), DisclosureError> {
        let folder = self.folder.join(name(number));
        check_names(&folder)?;
        let file = folder.join(ENTRY);
        let (entry, digest) = Entry::read(&file)?;
        if entry.number != number || entry.before != self.last {
            return Err(DisclosureError::tampered(
                &file,
                "does not follow on the release before",
            ));
        }
        let mut texts = BTreeMap::new();
        for (name, expected) in &entry.files {
            let file = folder.join(name);
            let text = read_text(&file)?;
            if bytes::sha256(text.as_bytes()) != *expected {
                let fault = "was changed after it was written: its SHA-256 is another";
                return Err(DisclosureError::tampered(&file, fault));
            }
            texts.insert(name.as_str(), text);
        }
        let policy = Policy::parse(&folder.join(POLICY), &texts[POLICY])?;
        let begun = self.policy.as_ref().unwrap_or(&policy);
        if policy.digest != entry.policy || policy.digest != begun.digest {
            let fault = "is not the policy that the ledger was begun with";
            return Err(DisclosureError::tampered(&folder.join(POLICY), fault));
        }
        self.known.round(policy.rounding());
        self.policy = Some(policy);
        self.read_cells(&folder.join(CELLS), &texts[CELLS])?;
        self.read_constraints(&folder.join(CONSTRAINTS), &texts[CONSTRAINTS])?;
        self.covered.push((&entry).into());
        self.last = Some(digest);
        Ok(())
    }

    fn read_cells(&mut self, path: &Path, text: &str) -> Result<(), DisclosureError> {
        let wrong = || DisclosureError::tampered(path, "holds no cells of a new release");
        let sheet = File::parse(&path.display().to_string(), text)?;
        let [id, status, value] = ["cell_id", "status", "value"].map(|it| sheet.column(it));
        let (id, status, value) = (id?, status?, value?);
        let rounding = self.known.rounding();
        for row in sheet.rows() {
            let is_own = OWN.iter().any(|it| row.cell(id).starts_with(it));
            let told = match (row.cell(status), row.cell(value)) {
                ("c", "") => Told::Withheld,
                ("u", "") => Told::Unsaid,
                ("s", count) => Told::Count(whole(count).ok_or_else(wrong)?),
                ("r", count) => Told::Rounded(whole(count).ok_or_else(wrong)?),
                _ => return Err(wrong()),
            };
            // A count is told as the policy has it, and nothing that counts cases is left unsaid.
            let is_as_told = |figure: i64| rounding.tell(figure) == told;
            if !(is_own || told.is_withheld() || told.figure().is_some_and(is_as_told)) {
                return Err(wrong());
            }
            self.known.add_cell(row.cell(id), told).ok_or_else(wrong)?;
        }
        Ok(())
    }

    fn read_constraints(&mut self, path: &Path, text: &str) -> Result<(), DisclosureError> {
        let wrong = || DisclosureError::tampered(path, "is about cells that are not there");
        let sheet = File::parse(&path.display().to_string(), text)?;
        let [con, cell, coef] = ["con_id", "cell_id", "coef"].map(|it| sheet.column(it));
        let (con, cell, coef) = (con?, cell?, coef?);
        let mut open: Option<Constraint> = None;
        for row in sheet.rows() {
            let place = self.known.place(row.cell(cell)).ok_or_else(wrong)?;
            let term = (place, whole(row.cell(coef)).ok_or_else(wrong)?);
            match &mut open {
                Some(it) if it.id == row.cell(con) => it.terms.push(term),
                _ => {
                    let id = row.cell(con).to_owned();
                    let begun = Constraint {
                        id,
                        terms: vec![term],
                    };
                    if let Some(whole) = open.replace(begun) {
                        self.known.add_constraint(whole);
                    }
                }
            }
        }
        if let Some(whole) = open {
            self.known.add_constraint(whole);
        }
        Ok(())
    }
}

/// The files of a release are there and no other.
fn check_names(folder: &Path) -> Result<(), DisclosureError> {
    let reading = |source| StoreError::Read {
        path: folder.to_path_buf(),
        source,
    };
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(reading)? {
        let name = entry.map_err(reading)?.file_name();
        found.push(name.to_string_lossy().into_owned());
    }
    found.sort();
    let mut wanted = FILES.to_vec();
    wanted.push(ENTRY);
    wanted.sort_unstable();
    if found == wanted {
        return Ok(());
    }
    let fault = format!("must hold {} and nothing else", wanted.join(", "));
    Err(DisclosureError::tampered(folder, fault))
}
