//! What cannot be estimated is refused with its place, and never with its value.

use super::estimate;
use std::fs;

/// Runs a kind on a file and looks how it ends and what it says.
fn refused(input: &str, arguments: &[&str], code: i32, says: &str) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("in.csv"), input).unwrap();
    let mut all = vec![arguments[0], "--input", "in.csv", "--out", "out.csv"];
    all.extend(&arguments[1..]);
    let ended = estimate(folder.path(), &all);
    assert_eq!(ended.code, Some(code), "{}", ended.said());
    assert!(ended.stderr.contains(says), "{}", ended.said());
    assert!(!ended.said().contains("4711"), "{}", ended.said());
    // No file is left, and no half of one.
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

const INCIDENCE: [&str; 5] = ["incidence", "--time", "days", "--status", "how"];

#[test]
fn a_cell_that_cannot_be_used_is_named_by_its_place() {
    let of = |rows: &str| format!("days,how,from\n{rows}");
    for (rows, says) in [
        ("3,1,\n-4711,1,\n", "row 2, column `days`: must be a number"),
        ("3,1,\n4711x,1,\n", "row 2, column `days`: must be a number"),
        ("NaN,1,\n", "row 1, column `days`: must be a number"),
        (",1,\n", "row 1, column `days`: must be filled in"),
        ("3,,\n", "row 1, column `how`: must be filled in"),
        ("3,NA,\n", "row 1, column `how`: must be filled in"),
        // The same where times are numbers.
        ("3.5,1,\n4,NA,\n", "row 2, column `how`: must be filled in"),
    ] {
        refused(&of(rows), &INCIDENCE, 3, says);
    }
    let late = [&INCIDENCE[..], &["--entry", "from"]].concat();
    refused(
        &of("3,1,4711\n"),
        &late,
        3,
        "row 1, column `from`: must be before `days`",
    );
    refused(
        &of("0,1,0\n"),
        &late,
        3,
        "leave the cell empty where that was its origin",
    );
    let over = ["survival", "--time", "days", "--status", "how"];
    refused(
        &of("3,4711,\n"),
        &over,
        3,
        "row 1, column `how`: must be 0 (still open) or 1 (over)",
    );
    let share = ["proportion", "--numerator", "days", "--denominator", "how"];
    refused(
        &of("3,4711,\n4712,4711,\n"),
        &share,
        3,
        "row 2, column `days`: must not be larger than `how`",
    );
    refused(
        &of("3.5,4711,\n"),
        &share,
        3,
        "row 1, column `days`: must be a whole number",
    );
}

#[test]
fn cells_that_cannot_be_used_are_told_together_up_to_ten() {
    let two = "days,how\nx4711,1\n3,1\n4,\n";
    let told = "in.csv has cells that cannot be used:\n  row 1, column `days`: must be a number from 0 up\n  row 3, column `how`: must be filled in: 0 is still open\n";
    refused(two, &INCIDENCE, 3, told);
    let many = format!("days,how\n3,1\n{}", "-4711,1\n".repeat(23));
    refused(
        &many,
        &INCIDENCE,
        3,
        "row 11, column `days`: must be a number from 0 up\n  and in 13 more rows\n",
    );
    // The same where times are no whole days, and in a file of counts.
    let many = format!("days,how\n3.5,1\n{}", "-4711,1\n".repeat(11));
    refused(&many, &INCIDENCE, 3, "\n  and in 1 more row\n");
    let share = ["proportion", "--numerator", "days", "--denominator", "how"];
    refused(
        "days,how\n4711,3\n1,2\n4.711,9\n",
        &share,
        3,
        "row 1, column `days`: must not be larger than `how`\n  row 3, column `days`: must be a whole number",
    );
}

