use super::*;
use std::fs;

const CELLS: &str = "cell_id,force,value,primary\n1,a,7777777\n";
const GOOD: &str = "cell_id,force,value\na,north,7777777\nb,south,3\nt,all,7777780\n";
const SUMS: &str = "con_id,cell_id,coef\ntotal,t,-1\ntotal,a,1.0\ntotal,b,1\n";

fn policy(rules: &str) -> Policy {
    let text = format!(
        "threshold = 5\nzeros = \"shown\"\nbase = 1\nwidth = 3\n{rules}\n\
         [signed]\nby = \"a test\"\non = 2026-01-01\n"
    );
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), &text).unwrap();
    let digest = Policy::digest_to_sign(file.path()).unwrap();
    Policy::parse(file.path(), &format!("{text}digest = \"{digest}\"\n")).unwrap()
}

fn plain() -> Policy {
    policy("dominance = \"none\"\nminimum_complainants = \"none\"")
}

fn read(cells: &str, constraints: &str, policy: &Policy) -> Result<Tables, DisclosureError> {
    let folder = tempfile::tempdir().unwrap();
    let (a, b) = (
        folder.path().join("cells.csv"),
        folder.path().join("constraints.csv"),
    );
    fs::write(&a, cells).unwrap();
    fs::write(&b, constraints).unwrap();
    Tables::read(&a, &b, policy)
}

/// It is refused as input, says all of this, and no count. (No name of a temporary folder is as long as a count here.)
fn refused(cells: &str, constraints: &str, policy: &Policy, says: &[&str]) {
    let error = read(cells, constraints, policy).unwrap_err();
    assert_eq!(error.exit_code(), 3, "{error}");
    let said = error.to_string();
    for word in says {
        assert!(said.contains(word), "no `{word}` in: {said}");
    }
    assert!(!said.contains("77777"), "a count is told: {said}");
}

#[test]
fn cells_and_constraints_are_read() {
    let tables = read(GOOD, SUMS, &plain()).unwrap();
    let counts: Vec<i64> = tables.cells.iter().map(|it| it.count).collect();
    assert_eq!(counts, [7_777_777, 3, 7_777_780]);
    assert_eq!(tables.constraints[0].terms, [(0, 1), (1, 1), (2, -1)]);
    // As a spreadsheet saves it, and with a column that says what is primary.
    let other = format!(
        "\u{feff}{}",
        GOOD.replace('\n', "\r\n").replace(",7777777", ", 7777777 ")
    );
    assert_eq!(read(&other, SUMS, &plain()).unwrap().cells, tables.cells);
}

#[test]
fn a_revision_names_the_cell_before_it() {
    let cells = "cell_id,value,revises\nb,3,\nb2,4,b\n";
    let tables = read(cells, "con_id,cell_id,coef\n", &plain()).unwrap();
    assert_eq!(tables.cells[1].revises, Some(0));
}

#[test]
fn every_fault_of_cells_has_its_row_and_column() {
    let wrong = [
        (
            GOOD.replace("cell_id", "id"),
            "row 1: has no column `cell_id`",
        ),
        (
            GOOD.replace("value", "count"),
            "row 1: has no column `value`",
        ),
        (GOOD.replace("force", "value"), "the column `value` twice"),
        (
            GOOD.replace("b,south", "a,south"),
            "row 3, column `cell_id`: stands in an earlier row",
        ),
        (
            GOOD.replace("b,south", ",south"),
            "row 3, column `cell_id`: must be filled in",
        ),
        (
            GOOD.replace("b,south", "change:x,south"),
            "row 3, column `cell_id`: may not begin",
        ),
        (
            GOOD.replace("b,south", "b revises,south"),
            "row 3, column `cell_id`: may not hold the word",
        ),
        (
            GOOD.replace(",3\n", ",-3\n"),
            "row 3, column `value`: must be a whole number",
        ),
        (
            GOOD.replace(",3\n", ",3.5\n"),
            "row 3, column `value`: must be a whole number",
        ),
        (
            GOOD.replace(",3\n", ",\n"),
            "row 3, column `value`: must be a whole number",
        ),
        (
            GOOD.replace(",3\n", ",99999999999\n"),
            "row 3, column `value`",
        ),
        (
            GOOD.replace(",3\n", "\n"),
            "row 3: has 2 cells where the heading has 3",
        ),
        (
            CELLS.to_owned(),
            "row 2: has 3 cells where the heading has 4",
        ),
        (String::new(), "is empty"),
        ("cell_id,value\n".to_owned(), "has no rows"),
        (
            "cell_id,value,revises\nb,3,c\n".to_owned(),
            "row 2, column `revises`: names no cell",
        ),
        (
            "cell_id,value,revises\nb,3,b\n".to_owned(),
            "row 2, column `revises`: names its own",
        ),
    ];
    for (cells, says) in wrong {
        refused(&cells, SUMS, &plain(), &["cells.csv", says]);
    }
}

