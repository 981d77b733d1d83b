//! Linking what is new onto what was kept.

use super::{data, febrl, link, linked_febrl, model};
use rasso_tests::Ended;
use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

/// The two files as they were a quarter ago, `then-a.csv`, and now with another order of rows: some records are new,
/// some gone, and in some a cell says something else. `new-a.csv` has those alone, and `gone.csv` says which are gone.
fn quarters(folder: &Path) {
    febrl(folder);
    let mut gone = "side,id\n".to_owned();
    for (side, name) in [("a", "left"), ("b", "right")] {
        let path = folder.join(format!("{side}.csv"));
        let text = fs::read_to_string(&path).unwrap();
        let (header, rows) = text.split_once('\n').unwrap();
        let rows: Vec<&str> = rows.lines().filter(|it| !it.is_empty()).collect();
        let file = |rows: &mut dyn Iterator<Item = String>| {
            let rows: String = rows.map(|it| it + "\n").collect();
            format!("{header}\n{rows}")
        };
        let then = file(&mut rows[..4_800].iter().map(|it| (*it).to_owned()));
        fs::write(folder.join(format!("then-{side}.csv")), then).unwrap();
        let now = |(at, it): (usize, &&str)| {
            if side == "a" && at % 100 == 7 {
                it.replace(", ", ",x")
            } else {
                (*it).to_owned()
            }
        };
        let now: Vec<String> = rows[60..].iter().enumerate().map(now).rev().collect();
        fs::write(&path, file(&mut now.iter().cloned())).unwrap();
        let is_new = |it: &&String| !rows[..4_800].contains(&it.as_str());
        let mut new = now.iter().filter(is_new).cloned();
        fs::write(folder.join(format!("new-{side}.csv")), file(&mut new)).unwrap();
        for row in &rows[..60] {
            gone.extend([name, ",", row.split(',').next().unwrap(), "\n"]);
        }
    }
    fs::write(folder.join("gone.csv"), gone).unwrap();
}

const THEN: [&str; 6] = [
    "--left",
    "then-a.csv",
    "--right",
    "then-b.csv",
    "--model",
    "model.toml",
];

const ONLY_NEW: [&str; 18] = [
    "--left",
    "new-a.csv",
    "--right",
    "new-b.csv",
    "--model",
    "model.toml",
    "--onto",
    "kept",
    "--only-new",
    "--gone",
    "gone.csv",
    "--keep",
    "kept-new",
    "--changed",
    "changed-new.csv",
    "--out",
    "links-new.csv",
    "--json",
];

fn linked_then(folder: &Path, more: &[&str]) -> Ended {
    let arguments: Vec<&str> = THEN.iter().chain(more).copied().collect();
    link(folder, &arguments)
}

/// It ends well; gives what it said as JSON.
fn told(ended: &Ended) -> serde_json::Value {
    assert_eq!(ended.code, Some(0), "{}", ended.said());
    serde_json::from_str(&ended.stdout).unwrap()
}

fn bytes(folder: &Path, name: &str) -> Vec<u8> {
    fs::read(folder.join(name)).unwrap()
}

#[test]
fn a_quarter_linked_onto_what_was_kept_gives_the_links_of_linking_everything() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    quarters(folder);
    let keep = ["--out", "then.csv", "--keep", "kept/", "--json"];
    let then = told(&linked_then(folder, &keep));
    let mode = |path: PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(folder.join("kept")), 0o700);
    for file in fs::read_dir(folder.join("kept")).unwrap() {
        assert_eq!(mode(file.unwrap().path()), 0o600);
    }
    // Onto the same files it gives the same links, and nothing is compared.
    let same = ["--out", "same.csv", "--onto", "kept", "--json"];
    let same = told(&linked_then(folder, &same));
    assert_eq!(same["pairs_compared"], 0);
    assert_eq!(same["rows_written"], then["rows_written"]);
    assert!(bytes(folder, "same.csv") == bytes(folder, "then.csv"));

    let way = |way: &str, more: &[&str]| {
        let [out, changed] = ["links", "changed"].map(|it| format!("{it}-{way}.csv"));
        let asked = [
            &out,
            "--changed",
            &changed,
            &format!("--{way}"),
            "kept",
            "--json",
        ];
        let asked = std::iter::once("--out")
            .chain(asked)
            .chain(more.iter().copied());
        told(&linked_febrl(folder, &asked.collect::<Vec<_>>()))
    };
    let onto = way("onto", &["--keep", "kept2"]);
    let trained = way("trained", &[]);
    let only_new = told(&link(folder, &ONLY_NEW));
    for file in ["links", "changed"] {
        let [onto, trained, new] = ["onto", "trained", "new"].map(|it| format!("{file}-{it}.csv"));
        assert!(bytes(folder, &onto) == bytes(folder, &trained), "{file}");
        assert!(bytes(folder, &new) == bytes(folder, &trained), "{file}");
    }
    for what in ["since", "pairs_compared", "pairs_taken_over"] {
        assert_eq!(onto[what], only_new[what], "{what}");
    }
    // What is then kept is the same too.
    for file in fs::read_dir(folder.join("kept2")).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        let [whole, new] = ["kept2", "kept-new"].map(|it| bytes(folder, &format!("{it}/{name}")));
        assert!(whole == new, "{name}");
    }
    for what in ["expected_matches", "links", "since", "levels"] {
        assert_eq!(onto[what], trained[what], "{what}");
    }
    let left = &onto["since"]["left"];
    assert_eq!(
        (left["new"].as_u64(), left["gone"].as_u64()),
        (Some(200), Some(60))
    );
    assert!(left["changed"].as_u64().unwrap() > 20, "{left}");
    let pairs = |of: &serde_json::Value| of["pairs_compared"].as_u64().unwrap();
    assert!(
        pairs(&onto) * 7 < pairs(&trained),
        "{} of {}",
        pairs(&onto),
        pairs(&trained)
    );
    let changed = fs::read_to_string(folder.join("changed-onto.csv")).unwrap();
    let header = "id_l,id_r,why,probability_before,probability_now,id_r_now,id_l_now\n";
    assert!(changed.starts_with(header));
    let gone = changed
        .lines()
        .filter(|it| it.split(',').nth(2) == Some("gone"))
        .count();
    assert_eq!(onto["since"]["links_changed"]["gone"], gone);
    assert!(gone > 50, "{gone}");

    what_was_kept_again_is_gone_by(folder);
}

