//! What `rasso protect` refuses: the documented exit code, no count in what it says, and nothing written.

use super::{Desk, FIRST, SECOND};
use rasso_tests::Ended;
use std::fs;

/// It ends so, says these words, and not the total of the table.
pub(super) fn refused(ended: &Ended, code: i32, says: &[&str]) {
    assert_eq!(ended.code, Some(code), "{}", ended.said());
    for word in says {
        assert!(
            ended.stderr.contains(word),
            "no `{word}` in: {}",
            ended.stderr
        );
    }
    assert!(!ended.stderr.contains("218"), "a count is told");
    assert_eq!(ended.stdout, "");
}

/// Publishing is refused, and everything is as it was.
fn publishing_is_refused(desk: &Desk, code: i32, says: &[&str]) {
    let before = desk.files();
    refused(&desk.publish(), code, says);
    assert_eq!(desk.files(), before, "something was written");
}

#[test]
fn a_policy_that_was_changed_or_is_another() {
    let desk = Desk::new(&[FIRST]);
    desk.change("policy.toml", "width = 3", "width = 2");
    let says = [
        "policy.toml",
        "changed after it was signed on 2026-01-31; have it signed again",
    ];
    publishing_is_refused(&desk, 4, &says);
    desk.change("policy.toml", "width = 2", "");
    publishing_is_refused(&desk, 2, &["policy.toml, key `width`: must be there"]);

    let desk = Desk::new(&[FIRST]);
    assert_eq!(desk.publish().code, Some(0));
    let policy = desk.read("policy.toml");
    let digest = policy
        .lines()
        .find_map(|it| it.strip_prefix("digest = "))
        .unwrap();
    desk.change("policy.toml", "width = 3", "width = 4");
    let other = desk.run(&["--sign", "policy.toml"]).stdout;
    desk.change("policy.toml", digest, &format!("\"{}\"", other.trim()));
    publishing_is_refused(&desk, 4, &["another policy than the one that the ledger"]);
}

#[test]
fn input_that_is_not_what_it_says() {
    let desk = Desk::new(&[FIRST]);
    desk.change("cells.csv", "v0r0c0,0,0,2,", "v0r0c0,0,0,3,");
    publishing_is_refused(
        &desk,
        3,
        &["sums.csv, constraint `v0row0`: does not come to nought"],
    );
    desk.change("cells.csv", "v0r0c0,0,0,3,", "v0r0c0,0,0,-3,");
    publishing_is_refused(&desk, 3, &["cells.csv, row 2, column `value`"]);
    fs::remove_file(desk.path("cells.csv")).unwrap();
    publishing_is_refused(&desk, 3, &["cells.csv"]);
}

#[test]
fn a_count_that_is_not_what_was_shown() {
    let desk = Desk::new(&[FIRST]);
    assert_eq!(desk.publish().code, Some(0));
    desk.draw(&[SECOND]);
    publishing_is_refused(
        &desk,
        3,
        &[
            "cells.csv, row ",
            "column `value`",
            "a cell_id of its own",
            "`revises`",
        ],
    );
}

#[test]
fn a_count_that_nothing_can_hide() {
    let desk = Desk::new(&[FIRST]);
    assert_eq!(desk.publish().code, Some(0));
    // The total, which is shown, is 109 times it.
    let (cells, sums) = (desk.read("cells.csv"), desk.read("sums.csv"));
    fs::write(desk.path("cells.csv"), format!("{cells}small,,,2,\n")).unwrap();
    fs::write(
        desk.path("sums.csv"),
        format!("{sums}many,small,109\nmany,v0r4c4,-1\n"),
    )
    .unwrap();
    publishing_is_refused(&desk, 4, &["refused: ", "nothing was written"]);
}

