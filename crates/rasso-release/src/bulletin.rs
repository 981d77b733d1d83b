//! `bulletin.html`: a release as one page for readers. It needs nothing but itself: no script, and no other file.
//!
//! **Invariant:** its figures are those of published rows, word for word; it works none out.

mod changes;
mod definitions;
mod notes;
mod points;
mod series;

#[cfg(test)]
pub(crate) mod example;
#[cfg(test)]
mod tests;

use crate::{
    Release, ReleaseError,
    formats::PublishedFile,
    view::{Grid, words},
};
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// The file.
const BULLETIN: &str = "bulletin.html";
const STYLE: &str = include_str!("bulletin/style.css");
/// Nothing may be fetched and nothing may run, whatever stands in the page.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/// `bulletin.html`.
#[expect(
    clippy::unnecessary_wraps,
    reason = "every format is a function of this form, and others can fail"
)]
pub(crate) fn bulletin(
    release: &Release,
    before: Option<&Release>,
) -> Result<Vec<PublishedFile>, ReleaseError> {
    Ok(vec![PublishedFile {
        name: BULLETIN.to_owned(),
        bytes: page(release, before).into_bytes(),
    }])
}

fn page(release: &Release, before: Option<&Release>) -> String {
    html! {
        (DOCTYPE)
        html lang="en-GB" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                @if release.publication.is_none() { meta name="robots" content="noindex"; }
                link rel="icon" href="data:,";
                title { (title(release)) ": " (release.manifest.release) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#main" { "Skip to main content" }
                (banners(release))
                (header(release))
                div.width {
                    (contents(release))
                    main #main tabindex="-1" { (sections(release, before)) }
                }
                footer { div.width { p { (title(release)) ", release " (release.manifest.release) "." } } }
            }
        }
    }
    .into_string()
}

fn title(release: &Release) -> &str {
    let publication = release.publication.as_ref();
    publication.map_or("Rape cases in England and Wales", |it| it.title.as_str())
}

/// Who may not see it yet, said before anything else.
fn banners(release: &Release) -> Markup {
    let embargo = release
        .publication
        .as_ref()
        .and_then(|it| it.embargo.as_ref());
    html! {
        @if release.publication.is_none() {
            div.banner role="note" aria-label="Handling" { div.width { "Draft: not for publication" } }
        }
        @if let Some(until) = embargo {
            div.banner role="note" aria-label="Handling" {
                div.width {
                    "Pre-release access: not to be shown to anybody without pre-release access before " (words::moment(until))
                }
            }
        }
    }
}

fn header(release: &Release) -> Markup {
    let manifest = &release.manifest;
    html! {
        header {
            div.width {
                @if let Some(it) = &release.publication { p.status { (it.producer) ": " (it.status) } }
                h1 { (title(release)) }
                dl.pairs {
                    @if let Some(it) = &release.publication {
                        div { dt { "Published" } dd { (words::moment(&it.published)) } }
                        div { dt { "Next release" } dd { (words::date(&it.next)) } }
                        div { dt { "Contact" } dd { (it.contact) } }
                    }
                    div { dt { "Release" } dd { (manifest.release) } }
                    div { dt { "Quarters" } dd { (words::quarter(&manifest.quarters[0])) " until " (words::quarter(&manifest.quarters[1])) } }
                    div { dt { "Records as at" } dd { (words::date(&manifest.as_at)) } }
                }
            }
        }
    }
}

fn contents(release: &Release) -> Markup {
    let publication = release.publication.as_ref();
    let link = |id: &str, title: &str| html! { li { a href={ "#" (id) } { (title) } } };
    html! {
        nav aria-label="Contents" {
            h2 { "Contents" }
            ul {
                @if publication.is_some_and(|it| !it.corrections.is_empty()) { (link("corrections", "Corrections")) }
                (link("points", "Main points"))
                @for it in &release.tables { (link(&format!("table-{}", it.definition.name), &it.definition.title)) }
                (link("revisions", "Revisions since the last release"))
                @if publication.is_some() {
                    (link("quality", "Strengths and limits"))
                    (link("dates", "Release dates"))
                }
                (link("definitions", "How figures are defined"))
                (link("protection", "How counts are protected"))
                (link("files", "Files of this release"))
                (link("origin", "Versions and extracts"))
            }
        }
    }
}

fn sections(release: &Release, before: Option<&Release>) -> Markup {
    let grids: Vec<Grid<'_>> = release.tables.iter().map(Grid::of).collect();
    let is_held = |grid: &Grid<'_>| {
        let file = format!("tables/{}.csv", grid.definition.name);
        let mut tables = release.manifest.tables.iter();
        tables.any(|it| it.file == file && it.revisions_held)
    };
    let publication = release.publication.as_ref();
    html! {
        @if let Some(it) = publication { (notes::corrections(it)) }
        (points::section(&grids))
        @for grid in &grids { (series::section(grid, is_held(grid))) }
        (changes::section(release, before))
        @if let Some(it) = publication { (notes::quality(it)) (notes::dates(it)) }
        (definitions::section(release))
        (notes::protection(release))
        (notes::files(release))
        (notes::origin(&release.manifest))
    }
}
