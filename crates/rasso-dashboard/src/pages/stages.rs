//! From report to outcome, stage by stage.

use super::{
    parts::{basis, markers, scrolled},
    table,
};
use crate::{
    figure::{Root, cell},
    site::Site,
};
use maud::{Markup, html};
use rasso_release::{
    MeasureDefinition, PublishedRow,
    view::{Area, Figure, Grid, Period, is_share, title, words},
};

pub(crate) fn body(site: &Site<'_>) -> Markup {
    html! {
        @for grid in &site.grids {
            @let year = grid.years.last().or(grid.quarters.last());
            @if let (Some(nation), Some(period)) = (grid.nation(), year) {
                section.stage {
                    h2.govuk-heading-l { a href=(table::path(grid)) { (grid.definition.title) } }
                    p.govuk-body { (nation.name) ", " (period.label) ", counted " (grid.definition.clock) "." }
                    (stage(grid, nation, *period))
                }
            }
        }
    }
}

fn stage(grid: &Grid<'_>, area: Area<'_>, period: Period<'_>) -> Markup {
    let counts = grid.definition.measures.iter().filter(|it| !is_share(it));
    let counts: Vec<&MeasureDefinition> = counts.collect();
    let figures: Vec<(&MeasureDefinition, Option<Figure<'_>>)> = counts
        .iter()
        .map(|it| (*it, grid.figure(&it.name, area, period)))
        .collect();
    let rows: Vec<&PublishedRow> = figures.iter().filter_map(|it| Some(it.1?.row)).collect();
    let id = format!("{}-bars", grid.definition.name);
    let caption = format!("{}, {}, {}", grid.definition.title, area.name, period.label);
    html! {
        (markers(rows.iter().copied()))
        (bars(grid, &figures, &caption))
        (scrolled(&id, &caption, &html! {
            thead { tr { th scope="col" { "Count" } th.n scope="col" { "Number" } } }
            tbody {
                @for (measure, figure) in &figures {
                    tr { th scope="row" { (title(grid.definition, measure)) } (cell(grid, *figure, Root::TOP)) }
                }
            }
        }))
        (basis(grid.definition, &counts))
    }
}

/// How long the bar of the whole is, and how much each bar takes of the height.
const LENGTH: f64 = 320.0;
const STEP: f64 = 44.0;

/// A bar for each count, as long as its part of the greatest.
fn bars(
    grid: &Grid<'_>,
    figures: &[(&MeasureDefinition, Option<Figure<'_>>)],
    caption: &str,
) -> Markup {
    let value = |it: &Option<Figure<'_>>| it.and_then(|it| it.row.value.parse::<f64>().ok());
    let greatest = figures
        .iter()
        .filter_map(|it| value(&it.1))
        .fold(0.0, f64::max);
    let id = format!("{}-bars-title", grid.definition.name);
    let mut top = -STEP;
    let placed = figures.iter().map(|(measure, figure)| {
        top += STEP;
        (top, measure, figure)
    });
    let placed: Vec<_> = placed.collect();
    let units = |it: f64| format!("{it:.1}");
    html! {
        @if greatest > 0.0 {
            svg.bars viewBox={ "0 0 " (units(LENGTH + 8.0)) " " (units(top + STEP)) } role="img" aria-labelledby=(id) {
                title id=(id) { (caption) ": a bar for each count. The table below has every figure." }
                @for (top, measure, figure) in placed {
                    text.label x="0" y=(units(top + 14.0)) {
                        (title(grid.definition, measure))
                        @if let Some(figure) = figure { ": " (words::told(figure.row)) }
                    }
                    @match value(figure) {
                        Some(value) => { rect.bar x="0" y=(units(top + 20.0)) width=(units(LENGTH * value / greatest)) height="14" {} },
                        None => { rect.gap x="0" y=(units(top + 20.0)) width=(units(LENGTH)) height="14" {} },
                    }
                }
            }
        }
    }
}
