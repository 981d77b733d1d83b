//! What changed since the last release, in sentences and by figure.

use super::series::scrolled;
use crate::{Change, Release, Revision, Shown, TableRevisions, revisions, view::words};
use maud::{Markup, html};

/// How many changes the page names. A reader of more of them needs a file, not a page.
const NAMED: usize = 50;

/// The section.
pub(super) fn section(release: &Release, before: Option<&Release>) -> Markup {
    html! {
        section aria-labelledby="revisions" {
            h2 #revisions { "Revisions since the last release" }
            @if let Some(it) = &release.publication { p { (it.revisions) } }
            @if let Some(before) = before { (compared(release, before)) } @else if release.manifest.number == 1 {
                p { "This is the first release: no figure was published before." }
            } @else {
                p { "No earlier release is there to compare with: those before this one were withdrawn or moved away." }
            }
            (held(release))
        }
    }
}

fn held(release: &Release) -> Markup {
    let held: Vec<_> = release
        .manifest
        .tables
        .iter()
        .filter(|it| it.revisions_held)
        .collect();
    html! {
        @if !held.is_empty() {
            p.inset {
                "The revisions of these tables are held: "
                @for (at, table) in held.iter().enumerate() { @if at > 0 { "; " } (table.title) }
                ". Counts of earlier periods have changed since they were published, and stay as they were published: because \
                 beside those the new ones could give a withheld count away, or because whoever publishes holds revisions back."
            }
        }
    }
}

fn compared(release: &Release, before: &Release) -> Markup {
    let all = revisions(before, release);
    let changes: Vec<(&TableRevisions, &Revision)> = all
        .tables
        .iter()
        .flat_map(|table| table.changes.iter().map(move |it| (table, it)))
        .collect();
    html! {
        p { "Compared with release " (all.before) ":" }
        ul {
            @for table in &all.tables { li { (table.title) ": " (sentence(table)) } }
            @for it in &all.new_tables { li { "New table: " (it) "." } }
            @for it in &all.dropped_tables { li { "No longer released: " (it) "." } }
        }
        @if !changes.is_empty() { (table(&changes)) }
        @if changes.len() > NAMED {
            p {
                "The list has the first " (NAMED) " of " (words::how_many(changes.len())) " changes; "
                (words::how_many(changes.len() - NAMED)) " more are not in it. "
                code { "rasso release diff" } " names every one, from the two releases alone."
            }
        }
    }
}

/// What became of the figures of a table.
fn sentence(table: &TableRevisions) -> String {
    let count = |change: Change| {
        let alike = table.changes.iter().filter(|it| it.change == change);
        words::how_many(alike.count())
    };
    let redefined = table
        .redefined
        .as_ref()
        .map_or_else(String::new, |[was, is]| {
            format!(" Its definition changed from version {was} to {is}.")
        });
    format!(
        "{} figures are in both releases: {} revised, {} now shown, {} no longer shown, {} withheld and counted anew, {} marked otherwise. \
         {} are new, and {} are no longer in it.{redefined}",
        words::how_many(table.compared),
        count(Change::Revised),
        count(Change::NowShown),
        count(Change::NoLongerShown),
        count(Change::CountedAnew),
        count(Change::MarkedOtherwise),
        words::how_many(table.new),
        words::how_many(table.dropped),
    )
}

fn table(changes: &[(&TableRevisions, &Revision)]) -> Markup {
    scrolled(
        "changes",
        "Figures that are not the same as in the last release",
        &html! {
            thead { tr {
                @for it in ["Table", "Figure", "Area", "Period"] { th scope="col" { (it) } }
                th.n scope="col" { "Was" }
                th.n scope="col" { "Is" }
                th scope="col" { "Change" }
            } }
            tbody {
                @for (table, it) in changes.iter().take(NAMED) {
                    tr {
                        td { (table.title) }
                        th scope="row" { (it.measure_title) }
                        td { (it.area_name) " (" (it.area_code) ")" }
                        td { (it.period_label) }
                        td.n { (shown(&it.was)) }
                        td.n { (shown(&it.is)) }
                        td { (it.change.words()) }
                    }
                }
            }
        },
    )
}

fn shown(it: &Shown) -> Markup {
    html! { (words::number(&it.value)) @if !it.value.is_empty() { " " } span.mark { (it.marker) } }
}
