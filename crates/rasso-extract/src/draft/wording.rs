//! Whether the first row of a file holds headings: in one that holds values, each would come into
//! the draft.

use super::{dates, score::is_usual_urn, target::Target};
use crate::{ExtractError, date::DateFormats};
use rasso_schema::{Schemas, words_of};
use rasso_terms::{Asn, PncId};

/// So many headings have to have a word that is known, unless there are fewer.
const KNOWN: usize = 2;

/// Refuses a file whose first row has no headings.
pub(super) fn check(
    label: &str,
    headings: &[String],
    targets: &[Target<'_>],
    schemas: &Schemas,
) -> Result<(), ExtractError> {
    let phrases: Vec<&Vec<String>> = targets.iter().flat_map(|it| &it.words.phrases).collect();
    let is_known = |heading: &&String| {
        let words = words_of(heading);
        let stands = |word: &String| {
            let is_person = |it: &String| schemas.heading_words().person(it) == Some(word);
            words.contains(word) || words.iter().any(is_person)
        };
        phrases.iter().any(|it| it.iter().all(stands))
    };
    let known = headings.iter().filter(is_known).count();
    let has_value = headings.iter().any(|it| is_value(it));
    if has_value || known < KNOWN.min(headings.len()) {
        return Err(ExtractError::NoHeadings {
            label: label.to_owned(),
        });
    }
    Ok(())
}

/// Whether a text is a date, a long number or an identifier of a person or a case.
fn is_value(text: &str) -> bool {
    let formats = ["%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d-%b-%Y", "%d-%m-%Y"];
    let formats = formats.map(str::to_owned);
    let is_number = text.len() > 4 && text.bytes().all(|it| it.is_ascii_digit() || it == b'.');
    is_number
        || dates::is_year(text)
        || DateFormats::new(&formats, None).day(text).is_some()
        || is_usual_urn(text)
        || Asn::parse(text).is_ok()
        || PncId::parse(text).is_ok()
}
