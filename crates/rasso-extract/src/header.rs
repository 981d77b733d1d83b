//! Finds the headings that a table needs.

use crate::{ExtractError, MissingColumn};
use std::collections::BTreeMap;

/// The headings of a file and where each stands.
pub(crate) struct Header<'h> {
    label: &'h str,
    places: BTreeMap<&'h str, usize>,
    twice: Vec<&'h str>,
    missing: Vec<MissingColumn>,
    /// Whether some heading that was looked for is there.
    matched: bool,
}

impl<'h> Header<'h> {
    pub(crate) fn new(label: &'h str, headings: &'h [String]) -> Self {
        let mut places = BTreeMap::new();
        let mut twice = Vec::new();
        for (at, heading) in headings.iter().enumerate() {
            if places.insert(heading.as_str(), at).is_some() {
                twice.push(heading.as_str());
            }
        }
        Self {
            label,
            places,
            twice,
            missing: Vec::new(),
            matched: false,
        }
    }

    /// Where a heading stands, if it does.
    pub(crate) fn find(&self, heading: &str) -> Result<Option<usize>, ExtractError> {
        if self.twice.contains(&heading) {
            let (label, heading) = (self.label.to_owned(), heading.to_owned());
            return Err(ExtractError::RepeatedHeading { label, heading });
        }
        Ok(self.places.get(heading).copied())
    }

    /// Where a heading stands; one that is absent is remembered as missing.
    pub(crate) fn need(&mut self, heading: &str) -> Result<Option<usize>, ExtractError> {
        let found = self.find(heading)?;
        self.matched |= found.is_some();
        if found.is_none() && !self.missing.iter().any(|it| it.column == heading) {
            // In a file without a header the first row holds values. Nothing with a digit is shown.
            let wordy = self
                .places
                .keys()
                .copied()
                .filter(|it| !it.chars().any(|c| c.is_ascii_digit()));
            let nearest = rasso_schema::nearest(heading, wordy).map(str::to_owned);
            self.missing.push(MissingColumn {
                column: heading.to_owned(),
                nearest,
            });
        }
        Ok(found)
    }

    /// The headings that were needed and are not there. Where not one was found the first row may
    /// hold values and no headings, so none of it is offered as the nearest.
    pub(crate) fn into_missing(mut self) -> Vec<MissingColumn> {
        if !self.matched {
            self.missing.iter_mut().for_each(|it| it.nearest = None);
        }
        self.missing
    }
}
