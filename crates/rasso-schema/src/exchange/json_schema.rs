//! JSON Schema: one row of a table as an object.
//!
//! A cell that is empty is a property that is left out. Each table is a schema of its own, and its code
//! lists stand in `$defs`. Source: JSON Schema draft 2020-12,
//! <https://json-schema.org/draft/2020-12/json-schema-validation>. Keywords it does not know are
//! annotations (core, section 6.5), so those of `rasso` change nothing for others.

use super::{
    ExchangeError, Export, Format, Import,
    draft::{Draft, DraftColumn},
    json::{Json, object},
    node::Node,
    words,
};
use crate::{CodeList, ColumnSchema, ColumnType, Schemas, TableSchema};
use std::collections::BTreeMap;

pub(super) const FORMAT: Format = Format {
    name: "json-schema",
    title: "JSON Schema, draft 2020-12",
    export,
    import: Import::Json(import),
};

const PREFIX: &str = "rasso:";
const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";

/// How deep references may lead to references.
const DEEPEST: usize = 8;

/// Keywords that refuse values and that a table has no counterpart to.
const RULES: &[&str] = &[
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "if",
    "then",
    "else",
    "const",
    "multipleOf",
    "items",
    "prefixItems",
    "contains",
    "properties",
    "patternProperties",
    "propertyNames",
    "dependentRequired",
    "dependentSchemas",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "unevaluatedProperties",
    "unevaluatedItems",
    "$dynamicRef",
    "required",
    "additionalProperties",
];

fn export(schemas: &Schemas, tables: &[&TableSchema]) -> Vec<Export> {
    Export::each(tables, ".schema.json", |it| row(schemas, it))
}

fn row(schemas: &Schemas, table: &TableSchema) -> Json {
    let mut json = object([
        ("$schema", DRAFT.into()),
        ("title", table.title.as_str().into()),
        ("type", "object".into()),
    ]);
    let property = |it: &ColumnSchema| (it.name.clone(), cell(it));
    json.put(
        "properties",
        Json::Object(table.columns.iter().map(property).collect()),
    );
    let required = table.columns.iter().filter(|it| it.required);
    json.put("required", Json::texts(required.map(|it| it.name.as_str())));
    json.put("additionalProperties", false);
    let listed = table
        .columns
        .iter()
        .filter_map(|it| words::code_list(schemas, it));
    let lists: BTreeMap<&str, &CodeList> = listed.map(|it| (it.name(), it)).collect();
    if !lists.is_empty() {
        let defined = |(name, list): (&&str, &&CodeList)| ((*name).to_owned(), definition(list));
        json.put("$defs", Json::Object(lists.iter().map(defined).collect()));
    }
    json.put("rasso:name", table.name.as_str());
    words::put_table(&mut json, PREFIX, table);
    words::put_key(&mut json, "rasso:key", table);
    json
}

fn definition(list: &CodeList) -> Json {
    object([
        ("type", "string".into()),
        ("enum", Json::texts(list.codes().map(|it| it.0))),
        ("rasso:labels", words::labels(list)),
    ])
}

fn cell(column: &ColumnSchema) -> Json {
    let mut json = object([]);
    if !column.meaning.is_empty() {
        json.put("description", column.meaning.as_str());
    }
    match (column.kind, &column.code_list) {
        (ColumnType::Code, Some(list)) => json.put("$ref", format!("#/$defs/{list}")),
        (ColumnType::Integer, _) => json.put("type", "integer"),
        (ColumnType::Flag, _) => json.put("type", "boolean"),
        (ColumnType::Date | ColumnType::OffenceDate | ColumnType::BirthDate, _) => {
            json.put("type", "string");
            json.put("format", "date");
        }
        (
            ColumnType::Text
            | ColumnType::Code
            | ColumnType::Urn
            | ColumnType::Asn
            | ColumnType::PncId
            | ColumnType::Name,
            _,
        ) => json.put("type", "string"),
    }
    if let Some(form) = words::form(column) {
        json.put("pattern", form);
    }
    words::put_bounds(&mut json, column);
    words::put_column(&mut json, PREFIX, column);
    json
}

fn import(root: &Node<'_>) -> Result<Vec<Draft>, ExchangeError> {
    // A whole table as a list of rows.
    let row = root.get("items").unwrap_or_else(|| root.clone());
    let title = row.optional_text("title")?.or(root.optional_text("title")?);
    let mut draft = Draft {
        title: title.or(row.optional_text("description")?),
        ..Draft::default()
    };
    let required = row.optional_texts("required")?;
    for (name, property) in row.need("properties")?.fields()? {
        let mut column = DraftColumn::new(property.place(), name.to_owned(), ColumnType::Text);
        column.required = required.iter().any(|it| it == name);
        read_cell(&property, root, &mut column, 0)?;
        draft.columns.push(column);
    }
    for (name, node) in row.fields()? {
        match name {
            "properties" | "required" | "additionalProperties" => {}
            other if RULES.contains(&other) => return Err(node.not_understood("keyword", other)),
            _ => {}
        }
    }
    words::take_table(root, PREFIX, &mut draft)?;
    draft.notes.extend(row.others(&[
        "$schema",
        "$id",
        "$comment",
        "title",
        "description",
        "type",
        "properties",
        "required",
        "additionalProperties",
        "$defs",
        "definitions",
        "examples",
    ])?);
    Ok(vec![draft])
}