/// What was kept the second time is gone by in the same way; and a person is told in words.
fn what_was_kept_again_is_gone_by(folder: &Path) {
    let again = ["--out", "again.csv", "--onto", "kept2", "--keep", "kept3"];
    let again = linked_febrl(folder, &again);
    assert_eq!(again.code, Some(0), "{}", again.said());
    let said = "Records on the left: 0 new, 0 changed, 0 gone, 4,940 as they were";
    assert!(again.stdout.contains(said), "{}", again.said());
    assert!(
        again.stdout.contains("0 pairs compared"),
        "{}",
        again.said()
    );
    assert!(again.stdout.contains("Every link of then is made now"));
    assert!(bytes(folder, "again.csv") == bytes(folder, "links-onto.csv"));
    let is_left = |it: &str| folder.join(it).exists();
    assert!(is_left("kept3") && !is_left("kept3.part"));
}

#[test]
fn the_records_of_one_file_are_linked_onto_what_was_kept() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let text = data("fake_1000.csv");
    let rows: Vec<&str> = text.lines().collect();
    let write = |name: &str, rows: &[&str]| fs::write(folder.join(name), rows.join("\n")).unwrap();
    write("then.csv", &rows[..900]);
    let mut now = vec![rows[0]];
    now.extend(rows[20..].iter().rev());
    write("now.csv", &now);
    let model = model("fake_1000.toml");
    let linked = |left: &str, more: &[&str]| {
        let asked = [
            "--left",
            left,
            "--model",
            model.to_str().unwrap(),
            "--json",
            "--out",
        ];
        let asked: Vec<&str> = asked.iter().chain(more).copied().collect();
        told(&link(folder, &asked))
    };
    linked("then.csv", &["then-links.csv", "--keep", "kept"]);
    let onto = linked("now.csv", &["onto.csv", "--onto", "kept"]);
    let trained = linked("now.csv", &["trained.csv", "--trained", "kept"]);
    assert!(bytes(folder, "onto.csv") == bytes(folder, "trained.csv"));
    assert_eq!(onto["since"]["left"]["gone"], 19);
    assert!(onto["pairs_compared"].as_u64() < trained["pairs_compared"].as_u64());
}

/// febrl 4, linked and kept in `kept`.
fn kept_febrl(folder: &Path) {
    febrl(folder);
    let kept = linked_febrl(folder, &["--out", "then.csv", "--keep", "kept"]);
    assert_eq!(kept.code, Some(0), "{}", kept.said());
}

#[test]
fn files_the_other_way_round_are_warned_of() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    kept_febrl(folder);
    let turned = [
        "--left",
        "b.csv",
        "--right",
        "a.csv",
        "--model",
        "model.toml",
        "--onto",
        "kept",
        "--out",
        "turned.csv",
    ];
    let turned = link(folder, &turned);
    assert!(
        turned.stderr.contains("the same way round?"),
        "{}",
        turned.said()
    );
    assert_eq!(turned.code, Some(0), "{}", turned.said());
}