#[test]
fn a_ledger_that_was_changed_cut_or_swapped() {
    let desk = Desk::new(&[FIRST]);
    assert_eq!(desk.publish().code, Some(0));
    let older = desk.files();
    desk.draw(&[FIRST, SECOND]);
    assert_eq!(desk.publish().code, Some(0));
    let whole = desk.files();
    let restore = || {
        fs::remove_dir_all(desk.path("ledger")).unwrap();
        for (name, bytes) in whole.iter().filter(|it| it.0.starts_with("ledger")) {
            fs::create_dir_all(desk.path(name).parent().unwrap()).unwrap();
            fs::write(desk.path(name), bytes).unwrap();
        }
        assert_eq!(desk.verify().code, Some(0));
    };
    let changes: [(&str, &dyn Fn()); 6] = [
        ("0001/cells.csv", &|| {
            desk.change("ledger/0001/cells.csv", "v0r4c4,s,218", "v0r4c4,s,219");
        }),
        ("0002/certificate.json", &|| {
            desk.change("ledger/0002/certificate.json", "[[[0,", "[[[1,");
        }),
        ("0002/policy.toml", &|| {
            desk.change("ledger/0002/policy.toml", "width = 3", "width = 2");
        }),
        ("0001/constraints.csv", &|| {
            fs::copy(
                desk.path("ledger/0002/constraints.csv"),
                desk.path("ledger/0001/constraints.csv"),
            )
            .unwrap();
        }),
        ("ledger", &|| {
            fs::remove_dir_all(desk.path("ledger/0002")).unwrap();
        }),
        ("ledger", &|| {
            fs::write(
                desk.path("ledger/head.json"),
                &older["ledger/head.json"][1..],
            )
            .unwrap();
        }),
    ];
    for (name, change) in changes {
        change();
        refused(&desk.verify(), 7, &[name]);
        publishing_is_refused(&desk, 7, &[name]);
        restore();
    }
    // Cut to what it was before, it is whole by itself: what was published tells.
    fs::remove_dir_all(desk.path("ledger/0002")).unwrap();
    fs::write(desk.path("ledger/head.json"), &older["ledger/head.json"]).unwrap();
    assert_eq!(desk.run(&["--verify", "--ledger", "ledger"]).code, Some(0));
    refused(
        &desk.verify(),
        7,
        &[
            "certificate.json",
            "is not the certificate of the last release",
        ],
    );
    restore();
    desk.change("certificate.json", "\"width\": 3", "\"width\": 2");
    refused(&desk.verify(), 7, &["certificate.json"]);
}

#[test]
fn a_ledger_that_another_run_writes_to() {
    let desk = Desk::new(&[FIRST]);
    assert_eq!(desk.publish().code, Some(0));
    let lock = fs::File::create(desk.path("ledger/.lock")).unwrap();
    lock.lock().unwrap();
    publishing_is_refused(&desk, 5, &["another run holds the lock on ledger"]);
    drop(lock);
    assert_eq!(desk.publish().code, Some(0));
}

#[test]
fn places_that_cannot_be_written_to_and_words_that_do_not_go_together() {
    let desk = Desk::new(&[FIRST]);
    let before = desk.files();
    let run = |out: &str, certificate: &str| {
        desk.run(
            &[
                &super::COMMON[..],
                &["--out", out, "--certificate", certificate],
            ]
            .concat(),
        )
    };
    refused(
        &run("cells.csv", "c.json"),
        2,
        &["--out would write over `cells.csv`"],
    );
    refused(
        &run("o.csv", "policy.toml"),
        2,
        &["--certificate would write over"],
    );
    refused(&run("o.csv", "o.csv"), 2, &["are the same file"]);
    refused(&run("o.csv", "absent/c.json"), 6, &["absent/c.json"]);
    assert_eq!(
        desk.files(),
        before,
        "what was not published is not in the ledger either"
    );
    refused(&desk.run(&["--verify"]), 2, &["--ledger"]);
    refused(&desk.run(&[]), 2, &["--cells"]);
    refused(
        &desk.run(&["--verify", "--ledger", "ledger"]),
        3,
        &["holds no release"],
    );
}
