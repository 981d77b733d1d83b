//! A pipeline file, read and checked: everything a run needs to know before it reads a row.

use crate::{
    args::Inputs,
    failure::{Failure, INPUT, USAGE},
    inbox,
    pipeline_file::{ExtractEntry, Limits, Links, Measures, PipelineFile, ReleaseJob},
};
use rasso_attrition::{Baseline, Breakdown, Bridge, Metric, Units};
use rasso_extract::{PseudonymKey, ReadOptions, SourceFile};
use rasso_link::{EdgeModel, LinkDefinition};
use rasso_prose::{Forms, SummaryPlan, Words};
use rasso_schema::{Mapping, Schemas, io_reason, nearest};
use rasso_terms::{Day, Quarter};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// A pipeline, ready to run once its files are found.
pub(crate) struct Pipeline {
    pub(crate) name: String,
    /// What whoever reads the results should know of the extracts.
    pub(crate) note: Option<String>,
    /// The file's own text: part of what a run is a function of.
    pub(crate) text: String,
    pub(crate) schemas: Schemas,
    pub(crate) files: Vec<SourceFile>,
    pub(crate) options: ReadOptions,
    pub(crate) limits: Limits,
    pub(crate) from: Option<Quarter>,
    pub(crate) to: Option<Quarter>,
    pub(crate) metrics: Vec<Metric>,
    /// The bridges of which both ends are measured.
    pub(crate) bridges: Vec<Bridge>,
    /// What figures of a quarter are held against.
    pub(crate) baselines: Vec<Baseline>,
    /// By which traits of their units figures are broken down.
    pub(crate) breakdowns: Vec<Breakdown>,
    /// How a summary is said.
    pub(crate) prose: Prose,
    pub(crate) links: LinkDefinition,
    /// Models that link what the passes leave over.
    pub(crate) models: Vec<EdgeModel>,
    /// The release that a run ends with.
    pub(crate) release: Option<ReleaseJob>,
    /// The folder of the schemas, where it is not those built in.
    pub(crate) schemas_dir: Option<PathBuf>,
    entries: Vec<ExtractEntry>,
    /// Of each entry.
    mappings: Vec<Option<Mapping>>,
    /// Where paths count from.
    folder: PathBuf,
}

impl Pipeline {
    /// A pipeline and its files, which are those that the manifests beside them name.
    pub(crate) fn load(path: &Path, inputs: &Inputs) -> Result<Self, Failure> {
        let mut pipeline = Self::open(path, inputs, crate::key::read(inputs)?)?;
        pipeline.find_files()?;
        inbox::check_manifests(&pipeline.files)?;
        Ok(pipeline)
    }

    /// What the pipeline file says, whatever there is of its files.
    pub(crate) fn open(
        path: &Path,
        inputs: &Inputs,
        key: Option<PseudonymKey>,
    ) -> Result<Self, Failure> {
        let shown = path.display();
        let text = fs::read_to_string(path).map_err(|it| {
            Failure::new(
                INPUT,
                format!(
                    "cannot read the pipeline file `{shown}`: {}",
                    io_reason(it.kind())
                ),
            )
        })?;
        let file: PipelineFile = toml::from_str(&text)
            .map_err(|it| Failure::new(USAGE, format!("{shown}: {}", toml_reason(&text, &it))))?;
        let schemas = match &inputs.schemas {
            Some(dir) if !dir.is_dir() => {
                let message = format!("`--schemas {}`: there is no such folder", dir.display());
                return Err(Failure::new(USAGE, message));
            }
            Some(dir) => Schemas::from_dir(dir)?,
            None => Schemas::embedded()?,
        };
        let folder = path.parent().unwrap_or_else(|| Path::new("."));
        crate::limits::check(&file.limits, schemas.quality_rules())?;
        let mapping = |entry: &ExtractEntry| mapping(entry, folder, &schemas);
        let mappings = file
            .extracts
            .iter()
            .map(mapping)
            .collect::<Result<_, _>>()?;
        let options = ReadOptions {
            as_at: match &inputs.as_at {
                Some(asked) => day(asked, "--as-at")?,
                None => day(&file.as_at, "as_at")?,
            },
            key,
        };
        let Measured {
            metrics,
            bridges,
            breakdowns,
            baselines,
        } = measured(&file.measures, &schemas)?;
        Ok(Self {
            metrics,
            bridges,
            breakdowns,
            baselines,
            prose: Prose::load(&schemas)?,
            links: LinkDefinition::load(&schemas, &file.links.passes)?,
            models: models(&file.links, &schemas)?,
            from: quarter(file.periods.from.as_deref())?,
            to: quarter(file.periods.to.as_deref())?,
            limits: file.limits,
            release: file
                .release
                .map(|it| it.within(folder, &schemas))
                .transpose()?,
            schemas_dir: inputs.schemas.clone(),
            name: file.name,
            note: file.note,
            text,
            schemas,
            files: Vec::new(),
            options,
            entries: file.extracts,
            mappings,
            folder: folder.to_path_buf(),
        })
    }

