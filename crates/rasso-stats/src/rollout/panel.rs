//! Areas followed over the same times.

use crate::StatsError;

/// A figure of each area at each time, and when the measure started in each.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    pub(super) figures: Vec<Vec<f64>>,
    pub(super) starts: Vec<Option<usize>>,
}

impl Panel {
    /// `figures` by area and time; `starts` by area, the place of its first time with the measure, or
    /// nothing where it never started or started after the last time.
    ///
    /// [`StatsError::Contradiction`] when the lists do not fit; [`StatsError::NotFinite`] when a figure
    /// is no number: an area that lacks a time is not to be compared.
    pub fn new(figures: Vec<Vec<f64>>, starts: Vec<Option<usize>>) -> Result<Self, StatsError> {
        let times = figures.first().map_or(0, Vec::len);
        if figures.len() != starts.len() || figures.iter().any(|it| it.len() != times) {
            return Err(StatsError::Contradiction);
        }
        if figures.iter().flatten().any(|it| !it.is_finite()) {
            return Err(StatsError::NotFinite);
        }
        let starts = starts.into_iter().map(|it| it.filter(|it| *it < times));
        Ok(Self {
            figures,
            starts: starts.collect(),
        })
    }

    pub(super) fn times(&self) -> usize {
        self.figures.first().map_or(0, Vec::len)
    }
}
