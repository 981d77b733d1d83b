//! Why a unit is counted at one end and not at the other.

use super::{
    ends::{Ends, Tie},
    flows::{Brood, Flow, Stand},
};
use crate::{AreaType, Place};
use rasso_terms::Period;

/// A place, borrowed: there are many, and walks are summed in all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spot<'p> {
    pub(super) area_type: AreaType,
    pub(super) area_code: &'p str,
    pub(super) period: &'p Period,
}

impl<'p> From<&'p Place> for Spot<'p> {
    fn from(place: &'p Place) -> Self {
        Self {
            area_type: place.area_type,
            area_code: &place.area_code,
            period: &place.period,
        }
    }
}

/// Why units are not counted at an end, in the order in which reasons are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Why {
    /// They belong to none of its units.
    BelongsToNone,
    /// They do not keep this condition.
    Fails(usize),
    /// Nobody knows whether they keep it: no record that would tell is linked.
    Unknown(usize),
    /// They have no date.
    Undated,
    /// They are dated before the period.
    Earlier,
    /// They are dated after it.
    Later,
    /// Of a stock, they had ended by its last day.
    Ended,
    /// They are counted in another area.
    Elsewhere,
}

/// A step of a walk, in the order in which they are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    First,
    /// Units of the first end that have none of the second.
    Childless,
    /// Those whose own belong to another.
    OfAnother,
    /// What comes beside the first where a unit has so many.
    Further(i64),
    /// In the first alone.
    Leaves(Why),
    /// In the second alone.
    Comes(Why),
    Second,
}

/// From how many on the units that one has are told together.
const MANY: i64 = 4;

/// Why units that stand so are not counted in a place; none where they are.
fn why_not(stand: &Stand, place: Spot<'_>, is_stock: bool) -> Option<Why> {
    if stand.fails > 0 {
        let at = stand.fails - 1;
        return Some(if stand.is_unknown {
            Why::Unknown(at)
        } else {
            Why::Fails(at)
        });
    }
    let Some(quarter) = stand.quarter else {
        return Some(Why::Undated);
    };
    let (first, last) = (
        i64::from(place.period.first.ordinal()),
        i64::from(place.period.last.ordinal()),
    );
    if quarter > last {
        return Some(Why::Later);
    }
    if is_stock {
        if stand.until.is_some_and(|it| it <= last) {
            return Some(Why::Ended);
        }
    } else if quarter < first {
        return Some(Why::Earlier);
    }
    let code = place.area_code;
    let is_here = match place.area_type {
        AreaType::National => true,
        AreaType::Force => stand.force == code,
        AreaType::CpsArea => stand.area == code,
    };
    (!is_here).then_some(Why::Elsewhere)
}

/// The steps that a flow is part of, with the units that each takes away or brings.
pub(super) fn of_flow(flow: &Flow, ends: &Ends, places: [Spot<'_>; 2]) -> Vec<(Step, i64)> {
    let is_stock = |at: usize| ends.sides[at].until.is_some();
    let not_first = flow.first.as_ref().map_or(Some(Why::BelongsToNone), |it| {
        why_not(it, places[0], is_stock(0))
    });
    let not_second = why_not(&flow.second, places[1], is_stock(1));
    let mut steps = Vec::new();
    // Where units have others, those of the first end are counted by themselves.
    if not_first.is_none() && ends.tie == Tie::Same {
        steps.push((Step::First, flow.units));
    }
    match (not_first, not_second) {
        (None, Some(why)) => steps.push((Step::Leaves(why), -flow.units)),
        (Some(why), None) => steps.push((Step::Comes(why), flow.units)),
        (None, None) | (Some(_), Some(_)) => {}
    }
    if not_second.is_none() {
        steps.push((Step::Second, flow.units));
    }
    steps
}

/// The same of units by how many of the second end belong to each.
pub(super) fn of_brood(brood: &Brood, ends: &Ends, place: Spot<'_>) -> Vec<(Step, i64)> {
    if why_not(&brood.first, place, ends.sides[0].until.is_some()).is_some() {
        return Vec::new();
    }
    let mut steps = vec![(Step::First, brood.units)];
    match brood.each_has {
        0 if brood.is_linked => steps.push((Step::OfAnother, -brood.units)),
        0 => steps.push((Step::Childless, -brood.units)),
        1 => {}
        more => steps.push((
            Step::Further(more.min(MANY)),
            brood.units.saturating_mul(more - 1),
        )),
    }
    steps
}

impl Step {
    /// What leaves or comes, and why.
    pub(super) fn words(self, ends: &Ends) -> String {
        let [first, second] = &ends.sides;
        let (above, below) = (&first.unit, &second.unit);
        match self {
            Self::First => ends.names[0].clone(),
            Self::Second => ends.names[1].clone(),
            Self::Childless => format!("{above} without a {below}"),
            Self::OfAnother => format!("{above} whose {below} is counted with another {above}"),
            Self::Further(MANY) => {
                format!("second and further {below} of a {above} with {MANY} or more")
            }
            Self::Further(2) => format!("second {below} of a {above} with 2"),
            Self::Further(many) => format!("second and further {below} of a {above} with {many}"),
            Self::Leaves(why) => format!("not in the {}: {}", ends.told(1), ends.why(1, why)),
            Self::Comes(why) => format!("not in the {}: {}", ends.told(0), ends.why(0, why)),
        }
    }
}

impl Ends {
    /// Which end this is as the walk goes.
    const fn told(&self, at: usize) -> &'static str {
        if (at == 0) == self.is_turned {
            "second"
        } else {
            "first"
        }
    }

    /// Why units are not counted at an end.
    fn why(&self, at: usize, why: Why) -> String {
        let side = &self.sides[at];
        let date = &side.date;
        // Where units differ, it is said whose date or condition it is.
        let of = if self.sides[0].unit == self.sides[1].unit {
            String::new()
        } else {
            format!(" of the {}", side.unit)
        };
        match why {
            Why::BelongsToNone => format!("linked to no {}", side.unit),
            Why::Fails(condition) => {
                let words = side.keeps.get(condition).map_or("", |it| it.words.as_str());
                format!("of the {}, `{words}` does not hold", side.unit)
            }
            Why::Unknown(condition) => {
                let words = side.keeps.get(condition).map_or("", |it| it.words.as_str());
                let unit = &side.unit;
                format!(
                    "of the {unit}, nobody knows whether `{words}`: no record that tells is linked"
                )
            }
            Why::Undated => format!("no {date}{of}"),
            Why::Earlier => format!("{date}{of} before the period"),
            Why::Later => format!("{date}{of} after the period"),
            Why::Ended => format!("ended by its last day{of}"),
            Why::Elsewhere => format!("{} counted in another area", side.unit),
        }
    }
}
