//! Every kind has an example in its help that does what it says.

use super::estimate;
use std::{fs, path::Path};

/// The kinds that the help lists.
pub(super) fn kinds(folder: &Path) -> Vec<String> {
    let help = estimate(folder, &["--help"]).stdout;
    let (_, list) = help.split_once("Kinds:\n").unwrap();
    let words = list.lines().take_while(|it| !it.is_empty());
    // What a kind does may go over several lines; its name is where the first one starts.
    let names = words.filter_map(|it| it.strip_prefix("  ").filter(|it| !it.starts_with(' ')));
    let names = names.filter_map(|it| it.split(' ').next());
    names
        .filter(|it| *it != "help")
        .map(str::to_owned)
        .collect()
}

/// Two tables say the same; numbers may differ in their last digit, which is the machine's.
fn same(found: &str, expected: &str) -> bool {
    let is_same = |(a, b): (&str, &str)| {
        let number = |it: &str| it.parse::<f64>().ok();
        let is_near = |(x, y): (f64, f64)| (x - y).abs() <= 1e-11 * y.abs();
        a == b || number(a).zip(number(b)).is_some_and(is_near)
    };
    let (found, expected) = (cells(found), cells(expected));
    found.len() == expected.len()
        && found.iter().zip(&expected).all(|(a, b)| {
            a.len() == b.len() && a.iter().copied().zip(b.iter().copied()).all(is_same)
        })
}

fn cells(table: &str) -> Vec<Vec<&str>> {
    let lines = table.lines();
    lines.map(|it| it.split(',').collect()).collect()
}

#[test]
fn every_kind_has_an_example_that_does_what_it_says() {
    let folder = tempfile::tempdir().unwrap();
    let kinds = kinds(folder.path());
    for kind in &kinds {
        let help = estimate(folder.path(), &[kind, "--help"]).stdout;
        let (_, example) = help.split_once("\nExample: ").expect(kind);
        let (file, rest) = example.split_once(" holds\n").expect(kind);
        let mut parts = rest.split("\n\n");
        let (input, command) = parts.next().zip(parts.next()).expect(kind);
        let expected = parts.next().expect(kind).trim_end();
        fs::write(folder.path().join(file), format!("{input}\n")).unwrap();
        // A long command is wrapped.
        let command: Vec<&str> = command.split_whitespace().collect();
        assert_eq!(command[..3], ["rasso", "estimate", kind]);
        let ended = estimate(folder.path(), &command[2..]);
        assert_eq!(ended.code, Some(0), "{kind}: {}", ended.said());
        assert!(
            same(ended.stdout.trim_end(), expected),
            "{kind} gives\n{}and its help says\n{expected}",
            ended.stdout
        );
    }
    assert!(kinds.len() >= 5, "{kinds:?}");
}

#[test]
fn tables_that_differ_are_told_apart() {
    assert!(same("a,b\n1,0.30000000000000004\n", "a,b\n1,0.3"));
    assert!(!same("a\n0.3001", "a\n0.3"));
    assert!(!same("a\n1", "a\n1\n2"));
    assert!(!same("a\n", "a\n1"));
    assert!(!same("a,b\n1,", "a,b\n1,0"));
}
