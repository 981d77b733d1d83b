//! `rasso estimate`: the estimators of `rasso-stats` for any file.

mod attribution;
mod cases;
mod chain_ladder;
mod disparity;
mod ends;
mod fault;
mod group_tests;
mod incidence;
mod label;
mod period;
mod proportion;
mod rollout;
mod row;
mod standardise;
mod survival;
mod table;
mod units;
mod xmr;

use crate::{
    args::{Estimate, Files},
    failure::{Failure, INPUT, USAGE},
};
use rasso_schema::io_reason;
use std::fs;

pub(super) fn estimate(asked: &Estimate) -> Result<u8, Failure> {
    let files = asked.files();
    check_paths(files)?;
    let table = match asked {
        Estimate::Incidence(asked) => incidence::incidence(asked),
        Estimate::Period(asked) => period::period(asked),
        Estimate::Survival(asked) => survival::survival(asked),
        Estimate::Quantile(asked) => survival::quantile(asked),
        Estimate::Proportion(asked) => proportion::proportion(asked),
        Estimate::Difference(asked) => proportion::difference(asked),
        Estimate::Funnel(asked) => units::funnel(asked),
        Estimate::Shrink(asked) => units::shrink(asked),
        Estimate::Xmr(asked) => xmr::xmr(asked),
        Estimate::Decompose(asked) => attribution::decompose(asked),
        Estimate::Kitagawa(asked) => attribution::kitagawa(asked),
        Estimate::Standardise(asked) => standardise::standardise(asked),
        Estimate::Disparity(asked) => disparity::disparity(asked),
        Estimate::Gray(asked) => group_tests::gray(asked),
        Estimate::Logrank(asked) => group_tests::logrank(asked),
        Estimate::Chainladder(asked) => chain_ladder::chain_ladder(asked),
        Estimate::Its(asked) => rollout::its(asked),
        Estimate::Did(asked) => rollout::did(asked),
    }?;
    table.give(files)?;
    Ok(0)
}

/// The input is there, and it is not written over.
fn check_paths(files: &Files) -> Result<(), Failure> {
    let input = &files.input;
    if let Err(error) = fs::metadata(input) {
        let (input, why) = (input.display(), io_reason(error.kind()));
        return Err(Failure::new(INPUT, format!("cannot read `{input}`: {why}")));
    }
    let known = |it| fs::canonicalize(it).ok();
    if let Some(out) = &files.out
        && known(out).is_some()
        && known(out) == known(input)
    {
        let message = format!("--out would write over `{}`, which is read", out.display());
        return Err(Failure::new(USAGE, message).hint("name another file"));
    }
    Ok(())
}
