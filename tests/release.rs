//! `rasso release` by the program itself: two quarters of an invented world, one after the other, checked with nothing
//! but what was published, and against the runs.

mod dashboard;
mod job;
mod published;

use crate::outputs;
use rasso_schema::OutputFolder;
use rasso_tests::{contents, repository, rows, run_rasso, run_rasso_with};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

/// A world, its runs as at two dates, and what is released of them.
struct Desk {
    folder: tempfile::TempDir,
}

const DATES: [&str; 2] = ["2025-03-31", "2025-06-30"];
/// Another place: a thread where there may be two, another time zone and another locale.
const ELSEWHERE: [(&str, &str); 5] = [
    ("TZ", "Pacific/Auckland"),
    ("LC_ALL", "tr_TR.UTF-8"),
    ("LANG", "tr_TR.UTF-8"),
    ("RAYON_NUM_THREADS", "1"),
    ("POLARS_MAX_THREADS", "1"),
];
const TABLE: &str = "recorded_crimes";

impl Desk {
    fn new() -> Self {
        let desk = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        let policy = repository().join("data-schemas/disclosure/example-policy.toml");
        fs::copy(policy, desk.path("policy.toml")).unwrap();
        let example = repository().join("data-schemas/release-notes/example-publication.toml");
        fs::copy(example, desk.path("publication.toml")).unwrap();
        let world = ["--crimes", "6000", "--seed", "21", "--mess", "off"];
        let dates = DATES.map(|it| ["--extract-date", it]);
        let synth = ["synth", "--out", "world"].into_iter().chain(world);
        desk.done(synth.chain(dates.concat()));
        let pipeline = fs::read_to_string(desk.path("world/pipeline.toml")).unwrap();
        let last = format!("as_at = \"{}\"", DATES[1]);
        assert!(pipeline.contains(&last));
        for date in DATES {
            // The groups of figures are most of a run's work, and no release has them.
            let own = pipeline.replace("[measures]", "[measures]\nbreakdowns = []");
            let own = own.replace(&last, &format!("as_at = \"{date}\""));
            fs::write(desk.path("world").join(format!("{date}.toml")), own).unwrap();
            desk.done(["run", &format!("world/{date}.toml"), "--out", date]);
        }
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn done<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> String {
        let ended = run_rasso(self.folder.path(), arguments).unwrap();
        assert_eq!(ended.code, Some(0), "{}", ended.said());
        ended.stdout
    }

    /// Releases the run of a date; gives the exit code and what was said.
    fn build(&self, date: &str, out: &str, more: &[&str]) -> (Option<i32>, String) {
        let run = format!("{date}/runs/latest");
        let own = ["release", "build", "--run", &run, "--policy", "policy.toml"];
        let to = [
            "--quarters",
            "3",
            "--publication",
            "publication.toml",
            "--out",
            out,
        ];
        let all = own.iter().chain(&to).chain(more);
        let around: &[(&str, &str)] = if out == "elsewhere" { &ELSEWHERE } else { &[] };
        let ended = run_rasso_with(around, self.folder.path(), all).unwrap();
        (ended.code, ended.said())
    }

    fn verify(&self, release: &str) -> Option<i32> {
        let ended = run_rasso(self.folder.path(), ["release", "verify", release]).unwrap();
        ended.code
    }

    /// The rows of a published table.
    fn table(&self, release: &str) -> Vec<BTreeMap<String, String>> {
        let file = self.path(release).join(format!("tables/{TABLE}.csv"));
        let mut reader = csv::Reader::from_path(file).unwrap();
        reader.deserialize().map(Result::unwrap).collect()
    }

    /// What a run counted: metric, area and period, of the clock that the table has.
    fn counted(&self, date: &str) -> BTreeMap<[String; 3], i64> {
        use rasso_tests::text_of;
        let run = self.path(date).join("runs/latest/measures.parquet");
        let all = rows(&run).unwrap();
        let of = all.iter().filter(|it| text_of(it, "clock") == "cohort");
        of.filter_map(|it| {
            let key = ["metric", "area_code", "period"].map(|column| text_of(it, column));
            Some((key, text_of(it, "numerator").parse().ok()?))
        })
        .collect()
    }
}

/// The metric behind each count of the table, as its file says.
const COUNTS: [(&str, &str); 4] = [
    ("all", "recorded_crimes"),
    ("16_and_over", "recorded_crimes.16_and_over"),
    ("under_16", "recorded_crimes.under_16"),
    ("charged", "charge_rate.recorded_cohort"),
];

#[test]
fn two_quarters_are_released_one_after_the_other() {
    let desk = Desk::new();
    let only = ["--table", TABLE];
    for date in DATES {
        let (code, said) = desk.build(date, "out", &only);
        assert_eq!(code, Some(0), "{said}");
        assert_eq!(desk.verify("out/current"), Some(0));
        what_is_shown_is_what_was_counted(&desk, date);
    }
    assert_eq!(
        desk.verify("out/releases/2025-Q1-1"),
        Some(0),
        "the first is as it was"
    );
    nobody_else_sees_the_counts(&desk);
    the_same_again_is_the_same(&desk, &only);
    held_revisions_leave_earlier_periods_as_they_were(&desk);
    dashboard::every_figure_on_a_page_is_its_row(&desk);
    dashboard::what_is_no_dashboard_is_left_alone(&desk);
    published::every_revised_figure_is_named(&desk);
    published::a_release_can_be_taken_back(&desk);
    job::a_job_ends_with_a_release_and_says_so(&desk);
    every_file_is_one_that_the_list_of_outputs_has(&desk);
    every_changed_byte_is_told(&desk);
    what_cannot_be_released_is_refused(&desk);
}

fn what_is_shown_is_what_was_counted(desk: &Desk, date: &str) {
    let counted = desk.counted(date);
    let rows = desk.table("out/current");
    let mut shown: BTreeMap<[&str; 3], i64> = BTreeMap::new();
    let (mut withheld, mut unavailable) = (0, 0);
    for row in rows.iter().filter(|it| it["unit"] == "count") {
        let place = [&row["measure"], &row["area_code"], &row["period"]].map(String::as_str);
        if row["marker"] == "[c]" {
            assert_eq!(row["value"], "");
            withheld += 1;
            continue;
        }
        if row["marker"] == "[x]" {
            // Of whom the run has nothing at all, that it is nought is not said.
            let area = &row["area_code"];
            let is_seen =
                |it: &[String; 3]| it[1] == *area && COUNTS.iter().any(|of| of.1 == it[0]);
            assert!(
                row["value"].is_empty() && !counted.keys().any(is_seen),
                "{area}"
            );
            unavailable += 1;
            continue;
        }
        let value: i64 = row["value"].parse().unwrap();
        assert!(!(1..5).contains(&value), "a small count is shown");
        shown.insert(place, value);
        if let Some((_, metric)) = COUNTS.iter().find(|it| it.0 == row["measure"]) {
            let key = [
                (*metric).to_owned(),
                row["area_code"].clone(),
                row["period"].clone(),
            ];
            assert!(
                value == counted.get(&key).copied().unwrap_or(0),
                "another count is shown"
            );
        }
    }
    assert!(
        withheld > 100 && shown.len() > 100,
        "the world does not try it"
    );
    let mut shares = 0;
    assert!(unavailable > 0, "there is no force without records");
    let is_share = |it: &&BTreeMap<String, String>| it["measure"] == "charge_rate";
    for row in rows
        .iter()
        .filter(is_share)
        .filter(|it| it["marker"] != "[x]")
    {
        let of = |count: &str| {
            shown
                .get(&[count, &row["area_code"], &row["period"]])
                .copied()
        };
        match (of("charged"), of("all"), of("not_charged")) {
            (Some(_), Some(0), Some(_)) => assert_eq!(row["marker"], "[z]"),
            (Some(part), Some(whole), Some(_)) => {
                let tenths = (part * 2000 + whole) / (2 * whole);
                assert_eq!(row["value"], format!("{}.{}", tenths / 10, tenths % 10));
                shares += 1;
            }
            _ => assert_eq!(
                (&*row["value"], &*row["lower"], &*row["marker"]),
                ("", "", "[c]")
            ),
        }
    }
    assert!(shares > 10, "the world does not try it: {shares}");
}

/// The counts behind a release are nobody's but the owner's, and in nothing that is published.
fn nobody_else_sees_the_counts(desk: &Desk) {
    let mode = |path: &str| fs::metadata(desk.path(path)).unwrap().permissions().mode() & 0o777;
    assert_eq!(
        (mode("out/counts"), mode("out/counts/0002.csv")),
        (0o700, 0o600)
    );
    let shown: BTreeSet<String> = desk
        .table("out/current")
        .into_iter()
        .filter(|it| !it["value"].is_empty())
        .map(|it| it["cell_id"].clone())
        .collect();
    let counts = fs::read_to_string(desk.path("out/counts/0002.csv")).unwrap();
    let withheld: Vec<String> = counts
        .lines()
        .skip(1)
        .map(|it| it.split(',').take(2).collect::<Vec<_>>().join(","))
        .filter(|it| !shown.contains(it.split(',').next().unwrap_or_default()))
        .collect();
    for (path, bytes) in contents(&desk.path("out/releases")).unwrap() {
        // Sheets are made of the same published rows; their form is tested where they are made.
        let Ok(text) = String::from_utf8(bytes) else {
            continue;
        };
        let lines: BTreeSet<&str> = text.lines().collect();
        assert!(
            !withheld.iter().any(|it| lines.contains(it.as_str())),
            "{} has withheld counts",
            path.display()
        );
    }
}

fn the_same_again_is_the_same(desk: &Desk, only: &[&str]) {
    let published = |out: &str| -> BTreeMap<PathBuf, Vec<u8>> {
        let folder = desk.path(out).join("releases");
        let all = contents(&folder).unwrap().into_iter();
        all.map(|it| (it.0.strip_prefix(&folder).unwrap().to_path_buf(), it.1))
            .collect()
    };
    let before = published("out");
    let (code, said) = desk.build(DATES[1], "out", only);
    assert!(
        code == Some(0) && said.contains("nothing in it is new"),
        "{said}"
    );
    assert!(
        published("out") == before,
        "a release that was written again is another"
    );
    for date in DATES {
        assert_eq!(desk.build(date, "elsewhere", only).0, Some(0));
    }
    assert!(
        published("elsewhere") == before,
        "in another folder it is another release"
    );
}

/// The second quarter's release with all revisions held shows of the quarters before what the first shows.
fn held_revisions_leave_earlier_periods_as_they_were(desk: &Desk) {
    assert_eq!(desk.build(DATES[0], "held", &["--table", TABLE]).0, Some(0));
    let shown = |release: &str| -> BTreeMap<String, [String; 2]> {
        let counts = desk
            .table(release)
            .into_iter()
            .filter(|it| it["unit"] == "count");
        let cell = |it: BTreeMap<String, String>| {
            (
                it["cell_id"].clone(),
                [it["value"].clone(), it["marker"].replace("[p]", "")],
            )
        };
        counts.map(cell).collect()
    };
    let before = shown("held/current");
    let (code, said) = desk.build(DATES[1], "held", &["--table", TABLE, "--revisions", "hold"]);
    assert!(code == Some(0) && said.contains("are held"), "{said}");
    assert_eq!(desk.verify("held/current"), Some(0));
    let after = shown("held/current");
    let both = before.iter().filter(|it| after.contains_key(it.0));
    let same = both.filter(|it| after[it.0] == *it.1).count();
    // Two of three quarters, of four areas' worth of counts and more, and none of them revised.
    assert!(
        same > 500 && after.keys().all(|it| it.ends_with("/v1")),
        "{same}"
    );
    assert_eq!(
        before.iter().filter(|it| after.contains_key(it.0)).count(),
        same
    );
}

fn every_file_is_one_that_the_list_of_outputs_has(desk: &Desk) {
    let held = |folder: &str, kind| outputs::hold(&desk.path(folder), kind);
    let met = held("out", OutputFolder::Out);
    for schema in ["manifest", "metadata", "csvw", "certificate"] {
        assert!(met[schema] >= DATES.len(), "{schema}");
    }
    assert!(held(DATES[0], OutputFolder::Out)["journal"] > 5);
    assert_eq!(held("job", OutputFolder::Out)["job"], 1);
    assert_eq!(held("held", OutputFolder::Out)["withdrawn"], 2);
    assert_eq!(held("pages", OutputFolder::Dashboard)["manifest"], 1);
}

/// Every file at some places.
fn every_changed_byte_is_told(desk: &Desk) {
    let release = desk.path("elsewhere/releases/2025-Q2-2");
    for (path, bytes) in contents(&release).unwrap() {
        let is_manifest = path.ends_with("manifest.json");
        let step = if is_manifest {
            97
        } else {
            (bytes.len() / 3).max(1)
        };
        for at in (0..bytes.len()).step_by(step) {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            fs::write(&path, &changed).unwrap();
            let code = desk.verify("elsewhere/current");
            assert!(
                matches!(code, Some(3 | 4 | 7)),
                "{}: byte {at}",
                path.display()
            );
        }
        fs::write(&path, &bytes).unwrap();
    }
    fs::write(release.join("tables/more.csv"), "a\n").unwrap();
    assert_eq!(desk.verify("elsewhere/current"), Some(7), "a new file");
    fs::remove_file(release.join("tables/more.csv")).unwrap();
    assert_eq!(desk.verify("elsewhere/current"), Some(0));
    fs::remove_file(release.join(format!("tables/{TABLE}.csv"))).unwrap();
    assert_eq!(desk.verify("elsewhere/current"), Some(7), "a missing file");
}

fn what_cannot_be_released_is_refused(desk: &Desk) {
    let (code, said) = desk.build(DATES[1], "none", &["--table", "recorded_crime"]);
    assert!(code == Some(2) && said.contains(TABLE), "{said}");
    let (code, said) = desk.build("nowhere", "none", &[]);
    assert!(code == Some(3) && said.contains("run.json"), "{said}");
    assert_eq!(desk.verify("nowhere"), Some(3));
    // What was planted in the extracts, here the name of a force, is looked for in all that would be published.
    let planted = desk.path("planted.txt");
    // What was refused was never published: other extracts make the first release after all.
    for (date, text, code, told) in [
        (
            DATES[0],
            "# planted\nCleveland\n",
            4,
            "line 2 of the canaries",
        ),
        (DATES[0], "ab\n", 2, "line 1"),
        (DATES[1], "Zebedee Quillfeather\n", 0, "2025-Q2-1"),
    ] {
        fs::write(&planted, text).unwrap();
        let more = ["--table", TABLE, "--canaries", "planted.txt"];
        let (found, said) = desk.build(date, "planted", &more);
        assert!(found == Some(code) && said.contains(told), "{said}");
        assert!(!said.contains("Cleveland"), "what was planted is repeated");
        assert_eq!(desk.path("planted/current").exists(), code == 0);
    }
    // Without the counts behind the last release the next cannot be protected beside it.
    fs::remove_file(desk.path("elsewhere/counts/0002.csv")).unwrap();
    let before = contents(&desk.path("elsewhere/ledger")).unwrap();
    let (code, said) = desk.build(DATES[1], "elsewhere", &["--table", TABLE]);
    assert!(code == Some(3) && said.contains("0002.csv"), "{said}");
    assert!(contents(&desk.path("elsewhere/ledger")).unwrap() == before);
    assert!(!Path::new(&desk.path("none/releases")).exists());
}