#[test]
fn a_list_of_what_is_gone_is_read_strictly() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    kept_febrl(folder);
    let header = fs::read_to_string(folder.join("a.csv")).unwrap();
    let header = header.lines().next().unwrap().to_owned() + "\n";
    for side in ["a", "b"] {
        fs::write(folder.join(format!("{side}.csv")), &header).unwrap();
    }
    let only_new = ["--onto", "kept", "--only-new", "--gone", "gone.csv"];
    let then = fs::read_to_string(folder.join("then.csv")).unwrap();
    let ids: Vec<&str> = then.lines().nth(1).unwrap().split(',').take(2).collect();
    let cases = [
        (
            "side,id\nleft,nobody\n",
            "1 of the left ids were not there then",
        ),
        (
            "side,id\nleft,x\nmiddle,y\n",
            "gone.csv: row 2 names no record",
        ),
        ("side,id\nright,\n", "gone.csv: row 1 names no record"),
        ("id\nx\n", "side"),
    ];
    for (gone, says) in cases {
        fs::write(folder.join("gone.csv"), gone).unwrap();
        assert_refused(folder, &linked(folder, &only_new), 3, says);
    }
    // A quarter of nothing but records that are gone.
    let gone = format!("side,id\nleft,{}\nright,{}\n", ids[0], ids[1]);
    fs::write(folder.join("gone.csv"), gone).unwrap();
    let ended = linked(folder, &only_new);
    assert_eq!(ended.code, Some(0), "{}", ended.said());
    let links = fs::read_to_string(folder.join("links.csv")).unwrap();
    let without: Vec<&str> = then.lines().filter(|it| !it.starts_with(ids[0])).collect();
    assert_eq!(links.lines().collect::<Vec<_>>(), without);
}

fn linked(folder: &Path, more: &[&str]) -> Ended {
    let asked: Vec<&str> = ["--out", "links.csv"].iter().chain(more).copied().collect();
    linked_febrl(folder, &asked)
}

fn assert_refused(folder: &Path, ended: &Ended, code: i32, says: &str) {
    assert_eq!(ended.code, Some(code), "{}", ended.said());
    assert!(ended.stderr.contains(says), "{}", ended.said());
    assert!(!folder.join("links.csv").exists());
}

#[test]
fn what_is_no_folder_to_go_by_or_cannot_be_meant_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    kept_febrl(folder);
    fs::create_dir(folder.join("other")).unwrap();
    fs::write(folder.join("other/notes"), "").unwrap();
    let no_folder = "is no folder that `--keep` wrote";
    let is_there = "`other` is there already";
    let into_it = "which holds what is kept and nothing else";
    fs::create_dir(folder.join("stopped.part")).unwrap();
    let same_file = "--out and --changed are the same file";
    let cases: [(&[&str], i32, &str); 14] = [
        (&["--onto", "nowhere"], 3, "cannot read `nowhere`"),
        (&["--onto", "other"], 2, no_folder),
        (&["--keep", "other"], 2, is_there),
        (&["--keep", "stopped"], 2, "`stopped.part` is there"),
        (
            &["--onto", "kept", "--keep", "kept"],
            2,
            "`kept` is there already",
        ),
        (&["--onto", "kept", "--changed", "kept/x.csv"], 2, into_it),
        (
            &["--trained", "kept", "--changed", "./other/../kept/x"],
            2,
            into_it,
        ),
        (&["--keep", "links.csv"], 2, into_it),
        (
            &["--onto", "kept", "--trained", "kept"],
            2,
            "cannot be used with",
        ),
        (&["--changed", "changed.csv"], 2, "--onto"),
        (
            &["--trained", "kept", "--only-new"],
            2,
            "cannot be used with",
        ),
        (&["--onto", "kept", "--gone", "gone.csv"], 2, "--only-new"),
        (&["--onto", "kept", "--changed", "links.csv"], 2, same_file),
        (
            &["--onto", "kept", "--changed", "a.csv"],
            2,
            "--changed would write over",
        ),
    ];
    for (asked, code, says) in cases {
        assert_refused(folder, &linked(folder, asked), code, says);
    }
}

#[test]
fn what_was_kept_of_something_else_is_refused_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    kept_febrl(folder);
    let onto = |more: &[&str]| {
        let asked: Vec<&str> = ["--onto", "kept"].iter().chain(more).copied().collect();
        linked(folder, &asked)
    };
    let refused = |code: i32, says: &str| assert_refused(folder, &onto(&[]), code, says);
    let replaced = |name: &str, from: &str, to: &str| {
        let path = folder.join(name);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{from}");
        fs::write(&path, text.replacen(from, to, 1)).unwrap();
    };
    // A comment is no other model; another threshold is.
    replaced("model.toml", "name = ", "# The same.\nname = ");
    assert_eq!(onto(&["--dry-run"]).code, Some(0));
    replaced("model.toml", "jaro_winkler 0.75", "jaro_winkler 0.7");
    refused(2, "`kept` was kept by another model: `febrl4`");
    replaced("model.toml", "jaro_winkler 0.7", "jaro_winkler 0.75");
    let one = [
        "--left",
        "a.csv",
        "--model",
        "model.toml",
        "--out",
        "links.csv",
    ];
    let one: Vec<&str> = one.iter().chain(&["--trained", "kept"]).copied().collect();
    let said = "`kept` was kept of two files, and this is of one";
    assert_refused(folder, &link(folder, &one), 2, said);
    replaced("a.csv", "suburb", "place");
    refused(3, "suburb");
    replaced("a.csv", "place", "suburb");
    replaced("kept/trained.toml", "format = 2", "format = 0");
    refused(2, "`kept` is of format 0");
    replaced("kept/trained.toml", "format = 0", "format = 2");
    let pairs = bytes(folder, "kept/pairs.parquet");
    fs::write(folder.join("kept/pairs.parquet"), &pairs[1..]).unwrap();
    refused(3, "`pairs.parquet` is not as it was left");
}
