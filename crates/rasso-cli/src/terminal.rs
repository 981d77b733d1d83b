//! Prints: data on stdout, messages and progress on stderr.

use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use std::{
    io::{IsTerminal as _, Write as _},
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};
use tracing_subscriber::filter::LevelFilter;

/// A message for a person, on stderr.
#[expect(clippy::print_stderr, reason = "the one place that writes messages")]
pub(crate) fn message(text: &str) {
    eprintln!("{text}");
}

/// Whether errors are told as JSON.
static JSON: AtomicBool = AtomicBool::new(false);

/// From here on errors are one JSON object each.
pub(crate) fn tell_errors_as_json() {
    JSON.store(true, Ordering::Relaxed);
}

/// Why the program ends otherwise than well, on stderr: for a person, or as one JSON object.
pub(crate) fn error(code: u8, text: &str, hint: Option<&str>) {
    if JSON.load(Ordering::Relaxed) {
        let told = json!({ "error": text, "hint": hint, "exit_code": code });
        return message(&told.to_string());
    }
    let hint = hint.map_or_else(String::new, |it| format!("\n hint: {it}"));
    message(&format!("error: {text}{hint}"));
}

/// Data, on stdout. A reader that has gone away ends the printing, not the run.
pub(crate) fn data(text: &str) {
    let mut out = std::io::stdout().lock();
    let written = out
        .write_all(text.as_bytes())
        .and_then(|()| out.write_all(b"\n"));
    if written.is_err() {
        tracing::debug!("stdout was closed");
    }
}

/// Sends `tracing` to stderr: warnings, or every stage when asked.
pub(crate) fn start_tracing(verbose: bool) {
    let level = if verbose {
        LevelFilter::INFO
    } else {
        LevelFilter::WARN
    };
    tracing_subscriber::fmt()
        .with_max_level(level)
        .with_target(false)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal() && !no_color())
        .init();
}

#[expect(
    clippy::disallowed_methods,
    reason = "NO_COLOR is a convention of the environment"
)]
fn no_color() -> bool {
    std::env::var("NO_COLOR").is_ok_and(|it| !it.is_empty())
}

/// A spinner with the name of the stage, on a terminal only.
pub(crate) struct Progress(ProgressBar);

impl Progress {
    pub(crate) fn new() -> Self {
        if !std::io::stderr().is_terminal() {
            return Self(ProgressBar::hidden());
        }
        let bar = ProgressBar::new_spinner();
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} ({elapsed})") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(120));
        Self(bar)
    }

    pub(crate) fn stage(&self, name: &str) {
        self.0.set_message(name.to_owned());
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

/// Columns of text, aligned: the first to the left, the rest to the right.
pub(crate) fn columns(rows: &[Vec<String>]) -> String {
    let width = |at: usize| {
        rows.iter()
            .filter_map(|it| it.get(at))
            .map(|it| it.chars().count())
            .max()
            .unwrap_or(0)
    };
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (at, cell) in row.iter().enumerate() {
            let gap = width(at) - cell.chars().count();
            let space = " ".repeat(gap);
            let parts = if at == 0 {
                [cell.as_str(), space.as_str()]
            } else {
                [space.as_str(), cell.as_str()]
            };
            line.push_str(if at == 0 { "" } else { "  " });
            line.extend(parts);
        }
        text += line.trim_end();
        text.push('\n');
    }
    text
}
