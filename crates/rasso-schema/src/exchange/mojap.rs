//! The metadata of the Ministry of Justice's Analytical Platform (mojap-metadata).
//!
//! Source: the schema that `moj-analytical-services/mojap-metadata` validates with,
//! `mojap_metadata/metadata/specs/table_schema.json`, published as v1.5.0. It allows further properties
//! on a table and on a column. It has no title: the title of the table is its description.
//!
//! `sensitive` means personal or special category data there, and a table here says only whom a column
//! leads to. So a column that leads to a person is marked, no column is called harmless, and a table of
//! these records is always sensitive.

use super::{
    ExchangeError, Export, Format, Import,
    draft::{Draft, DraftColumn},
    json::{Json, object},
    node::Node,
    words,
};
use crate::{ColumnSchema, ColumnType, Key, Schemas, Sensitivity, TableSchema};

pub(super) const FORMAT: Format = Format {
    name: "mojap",
    title: "mojap-metadata of the Ministry of Justice",
    export,
    import: Import::Json(import),
};

const PREFIX: &str = "rasso:";
const SCHEMA: &str =
    "https://moj-analytical-services.github.io/metadata_schema/mojap_metadata/v1.5.0.json";

fn export(schemas: &Schemas, tables: &[&TableSchema]) -> Vec<Export> {
    Export::each(tables, ".json", |it| metadata(schemas, it))
}

fn metadata(schemas: &Schemas, table: &TableSchema) -> Json {
    let key = match &table.key {
        Key::Columns(names) => names.as_slice(),
        Key::WholeRow => &[],
    };
    let columns = table.columns.iter().map(|it| describe(schemas, it));
    let mut json = object([
        ("$schema", SCHEMA.into()),
        ("name", table.name.as_str().into()),
        ("description", table.title.as_str().into()),
        ("file_format", "csv".into()),
        ("sensitive", true.into()),
        ("primary_key", Json::texts(key.iter().map(String::as_str))),
        ("partitions", Json::List(Vec::new())),
        ("columns", Json::List(columns.collect())),
    ]);
    words::put_table(&mut json, PREFIX, table);
    json
}

fn describe(schemas: &Schemas, column: &ColumnSchema) -> Json {
    let (kind, category) = match column.kind {
        ColumnType::Text
        | ColumnType::Code
        | ColumnType::Urn
        | ColumnType::Asn
        | ColumnType::PncId
        | ColumnType::Name => ("string", "string"),
        ColumnType::Date | ColumnType::OffenceDate | ColumnType::BirthDate => {
            ("date32", "timestamp")
        }
        ColumnType::Integer => ("int64", "integer"),
        ColumnType::Flag => ("bool", "boolean"),
    };
    let mut json = object([
        ("name", column.name.as_str().into()),
        ("type", kind.into()),
        ("type_category", category.into()),
        ("description", column.meaning.as_str().into()),
        ("nullable", (!column.required).into()),
    ]);
    if column.is_personal() {
        json.put("sensitive", true);
    }
    let list = words::code_list(schemas, column);
    if let Some(list) = list {
        json.put("enum", Json::texts(list.codes().map(|it| it.0)));
    }
    if let Some(form) = words::form(column) {
        json.put("pattern", form);
    }
    words::put_bounds(&mut json, column);
    words::put_column(&mut json, PREFIX, column);
    if let Some(list) = list {
        json.put("rasso:labels", words::labels(list));
    }
    json
}

fn import(root: &Node<'_>) -> Result<Vec<Draft>, ExchangeError> {
    let mut draft = Draft {
        name: root.need("name")?.text()?.to_owned(),
        title: root
            .optional_text("description")?
            .filter(|it| !it.is_empty()),
        ..Draft::default()
    };
    for column in root.need("columns")?.items()? {
        draft.columns.push(read_column(&column)?);
    }
    let key = root.optional_texts("primary_key")?;
    if !key.is_empty() {
        draft.key = Some(Key::Columns(key));
    }
    words::take_table(root, PREFIX, &mut draft)?;
    let is_empty_list = |it: Node<'_>| *it.json == Json::List(Vec::new());
    let mut known = vec![
        "$schema",
        "name",
        "description",
        "file_format",
        "sensitive",
        "primary_key",
        "columns",
    ];
    if root.get("partitions").is_none_or(is_empty_list) {
        known.push("partitions");
    }
    draft.notes.extend(root.others(&known)?);
    Ok(vec![draft])
}

fn read_column(from: &Node<'_>) -> Result<DraftColumn, ExchangeError> {
    let name = from.need("name")?.text()?.to_owned();
    let kind = match (from.get("type"), from.get("type_category")) {
        (Some(node), _) => read_type(&node, node.text()?)?,
        (None, Some(node)) => read_category(&node, node.text()?)?,
        (None, None) => {
            return Err(from
                .need("type")
                .err()
                .unwrap_or_else(|| from.not_understood("column", &name)));
        }
    };
    let mut column = DraftColumn::new(from.place(), name, kind);
    column.meaning = from.optional_text("description")?.unwrap_or_default();
    column.required = from.optional_flag("nullable")? == Some(false);
    column.sensitivity = match from.optional_flag("sensitive")? {
        Some(true) => Some(Sensitivity::Person),
        Some(false) => Some(Sensitivity::Open),
        None => None,
    };
    if let Some(codes) = from.get("enum") {
        for code in codes.items()? {
            column.codes.push((code.code()?, String::new()));
        }
    }
    column.pattern = from.optional_text("pattern")?;
    column.min = from.optional_whole("minimum")?;
    column.max = from.optional_whole("maximum")?;
    column.length(
        from.optional_whole("minLength")?,
        from.optional_whole("maxLength")?,
    );
    words::take_column(from, PREFIX, &mut column)?;
    column.notes.extend(from.others(&[
        "name",
        "type",
        "type_category",
        "description",
        "nullable",
        "sensitive",
        "enum",
        "pattern",
        "minimum",
        "maximum",
        "minLength",
        "maxLength",
    ])?);
    Ok(column)
}

fn read_type(from: &Node<'_>, kind: &str) -> Result<ColumnType, ExchangeError> {
    match kind {
        "string" | "large_string" | "utf8" | "large_utf8" => Ok(ColumnType::Text),
        "int8" | "int16" | "int32" | "int64" | "uint8" | "uint16" | "uint32" | "uint64" => {
            Ok(ColumnType::Integer)
        }
        "date32" | "date64" => Ok(ColumnType::Date),
        "bool" | "bool_" => Ok(ColumnType::Flag),
        other => Err(from.not_understood("type", other)),
    }
}

fn read_category(from: &Node<'_>, category: &str) -> Result<ColumnType, ExchangeError> {
    match category {
        "string" => Ok(ColumnType::Text),
        "integer" => Ok(ColumnType::Integer),
        "boolean" => Ok(ColumnType::Flag),
        other => Err(from.not_understood("type_category", other)),
    }
}
