//! What the formats have no word of their own for, under the name `rasso`.

use super::{
    ExchangeError,
    draft::{Draft, DraftColumn, is_anchored},
    json::{Json, object},
    node::Node,
};
use crate::{CodeList, ColumnSchema, ColumnType, Key, Schemas, TableSchema};
use serde::{
    de::value::Error,
    de::{DeserializeOwned, IntoDeserializer as _, value::StrDeserializer},
};

/// The days before which no date is taken for one; the reader of extracts holds the same.
pub(super) const FIRST_DAY: &str = "1900-01-01";

/// The form of an identifier as it is published, without separators.
///
/// `rasso` reads identifiers with separators and in small letters too, and holds their check letters,
/// which no pattern can. Source: the forms that `rasso_terms` reads, which follow
/// `ministryofjustice/bichard7-next-core` at 6b127db.
pub(super) const fn published_form(kind: ColumnType) -> Option<&'static str> {
    match kind {
        ColumnType::Urn => Some("^[A-Z0-9]{4}[0-9]{3,7}$"),
        ColumnType::Asn => Some("^[0-9]{2}[A-Z0-9]{6,7}[0-9]{11}[A-HJ-NP-RT-Z]$"),
        ColumnType::PncId => Some("^([0-9]{2}|[0-9]{4})/[0-9]{1,7}[A-HJ-NP-RT-Z]$"),
        ColumnType::Text
        | ColumnType::Code
        | ColumnType::Date
        | ColumnType::OffenceDate
        | ColumnType::Integer
        | ColumnType::Flag
        | ColumnType::Name
        | ColumnType::BirthDate => None,
    }
}

/// The form that a format with a word for it is told: the column's own, or the published one.
pub(super) fn form(column: &ColumnSchema) -> Option<&str> {
    let own = column.pattern.as_ref().map(regex_lite::Regex::as_str);
    own.or(published_form(column.kind))
}

/// The form, for a format that holds it against the whole cell.
pub(super) fn whole_form(column: &ColumnSchema) -> Option<String> {
    let form = form(column)?;
    Some(if is_anchored(form) {
        form.to_owned()
    } else {
        format!("^.*(?:{form}).*$")
    })
}

/// Puts the form as it stands in the table, where [`whole_form`] is another.
pub(super) fn put_form(to: &mut Json, prefix: &str, column: &ColumnSchema) {
    if let Some(own) = column
        .pattern
        .as_ref()
        .filter(|it| !is_anchored(it.as_str()))
    {
        to.put(&format!("{prefix}pattern"), own.as_str());
    }
}

/// The list that a column's codes belong to.
pub(super) fn code_list<'s>(schemas: &'s Schemas, column: &ColumnSchema) -> Option<&'s CodeList> {
    schemas.code_list(column.code_list.as_deref()?).ok()
}

/// The type, where the format's own types do not tell it.
pub(super) fn hidden_type(kind: ColumnType) -> Option<&'static str> {
    match kind {
        ColumnType::Urn
        | ColumnType::Asn
        | ColumnType::PncId
        | ColumnType::Name
        | ColumnType::OffenceDate
        | ColumnType::BirthDate => Some(kind.as_str()),
        ColumnType::Text
        | ColumnType::Code
        | ColumnType::Date
        | ColumnType::Integer
        | ColumnType::Flag => None,
    }
}

/// The enum value of a word as files write it.
pub(super) fn known<T: DeserializeOwned>(word: &str) -> Option<T> {
    let word: StrDeserializer<'_, Error> = word.into_deserializer();
    T::deserialize(word).ok()
}

/// Puts what only `rasso` says of a table into an object.
pub(super) fn put_table(to: &mut Json, prefix: &str, table: &TableSchema) {
    to.put(&format!("{prefix}agency"), table.agency.as_str());
    to.put(&format!("{prefix}version"), table.version.as_str());
    to.put(&format!("{prefix}oneRowPer"), table.one_row_per.as_str());
    if table.key == Key::WholeRow {
        to.put(&format!("{prefix}key"), "whole_row");
    }
}

/// Puts what only `rasso` says of a column into an object.
pub(super) fn put_column(to: &mut Json, prefix: &str, column: &ColumnSchema) {
    if let Some(kind) = hidden_type(column.kind) {
        to.put(&format!("{prefix}type"), kind);
    }
    to.put(&format!("{prefix}sensitivity"), column.sensitivity.as_str());
    if let Some(list) = &column.code_list {
        to.put(&format!("{prefix}codeList"), list.as_str());
    }
}

