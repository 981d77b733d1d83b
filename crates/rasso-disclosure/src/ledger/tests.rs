mod broken;

use super::*;
use crate::{Tables, bytes, make};
use rasso_store::Lock;
use std::{collections::BTreeSet, ops::Range};

/// A folder with a policy, the files of two releases, and a ledger.
struct Desk {
    folder: tempfile::TempDir,
}

/// Four by four counts with their sums, drawn up here.
const COUNTS: [[i64; 4]; 4] = [
    [2, 11, 20, 9],
    [14, 3, 8, 31],
    [27, 16, 12, 7],
    [9, 25, 6, 18],
];

impl Desk {
    fn new() -> Self {
        let desk = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        let text = include_str!("../../../../data-schemas/disclosure/example-policy.toml");
        let keys = text.lines().filter(|it| !it.starts_with('#'));
        let keys: Vec<&str> = keys.filter(|it| !it.is_empty()).collect();
        fs::write(desk.path("policy.toml"), keys.join("\n") + "\n").unwrap();
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn ledger(&self) -> PathBuf {
        self.path("ledger")
    }

    /// Publishes tables, one a vintage; a later vintage revises the one before.
    fn publish(&self, tables: &[[[i64; 4]; 4]]) -> Result<crate::Made, DisclosureError> {
        let (cells, constraints) = files(tables);
        self.publish_files(&cells, &constraints)
    }

    fn publish_files(
        &self,
        cells: &str,
        constraints: &str,
    ) -> Result<crate::Made, DisclosureError> {
        fs::write(self.path("cells.csv"), cells).unwrap();
        fs::write(self.path("constraints.csv"), constraints).unwrap();
        let file = self.path("policy.toml");
        let policy = Policy::read(&file)?;
        let tables = Tables::read(
            &self.path("cells.csv"),
            &self.path("constraints.csv"),
            &policy,
        )?;
        let lock = Lock::take(&self.ledger())?;
        let mut ledger = Ledger::open(&self.ledger())?;
        let made = make(&tables, &policy, &file, &ledger)?;
        made.record(&mut ledger, &lock)?;
        Ok(made)
    }

    fn verify(&self) -> Result<usize, DisclosureError> {
        let ledger = Ledger::open(&self.ledger())?;
        let certificate = ledger.verify()?;
        assert_eq!(certificate.map_or(0, |it| it.release()), ledger.releases());
        Ok(ledger.releases())
    }
}

/// `cells.csv` and `constraints.csv` of tables with their sums.
fn files(tables: &[[[i64; 4]; 4]]) -> (String, String) {
    let mut cells = "cell_id,value,revises\n".to_owned();
    let mut constraints = "con_id,cell_id,coef\n".to_owned();
    for (vintage, counts) in tables.iter().enumerate() {
        let sum = |rows: Range<usize>, columns: Range<usize>| -> i64 {
            rows.flat_map(|r| columns.clone().map(move |c| counts[r][c]))
                .sum()
        };
        let of = |it: usize| if it == 4 { 0..4 } else { it..it + 1 };
        let id = |v: usize, r: usize, c: usize| format!("v{v}r{r}c{c}");
        for (r, c) in (0..25).map(|it| (it / 5, it % 5)) {
            let revises = if vintage > 0 {
                id(vintage - 1, r, c)
            } else {
                String::new()
            };
            let cell = id(vintage, r, c);
            let by = |it: usize| if it == 4 { -1 } else { 1 };
            cells.extend([format!("{cell},{},{revises}\n", sum(of(r), of(c)))]);
            constraints.extend([
                format!("v{vintage}row{r},{cell},{}\n", by(c)),
                format!("v{vintage}column{c},{cell},{}\n", by(r)),
            ]);
        }
    }
    (cells, constraints)
}

/// The second vintage: one count is revised by one, another by many.
fn revised() -> [[i64; 4]; 4] {
    let mut counts = COUNTS;
    counts[2][2] += 1;
    counts[3][3] += 20;
    counts
}

/// The code that a ledger is refused with, or how many releases it has.
fn told(desk: &Desk) -> Result<usize, u8> {
    desk.verify().map_err(|it| it.exit_code())
}

fn every_file(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(every_file(&path));
        } else {
            all.push(path);
        }
    }
    all.sort();
    all
}

