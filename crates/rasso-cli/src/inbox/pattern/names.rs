//! The names that one part of a pattern stands for.

use super::DATE;
use rasso_terms::Day;
use regex_lite::Regex;

/// One part of a pattern that holds `*`, `?` or `{date}`.
pub(super) struct Names {
    /// Its group is the day.
    fitting: Regex,
    /// Fits where digits that are no day stand in the place of the day: such a name is told and not
    /// left out.
    stray: Option<Regex>,
    is_wild: bool,
    takes_hidden: bool,
}

/// What a name says.
pub(super) struct Read {
    pub(super) day: Option<Day>,
    /// Whether something else stands where the day should.
    pub(super) is_stray: bool,
    /// The name without its day, where the pattern leaves letters of it open.
    pub(super) wild: Option<String>,
}

impl Names {
    pub(super) fn new(written: &str) -> Result<Self, String> {
        let stray = written.contains(DATE);
        Ok(Self {
            fitting: expression(written, r"(\d{4}-?\d{2}-?\d{2})")?,
            stray: stray
                .then(|| expression(written, r"(\d.*\d)"))
                .transpose()?,
            is_wild: written.contains(['*', '?']),
            takes_hidden: written.starts_with('.'),
        })
    }

    /// What a name says, if it fits.
    pub(super) fn read(&self, name: &str) -> Option<Read> {
        if name.starts_with('.') && !self.takes_hidden {
            return None;
        }
        let wild = |it: String| self.is_wild.then_some(it);
        let Some(captures) = self.fitting.captures(name) else {
            let is_stray = self.stray.as_ref().is_some_and(|it| it.is_match(name));
            return is_stray.then(|| Read {
                day: None,
                is_stray,
                wild: wild(name.to_owned()),
            });
        };
        let Some(group) = captures.get(1) else {
            return Some(Read {
                day: None,
                is_stray: false,
                wild: wild(name.to_owned()),
            });
        };
        let mut without_day = name.to_owned();
        without_day.replace_range(group.range(), DATE);
        let day = day(group.as_str());
        Some(Read {
            day,
            is_stray: day.is_none(),
            wild: wild(without_day),
        })
    }
}

/// The day in `2025-06-30` or `20250630`.
fn day(text: &str) -> Option<Day> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let part = |range| digits.get(range).unwrap_or_default();
    let iso = format!("{}-{}-{}", part(0..4), part(4..6), part(6..8));
    iso.parse().ok()
}

/// A part of a pattern as a regular expression of whole names.
fn expression(written: &str, date: &str) -> Result<Regex, String> {
    let open = |c: char| match c {
        '*' => ".*".to_owned(),
        '?' => ".".to_owned(),
        c => regex_lite::escape(c.encode_utf8(&mut [0; 4])),
    };
    let pieces: Vec<String> = written
        .split(DATE)
        .map(|it| it.chars().map(open).collect())
        .collect();
    Regex::new(&format!("(?s)^{}$", pieces.join(date)))
        .map_err(|_too_big| "the pattern cannot be used".to_owned())
}
