//! The command line: the only crate that touches the terminal, the clock and the environment.

mod args;
mod commands;
mod failure;
mod hardening;
mod inbox;
mod interrupt;
mod key;
mod limits;
mod pipeline;
mod pipeline_file;
mod run;
mod terminal;

use clap::Parser as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    // The message of a panic may quote a cell; the place of it cannot.
    std::panic::set_hook(Box::new(|panic| {
        // A library fell over a damaged file: the reading says so itself.
        if rasso_extract::is_reading_a_file() {
            return;
        }
        let place = panic
            .location()
            .map(|it| format!("{}:{}", it.file(), it.line()));
        let text = format!(
            "this is a fault in rasso itself, at {}; nothing was published. Please report it.",
            place.unwrap_or_default()
        );
        terminal::error(failure::BUG, &text, None);
    }));
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
    let outcome = std::panic::catch_unwind(|| commands::dispatch(args));
    match outcome {
        Ok(Ok(code)) => ExitCode::from(code),
        Ok(Err(failure)) => {
            failure.tell();
            ExitCode::from(failure.code)
        }
        Err(_) => ExitCode::from(70),
    }
}
