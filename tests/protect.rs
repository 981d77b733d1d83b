//! `rasso protect` by the program itself: two releases of an invented table, and everything that it refuses.

mod refusals;
mod told;

use rasso_tests::{Ended, repository, run_rasso};
use std::{collections::BTreeMap, fs, path::PathBuf};

/// A folder with a policy and an invented table of four by four counts.
struct Desk {
    folder: tempfile::TempDir,
}

type Counts = [[i64; 4]; 4];

const FIRST: Counts = [
    [2, 11, 20, 9],
    [14, 3, 8, 31],
    [27, 16, 12, 7],
    [9, 25, 6, 18],
];
/// The same, one count revised by one and another by many.
const SECOND: Counts = [
    [2, 11, 20, 9],
    [14, 3, 8, 31],
    [27, 16, 13, 7],
    [9, 25, 6, 38],
];
const COMMON: [&str; 8] = [
    "--cells",
    "cells.csv",
    "--constraints",
    "sums.csv",
    "--policy",
    "policy.toml",
    "--ledger",
    "ledger",
];

impl Desk {
    fn new(vintages: &[Counts]) -> Self {
        let desk = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        let policy = repository().join("data-schemas/disclosure/example-policy.toml");
        fs::copy(policy, desk.path("policy.toml")).unwrap();
        desk.draw(vintages);
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// Changes a file; that there is something to change is part of it.
    fn change(&self, name: &str, from: &str, to: &str) {
        let text = self.read(name);
        assert!(text.contains(from), "{name} has no `{from}`");
        fs::write(self.path(name), text.replacen(from, to, 1)).unwrap();
    }

    /// Writes the cells and constraints of the vintages of a table, with its sums.
    fn draw(&self, vintages: &[Counts]) {
        let mut cells = vec!["cell_id,row,column,value,revises".to_owned()];
        let mut sums = vec!["con_id,cell_id,coef".to_owned()];
        for (vintage, counts) in vintages.iter().enumerate() {
            for (r, c) in (0..25).map(|it| (it / 5, it % 5)) {
                let of = |it: usize| if it == 4 { 0..4 } else { it..it + 1 };
                let value: i64 = of(r).flat_map(|r| of(c).map(move |c| counts[r][c])).sum();
                let before = vintage.checked_sub(1);
                let revises = before.map_or(String::new(), |it| format!("v{it}r{r}c{c}"));
                let cell = format!("v{vintage}r{r}c{c}");
                let by = |it: usize| if it == 4 { -1 } else { 1 };
                cells.push(format!("{cell},{r},{c},{value},{revises}"));
                sums.push(format!("v{vintage}row{r},{cell},{}", by(c)));
                sums.push(format!("v{vintage}column{c},{cell},{}", by(r)));
            }
        }
        fs::write(self.path("cells.csv"), cells.join("\n") + "\n").unwrap();
        fs::write(self.path("sums.csv"), sums.join("\n") + "\n").unwrap();
    }

    fn run(&self, arguments: &[&str]) -> Ended {
        let all = std::iter::once("protect").chain(arguments.iter().copied());
        run_rasso(self.folder.path(), all).unwrap()
    }

    fn publish(&self) -> Ended {
        self.run(
            &[
                &COMMON[..],
                &["--out", "status.csv", "--certificate", "certificate.json"],
            ]
            .concat(),
        )
    }

    fn verify(&self) -> Ended {
        self.run(&[
            "--verify",
            "--ledger",
            "ledger",
            "--certificate",
            "certificate.json",
        ])
    }

    /// Every file there is, and what it holds.
    fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let all = rasso_tests::contents(self.folder.path()).unwrap();
        let name = |it: PathBuf| {
            it.strip_prefix(self.folder.path())
                .unwrap()
                .display()
                .to_string()
        };
        all.into_iter().map(|it| (name(it.0), it.1)).collect()
    }

    fn statuses(&self) -> BTreeMap<String, String> {
        let text = self.read("status.csv");
        let rows = text.lines().skip(1).map(|it| it.split_once(',').unwrap());
        rows.map(|(a, b)| (a.to_owned(), b.to_owned())).collect()
    }
}