#[test]
fn every_fault_of_constraints_has_its_row_and_column() {
    let wrong = [
        (
            SUMS.replace("con_id", "con"),
            "row 1: has no column `con_id`",
        ),
        (SUMS.replace("coef", "by"), "row 1: has no column `coef`"),
        (
            SUMS.replace("b,1\n", "b,0\n"),
            "row 4, column `coef`: must be a whole number other than 0",
        ),
        (SUMS.replace("b,1\n", "b,0.5\n"), "row 4, column `coef`"),
        (SUMS.replace("b,1\n", "b,99999\n"), "row 4, column `coef`"),
        (
            SUMS.replace("b,1\n", "c,1\n"),
            "row 4, column `cell_id`: names no cell of ",
        ),
        (
            SUMS.replace("b,1\n", "a,1\n"),
            "row 4, column `cell_id`: stands twice",
        ),
        (
            SUMS.replace("total,b", ",b"),
            "row 4, column `con_id`: must be filled in",
        ),
        (
            SUMS.replace("b,1\n", "b,2\n"),
            "constraint `total`: does not come to nought",
        ),
    ];
    for (constraints, says) in wrong {
        refused(GOOD, &constraints, &plain(), &["constraints.csv", says]);
    }
}

#[test]
fn what_the_policy_has_a_rule_about_must_be_there_and_filled() {
    let policy = policy("minimum_complainants = 3\n[dominance]\nlargest = 1\npercent = 80");
    refused(
        GOOD,
        SUMS,
        &policy,
        &["has no column `complainants`, and the policy"],
    );
    let with = "cell_id,force,value,complainants,largest\n\
                a,north,7777777,700,20\nb,south,3,2,1\nt,all,7777780,701,20\n";
    let tables = read(with, SUMS, &policy).unwrap();
    assert_eq!(
        (tables.cells[1].complainants, tables.cells[1].largest),
        (Some(2), Some(1))
    );
    refused(
        &with.replace(",2,1\n", ",,1\n"),
        SUMS,
        &policy,
        &["row 3, column `complainants`"],
    );
    refused(
        &with.replace(",2,1\n", ",2,4\n"),
        SUMS,
        &policy,
        &["row 3, column `largest`"],
    );
    // Without a rule they may be left out, and may be empty.
    read(&with.replace(",2,1\n", ",,\n"), SUMS, &plain()).unwrap();
}

#[test]
fn many_faults_are_told_at_once_and_not_all() {
    let rows = "c,x\n".repeat(30);
    let error = read(&format!("cell_id,value\n{rows}"), SUMS, &plain()).unwrap_err();
    let said = error.to_string();
    assert!(
        said.contains("row 7, ") && !said.contains("row 8, "),
        "{said}"
    );
    assert!(said.ends_with("and 49 more"));
}

#[test]
fn statuses_are_one_letter() {
    let text = statuses([("a", true), ("b,c", false)].into_iter());
    assert_eq!(text, "cell_id,status\na,s\n\"b,c\",c\n");
}
