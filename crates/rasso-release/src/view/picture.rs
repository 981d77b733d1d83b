//! Pictures of a measure over its quarters, as SVG: dots, joined where nothing is between them that is not shown.
//!
//! **Invariant:** a point is drawn from a published number only. Where there is none, the column says why and no line crosses it.

use super::{
    grid::{Area, Grid, is_share, title},
    scale::Scale,
    words,
};
use crate::{MeasureDefinition, PublishedRow};
use maud::{Markup, html};

/// The size of a picture, in its own units. It is as narrow as a telephone, so that its text stays readable there.
const SIZE: [f64; 2] = [330.0, 206.0];
/// Where its lines and dots are: left, top, right, bottom.
const PLOT: [f64; 4] = [44.0, 18.0, 320.0, 164.0];
/// How much room a date under the axis needs.
const DATE: f64 = 48.0;
/// How much room a letter of a number needs, and the room between two numbers.
const LETTER: f64 = 6.8;
const BETWEEN: f64 = 3.0;

/// One quarter of a picture.
struct Point<'a> {
    /// Where it is from left to right.
    x: f64,
    /// Its months, and its year.
    date: [&'a str; 2],
    /// Its months in full.
    label: &'a str,
    /// Its row, if the table has it.
    row: Option<&'a PublishedRow>,
    /// The figure; none where none is shown.
    value: Option<f64>,
    /// The ends of its interval.
    interval: Option<[f64; 2]>,
}

/// The picture of a measure of an area over the quarters; none where no quarter of it is shown.
pub fn picture(
    grid: &Grid<'_>,
    area: Area<'_>,
    measure: &MeasureDefinition,
    scale: &Scale,
) -> Option<Markup> {
    let points = points(grid, area, measure);
    let shown = points.iter().filter(|it| it.value.is_some()).count();
    if shown == 0 {
        return None;
    }
    let labelled = labelled(&points);
    let id = format!("{}-{}", grid.definition.name, measure.name);
    let (title_id, desc_id) = (format!("{id}-title"), format!("{id}-desc"));
    Some(html! {
        svg viewBox={ "0 0 " (units(SIZE[0])) " " (units(SIZE[1])) } role="img" aria-labelledby={ (title_id) " " (desc_id) } {
            title id=(title_id) { (title(grid.definition, measure)) ", by quarter" }
            desc id=(desc_id) { (description(&points, shown)) }
            (axis(scale, is_share(measure)))
            @for point in &points { (gap(point, &points)) }
            (lines(&points, scale))
            @for (point, is_labelled) in points.iter().zip(labelled) { (dot(point, scale, is_labelled)) }
            (dates(&points))
        }
    })
}

/// Whose numbers are written: the newest, and back from it each that has room beside the next.
fn labelled(points: &[Point<'_>]) -> Vec<bool> {
    let mut edge = f64::INFINITY;
    let has_room = |point: &Point<'_>| {
        let text = point.value.and(point.row).and_then(words::value);
        let letters = u32::try_from(text?.chars().count()).ok()?;
        let half = LETTER * f64::from(letters) / 2.0;
        let is_free = point.x + half + BETWEEN <= edge;
        if is_free {
            edge = point.x - half;
        }
        Some(is_free)
    };
    let mut labelled: Vec<bool> = points
        .iter()
        .rev()
        .map(has_room)
        .map(Option::unwrap_or_default)
        .collect();
    labelled.reverse();
    labelled
}

fn points<'a>(grid: &Grid<'a>, area: Area<'_>, measure: &MeasureDefinition) -> Vec<Point<'a>> {
    let count = u32::try_from(grid.quarters.len()).map_or(1.0, f64::from);
    let step = (PLOT[2] - PLOT[0]) / count.max(1.0);
    let mut x = PLOT[0] - step / 2.0;
    let point = |quarter: &super::grid::Period<'a>| {
        x += step;
        let row = grid.row(&measure.name, area, *quarter);
        let number = |text: &str| text.parse::<f64>().ok().filter(|it| it.is_finite());
        let ends = row.and_then(|it| number(&it.lower).zip(number(&it.upper)));
        Point {
            x,
            date: words::short_quarter(quarter.name),
            label: quarter.label,
            row,
            value: row.and_then(|it| number(&it.value)),
            interval: ends.map(|(lower, upper)| [lower, upper]),
        }
    };
    grid.quarters.iter().map(point).collect()
}

/// A place or length with one decimal, so that the same release makes the same bytes anywhere.
fn units(length: f64) -> String {
    format!("{length:.1}")
}

/// What the picture shows, in a sentence. The table behind it tells every figure.
fn description(points: &[Point<'_>], shown: usize) -> String {
    let told = |it: &Point<'_>| {
        let row = it.row?;
        it.value?;
        Some(format!("{} in {}", words::told(row), it.label))
    };
    let first = points.iter().find_map(told).unwrap_or_default();
    let newest = points.iter().rev().find_map(told).unwrap_or_default();
    let hidden = match points.len() - shown {
        0 => String::new(),
        1 => " One quarter has no figure: a gap with the reason.".to_owned(),
        more => format!(" {more} quarters have no figure: a gap each, with the reason."),
    };
    let range = if shown == 1 {
        format!("The only quarter shown: {first}.")
    } else {
        format!("First shown: {first}. Newest shown: {newest}.")
    };
    format!("{range}{hidden} The table below the pictures has every figure.")
}

