//! What a run says of itself.

use crate::failure::{Failure, INPUT};
use rasso_attrition::ReleaseTable;
use rasso_release::InputFile;
use rasso_terms::{Day, Quarter};
use serde::Deserialize;
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

/// What a release takes from `run.json`.
pub(super) struct Run {
    pub(super) id: String,
    pub(super) as_at: String,
    from: Quarter,
    to: Quarter,
    pub(super) known_to: Day,
    /// The metrics that it counted.
    metrics: BTreeSet<String>,
    /// The files that it read. How many rows they have is a count that nothing protects, and no part of a release.
    pub(super) inputs: Vec<InputFile>,
}

/// What a run says of a file.
#[derive(Deserialize)]
struct FileSaid {
    agency: String,
    table: String,
    extract_date: String,
    sha256: String,
    used: bool,
}

impl Run {
    pub(super) fn read(run: &Path) -> Result<Self, Failure> {
        let path = run.join("run.json");
        let wrong = |why: &str| {
            Failure::new(INPUT, format!("{}: {why}", path.display()))
                .hint("`--run` is the folder of a run, as out/runs/latest")
        };
        let text = fs::read_to_string(&path).map_err(|_missing| wrong("cannot be read"))?;
        let said: Value = serde_json::from_str(&text).map_err(|_damaged| wrong("is no JSON"))?;
        let word = |pointer: &str| {
            let word = said.pointer(pointer).and_then(Value::as_str);
            word.ok_or_else(|| wrong("is not as a run leaves it"))
        };
        let quarter = |pointer: &str| {
            let quarter = word(pointer)?.parse::<Quarter>();
            quarter.map_err(|_damaged| wrong("is not as a run leaves it"))
        };
        let metrics = said.pointer("/metrics").and_then(Value::as_array);
        let metrics = metrics.into_iter().flatten();
        let metrics = metrics.filter_map(|it| it["metric"].as_str().map(str::to_owned));
        let known_to = word("/censored_at")?.parse::<Day>();
        let files = said.pointer("/files").cloned().unwrap_or_default();
        let files: Vec<FileSaid> =
            serde_json::from_value(files).map_err(|_damaged| wrong("is not as a run leaves it"))?;
        let inputs = files.into_iter().filter(|it| it.used).map(|it| InputFile {
            agency: it.agency,
            table: it.table,
            extract_date: it.extract_date,
            sha256: it.sha256,
        });
        Ok(Self {
            inputs: inputs.collect(),
            metrics: metrics.collect(),
            id: word("/run_id")?.to_owned(),
            as_at: word("/as_at")?.to_owned(),
            from: quarter("/periods/from")?,
            to: quarter("/periods/to")?,
            known_to: known_to.map_err(|_damaged| wrong("is not as a run leaves it"))?,
        })
    }

    /// A table is refused of which the run has not counted a metric: what nobody counted is not nought.
    pub(super) fn has_counted(
        &self,
        tables: &BTreeMap<String, ReleaseTable>,
    ) -> Result<(), Failure> {
        for table in tables.values() {
            let metrics = table.counts.iter().filter_map(|it| it.metric.as_ref());
            if let Some(missing) = metrics.into_iter().find(|it| !self.metrics.contains(*it)) {
                let what = format!(
                    "the run has not counted `{missing}`, of which the table `{}` is",
                    table.name
                );
                return Err(Failure::new(INPUT, what).hint(
                    "run it again with this metric, or name the tables to release with `--table`",
                ));
            }
        }
        Ok(())
    }

    /// The last so many of its quarters that its records reach over whole.
    pub(super) fn last_quarters(&self, many: u32) -> Result<Vec<Quarter>, Failure> {
        let all = (self.from.ordinal()..=self.to.ordinal()).map(Quarter::from_ordinal);
        let whole: Vec<Quarter> = all.filter(|it| it.last_day() <= self.known_to).collect();
        let many = usize::try_from(many).unwrap_or(usize::MAX);
        let last = whole.get(whole.len().saturating_sub(many)..);
        match last.unwrap_or_default() {
            [] => Err(Failure::new(INPUT, "the run has no whole quarter")
                .hint("its extracts were taken before its first quarter was over")),
            last => Ok(last.to_vec()),
        }
    }
}
