//! How every figure is defined, as its table says it.

use crate::{MeasureDefinition, MeasureKind, Release, TableDefinition, view};
use maud::{Markup, html};

/// The section.
pub(super) fn section(release: &Release) -> Markup {
    html! {
        section aria-labelledby="definitions" {
            h2 #definitions { "How figures are defined" }
            @for table in &release.tables {
                h3 { (table.definition.title) }
                @for measure in &table.definition.measures { (definition(&table.definition, measure)) }
            }
        }
    }
}

fn definition(table: &TableDefinition, measure: &MeasureDefinition) -> Markup {
    let lists = [
        ("What is left out", &measure.exclusions),
        ("To know before comparing", &measure.caveats),
        ("Breaks in the series", &measure.series_breaks),
    ];
    let title = |name: &str| {
        table
            .measure(name)
            .map_or_else(|| name.to_owned(), |it| it.title.clone())
    };
    let kind = match measure.kind {
        MeasureKind::Count => "a count",
        MeasureKind::Share => "a share in per cent, with a 95% interval (Wilson)",
    };
    html! {
        details.definition {
            summary { (view::title(table, measure)) }
            p { (measure.definition) }
            dl.pairs {
                div { dt { "Kind" } dd { (kind) } }
                div { dt { "Unit" } dd { (measure.unit) } }
                div { dt { "Period" } dd { (table.clock) } }
                @if let Some(it) = &measure.share {
                    div { dt { "Share" } dd { (title(&it.part)) ", of: " (title(&it.whole)) } }
                }
                @if !measure.sources.is_empty() { div { dt { "Records of" } dd { (measure.sources.join(", ")) } } }
                @for (name, texts) in lists {
                    @if !texts.is_empty() {
                        div { dt { (name) } dd { ul { @for it in texts { li { (it) } } } } }
                    }
                }
                @if !measure.follows.is_empty() { div { dt { "Whose definition it follows" } dd { (measure.follows) } } }
                @if let Some(it) = &measure.metric { div { dt { "Defined as" } dd { code { (it) } } } }
            }
        }
    }
}