/// Each kind with what it cannot do without, over a file of one column for all.
const KINDS: [&str; 18] = [
    "incidence --time a --status b",
    "period --begin a --end b --status c --as-at 2025-06-30",
    "survival --time a --status b",
    "quantile --time a --status b",
    "proportion --numerator a --denominator b",
    "difference --numerator a --denominator b --reference-numerator c --reference-denominator d",
    "funnel --numerator a --denominator b --group c",
    "shrink --numerator a --denominator b --group c",
    "xmr --value a",
    "decompose --step a --before b --after c",
    "kitagawa --group e --numerator-before a --denominator-before b --numerator-after c --denominator-after d",
    "standardise --group a --by b --numerator c",
    "disparity --numerator a --denominator b --reference-numerator c --reference-denominator d",
    "gray --time a --status b --group c",
    "logrank --time a --status b --group c",
    "chainladder --origin a --development b --count c",
    "its --value a --time b --start 2",
    "did --area a --time b --value c --start d",
];

#[test]
fn a_file_without_rows_is_refused_alike_by_every_kind() {
    let mut kinds = Vec::new();
    for asked in KINDS {
        let asked: Vec<&str> = asked.split(' ').collect();
        refused(
            "a,b,c,d,e\n",
            &asked,
            3,
            "error: in.csv has no rows below its header\n",
        );
        kinds.push(asked[0]);
    }
    let folder = tempfile::tempdir().unwrap();
    let mut listed = super::examples::kinds(folder.path());
    listed.sort();
    kinds.sort_unstable();
    assert_eq!(kinds, listed);
}

#[test]
fn causes_that_differ_only_by_case_are_told_and_not_named() {
    let folder = tempfile::tempdir().unwrap();
    let told = |input: &str, asked: &str| {
        fs::write(folder.path().join("in.csv"), input).unwrap();
        let asked = format!("{asked} --input in.csv");
        let ended = estimate(folder.path(), &asked.split(' ').collect::<Vec<_>>());
        assert_eq!(ended.code, Some(0), "{}", ended.said());
        ended.stderr
    };
    let says = "note: 3 causes differ from another only in small and capital letters";
    let days = "days,how,who\n3,Charged,a\n4,charged,b\n5,CHARGED,a\n6,nfa,b\n7,0,a\n";
    let dates = days.replace(['3', '4', '5', '6', '7'], "2025-01-03,2025-02-03");
    let dates = dates.replace("days", "from,to");
    for (input, asked) in [
        (days, "incidence --time days --status how"),
        (days, "gray --time days --status how --group who"),
        (
            dates.as_str(),
            "period --begin from --end to --status how --as-at 2025-06-30",
        ),
    ] {
        let said = told(input, asked);
        assert!(said.contains(says) && !said.contains("harged"), "{said}");
    }
    let said = told(&days.to_lowercase(), "incidence --time days --status how");
    assert!(!said.contains("causes"), "{said}");
}

#[test]
fn a_date_that_cannot_be_used_is_named_by_its_place() {
    let asked = "period --begin begun --end ended --status how --as-at 2025-06-30";
    let asked: Vec<&str> = asked.split(' ').collect();
    for (rows, says) in [
        ("01/02/4711,,0\n", "row 1, column `begun`: must be a date"),
        (",,0\n", "row 1, column `begun`: must be filled in"),
        (
            "2025-01-01,,4711\n",
            "row 1, column `ended`: must be filled in",
        ),
        (
            "2025-01-01,2024-12-31,1\n",
            "row 1, column `ended`: must not be before `begun`",
        ),
        (
            "0225-01-01,2025-01-31,1\n",
            "row 1, column `begun`: must not be more than 100000 days before `ended`",
        ),
    ] {
        refused(&format!("begun,ended,how\n{rows}"), &asked, 3, says);
    }
    let asked = [&asked[..7], &["--as-at", "30/06/2025"]].concat();
    refused("begun,ended,how\n", &asked, 2, "--as-at");
}

