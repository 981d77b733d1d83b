//! A pipeline file, read and checked: everything a run needs to know before it reads a row.

use crate::{
    args::Inputs,
    failure::{Failure, INPUT, USAGE},
    inbox,
    pipeline_file::{ExtractEntry, Limits, PipelineFile},
};
use rasso_attrition::{Metric, Units};
use rasso_extract::{ReadOptions, SourceFile};
use rasso_link::LinkDefinition;
use rasso_schema::{Mapping, Schemas, io_reason, nearest};
use rasso_terms::{Day, Quarter};
use std::{collections::BTreeMap, fs, path::Path};

/// A pipeline, ready to run.
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
    pub(crate) links: LinkDefinition,
}

impl Pipeline {
    pub(crate) fn load(path: &Path, inputs: &Inputs) -> Result<Self, Failure> {
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
        crate::limits::check(&file.limits)?;
        let mut files = Vec::new();
        for entry in &file.extracts {
            let mapping = mapping(entry, folder, &schemas)?;
            files.extend(inbox::source_files(
                entry,
                folder,
                mapping.as_ref(),
                &file.extracts,
            )?);
        }
        check_sources(&file.extracts)?;
        let options = ReadOptions {
            as_at: day(&file.as_at, "as_at")?,
            key: crate::key::read(inputs)?,
        };
        Ok(Self {
            metrics: metrics(&file.measures.metrics, &schemas)?,
            links: LinkDefinition::load(&schemas, &file.links.passes)?,
            from: quarter(file.periods.from.as_deref())?,
            to: quarter(file.periods.to.as_deref())?,
            limits: file.limits,
            name: file.name,
            note: file.note,
            text,
            schemas,
            files,
            options,
        })
    }
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
        schemas.read_mappings(named, &text)?
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
/// delivery of the same sender and the earlier sender would be left out without a word.
fn check_sources(extracts: &[ExtractEntry]) -> Result<(), Failure> {
    for (at, one) in extracts.iter().enumerate() {
        let is_other_sender = |it: &&ExtractEntry| {
            it.table == one.table
                && it.source.is_none()
                && it.mapping != one.mapping
                && it.extract_date != one.extract_date
        };
        let others = extracts.iter().skip(at + 1);
        if let Some(other) = others
            .filter(|_| one.source.is_none())
            .find(is_other_sender)
        {
            let message = format!(
                "`{}` and `{}` fill the table `{}` from different dates and mappings: are they of two senders?",
                one.path, other.path, one.table
            );
            return Err(Failure::new(USAGE, message)
                .hint("give each a `source`; deliveries of one sender share it"));
        }
    }
    Ok(())
}

fn metrics(names: &[String], schemas: &Schemas) -> Result<Vec<Metric>, Failure> {
    let all: BTreeMap<String, Metric> = Metric::load_all(schemas, &Units::load(schemas)?)?;
    if names.iter().any(|it| it == "all") {
        return Ok(all.into_values().collect());
    }
    let mut chosen = Vec::new();
    for name in names {
        let Some(metric) = all.get(name) else {
            let near = nearest(name, all.keys().map(String::as_str))
                .map_or_else(String::new, |it| format!("; did you mean `{it}`?"));
            return Err(Failure::new(
                USAGE,
                format!("no metric is known as `{name}`{near}"),
            ));
        };
        chosen.push(metric.clone());
    }
    chosen.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(chosen)
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
