//! The model of an edge, read from `data-schemas/link-models`.

use crate::{
    Edge, LinkError,
    model::{Cardinality, Model},
};
use rasso_schema::Schemas;

/// The model of an edge.
#[derive(Debug, Clone)]
pub struct EdgeModel {
    /// Which tables it links.
    pub edge: Edge,
    /// What it compares.
    pub model: Model,
    /// The least probability of a link.
    pub least: f64,
}

impl EdgeModel {
    /// Reads `link-models/<name>.toml`; `least` is the least probability of a link.
    pub fn load(schemas: &Schemas, name: &str, least: f64) -> Result<Self, LinkError> {
        let path = schemas.file_named("link model", "link-models", name)?;
        let wrong = |reason: String| LinkError::Model {
            name: name.to_owned(),
            reason,
        };
        let model = Model::parse_with(path, schemas.file(path)?, schemas.all_files());
        let model = model.map_err(|it| wrong(it.what))?;
        if model.name != name {
            return Err(wrong(format!("it calls itself `{}`", model.name)));
        }
        if model.cardinality != Cardinality::OneToOne {
            let what = "a person in a case has one partner at most: it needs `cardinality = \"one_to_one\"`";
            return Err(wrong(what.to_owned()));
        }
        let without = "it links no tables of a run: give it an `edge`, as `edge = \"police_cps\"`";
        let edge = model.edge.ok_or_else(|| wrong(without.to_owned()))?;
        Ok(Self { edge, model, least })
    }
}
