//! Files that may have been cut.

use super::{DeliveryFinding, FindingKind};
use crate::FileTally;
use std::{collections::BTreeSet, sync::Arc};

/// Text files whose last line has no end, where no control total says that they are whole. Such a file
/// is told of once, however many tables are read from it.
pub(crate) fn files_with_an_open_end(files: &[FileTally]) -> Vec<DeliveryFinding> {
    let mut told = BTreeSet::new();
    files
        .iter()
        .filter(|it| it.used && it.last_line_open && told.insert(&it.label))
        .map(|file| DeliveryFinding {
            table: Arc::clone(&file.table),
            source: Arc::clone(&file.source),
            sender: "".into(),
            kind: FindingKind::LastLineOpen,
            period: String::new(),
            words: format!(
                "the last line of `{}` has no end, as in a file that was cut, and no control total says that it is whole",
                file.label
            ),
        })
        .collect()
}
