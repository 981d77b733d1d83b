//! What every page has around its own part: who publishes it, the way to the other pages, and the least that a dashboard says.

use crate::{
    figure::Root,
    site::{PAGES, Site},
};
use maud::{DOCTYPE, Markup, html};
use rasso_release::view::words;

/// Nothing may be fetched from elsewhere, whatever stands in a page.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'";

/// A page as it is written.
pub(crate) struct Written<'a> {
    /// Its path from the dashboard's folder.
    pub(crate) path: &'a str,
    /// The page of the navigation that it belongs to.
    pub(crate) section: &'a str,
    /// Its heading.
    pub(crate) title: &'a str,
    /// What it holds, in a sentence.
    pub(crate) lead: &'a str,
    /// Its own part.
    pub(crate) body: Markup,
}

/// The whole page.
pub(crate) fn page(site: &Site<'_>, written: &Written<'_>) -> String {
    let root = if written.path.contains('/') {
        Root::BELOW
    } else {
        Root::TOP
    };
    let release = site.release;
    html! {
        (DOCTYPE)
        html.govuk-template lang="en-GB" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                @if release.publication.is_none() { meta name="robots" content="noindex"; }
                title { (written.title) " - " (site.title()) }
                link rel="icon" href="data:,";
                link rel="stylesheet" href=(root.to("assets/govuk.css"));
                link rel="stylesheet" href=(root.to("assets/dashboard.css"));
            }
            body.govuk-template__body {
                a.govuk-skip-link href="#main" { "Skip to main content" }
                (banners(site))
                header.top {
                    div.govuk-width-container {
                        a.service href=(root.to("index.html")) { (site.title()) }
                        p.release { "Release " (release.manifest.release) ", records as at " (words::date(&release.manifest.as_at)) }
                    }
                }
                (navigation(written.section, root))
                div.govuk-width-container {
                    main.govuk-main-wrapper #main tabindex="-1" {
                        h1.govuk-heading-xl { (written.title) }
                        p.govuk-body-l { (written.lead) }
                        (written.body)
                    }
                }
                (footer(site, root))
            }
        }
    }
    .into_string()
}

/// Who may not see it yet, said before anything else.
fn banners(site: &Site<'_>) -> Markup {
    let publication = site.release.publication.as_ref();
    html! {
        @if publication.is_none() {
            div.banner role="note" aria-label="Handling" { div.govuk-width-container { "Draft: not for publication" } }
        }
        @if let Some(until) = publication.and_then(|it| it.embargo.as_ref()) {
            div.banner role="note" aria-label="Handling" {
                div.govuk-width-container {
                    "Pre-release access: not to be shown to anybody without pre-release access before " (words::moment(until))
                }
            }
        }
    }
}

fn navigation(section: &str, root: Root) -> Markup {
    html! {
        nav.pages aria-label="Pages" {
            div.govuk-width-container {
                ul {
                    @for it in &PAGES {
                        li { a href=(root.to(it.path)) aria-current=[(it.path == section).then_some("page")] { (it.name) } }
                    }
                }
            }
        }
    }
}

/// The least that a dashboard says of itself, on every page.
fn footer(site: &Site<'_>, root: Root) -> Markup {
    let of = |path: &str, anchor: &str| root.to(&format!("{path}#{anchor}"));
    html! {
        footer.govuk-footer {
            div.govuk-width-container {
                h2.govuk-heading-m { "About these figures" }
                @if let Some(it) = &site.release.publication {
                    dl.about {
                        div { dt { "Produced by" } dd data-minimum="source" { (it.producer) } }
                        div { dt { "Status" } dd data-minimum="status" { (it.status) } }
                        div { dt { "Updated" } dd data-minimum="updated" { (words::moment(&it.published)) } }
                        div { dt { "Next update" } dd data-minimum="next" { (words::date(&it.next)) } }
                        div { dt { "Contact" } dd data-minimum="contact" { (it.contact) } }
                    }
                    ul.about {
                        li data-minimum="strengths" { a href=(of("methods.html", "strengths")) { "What they are good for" } }
                        li data-minimum="limits" { a href=(of("methods.html", "limits")) { "What they are not good for" } }
                        li data-minimum="revisions" { a href=(of("revisions.html", "policy")) { "How they are revised" } }
                        li data-minimum="formats" { a href=(root.to("downloads.html")) { "Other formats" } }
                        li data-minimum="retirement" { a href=(of("methods.html", "retirement")) { "What becomes of these pages" } }
                    }
                } @else {
                    p.govuk-body { "This is a draft: nobody publishes it. " a href=(root.to("downloads.html")) { "Its files" } "." }
                }
            }
        }
    }
}
