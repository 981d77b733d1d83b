//! Pictures that only pages have: a funnel, a series with its limits, a map of tiles. Each has a table of its figures behind it.

mod funnel;
mod series;
mod tiles;

pub(crate) use funnel::funnel;
pub(crate) use series::{Mark, series};
pub(crate) use tiles::tiles;

use maud::{Markup, html};
use rasso_release::view::{Scale, words};

/// The size of a wide picture, in its own units.
const SIZE: [f64; 2] = [640.0, 340.0];
/// Where its lines and dots are: left, top, right, bottom.
const PLOT: [f64; 4] = [54.0, 16.0, 626.0, 286.0];

/// A place or length with one decimal, so that the same release makes the same bytes anywhere.
fn units(length: f64) -> String {
    format!("{length:.1}")
}

/// Lines across at round figures, with the figures.
fn upright(scale: &Scale, is_share: bool) -> Markup {
    html! {
        @for tick in scale.ticks() {
            @let y = scale.place(tick, PLOT[3], PLOT[1]);
            line.grid x1=(units(PLOT[0])) x2=(units(PLOT[2])) y1=(units(y)) y2=(units(y)) {}
            text.tick x=(units(PLOT[0] - 6.0)) y=(units(y + 4.0)) text-anchor="end" {
                (words::number(&format!("{tick:.0}"))) @if is_share { "%" }
            }
        }
        line.axis x1=(units(PLOT[0])) x2=(units(PLOT[2])) y1=(units(PLOT[3])) y2=(units(PLOT[3])) {}
    }
}
