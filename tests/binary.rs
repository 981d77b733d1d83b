//! The `rasso` that is tested: built from this workspace, so that it is never missing or stale.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

static BUILT: OnceLock<Result<PathBuf, String>> = OnceLock::new();

/// How a command ended and what it said.
#[derive(Debug)]
pub struct Ended {
    /// The exit code; none when a signal ended it.
    pub code: Option<i32>,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Ended {
    /// Both streams.
    pub fn said(&self) -> String {
        format!("{}{}", self.stdout, self.stderr)
    }
}

/// The folder of the repository.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap_or_else(|| Path::new(".."))
}

/// The path of `rasso`, built once a process, with the profile and into the folder of this test.
///
/// Cargo builds a package's program only for that package's own tests, so it is asked to here; when
/// nothing has changed it answers at once.
pub fn rasso() -> Result<PathBuf, String> {
    BUILT.get_or_init(build).clone()
}

fn build() -> Result<PathBuf, String> {
    let test = std::env::current_exe().map_err(|it| it.to_string())?;
    // target/debug/deps/runner-0123abcd
    let profile_folder = test.ancestors().nth(2).ok_or("a test in no folder")?;
    let target = profile_folder.parent().ok_or("a profile in no folder")?;
    let profile = match profile_folder.file_name().and_then(OsStr::to_str) {
        Some("debug") | None => "dev",
        Some(other) => other,
    };
    let mut command = Command::new(env!("CARGO"));
    // Cargo tells a test of which package it is. Some build scripts watch these variables, and would
    // build Polars anew each time that they come and go.
    for (name, _) in std::env::vars_os() {
        let told = name.to_str().is_some_and(|it| {
            [
                "CARGO_PKG_",
                "CARGO_MANIFEST_",
                "CARGO_CRATE_",
                "CARGO_BIN_",
            ]
            .iter()
            .any(|prefix| it.starts_with(prefix))
        });
        if told || name == "CARGO_PRIMARY_PACKAGE" || name == "OUT_DIR" {
            command.env_remove(&name);
        }
    }
    let built = command
        .args([
            "build",
            "--quiet",
            "--package",
            "rasso-cli",
            "--bin",
            "rasso",
        ])
        .args(["--profile", profile, "--target-dir"])
        .arg(target)
        .current_dir(repository())
        .output()
        .map_err(|it| format!("cargo cannot be started: {it}"))?;
    if !built.status.success() {
        let said = String::from_utf8_lossy(&built.stderr);
        return Err(format!("rasso does not build:\n{said}"));
    }
    Ok(profile_folder.join(format!("rasso{}", std::env::consts::EXE_SUFFIX)))
}

/// Runs `rasso` in a folder.
pub fn run_rasso<I>(folder: &Path, arguments: I) -> Result<Ended, String>
where
    I: IntoIterator,
    I::Item: AsRef<OsStr>,
{
    run_rasso_with(&[], folder, arguments)
}

/// Runs `rasso` in a folder, with more variables around it.
pub fn run_rasso_with<I>(
    variables: &[(&str, &str)],
    folder: &Path,
    arguments: I,
) -> Result<Ended, String>
where
    I: IntoIterator,
    I::Item: AsRef<OsStr>,
{
    let done = Command::new(rasso()?)
        .envs(variables.iter().copied())
        .args(arguments)
        .current_dir(folder)
        .output()
        .map_err(|it| format!("rasso cannot be started: {it}"))?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ok(Ended {
        code: done.status.code(),
        stdout: text(&done.stdout),
        stderr: text(&done.stderr),
    })
}
