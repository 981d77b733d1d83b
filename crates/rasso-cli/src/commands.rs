//! The commands, one a file.

mod check;
mod demo;
mod key;
mod mapping;
mod run;
mod synth;

use crate::{
    args::{Args, Command, Mapping},
    failure::Failure,
};

/// Runs the command; gives the exit code of a command that did its work.
pub(crate) fn dispatch(args: Args) -> Result<u8, Failure> {
    match args.command {
        Command::Demo(asked) => demo::demo(&asked),
        Command::Run(asked) => run::run(&asked),
        Command::Check(asked) => check::check(&asked),
        Command::Mapping(Mapping::Draft(asked)) => mapping::draft(&asked),
        Command::Key(asked) => key::key(&asked),
        Command::Synth(asked) => synth::synth(&asked),
    }
}
