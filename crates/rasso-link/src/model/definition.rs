//! A link model as a TOML file: what is compared, what is blocked on, what is known beforehand.

use super::{
    assign::Cardinality,
    field::Field,
    level::{self, Level},
    meaning::meaning,
    training::Training,
    words::Words,
};
use crate::Edge;
use rasso_schema::{Files, nearest};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Why a model cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{model}: {what}")]
pub struct ModelError {
    /// The file of the model, as it was named.
    pub model: String,
    /// What is wrong with it and what to do.
    pub what: String,
}

/// What is compared of two records.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Its name: the field's, where none is given.
    pub name: String,
    /// The field it is about.
    pub field: String,
    /// Fields of which it is enough that one is filled in both records; without one, the field itself is.
    pub also: Vec<String>,
    /// Of each level, without `else`, the field of which it is the same value, where a rare one says more.
    pub rare: Vec<Option<String>>,
    /// The levels of agreement, the most alike first; what fits none is the last, `else`.
    pub levels: Vec<Level>,
    /// How each level is written, with `else`.
    pub labels: Vec<String>,
    /// Where this holds of a pair, the comparison says nothing: another has said it already.
    pub nothing_when: Option<Level>,
    /// Where no level fits, two records are of two people, whatever else agrees, unless this holds.
    pub else_only_when: Option<Level>,
    /// Expected probabilities of each level, with `else`: kept as they are where `[training]` says `fixed`.
    pub m: Option<Vec<f64>>,
    /// The same between records of two people, always kept as they are.
    pub u: Option<Vec<f64>>,
}

/// Records are compared that agree on every field of some block.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Block {
    /// The fields.
    pub on: Vec<String>,
    /// Fields of the right record, where they are others: the names the other way round.
    pub right: Option<Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    name: Option<String>,
    version: Option<String>,
    id: Option<String>,
    id_right: Option<String>,
    edge: Option<Edge>,
    #[serde(default)]
    cardinality: Cardinality,
    partners_by: Option<String>,
    floor: Option<f64>,
    #[serde(default, rename = "field")]
    fields: BTreeMap<String, Field>,
    #[serde(default)]
    comparison: Vec<WrittenComparison>,
    #[serde(default)]
    block: Vec<Block>,
    #[serde(default)]
    training: Training,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenComparison {
    field: String,
    name: Option<String>,
    #[serde(default)]
    also: Vec<String>,
    #[serde(default)]
    term_frequency: TermFrequency,
    levels: Vec<String>,
    nothing_when: Option<String>,
    else_only_when: Option<String>,
    m: Option<Vec<f64>>,
    u: Option<Vec<f64>>,
}

/// Where agreement on a rare value says more: on the field itself, or on the fields named.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum TermFrequency {
    Own(bool),
    Of(Vec<String>),
}

impl Default for TermFrequency {
    fn default() -> Self {
        Self::Own(false)
    }
}

/// What is compared, what is blocked on, what is known beforehand.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The heading of the record ids of the left file, and of the right.
    pub ids: [String; 2],
    /// Which tables of a run it links; none where it is of other files.
    pub edge: Option<Edge>,
    /// How many partners a record may have.
    pub cardinality: Cardinality,
    /// The field by whose values the share of records that have a partner differs.
    pub partners_by: Option<String>,
    /// The lowest weight (log2 odds) of a pair that is kept.
    pub floor: f64,
    /// The fields, by name.
    pub fields: BTreeMap<String, Field>,
    /// The comparisons.
    pub comparisons: Vec<Comparison>,
    /// The blocks, in the order in which a pair is given to the first it fits.
    pub blocks: Vec<Block>,
    /// What training may do.
    pub training: Training,
    /// Names and codes that fields and levels look things up in.
    pub words: Words,
    /// The digest of what its file says, whatever the layout.
    pub meaning: String,
}

/// The most levels of a comparison, with those of nothing to compare and of `else`.
const MOST_LEVELS: usize = 32;

impl Model {
    /// Reads a model that uses the names and codes built into the program; `file` names it in errors.
    pub fn parse(file: &str, text: &str) -> Result<Self, ModelError> {
        Self::parse_with(file, text, &Files::embedded())
    }

    /// Reads a model that uses the names and codes of these files.
    pub fn parse_with(file: &str, text: &str, files: &Files) -> Result<Self, ModelError> {
        let wrong = |what: String| ModelError {
            model: file.to_owned(),
            what,
        };
        let written: Written = toml::from_str(text).map_err(|it| {
            let before = text.get(..it.span().map_or(0, |it| it.start));
            let line = before.unwrap_or_default().matches('\n').count() + 1;
            wrong(format!("line {line}: {}", it.message()))
        })?;
        let needed = [
            ("name", written.name.is_none()),
            ("version", written.version.is_none()),
            ("id", written.id.is_none()),
            ("[[comparison]]", written.comparison.is_empty()),
            ("[[block]]", written.block.is_empty()),
        ];
        let missing: Vec<String> = needed
            .iter()
            .filter(|it| it.1)
            .map(|it| format!("`{}`", it.0))
            .collect();
        let (Some(name), Some(version), Some(id), true) = (
            written.name,
            written.version,
            written.id,
            missing.is_empty(),
        ) else {
            return Err(wrong(format!("a model needs {}", missing.join(", "))));
        };
        let mut comparisons = Vec::new();
        for it in written.comparison {
            comparisons.push(comparison(it).map_err(&wrong)?);
        }
        let id_right = written.id_right.unwrap_or_else(|| id.clone());
        let mut model = Self {
            name,
            version,
            ids: [id, id_right],
            edge: written.edge,
            cardinality: written.cardinality,
            partners_by: written.partners_by,
            floor: written.floor.unwrap_or(-10.0),
            fields: written.fields,
            comparisons,
            blocks: written.block,
            training: written.training,
            words: Words::default(),
            meaning: meaning(text),
        };
        model.check().map_err(&wrong)?;
        model.words = Words::load(&model, files).map_err(&wrong)?;
        Ok(model)
    }

