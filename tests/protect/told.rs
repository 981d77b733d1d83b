//! Counts that are shown rounded, and percentages that are published beside counts.

use super::{COMMON, Desk, FIRST, SECOND, done, refusals::refused};
use std::{collections::BTreeMap, fs};

/// Rounds to fives from now on, under a signature of its own.
fn round(desk: &Desk) {
    let policy = desk.read("policy.toml");
    let digest = policy.lines().find(|it| it.starts_with("digest")).unwrap();
    desk.change("policy.toml", "base = 1", "base = 5");
    let signed = desk.run(&["--sign", "policy.toml"]).stdout;
    desk.change(
        "policy.toml",
        digest,
        &format!("digest = \"{}\"", signed.trim()),
    );
}

/// What the ledger tells of the cells of a release: status and figure.
fn told(desk: &Desk, release: &str) -> BTreeMap<String, (String, String)> {
    let text = desk.read(&format!("ledger/{release}/cells.csv"));
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows = reader.deserialize::<(String, String, String)>();
    rows.map(|it| it.unwrap())
        .map(|(id, status, value)| (id, (status, value)))
        .collect()
}

#[test]
fn rounded_counts_are_certified_through_a_revision() {
    let desk = Desk::new(&[FIRST]);
    round(&desk);
    done(&desk.publish());
    let first = desk.read("status.csv");
    assert!(first.starts_with("cell_id,status,rounded\n"), "{first}");
    done(&desk.verify());
    desk.draw(&[FIRST, SECOND]);
    done(&desk.publish());
    done(&desk.verify());
    let mut rounded = 0;
    for release in ["0001", "0002"] {
        for (id, (status, value)) in told(&desk, release) {
            let figure: i64 = value.parse().unwrap_or(0);
            match status.as_str() {
                "r" => {
                    assert!(figure > 0 && figure % 5 == 0, "{id} is not rounded");
                    rounded += 1;
                }
                // By how much a count was revised would undo the rounding.
                "c" => assert_eq!(value, ""),
                "u" => assert!(value.is_empty() && id.starts_with("change:")),
                _ => assert!(id.starts_with("level:"), "{id} is told as it is"),
            }
        }
    }
    assert!(rounded > 20, "{rounded}");
    // One that says that it is another, in a chain that fits, is no release of this policy.
    let text = desk.read("ledger/0001/cells.csv");
    assert!(!text.contains(",s,"), "a count is told as it is");
    fs::write(
        desk.path("ledger/0001/cells.csv"),
        text.replacen(",c,", ",u,", 1),
    )
    .unwrap();
    refused(&desk.verify(), 7, &["cells.csv"]);
}

#[test]
fn percentages_that_others_published_are_reckoned_with() {
    let desk = Desk::new(&[FIRST]);
    let with = |lines: &[&str]| {
        let text = format!("part,whole,percent\n{}\n", lines.join("\n"));
        fs::write(desk.path("percent.csv"), text).unwrap();
        let more = [
            "--out",
            "status.csv",
            "--certificate",
            "certificate.json",
            "--percentages",
            "percent.csv",
        ];
        desk.run(&[&COMMON[..], &more].concat())
    };
    // Two of 42 are 5 per cent: of 42 nothing but two is, so the whole must be withheld with it.
    refused(
        &with(&[
            "v0r0c0,v0r0c4,4",
            "v0r0c0,nobody,5",
            "v0r0c0,v0r0c0,100",
            "v0r0c0,v0r0c4,5%",
        ]),
        3,
        &[
            "row 2, column `percent`",
            "row 3, column `whole`",
            "row 4, column `whole`",
            "row 5, column `percent`",
        ],
    );
    assert!(!desk.path("ledger/0001").exists(), "something is written");
    done(&desk.publish());
    let alone = desk.statuses();
    fs::remove_dir_all(desk.path("ledger")).unwrap();
    done(&with(&["v0r0c0,v0r0c4,5"]));
    done(&desk.verify());
    let beside = desk.statuses();
    assert_eq!(alone["v0r0c4"], "s");
    assert_eq!(beside["v0r0c4"], "c", "two of 42 is told by the percentage");
    let cells = told(&desk, "0001");
    let slack: Vec<_> = cells.iter().filter(|it| it.1.0 == "u").collect();
    assert!(
        slack.len() == 2
            && slack
                .iter()
                .all(|it| it.1.1.is_empty() && it.0.starts_with("percentage:"))
    );
    // Said again it is nothing new; of counts that were shown before, it comes too late.
    let ended = with(&["v0r0c0,v0r0c4,5"]);
    done(&ended);
    assert!(
        ended.stdout.contains("nothing in it is new"),
        "{}",
        ended.stdout
    );
    fs::remove_dir_all(desk.path("ledger")).unwrap();
    done(&desk.publish());
    let before = desk.files();
    refused(&with(&["v0r0c0,v0r0c4,5"]), 4, &["cannot be protected"]);
    let kept = |it: &BTreeMap<String, Vec<u8>>| {
        it.iter().filter(|it| it.0.starts_with("ledger/0")).count()
    };
    assert_eq!(kept(&before), kept(&desk.files()));
}