fn read_cell(
    from: &Node<'_>,
    root: &Node<'_>,
    column: &mut DraftColumn,
    depth: usize,
) -> Result<(), ExchangeError> {
    for (name, node) in from.fields()? {
        match name {
            "$ref" => read_cell(&refer(&node, root, depth)?, root, column, depth + 1)?,
            "anyOf" | "oneOf" => read_choice(&node, name, root, column, depth)?,
            "type" => column.kind = read_type(&node)?,
            "enum" => {
                for code in node.items()?.iter().filter(|it| *it.json != Json::Null) {
                    column.codes.push((code.code()?, String::new()));
                }
            }
            "pattern" => column.pattern = Some(node.text()?.to_owned()),
            "minimum" => column.min = Some(node.whole()?),
            "maximum" => column.max = Some(node.whole()?),
            "exclusiveMinimum" => column.min = node.whole()?.checked_add(1),
            "exclusiveMaximum" => column.max = node.whole()?.checked_sub(1),
            "description" => node.text()?.clone_into(&mut column.meaning),
            other if RULES.contains(&other) => return Err(node.not_understood("keyword", other)),
            _ => {}
        }
    }
    // After the type, whichever of the two stands first.
    if let Some(format) = from.get("format") {
        read_format(&format, column)?;
    }
    if let Some(title) = from
        .optional_text("title")?
        .filter(|_| column.meaning.is_empty())
    {
        column.meaning = title;
    }
    column.length(
        from.optional_whole("minLength")?,
        from.optional_whole("maxLength")?,
    );
    words::take_column(from, PREFIX, column)?;
    column.notes.extend(from.others(&[
        "$ref",
        "anyOf",
        "oneOf",
        "type",
        "format",
        "enum",
        "pattern",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "minLength",
        "maxLength",
        "title",
        "description",
        "$comment",
        "examples",
        "deprecated",
        "readOnly",
        "writeOnly",
    ])?);
    Ok(())
}

/// What a reference within the file leads to.
fn refer<'j>(from: &Node<'j>, root: &Node<'j>, depth: usize) -> Result<Node<'j>, ExchangeError> {
    let way = from.text()?;
    let steps = way.strip_prefix("#/").filter(|_| depth < DEEPEST);
    let mut found = steps.map(|_| root.clone());
    for step in steps.unwrap_or_default().split('/') {
        let step = step.replace("~1", "/").replace("~0", "~");
        found = found.and_then(|it| it.get(&step));
    }
    found.ok_or_else(|| from.not_understood("reference", way))
}

/// A cell that may be null, or one of several constants with titles.
fn read_choice(
    from: &Node<'_>,
    keyword: &str,
    root: &Node<'_>,
    column: &mut DraftColumn,
    depth: usize,
) -> Result<(), ExchangeError> {
    let items = from.items()?;
    let is_null = |it: &&Node<'_>| matches!(it.get("type"), Some(node) if matches!(node.json, Json::Text(it) if it == "null"));
    let choices: Vec<&Node<'_>> = items.iter().filter(|it| !is_null(it)).collect();
    if let [one] = choices.as_slice() {
        return read_cell(one, root, column, depth + 1);
    }
    for it in choices {
        let Some(code) = it.get("const") else {
            return Err(from.not_understood("keyword", keyword));
        };
        let label = it
            .optional_text("title")?
            .or(it.optional_text("description")?);
        column.codes.push((code.code()?, label.unwrap_or_default()));
    }
    Ok(())
}

fn read_type(from: &Node<'_>) -> Result<ColumnType, ExchangeError> {
    let mut types = from.texts()?;
    types.retain(|it| it != "null");
    match types.as_slice() {
        [one] if one == "string" => Ok(ColumnType::Text),
        [one] if one == "integer" => Ok(ColumnType::Integer),
        [one] if one == "boolean" => Ok(ColumnType::Flag),
        other => Err(from.not_understood("type", &other.join(", "))),
    }
}

fn read_format(from: &Node<'_>, column: &mut DraftColumn) -> Result<(), ExchangeError> {
    match from.text()? {
        "date" => column.kind = ColumnType::Date,
        other @ ("date-time" | "time" | "duration") => {
            return Err(from.not_understood("format", other));
        }
        other => {
            let note = format!("The file has the format {other} here, which is not checked.");
            column.notes.push(note);
        }
    }
    Ok(())
}
