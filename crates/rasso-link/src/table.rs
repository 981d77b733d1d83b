//! Accepted tables to link records, and links to tables.

use crate::{
    By, Edge, Link, LinkDefinition, LinkError, LinkRecord, Linked, Weighed, WeighedPair,
    model::LevelWeight,
};
use arrow::{
    array::{Array, ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray},
    datatypes::{DataType, Field, Schema},
};
use rasso_extract::Columns;
use rasso_terms::{Asn, Day, PersonKey, Urn};
use rayon::prelude::*;
use std::sync::Arc;

/// The link records of a table's identifiers, in the order of its record ids.
///
/// `urn_of` gives the URN of a row whose table has none of its own: a police suspect's is its
/// crime's. An identifier that does not parse is left out; extraction has already reported it.
pub fn records_of(
    identifiers: &RecordBatch,
    urn_of: impl Fn(usize) -> Option<Urn> + Sync,
) -> Result<Vec<LinkRecord>, LinkError> {
    let ids = identifiers.integers("record_id")?;
    let surnames = identifiers.texts("surname")?;
    let forenames = identifiers.texts("forenames")?;
    let born = identifiers.days("date_of_birth")?;
    let asns = identifiers.texts("asn")?;
    let urns = identifiers.texts("urn").ok();
    let text =
        |column: &'_ StringArray, row| column.is_valid(row).then(|| column.value(row).to_owned());
    Ok((0..identifiers.num_rows())
        .into_par_iter()
        .map(|row| LinkRecord {
            id: ids.value(row),
            urn: match urns {
                Some(urns) => text(urns, row).and_then(|it| Urn::parse(&it).ok()),
                None => urn_of(row),
            },
            asn: text(asns, row).and_then(|it| Asn::parse(&it).ok()),
            person: PersonKey::new(
                text(surnames, row).as_deref(),
                text(forenames, row).as_deref(),
                born.is_valid(row)
                    .then(|| Day::from_number(born.value(row))),
            ),
        })
        .collect())
}

/// One edge's links as the relational core takes them: two columns of record ids.
pub fn edge_batch(linked: &Linked, edge: Edge) -> Result<RecordBatch, LinkError> {
    let (left, right) = edge.columns();
    let column = |id: fn(&Link) -> i64| -> ArrayRef {
        Arc::new(linked.of(edge).map(id).collect::<Int64Array>())
    };
    batch([(left, column(|it| it.left)), (right, column(|it| it.right))])
}

/// Why a record may be without a link and the state it is then in, as the relational core takes them.
pub fn reasons_batch(definition: &LinkDefinition) -> Result<RecordBatch, LinkError> {
    let column = |text: fn(&crate::UnlinkedReason) -> &str| -> ArrayRef {
        let all = definition.reasons.iter().map(text);
        Arc::new(all.map(Some).collect::<StringArray>())
    };
    batch([
        ("reason", column(|it| &it.reason)),
        ("state", column(|it| &it.state)),
    ])
}

/// Every link as `links.parquet` has it. `probability`, `weight` and `runner_up` are those of
/// [`crate::Weighed`], and empty where no model compared the two.
pub fn links_batch(linked: &Linked, definition: &LinkDefinition) -> Result<RecordBatch, LinkError> {
    let links = &linked.links;
    let text = |word: &dyn Fn(&Link) -> String| -> ArrayRef {
        Arc::new(
            links
                .iter()
                .map(|it| Some(word(it)))
                .collect::<StringArray>(),
        )
    };
    let id = |id: fn(&Link) -> i64| -> ArrayRef {
        Arc::new(links.iter().map(id).collect::<Int64Array>())
    };
    let number = |of: fn(&Weighed) -> f64| -> ArrayRef {
        let numbers = links.iter().map(|it| linked.weighed(it).map(of));
        Arc::new(numbers.collect::<Float64Array>())
    };
    batch([
        ("left_table", text(&|it| it.edge.left().to_owned())),
        ("left_id", id(|it| it.left)),
        ("right_table", text(&|it| it.edge.right().to_owned())),
        ("right_id", id(|it| it.right)),
        ("pass", text(&|it| linked_by(linked, definition, it))),
        ("probability", number(|it| it.probability)),
        ("weight", number(|it| it.weight)),
        ("runner_up", number(|it| it.runner_up)),
        ("evidence", text(&|it| evidence(linked, it))),
    ])
}

