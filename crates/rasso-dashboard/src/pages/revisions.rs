//! How published figures change, and which did.

use super::parts::scrolled;
use crate::site::Site;
use maud::{Markup, html};
use rasso_release::{Change, Release, Revision, Shown, TableRevisions, revisions, view::words};

/// How many changes the page names. A reader of more of them needs a file, not a page.
const NAMED: usize = 200;

pub(crate) fn body(site: &Site<'_>) -> Markup {
    let publication = site.release.publication.as_ref();
    html! {
        h2.govuk-heading-l #policy { "When and why figures change" }
        @match publication {
            Some(it) => { p.govuk-body { (it.revisions) } },
            None => { p.govuk-body { "This is a draft: whoever publishes it says here when and why figures change." } },
        }
        @if let Some(it) = publication {
            @if !it.corrections.is_empty() {
                h2.govuk-heading-l { "Corrections" }
                ul.govuk-list.govuk-list--bullet {
                    @for it in &it.corrections { li { strong { (words::date(&it.date)) ", release " (it.release) ": " } (it.notice) } }
                }
            }
        }
        h2.govuk-heading-l { "Since the last release" }
        @match site.before {
            Some(before) => { (compared(site.release, before)) },
            None => { p.govuk-body { "There is no earlier release here to compare with." } },
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
    let of = |table: &TableRevisions, change: Change| {
        let alike = table.changes.iter().filter(|it| it.change == change);
        words::how_many(alike.count())
    };
    let kinds = [
        (Change::Revised, "Revised"),
        (Change::NowShown, "Now shown"),
        (Change::NoLongerShown, "No longer shown"),
        (Change::CountedAnew, "Withheld, counted anew"),
        (Change::MarkedOtherwise, "Marked otherwise"),
    ];
    html! {
        p.govuk-body { "Compared with release " (all.before) "." }
        (scrolled("by-table", "Figures in both releases, and how many are shown otherwise", &html! {
            thead { tr {
                th scope="col" { "Table" }
                th.n scope="col" { "In both" }
                @for (_, name) in kinds { th.n scope="col" { (name) } }
            } }
            tbody {
                @for table in &all.tables {
                    tr {
                        th scope="row" { (table.title) }
                        td.n { (words::how_many(table.compared)) }
                        @for (change, _) in kinds { td.n { (of(table, change)) } }
                    }
                }
            }
        }))
        @if !changes.is_empty() { (listed(&changes)) }
        @if changes.len() > NAMED {
            p.govuk-body {
                "The list has the first " (NAMED) " of " (words::how_many(changes.len())) " changes. "
                code { "rasso release diff" } " names every one, from the two releases alone."
            }
        }
    }
}

fn listed(changes: &[(&TableRevisions, &Revision)]) -> Markup {
    let shown = |it: &Shown| html! { (words::number(&it.value)) " " span.mark { (it.marker) } };
    scrolled(
        "changes",
        "Figures that are shown otherwise",
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