#[test]
fn what_is_asked_wrongly_is_a_matter_of_usage() {
    let input = "days,how\n3,1\n";
    let with = |more: &[&'static str]| [&INCIDENCE[..], more].concat();
    refused(input, &with(&["--at", "30,-1"]), 2, "--at takes times");
    refused(
        input,
        &with(&["--group", "hwo"]),
        3,
        "no column `hwo` (is it `how`?)",
    );
    let quantile = [
        "quantile", "--time", "days", "--status", "how", "--p", "1.5",
    ];
    refused(input, &quantile, 2, "--p takes shares");
    let cause = [
        "gray", "--time", "days", "--status", "how", "--group", "how", "--cause", "2",
    ];
    refused("days,how\n3,4711\n", &cause, 2, "--cause names a status");
    refused("days,how\n3,1\n", &cause[..5], 2, "--group");
    let its = ["its", "--value", "days", "--time", "how", "--start", "2"];
    refused("days,how\n3,4711\n", &its, 2, "--start names no time");
    let twice = [
        "did", "--area", "how", "--time", "days", "--start", "how", "--value", "days",
    ];
    refused("days,how\n3,4711\n3,4711\n", &twice, 3, "or has one twice");
    let folder = tempfile::tempdir().unwrap();
    let ended = estimate(
        folder.path(),
        &[
            "incidence",
            "--input",
            "no.csv",
            "--time",
            "a",
            "--status",
            "b",
        ],
    );
    assert_eq!(ended.code, Some(3), "{}", ended.said());
    fs::write(folder.path().join("in.csv"), input).unwrap();
    let over = [
        "incidence",
        "--input",
        "in.csv",
        "--time",
        "days",
        "--status",
        "how",
        "--out",
        "in.csv",
    ];
    let ended = estimate(folder.path(), &over);
    assert_eq!(ended.code, Some(2), "{}", ended.said());
    assert_eq!(
        fs::read_to_string(folder.path().join("in.csv")).unwrap(),
        input
    );
}

#[test]
fn a_full_disk_ends_with_six_and_leaves_what_was_there() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("in.csv"), "days,how\n3,1\n").unwrap();
    let with = |out: &str| {
        let asked = [&INCIDENCE[..], &["--input", "in.csv", "--out", out]].concat();
        estimate(folder.path(), &asked)
    };
    // A way to a device that is always full: it is written to, and no file takes its place.
    let full = folder.path().join("full");
    std::os::unix::fs::symlink("/dev/full", &full).unwrap();
    let ended = with("full");
    assert_eq!(ended.code, Some(6), "{}", ended.said());
    assert!(fs::symlink_metadata(&full).unwrap().is_symlink());
    let ended = with("no/such/folder.csv");
    assert_eq!(ended.code, Some(6), "{}", ended.said());
    // A folder cannot be replaced by a file.
    fs::create_dir(folder.path().join("folder")).unwrap();
    let ended = with("folder");
    assert_eq!(ended.code, Some(6), "{}", ended.said());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
}

#[test]
fn where_nothing_is_known_the_cell_is_empty_and_a_note_says_why() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("in.csv"), "days,how\n3,1\n9,0\n").unwrap();
    let asked = [
        "incidence",
        "--input",
        "in.csv",
        "--time",
        "days",
        "--status",
        "how",
        "--at",
        "5,100",
    ];
    let ended = estimate(folder.path(), &asked);
    assert!(
        ended.stdout.ends_with(",1,100,0,0,,,,\n"),
        "{}",
        ended.said()
    );
    assert!(
        ended.stderr.contains("note: 1 row has no estimate"),
        "{}",
        ended.said()
    );
    let json = estimate(folder.path(), &[&asked[..], &["--json"]].concat());
    let told: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    assert!(told["rows"][1]["estimate"].is_null());
    assert!((told["rows"][0]["estimate"].as_f64().unwrap() - 0.5).abs() < 1e-15);
    assert_eq!(told["rows"][0]["n_risk"], 1);
}
