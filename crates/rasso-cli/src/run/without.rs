//! Columns that files do not give, and what the figures are without them.

use crate::{pipeline::Pipeline, run::Input};
use rasso_extract::FileTally;
use std::collections::{BTreeMap, BTreeSet};

/// How many files are named.
const NAMED: usize = 3;

/// One line for each consequence, with the files it is of. A file that corrects another is held to
/// nothing: the records are those of the other.
pub(crate) fn without(pipeline: &Pipeline, input: &Input) -> Vec<String> {
    let files = input.extracted.files.iter();
    let files = files.filter(|it| it.used && it.corrects.is_none());
    let mut of_table: BTreeMap<&str, Vec<&FileTally>> = BTreeMap::new();
    for file in files {
        of_table.entry(&file.table).or_default().push(file);
    }
    let mut lines = Vec::new();
    for (table, files) in of_table {
        let mut without: BTreeMap<(String, &str), Vec<&str>> = BTreeMap::new();
        for file in &files {
            let given = given(pipeline, file);
            for it in pipeline.schemas.absent_columns(table, &given) {
                let of = without.entry((it.named(), it.then.as_str())).or_default();
                of.push(&file.label);
            }
        }
        for ((columns, then), of) in without {
            let which = which(&of, files.len());
            lines.push(format!("{table}, {which}: no {columns}, so {then}"));
        }
    }
    lines
}

fn given<'p>(pipeline: &'p Pipeline, file: &FileTally) -> BTreeSet<&'p str> {
    let table = pipeline.schemas.table(&file.table);
    let columns = table.into_iter().flat_map(|it| &it.columns);
    columns
        .map(|it| it.name.as_str())
        .filter(|name| file.absent_columns.iter().all(|it| it != name))
        .collect()
}

fn which(of: &[&str], all: usize) -> String {
    match of.len() {
        many if many == all && all > 1 => format!("all {all} files"),
        many if many > NAMED => format!("{many} of {all} files"),
        _ => format!("`{}`", of.join("`, `")),
    }
}
