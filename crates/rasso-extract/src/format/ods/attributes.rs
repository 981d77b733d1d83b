//! What the attributes of a cell say.

use super::BROKEN;
use crate::format::{Refusal, typed};
use quick_xml::events::BytesStart;

/// The value of a cell that is no text: numbers, dates and flags are kept beside what is shown.
pub(super) fn value(cell: &BytesStart<'_>) -> Result<Option<Vec<u8>>, Refusal> {
    let mut out = Vec::new();
    match attribute(cell, "value-type")?.as_deref() {
        Some("float" | "percentage" | "currency") => {
            let Some(value) = attribute(cell, "value")? else {
                return Ok(None);
            };
            match value.parse::<f64>() {
                Ok(number) => typed::number(number, &mut out),
                Err(_no_number) => out.extend_from_slice(value.as_bytes()),
            }
        }
        Some("date") => match attribute(cell, "date-value")? {
            Some(value) => typed::iso_date(&value, &mut out),
            None => return Ok(None),
        },
        Some("boolean") => match attribute(cell, "boolean-value")? {
            Some(value) => out.extend_from_slice(value.as_bytes()),
            None => return Ok(None),
        },
        // Most often empty, and what is shown is the value.
        Some("string") => match attribute(cell, "string-value")? {
            Some(value) if !value.is_empty() => out.extend_from_slice(value.as_bytes()),
            Some(_) | None => return Ok(None),
        },
        Some(_) | None => return Ok(None),
    }
    Ok(Some(out))
}

/// An attribute by its name without its prefix. The value type stands twice in newer files; the
/// first is the one of the standard.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Result<Option<String>, Refusal> {
    for attribute in element.attributes() {
        let attribute = attribute.map_err(|_error| BROKEN)?;
        let is_of_standard = !attribute.key.as_ref().starts_with("calcext:");
        if is_of_standard && attribute.key.local_name().as_ref() == name {
            let value = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0);
            return Ok(Some(value.map_err(|_error| BROKEN)?.into_owned()));
        }
    }
    Ok(None)
}

pub(super) fn repeats(element: &BytesStart<'_>, name: &str) -> Result<u64, Refusal> {
    attribute(element, name)?.map_or(Ok(1), |it| it.parse().map_err(|_no_number| BROKEN))
}