#[test]
fn two_releases_are_one_chain_and_certified_together() {
    let desk = Desk::new();
    assert_eq!(told(&desk), Ok(0));
    let first = desk.publish(&[COUNTS]).unwrap();
    assert_eq!(told(&desk), Ok(1));
    assert_eq!((first.summary.primary, first.summary.releases), (2, 1));
    let second = desk.publish(&[COUNTS, revised()]).unwrap();
    assert_eq!(told(&desk), Ok(2));
    assert!(
        second.statuses.starts_with(&first.statuses),
        "what was decided stays"
    );
    let ledger = Ledger::open(&desk.ledger()).unwrap();
    let id = |name: &str| &ledger.known().cells()[ledger.known().place(name).unwrap()];
    for cell in [
        "v0r0c0",
        "v0r1c1",
        "v1r0c0",
        "change:v1r2c2 revises v0r2c2",
        "change:v1r0c0 revises v0r0c0",
    ] {
        assert_eq!(id(cell).shown(), None, "{cell}");
    }
    let (new, old) = (id("v1r2c2").shown(), id("v0r2c2").shown());
    assert!(new.is_none() || old.is_none(), "a change of one is shown");
    let change = id("change:v1r4c4 revises v0r4c4").shown();
    assert!(change.is_some(), "both vintages are shown");
}

#[test]
fn a_small_change_in_two_large_steps_is_not_shown_either() {
    let desk = Desk::new();
    let (mut much, mut little) = (COUNTS, COUNTS);
    much[3][3] += 20;
    little[3][3] += 1;
    let made = desk.publish(&[COUNTS, much, little]).unwrap();
    let is_shown = |cell: &str| made.statuses.contains(&format!("\n{cell},s\n"));
    assert!(is_shown("v1r3c3"));
    for cell in ["r3c3", "r3c4", "r4c3", "r4c4"] {
        let both = ["v0", "v2"].map(|it| is_shown(&format!("{it}{cell}")));
        assert_ne!(both, [true; 2], "{cell} was revised by one in all");
    }
}

#[test]
fn no_file_of_it_has_a_withheld_count() {
    let desk = Desk::new();
    desk.publish(&[COUNTS]).unwrap();
    desk.publish(&[COUNTS, revised()]).unwrap();
    for release in ["0001", "0002"] {
        let cells = fs::read_to_string(desk.ledger().join(release).join(CELLS)).unwrap();
        let withheld: Vec<&str> = cells.lines().filter(|it| it.contains(",c,")).collect();
        assert!(!withheld.is_empty() && withheld.iter().all(|it| it.ends_with(",c,")));
        let constraints =
            fs::read_to_string(desk.ledger().join(release).join(CONSTRAINTS)).unwrap();
        let coefs: BTreeSet<&str> = constraints
            .lines()
            .skip(1)
            .filter_map(|it| it.rsplit(',').next())
            .collect();
        assert_eq!(
            coefs,
            BTreeSet::from(["1", "-1"]),
            "a change's size or way is told"
        );
    }
}

#[test]
fn the_same_again_adds_nothing_and_says_the_same() {
    let (desk, other) = (Desk::new(), Desk::new());
    let first = desk.publish(&[COUNTS]).unwrap();
    let before = every_file(&desk.ledger());
    let again = desk.publish(&[COUNTS]).unwrap();
    assert!(first.summary.is_new && !again.summary.is_new);
    assert_eq!(
        (&first.statuses, &first.certificate),
        (&again.statuses, &again.certificate)
    );
    assert_eq!(every_file(&desk.ledger()), before);
    other.publish(&[COUNTS]).unwrap();
    for file in before {
        let same = other
            .ledger()
            .join(file.strip_prefix(desk.ledger()).unwrap());
        assert_eq!(
            fs::read(&file).unwrap(),
            fs::read(same).unwrap(),
            "{}",
            file.display()
        );
    }
}

