//! CSV on the Web: the metadata of a group of tables.
//!
//! Source: Metadata Vocabulary for Tabular Data, W3C Recommendation of 17 December 2015,
//! <https://www.w3.org/TR/tabular-metadata/>. It names metadata files after the CSV file
//! (`x.csv-metadata.json`) or for a folder (`csv-metadata.json`), allows names of others only as
//! addresses (`urn:rasso:..`) or with the prefixes it knows (`dc:`, `skos:`), and has no enumeration:
//! a list of codes is the form of a text, and its labels stand beside it.

use super::{
    ExchangeError, Export, Format, Import,
    draft::{Draft, DraftColumn, anchored},
    json::{Json, object},
    node::Node,
    words,
};
use crate::{ColumnSchema, ColumnType, Key, Schemas, TableSchema};

pub(super) const FORMAT: Format = Format {
    name: "csvw",
    title: "CSV on the Web (CSVW) metadata",
    export,
    import: Import::Json(import),
};

const PREFIX: &str = "urn:rasso:";
const CONTEXT: &str = "http://www.w3.org/ns/csvw";
const ISO_DATE: &str = "yyyy-MM-dd";
const FLAGS: &str = "Y|N";

fn export(schemas: &Schemas, tables: &[&TableSchema]) -> Vec<Export> {
    let name = match tables {
        [table] => format!("{}.csv-metadata.json", table.name),
        _ => "csv-metadata.json".to_owned(),
    };
    let described = tables.iter().map(|it| describe(schemas, it));
    let group = object([
        ("@context", CONTEXT.into()),
        ("tables", Json::List(described.collect())),
    ]);
    let text = group.to_text();
    vec![Export { name, text }]
}

fn describe(schemas: &Schemas, table: &TableSchema) -> Json {
    let columns = table.columns.iter().map(|it| describe_column(schemas, it));
    let mut schema = object([("columns", Json::List(columns.collect()))]);
    words::put_key(&mut schema, "primaryKey", table);
    let mut json = object([
        ("url", format!("{}.csv", table.name).into()),
        ("dc:title", table.title.as_str().into()),
        ("tableSchema", schema),
    ]);
    words::put_table(&mut json, PREFIX, table);
    json
}

fn describe_column(schemas: &Schemas, column: &ColumnSchema) -> Json {
    let mut json = object([
        ("name", column.name.as_str().into()),
        ("titles", column.name.as_str().into()),
    ]);
    if !column.meaning.is_empty() {
        json.put("dc:description", column.meaning.as_str());
    }
    if column.required {
        json.put("required", true);
    }
    let list = words::code_list(schemas, column);
    json.put("datatype", datatype(column, list));
    words::put_form(&mut json, PREFIX, column);
    words::put_column(&mut json, PREFIX, column);
    if let Some(list) = list {
        json.put(&format!("{PREFIX}labels"), words::skos_labels(list));
    }
    json
}

fn datatype(column: &ColumnSchema, list: Option<&crate::CodeList>) -> Json {
    match column.kind {
        ColumnType::Code => {
            let codes = list.into_iter().flat_map(crate::CodeList::codes);
            let codes: Vec<String> = codes.map(|it| regex_lite::escape(it.0)).collect();
            let form = format!("^(?:{})$", codes.join("|"));
            object([("base", "string".into()), ("format", form.into())])
        }
        ColumnType::Date | ColumnType::OffenceDate | ColumnType::BirthDate => object([
            ("base", "date".into()),
            ("format", ISO_DATE.into()),
            ("minimum", words::FIRST_DAY.into()),
        ]),
        ColumnType::Flag => object([("base", "boolean".into()), ("format", FLAGS.into())]),
        ColumnType::Integer => {
            let mut json = object([("base", "integer".into())]);
            words::put_bounds(&mut json, column);
            json
        }
        ColumnType::Text
        | ColumnType::Urn
        | ColumnType::Asn
        | ColumnType::PncId
        | ColumnType::Name => match words::whole_form(column) {
            Some(form) => object([("base", "string".into()), ("format", form.into())]),
            None => "string".into(),
        },
    }
}

fn import(root: &Node<'_>) -> Result<Vec<Draft>, ExchangeError> {
    match root.get("tables") {
        Some(tables) => tables.items()?.iter().map(read_table).collect(),
        None => Ok(vec![read_table(root)?]),
    }
}

