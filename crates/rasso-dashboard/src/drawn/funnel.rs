//! A funnel plot: a dot an area, and the limits within which areas of a size differ.

use super::{PLOT, SIZE, units, upright};
use crate::estimates::{Compared, Place, Point};
use maud::{Markup, html};
use rasso_release::view::{Scale, words};

/// How many steps a limit is drawn in.
const STEPS: u32 = 60;

/// The plot. Sizes lie by their square roots: the larger an area, the closer its neighbours.
pub(crate) fn funnel(id: &str, title: &str, of: &Compared<'_>) -> Markup {
    let sizes = || of.points.iter().map(|it| it.size);
    let (least, most) = (sizes().min().unwrap_or(1), sizes().max().unwrap_or(1));
    let across = Scale::up_to(number(most));
    let x = |size: f64| {
        let end = across.ticks().last().unwrap_or(1.0);
        PLOT[0] + (PLOT[2] - PLOT[0]) * (size / end).sqrt()
    };
    let curves = curves(of, least, most);
    let highest = of.points.iter().map(|it| it.value);
    let highest = highest
        .chain(curves.iter().map(|it| it.1[3]))
        .fold(0.0, f64::max);
    let scale = Scale::up_to(highest * 100.0);
    let y = |share: f64| scale.place(share * 100.0, PLOT[3], PLOT[1]);
    let path = |at: usize| {
        let places = curves
            .iter()
            .map(|(size, limits)| format!("{} {}", units(x(*size)), units(y(limits[at]))));
        format!("M{}", places.collect::<Vec<_>>().join("L"))
    };
    let beyond = of
        .points
        .iter()
        .filter(|it| it.place != Place::Within)
        .count();
    html! {
        svg.wide viewBox={ "0 0 " (units(SIZE[0])) " " (units(SIZE[1])) } role="img" aria-labelledby={ (id) "-title " (id) "-desc" } {
            title id={ (id) "-title" } { (title) }
            desc id={ (id) "-desc" } {
                "A dot for each of " (of.points.len()) " areas, by how many cases its share is of. " (beyond)
                " lie beyond the 95% limits. The table below has every figure."
            }
            (upright(&scale, true))
            @for tick in across.ticks() {
                text.tick x=(units(x(tick))) y=(units(PLOT[3] + 17.0)) text-anchor="middle" { (words::number(&format!("{tick:.0}"))) }
            }
            @for at in [1, 2] { path.limit.near d=(path(at)) {} }
            @for at in [0, 3] { path.limit d=(path(at)) {} }
            line.target x1=(units(PLOT[0])) x2=(units(PLOT[2])) y1=(units(y(of.funnel.target))) y2=(units(y(of.funnel.target))) {}
            @for point in &of.points { (dot(point, x(number(point.size)), y(point.value))) }
            text.tick x=(units(PLOT[2])) y=(units(PLOT[3] + 42.0)) text-anchor="end" { "number that the share is of" }
        }
    }
}

/// A dot; a square with the name where it is beyond the outer limits, so that it is not told by its colour.
fn dot(point: &Point<'_>, x: f64, y: f64) -> Markup {
    let (class, is_named) = match point.place {
        Place::Within => ("dot", false),
        Place::Beyond95 => ("open", false),
        Place::Beyond99_8 => ("dot", true),
    };
    let is_left = x < f64::midpoint(PLOT[0], PLOT[2]);
    html! {
        @if is_named {
            rect class=(class) x=(units(x - 5.0)) y=(units(y - 5.0)) width="10" height="10" {}
            text.value x=(units(if is_left { x + 9.0 } else { x - 9.0 })) y=(units(y + 4.0)) text-anchor=(if is_left { "start" } else { "end" }) { (point.area.name) }
        } @else {
            circle class=(class) cx=(units(x)) cy=(units(y)) r="4.5" {}
        }
    }
}

/// Sizes from the least to the largest, each with its limits: 99.8 below, 95 below and above, 99.8 above.
fn curves(of: &Compared<'_>, least: u64, most: u64) -> Vec<(f64, [f64; 4])> {
    let mut sizes: Vec<u64> = (0..=u64::from(STEPS))
        .map(|it| least + (most - least) * it * it / u64::from(STEPS * STEPS))
        .collect();
    sizes.dedup();
    let limits = |size: u64| {
        let [near, far] = of.funnel.limits(size).ok()?;
        let (near, far) = (near.over_dispersed, far.over_dispersed);
        Some((number(size), [far.lower, near.lower, near.upper, far.upper]))
    };
    sizes.into_iter().filter_map(limits).collect()
}

/// A count as a number to draw with: no count of cases is too large for it.
fn number(count: u64) -> f64 {
    u32::try_from(count).map_or(f64::from(u32::MAX), f64::from)
}
