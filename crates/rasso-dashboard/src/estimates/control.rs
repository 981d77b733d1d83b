//! A series of quarters beside the limits within which such series vary.

use rasso_release::{
    MeasureDefinition,
    view::{Area, Grid, Period},
};
use rasso_stats::compare::{Ranges, Side, Special, Xmr, xmr};

/// With fewer quarters one after the other, limits say nothing.
pub(crate) const LEAST_QUARTERS: usize = 8;

/// The longest run of quarters that are shown one after the other, and its chart.
pub(crate) struct Control<'a> {
    /// The quarters, and their figures.
    pub(crate) quarters: Vec<(Period<'a>, f64)>,
    pub(crate) chart: Xmr,
}

impl Control<'_> {
    /// Why a quarter stands out, in words; nothing for one that does not, or that is not in it.
    pub(crate) fn sign(&self, quarter: Period<'_>) -> Option<&'static str> {
        let at = self.quarters.iter().position(|it| it.0 == quarter)?;
        let special = self.chart.points.get(at).copied().flatten()?;
        Some(match special {
            Special::Outside(Side::Above) => "above the upper limit",
            Special::Outside(Side::Below) => "below the lower limit",
            Special::Trend(Side::Above) => "one of seven that rise without a break",
            Special::Trend(Side::Below) => "one of seven that fall without a break",
            Special::TwoInThree(Side::Above) => "two of three near the upper limit",
            Special::TwoInThree(Side::Below) => "two of three near the lower limit",
            Special::Shift(Side::Above) => "one of seven above the mean",
            Special::Shift(Side::Below) => "one of seven below the mean",
        })
    }
}

/// The chart of a measure of an area; none where too few quarters are shown one after the other.
pub(crate) fn control<'a>(
    grid: &Grid<'a>,
    area: Area<'_>,
    measure: &MeasureDefinition,
) -> Option<Control<'a>> {
    let (mut longest, mut run): (Vec<_>, Vec<_>) = (Vec::new(), Vec::new());
    for quarter in &grid.quarters {
        let row = grid.row(&measure.name, area, *quarter);
        match row.and_then(|it| it.value.parse::<f64>().ok()) {
            Some(figure) => run.push((*quarter, figure)),
            None => run.clear(),
        }
        // Of two as long the later.
        if run.len() >= longest.len() {
            longest.clone_from(&run);
        }
    }
    if longest.len() < LEAST_QUARTERS {
        return None;
    }
    let series: Vec<f64> = longest.iter().map(|it| it.1).collect();
    let chart = xmr(&series, Ranges::Screened).ok()?;
    Some(Control {
        quarters: longest,
        chart,
    })
}
