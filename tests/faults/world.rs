//! A small invented world, to be broken in one place.

use rasso_synth::SynthPlan;
use rasso_terms::Day;
use rasso_tests::{Ended, contents, parquet_files, rows, run_rasso, text_of};
use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// Stands in a broken cell; it may be seen nowhere.
pub(super) const MARKER: &str = "ZZQ-SECRET";

/// The table that is broken, and its file as the pipeline names it.
pub(super) const CRIMES: &str = "extracts/2025-06-30/police_crime.csv";

/// A world in a folder, with the pipeline file that reads it.
pub(super) struct World {
    folder: tempfile::TempDir,
}

impl World {
    /// Three hundred crimes, sent once, without faults.
    pub(super) fn new() -> Result<Self, String> {
        let folder = tempfile::tempdir().map_err(|it| it.to_string())?;
        let day = |year, month, day| Day::from_ymd(year, month, day).ok_or("no such day");
        let plan = SynthPlan {
            crimes: 300,
            seed: 11,
            mess: false,
            first_recorded: day(2024, 1, 1)?,
            last_recorded: day(2025, 6, 30)?,
            extract_dates: vec![day(2025, 6, 30)?],
            ..SynthPlan::usual().map_err(|it| it.to_string())?
        };
        rasso_synth::write(&plan, folder.path()).map_err(|it| it.to_string())?;
        Ok(Self { folder })
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(super) fn out(&self) -> PathBuf {
        self.path("out")
    }

    /// Changes the pipeline file.
    pub(super) fn pipeline(&self, change: impl FnOnce(&mut toml::Table)) -> Result<(), String> {
        let path = self.path("pipeline.toml");
        let text = fs::read_to_string(&path).map_err(|it| it.to_string())?;
        let mut table: toml::Table = text
            .parse()
            .map_err(|it: toml::de::Error| it.message().to_owned())?;
        change(&mut table);
        let text = toml::to_string(&table).map_err(|it| it.to_string())?;
        fs::write(path, text).map_err(|it| it.to_string())
    }

    /// Changes what the pipeline file says of the crimes.
    pub(super) fn crimes_entry(&self, change: impl FnOnce(&mut toml::Table)) -> Result<(), String> {
        self.entry("police_crime", change)
    }

    /// Changes what it says of a table.
    pub(super) fn entry(
        &self,
        table: &str,
        change: impl FnOnce(&mut toml::Table),
    ) -> Result<(), String> {
        self.pipeline(|pipeline| {
            let entries = pipeline.get_mut("extract").and_then(|it| it.as_array_mut());
            let entries = entries.into_iter().flatten();
            let mut tables = entries.filter_map(toml::Value::as_table_mut);
            if let Some(entry) = tables.find(|it| it["table"].as_str() == Some(table)) {
                change(entry);
            }
        })
    }

    /// Takes the control totals of the crimes away, so that their file may be changed.
    pub(super) fn without_totals(&self) -> Result<(), String> {
        self.crimes_entry(|entry| {
            entry.remove("rows");
            entry.remove("sha256");
        })
    }

    /// Changes the file of the crimes, control totals apart.
    pub(super) fn crimes(&self, change: impl FnOnce(String) -> String) -> Result<(), String> {
        let path = self.path(CRIMES);
        let text = fs::read_to_string(&path).map_err(|it| it.to_string())?;
        fs::write(path, change(text)).map_err(|it| it.to_string())
    }

    /// Puts text into one cell of the crimes; rows count from 1 below the header.
    pub(super) fn cell(&self, row: usize, column: &str, text: &str) -> Result<(), String> {
        self.cell_of("police_crime", row, column, text)
    }

    /// The same in a table that is named.
    pub(super) fn cell_of(
        &self,
        table: &str,
        row: usize,
        column: &str,
        text: &str,
    ) -> Result<(), String> {
        self.entry(table, |entry| {
            entry.remove("rows");
            entry.remove("sha256");
        })?;
        let path = self.path(&format!("extracts/2025-06-30/{table}.csv"));
        let told = |it: csv::Error| it.to_string();
        let mut reader = csv::Reader::from_path(&path).map_err(told)?;
        let header = reader.headers().map_err(told)?.clone();
        let at = header
            .iter()
            .position(|it| it == column)
            .ok_or("no such column")?;
        let rows: Vec<csv::StringRecord> =
            reader.records().collect::<Result<_, _>>().map_err(told)?;
        let mut writer = csv::Writer::from_path(&path).map_err(told)?;
        writer.write_record(&header).map_err(told)?;
        for (number, cells) in (1..).zip(&rows) {
            let cells = cells.iter().enumerate().map(|(place, cell)| {
                if number == row && place == at {
                    text
                } else {
                    cell
                }
            });
            writer.write_record(cells).map_err(told)?;
        }
        writer.flush().map_err(|it| it.to_string())
    }

    pub(super) fn check(&self) -> Result<Ended, String> {
        self.rasso(&["check", "pipeline.toml"])
    }

    pub(super) fn run(&self) -> Result<Ended, String> {
        self.rasso(&["run", "pipeline.toml", "--out", "out"])
    }

    /// What `run.json` says of the newest complete run.
    pub(super) fn record(&self) -> Result<serde_json::Value, String> {
        let run = self.latest().ok_or("no complete run")?;
        let bytes = fs::read(run.join("run.json")).map_err(|it| it.to_string())?;
        serde_json::from_slice(&bytes).map_err(|it| it.to_string())
    }

    pub(super) fn rasso(&self, arguments: &[&str]) -> Result<Ended, String> {
        run_rasso(self.folder.path(), arguments.iter().map(OsString::from))
    }

    /// The folder of the newest complete run, if there is one.
    pub(super) fn latest(&self) -> Option<PathBuf> {
        fs::canonicalize(self.out().join("runs/latest")).ok()
    }

    /// Everything that any run left in the output folder: bytes, and cells read back.
    pub(super) fn left(&self) -> Result<String, String> {
        let out = self.out();
        if !out.exists() {
            return Ok(String::new());
        }
        let mut left = String::new();
        for (_, bytes) in contents(&out).map_err(|it| it.to_string())? {
            left.push_str(&String::from_utf8_lossy(&bytes));
        }
        left.push_str(&cells(&out)?);
        Ok(left)
    }
}

/// Every cell of every Parquet file of a folder.
pub(super) fn cells(folder: &Path) -> Result<String, String> {
    let mut cells = String::new();
    for file in parquet_files(folder).map_err(|it| it.to_string())? {
        for row in rows(&file)? {
            writeln!(cells, "{row}").map_err(|it| it.to_string())?;
        }
    }
    Ok(cells)
}

/// File, row, column, rule and scope of every fault that a run put down for a table.
pub(super) fn quarantined(run: &Path, table: &str) -> Result<Vec<[String; 5]>, String> {
    let file = run.join("quarantine").join(format!("{table}.parquet"));
    let columns = ["file", "row", "column", "rule", "scope"];
    Ok(rows(&file)?
        .iter()
        .map(|row| columns.map(|it| text_of(row, it)))
        .collect())
}
