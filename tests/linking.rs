//! `rasso link` on data whose truth is known, by the program itself.

mod kept;
mod splink;

use rasso_tests::{Ended, rasso, repository, run_rasso};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Read as _,
    path::{Path, PathBuf},
    process::Command,
};

/// A file of the data, unpacked.
fn data(name: &str) -> String {
    let path = repository().join("tests/data/linkage").join(name);
    let bytes = fs::read(path).unwrap();
    if Path::new(name).extension().is_none_or(|it| it != "gz") {
        return String::from_utf8(bytes).unwrap();
    }
    let mut text = String::new();
    flate2::read::GzDecoder::new(bytes.as_slice())
        .read_to_string(&mut text)
        .unwrap();
    text
}

fn model(name: &str) -> PathBuf {
    repository().join("pipelines/link").join(name)
}

fn link(folder: &Path, arguments: &[&str]) -> Ended {
    let all = std::iter::once("link").chain(arguments.iter().copied());
    run_rasso(folder, all).unwrap()
}

/// The two files of febrl 4 in a folder.
fn febrl(folder: &Path) {
    for side in ["a", "b"] {
        let text = data(&format!("dataset4{side}.csv.gz"));
        fs::write(folder.join(format!("{side}.csv")), text).unwrap();
    }
    fs::copy(model("febrl4.toml"), folder.join("model.toml")).unwrap();
}

const FEBRL: [&str; 6] = [
    "--left",
    "a.csv",
    "--right",
    "b.csv",
    "--model",
    "model.toml",
];

fn linked_febrl(folder: &Path, more: &[&str]) -> Ended {
    let arguments: Vec<&str> = FEBRL.iter().chain(more).copied().collect();
    link(folder, &arguments)
}

/// The pairs that were written, with their probability.
fn written(folder: &Path) -> Vec<([String; 2], f64)> {
    let mut reader = csv::Reader::from_path(folder.join("links.csv")).unwrap();
    let header: Vec<String> = reader
        .headers()
        .unwrap()
        .iter()
        .map(str::to_owned)
        .collect();
    assert_eq!(
        header,
        ["id_l", "id_r", "match_probability", "match_weight", "pass"]
    );
    let line = |it: csv::Result<csv::StringRecord>| {
        let it = it.unwrap();
        ([it[0].to_owned(), it[1].to_owned()], it[2].parse().unwrap())
    };
    reader.records().map(line).collect()
}

/// The number of a febrl record: the same in both files for one person.
fn person(id: &str) -> &str {
    id.split('-').nth(1).unwrap()
}

#[test]
fn febrl_is_linked_without_an_error_and_knows_how_sure_it_is() {
    let folder = tempfile::tempdir().unwrap();
    febrl(folder.path());
    let path = folder.path().join("model.toml");
    let one_to_one = fs::read_to_string(&path).unwrap();
    let each_pair_alone = one_to_one.replace("cardinality = \"one_to_one\"\n", "");
    assert_ne!(one_to_one, each_pair_alone);
    // How many of the 10,000 records may be linked wrongly or not at all.
    for (model, most) in [(one_to_one, 0), (each_pair_alone, 4)] {
        fs::write(&path, model).unwrap();
        let ended = linked_febrl(folder.path(), &["--out", "links.csv"]);
        assert_eq!(ended.code, Some(0), "{}", ended.said());
        let rows = written(folder.path());
        let links: Vec<_> = rows.iter().filter(|it| it.1 >= 0.5).collect();
        let is_true = |pair: &[String; 2]| person(&pair[0]) == person(&pair[1]);
        let found = links.iter().filter(|it| is_true(&it.0)).count();
        let (missed, wrong) = (5_000 - found, links.len() - found);
        assert!(missed + wrong <= most, "{missed} missed, {wrong} wrong");
        let sum: f64 = rows.iter().map(|it| it.1).sum();
        let matches = rows.iter().filter(|it| is_true(&it.0)).count();
        let matches = f64::from(u32::try_from(matches).unwrap());
        assert!((sum / matches - 1.0).abs() < 0.02, "{sum} of {matches}");
    }
}

