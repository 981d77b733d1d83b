//! A share of areas of different size beside each other.

use rasso_release::{
    MeasureDefinition,
    view::{Area, Figure, Grid, Period},
};
use rasso_stats::{
    compare::{Funnel, funnel},
    proportion::Share,
};

/// With fewer areas nothing says how much areas differ.
const LEAST_AREAS: usize = 5;

/// Areas of one kind beside each other.
pub(crate) struct Compared<'a> {
    /// The areas that are shown, in the order of the table.
    pub(crate) points: Vec<Point<'a>>,
    /// How many are not, because their figure or what it is of is withheld.
    pub(crate) withheld: usize,
    /// How many are not, because their figure is of low reliability.
    pub(crate) unreliable: usize,
    /// The share of those shown together, and how much they differ.
    pub(crate) funnel: Funnel,
}

/// An area that is shown.
pub(crate) struct Point<'a> {
    pub(crate) area: Area<'a>,
    /// The count that its share is of.
    pub(crate) whole: Figure<'a>,
    pub(crate) size: u64,
    /// The share as a number from 0 to 1.
    pub(crate) value: f64,
    pub(crate) place: Place,
}

/// Where an area is beside the limits with over-dispersion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Within,
    /// Beyond the 95 per cent limits, as one area in twenty is by chance.
    Beyond95,
    /// Beyond the 99.8 per cent limits.
    Beyond99_8,
}

impl Place {
    /// In words.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Within => "within the limits",
            Self::Beyond95 => "beyond the 95% limits",
            Self::Beyond99_8 => "beyond the 99.8% limits",
        }
    }
}

/// The areas of a kind by a share; none where fewer than five are shown.
pub(crate) fn compared<'a>(
    grid: &Grid<'a>,
    measure: &MeasureDefinition,
    kind: &str,
    period: Period<'_>,
) -> Option<Compared<'a>> {
    let of = measure.share.as_ref()?;
    let (mut shown, mut withheld, mut unreliable) = (Vec::new(), 0, 0);
    for area in grid.areas.iter().filter(|it| it.kind == kind) {
        let figure = |name: &str| grid.figure(name, *area, period);
        let (Some(share), Some(part), Some(whole)) =
            (figure(&measure.name), figure(&of.part), figure(&of.whole))
        else {
            continue;
        };
        if share.row.value.is_empty() {
            withheld += usize::from(share.row.marker.contains("[c]"));
            continue;
        }
        if share.row.marker.contains("[u]") {
            unreliable += 1;
            continue;
        }
        let count = |it: Figure<'_>| it.row.value.parse::<u64>().ok();
        if let Some((part, size)) = count(part).zip(count(whole))
            && let Ok(of_area) = Share::new(part, size)
        {
            shown.push((*area, whole, of_area));
        }
    }
    if shown.len() < LEAST_AREAS {
        return None;
    }
    let shares: Vec<Share> = shown.iter().map(|it| it.2).collect();
    let funnel = funnel(&shares).ok()?;
    let points = shown.into_iter().zip(&funnel.units);
    let points = points.map(|((area, whole, of_area), unit)| {
        let is_beyond = |limits: rasso_stats::compare::Limits| {
            let limits = limits.over_dispersed;
            unit.value < limits.lower || unit.value > limits.upper
        };
        let place = if is_beyond(unit.percent_99_8) {
            Place::Beyond99_8
        } else if is_beyond(unit.percent_95) {
            Place::Beyond95
        } else {
            Place::Within
        };
        Point {
            area,
            whole,
            size: of_area.denominator(),
            value: unit.value,
            place,
        }
    });
    Some(Compared {
        points: points.collect(),
        withheld,
        unreliable,
        funnel,
    })
}
