//! Text files that may have lost rows: cut at the end, or with bytes of nothing in them.

use super::{DeliveryFinding, FindingKind};
use crate::FileTally;
use rasso_stats::thousands;
use std::{collections::BTreeSet, sync::Arc};

/// Text files whose last line has no end, where no control total says that they are whole.
pub(crate) fn files_with_an_open_end(files: &[FileTally]) -> Vec<DeliveryFinding> {
    let is_open = |it: &FileTally| it.last_line_open;
    found(files, FindingKind::LastLineOpen, is_open, |file| {
        format!(
            "the last line of `{}` has no end, as in a file that was cut, and no control total says that it is whole",
            file.label
        )
    })
}

/// Text files with bytes of nothing: what stood there is lost, and line ends may have been among it.
pub(crate) fn files_with_nul_bytes(files: &[FileTally]) -> Vec<DeliveryFinding> {
    let has_some = |it: &FileTally| it.nul_bytes > 0;
    found(files, FindingKind::NulBytes, has_some, |file| {
        format!(
            "`{}` has {} NUL bytes, which stand in place of something lost: rows may be missing",
            file.label,
            thousands(file.nul_bytes)
        )
    })
}

/// A file is told of once, however many tables are read from it.
fn found(
    files: &[FileTally],
    kind: FindingKind,
    is_such: impl Fn(&FileTally) -> bool,
    words: impl Fn(&FileTally) -> String,
) -> Vec<DeliveryFinding> {
    let mut told = BTreeSet::new();
    files
        .iter()
        .filter(|it| it.used && is_such(it) && told.insert(&it.label))
        .map(|file| DeliveryFinding {
            table: Arc::clone(&file.table),
            source: Arc::clone(&file.source),
            sender: "".into(),
            kind,
            period: String::new(),
            words: words(file),
        })
        .collect()
}