#[test]
fn another_policy_is_refused_and_a_new_ledger_takes_it() {
    let desk = Desk::new();
    desk.publish(&[COUNTS]).unwrap();
    let file = desk.path("policy.toml");
    let text = fs::read_to_string(&file)
        .unwrap()
        .replace("threshold = 5", "threshold = 4");
    fs::write(&file, &text).unwrap();
    let unsigned = desk.publish(&[COUNTS]).unwrap_err();
    assert_eq!(unsigned.exit_code(), 4);
    assert!(
        unsigned
            .to_string()
            .contains("changed after it was signed on 2026-01-31")
    );
    let digest = Policy::digest_to_sign(&file).unwrap();
    let cut = text.find("digest = ").unwrap();
    fs::write(&file, format!("{}digest = \"{digest}\"\n", &text[..cut])).unwrap();
    let other = desk.publish(&[COUNTS]).unwrap_err();
    assert_eq!(other.exit_code(), 4);
    assert!(other.to_string().contains("another policy"), "{other}");
    fs::remove_dir_all(desk.ledger()).unwrap();
    desk.publish(&[COUNTS]).unwrap();
}

#[test]
fn what_was_shown_stays_and_what_was_withheld_is_still_needed() {
    let desk = Desk::new();
    desk.publish(&[COUNTS]).unwrap();
    let refused = |counts| {
        let error = desk.publish(&[counts]).unwrap_err();
        assert_eq!(error.exit_code(), 3, "{error}");
        error.to_string()
    };
    assert!(refused(revised()).contains("column `value`: is not what an earlier release shows"));
    let (cells, constraints) = files(&[COUNTS]);
    fs::write(desk.path("cells.csv"), cells.replace("v0r0c0,", "w,")).unwrap();
    let constraints = constraints.replace("v0r0c0,", "w,");
    fs::write(desk.path("constraints.csv"), constraints).unwrap();
    let file = desk.path("policy.toml");
    let policy = Policy::read(&file).unwrap();
    let tables = Tables::read(
        &desk.path("cells.csv"),
        &desk.path("constraints.csv"),
        &policy,
    );
    let ledger = Ledger::open(&desk.ledger()).unwrap();
    let error = make(&tables.unwrap(), &policy, &file, &ledger).unwrap_err();
    assert_eq!(error.exit_code(), 3);
    assert!(
        error.to_string().contains("has no row for 1 cells"),
        "{error}"
    );
}

#[test]
fn what_cannot_be_protected_is_refused_and_nothing_is_written() {
    let desk = Desk::new();
    desk.publish(&[COUNTS]).unwrap();
    let before = every_file(&desk.ledger());
    // What earlier releases show comes to a small count, so nothing that is withheld now can hide it: the total is so
    // many times it.
    let (cells, constraints) = files(&[COUNTS]);
    let shown: i64 = COUNTS.iter().flatten().sum();
    let ledger = Ledger::open(&desk.ledger()).unwrap();
    let total = ledger.known().place("v0r4c4").unwrap();
    assert_eq!(ledger.known().cells()[total].shown(), Some(shown));
    assert_eq!(shown % 2, 0);
    let small = "sum,small,109\nsum,v0r4c4,-1\n";
    assert_eq!(shown, 2 * 109);
    fs::write(desk.path("cells.csv"), format!("{cells}small,2,\n")).unwrap();
    fs::write(
        desk.path("constraints.csv"),
        format!("{constraints}{small}"),
    )
    .unwrap();
    let file = desk.path("policy.toml");
    let policy = Policy::read(&file).unwrap();
    let tables = Tables::read(
        &desk.path("cells.csv"),
        &desk.path("constraints.csv"),
        &policy,
    );
    let error = make(&tables.unwrap(), &policy, &file, &ledger).unwrap_err();
    assert_eq!(error.exit_code(), 4, "{error}");
    assert!(
        error.to_string().ends_with("nothing was written"),
        "{error}"
    );
    assert_eq!(every_file(&desk.ledger()), before);
}
