//! What a reader must know beside the figures: corrections, dates, strengths and limits, protection, origin and files.

use super::series::scrolled;
use crate::{Manifest, Publication, Release, view::words};
use maud::{Markup, html};

/// Corrections, before any figure.
pub(super) fn corrections(publication: &Publication) -> Markup {
    html! {
        @if !publication.corrections.is_empty() {
            section.warning aria-labelledby="corrections" {
                h2 #corrections { "Corrections" }
                ul {
                    @for it in &publication.corrections {
                        li { strong { (words::date(&it.date)) ", release " (it.release) ": " } (it.notice) }
                    }
                }
            }
        }
    }
}

/// What the figures are good for and what not.
pub(super) fn quality(publication: &Publication) -> Markup {
    html! {
        section aria-labelledby="quality" {
            h2 #quality { "Strengths and limits" }
            h3 { "Strengths" }
            ul { @for it in &publication.strengths { li { (it) } } }
            h3 { "Limits" }
            ul { @for it in &publication.limits { li { (it) } } }
        }
    }
}

/// The dates of this and other releases, and what becomes of them.
pub(super) fn dates(publication: &Publication) -> Markup {
    html! {
        section aria-labelledby="dates" {
            h2 #dates { "Release dates" }
            p { "Next release: " (words::date(&publication.next)) "." }
            @if !publication.calendar.is_empty() {
                (scrolled("calendar", "Release calendar", &html! {
                    thead { tr { @for it in ["Last quarter", "Date", "State"] { th scope="col" { (it) } } } }
                    tbody {
                        @for it in &publication.calendar {
                            tr { th scope="row" { (words::quarter(&it.quarter)) } td { (words::date(&it.date)) } td { (it.state) } }
                        }
                    }
                }))
            }
            h3 { "When this release is no longer kept up" }
            p { (publication.retirement) }
        }
    }
}

/// Why some counts are withheld, and how anybody can check that this is enough.
pub(super) fn protection(release: &Release) -> Markup {
    let manifest = &release.manifest;
    html! {
        section aria-labelledby="protection" {
            h2 #protection { "How counts are protected" }
            p {
                "Behind every count are people. A count by which somebody could be found out is withheld, and so are others \
                 from which it could be worked out. All are marked [c] alike: which of them is small is told nowhere. \
                 A share is withheld wherever its part, its whole or what is left of it is."
            }
            p {
                "That this is enough can be checked. " a href="certificate.json" { "The certificate" }
                " holds, for every withheld count, tables that agree with everything published, here and in earlier releases, \
                 and that differ by " (manifest.width) " or more at that count. " code { "rasso release verify" }
                " checks it by addition, with nothing but this folder."
            }
            (scrolled("withheld", "Figures withheld", &html! {
                thead { tr { th scope="col" { "Table" } th.n scope="col" { "Figures" } th.n scope="col" { "Withheld" } } }
                tbody {
                    @for it in &manifest.tables {
                        tr {
                            th scope="row" { (it.title) }
                            td.n { (words::how_many(it.rows)) }
                            td.n { (words::how_many(it.withheld)) }
                        }
                    }
                }
            }))
        }
    }
}

/// The files beside the page.
pub(super) fn files(release: &Release) -> Markup {
    html! {
        section aria-labelledby="files" {
            h2 #files { "Files of this release" }
            ul {
                @for it in &release.tables {
                    @let file = format!("tables/{}.csv", it.definition.name);
                    li { a href=(file) { (file) } ": " (it.definition.title) }
                }
                li { a href="release.ods" { "release.ods" } ", " a href="release.xlsx" { "release.xlsx" } ": all tables as a workbook, with notes" }
                li { a href="metadata.json" { "metadata.json" } ": what every figure is, for programs" }
                li { a href="manifest.json" { "manifest.json" } ": SHA-256 of every file and of every extract" }
                li { a href="certificate.json" { "certificate.json" } ": the proof that withheld counts are protected" }
            }
        }
    }
}

/// What the release was made from and by.
pub(super) fn origin(manifest: &Manifest) -> Markup {
    let named = [
        ("Release", manifest.release.as_str()),
        ("Run", &manifest.run_id),
        ("Software", &manifest.software.name),
        ("Its version", &manifest.software.version),
        ("SHA-256 of definitions and code lists", &manifest.schemas),
        ("Digest of the disclosure policy", &manifest.policy),
    ];
    html! {
        section aria-labelledby="origin" {
            h2 #origin { "Versions and extracts" }
            dl.pairs { @for (name, value) in named { div { dt { (name) } dd { code { (value) } } } } }
            @if !manifest.tables.is_empty() {
                p {
                    "Versions of the tables' definitions: "
                    @for (at, it) in manifest.tables.iter().enumerate() { @if at > 0 { "; " } (it.title) " " (it.version) }
                    "."
                }
            }
            details {
                summary { "Extracts that the figures were made from, with SHA-256" }
                (scrolled("inputs", "Extracts", &html! {
                    thead { tr { @for it in ["Agency", "Table", "Extract taken", "SHA-256"] { th scope="col" { (it) } } } }
                    tbody {
                        @for it in &manifest.inputs {
                            tr {
                                td { (it.agency) } th scope="row" { (it.table) }
                                td { (words::date(&it.extract_date)) } td { code { (it.sha256) } }
                            }
                        }
                    }
                }))
            }
        }
    }
}
