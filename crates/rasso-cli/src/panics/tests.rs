//! A run that panics with somebody's name in the message, in every way a panic comes to quote one.
//!
//! The run is a process of its own: this test's program, asked for one test that does nothing
//! unless a folder is named to it.

use crate::{args::Args, failure::BUG, panics, run_command};
use arrow::record_batch::RecordBatch;
use clap::Parser as _;
use rasso_extract::Columns as _;
use rasso_synth::SynthPlan;
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::OnceLock,
};

/// How the run is to panic, with which folder to tell what the message would have been.
static PROVOKED: OnceLock<(Way, PathBuf)> = OnceLock::new();
const FOLDER: &str = "RASSO_TEST_PANICS_IN";
const WAY: &str = "RASSO_TEST_PANICS_BY";
/// What every planted name begins with.
const NAME: &str = "Quizzlewick";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// A message that quotes a whole table.
    Message,
    /// An error that holds the cell, not expected.
    Expected,
    /// A name cut inside a letter: the standard library quotes it.
    Cut,
    /// Another thread, and the one that waits for it.
    Thread,
}

const WAYS: [Way; 4] = [Way::Message, Way::Expected, Way::Cut, Way::Thread];

/// Panics, with what is in clear, in the process that was asked to.
#[expect(clippy::string_slice, reason = "it is to panic")]
pub(crate) fn provoked(suspects: &RecordBatch) {
    let Some((way, folder)) = PROVOKED.get() else {
        return;
    };
    let name = suspects.texts("surname").unwrap().value(0).to_owned();
    fs::write(folder.join("quoted"), &name).unwrap();
    match way {
        Way::Message => panic!("{suspects:?}"),
        Way::Expected => {
            let number = name.parse::<u64>().ok();
            assert!(number.ok_or(name).expect("a number") > 0);
        }
        Way::Cut => assert!(format!("Ö{name}")[1..].is_empty()),
        Way::Thread => std::thread::spawn(move || panic!("{name}")).join().unwrap(),
    }
}

/// The run itself, in a process of its own.
#[test]
#[expect(
    clippy::disallowed_methods,
    clippy::exit,
    reason = "it stands for `main`, of which another test reads the end"
)]
fn a_run_of_its_own() {
    let (Ok(folder), Ok(way)) = (std::env::var(FOLDER), std::env::var(WAY)) else {
        return;
    };
    let folder = PathBuf::from(folder);
    let way = WAYS.into_iter().find(|it| format!("{it:?}") == way);
    PROVOKED.set((way.unwrap(), folder.clone())).unwrap();
    panics::tell_only_the_place();
    let pipeline = folder.join("world/pipeline.toml");
    let asked = ["rasso".into(), "run".into(), pipeline.into_os_string()];
    let out = ["--out".into(), folder.join("out").into_os_string()];
    let args = Args::try_parse_from(asked.into_iter().chain(out)).unwrap();
    std::process::exit(i32::from(run_command(args)));
}

fn run_that_panics(folder: &Path, way: Way) -> Output {
    Command::new(std::env::current_exe().unwrap())
        .args(["panics::tests::a_run_of_its_own", "--exact", "--nocapture"])
        .env(FOLDER, folder)
        .env(WAY, format!("{way:?}"))
        .env("RUST_BACKTRACE", "full")
        .output()
        .unwrap()
}

/// A world of suspects with names that stand nowhere else.
fn world(folder: &Path) {
    let plan = SynthPlan {
        crimes: 200,
        ..SynthPlan::usual().unwrap()
    };
    let world = folder.join("world");
    rasso_synth::write(&plan, &world).unwrap();
    let pipeline = world.join("pipeline.toml");
    let text = fs::read_to_string(&pipeline).unwrap();
    // The control totals are those of the files before.
    let kept = text
        .lines()
        .filter(|it| !it.starts_with("rows") && !it.starts_with("sha256"));
    fs::write(&pipeline, kept.collect::<Vec<_>>().join("\n")).unwrap();
    for delivery in fs::read_dir(world.join("extracts")).unwrap() {
        let path = delivery.unwrap().path().join("police_suspect.csv");
        let mut reader = csv::Reader::from_path(&path).unwrap();
        let header = reader.headers().unwrap().clone();
        let surname = header.iter().position(|it| it == "surname").unwrap();
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(&header).unwrap();
        for (n, row) in reader.records().map(Result::unwrap).enumerate() {
            let planted = format!("{NAME}{n}");
            let of = |(column, cell)| {
                if column == surname {
                    planted.as_str()
                } else {
                    cell
                }
            };
            writer.write_record(row.iter().enumerate().map(of)).unwrap();
        }
        fs::write(&path, writer.into_inner().unwrap()).unwrap();
    }
}

fn holds_a_name(bytes: &[u8]) -> bool {
    let name = NAME.as_bytes();
    let is_it = |it: &[u8]| it.eq_ignore_ascii_case(name);
    bytes.windows(name.len()).any(is_it)
}

/// Every file in a folder and the folders in it.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let paths = entries.map(|it| it.unwrap().path());
    paths
        .flat_map(|it| if it.is_dir() { files(&it) } else { vec![it] })
        .collect()
}

#[test]
fn a_panic_that_quotes_a_name_says_no_name_and_publishes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    world(folder);
    for way in WAYS {
        let output = run_that_panics(folder, way);
        let quoted = fs::read(folder.join("quoted")).unwrap();
        assert!(holds_a_name(&quoted), "{way:?}: the panic quoted nothing");
        fs::remove_file(folder.join("quoted")).unwrap();
        assert_eq!(output.status.code(), Some(i32::from(BUG)), "{way:?}");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(
            said.contains("this is a fault in rasso itself, at ")
                && said.contains("panics/tests.rs:"),
            "{way:?}: the place is not said"
        );
        assert!(!holds_a_name(&output.stdout), "{way:?}: a name on stdout");
        assert!(!holds_a_name(&output.stderr), "{way:?}: a name on stderr");
        for file in files(&folder.join("out")) {
            let bytes = fs::read(&file).unwrap();
            assert!(!holds_a_name(&bytes), "{way:?}: a name in a file");
        }
        let done = files(&folder.join("out"));
        let is_page = |it: &PathBuf| it.ends_with("run.html");
        assert!(!done.iter().any(is_page), "{way:?}: a run was published");
    }
}
