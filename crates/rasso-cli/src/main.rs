//! The command line: the only crate that touches the terminal, the clock and the environment.

mod args;
mod commands;
mod failure;
mod figures;
mod hardening;
mod inbox;
mod interrupt;
mod job;
mod key;
mod limits;
mod methodology;
mod panics;
mod pipeline;
mod pipeline_file;
mod release_job;
mod run;
mod terminal;
mod waterfall;

use clap::Parser as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    panics::tell_only_the_place();
    let args = match args::Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            let is_help = error.exit_code() == 0;
            // What was asked could not be read, `--json` neither.
            if !is_help && std::env::args_os().any(|it| it == "--json") {
                terminal::tell_errors_as_json();
                terminal::error(failure::USAGE, error.to_string().trim(), None);
                return ExitCode::from(failure::USAGE);
            }
            return match error.print() {
                Ok(()) if is_help => ExitCode::SUCCESS,
                Ok(()) | Err(_) => ExitCode::from(2),
            };
        }
    };
    if args.command.is_json() {
        terminal::tell_errors_as_json();
    }
    terminal::start_tracing(args.verbose);
    hardening::no_core_dumps();
    interrupt::watch();
    ExitCode::from(run_command(args))
}

/// Runs a command to its exit code.
fn run_command(args: args::Args) -> u8 {
    let outcome = std::panic::catch_unwind(|| commands::dispatch(args));
    match outcome {
        Ok(Ok(code)) => code,
        Ok(Err(failure)) => {
            failure.tell();
            failure.code
        }
        Err(_) => failure::BUG,
    }
}
