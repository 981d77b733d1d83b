//! The certificate: tables that show of every withheld count that nobody can tell it, and how to check that.

use crate::{DisclosureError, Ledger, known::Known, protect::check, witness::Witnesses};
use serde::{Deserialize, Serialize};
use std::path::Path;

const FORMAT: &str = "rasso certificate";
const VERSION: u32 = 1;

/// What `certificate.json` says. **Invariant:** its tables are made from what is published alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    format: String,
    version: u32,
    release: usize,
    width: i64,
    policy: String,
    covers: Vec<Covered>,
    claim: String,
    limits: Vec<String>,
    parts: Vec<Part>,
}

/// A release that a certificate is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Covered {
    pub(crate) release: usize,
    pub(crate) cells: String,
    pub(crate) constraints: String,
}

/// Withheld cells that no constraint joins to others, and tables of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    cells: Vec<String>,
    /// The first table, a count of each cell.
    first: Vec<i64>,
    /// For each later table the places of the cells at which it differs from the first, and by how much.
    others: Vec<Vec<(usize, i64)>>,
}

impl Certificate {
    /// The certificate of a release: `covers` are all releases so far, it the last.
    pub(crate) fn new(
        known: &Known,
        witnesses: &[Witnesses],
        covers: Vec<Covered>,
        width: i64,
        policy: &str,
    ) -> Self {
        let release = covers.len();
        let limits = LIMITS.map(str::to_owned).to_vec();
        Self {
            format: FORMAT.to_owned(),
            version: VERSION,
            release,
            width,
            policy: policy.to_owned(),
            covers,
            claim: claim(release, width),
            limits,
            parts: witnesses.iter().map(|it| Part::new(known, it)).collect(),
        }
    }

    /// Reads a certificate.
    pub fn read(file: &Path) -> Result<Self, DisclosureError> {
        Self::parse(file, &crate::bytes::read(file)?)
    }

    /// A certificate from its text, which must be as this program writes it.
    pub fn parse(file: &Path, text: &str) -> Result<Self, DisclosureError> {
        let broken = || DisclosureError::tampered(file, "is no certificate as it was written");
        let read: Option<Self> = serde_json::from_str(text).ok();
        let certificate = read.ok_or_else(broken)?;
        if certificate.format != FORMAT || certificate.version != VERSION {
            let fault = format!("is not of format `{FORMAT}`, version {VERSION}");
            return Err(DisclosureError::tampered(file, fault));
        }
        if certificate.text() != text {
            return Err(broken());
        }
        Ok(certificate)
    }

    /// Its text, the same bytes for the same certificate: a line for each part.
    pub fn text(&self) -> String {
        let head = Self {
            parts: Vec::new(),
            ..self.clone()
        };
        // Numbers and texts are all that there is: none of it can fail.
        let head = serde_json::to_string_pretty(&head).unwrap_or_default();
        let head = head.trim_end_matches("[]\n}");
        let parts: Vec<String> = self
            .parts
            .iter()
            .map(|it| format!("\n    {}", serde_json::to_string(it).unwrap_or_default()))
            .collect();
        format!("{head}[{}\n  ]\n}}\n", parts.join(","))
    }

    /// The release that it was made for.
    pub fn release(&self) -> usize {
        self.release
    }

    /// By how much tables differ at each withheld count at least.
    pub fn width(&self) -> i64 {
        self.width
    }

    /// Shows by addition that it holds for everything in the ledger.
    pub fn check(&self, file: &Path, ledger: &Ledger) -> Result<(), DisclosureError> {
        let uncertified = |reason: String| DisclosureError::Uncertified {
            path: file.to_path_buf(),
            reason,
        };
        if self.covers != ledger.covered() || self.release != self.covers.len() {
            return Err(uncertified(
                "it is not about the releases of this ledger".to_owned(),
            ));
        }
        let policy = ledger.policy();
        if policy.is_none_or(|it| it.digest != self.policy || it.width != self.width) {
            return Err(uncertified(
                "it does not keep to the policy of this ledger".to_owned(),
            ));
        }
        if self.claim != claim(self.release, self.width) || self.limits != LIMITS {
            return Err(uncertified("it claims something else".to_owned()));
        }
        let witnesses: Option<Vec<Witnesses>> = self
            .parts
            .iter()
            .map(|it| it.witnesses(ledger.known()))
            .collect();
        let witnesses =
            witnesses.ok_or_else(|| uncertified("it names a cell that is not there".to_owned()))?;
        check(&ledger.known().public(), &witnesses, self.width)
            .map_err(|it| uncertified(it.to_string()))
    }
}

impl Part {
    fn new(known: &Known, of: &Witnesses) -> Self {
        let first = of.tables.first().cloned().unwrap_or_default();
        let differences = |table: &Vec<i64>| {
            let pairs = table.iter().zip(&first).map(|(a, b)| a - b).enumerate();
            pairs.filter(|it| it.1 != 0).collect()
        };
        Self {
            cells: of
                .cells
                .iter()
                .map(|it| known.cells()[*it as usize].id.clone())
                .collect(),
            others: of.tables.iter().skip(1).map(differences).collect(),
            first,
        }
    }

    /// The tables again; none where a name or a place is of no cell.
    fn witnesses(&self, known: &Known) -> Option<Witnesses> {
        let cells: Option<Vec<u32>> = self
            .cells
            .iter()
            .map(|it| known.place(it).and_then(|at| u32::try_from(at).ok()))
            .collect();
        let mut tables = vec![self.first.clone()];
        for differences in &self.others {
            let mut table = self.first.clone();
            for (at, by) in differences {
                let count = table.get_mut(*at)?;
                *count = count.checked_add(*by)?;
            }
            tables.push(table);
        }
        Some(Witnesses {
            cells: cells?,
            tables,
        })
    }
}

/// What a certificate of a release says, in words.
fn claim(release: usize, width: i64) -> String {
    format!(
        "For every count withheld in releases 1 to {release}, the tables below agree with everything that these releases \
         show, and among them are two that differ at that count by {width} or more, also of those alone in which any one \
         withheld count, itself included, is 1 or more. So nobody can work the count out, or place it in a range \
         narrower than {width}, from what is published and what they know of one case. The tables were made from what is \
         published alone: no withheld count went into them. To check it, add: put each table of a part beside \
         the counts shown and see that every constraint comes to nought, that no count is below nought, and that a count which is shown rounded comes out as \
         it is shown; then take, \
         for every two cells, the tables in which the one is not nought, and at the other the largest count of them less \
         the smallest."
    )
}

/// What a certificate does not say.
const LIMITS: [&str; 4] = [
    "It holds against readers of these releases. What others have published of the same cases, or publish later, is reckoned \
     with only where it stands in the ledger as counts that are shown.",
    "Of a reader who knows of more than one case from elsewhere, or that theirs is the only one of a cell, it says nothing; \
     against the latter a primary count is guarded when the cells to withhold are chosen.",
    "It says what is possible, not what is likely.",
    "By how much a count was revised is a cell of its own, whose name begins with `change:`, raised by a published number \
     so that it cannot fall below nought; it is withheld wherever one of the two vintages is. Where the earlier vintage \
     was shown, the new count and the change are one unknown: whoever knows the one knows the other.",
];
