//! What of a Splink model's JSON counts here.

use rasso_schema::toml_text;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub(super) struct Settings {
    pub(super) link_type: String,
    pub(super) probability_two_random_records_match: Option<f64>,
    #[serde(default = "unique_id")]
    pub(super) unique_id_column_name: String,
    #[serde(default)]
    pub(super) comparisons: Vec<Comparison>,
    #[serde(default)]
    pub(super) blocking_rules_to_generate_predictions: Vec<Rule>,
}

fn unique_id() -> String {
    "unique_id".to_owned()
}

#[derive(Debug, Deserialize)]
pub(super) struct Comparison {
    pub(super) output_column_name: String,
    pub(super) comparison_levels: Vec<Level>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Level {
    pub(super) sql_condition: String,
    label_for_charts: Option<String>,
    #[serde(default, rename = "is_null_level")]
    pub(super) is_null: bool,
    pub(super) m_probability: Option<f64>,
    pub(super) u_probability: Option<f64>,
    pub(super) tf_adjustment_column: Option<String>,
    #[serde(default)]
    pub(super) tf_minimum_u_value: f64,
    tf_adjustment_weight: Option<f64>,
}

impl Level {
    pub(super) fn is_else(&self) -> bool {
        self.sql_condition.trim().eq_ignore_ascii_case("else")
    }

    /// How charts of Splink name it, or how it is asked.
    pub(super) fn label(&self) -> String {
        toml_text(
            self.label_for_charts
                .as_ref()
                .unwrap_or(&self.sql_condition),
        )
    }

    /// How much rarity counts: 1 is in full.
    pub(super) fn tf_weight(&self) -> f64 {
        self.tf_adjustment_weight.unwrap_or(1.0)
    }
}

/// A blocking rule: its SQL, or with what else is said of it.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Rule {
    Sql(String),
    With {
        blocking_rule: String,
        #[serde(default)]
        salting_partitions: Option<u32>,
        #[serde(default)]
        arrays_to_explode: Vec<String>,
    },
}
