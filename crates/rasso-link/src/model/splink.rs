//! Takes over a model of Splink, the linkage library of the Ministry of Justice.
//!
//! Purpose: a model that was made and trained there can be used here, and scores alike.
//! Notes: conditions of Splink are any SQL. What has no like in rasso is told, and never left out in silence.

mod about;
mod blocks;
mod comparison;
mod json;
mod levels;
mod made;
mod sql;
#[cfg(test)]
mod tests;

use super::{Model, ModelError};
use json::{Rule, Settings};
use made::Fields;
use rasso_schema::toml_text;

/// A model of Splink as one of rasso.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SplinkModel {
    /// The model file, which [`Model::parse`] takes.
    pub toml: String,
    /// What could not be carried over as it is, and what was done instead.
    pub notes: Vec<String>,
}

/// The share of matches that Splink begins with where nobody has said or learnt one.
const BEGINNING: f64 = 1e-4;

const EXACT: &str = "# All else is carried over as it is.";
const INEXACT: &str = "# Not carried over as it is:";

/// Makes a model of what Splink's `save_model_to_json` writes; `name` is the model's, and names it in errors.
///
/// A model that was trained is fixed: it scores with the m and u of Splink, and learns nothing. One that was not
/// is trained by rasso.
pub fn from_splink(name: &str, json: &str) -> Result<SplinkModel, ModelError> {
    let wrong = |what: String| ModelError {
        model: name.to_owned(),
        what,
    };
    let settings: Settings = serde_json::from_str(json)
        .map_err(|it| wrong(format!("it is no model as Splink saves them: {it}")))?;
    let mut notes = Vec::new();
    let mut fields = Fields::default();
    let mut comparisons = Vec::new();
    for it in &settings.comparisons {
        comparisons.extend(comparison::written(it, &mut fields, &mut notes));
    }
    let blocks = blocks_of(&settings, &mut fields, &mut notes);
    if comparisons.is_empty() || blocks.is_empty() {
        let what = if blocks.is_empty() {
            "blocking rule"
        } else {
            "comparison"
        };
        return Err(wrong(format!(
            "rasso has no like of any {what} of it: {}",
            notes.join("; ")
        )));
    }
    notes.extend(fields.remarks());
    let training = training(&settings, &comparisons, &mut notes);
    let files = match settings.link_type.as_str() {
        "dedupe_only" => "one file, whose records are linked to each other",
        "link_only" => "two files",
        other => {
            let what = "rasso links two files, or the records of one: put the files under each other for both at once";
            notes.push(format!("link type {}: {what}", toml_text(other)));
            "two files, or one"
        }
    };
    let mut told: Vec<String> = notes.iter().map(|it| format!("# - {it}")).collect();
    told.insert(0, format!("# A model of Splink, for {files}.\n# An empty cell says nothing, and spaces around a text are no part of it."));
    told.insert(1, if notes.is_empty() { EXACT } else { INEXACT }.to_owned());
    let head = format!(
        "name = {}\nversion = \"1\"\nid = {}",
        toml_text(name),
        toml_text(&settings.unique_id_column_name)
    );
    let mut parts = vec![told.join("\n"), head];
    parts.extend(training);
    parts.extend(fields.written());
    parts.extend(comparisons.into_iter().map(|it| it.text));
    parts.extend(blocks);
    let toml = format!("{}\n", parts.join("\n\n"));
    Model::parse(name, &toml)?;
    Ok(SplinkModel { toml, notes })
}

fn blocks_of(settings: &Settings, fields: &mut Fields, notes: &mut Vec<String>) -> Vec<String> {
    let is_one_file = settings.link_type == "dedupe_only";
    let mut written = Vec::new();
    for rule in &settings.blocking_rules_to_generate_predictions {
        let (sql, salt, arrays) = match rule {
            Rule::Sql(sql) => (sql, None, &Vec::new()),
            Rule::With {
                blocking_rule,
                salting_partitions,
                arrays_to_explode,
            } => (blocking_rule, *salting_partitions, arrays_to_explode),
        };
        let mut note = |what: &str| notes.push(format!("blocking rule {}: {what}", toml_text(sql)));
        if salt.is_some_and(|it| it > 1) {
            note("salting is left out: it spreads the work and changes no pair");
        }
        if !arrays.is_empty() {
            note(
                "a cell has one value, and no array: it is left out, and what it alone would find is not found",
            );
            continue;
        }
        let Some(read) = sql::parse(sql) else {
            note(
                "it has no like in rasso: it is left out, and what it alone would find is not found",
            );
            continue;
        };
        let (blocks, remarks) = blocks::read(&read, is_one_file, fields);
        for it in &remarks {
            note(it);
        }
        written.extend(blocks.iter().map(blocks::Block::written));
    }
    written
}

fn training(
    settings: &Settings,
    comparisons: &[comparison::Written],
    notes: &mut Vec<String>,
) -> Option<String> {
    let trained = comparisons.iter().filter(|it| it.is_trained).count();
    let mut lines = Vec::new();
    if trained > 0 {
        lines.push("fixed = true".to_owned());
        if trained < comparisons.len() {
            notes.push("some comparisons have no m or no u: rasso learns these, and keeps the others as they are".to_owned());
        }
    }
    let matches = settings.probability_two_random_records_match;
    let is_said = |it: &f64| trained > 0 || (it - BEGINNING).abs() > f64::EPSILON;
    if let Some(it) = matches.filter(is_said) {
        if it > 0.0 && it < 1.0 {
            lines.push(format!("matches = {it:?}"));
        } else {
            notes.push(
                "`probability_two_random_records_match` is no share between 0 and 1, and is learnt"
                    .to_owned(),
            );
        }
    }
    (!lines.is_empty()).then(|| format!("[training]\n{}", lines.join("\n")))
}
