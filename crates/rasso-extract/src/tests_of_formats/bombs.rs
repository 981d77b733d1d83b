//! Small files that would take the whole machine: each is refused within two seconds of a processor
//! and a gigabyte, in a process of its own so that both can be measured.

mod of_parquet;
mod of_sheets;
mod of_text;

use crate::testing::{CRIMES, Sent, crimes};
use std::{fs, path::Path, process::Command};

/// A bomb: its name, its bytes and what is said of it.
type Bomb = (&'static str, Vec<u8>, &'static str);

const MIB: usize = 1 << 20;
/// What a reading may take. Without optimisation unpacking takes many times as long.
const SECONDS: f64 = if cfg!(debug_assertions) { 6.0 } else { 2.0 };
/// Tells the process of one bomb which file to read.
const BOMB: &str = "RASSO_TEST_BOMB";

#[test]
fn every_bomb_is_refused_within_two_seconds_and_a_gigabyte() {
    let dir = tempfile::tempdir().unwrap();
    let mut failed = Vec::new();
    let mut check = |name: &str, path: &Path, told: &str| {
        let (said, seconds, mebibytes) = read_apart(path);
        if !(said.starts_with("3 ")
            && said.contains(told)
            && seconds < SECONDS
            && mebibytes < 1_024)
        {
            failed.push(format!("{name}: {said}, {seconds} s, {mebibytes} MiB"));
        }
    };
    let bombs = [of_text::bombs(), of_parquet::bombs(), of_sheets::bombs()];
    for (name, bytes, told) in bombs.concat() {
        let path = dir.path().join(name);
        fs::write(&path, bytes).unwrap();
        check(name, &path, told);
    }
    let endless = dir.path().join("csv_endless_line");
    fs::write(&endless, CRIMES).unwrap();
    let file = fs::OpenOptions::new().write(true).open(&endless).unwrap();
    file.set_len(8 << 30).unwrap();
    check("csv_endless_line", &endless, "bytes in a cell");
    assert!(failed.is_empty(), "{failed:#?}");
}

/// Reads a file in another process: what it said, its seconds of a processor and its most memory.
fn read_apart(path: &Path) -> (String, f64, u64) {
    let output = Command::new(std::env::current_exe().unwrap())
        .args([
            "tests_of_formats::bombs::one_bomb",
            "--exact",
            "--nocapture",
        ])
        .env(BOMB, path)
        .output()
        .unwrap();
    let output = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = output
        .lines()
        .find_map(|it| it.split_once("SAID "))
        .unwrap_or_default()
        .1;
    let mut parts = line.splitn(3, '|');
    let mut next = || parts.next().unwrap_or_default();
    let (seconds, mebibytes) = (next().parse(), next().parse());
    (
        next().to_owned(),
        seconds.unwrap_or(f64::MAX),
        mebibytes.unwrap_or(u64::MAX),
    )
}

/// The other process. Without a file to read it is no test of anything.
#[test]
#[expect(clippy::print_stdout, reason = "that is how it answers")]
fn one_bomb() {
    let Some(path) = std::env::var_os(BOMB) else {
        return;
    };
    let sent: Sent = crimes("").but(|it| it.path = path.into());
    let error = sent.try_read().unwrap_err();
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|it| it.strip_prefix("VmHWM:"));
    let peak: u64 = peak.map_or(0, |it| it.trim().trim_end_matches(" kB").parse().unwrap());
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // User and system time, in hundredths, come 12th and 13th after the name.
    let ticks = stat.rsplit(')').next().unwrap_or_default();
    let ticks = ticks.split_whitespace().skip(11).take(2);
    let seconds: f64 = ticks.map(|it| it.parse::<f64>().unwrap() / 100.0).sum();
    println!(
        "SAID {seconds}|{}|{} {error}",
        peak / 1_024,
        error.exit_code()
    );
}
