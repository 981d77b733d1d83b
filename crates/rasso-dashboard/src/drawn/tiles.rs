//! A map of forces as tiles of one size, so that a large force is no larger than a small one.

use super::units;
use crate::{
    context::Context,
    estimates::{Compared, Place},
};
use maud::{Markup, html};
use rasso_release::view::{Grid, Period, words};

/// A tile, and the room between two.
const TILE: [f64; 2] = [104.0, 66.0];
const BETWEEN: f64 = 5.0;
/// No line of a name is longer.
const LETTERS: usize = 15;

/// The map of a share.
pub(crate) fn tiles(
    context: &Context,
    (id, title): (&str, &str),
    (grid, measure, period): (&Grid<'_>, &str, Period<'_>),
    of: &Compared<'_>,
) -> Markup {
    let size = |at: usize| {
        let ends = context.tiles.values().map(|it| it[at]);
        f64::from(ends.max().unwrap_or(1)) * (TILE[1 - at] + BETWEEN)
    };
    let placed = grid
        .areas
        .iter()
        .filter(|it| it.kind == "force")
        .filter_map(|area| {
            let [row, column] = *context.tiles.get(area.code)?;
            let corner = [column, row].map(|it| f64::from(it) - 1.0);
            let figure = grid.row(measure, *area, period);
            let place = of
                .points
                .iter()
                .find(|it| it.area == *area)
                .map(|it| it.place);
            Some((area, corner, figure, place))
        });
    html! {
        svg.map viewBox={ "0 0 " (units(size(1))) " " (units(size(0))) } role="img" aria-labelledby={ (id) "-map" } {
            title id={ (id) "-map" } { (title) ". A tile for each force, about where it lies. The table below has every figure." }
            @for (area, [column, row], figure, place) in placed {
                @let (x, y) = (column * (TILE[0] + BETWEEN), row * (TILE[1] + BETWEEN));
                @let class = match place {
                    None => "tile-none",
                    Some(Place::Within) => "tile-within",
                    Some(Place::Beyond95 | Place::Beyond99_8) => "tile-beyond",
                };
                rect class=(class) x=(units(x)) y=(units(y)) width=(units(TILE[0])) height=(units(TILE[1])) {}
                @for (line, top) in lines(area.name).iter().zip([17.0, 32.0]) {
                    text.label x=(units(x + 6.0)) y=(units(y + top)) { (line) }
                }
                text.value x=(units(x + 6.0)) y=(units(y + 56.0)) {
                    @match figure {
                        Some(row) => {
                            @match words::value(row) { Some(value) => { (value) }, None => { (row.marker) } }
                            @match place {
                                Some(Place::Beyond99_8) => { " !!" },
                                Some(Place::Beyond95) => { " !" },
                                Some(Place::Within) | None => {},
                            }
                        },
                        None => { "none" },
                    }
                }
            }
        }
    }
}

/// A name in two lines at most, broken between words.
fn lines(name: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in name.split(' ') {
        let last = lines.len() - 1;
        if !lines[last].is_empty() && lines[last].len() + word.len() >= LETTERS {
            lines.push(word.to_owned());
        } else {
            if !lines[last].is_empty() {
                lines[last].push(' ');
            }
            lines[last].push_str(word);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_broken_between_words() {
        assert_eq!(lines("Kent"), ["Kent"]);
        assert_eq!(lines("Devon and Cornwall"), ["Devon and", "Cornwall"]);
        assert_eq!(lines("Greater Manchester"), ["Greater", "Manchester"]);
    }
}