/// The pass, or the model with its version.
fn linked_by(linked: &Linked, definition: &LinkDefinition, link: &Link) -> String {
    match link.by {
        By::Pass(ordinal) => pass_name(definition, ordinal),
        By::Model => {
            let model = linked.models.iter().find(|it| it.edge == link.edge);
            model.map_or_else(String::new, |it| format!("{} {}", it.name, it.version))
        }
    }
}

/// What agreed for the pass, and each level that the model saw with its weight, rarity with it.
fn evidence(linked: &Linked, link: &Link) -> String {
    let Some(weighed) = linked.weighed(link) else {
        return link.evidence.to_owned();
    };
    let level = |it: &LevelWeight| {
        let weight = it.weight + it.rarity;
        format!("; {}: {} {weight:+.2}", it.comparison, it.level)
    };
    let levels: String = weighed.levels.iter().map(level).collect();
    format!("{}; any two {:+.2}{levels}", link.evidence, weighed.start)
}

/// Every pair of people that models compared and did not rule out, as `link_pairs.parquet` has it.
pub fn pairs_batch(linked: &Linked) -> Result<RecordBatch, LinkError> {
    let pairs = &linked.pairs;
    let text = |word: fn(&WeighedPair) -> &'static str| -> ArrayRef {
        let words = pairs.iter().map(|it| Some(word(it)));
        Arc::new(words.collect::<StringArray>())
    };
    let id = |id: fn(&WeighedPair) -> i64| -> ArrayRef {
        Arc::new(pairs.iter().map(id).collect::<Int64Array>())
    };
    let number = |of: fn(&WeighedPair) -> f64| -> ArrayRef {
        let numbers = pairs.iter().map(|it| Some(of(it)));
        Arc::new(numbers.collect::<Float64Array>())
    };
    batch([
        ("left_table", text(|it| it.edge.left())),
        ("left_id", id(|it| it.left)),
        ("right_table", text(|it| it.edge.right())),
        ("right_id", id(|it| it.right)),
        ("probability", number(|it| it.probability)),
        ("weight", number(|it| it.weight)),
        ("runner_up", number(|it| it.runner_up)),
    ])
}

/// Every refusal that stands: the record, the pass, and how many people share the identifier.
pub fn refusals_batch(
    linked: &Linked,
    definition: &LinkDefinition,
) -> Result<RecordBatch, LinkError> {
    let refusals = &linked.refusals;
    let text = |word: &dyn Fn(&crate::Refusal) -> String| -> ArrayRef {
        Arc::new(
            refusals
                .iter()
                .map(|it| Some(word(it)))
                .collect::<StringArray>(),
        )
    };
    let count = |people: fn(&crate::Refusal) -> usize| -> ArrayRef {
        let people = refusals
            .iter()
            .map(|it| i64::try_from(people(it)).unwrap_or(i64::MAX));
        Arc::new(people.collect::<Int64Array>())
    };
    batch([
        ("left_table", text(&|it| it.edge.left().to_owned())),
        ("right_table", text(&|it| it.edge.right().to_owned())),
        (
            "right_id",
            Arc::new(refusals.iter().map(|it| it.right).collect::<Int64Array>()),
        ),
        ("pass", text(&|it| pass_name(definition, it.pass))),
        ("left_people", count(|it| it.left_people)),
        ("right_people", count(|it| it.right_people)),
    ])
}

fn pass_name(definition: &LinkDefinition, ordinal: usize) -> String {
    definition
        .passes
        .get(ordinal)
        .map_or_else(String::new, |it| it.name.clone())
}

fn batch<const N: usize>(columns: [(&str, ArrayRef); N]) -> Result<RecordBatch, LinkError> {
    let field = |(name, column): &(&str, ArrayRef)| {
        Field::new(
            *name,
            column.data_type().clone(),
            *column.data_type() != DataType::Int64,
        )
    };
    let schema = Schema::new(columns.iter().map(field).collect::<Vec<_>>());
    let columns = columns.into_iter().map(|(_, column)| column).collect();
    Ok(RecordBatch::try_new(Arc::new(schema), columns)?)
}
