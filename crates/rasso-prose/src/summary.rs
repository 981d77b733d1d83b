//! A summary of figures in sentences.

use crate::{
    figure::{Fact, Facts, Part},
    forms::{Forms, Piece, Slot, Statement, SummaryPlan},
    marks::Mark,
};
use maud::{DOCTYPE, Markup, html};

/// Nothing may be fetched and nothing may run, whatever stands in the page.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

const STYLE: &str = "body{font:1.1rem/1.5 Arial,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#0b0c0c;background:#fff}\
dfn{font-style:normal}data{font-weight:bold}mark{background:#fff2d3;color:inherit;padding:0 .2em}\
.handling{border-left:5px solid #942514;padding-left:1rem}@media(prefers-color-scheme:dark){body{color:#f3f2f1;background:#14181b}mark{background:#4a3c16}a{color:#8cc0ee}}";

const NEWLINE: maud::PreEscaped<&str> = maud::PreEscaped("\n");

/// A figure told beside an earlier one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence(Vec<Mark>);

impl Sentence {
    /// A figure, and how it changed since an earlier one where there is one to hold it against.
    pub fn of(fact: &Fact, earlier: Option<&Fact>, forms: &Forms) -> Self {
        let changed = earlier.filter(|it| {
            fact.value().is_some()
                && it.value().is_some()
                && !fact.is_small()
                && !it.is_small()
                && Mark::number(fact, Part::Change, Some(it)).is_some()
        });
        let form = match (fact.value(), changed) {
            (None, _) => &forms.missing,
            (Some(_), None) => &forms.level,
            (Some(_), Some(_)) => &forms.change,
        };
        let mut marks = Vec::new();
        for piece in form {
            match piece {
                Piece::Text(text) => marks.push(Mark::Text(text.clone())),
                Piece::Slot(slot) => marks.extend(filled(*slot, fact, changed)),
            }
        }
        Self(marks)
    }

    /// The sentence in the paragraph that holds it.
    pub(crate) fn inner(&self) -> String {
        html! { @for mark in &self.0 { (mark.html()) } }.into_string()
    }

    /// The sentence as a paragraph.
    pub fn html(&self) -> Markup {
        html! { p { @for mark in &self.0 { (mark.html()) } } (NEWLINE) }
    }
}

/// What a slot is filled with.
fn filled(slot: Slot, fact: &Fact, earlier: Option<&Fact>) -> Vec<Mark> {
    let text = |text: &str| Mark::Text(text.to_owned());
    let in_brackets = |mark: Option<Mark>| {
        let of = |mark| vec![text(" ("), mark, text(")")];
        mark.map_or_else(Vec::new, of)
    };
    match slot {
        Slot::Figure => vec![Mark::label(fact)],
        Slot::Value => Mark::number(fact, Part::Value, None).into_iter().collect(),
        Slot::Of => in_brackets(Mark::number(fact, Part::Of, None)),
        Slot::Period => vec![Mark::months(fact)],
        Slot::Status => in_brackets(Mark::reliance(fact)),
        Slot::Change => Mark::number(fact, Part::Change, earlier)
            .into_iter()
            .collect(),
        Slot::Earlier => earlier
            .and_then(|it| Mark::number(it, Part::Value, None))
            .into_iter()
            .collect(),
        Slot::EarlierPeriod => earlier.map(Mark::months).into_iter().collect(),
    }
}

/// What stands around the sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// The title of the page.
    pub title: String,
    /// What stands above everything.
    pub handling: String,
}

impl Frame {
    fn page(&self, main: &Markup) -> String {
        html! {
            (DOCTYPE)
            html lang="en-GB" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    meta http-equiv="Content-Security-Policy" content=(POLICY);
                    meta name="robots" content="noindex";
                    link rel="icon" href="data:,";
                    title { (self.title) }
                    style { (maud::PreEscaped(STYLE)) }
                }
                body {
                    p.handling role="note" { strong { (self.handling) } }
                    (NEWLINE)
                    main { (main) }
                }
            }
        }
        .into_string()
    }

    /// The page before and after its `<main>`.
    pub(crate) fn around(&self) -> (String, String) {
        let page = self.page(&html! {});
        let (head, tail) = page.split_once("<main></main>").unwrap_or_default();
        (head.to_owned(), tail.to_owned())
    }
}

/// The page of a summary. `cells` gives the cell of a statement, and that of the figure it is held against; a
/// statement without is left out.
pub fn summary(
    plan: &SummaryPlan,
    (frame, forms): (&Frame, &Forms),
    facts: &dyn Facts,
    cells: &dyn Fn(&Statement) -> [String; 2],
) -> String {
    let sentence = |statement: &Statement| {
        let [cell, earlier] = cells(statement);
        let fact = facts.fact(&cell)?;
        Some(Sentence::of(&fact, facts.fact(&earlier).as_ref(), forms))
    };
    frame.page(&html! {
        (NEWLINE)
        h1 { (plan.title) }
        (NEWLINE)
        @for text in &plan.opening { p { (text) } (NEWLINE) }
        @for section in &plan.sections {
            @let said: Vec<Sentence> = section.statements.iter().filter_map(sentence).collect();
            @if !said.is_empty() {
                section {
                    h2 { (section.title) }
                    (NEWLINE)
                    @for sentence in &said { (sentence.html()) }
                }
                (NEWLINE)
            }
        }
    })
}
