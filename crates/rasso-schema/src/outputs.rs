//! Every file that `rasso` writes: the version of its form, whether that may change, and the JSON Schema of a JSON file.

use crate::{SchemaError, Schemas, UnknownName, files::parse_toml};
use serde::{Deserialize, Serialize};

const FOLDER: &str = "outputs";
const FILE: &str = "outputs/list.toml";

/// Where an output lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OutputFolder {
    /// The folder of a release.
    Release,
    /// What `--out` names for a pipeline.
    Out,
    /// The folder of a run.
    Run,
    /// The pages of a release.
    Dashboard,
    /// Nowhere of its own: a command was told where to write it.
    Command,
}

impl OutputFolder {
    /// Its word in listings.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Out => "out",
            Self::Run => "run",
            Self::Dashboard => "dashboard",
            Self::Command => "command",
        }
    }
}

/// Whether the form of an output may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stability {
    /// What is there keeps its name and meaning until the first number of the version rises.
    Stable,
    /// It may change with any version of `rasso`.
    Draft,
}

impl Stability {
    /// Its word in listings.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Stable => "stable",
            Self::Draft => "draft",
        }
    }
}

/// A file that `rasso` writes, or several of one form.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Output {
    /// Where it lies.
    #[serde(rename = "in")]
    pub folder: OutputFolder,
    /// Its path there; `*` stands for part of a name.
    pub path: String,
    /// The version of its form.
    pub version: String,
    /// Whether that may change.
    pub status: Stability,
    /// The name of its JSON Schema, of a JSON file.
    pub schema: Option<String>,
    /// What it holds.
    pub says: String,
}

/// Every output, in the order of its file.
#[derive(Debug, Clone)]
pub struct Outputs(Vec<Output>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OutputsFile {
    output: Vec<Output>,
}

impl Outputs {
    /// The outputs of `data-schemas/outputs/list.toml`, each of whose schemas is there.
    pub fn load(schemas: &Schemas) -> Result<Self, SchemaError> {
        let outputs = Self::parse(schemas.file(FILE)?)?;
        for name in outputs.schema_names() {
            schemas.file(&file_of(name))?;
        }
        Ok(outputs)
    }

    fn parse(text: &str) -> Result<Self, SchemaError> {
        let file: OutputsFile = parse_toml(FILE, text)?;
        let mut outputs: Vec<Output> = Vec::new();
        for output in file.output {
            let wrong = if !is_version(&output.version) {
                Some("has a version other than as 1.0")
            } else if output.path.trim().is_empty() || output.says.trim().is_empty() {
                Some("leaves something blank")
            } else if is_json(&output.path) != output.schema.is_some()
                && output.folder != OutputFolder::Command
            {
                Some("is JSON without a schema, or has one and is not")
            } else if outputs
                .iter()
                .any(|it| it.folder == output.folder && it.path == output.path)
            {
                Some("stands twice")
            } else {
                None
            };
            if let Some(wrong) = wrong {
                let what = format!("the output `{}` {wrong}", output.path);
                return Err(SchemaError::malformed(FILE, what));
            }
            outputs.push(output);
        }
        Ok(Self(outputs))
    }

    /// Every output.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Output> {
        self.0.iter()
    }

    /// What a file is, by its path in the folder with `/` between its parts.
    pub fn of(&self, folder: OutputFolder, path: &str) -> Option<&Output> {
        let is_it = |it: &&Output| it.folder == folder && matches(&it.path, path);
        self.0.iter().find(is_it)
    }

    /// The names of the JSON Schemas, each once and in order.
    pub fn schema_names(&self) -> Vec<&str> {
        let mut names: Vec<_> = self
            .0
            .iter()
            .filter_map(|it| it.schema.as_deref())
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The text of a JSON Schema (draft 2020-12).
    pub fn json_schema<'s>(
        &self,
        schemas: &'s Schemas,
        name: &str,
    ) -> Result<&'s str, UnknownName> {
        let names = self.schema_names();
        let text = schemas.file(&file_of(name)).ok();
        let text = text.filter(|_| names.contains(&name));
        text.ok_or_else(|| UnknownName::among("JSON Schema", name, names))
    }
}

fn file_of(name: &str) -> String {
    format!("{FOLDER}/{name}.schema.json")
}

fn is_json(path: &str) -> bool {
    let extension = path.rsplit_once('.').map(|(_, it)| it);
    matches!(extension, Some("json" | "jsonl"))
}

fn is_version(text: &str) -> bool {
    let number =
        |it: &str| !it.is_empty() && it.len() < 4 && it.bytes().all(|it| it.is_ascii_digit());
    text.split_once('.')
        .is_some_and(|(first, second)| number(first) && number(second))
}

/// Whether a path is one of a pattern, part by part.
fn matches(pattern: &str, path: &str) -> bool {
    let (patterns, parts) = (pattern.split('/'), path.split('/'));
    patterns.clone().count() == parts.clone().count()
        && patterns
            .zip(parts)
            .all(|(pattern, part)| match pattern.split_once('*') {
                None => pattern == part,
                Some((before, after)) => part
                    .strip_prefix(before)
                    .and_then(|it| it.strip_suffix(after))
                    .is_some_and(|it| !it.is_empty()),
            })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = r#"
[[output]]
in = "run"
path = "units/*.parquet"
version = "1.0"
status = "draft"
says = "units"
"#;

    #[test]
    fn a_file_is_known_by_its_folder_and_path() {
        let schemas = Schemas::embedded().unwrap();
        let outputs = Outputs::load(&schemas).unwrap();
        let of = |folder, path| outputs.of(folder, path).map(|it| it.path.as_str());
        let known = of(OutputFolder::Release, "tables/a_b.csv-metadata.json");
        assert_eq!(known, Some("tables/*.csv-metadata.json"));
        assert_eq!(
            of(OutputFolder::Release, "tables/a.csv"),
            Some("tables/*.csv")
        );
        assert_eq!(of(OutputFolder::Release, "tables/.csv"), None);
        assert_eq!(of(OutputFolder::Release, "tables/a/b.csv"), None);
        assert_eq!(of(OutputFolder::Run, "tables/a.csv"), None);
    }

    #[test]
    fn a_schema_is_found_by_its_name_and_another_is_answered_with_the_nearest() {
        let schemas = Schemas::embedded().unwrap();
        let outputs = Outputs::load(&schemas).unwrap();
        assert!(
            outputs
                .json_schema(&schemas, "job")
                .unwrap()
                .starts_with('{')
        );
        let said = outputs
            .json_schema(&schemas, "jop")
            .unwrap_err()
            .to_string();
        assert_eq!(
            said,
            "no JSON Schema is known as `jop`; did you mean `job`?"
        );
    }

    #[test]
    fn an_output_that_stands_twice_or_lacks_something_is_refused() {
        let said = |text: &str| Outputs::parse(text).unwrap_err().to_string();
        assert!(Outputs::parse(ONE).is_ok());
        assert!(said(&format!("{ONE}{ONE}")).contains("stands twice"));
        assert!(said(&ONE.replace("\"units\"", "\" \"")).contains("leaves something blank"));
        assert!(said(&ONE.replace("1.0", "1")).contains("a version other than"));
        assert!(said(&ONE.replace("parquet", "json")).contains("JSON without a schema"));
        assert!(said(&ONE.replace("draft", "final")).contains("unknown variant `final`"));
    }
}
