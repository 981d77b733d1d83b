//! The CSV files that `rasso link` writes.

use super::super::replace::replace;
use crate::failure::Failure;
use rasso_link::model::{ChangedLink, Model, Outcome, Texts};
use std::{
    fs,
    io::{self, BufWriter, Write as _},
    path::Path,
};

/// The links.
pub(super) fn links(
    out: &Path,
    ids: [&Texts; 2],
    model: &Model,
    outcome: &Outcome,
    least: f64,
) -> Result<(), Failure> {
    replace(out, |beside| link_lines(beside, ids, model, outcome, least))
}

fn link_lines(
    path: &Path,
    [left, right]: [&Texts; 2],
    model: &Model,
    outcome: &Outcome,
    least: f64,
) -> io::Result<()> {
    let place = |it: u32| usize::try_from(it).unwrap_or(usize::MAX);
    let file = fs::File::create(path)?;
    let mut writer = csv::Writer::from_writer(BufWriter::new(file));
    writer.write_record(["id_l", "id_r", "match_probability", "match_weight", "pass"])?;
    for it in outcome
        .pairs
        .iter()
        .filter(|it| it.is_link && it.probability >= least)
    {
        let pass = model
            .blocks
            .get(place(it.pair.block))
            .map(|it| it.labels().join("+"));
        writer.write_record([
            left.get(place(it.pair.left)),
            right.get(place(it.pair.right)),
            &format!("{:.9}", it.probability),
            &format!("{:.6}", it.weight()),
            &pass.unwrap_or_default(),
        ])?;
    }
    ended(writer)
}

/// The links that are not made any more.
pub(super) fn changed(out: &Path, changed: &[ChangedLink]) -> Result<(), Failure> {
    replace(out, |beside| {
        let file = fs::File::create(beside)?;
        let mut writer = csv::Writer::from_writer(BufWriter::new(file));
        writer.write_record([
            "id_l",
            "id_r",
            "why",
            "probability_before",
            "probability_now",
            "id_r_now",
            "id_l_now",
        ])?;
        for it in changed {
            writer.write_record([
                it.left.as_str(),
                &it.right,
                it.why.word(),
                &format!("{:.9}", it.before),
                &format!("{:.9}", it.now),
                it.left_now_with.as_deref().unwrap_or_default(),
                it.right_now_with.as_deref().unwrap_or_default(),
            ])?;
        }
        ended(writer)
    })
}

fn ended(writer: csv::Writer<BufWriter<fs::File>>) -> io::Result<()> {
    let file = writer.into_inner();
    file.map_err(csv::IntoInnerError::into_error)?.flush()
}
