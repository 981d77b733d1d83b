//! A page for each area, and the same as plain text.

use super::parts::{basis, pictures};
use crate::{
    figure::{Root, cell},
    layout::{Written, page},
    site::{Site, file},
};
use maud::{Markup, html};
use rasso_release::{
    PublishedFile,
    view::{Area, Grid, title, words},
};
use std::fmt::Write as _;

/// The page of an area, or its plain text.
pub(crate) fn path(area: Area<'_>, ending: &str) -> String {
    format!("area/{}.{ending}", area.code.replace(':', "-"))
}

pub(crate) fn files(site: &Site<'_>) -> Vec<PublishedFile> {
    let of_area = |area: &Area<'_>| {
        let path_of = path(*area, "html");
        let written = Written {
            path: &path_of,
            section: "areas.html",
            title: area.name,
            lead: kind(*area),
            body: body(site, *area),
        };
        [
            file(&path_of, page(site, &written)),
            file(&path(*area, "txt"), plain(site, *area)),
        ]
    };
    site.areas.iter().flat_map(of_area).collect()
}

fn kind(area: Area<'_>) -> &'static str {
    match area.kind {
        "national" => "All police forces and CPS Areas together.",
        "cps_area" => "A CPS Area.",
        _ => "A police force.",
    }
}

/// The tables that have anything of an area.
fn of_area<'s, 'a>(site: &'s Site<'a>, area: Area<'_>) -> impl Iterator<Item = &'s Grid<'a>> {
    let grids = site.grids.iter();
    grids.filter(move |it| it.areas.iter().any(|of| of.code == area.code))
}

fn body(site: &Site<'_>, area: Area<'_>) -> Markup {
    let text = path(area, "txt");
    let text = text.rsplit('/').next().unwrap_or_default();
    html! {
        p.govuk-body { "Code " (area.code) ". " a href=(text) { "This page as plain text" } "." }
        @for grid in of_area(site, area) {
            @let measures: Vec<_> = grid.definition.measures.iter().collect();
            section {
                h2.govuk-heading-l { (grid.definition.title) }
                (basis(grid.definition, &measures))
                (newest(grid, area))
                (pictures(grid, area, Root::BELOW))
            }
        }
    }
}

/// The newest quarter and the newest year of an area beside the nation.
fn newest(grid: &Grid<'_>, area: Area<'_>) -> Markup {
    let periods: Vec<_> = grid
        .quarters
        .last()
        .into_iter()
        .chain(grid.years.last())
        .collect();
    let nation = grid.nation().filter(|it| it.code != area.code);
    let id = format!("{}-newest", grid.definition.name);
    let caption = format!("{}: the newest figures", grid.definition.title);
    super::parts::scrolled(
        &id,
        &caption,
        &html! {
            thead { tr {
                th scope="col" { "Figure" }
                @for it in &periods {
                    th.n scope="col" { (it.label) }
                    @if let Some(nation) = nation { th.n scope="col" { (nation.name) ", " (it.label) } }
                }
            } }
            tbody {
                @for measure in &grid.definition.measures {
                    tr {
                        th scope="row" { (title(grid.definition, measure)) }
                        @for it in &periods {
                            (cell(grid, grid.figure(&measure.name, area, **it), Root::BELOW))
                            @if let Some(nation) = nation { (cell(grid, grid.figure(&measure.name, nation, **it), Root::BELOW)) }
                        }
                    }
                }
            }
        },
    )
}

/// Every figure of an area in lines of text, for readers and programs that want nothing else.
fn plain(site: &Site<'_>, area: Area<'_>) -> String {
    let mut text = format!("{} ({})\n{}\n", area.name, area.code, site.title());
    let mut line = |it: String| {
        // Writing to a text cannot fail.
        writeln!(text, "{it}").unwrap_or_default();
    };
    let manifest = &site.release.manifest;
    line(format!(
        "Release {}, records as at {}",
        manifest.release,
        words::date(&manifest.as_at)
    ));
    match &site.release.publication {
        Some(it) => line(format!(
            "{}, {}. Next update: {}. {}",
            it.producer,
            it.status,
            words::date(&it.next),
            it.contact
        )),
        None => line("Draft: not for publication".to_owned()),
    }
    for grid in of_area(site, area) {
        line(format!(
            "\n{}\nCounted {}.",
            grid.definition.title, grid.definition.clock
        ));
        for measure in &grid.definition.measures {
            line(format!("\n{}", title(grid.definition, measure)));
            for period in grid.quarters.iter().chain(grid.years.last()) {
                if let Some(row) = grid.row(&measure.name, area, *period) {
                    line(format!("  {}: {}", period.label, words::told(row)));
                }
            }
        }
    }
    text
}
