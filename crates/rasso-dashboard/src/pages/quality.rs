//! What is missing, provisional or withheld.

use super::parts::{KINDS, scrolled};
use crate::site::Site;
use maud::{Markup, html};
use rasso_release::{
    MARKERS, PublishedRow,
    view::{Area, Grid, words},
};

/// The markers that say something of a figure's quality, in the order of the columns.
const TOLD: [&str; 4] = ["[x]", "[u]", "[p]", "[c]"];

pub(crate) fn body(site: &Site<'_>) -> Markup {
    html! {
        h2.govuk-heading-l { "What the shorthand means" }
        dl.about { @for (marker, meaning) in MARKERS { div { dt { span.mark { (marker) } } dd { (meaning) } } } }
        h2.govuk-heading-l { "By table" }
        (scrolled("by-table", "Figures of each table, and how many of them are marked", &html! {
            (heading("Table"))
            tbody { @for grid in &site.grids { (line(&html! { (grid.definition.title) }, &rows(grid, None))) } }
        }))
        h2.govuk-heading-l { "By area" }
        p.govuk-body { "Of all tables together. An area of which every figure is [x] sent nothing that could be counted." }
        (scrolled("by-area", "Figures of each area, and how many of them are marked", &html! {
            (heading("Area and code"))
            @for (kind, title) in KINDS {
                tbody {
                    tr.kind { th colspan=(TOLD.len() + 2) scope="rowgroup" { (title) } }
                    @for area in site.areas.iter().filter(|it| it.kind == kind) {
                        @let of: Vec<&PublishedRow> = site.grids.iter().flat_map(|it| rows(it, Some(*area))).collect();
                        (line(&html! { (area.name) span.basis { (area.code) } }, &of))
                    }
                }
            }
        }))
    }
}

fn rows<'a>(grid: &Grid<'a>, area: Option<Area<'_>>) -> Vec<&'a PublishedRow> {
    let all = grid.all();
    let is_of = |it: &&PublishedRow| area.is_none_or(|of| it.area_code == of.code);
    all.map(|it| it.row).filter(is_of).collect()
}

fn heading(first: &str) -> Markup {
    html! {
        thead { tr {
            th scope="col" { (first) }
            th.n scope="col" { "Figures" }
            @for it in TOLD { th.n scope="col" { "of them " span.mark { (it) } } }
        } }
    }
}

fn line(name: &Markup, rows: &[&PublishedRow]) -> Markup {
    let marked = |marker: &str| rows.iter().filter(|it| it.marker.contains(marker)).count();
    html! {
        tr {
            th scope="row" { (name) }
            td.n { (words::how_many(rows.len())) }
            @for it in TOLD { td.n { (words::how_many(marked(it))) } }
        }
    }
}
