//! Cases drawn in text, and the tiny world that they make.
//!
//! A case is a title and lines of words. What the agencies hold, each record under a name of its own:
//! `crime c`, `suspect s`, `cps p`, `court d`, and their rows `event p TYPE DAY`, `hearing d TYPE DAY`
//! and `count d NO`; `column=cell` on any of them. `force 01` goes before all. Then what is to come of
//! it: `thread c s p d`, with `-` where a part is absent, and `unlinked`, `link`, `unit` and `order`.

use rasso_tests::run_rasso;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

const DRAWN: [&str; 4] = [
    include_str!("police.txt"),
    include_str!("cps.txt"),
    include_str!("courts.txt"),
    include_str!("shapes.txt"),
];

const AS_AT: &str = "2025-06-30";

const TABLES: [(&str, &str); 7] = [
    ("police", "police_crime"),
    ("police", "police_suspect"),
    ("cps", "cps_case"),
    ("cps", "cps_event"),
    ("courts", "court_defendant"),
    ("courts", "court_hearing"),
    ("courts", "court_count"),
];

/// The word for a record, its table, and its cells unless the line says otherwise.
const RECORDS: [(&str, &str, &str); 7] = [
    (
        "crime",
        "police_crime",
        "crime_ref=$ref force_code=$force urn=$urn offence_code=19C recorded_date=2024-01-10",
    ),
    (
        "suspect",
        "police_suspect",
        "crime_ref=$crime force_code=$crime_force suspect_ref=$ref \
         surname=$surname forenames=$forenames date_of_birth=$born",
    ),
    (
        "cps",
        "cps_case",
        "cps_case_ref=$ref cps_suspect_ref=1 urn=$urn force_code=$force cps_area=cps:south-west \
         rape_flag=Y surname=$surname forenames=$forenames date_of_birth=$born",
    ),
    (
        "event",
        "cps_event",
        "cps_case_ref=$ref cps_suspect_ref=1 event_type=$2 event_date=$3",
    ),
    (
        "court",
        "court_defendant",
        "court_case_ref=$ref defendant_ref=1 urn=$urn court_code=B52AB00 \
         surname=$surname forenames=$forenames date_of_birth=$born",
    ),
    (
        "hearing",
        "court_hearing",
        "court_case_ref=$ref defendant_ref=1 hearing_type=$2 hearing_date=$3",
    ),
    (
        "count",
        "court_count",
        "court_case_ref=$ref defendant_ref=1 count_no=$2 offence_code=SX03002",
    ),
];

/// A case and its number, which no other has.
pub(super) struct Case {
    pub(super) number: usize,
    pub(super) title: &'static str,
    lines: Vec<Vec<&'static str>>,
}

type Cells = BTreeMap<String, String>;

impl Case {
    /// The lines that begin with a word, without it.
    pub(super) fn lines(&self, word: &str) -> impl Iterator<Item = &[&'static str]> {
        let lines = self
            .lines
            .iter()
            .filter(move |it| it.first() == Some(&word));
        lines.map(|it| &it[1..])
    }

    /// The reference of a record: its name, and the case it is in.
    pub(super) fn reference(&self, name: &str) -> String {
        format!("{:02}-{name}", self.number)
    }

    fn force(&self) -> &str {
        self.lines("force").next().map_or("52", |it| it[0])
    }

    /// The row that a line makes, with the table it goes to.
    fn row(&self, line: &[&str]) -> Option<(&'static str, Cells)> {
        let (_, table, usual) = RECORDS.iter().find(|it| it.0 == line[0])?;
        let mut given = pairs(line);
        let person = given.remove("person").unwrap_or_else(|| "1".to_owned());
        let crime = given.remove("crime").unwrap_or_else(|| "c".to_owned());
        let of_crime = self.lines("crime").find(|it| it[0] == crime);
        let force_of_crime = of_crime.and_then(|it| pairs(it).remove("force_code"));

        let usual = usual.split_whitespace().filter_map(|it| it.split_once('='));
        let filled = usual.map(|(column, cell)| {
            let cell = match cell {
                "$ref" => self.reference(line[1]),
                "$2" => line[2].to_owned(),
                "$3" => line[3].to_owned(),
                "$crime" => self.reference(&crime),
                "$crime_force" => force_of_crime.clone().unwrap_or(self.force().to_owned()),
                "$force" => self.force().to_owned(),
                "$urn" => format!("{}AB{:05}24", self.force(), self.number),
                "$surname" => self.surname(),
                "$forenames" => if person == "2" { "Sasha" } else { "Robin" }.to_owned(),
                "$born" => format!("198{person}-03-04"),
                as_it_is => as_it_is.to_owned(),
            };
            (column.to_owned(), cell)
        });
        let mut row: Cells = filled.collect();
        row.extend(given);
        Some((table, row))
    }