/// The words of SKOS for a code and its label, where names must be of a known vocabulary.
const CODE: &str = "skos:notation";
const LABEL: &str = "skos:prefLabel";

/// A list of codes and labels in the words of SKOS.
pub(super) fn skos_labels(list: &CodeList) -> Json {
    let label = |(code, entry): (&str, &crate::Code)| {
        object([(CODE, code.into()), (LABEL, entry.label.as_str().into())])
    };
    Json::List(list.codes().map(label).collect())
}

/// An object from code to label.
pub(super) fn labels(list: &CodeList) -> Json {
    let label =
        |(code, entry): (&str, &crate::Code)| (code.to_owned(), entry.label.as_str().into());
    Json::Object(list.codes().map(label).collect())
}

/// Puts the bounds of a number, for which the formats in JSON all have the same words.
pub(super) fn put_bounds(to: &mut Json, column: &ColumnSchema) {
    for (name, bound) in [("minimum", column.min), ("maximum", column.max)] {
        if let Some(bound) = bound {
            to.put(name, bound);
        }
    }
}

/// Puts the columns of the key under the format's own word, where there are any.
pub(super) fn put_key(to: &mut Json, word: &str, table: &TableSchema) {
    if let Key::Columns(names) = &table.key {
        to.put(word, Json::texts(names.iter().map(String::as_str)));
    }
}

/// Takes what `rasso` itself said of a table.
pub(super) fn take_table(
    from: &Node<'_>,
    prefix: &str,
    draft: &mut Draft,
) -> Result<(), ExchangeError> {
    for (name, node) in from.fields()? {
        let Some(word) = name.strip_prefix(prefix) else {
            continue;
        };
        match word {
            "agency" => {
                let word = node.text()?;
                let agency = known(word).ok_or_else(|| node.not_understood("agency", word))?;
                draft.agency = Some(agency);
            }
            "name" => node.text()?.clone_into(&mut draft.name),
            "version" => draft.version = Some(node.text()?.to_owned()),
            "oneRowPer" => draft.one_row_per = Some(node.text()?.to_owned()),
            "key" => {
                let is_whole_row = *node.json == Json::from("whole_row");
                draft.key = Some(if is_whole_row {
                    Key::WholeRow
                } else {
                    Key::Columns(node.texts()?)
                });
            }
            _ => return Err(node.not_understood("word", name)),
        }
    }
    Ok(())
}

/// Takes what `rasso` itself said of a column.
pub(super) fn take_column(
    from: &Node<'_>,
    prefix: &str,
    column: &mut DraftColumn,
) -> Result<(), ExchangeError> {
    for (name, node) in from.fields()? {
        let Some(word) = name.strip_prefix(prefix) else {
            continue;
        };
        match word {
            "type" => {
                let word = node.text()?;
                let kind = known(word).ok_or_else(|| node.not_understood("type", word))?;
                take_type(column, kind);
            }
            "sensitivity" => {
                let word = node.text()?;
                let whom = known(word).ok_or_else(|| node.not_understood("sensitivity", word))?;
                column.sensitivity = Some(whom);
            }
            "codeList" => take_list(column, node.text()?),
            "pattern" => column.pattern = Some(node.text()?.to_owned()),
            "labels" => take_labels(&node, column)?,
            _ => return Err(node.not_understood("word", name)),
        }
    }
    Ok(())
}

/// The type that `rasso` itself gave; the form of an identifier is then its own.
pub(super) fn take_type(column: &mut DraftColumn, kind: ColumnType) {
    column.kind = kind;
    if column.pattern.as_deref() == published_form(kind) {
        column.pattern = None;
    }
}

/// The name of the code list; a form of the text was then the way to write down its codes.
pub(super) fn take_list(column: &mut DraftColumn, list: &str) {
    column.kind = ColumnType::Code;
    column.code_list = Some(list.to_owned());
    column.pattern = None;
}

fn take_labels(from: &Node<'_>, column: &mut DraftColumn) -> Result<(), ExchangeError> {
    let mut labels = Vec::new();
    if let Json::List(_) = from.json {
        for it in from.items()? {
            labels.push((it.need(CODE)?.code()?, it.need(LABEL)?.text()?.to_owned()));
        }
    } else {
        for (code, label) in from.fields()? {
            labels.push((code.to_owned(), label.text()?.to_owned()));
        }
    }
    if column.codes.is_empty() {
        column.codes = labels;
    } else {
        column.label(&labels);
    }
    Ok(())
}
