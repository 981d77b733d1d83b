//! Where each area's page is.

use super::{area, parts::KINDS};
use crate::site::Site;
use maud::{Markup, html};

pub(crate) fn body(site: &Site<'_>) -> Markup {
    html! {
        @for (kind, title) in KINDS {
            @let areas: Vec<_> = site.areas.iter().filter(|it| it.kind == kind).collect();
            @if !areas.is_empty() {
                h2.govuk-heading-l { (title) }
                ul.govuk-list.columns {
                    @for it in areas {
                        li {
                            a href=(area::path(*it, "html")) { (it.name) } " "
                            span.basis { (it.code) ", " a href=(area::path(*it, "txt")) { "plain text" span.govuk-visually-hidden { " of " (it.name) } } }
                        }
                    }
                }
            }
        }
    }
}
