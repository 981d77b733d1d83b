//! How every figure is defined, as one page: made of the definitions that figures are counted by, and of nothing
//! else.

use crate::layout::{POLICY, STYLE};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde::Serialize;

/// The definitions of a run.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Methodology {
    /// The version of the software, and what else the definitions are of.
    pub versions: Vec<String>,
    /// What is defined, in parts.
    pub parts: Vec<MethodPart>,
}

/// Definitions of one kind.
#[derive(Debug, Clone, Default, Serialize)]
pub struct MethodPart {
    /// The id of its heading: of letters, digits, `_`, `-` and `.`, and no other's.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// What all of them have in common.
    pub opening: Vec<String>,
    /// The definitions.
    pub entries: Vec<MethodEntry>,
}

/// One definition.
#[derive(Debug, Clone, Default, Serialize)]
pub struct MethodEntry {
    /// Its name in tables and files, which is also its id on the page.
    pub name: String,
    /// Its title.
    pub title: String,
    /// The definition in words.
    pub definition: String,
    /// What more is to be known, each under a word: one thing or several.
    pub points: Vec<(String, Vec<String>)>,
}

/// The page of the definitions as one HTML file.
///
/// ```
/// let page = rasso_report::methodology_page(&rasso_report::Methodology::default());
/// assert!(page.contains("How every figure is defined"));
/// ```
pub fn methodology_page(methodology: &Methodology) -> String {
    html! {
        (DOCTYPE)
        html lang="en-GB" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                link rel="icon" href="data:,";
                title { "How every figure is defined" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#main" { "Skip to main content" }
                header {
                    div.width {
                        p.kind { "Rape-case attrition: methodology" }
                        h1 { "How every figure is defined" }
                        @for version in &methodology.versions { p.note { (version) } }
                    }
                }
                div.width {
                    nav aria-label="Contents" {
                        h2 { "Contents" }
                        ol {
                            @for part in &methodology.parts { li { a href={ "#" (part.id) } { (part.title) } } }
                        }
                    }
                    main #main tabindex="-1" {
                        @for part in &methodology.parts { (section(part)) }
                    }
                }
            }
        }
    }
    .into_string()
}

fn section(part: &MethodPart) -> Markup {
    html! {
        section aria-labelledby=(part.id) {
            h2 id=(part.id) { (part.title) }
            @for text in &part.opening { p { (text) } }
            @if part.entries.len() > 1 {
                ul.index {
                    @for it in &part.entries { li { a href={ "#" (it.name) } { (it.title) } } }
                }
            }
            @for it in &part.entries { (entry(it)) }
        }
    }
}

fn entry(entry: &MethodEntry) -> Markup {
    html! {
        article.method aria-labelledby=(entry.name) {
            h3 id=(entry.name) { (entry.title) }
            p.name { code { (entry.name) } }
            p { (entry.definition) }
            dl {
                @for (word, said) in &entry.points {
                    @if !said.is_empty() {
                        dt { (word) }
                        @for it in said { dd { (it) } }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_definition_is_told_whole_and_escaped() {
        let entry = |name: &str| MethodEntry {
            name: name.to_owned(),
            title: "A <title>".to_owned(),
            definition: "Of all & some.".to_owned(),
            points: vec![
                (
                    "Left out".to_owned(),
                    vec!["one".to_owned(), "two".to_owned()],
                ),
                ("Breaks".to_owned(), Vec::new()),
            ],
        };
        let page = methodology_page(&Methodology {
            versions: vec!["rasso 1".to_owned()],
            parts: vec![MethodPart {
                id: "part".to_owned(),
                title: "Crimes".to_owned(),
                opening: vec!["All.".to_owned()],
                entries: vec![entry("a"), entry("b.c")],
            }],
        });
        assert!(page.contains("A &lt;title&gt;") && page.contains("Of all &amp; some."));
        assert_eq!(page.matches("<dd>").count(), 4);
        // What there is nothing of is not told.
        assert!(!page.contains("Breaks"));
        for id in ["part", "a", "b.c"] {
            assert_eq!(page.matches(&format!("id=\"{id}\"")).count(), 1);
            assert_eq!(page.matches(&format!("href=\"#{id}\"")).count(), 1);
        }
    }
}