    /// Finds the files that the entries stand for as yet.
    pub(crate) fn find_files(&mut self) -> Result<(), Failure> {
        let mut files = Vec::new();
        let mut days = Vec::new();
        for (entry, mapping) in self.entries.iter().zip(&self.mappings) {
            let mapping = mapping.as_ref();
            let as_at = self.options.as_at;
            let of_entry = inbox::source_files(entry, &self.folder, mapping, &self.entries, as_at)?;
            days.push(of_entry.iter().map(|it| it.extract_date).collect());
            files.extend(of_entry);
        }
        check_sources(&self.entries, &days)?;
        self.files = files;
        Ok(())
    }
}

/// What a summary says, in which sentences, and which words are left to figures.
pub(crate) struct Prose {
    pub(crate) words: Words,
    pub(crate) forms: Forms,
    pub(crate) plan: SummaryPlan,
}

impl Prose {
    pub(crate) fn load(schemas: &Schemas) -> Result<Self, Failure> {
        let words = Words::load(schemas)?;
        Ok(Self {
            forms: Forms::load(schemas, &words)?,
            plan: SummaryPlan::load(schemas, &words)?,
            words,
        })
    }
}

/// The models that link what the passes leave over, one for each pair of tables at most.
fn models(links: &Links, schemas: &Schemas) -> Result<Vec<EdgeModel>, Failure> {
    if !(0.5..=1.0).contains(&links.least) {
        return Err(Failure::new(
            USAGE,
            "`[links] least` is a probability from 0.5, more likely than not, to 1",
        ));
    }
    let load = |name: &String| EdgeModel::load(schemas, name, links.least);
    let models: Vec<EdgeModel> = links.models.iter().map(load).collect::<Result<_, _>>()?;
    for (at, model) in models.iter().enumerate() {
        let before = models.get(..at).unwrap_or_default();
        if let Some(other) = before.iter().find(|it| it.edge == model.edge) {
            let (one, two) = (&other.model.name, &model.model.name);
            let message =
                format!("`{one}` and `{two}` in `[links] models` link the same two tables");
            return Err(Failure::new(USAGE, message).hint("leave one of them out"));
        }
    }
    Ok(models)
}

/// A TOML error on one line: where and what, without the line itself.
fn toml_reason(text: &str, error: &toml::de::Error) -> String {
    let line = error
        .span()
        .and_then(|it| text.get(..it.start))
        .map_or(1, |it| it.lines().count().max(1));
    format!("line {line}: {}", error.message().replace('\n', " "))
}

/// The mapping that an entry names, for the table of the entry.
fn mapping(
    entry: &ExtractEntry,
    folder: &Path,
    schemas: &Schemas,
) -> Result<Option<Mapping>, Failure> {
    let Some(named) = &entry.mapping else {
        return Ok(None);
    };
    let is_file = Path::new(named).extension().is_some_and(|it| it == "toml");
    let mappings = if is_file {
        let text = fs::read_to_string(folder.join(named)).map_err(|it| {
            let reason = io_reason(it.kind());
            let message = format!(
                "{}: cannot read the mapping `{named}`: {reason}",
                entry.path
            );
            Failure::new(USAGE, message)
        })?;
        // It lies beside the pipeline file, and not in data-schemas.
        schemas.read_mappings(named, &text).map_err(|it| {
            let said = it.to_string();
            Failure::new(USAGE, said.trim_start_matches("data-schemas: "))
        })?
    } else {
        schemas.mappings_named(named)?.to_vec()
    };
    let tables: Vec<String> = mappings.iter().map(|it| it.table.clone()).collect();
    let of_table = mappings.into_iter().find(|it| it.table == entry.table);
    of_table.map(Some).ok_or_else(|| {
        let tables = tables.join("`, `");
        Failure::new(
            USAGE,
            format!(
                "{}: the mapping `{named}` is for the table `{tables}`, not `{}`",
                entry.path, entry.table
            ),
        )
    })
}