    /// Every field that is named is one: a name without an entry is a heading as it stands.
    fn check(&mut self) -> Result<(), String> {
        self.training.check()?;
        if !self.floor.is_finite() {
            return Err("`floor` is a number".to_owned());
        }
        let mut named: Vec<String> = self.partners_by.iter().cloned().collect();
        for it in &self.comparisons {
            named.push(it.field.clone());
            named.extend(it.also.iter().cloned());
            named.extend(it.conditions().flat_map(Level::fields));
        }
        for block in &self.blocks {
            let right = block.right.as_ref().unwrap_or(&block.on);
            if block.on.is_empty() || right.len() != block.on.len() {
                return Err("a `[[block]]` names fields in `on`, and as many in `right`".to_owned());
            }
            named.extend(block.on.iter().chain(right).cloned());
        }
        let known: Vec<String> = self.fields.keys().cloned().collect();
        for name in named {
            if self.fields.contains_key(&name) {
                continue;
            }
            if let Some(near) = nearest(&name, known.iter().map(String::as_str)) {
                return Err(format!(
                    "no `[field.{name}]` is there; did you mean `{near}`? A heading as it stands needs an entry too, if it is an empty one"
                ));
            }
            return Err(format!(
                "no `[field.{name}]` is there: write an entry, an empty one where the heading is used as it stands"
            ));
        }
        for (name, field) in &self.fields {
            field
                .check()
                .map_err(|it| format!("`[field.{name}]`: {it}"))?;
        }
        Ok(())
    }
}

impl Block {
    /// What it asks for, one text for each field: its name, or both where the right record's is another.
    pub fn labels(&self) -> Vec<String> {
        let right = self.right.as_ref().unwrap_or(&self.on);
        let label = |(left, right): (&String, &String)| {
            if left == right {
                left.clone()
            } else {
                format!("{left} = {right}")
            }
        };
        self.on.iter().zip(right).map(label).collect()
    }
}

impl Comparison {
    /// Its levels, and what else it asks of two records.
    pub(crate) fn conditions(&self) -> impl Iterator<Item = &Level> {
        let others = self.nothing_when.iter().chain(&self.else_only_when);
        self.levels.iter().chain(others)
    }
}

fn comparison(it: WrittenComparison) -> Result<Comparison, String> {
    let name = it.name.unwrap_or_else(|| it.field.clone());
    let of = |what: String| format!("comparison `{name}`: {what}");
    let mut levels = Vec::new();
    let mut labels = it.levels.clone();
    labels.push("else".to_owned());
    for text in &it.levels {
        levels.push(level::parse(text, &it.field).map_err(&of)?);
    }
    let condition = |written: &Option<String>| {
        let read = written
            .as_ref()
            .map(|it_is| level::parse(it_is, &it.field).map_err(&of));
        read.transpose()
    };
    let (nothing_when, else_only_when) =
        (condition(&it.nothing_when)?, condition(&it.else_only_when)?);
    if levels.is_empty() || levels.len() + 2 > MOST_LEVELS {
        return Err(of(format!("from 1 to {} levels", MOST_LEVELS - 2)));
    }
    for (what, given) in [("m", &it.m), ("u", &it.u)] {
        let Some(given) = given else { continue };
        let sum: f64 = given.iter().sum();
        let is_sound = given.iter().all(|it| *it > 0.0 && *it < 1.0) && (sum - 1.0).abs() < 1e-3;
        if given.len() != labels.len() || !is_sound {
            return Err(of(format!(
                "`{what}` gives each of its {} levels, `else` the last, a share between 0 and 1, and 1 in all",
                labels.len()
            )));
        }
    }
    let rare = rare(&it.term_frequency, &it.field, &levels).map_err(&of)?;
    Ok(Comparison {
        name,
        field: it.field,
        also: it.also,
        rare,
        nothing_when,
        else_only_when,
        levels,
        labels,
        m: it.m,
        u: it.u,
    })
}

/// Of each level the field whose rarity counts there.
fn rare(
    wanted: &TermFrequency,
    own: &str,
    levels: &[Level],
) -> Result<Vec<Option<String>>, String> {
    let TermFrequency::Of(fields) = wanted else {
        let counts = matches!(wanted, TermFrequency::Own(true));
        let of = |(at, it): (usize, &Level)| {
            (counts && at == 0 && it.is_exact(own)).then(|| own.to_owned())
        };
        return Ok(levels.iter().enumerate().map(of).collect());
    };
    let without = |it: &&String| !levels.iter().any(|level| level.is_exact(it));
    if let Some(field) = fields.iter().find(without) {
        return Err(format!(
            "`term_frequency` counts how rare a shared `{field}` is, and no level is that it is the same"
        ));
    }
    let of = |level: &Level| fields.iter().find(|it| level.is_exact(it)).cloned();
    Ok(levels.iter().map(of).collect())
}
