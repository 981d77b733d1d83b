//! Areas beside each other, without a ranking.

use super::{
    parts::{basis, markers, scrolled},
    table,
};
use crate::{
    drawn::{funnel, tiles},
    estimates::{Compared, Point, compared},
    figure::{Root, cell},
    site::Site,
};
use maud::{Markup, html};
use rasso_release::{
    MeasureDefinition,
    view::{Grid, Period, is_share, title},
};

const KINDS: [(&str, &str); 2] = [("cps_area", "CPS Areas"), ("force", "Police forces")];

pub(crate) fn body(site: &Site<'_>) -> Markup {
    html! {
        (how_to_read())
        @for grid in &site.grids {
            @if let Some(period) = grid.years.last().or(grid.quarters.last()) {
                @for measure in grid.definition.measures.iter().filter(|it| is_share(it)) {
                    section.stage {
                        h2.govuk-heading-l { a href=(table::path(grid)) { (title(grid.definition, measure)) } }
                        p.govuk-body { (period.label) ", counted " (grid.definition.clock) "." }
                        @for (kind, name) in KINDS { (of_kind(site, grid, measure, *period, (kind, name))) }
                        (basis(grid.definition, &[measure]))
                    }
                }
            }
        }
    }
}

fn how_to_read() -> Markup {
    html! {
        details.govuk-details {
            summary.govuk-details__summary { span.govuk-details__summary-text { "How to read these pictures" } }
            div.govuk-details__text {
                p {
                    "Each dot is an area, further right the more cases its share is of. The line across is the share of all areas \
                     that are shown together. The curves are the limits within which shares of areas of that size lie: 95 in a \
                     hundred within the inner ones, 998 in a thousand within the outer. They allow for areas differing by more \
                     than chance alone (over-dispersion: Spiegelhalter 2005), because areas differ in many ways that nobody claims \
                     to have measured."
                }
                p {
                    "A hollow dot is beyond the inner limits, a square with its name beyond the outer. That is a reason to look, and \
                     no verdict: one area in twenty is beyond the inner limits by chance."
                }
                p {
                    "The limits are worked out from figures on this site alone. Areas whose figure is withheld are in none of it; \
                     they are small as a rule."
                }
            }
        }
    }
}

fn of_kind(
    site: &Site<'_>,
    grid: &Grid<'_>,
    measure: &MeasureDefinition,
    period: Period<'_>,
    (kind, name): (&str, &str),
) -> Markup {
    let id = format!("{}-{}-{kind}", grid.definition.name, measure.name);
    let caption = format!(
        "{}, {}, {}",
        title(grid.definition, measure),
        name,
        period.label
    );
    let rows = grid.areas.iter().filter(|it| it.kind == kind);
    let rows: Vec<_> = rows
        .filter_map(|it| grid.row(&measure.name, *it, period))
        .collect();
    html! {
        @if !rows.is_empty() {
            h3.govuk-heading-m { (name) }
            (markers(rows.into_iter()))
            @match compared(grid, measure, kind, period) {
                Some(of) => {
                    (funnel(&id, &caption, &of))
                    @if of.withheld > 0 { p.note { "Not in the picture, because withheld: " (of.withheld) " areas." } }
                    @if of.unreliable > 0 { p.note { "Not in the picture, because of low reliability [u]: " (of.unreliable) " areas." } }
                    @if kind == "force" {
                        p.note { "On the map, ! is beyond the 95% limits and !! beyond the 99.8% limits; a grey tile has no figure. British Transport Police has no place on it." }
                        div.scroll role="region" aria-label={ "Map: " (caption) } tabindex="0" {
                            (tiles(site.context, (&id, &caption), (grid, &measure.name, period), &of))
                        }
                    }
                    (figures(grid, measure, period, (kind, &id, &caption), &of))
                },
                None => { p.govuk-body { "Fewer than five areas are shown: too few to set them beside each other." } },
            }
        }
    }
}

/// The figures behind the picture, in the order of the table.
fn figures(
    grid: &Grid<'_>,
    measure: &MeasureDefinition,
    period: Period<'_>,
    (kind, id, caption): (&str, &str, &str),
    of: &Compared<'_>,
) -> Markup {
    let point = |code: &str| of.points.iter().find(|it| it.area.code == code);
    let whole = |it: Option<&Point<'_>>| cell(grid, it.map(|it| it.whole), Root::TOP);
    html! {
        details.govuk-details {
            summary.govuk-details__summary { span.govuk-details__summary-text { "The figures of this picture" } }
            (scrolled(&format!("{id}-table"), caption, &html! {
                thead { tr { th scope="col" { "Area" } th.n scope="col" { "Share" span.basis { "per cent, 95% interval" } } th.n scope="col" { "Number that it is of" } th scope="col" { "Place" } } }
                tbody {
                    @for area in grid.areas.iter().filter(|it| it.kind == kind) {
                        @let point = point(area.code);
                        tr {
                            th scope="row" { (area.name) }
                            (cell(grid, grid.figure(&measure.name, *area, period), Root::TOP))
                            @if point.is_some() { (whole(point)) } @else { td.n { "not in the picture" } }
                            td { (point.map_or("", |it| it.place.words())) }
                        }
                    }
                }
            }))
        }
    }
}