    /// An invented surname, another in every case.
    fn surname(&self) -> String {
        let digits = self.number.to_string();
        let letters = digits.bytes().map(|it| char::from(it - b'0' + b'a'));
        format!("Invented{}", letters.collect::<String>())
    }
}

/// The words `column=cell` of a line.
pub(super) fn pairs(line: &[&str]) -> Cells {
    let pairs = line.iter().filter_map(|it| it.split_once('='));
    pairs
        .map(|(column, cell)| (column.to_owned(), cell.to_owned()))
        .collect()
}

fn cases() -> Vec<Case> {
    let blocks = DRAWN.iter().flat_map(|it| it.split("# ").skip(1));
    let case = |(number, block): (usize, &'static str)| {
        let mut lines = block.lines();
        let title = lines.next().unwrap_or_default();
        let words = lines.map(|it| it.split_whitespace().collect::<Vec<_>>());
        let lines = words.filter(|it| !it.is_empty()).collect();
        Case {
            number,
            title,
            lines,
        }
    };
    blocks.enumerate().map(case).collect()
}

/// All cases, and the extracts that hold their records.
pub(super) struct World {
    pub(super) cases: Vec<Case>,
    folder: tempfile::TempDir,
    tables: BTreeMap<&'static str, Vec<Cells>>,
}

impl World {
    pub(super) fn new() -> Result<Self, String> {
        let cases = cases();
        let mut tables = BTreeMap::<_, Vec<_>>::new();
        for (table, row) in cases
            .iter()
            .flat_map(|case| case.lines.iter().filter_map(|it| case.row(it)))
        {
            tables.entry(table).or_default().push(row);
        }
        let world = Self {
            cases,
            folder: tempfile::tempdir().map_err(|it| it.to_string())?,
            tables,
        };
        world.write(false)?;
        Ok(world)
    }

    /// Writes the extracts again, the last row first.
    pub(super) fn shuffle(&self) -> Result<(), String> {
        self.write(true)
    }

    fn write(&self, last_first: bool) -> Result<(), String> {
        let mut pipeline = format!("name = \"drawn\"\nas_at = \"{AS_AT}\"\n");
        for (agency, table) in TABLES {
            let mut rows: Vec<&Cells> = self.tables[table].iter().collect();
            if last_first {
                rows.reverse();
            }
            let columns: BTreeSet<&String> = rows.iter().flat_map(|it| it.keys()).collect();
            let path = self.folder.path().join(format!("{table}.csv"));
            let mut file = csv::Writer::from_path(path).map_err(|it| it.to_string())?;
            file.write_record(&columns).map_err(|it| it.to_string())?;
            for row in rows {
                let cells = columns.iter().map(|it| row.get(*it).map_or("", |it| it));
                file.write_record(cells).map_err(|it| it.to_string())?;
            }
            file.flush().map_err(|it| it.to_string())?;
            write!(
                pipeline,
                "\n[[extract]]\nagency = \"{agency}\"\ntable = \"{table}\"\n\
                 path = \"{table}.csv\"\nextract_date = \"{AS_AT}\"\n"
            )
            .map_err(|it| it.to_string())?;
        }
        pipeline
            .push_str("\n[measures]\nmetrics = [\"all\"]\n\n[links]\npasses = \"identifiers\"\n");
        fs::write(self.folder.path().join("pipeline.toml"), pipeline).map_err(|it| it.to_string())
    }

    /// Runs the built `rasso` and gives the folder of the run.
    pub(super) fn run(&self, out: &str) -> Result<PathBuf, String> {
        let ended = run_rasso(self.folder.path(), ["run", "pipeline.toml", "--out", out])?;
        if ended.code != Some(0) {
            return Err(format!(
                "rasso run ended with {:?}:\n{}",
                ended.code,
                ended.said()
            ));
        }
        Ok(self.folder.path().join(out).join("runs/latest"))
    }
}
