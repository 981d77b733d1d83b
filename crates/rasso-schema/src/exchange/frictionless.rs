//! Frictionless Table Schema; a Data Package where several tables are described.
//!
//! One table is one Table Schema. Several are one `datapackage.json`, in which a code list is a
//! resource of its own that columns refer to by a foreign key, so that it stands there once.
//! Source: the Data Package standard 2.0, <https://datapackage.org/standard/table-schema/> and
//! <https://datapackage.org/standard/data-package/>. A descriptor may have properties of others.

use super::{
    ExchangeError, Export, Format, Import,
    draft::{Draft, DraftColumn, anchored},
    json::{Json, object},
    node::Node,
    words,
};
use crate::{CodeList, ColumnSchema, ColumnType, Key, Schemas, TableSchema};
use std::collections::BTreeMap;

pub(super) const FORMAT: Format = Format {
    name: "frictionless",
    title: "Frictionless Table Schema, or Data Package",
    export,
    import: Import::Json(import),
};

const PREFIX: &str = "rasso:";
const TABLE_SCHEMA: &str = "https://datapackage.org/profiles/2.0/tableschema.json";
const DATA_PACKAGE: &str = "https://datapackage.org/profiles/2.0/datapackage.json";

fn export(schemas: &Schemas, tables: &[&TableSchema]) -> Vec<Export> {
    let (name, json) = if let [table] = tables {
        let name = format!("{}.tableschema.json", table.name);
        (name, table_schema(schemas, table, false))
    } else {
        ("datapackage.json".to_owned(), package(schemas, tables))
    };
    let text = json.to_text();
    vec![Export { name, text }]
}

fn package(schemas: &Schemas, tables: &[&TableSchema]) -> Json {
    let mut lists: BTreeMap<&str, &CodeList> = BTreeMap::new();
    let mut resources = Vec::new();
    for table in tables {
        let listed = table
            .columns
            .iter()
            .filter_map(|it| words::code_list(schemas, it));
        lists.extend(listed.map(|it| (it.name(), it)));
        resources.push(object([
            ("name", table.name.as_str().into()),
            ("type", "table".into()),
            ("title", table.title.as_str().into()),
            ("path", format!("{}.csv", table.name).into()),
            ("schema", table_schema(schemas, table, true)),
        ]));
    }
    resources.extend(lists.values().map(|it| list_resource(it)));
    object([
        ("$schema", DATA_PACKAGE.into()),
        ("name", "rasso".into()),
        ("resources", Json::List(resources)),
    ])
}

fn list_resource(list: &CodeList) -> Json {
    let row = |(code, entry): (&str, &crate::Code)| {
        object([
            ("code", code.into()),
            ("label", entry.label.as_str().into()),
        ])
    };
    let field = |name: &str| {
        let required = object([("required", true.into())]);
        object([
            ("name", name.into()),
            ("type", "string".into()),
            ("constraints", required),
        ])
    };
    let schema = object([
        ("fields", Json::List(vec![field("code"), field("label")])),
        ("primaryKey", Json::texts(["code"])),
    ]);
    object([
        ("name", resource_of(list.name()).into()),
        ("type", "table".into()),
        ("data", Json::List(list.codes().map(row).collect())),
        ("schema", schema),
        ("rasso:codeList", list.name().into()),
    ])
}

fn resource_of(list: &str) -> String {
    format!("code-list.{list}")
}

fn table_schema(schemas: &Schemas, table: &TableSchema, in_package: bool) -> Json {
    let mut json = object([
        ("$schema", TABLE_SCHEMA.into()),
        ("name", table.name.as_str().into()),
        ("title", table.title.as_str().into()),
    ]);
    let fields = table
        .columns
        .iter()
        .map(|it| field(schemas, it, in_package));
    json.put("fields", Json::List(fields.collect()));
    json.put("missingValues", Json::texts([""]));
    words::put_key(&mut json, "primaryKey", table);
    if in_package {
        let coded = table.columns.iter().filter_map(|column| {
            let list = column.code_list.as_deref()?;
            let reference = object([
                ("resource", resource_of(list).into()),
                ("fields", Json::texts(["code"])),
            ]);
            let fields = Json::texts([column.name.as_str()]);
            Some(object([("fields", fields), ("reference", reference)]))
        });
        let coded: Vec<Json> = coded.collect();
        if !coded.is_empty() {
            json.put("foreignKeys", Json::List(coded));
        }
    }
    words::put_table(&mut json, PREFIX, table);
    json
}