fn done(ended: &Ended) {
    assert_eq!(ended.code, Some(0), "{}", ended.said());
}

#[test]
fn two_releases_are_protected_together_and_verified_by_addition() {
    let desk = Desk::new(&[FIRST]);
    let first = desk.publish();
    done(&first);
    for words in [
        " cells are shown and ",
        ", 2 of these primary; ",
        " per cent of the value",
        "release 1 of the ledger",
    ] {
        assert!(
            first.stdout.contains(words),
            "no `{words}` in: {}",
            first.stdout
        );
    }
    let statuses = desk.statuses();
    assert_eq!(statuses.len(), 25);
    assert_eq!(
        (
            &*statuses["v0r0c0"],
            &*statuses["v0r1c1"],
            &*statuses["v0r4c4"]
        ),
        ("c", "c", "s")
    );
    done(&desk.verify());

    desk.draw(&[FIRST, SECOND]);
    let second = desk.publish();
    done(&second);
    assert!(
        second
            .stdout
            .contains("release 2 of the ledger; certified with all releases before")
    );
    let both = desk.statuses();
    assert!(statuses.iter().all(|(cell, status)| both[cell] == *status));
    // By how much a count was revised is small: one of its vintages is withheld.
    assert!(both["v0r2c2"] == "c" || both["v1r2c2"] == "c");
    assert_eq!((&*both["v0r3c3"], &*both["v1r4c4"]), ("s", "s"));
    let verified = desk.verify();
    done(&verified);
    assert!(
        verified
            .stdout
            .starts_with("2 releases are as they were written, under one policy; for each of the ")
    );
    assert!(verified.stdout.contains("differ there by 3 or more"));
}

#[test]
fn the_same_files_give_the_same_bytes_and_a_second_time_nothing_new() {
    let (desk, other) = (Desk::new(&[FIRST]), Desk::new(&[FIRST]));
    done(&desk.publish());
    done(&other.publish());
    let made = desk.files();
    assert_eq!(made, other.files());
    let again = desk.publish();
    done(&again);
    assert!(
        again
            .stdout
            .contains("nothing in it is new: release 1 of the ledger stands")
    );
    assert_eq!(desk.files(), made);
}

#[test]
fn without_a_ledger_a_table_is_certified_by_itself() {
    let desk = Desk::new(&[FIRST]);
    let all = [
        &COMMON[..6],
        &["--out", "o.csv", "--certificate", "c.json", "--json"],
    ]
    .concat();
    let ended = desk.run(&all);
    done(&ended);
    assert!(
        ended.stdout.contains("\"releases\":1") && ended.stdout.contains("\"primary\":2"),
        "{}",
        ended.stdout
    );
    assert!(desk.path("o.csv").exists() && desk.path("c.json").exists());
    assert!(!desk.path("ledger").exists());
}

#[test]
fn a_policy_is_signed_with_the_digest_that_is_printed() {
    let desk = Desk::new(&[FIRST]);
    let policy = desk.read("policy.toml");
    let digest = policy
        .lines()
        .find_map(|it| it.strip_prefix("digest = "))
        .unwrap()
        .trim_matches('"');
    let printed = desk.run(&["--sign", "policy.toml"]);
    done(&printed);
    assert_eq!(printed.stdout.trim(), digest);
    assert_eq!(
        desk.read("policy.toml"),
        policy,
        "it prints and does not write"
    );
    desk.change("policy.toml", "threshold = 5", "threshold = 7");
    let other = desk.run(&["--sign", "policy.toml"]).stdout;
    assert_ne!(other.trim(), digest);
    assert_eq!(desk.publish().code, Some(4));
    desk.change("policy.toml", digest, other.trim());
    let ended = desk.publish();
    done(&ended);
    assert!(
        ended.stdout.contains(", 3 of these primary; "),
        "the six is small now: {}",
        ended.stdout
    );
}