#[test]
fn rows_in_another_order_and_one_thread_give_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    febrl(folder.path());
    assert_eq!(
        linked_febrl(folder.path(), &["--out", "links.csv"]).code,
        Some(0)
    );
    let first = fs::read(folder.path().join("links.csv")).unwrap();
    for side in ["a.csv", "b.csv"] {
        let path = folder.path().join(side);
        let text = fs::read_to_string(&path).unwrap();
        let (header, rows) = text.split_once('\n').unwrap();
        let turned: Vec<&str> = rows.lines().rev().collect();
        fs::write(path, format!("{header}\n{}\n", turned.join("\n"))).unwrap();
    }
    let alone = Command::new(rasso().unwrap())
        .arg("link")
        .args(FEBRL)
        .args(["--out", "links.csv"])
        .current_dir(folder.path())
        .env("RAYON_NUM_THREADS", "1")
        .output()
        .unwrap();
    assert!(alone.status.success());
    assert!(fs::read(folder.path().join("links.csv")).unwrap() == first);
}

#[test]
fn the_records_of_one_file_are_linked_to_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let text = data("fake_1000.csv");
    fs::write(folder.path().join("people.csv"), &text).unwrap();
    let model = model("fake_1000.toml");
    let arguments = [
        "--left",
        "people.csv",
        "--model",
        model.to_str().unwrap(),
        "--least",
        "0",
        "--out",
        "links.csv",
    ];
    let ended = link(folder.path(), &arguments);
    assert_eq!(ended.code, Some(0), "{}", ended.said());
    let clusters: BTreeMap<&str, &str> = text
        .lines()
        .skip(1)
        .map(|it| {
            (
                it.split(',').next().unwrap(),
                it.rsplit(',').next().unwrap(),
            )
        })
        .collect();
    let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
    for cluster in clusters.values() {
        *sizes.entry(cluster).or_default() += 1;
    }
    let truth: usize = sizes.values().map(|it| it * (it - 1) / 2).sum();
    assert_eq!(truth, 2_031);
    let rows = written(folder.path());
    let pairs: BTreeSet<_> = rows.iter().map(|it| it.0.clone()).collect();
    assert!(pairs.len() == rows.len() && rows.iter().all(|it| it.0[0] < it.0[1]));
    let links: Vec<_> = rows.iter().filter(|it| it.1 >= 0.5).collect();
    let is_true = |ids: &[String; 2]| clusters[ids[0].as_str()] == clusters[ids[1].as_str()];
    let found = links.iter().filter(|it| is_true(&it.0)).count();
    let wrong = links.len() - found;
    // Of the pairs of a person 1,767 are found, and 31 of two people: F1 is 0.923. With one class
    // of matches and rarity by counting alone they were 1,700 and 8, and F1 was 0.909.
    assert!(
        found * 100 >= truth * 85 && wrong * 50 <= found,
        "{found} found, {wrong} wrong"
    );
    // Probabilities are what they say: of all pairs that are scored they come to the matches.
    let sum: f64 = rows.iter().map(|it| it.1).sum();
    let matches = rows.iter().filter(|it| is_true(&it.0)).count();
    let matches = f64::from(u32::try_from(matches).unwrap());
    assert!((sum / matches - 1.0).abs() < 0.02, "{sum} of {matches}");
}

