//! A page for each table: the nation over the quarters, and every area in the newest.

use super::parts::{basis, by_area, pictures};
use crate::{
    figure::Root,
    layout::{Written, page},
    site::{Site, file},
};
use maud::{Markup, html};
use rasso_release::{PublishedFile, view::Grid};

/// The page of a table.
pub(crate) fn path(grid: &Grid<'_>) -> String {
    format!("table/{}.html", grid.definition.name)
}

pub(crate) fn files(site: &Site<'_>) -> Vec<PublishedFile> {
    let of_table = |grid: &Grid<'_>| {
        let path = path(grid);
        let written = Written {
            path: &path,
            section: "stages.html",
            title: &grid.definition.title,
            lead: &format!("Counted {}.", grid.definition.clock),
            body: body(site, grid),
        };
        file(&path, page(site, &written))
    };
    site.grids.iter().map(of_table).collect()
}

fn body(site: &Site<'_>, grid: &Grid<'_>) -> Markup {
    let measures: Vec<_> = grid.definition.measures.iter().collect();
    html! {
        @if site.is_held(grid) {
            p.govuk-inset-text {
                "The revisions of this table are held: counts of earlier periods have changed since they were published, and stay \
                 here as they were published."
            }
        }
        (basis(grid.definition, &measures))
        @if let Some(nation) = grid.nation() {
            h2.govuk-heading-l { (nation.name) ", by quarter" }
            (pictures(grid, nation, Root::BELOW))
        }
        @if let Some(newest) = grid.quarters.last() {
            h2.govuk-heading-l { "By area, " (newest.label) }
            (by_area(grid, *newest, Root::BELOW))
        }
        @if let Some(year) = grid.years.last() {
            h2.govuk-heading-l { "By area, " (year.label) }
            (by_area(grid, *year, Root::BELOW))
        }
    }
}
