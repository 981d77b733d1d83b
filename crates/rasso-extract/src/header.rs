//! Finds the headings that a table needs.

use crate::{ExtractError, MissingColumn};
use rasso_schema::{Heading, HeadingMatch, Mapping};
use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

/// The headings of a file and where each stands.
pub(crate) struct Header<'h> {
    label: &'h str,
    headings: &'h [String],
    is_loose: bool,
    /// Names that the mapping gives to headings that stand several times.
    names: Option<&'h BTreeMap<String, Heading>>,
    /// The places of each heading, as it is compared.
    places: BTreeMap<Cow<'h, str>, Vec<usize>>,
    missing: Vec<MissingColumn>,
    /// The places of headings that were looked for and are there.
    used: BTreeSet<usize>,
}

impl<'h> Header<'h> {
    pub(crate) fn new(
        label: &'h str,
        headings: &'h [String],
        mapping: Option<&'h Mapping>,
    ) -> Self {
        let is_loose = mapping.is_some_and(|it| it.headings_match == HeadingMatch::Loose);
        let mut places: BTreeMap<Cow<'h, str>, Vec<usize>> = BTreeMap::new();
        for (at, heading) in headings.iter().enumerate() {
            places
                .entry(compared(heading, is_loose))
                .or_default()
                .push(at);
        }
        Self {
            label,
            headings,
            is_loose,
            names: mapping.map(|it| &it.headings),
            places,
            missing: Vec::new(),
            used: BTreeSet::new(),
        }
    }

    /// Where a heading stands, if it does.
    pub(crate) fn find(&mut self, wanted: &str) -> Result<Option<usize>, ExtractError> {
        let named = self.names.and_then(|it| it.get(wanted));
        let heading = named.map_or(wanted, |it| &it.heading);
        let places = self.places.get(&compared(heading, self.is_loose));
        let found = match (places.map(Vec::as_slice), named) {
            (None, _) => None,
            (Some(places), Some(named)) => {
                let at = named.nth.checked_sub(1).and_then(|it| places.get(it));
                at.copied()
            }
            (Some([only]), None) => Some(*only),
            (Some(_), None) => {
                let (label, heading) = (self.label.to_owned(), heading.to_owned());
                return Err(ExtractError::RepeatedHeading { label, heading });
            }
        };
        self.used.extend(found);
        Ok(found)
    }

    /// Where a heading stands; one that is absent is remembered as missing.
    pub(crate) fn need(&mut self, wanted: &str) -> Result<Option<usize>, ExtractError> {
        let found = self.find(wanted)?;
        let column = match self.names.and_then(|it| it.get(wanted)) {
            Some(named) if named.nth > 1 => format!("{} (number {})", named.heading, named.nth),
            Some(named) => named.heading.clone(),
            None => wanted.to_owned(),
        };
        if found.is_none() && !self.missing.iter().any(|it| it.column == column) {
            // In a file without a header the first row holds values. Nothing with a digit is shown.
            let wordy = self
                .headings
                .iter()
                .map(String::as_str)
                .filter(|it| !it.chars().any(|c| c.is_ascii_digit()));
            let nearest = rasso_schema::nearest(wanted, wordy).map(str::to_owned);
            self.missing.push(MissingColumn { column, nearest });
        }
        Ok(found)
    }

    /// The headings that nothing is read from, for this table or another, in the order of the file;
    /// but for those that the mapping leaves out on purpose.
    pub(crate) fn unmapped(&mut self, mapping: Option<&Mapping>) -> Vec<String> {
        for heading in mapping.iter().flat_map(|it| &it.elsewhere) {
            // One that cannot be told apart is told when its own table is read.
            self.find(heading).unwrap_or_default();
        }
        let ignored: BTreeSet<Cow<'_, str>> = mapping
            .into_iter()
            .flat_map(|it| &it.ignore)
            .map(|it| compared(it, self.is_loose))
            .collect();
        let unused = self.headings.iter().enumerate().filter(|(at, heading)| {
            !self.used.contains(at) && !ignored.contains(&compared(heading, self.is_loose))
        });
        unused.map(|(_, heading)| heading.clone()).collect()
    }

    /// The headings that were needed and are not there. Where not one was found the first row may
    /// hold values and no headings, so none of it is offered as the nearest.
    pub(crate) fn into_missing(mut self) -> Vec<MissingColumn> {
        if self.used.is_empty() {
            self.missing.iter_mut().for_each(|it| it.nearest = None);
        }
        self.missing
    }
}

/// A heading as it is compared with others.
fn compared(heading: &str, is_loose: bool) -> Cow<'_, str> {
    if is_loose {
        let letters = heading.chars().filter(|it| it.is_alphanumeric());
        Cow::Owned(letters.flat_map(char::to_lowercase).collect())
    } else {
        Cow::Borrowed(heading.trim())
    }
}