#[test]
fn the_evidence_for_a_pair_is_drawn_without_a_value() {
    let folder = tempfile::tempdir().unwrap();
    febrl(folder.path());
    let ended = linked_febrl(
        folder.path(),
        &["--explain", "rec-1070-org", "rec-1070-dup-0"],
    );
    assert_eq!(ended.code, Some(0), "{}", ended.said());
    assert!(ended.stdout.contains("any two records"), "{}", ended.said());
    assert!(ended.stdout.contains("soc_sec_id: "), "{}", ended.said());
    assert!(
        ended.stdout.contains("probability 1.000000 by itself"),
        "{}",
        ended.said()
    );
    assert!(ended.stdout.ends_with("A link.\n"), "{}", ended.said());
    // The name of that record in the file.
    assert!(!ended.stdout.contains("michaela") && !ended.stderr.contains("michaela"));
    let strangers = linked_febrl(
        folder.path(),
        &["--explain", "rec-1070-org", "rec-1016-dup-0"],
    );
    assert!(
        strangers.stdout.contains("agree on no block"),
        "{}",
        strangers.said()
    );
    let nobody = linked_febrl(folder.path(), &["--explain", "rec-1070-org", "no-such-id"]);
    assert_eq!(nobody.code, Some(3), "{}", nobody.said());
}

#[test]
fn the_least_model_of_the_readme_links_and_what_cannot_be_meant_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let readme = fs::read_to_string(repository().join("README.md")).unwrap();
    let start = readme.find("```toml\nname = \"people\"").unwrap() + "```toml\n".len();
    let model = readme[start..].split("```").next().unwrap();
    let file = |name: &str, text: String| fs::write(folder.path().join(name), text).unwrap();
    file("model.toml", model.to_owned());
    let rows = |date: fn(u32) -> String| {
        let row = |n| format!("P{n},Name{},{}\n", n % 40, date(n));
        (0..200).map(row).collect::<String>()
    };
    let iso = |n: u32| format!("{}-{:02}-{:02}", 1950 + n % 50, n % 12 + 1, n % 28 + 1);
    let british = |n: u32| format!("{:02}/{:02}/{}", n % 28 + 1, n % 12 + 1, 1950 + n % 50);
    file(
        "a.csv",
        format!("person_no,surname,Date of Birth\n{}", rows(iso)),
    );
    file("b.csv", format!("person_no,surname,dob\n{}", rows(british)));
    let ended = linked_febrl(folder.path(), &["--out", "links.csv"]);
    assert_eq!(ended.code, Some(0), "{}", ended.said());
    assert!(!ended.stderr.contains("warning"), "{}", ended.said());
    let links = written(folder.path());
    let found = links
        .iter()
        .filter(|it| it.1 >= 0.5 && it.0[0] == it.0[1])
        .count();
    assert_eq!(found, 200);

    let refused = |arguments: &[&str], code: i32, says: &str| {
        let ended = link(folder.path(), arguments);
        assert_eq!(ended.code, Some(code), "{}", ended.said());
        assert!(ended.stderr.contains(says), "{}", ended.said());
    };
    let model_of = |it: &'static str| ["--model", "model.toml", "--left", "a.csv", "--right", it];
    let with_out = |it: &'static str, out: &'static str| {
        let mut all = model_of(it).to_vec();
        all.extend(["--out", out]);
        all
    };
    refused(&with_out("b.csv", "a.csv"), 2, "--out would write over");
    refused(&with_out("a.csv", "links.csv"), 2, "the same file");
    refused(&with_out("c.csv", "links.csv"), 3, "c.csv");
    file("c.csv", "person_no,surname,dob\n".to_owned());
    refused(
        &with_out("c.csv", "links.csv"),
        3,
        "no record below its header",
    );
    file(
        "c.csv",
        "person_no,surname,dob\nP1,Nobody,1901-01-01\n".to_owned(),
    );
    refused(&with_out("c.csv", "links.csv"), 3, "agree on any block");
    // Dates that the model does not name are told.
    file("model.toml", model.replace("\"%d/%m/%Y\", ", ""));
    let ended = linked_febrl(folder.path(), &["--out", "links.csv"]);
    let said = "warning: right, field `born`: 200 of 200 filled cells are no date";
    assert!(ended.stderr.contains(said), "{}", ended.said());
    let model = |text: &str| file("model.toml", text.to_owned());
    model("name = \"x\"\n");
    refused(
        &with_out("b.csv", "links.csv"),
        2,
        "a model needs `version`, `id`, `[[comparison]]`, `[[block]]`",
    );
}