fn field(schemas: &Schemas, column: &ColumnSchema, in_package: bool) -> Json {
    let kind = match column.kind {
        ColumnType::Text
        | ColumnType::Code
        | ColumnType::Urn
        | ColumnType::Asn
        | ColumnType::PncId
        | ColumnType::Name => "string",
        ColumnType::Date | ColumnType::OffenceDate | ColumnType::BirthDate => "date",
        ColumnType::Integer => "integer",
        ColumnType::Flag => "boolean",
    };
    let mut json = object([("name", column.name.as_str().into()), ("type", kind.into())]);
    if column.kind == ColumnType::Flag {
        json.put("trueValues", Json::texts(["Y"]));
        json.put("falseValues", Json::texts(["N"]));
    }
    if !column.meaning.is_empty() {
        json.put("description", column.meaning.as_str());
    }
    let list = words::code_list(schemas, column).filter(|_| !in_package);
    if let Some(list) = list {
        let category = |(code, entry): (&str, &crate::Code)| {
            object([
                ("value", code.into()),
                ("label", entry.label.as_str().into()),
            ])
        };
        json.put(
            "categories",
            Json::List(list.codes().map(category).collect()),
        );
    }
    let mut constraints = object([]);
    if column.required {
        constraints.put("required", true);
    }
    if let Some(form) = words::whole_form(column) {
        constraints.put("pattern", form);
    }
    if kind == "date" {
        constraints.put("minimum", words::FIRST_DAY);
    }
    words::put_bounds(&mut constraints, column);
    if let Some(list) = list {
        constraints.put("enum", Json::texts(list.codes().map(|it| it.0)));
    }
    if constraints != object([]) {
        json.put("constraints", constraints);
    }
    words::put_form(&mut json, PREFIX, column);
    words::put_column(&mut json, PREFIX, column);
    json
}

fn import(root: &Node<'_>) -> Result<Vec<Draft>, ExchangeError> {
    let Some(resources) = root.get("resources") else {
        return Ok(vec![read_table(root, &BTreeMap::new())?]);
    };
    let resources = resources.items()?;
    let mut lists = BTreeMap::new();
    for it in &resources {
        if let Some(list) = it.optional_text("rasso:codeList")? {
            let mut codes = Vec::new();
            for row in it.need("data")?.items()? {
                let label = row.optional_text("label")?.unwrap_or_default();
                codes.push((row.need("code")?.code()?, label));
            }
            let name = it.need("name")?.text()?.to_owned();
            lists.insert(name, (list, codes));
        }
    }
    let mut drafts = Vec::new();
    for it in &resources {
        if it.get("rasso:codeList").is_some() {
            continue;
        }
        let schema = it.need("schema")?;
        let mut draft = read_table(&schema, &lists)?;
        it.need("name")?.text()?.clone_into(&mut draft.name);
        let title = it
            .optional_text("title")?
            .or(it.optional_text("description")?);
        draft.title = title.or(draft.title);
        drafts.push(draft);
    }
    Ok(drafts)
}

/// Code lists that are resources, by resource: the list's name, and its codes with their labels.
type Lists = BTreeMap<String, (String, Vec<(String, String)>)>;

