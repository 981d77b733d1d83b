//! A series of quarters with its mean, its limits, and dated policy events.

use super::{PLOT, SIZE, units, upright};
use crate::estimates::Control;
use maud::{Markup, html};
use rasso_release::{
    MeasureDefinition,
    view::{Area, Grid, Period, Scale, is_share, title, words},
};

/// How much room a date needs.
const DATE: f64 = 46.0;

/// A policy event on the picture: its number, and how far it is from the beginning of the first quarter, in quarters.
pub(crate) struct Mark {
    pub(crate) number: usize,
    pub(crate) quarters: f64,
}

/// The picture of a measure of an area; none where no quarter is shown.
pub(crate) fn series(
    grid: &Grid<'_>,
    area: Area<'_>,
    measure: &MeasureDefinition,
    control: Option<&Control<'_>>,
    marks: &[Mark],
) -> Option<Markup> {
    let figure = |it: &Period<'_>| {
        grid.row(&measure.name, area, *it)
            .and_then(|it| it.value.parse::<f64>().ok())
    };
    let figures: Vec<Option<f64>> = grid.quarters.iter().map(figure).collect();
    let upper = control.map_or(0.0, |it| it.chart.upper);
    let scale = Scale::up_to(figures.iter().flatten().copied().fold(upper, f64::max));
    let many = u32::try_from(figures.len()).map_or(1.0, f64::from).max(1.0);
    let step = (PLOT[2] - PLOT[0]) / many;
    let mut x = PLOT[0] - step / 2.0;
    let places: Vec<f64> = figures
        .iter()
        .map(|_| {
            x += step;
            x
        })
        .collect();
    let y = |it: f64| units(scale.place(it.max(0.0), PLOT[3], PLOT[1]));
    if figures.iter().all(Option::is_none) {
        return None;
    }
    let id = format!("{}-{}-trend", grid.definition.name, measure.name);
    let signs = control.map_or(0, |it| it.chart.points.iter().flatten().count());
    // As many dates as have room, counted from the newest.
    let every = (1..=figures.len())
        .zip(1_u32..)
        .find(|it| f64::from(it.1) * step >= DATE)
        .map_or(1, |it| it.0);
    let is_dated = |at: usize| (figures.len() - 1 - at).is_multiple_of(every);
    let points: Vec<_> = places.iter().zip(&figures).zip(&grid.quarters).collect();
    Some(html! {
        svg.wide viewBox={ "0 0 " (units(SIZE[0])) " " (units(SIZE[1])) } role="img" aria-labelledby={ (id) " " (id) "-desc" } {
            title id=(id) { (title(grid.definition, measure)) ", by quarter, " (area.name) }
            desc id={ (id) "-desc" } {
                @match control {
                    Some(_) if signs == 0 => { "No quarter stands out from how this series varies." },
                    Some(_) => { (signs) " quarters stand out from how this series varies." },
                    None => { "Without limits." },
                }
                " The table below has every figure."
            }
            (upright(&scale, is_share(measure)))
            @for mark in marks {
                @let at = PLOT[0] + mark.quarters * step;
                line.event x1=(units(at)) x2=(units(at)) y1=(units(PLOT[1])) y2=(units(PLOT[3])) {}
                text.why x=(units(at)) y=(units(PLOT[1] - 4.0)) text-anchor=(if at < PLOT[0] + 30.0 { "start" } else { "middle" }) { "event " (mark.number) }
            }
            @if let Some(control) = control {
                line.target x1=(units(PLOT[0])) x2=(units(PLOT[2])) y1=(y(control.chart.centre)) y2=(y(control.chart.centre)) {}
                @for limit in [control.chart.lower, control.chart.upper] {
                    @if limit > 0.0 { line.limit x1=(units(PLOT[0])) x2=(units(PLOT[2])) y1=(y(limit)) y2=(y(limit)) {} }
                }
            }
            @for pair in points.windows(2) {
                @if let [((a, Some(from)), _), ((b, Some(to)), _)] = pair {
                    line.line x1=(units(**a)) x2=(units(**b)) y1=(y(*from)) y2=(y(*to)) {}
                }
            }
            @for (number, ((at, figure), quarter)) in points.iter().enumerate() {
                @match figure {
                    Some(figure) => { (dot(**at, &y(*figure), control.and_then(|it| it.sign(**quarter)).is_some())) },
                    None => { (gap(grid, area, measure, **quarter, **at, step)) },
                }
                @if is_dated(number) { (date(quarter, **at)) }
            }
        }
    })
}

/// A quarter; a square where it stands out.
fn dot(x: f64, y: &str, stands_out: bool) -> Markup {
    html! {
        @if stands_out {
            @let top = y.parse::<f64>().unwrap_or_default() - 6.0;
            rect.special x=(units(x - 6.0)) y=(units(top)) width="12" height="12" {}
        } @else {
            circle.dot cx=(units(x)) cy=(y) r="4.5" {}
        }
    }
}

/// The column of a quarter without a figure, as high as the plot: its height tells nothing.
fn gap(
    grid: &Grid<'_>,
    area: Area<'_>,
    measure: &MeasureDefinition,
    quarter: Period<'_>,
    x: f64,
    step: f64,
) -> Markup {
    let row = grid.row(&measure.name, area, quarter);
    let width = step.min(48.0);
    html! {
        rect.gap x=(units(x - width / 2.0)) y=(units(PLOT[1])) width=(units(width)) height=(units(PLOT[3] - PLOT[1])) {}
        text.why x=(units(x)) y=(units(PLOT[1] + 16.0)) text-anchor="middle" { (row.map_or("none", |it| it.marker.as_str())) }
    }
}

/// The months under the axis, and the year.
fn date(quarter: &Period<'_>, x: f64) -> Markup {
    let [months, year] = words::short_quarter(quarter.name);
    html! {
        @for (line, y) in [(months, 17.0), (year, 31.0)] {
            text.tick x=(units(x)) y=(units(PLOT[3] + y)) text-anchor="middle" { (line) }
        }
    }
}
