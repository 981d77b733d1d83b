//! The newest figures of the nation, and what changed.

use super::{parts::markers, table};
use crate::{
    figure::{Root, linked},
    site::Site,
};
use maud::{Markup, html};
use rasso_release::{
    MeasureDefinition, PublishedRow, revisions,
    view::{Area, Grid, Period, is_share, title, words},
};

pub(crate) fn body(site: &Site<'_>) -> Markup {
    let tables: Vec<(&Grid<'_>, Area<'_>, Period<'_>)> = site
        .grids
        .iter()
        .filter_map(|it| Some((it, it.nation()?, *it.quarters.last()?)))
        .collect();
    let rows: Vec<&PublishedRow> = tables
        .iter()
        .flat_map(|(grid, nation, quarter)| {
            headline(grid).filter_map(|it| grid.row(&it.name, *nation, *quarter))
        })
        .collect();
    html! {
        (changed(site))
        (markers(rows.into_iter()))
        @for (grid, nation, quarter) in tables {
            section.stage {
                h2.govuk-heading-m { a href=(table::path(grid)) { (grid.definition.title) } }
                p.note { (quarter.label) ", counted " (grid.definition.clock) }
                div.tiles {
                    @for it in headline(grid) { (tile(grid, it, nation, quarter)) }
                }
            }
        }
    }
}

/// The first count of a table, which the others are parts of, and its shares.
fn headline<'a>(grid: &Grid<'a>) -> impl Iterator<Item = &'a MeasureDefinition> {
    let measures = grid.definition.measures.iter();
    let first = measures.clone().take(1);
    first.chain(measures.skip(1).filter(|it| is_share(it)))
}

/// A figure, and the same quarter of the year before where that is shown too.
fn tile(
    grid: &Grid<'_>,
    measure: &MeasureDefinition,
    nation: Area<'_>,
    quarter: Period<'_>,
) -> Markup {
    let figure = |it: Period<'_>| grid.figure(&measure.name, nation, it);
    let is_too_early = is_share(measure) && grid.definition.is_of_cohorts();
    let before = grid
        .year_before(quarter)
        .and_then(|it| Some((it, figure(it)?)));
    html! {
        @if let Some(now) = figure(quarter) {
            div.tile {
                h3 { (title(grid.definition, measure)) }
                p.big { (linked(grid, now, Root::TOP)) }
                @if !now.row.lower.is_empty() { p.note { "95% interval " (now.row.lower) "% to " (now.row.upper) "%" } }
                @if is_too_early && before.is_some() { p.note { (words::TOO_EARLY) } }
                @else if let Some((then, figure)) = before {
                    p.note { (then.label) ": " (linked(grid, figure, Root::TOP)) }
                }
            }
        }
    }
}

/// What is otherwise than in the last release, by table.
fn changed(site: &Site<'_>) -> Markup {
    let Some(before) = site.before else {
        return html! {};
    };
    let all = revisions(before, site.release);
    let many: usize = all.tables.iter().map(|it| it.changes.len()).sum();
    html! {
        p.govuk-inset-text {
            "Since release " (all.before) ", " (words::how_many(many)) " figures that were published before are shown otherwise. "
            a href="revisions.html" { "Which, and why" } "."
        }
    }
}
