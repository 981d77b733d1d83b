//! How lists and places are put in the texts of errors.

use super::MissingColumn;
use crate::SourceFile;

/// Names in a row, as they are written.
pub(super) fn quoted(names: &[String]) -> String {
    let quoted = names.iter().map(|it| format!("`{it}`"));
    quoted.collect::<Vec<_>>().join(", ")
}

/// `row 7`, and its line where that is not the one below the header that the number says.
pub(crate) fn row_and_line(row: u64, line: u64) -> String {
    match row {
        0 => format!("header (line {line})"),
        row if line == row + 1 => format!("row {row}"),
        row => format!("row {row} (line {line})"),
    }
}

/// One file on the line, several below each other.
pub(super) fn no_such_files(labels: &[String]) -> String {
    match labels {
        [label] => {
            format!("{label}: there is no such file; check `path` in the pipeline file")
        }
        labels => format!(
            "{} files are not there; check `path` in the pipeline file\n  --> {}",
            labels.len(),
            labels.join("\n  --> ")
        ),
    }
}

/// The sender, where there are several.
pub(super) fn of_sender(sender: &str) -> String {
    if sender == SourceFile::ANY_SOURCE {
        String::new()
    } else {
        format!(" of `{sender}`")
    }
}

/// Each column, with the heading that it may be.
pub(super) fn listed(missing: &[MissingColumn]) -> String {
    let named = |it: &MissingColumn| match &it.nearest {
        Some(nearest) => format!("`{}` (is it `{nearest}`?)", it.column),
        None => format!("`{}`", it.column),
    };
    missing.iter().map(named).collect::<Vec<_>>().join(", ")
}
