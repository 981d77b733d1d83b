//! The commands, one a file.

mod check;
mod dashboard;
mod demo;
mod estimate;
mod explain;
mod explain_breakdown;
mod explain_cell;
mod explain_link;
mod explain_rule;
mod explain_walk;
pub(crate) mod explain_words;
mod key;
mod link;
mod list;
mod mapping;
mod proofread;
mod protect;
mod release;
mod replace;
mod run;
mod schema;
mod synth;
mod watch;

pub(crate) use explain_cell::{is_known as area_is_known, named as area_name};

use crate::{
    args::{Args, Command, Mapping, Release},
    failure::Failure,
};
use rasso_schema::Schemas;
use std::path::Path;

/// Runs the command; gives the exit code of a command that did its work.
pub(crate) fn dispatch(args: Args) -> Result<u8, Failure> {
    match args.command {
        Command::Demo(asked) => demo::demo(&asked),
        Command::Run(asked) => run::run(&asked),
        Command::Check(asked) => check::check(&asked),
        Command::Mapping(Mapping::Draft(asked)) => mapping::draft(&asked),
        Command::Link(asked) => link::link(&asked),
        Command::Estimate(asked) => estimate::estimate(&asked),
        Command::Protect(asked) => protect::protect(&asked),
        Command::Release(Release::Build(asked)) => release::build(&asked),
        Command::Release(Release::Verify(asked)) => release::verify(&asked),
        Command::Release(Release::Diff(asked)) => release::diff(&asked),
        Command::Release(Release::Withdraw(asked)) => release::withdraw(&asked),
        Command::Dashboard(asked) => dashboard::run(&asked),
        Command::Key(asked) => key::key(&asked),
        Command::Synth(asked) => synth::synth(&asked),
        Command::Watch(asked) => watch::watch(&asked),
        Command::Explain(asked) => explain::explain(&asked),
        Command::List(asked) => list::list(&asked),
        Command::Proofread(asked) => proofread::proofread(&asked),
        Command::Schema(asked) => schema::schema(&asked),
    }
}

/// The schemas of a folder, or those built in.
fn load_schemas(dir: Option<&Path>) -> Result<Schemas, Failure> {
    Ok(match dir {
        Some(dir) => Schemas::from_dir(dir)?,
        None => Schemas::embedded()?,
    })
}
