//! What gives a text away: as a pseudonym, as a reference of a case, or as something that is not what its column holds.

use crate::MARKERS;
use quick_xml::{Reader, events::Event};

/// What a word looks like that must not be published.
pub(crate) fn sign(word: &str) -> Option<&'static str> {
    if is_pseudonym(word) {
        Some("a pseudonym")
    } else if is_reference(word) {
        Some("a URN")
    } else {
        None
    }
}

/// 32 hexadecimal characters, as `rasso run --key` makes them. A SHA-256 has 64.
fn is_pseudonym(word: &str) -> bool {
    word.len() == 32
        && word.bytes().all(|it| it.is_ascii_hexdigit())
        && word.bytes().any(|it| it.is_ascii_digit())
        && word.bytes().any(|it| it.is_ascii_alphabetic())
}

/// Two digits of a force, two characters of a unit, seven digits.
fn is_reference(word: &str) -> bool {
    let is_digit = |at: &usize| word.as_bytes().get(*at).is_some_and(u8::is_ascii_digit);
    word.len() == 11
        && (0..2).chain(4..11).all(|at| is_digit(&at))
        && !(2..4).all(|at| is_digit(&at))
}

/// A number or nothing.
pub(super) fn is_number(text: &str) -> bool {
    text.bytes().all(|it| it.is_ascii_digit() || it == b'.')
        && (text.is_empty() || text.parse::<f64>().is_ok())
}

/// Markers that there are, one after the other, or nothing.
pub(super) fn is_markers(mut text: &str) -> bool {
    while !text.is_empty() {
        let rest = MARKERS.iter().find_map(|it| text.strip_prefix(it.0));
        match rest {
            Some(rest) => text = rest,
            None => return false,
        }
    }
    true
}

/// `table/measure/area/period/v1` of a count, `table/measure`, or nothing.
pub(super) fn is_cell_id(text: &str, count: &str, [area, period]: [&str; 2]) -> bool {
    let start = format!("{count}/{area}/{period}/v");
    let vintage = text.strip_prefix(&start);
    text.is_empty() || vintage.is_some_and(|it| it.parse::<u32>().is_ok())
}

pub(super) fn is_well_formed(text: &str) -> bool {
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => return true,
            Ok(_) => {}
            Err(_) => return false,
        }
    }
}

/// What a page may hold of what could load: a policy that forbids loading, an icon that is none, and parts of itself.
const STILL: [&str; 3] = [
    "http-equiv=\"content-security-policy\"",
    "<link rel=\"icon\" href=\"data:,\">",
    "url(#",
];

/// A page that runs nothing and loads nothing: that somebody reads it is known to nobody else.
pub(super) fn is_still(text: &str) -> bool {
    let lower = STILL
        .iter()
        .fold(text.to_ascii_lowercase(), |it, own| it.replace(own, ""));
    let active = [
        "<script",
        "<iframe",
        "<object",
        "<embed",
        "<link",
        "<form",
        "javascript:",
        "@import",
        " src=",
        " srcset=",
        " onload=",
        " onclick=",
        " onerror=",
        "url(",
        "http-equiv",
    ];
    !active.iter().any(|it| lower.contains(it))
}
