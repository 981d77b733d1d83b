//! Cells that cannot be used, told together.

use crate::failure::{Failure, INPUT};

/// How many are told one by one.
const TOLD: usize = 10;

/// A cell that cannot be used: where it is and what it must be. Its value is not said.
pub(super) struct Fault {
    place: String,
    must_be: String,
    hint: Option<String>,
}

impl Fault {
    pub(super) fn new(row: u64, heading: &str, must_be: &str) -> Self {
        Self {
            place: format!("row {row}, column `{heading}`"),
            must_be: must_be.to_owned(),
            hint: None,
        }
    }

    pub(super) fn hint(mut self, hint: &str) -> Self {
        self.hint = Some(hint.to_owned());
        self
    }

    fn said(&self) -> String {
        format!("{}: {}", self.place, self.must_be)
    }
}

/// The faults of a file: the first of each row.
#[derive(Default)]
pub(super) struct Faults {
    first: Vec<Fault>,
    more: u64,
}

impl Faults {
    pub(super) fn is_empty(&self) -> bool {
        self.first.is_empty()
    }

    pub(super) fn add(&mut self, fault: Fault) {
        if self.first.len() < TOLD {
            self.first.push(fault);
        } else {
            self.more += 1;
        }
    }

    /// The failure that they are; nothing where there are none.
    pub(super) fn failure(&self, label: &str) -> Option<Failure> {
        let message = match self.first.as_slice() {
            [] => return None,
            [only] => format!("{label}, {}", only.said()),
            several => {
                let mut lines = vec![format!("{label} has cells that cannot be used:")];
                lines.extend(several.iter().map(Fault::said));
                if self.more > 0 {
                    let rows = if self.more == 1 { "row" } else { "rows" };
                    let more = rasso_stats::thousands(self.more);
                    lines.push(format!("and in {more} more {rows}"));
                }
                lines.join("\n  ")
            }
        };
        let failure = Failure::new(INPUT, message);
        // Faults of one kind have one hint; where there are several kinds the first is as good as any.
        let hint = self.first.iter().find_map(|it| it.hint.as_ref());
        Some(match hint {
            Some(hint) => failure.hint(hint),
            None => failure,
        })
    }
}