fn axis(scale: &Scale, is_share: bool) -> Markup {
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

/// The column of a quarter without a figure, as high as the plot: its height tells nothing.
fn gap(point: &Point<'_>, points: &[Point<'_>]) -> Markup {
    let width = match points {
        [first, second, ..] => (second.x - first.x).min(DATE),
        [_] | [] => DATE,
    };
    let marker = point.row.map_or("none", |it| it.marker.as_str());
    html! {
        @if point.value.is_none() {
            rect.gap x=(units(point.x - width / 2.0)) y=(units(PLOT[1])) width=(units(width)) height=(units(PLOT[3] - PLOT[1])) {}
            text.why x=(units(point.x)) y=(units(PLOT[1] + 14.0)) text-anchor="middle" { (marker) }
        }
    }
}

/// The lines between neighbours that are both shown.
fn lines(points: &[Point<'_>], scale: &Scale) -> Markup {
    let neighbours = points.iter().zip(points.iter().skip(1));
    let both = neighbours.filter_map(|(a, b)| Some(([a.x, a.value?], [b.x, b.value?])));
    let y = |value: f64| units(scale.place(value, PLOT[3], PLOT[1]));
    html! {
        @for (a, b) in both {
            line.line x1=(units(a[0])) y1=(y(a[1])) x2=(units(b[0])) y2=(y(b[1])) {}
        }
    }
}

/// A figure: hollow where it is provisional, square where it is of low reliability.
fn dot(point: &Point<'_>, scale: &Scale, is_labelled: bool) -> Markup {
    let Some((value, row)) = point.value.zip(point.row) else {
        return html! {};
    };
    let place = |value: f64| scale.place(value, PLOT[3], PLOT[1]);
    let y = place(value);
    let class = if row.marker.contains("[p]") {
        "open"
    } else {
        "dot"
    };
    let top = point.interval.map_or(y, |it| place(it[1])).min(y);
    html! {
        @if let Some([lower, upper]) = point.interval {
            line.whisker x1=(units(point.x)) x2=(units(point.x)) y1=(units(place(lower))) y2=(units(place(upper))) {}
            @for end in [lower, upper] {
                line.whisker x1=(units(point.x - 4.0)) x2=(units(point.x + 4.0)) y1=(units(place(end))) y2=(units(place(end))) {}
            }
        }
        @if row.marker.contains("[u]") {
            rect class=(class) x=(units(point.x - 4.0)) y=(units(y - 4.0)) width="8" height="8" {}
        } @else {
            circle class=(class) cx=(units(point.x)) cy=(units(y)) r="4.5" {}
        }
        @if is_labelled {
            text.value x=(units(point.x)) y=(units(top - 8.0)) text-anchor="middle" { (words::value(row).unwrap_or_default()) }
        }
    }
}

/// As many dates as have room, counted from the newest.
fn dates(points: &[Point<'_>]) -> Markup {
    let mut edge = f64::INFINITY;
    let mut told = Vec::new();
    for point in points.iter().rev() {
        if point.x + DATE <= edge + 0.5 {
            edge = point.x;
            told.push(point);
        }
    }
    html! {
        @for point in told.iter().rev() {
            @for (line, y) in point.date.iter().zip([PLOT[3] + 17.0, PLOT[3] + 31.0]) {
                text.tick x=(units(point.x)) y=(units(y)) text-anchor="middle" { (line) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bulletin::example;

    #[test]
    fn no_line_crosses_what_is_withheld() {
        let release = example::release();
        let grid = Grid::of(&release.tables[0]);
        let measure = &grid.definition.measures[0];
        // Quarters: 12, withheld, 1,216 provisional, 1,300.
        let drawn = picture(
            &grid,
            grid.nation().unwrap(),
            measure,
            &Scale::up_to(1300.0),
        )
        .unwrap()
        .0;
        assert_eq!(drawn.matches("class=\"line\"").count(), 1);
        assert_eq!(drawn.matches("<circle").count(), 3);
        assert_eq!(drawn.matches("class=\"open\"").count(), 1);
        assert_eq!(drawn.matches("class=\"gap\"").count(), 1);
        assert!(drawn.contains(">[c]</text>"));
    }

    #[test]
    fn where_nothing_is_shown_there_is_no_picture() {
        let mut release = example::release();
        for row in &mut release.tables[0].rows {
            row.value.clear();
            "[c]".clone_into(&mut row.marker);
        }
        let grid = Grid::of(&release.tables[0]);
        assert!(
            picture(
                &grid,
                grid.nation().unwrap(),
                &grid.definition.measures[0],
                &Scale::up_to(0.0)
            )
            .is_none()
        );
    }
}
