//! What the lists ought to have, in plain Rust over the units and records of a run.

use rasso_tests::{rows, text_of};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

type Record = BTreeMap<String, String>;

/// The units and records of a run.
pub(super) struct Plain {
    tables: BTreeMap<&'static str, Vec<Record>>,
    known: jiff::civil::Date,
}

/// Some columns of a list, and what they say of each case.
type List = (&'static [&'static str], BTreeSet<Vec<String>>);

impl Plain {
    pub(super) fn of(run: &Path) -> Self {
        let read = |file: String| -> Vec<Record> {
            let record = |row: &parquet::record::Row| {
                let names = row.get_column_iter().map(|it| it.0.clone());
                names.map(|it| (it.clone(), text_of(row, &it))).collect()
            };
            rows(&run.join(file)).unwrap().iter().map(record).collect()
        };
        let mut tables = BTreeMap::new();
        for unit in ["crime", "suspect", "cps_suspect"] {
            tables.insert(unit, read(format!("units/{unit}.parquet")));
        }
        for table in ["police_crime", "police_suspect", "cps_case"] {
            tables.insert(table, read(format!("ingest/{table}.parquet")));
        }
        tables.insert("unlinked", read("unlinked.parquet".to_owned()));
        let record = std::fs::read_to_string(run.join("run.json")).unwrap();
        let record: serde_json::Value = serde_json::from_str(&record).unwrap();
        Self {
            tables,
            known: record["censored_at"].as_str().unwrap().parse().unwrap(),
        }
    }

    pub(super) fn list(&self, name: &str) -> List {
        match name {
            "scrutiny_panel" => self.scrutiny_panel(),
            "early_advice_quiet" => self.early_advice_quiet(),
            "charged_no_court" => self.charged_no_court(),
            _ => self.withdrawn(),
        }
    }

    /// A cell of the record of this id; nothing where there is no such record.
    fn cell(&self, table: &str, id: &str, column: &str) -> String {
        let id = id.parse::<usize>().ok();
        let record = id.and_then(|it| self.tables[table].get(it));
        record.map_or_else(String::new, |it| it[column].clone())
    }

    fn days_since(&self, date: &str) -> i32 {
        let date: jiff::civil::Date = date.parse().unwrap();
        (self.known - date).get_days()
    }

    fn scrutiny_panel(&self) -> List {
        let mut all = BTreeSet::new();
        for it in &self.tables["cps_suspect"] {
            if it["final_decision"] == "nfa" && it["rape_flag"] == "1" {
                let id = &it["record_id"];
                all.insert(vec![
                    "cps".to_owned(),
                    String::new(),
                    self.cell("police_crime", &it["crime_id"], "crime_ref"),
                    self.cell("cps_case", id, "cps_case_ref"),
                    self.cell("cps_case", id, "cps_suspect_ref"),
                    it["force_code"].clone(),
                    it["final_date"].clone(),
                ]);
            }
        }
        for it in &self.tables["suspect"] {
            let is_decided = ["nfa", "charge", "oocd"].contains(&it["decision"].as_str());
            if it["counted"] == "1" && !it["nfa_date"].is_empty() && !is_decided {
                let id = &it["record_id"];
                all.insert(vec![
                    "police".to_owned(),
                    self.cell("police_suspect", id, "suspect_ref"),
                    self.cell("police_suspect", id, "crime_ref"),
                    String::new(),
                    String::new(),
                    it["force_code"].clone(),
                    it["nfa_date"].clone(),
                ]);
            }
        }
        let columns = &[
            "decided_by",
            "suspect_ref",
            "crime_ref",
            "cps_case_ref",
            "cps_suspect_ref",
            "force",
            "date",
        ];
        (columns, all)
    }

    fn early_advice_quiet(&self) -> List {
        let is_quiet = |it: &&Record| {
            !it["early_advice_date"].is_empty()
                && it["referral_date"].is_empty()
                && it["final_decision"].is_empty()
                && self.days_since(&it["early_advice_date"]) > 90
        };
        let row = |it: &Record| {
            let days = self.days_since(&it["early_advice_date"]);
            vec![
                self.cell("cps_case", &it["record_id"], "cps_case_ref"),
                it["cps_area"].clone(),
                days.to_string(),
            ]
        };
        let all = self.tables["cps_suspect"].iter().filter(is_quiet);
        (
            &["cps_case_ref", "cps_area", "days_waiting"],
            all.map(row).collect(),
        )
    }

    fn charged_no_court(&self) -> List {
        let of = |unit: &str, towards: &str| -> BTreeMap<String, (String, String)> {
            let meant = |it: &&Record| it["unit"] == unit && it["towards"] == towards;
            let unlinked = self.tables["unlinked"].iter().filter(meant);
            let state = |it: &Record| (it["state"].clone(), it["reason"].clone());
            unlinked
                .map(|it| (it["record_id"].clone(), state(it)))
                .collect()
        };
        let mut all = BTreeSet::new();
        let towards_courts = of("cps_suspect", "courts");
        for it in &self.tables["cps_suspect"] {
            let unlinked = towards_courts.get(&it["record_id"]);
            let unlinked = unlinked.filter(|_| it["final_decision"] == "charge");
            if let Some((state, reason)) = unlinked
                && self.days_since(&it["final_date"]) > 28
            {
                let case = ["cps_case_ref", "cps_suspect_ref"]
                    .map(|column| self.cell("cps_case", &it["record_id"], column))
                    .join(" ");
                let date = it["final_date"].clone();
                all.insert(vec![
                    "cps".to_owned(),
                    case,
                    date,
                    state.clone(),
                    reason.clone(),
                ]);
            }
        }
        let towards_cps = of("suspect", "cps");
        for it in &self.tables["suspect"] {
            let unlinked = towards_cps.get(&it["record_id"]);
            let is_charged = !it["charge_date"].is_empty() && it["first_listed_date"].is_empty();
            if let Some((state, reason)) = unlinked.filter(|_| is_charged)
                && self.days_since(&it["charge_date"]) > 28
            {
                let date = it["charge_date"].clone();
                let case = ["crime_ref", "suspect_ref"]
                    .map(|column| self.cell("police_suspect", &it["record_id"], column))
                    .join(" ");
                all.insert(vec![
                    "police".to_owned(),
                    case,
                    date,
                    state.clone(),
                    reason.clone(),
                ]);
            }
        }
        (&["charged_by", "case", "date", "state", "reason"], all)
    }

    fn withdrawn(&self) -> List {
        let is_soon = |it: &&Record| {
            let days = it["days_recorded_to_withdrawal"].parse::<i64>();
            it["counted"] == "1" && days.is_ok_and(|it| it <= 30)
        };
        let row = |it: &Record| {
            [
                "crime_ref",
                "force_code",
                "victim_withdrew_date",
                "recorded_date",
            ]
            .map(|column| it[column].clone())
            .to_vec()
        };
        let all = self.tables["crime"].iter().filter(is_soon);
        (
            &["crime_ref", "force", "date", "recorded_date"],
            all.map(row).collect(),
        )
    }
}