#[test]
fn a_record_of_two_files_has_one_partner_and_records_of_one_file_any_number() {
    let folder = tempfile::tempdir().unwrap();
    febrl(folder.path());
    let ended = linked_febrl(folder.path(), &["--out", "links.csv", "--least", "0"]);
    assert_eq!(ended.code, Some(0), "{}", ended.said());
    let rows = written(folder.path());
    for side in 0..2 {
        let ids: BTreeSet<&String> = rows.iter().map(|it| &it.0[side]).collect();
        assert_eq!(ids.len(), rows.len());
    }
    let alone = [
        "--left",
        "a.csv",
        "--model",
        "model.toml",
        "--out",
        "links.csv",
    ];
    let ended = link(folder.path(), &alone);
    assert_eq!(ended.code, Some(2), "{}", ended.said());
    assert!(
        ended.stderr.contains("`cardinality` is of two files"),
        "{}",
        ended.said()
    );
}

#[test]
fn a_model_or_a_file_that_does_not_fit_is_told_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    febrl(folder.path());
    let sound = fs::read_to_string(folder.path().join("model.toml")).unwrap();
    let with = |text: String| {
        fs::write(folder.path().join("model.toml"), text).unwrap();
        let ended = linked_febrl(folder.path(), &["--out", "links.csv"]);
        assert!(!folder.path().join("links.csv").exists());
        (ended.code, ended.stderr)
    };
    let (code, said) = with(sound.replace("jaro_winkler 0.75", "jaro_winkle 0.75"));
    assert_eq!(code, Some(2));
    assert!(
        said.contains("comparison `given_name`: `jaro_winkle 0.75` is no level"),
        "{said}"
    );
    let (code, said) = with(sound.replace("on = [\"soc_sec_id\"]", "on = [\"soc_sec_i\"]"));
    assert_eq!(code, Some(2));
    assert!(said.contains("did you mean `soc_sec_id`?"), "{said}");
    let (code, said) = with(sound.replace("[field.suburb]", "[field.suburb]\nfrom = \"subrb\""));
    assert_eq!(code, Some(3));
    assert!(said.contains("`subrb` (is it `suburb`?)"), "{said}");
    let (code, said) = with(format!(
        "{sound}\n[[block]]\non = [\"street_number\"]\n[limits]\n"
    ));
    assert_eq!(code, Some(2));
    assert!(said.contains("unknown field `limits`"), "{said}");
    fs::write(folder.path().join("model.toml"), &sound).unwrap();
    let few = linked_febrl(
        folder.path(),
        &["--out", "links.csv", "--most-pairs", "10000"],
    );
    assert_eq!(few.code, Some(2));
    assert!(
        few.stderr
            .contains("more than 10,000; most are of the block on"),
        "{}",
        few.said()
    );
    let costs = linked_febrl(folder.path(), &["--dry-run"]);
    assert!(
        costs
            .stdout
            .contains("\ngiven_name = surname, surname = given_name"),
        "{}",
        costs.said()
    );
    let text = fs::read_to_string(folder.path().join("a.csv")).unwrap();
    let again = text.lines().nth(1).unwrap();
    let text = text.trim_end();
    fs::write(folder.path().join("a.csv"), format!("{text}\n{again}\n")).unwrap();
    let twice = linked_febrl(folder.path(), &["--out", "links.csv"]);
    assert_eq!(twice.code, Some(3));
    assert!(
        twice
            .stderr
            .contains("the id in row 5001 stands there more than once"),
        "{}",
        twice.said()
    );
    assert!(!folder.path().join("links.csv").exists());
}
