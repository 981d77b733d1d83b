//! How figures are defined, what they are good for, and how people are protected.

use super::parts::basis;
use crate::site::Site;
use maud::{Markup, html};

pub(crate) fn body(site: &Site<'_>) -> Markup {
    let release = site.release;
    html! {
        @if let Some(it) = &release.publication {
            h2.govuk-heading-l #strengths { "What these figures are good for" }
            ul.govuk-list.govuk-list--bullet { @for it in &it.strengths { li { (it) } } }
            h2.govuk-heading-l #limits { "What they are not good for" }
            ul.govuk-list.govuk-list--bullet { @for it in &it.limits { li { (it) } } }
        }
        h2.govuk-heading-l { "How each figure is counted" }
        @for grid in &site.grids {
            @let measures: Vec<_> = grid.definition.measures.iter().collect();
            @let caveats: Vec<_> = measures.iter().flat_map(|it| it.caveats.iter().chain(&it.series_breaks)).collect();
            h3.govuk-heading-m { (grid.definition.title) }
            (basis(grid.definition, &measures))
            @if !caveats.is_empty() {
                details.govuk-details {
                    summary.govuk-details__summary { span.govuk-details__summary-text { "To know before comparing" } }
                    div.govuk-details__text { ul.govuk-list.govuk-list--bullet { @for it in distinct(&caveats) { li { (it) } } } }
                }
            }
        }
        h2.govuk-heading-l #protection { "How people are protected" }
        p.govuk-body {
            "Behind every count are people. A count by which somebody could be found out is withheld, and so are others from which \
             it could be worked out. All are marked [c] alike: which of them is small is told nowhere. A share is withheld wherever \
             its part, its whole or what is left of it is. These pages are made of the published figures alone: what is withheld \
             was never here."
        }
        p.govuk-body {
            a href="data/certificate.json" { "The certificate" } " holds, for every withheld count, tables that agree with everything \
             published, here and in earlier releases, and that differ by " (release.manifest.width) " or more at that count."
        }
        @if let Some(it) = &release.publication {
            h2.govuk-heading-l #retirement { "What becomes of these pages" }
            p.govuk-body { (it.retirement) }
        }
    }
}

/// Each text once, where it first stands.
fn distinct<'t>(texts: &[&'t String]) -> Vec<&'t String> {
    let mut once: Vec<&String> = Vec::new();
    for it in texts {
        if !once.contains(it) {
            once.push(it);
        }
    }
    once
}
