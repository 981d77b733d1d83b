//! `tables/*.csv-metadata.json`: what each column of a table is, as CSV on the Web (W3C) has it, so that a program can read it.

use crate::{
    PublishedTable, Release, ReleaseError, columnar::is_number_column, formats::PublishedFile,
    published::HEADINGS,
};
use serde_json::{Value, json};

/// What each column holds, in the order of the headings.
const DESCRIPTIONS: [&str; HEADINGS.len()] = [
    "The name of the count or share.",
    "The same in words.",
    "national, cps_area or force.",
    "The code of the area.",
    "The name of the area.",
    "quarter or rolling_year.",
    "The period.",
    "The months of the period in words.",
    "count or per cent.",
    "The figure; empty where there is none.",
    "The lower end of the 95 per cent interval of a share.",
    "The upper end of the 95 per cent interval of a share.",
    "Why there is no figure, or what is to be known of it.",
    "What the count is called in the ledger; empty for a share.",
];

/// A file beside each table.
pub(crate) fn csvw(
    release: &Release,
    _before: Option<&Release>,
) -> Result<Vec<PublishedFile>, ReleaseError> {
    let publisher = release.publication.as_ref().map(|it| it.producer.as_str());
    let file = |table: &PublishedTable| {
        let name = format!("tables/{}.csv-metadata.json", table.definition.name);
        let text = serde_json::to_string_pretty(&described(table, publisher));
        let text = text.map_err(|it| ReleaseError::Input {
            file: name.clone(),
            reason: format!("cannot be written: {it}"),
        })?;
        Ok(PublishedFile {
            name,
            bytes: (text + "\n").into_bytes(),
        })
    };
    release.tables.iter().map(file).collect()
}

fn described(table: &PublishedTable, publisher: Option<&str>) -> Value {
    let column = |(name, description): (&str, &str)| {
        json!({
            "name": name,
            "titles": name,
            "datatype": if is_number_column(name) { "number" } else { "string" },
            "null": "",
            "dc:description": description,
        })
    };
    let columns: Vec<Value> = HEADINGS.into_iter().zip(DESCRIPTIONS).map(column).collect();
    let definition = &table.definition;
    let mut described = json!({
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": format!("{}.csv", definition.name),
        "dc:title": definition.title,
        "dc:description": format!("{}, {}.", definition.title, definition.clock),
        "tableSchema": {
            "columns": columns,
            "primaryKey": ["measure", "area_code", "period"],
        },
    });
    // A draft has nobody who publishes it.
    if let Some(publisher) = publisher {
        described["dc:publisher"] = json!(publisher);
    }
    described
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_columns_are_those_of_the_file() {
        let table = PublishedTable {
            definition: crate::TableDefinition::default(),
            rows: Vec::new(),
        };
        let told = described(&table, None);
        let columns = told["tableSchema"]["columns"].as_array().unwrap();
        let titles: Vec<&str> = columns
            .iter()
            .filter_map(|it| it["titles"].as_str())
            .collect();
        let file = table.csv().unwrap();
        assert_eq!(titles.join(","), file.lines().next().unwrap());
        assert_eq!(told["@context"][1]["@language"], "en");
        assert!(told.get("dc:publisher").is_none());
    }
}