/// Two senders of one table need a name each: without one, the later file would be taken for a newer
/// delivery of the same sender and the earlier sender would be left out without a word. `days` are
/// those of the files of each entry.
fn check_sources(entries: &[ExtractEntry], days: &[BTreeSet<Day>]) -> Result<(), Failure> {
    let sent: Vec<_> = entries
        .iter()
        .zip(days)
        .filter(|(entry, _)| entry.corrects.is_none())
        .collect();
    for (at, (one, days)) in sent.iter().enumerate() {
        let is_other_sender = |(other, other_days): &&(&ExtractEntry, &BTreeSet<Day>)| {
            other.table == one.table
                && inbox::source(other) == inbox::source(one)
                && (other.source.is_none() || one.source.is_none())
                && other.mapping != one.mapping
                && days.union(other_days).count() > 1
        };
        if let Some((other, _)) = sent.iter().skip(at + 1).find(is_other_sender) {
            let message = format!(
                "`{}` and `{}` fill the table `{}` from different dates and mappings: are they of two senders?",
                one.path, other.path, one.table
            );
            return Err(Failure::new(USAGE, message)
                .hint("two senders: give each a `source` of its own; one sender whose files changed: give both the same"));
        }
    }
    Ok(())
}

/// What a pipeline asks for by name; `all` is all there is.
fn named<T: Clone>(
    kind: &'static str,
    names: &[String],
    all: &BTreeMap<String, T>,
) -> Result<BTreeMap<String, T>, Failure> {
    if names.iter().any(|it| it == "all") {
        return Ok(all.clone());
    }
    let mut chosen = BTreeMap::new();
    for name in names {
        let known = || all.keys().map(String::as_str);
        let found = all.get(name);
        let found = found.ok_or_else(|| {
            let near = nearest(name, known())
                .map_or_else(String::new, |it| format!("; did you mean `{it}`?"));
            Failure::new(USAGE, format!("no {kind} is known as `{name}`{near}"))
        })?;
        chosen.insert(name.clone(), found.clone());
    }
    Ok(chosen)
}

/// What is measured.
struct Measured {
    metrics: Vec<Metric>,
    bridges: Vec<Bridge>,
    breakdowns: Vec<Breakdown>,
    baselines: Vec<Baseline>,
}

/// The metrics that are asked for, the bridges between them, what they are broken down by, and what they are held
/// against.
fn measured(asked: &Measures, schemas: &Schemas) -> Result<Measured, Failure> {
    let units = Units::load(schemas)?;
    let all: BTreeMap<String, Metric> = Metric::load_all(schemas, &units)?;
    let mut bridges = Bridge::load_all(schemas, &all, &units)?;
    let breakdowns = Breakdown::load_all(schemas, &units, &all)?;
    let breakdowns = named("breakdown", &asked.breakdowns, &breakdowns)?;
    let chosen = named("metric", &asked.metrics, &all)?;
    bridges.retain(|it| chosen.contains_key(&it.from.metric) && chosen.contains_key(&it.to.metric));
    let metrics = chosen.into_values().collect();
    Ok(Measured {
        metrics,
        bridges,
        breakdowns: breakdowns.into_values().collect(),
        baselines: Baseline::load_all(schemas, &all)?,
    })
}

pub(crate) fn day(text: &str, key: &str) -> Result<Day, Failure> {
    text.parse()
        .map_err(|it| Failure::new(USAGE, format!("`{key}`: {it}")))
}

fn quarter(text: Option<&str>) -> Result<Option<Quarter>, Failure> {
    text.map(str::parse)
        .transpose()
        .map_err(|it| Failure::new(USAGE, it))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(path: &str, mapping: &str) -> ExtractEntry {
        let text = format!(
            "agency = \"police\"\ntable = \"police_crime\"\npath = \"{path}\"\nmapping = \"{mapping}\""
        );
        toml::from_str(&text).unwrap()
    }

    #[test]
    fn two_senders_may_not_pass_for_one_whose_days_stand_in_the_paths() {
        let mut entries = [
            entry("a/{date}/x", "force-a"),
            entry("b/{date}/x", "force-b"),
        ];
        let days = |of: [&str; 2]| of.map(|it| BTreeSet::from([it.parse::<Day>().unwrap()]));
        let apart = days(["2025-06-30", "2025-03-31"]);
        let together = days(["2025-06-30", "2025-06-30"]);
        let refused = check_sources(&entries, &apart).unwrap_err();
        assert_eq!(refused.code, USAGE);
        assert!(check_sources(&entries, &together).is_ok());
        entries[0].source = Some("force-a".to_owned());
        assert!(check_sources(&entries, &apart).is_ok());
        entries[0].source = None;
        entries[1].corrects = Some("a/2025-06-30/x".to_owned());
        assert!(check_sources(&entries, &apart).is_ok());
    }
}