fn read_table(from: &Node<'_>, lists: &Lists) -> Result<Draft, ExchangeError> {
    let title = from
        .optional_text("title")?
        .or(from.optional_text("description")?);
    let mut draft = Draft {
        name: from.optional_text("name")?.unwrap_or_default(),
        title,
        ..Draft::default()
    };
    for field in from.need("fields")?.items()? {
        draft.columns.push(read_field(&field)?);
    }
    if let Some(key) = from.get("primaryKey") {
        draft.key = Some(Key::Columns(key.texts()?));
    }
    let keys = from.get("foreignKeys");
    for key in keys.map_or_else(|| Ok(Vec::new()), |it| it.items())? {
        let resource = key
            .need("reference")?
            .optional_text("resource")?
            .unwrap_or_default();
        let fields = key.need("fields")?.texts()?;
        let column = draft
            .columns
            .iter_mut()
            .find(|it| [&it.name].into_iter().eq(&fields));
        if let (Some((list, codes)), Some(column)) = (lists.get(&resource), column) {
            words::take_list(column, list);
            column.codes.clone_from(codes);
        } else {
            draft
                .notes
                .push(format!("Not taken over from the file: {}.", key.place()));
        }
    }
    words::take_table(from, PREFIX, &mut draft)?;
    draft.notes.extend(from.others(&[
        "$schema",
        "name",
        "title",
        "description",
        "fields",
        "primaryKey",
        "foreignKeys",
        "missingValues",
        "fieldsMatch",
    ])?);
    Ok(draft)
}

fn read_field(from: &Node<'_>) -> Result<DraftColumn, ExchangeError> {
    let name = from.need("name")?.text()?.to_owned();
    let kind = match from.get("type") {
        None => ColumnType::Text,
        Some(node) => match node.text()? {
            "string" => ColumnType::Text,
            "integer" | "year" => ColumnType::Integer,
            "boolean" => ColumnType::Flag,
            "date" => ColumnType::Date,
            other => return Err(node.not_understood("type", other)),
        },
    };
    let mut column = DraftColumn::new(from.place(), name, kind);
    let meaning = from
        .optional_text("description")?
        .or(from.optional_text("title")?);
    column.meaning = meaning.unwrap_or_default();
    if let Some(constraints) = from.get("constraints") {
        read_constraints(&constraints, &mut column)?;
    }
    if let Some(categories) = from.get("categories") {
        let mut labels = Vec::new();
        for it in categories.items()? {
            let is_bare = it.get("value").is_none();
            let code = if is_bare {
                it.code()?
            } else {
                it.need("value")?.code()?
            };
            labels.push((code, it.optional_text("label")?.unwrap_or_default()));
        }
        if column.codes.is_empty() {
            column.codes = labels;
        } else {
            column.label(&labels);
        }
    }
    if let Some(format) = from.optional_text("format")?.filter(|it| it != "default") {
        let note = format!("The file has the format {format} here: a mapping can read it.");
        column.notes.push(note);
    }
    words::take_column(from, PREFIX, &mut column)?;
    column.notes.extend(from.others(&[
        "name",
        "type",
        "title",
        "description",
        "constraints",
        "categories",
        "categoriesOrdered",
        "format",
        "example",
        "examples",
        "trueValues",
        "falseValues",
    ])?);
    Ok(column)
}

fn read_constraints(from: &Node<'_>, column: &mut DraftColumn) -> Result<(), ExchangeError> {
    let is_date = column.kind == ColumnType::Date;
    for (name, node) in from.fields()? {
        match name {
            "required" => column.required = node.flag()?,
            "pattern" => column.pattern = Some(anchored(node.text()?)),
            "minimum" if is_date && node.text()? == words::FIRST_DAY => {}
            "minimum" if !is_date => column.min = Some(node.whole()?),
            "maximum" if !is_date => column.max = Some(node.whole()?),
            "enum" => {
                for code in node.items()? {
                    column.codes.push((code.code()?, String::new()));
                }
            }
            "minLength" | "maxLength" => {}
            "unique" | "minimum" | "maximum" => {
                column
                    .notes
                    .push(format!("Not taken over from the file: {}.", node.place()));
            }
            other => return Err(node.not_understood("constraint", other)),
        }
    }
    column.length(
        from.optional_whole("minLength")?,
        from.optional_whole("maxLength")?,
    );
    Ok(())
}