fn read_table(from: &Node<'_>) -> Result<Draft, ExchangeError> {
    let url = from.need("url")?.text()?;
    let title = match from.get("dc:title") {
        Some(title) => Some(natural(&title)?),
        None => from
            .get("dc:description")
            .map(|it| natural(&it))
            .transpose()?,
    };
    let mut draft = Draft {
        name: crate::files::stem(url).to_owned(),
        title,
        ..Draft::default()
    };
    let schema = from.need("tableSchema")?;
    for column in schema.need("columns")?.items()? {
        if column.optional_flag("virtual")? == Some(true) {
            let note = format!("Not taken over from the file: {}.", column.place());
            draft.notes.push(note);
        } else {
            draft.columns.push(read_column(&column)?);
        }
    }
    if let Some(key) = schema.get("primaryKey") {
        draft.key = Some(Key::Columns(key.texts()?));
    }
    words::take_table(from, PREFIX, &mut draft)?;
    draft.notes.extend(from.others(&[
        "@context",
        "@type",
        "@id",
        "url",
        "dc:title",
        "dc:description",
        "tableSchema",
    ])?);
    draft
        .notes
        .extend(schema.others(&["@type", "@id", "columns", "primaryKey"])?);
    Ok(draft)
}

fn read_column(from: &Node<'_>) -> Result<DraftColumn, ExchangeError> {
    let name = match from.get("name") {
        Some(name) => name.text()?.to_owned(),
        None => natural(&from.need("titles")?)?,
    };
    let mut column = DraftColumn::new(from.place(), name, ColumnType::Text);
    if let Some(datatype) = from.get("datatype") {
        read_datatype(&datatype, &mut column)?;
    }
    column.required = from.optional_flag("required")?.unwrap_or(false);
    if let Some(meaning) = from.get("dc:description") {
        column.meaning = natural(&meaning)?;
    }
    words::take_column(from, PREFIX, &mut column)?;
    column.notes.extend(from.others(&[
        "@type",
        "name",
        "titles",
        "dc:description",
        "required",
        "datatype",
    ])?);
    Ok(column)
}

fn read_datatype(from: &Node<'_>, column: &mut DraftColumn) -> Result<(), ExchangeError> {
    if let Json::Text(base) = from.json {
        return read_base(from, base, column);
    }
    match from.get("base") {
        Some(base) => read_base(&base, base.text()?, column)?,
        None => column.kind = ColumnType::Text,
    }
    for (name, node) in from.fields()? {
        let is_number = column.kind == ColumnType::Integer;
        match (name, column.kind) {
            ("format", ColumnType::Text) => column.pattern = Some(anchored(node.text()?)),
            ("format", ColumnType::Date) if node.text()? == ISO_DATE => {}
            ("format", ColumnType::Flag) if node.text()? == FLAGS => {}
            ("format", _) => {
                let note = format!(
                    "The file has a format here that a mapping can read: {}.",
                    node.place()
                );
                column.notes.push(note);
            }
            ("minimum" | "minInclusive", _) if is_number => column.min = Some(node.whole()?),
            ("maximum" | "maxInclusive", _) if is_number => column.max = Some(node.whole()?),
            ("minExclusive", _) if is_number => column.min = node.whole()?.checked_add(1),
            ("maxExclusive", _) if is_number => column.max = node.whole()?.checked_sub(1),
            ("minimum" | "minInclusive", ColumnType::Date) if node.text()? == words::FIRST_DAY => {}
            (
                "base" | "@id" | "@type" | "length" | "minLength" | "maxLength" | "dc:title"
                | "dc:description",
                _,
            ) => {}
            (other, _) => return Err(node.not_understood("rule of a datatype", other)),
        }
    }
    let length = from.optional_whole("length")?;
    let least = from.optional_whole("minLength")?.or(length);
    column.length(least, from.optional_whole("maxLength")?.or(length));
    Ok(())
}

fn read_base(from: &Node<'_>, base: &str, column: &mut DraftColumn) -> Result<(), ExchangeError> {
    column.kind = match base {
        "string" | "normalizedString" | "token" | "language" | "Name" | "NMTOKEN" | "anyURI" => {
            ColumnType::Text
        }
        "integer" | "long" | "int" | "short" | "byte" | "gYear" => ColumnType::Integer,
        "nonNegativeInteger" | "unsignedLong" | "unsignedInt" | "unsignedShort"
        | "unsignedByte" => {
            column.min = Some(0);
            ColumnType::Integer
        }
        "positiveInteger" => {
            column.min = Some(1);
            ColumnType::Integer
        }
        "boolean" => ColumnType::Flag,
        "date" => ColumnType::Date,
        other => return Err(from.not_understood("type", other)),
    };
    Ok(())
}

/// A text in natural language: bare, one of a list, in one of several languages, or as a value.
fn natural(from: &Node<'_>) -> Result<String, ExchangeError> {
    match from.json {
        Json::Object(fields) => {
            let english = ["@value", "en", "en-GB"].iter().find_map(|it| from.get(it));
            let first = fields.first().and_then(|it| from.get(&it.0));
            match english.or(first) {
                Some(text) => natural(&text),
                None => Ok(String::new()),
            }
        }
        Json::Null | Json::Flag(_) | Json::Number(_) | Json::Text(_) | Json::List(_) => {
            Ok(from.texts()?.into_iter().next().unwrap_or_default())
        }
    }
}
