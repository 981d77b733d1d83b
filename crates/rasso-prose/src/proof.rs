//! Whether a text says what the table says.
//!
//! A browser shows more than any list of what is forbidden knows of: comments that end early, attributes, styles,
//! letters that look like others. So the proof allows: around `<main>` the page is as it was written; in it stand
//! headings and paragraphs of plain words, and sentences of figures, each letter for letter as it would be written
//! from the cells that it names. Sentences may be left out and put in another order; how they are formed is data.

use crate::{
    Words,
    figure::Facts,
    forms::Forms,
    summary::{Frame, Sentence},
};
use std::collections::BTreeSet;

/// Something that a text says and the table does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The line of the text.
    pub line: usize,
    /// What is wrong.
    pub what: String,
}

/// Elements that hold plain words.
const PLAIN: [&str; 3] = ["h1", "h2", "p"];

/// What of a page is not what the table says. The error says why the page cannot be read.
pub fn proof(
    page: &str,
    frame: &Frame,
    forms: &Forms,
    facts: &dyn Facts,
    words: &Words,
) -> Result<Vec<Finding>, String> {
    let (head, tail) = frame.around();
    let (before, rest) = page
        .split_once("<main>")
        .ok_or("it has no <main>: it is no page of sentences")?;
    let (main, after) = rest
        .rsplit_once("</main>")
        .ok_or("its <main> has no end: it is no page of sentences")?;
    let mut reading = Reading {
        forms,
        facts,
        words,
        line: line_of(before),
        sentences: 0,
        findings: Vec::new(),
    };
    let around = "around <main> the page is not as it was written: nothing may be said there";
    if before != head {
        reading.found_at(1, around.to_owned());
    }
    reading.blocks(main);
    if after.trim_end() != tail.trim_end() {
        reading.found(around.to_owned());
    }
    if reading.sentences == 0 {
        reading.found("it has no sentence of a figure".to_owned());
    }
    Ok(reading.findings)
}

/// The cells that a page names.
pub fn cells(page: &str) -> BTreeSet<String> {
    let named = |mark: &str| -> Vec<String> {
        let after = page.split(mark).skip(1);
        after
            .filter_map(|it| it.split('"').next())
            .map(str::to_owned)
            .collect()
    };
    let all = ["data-cell=\"", "data-since=\""].map(named);
    all.into_iter().flatten().collect()
}

fn line_of(before: &str) -> usize {
    before.bytes().filter(|it| *it == b'\n').count() + 1
}

struct Reading<'p> {
    forms: &'p Forms,
    facts: &'p dyn Facts,
    words: &'p Words,
    line: usize,
    sentences: usize,
    findings: Vec<Finding>,
}

impl Reading<'_> {
    fn found(&mut self, what: String) {
        self.found_at(self.line, what);
    }

    fn found_at(&mut self, line: usize, what: String) {
        self.findings.push(Finding { line, what });
    }

    /// Proves one heading or paragraph after another.
    fn blocks(&mut self, main: &str) {
        let mut rest = main;
        loop {
            let blank = rest.len() - rest.trim_start().len();
            self.pass(&rest[..blank]);
            rest = &rest[blank..];
            if rest.is_empty() {
                return;
            }
            let section = ["<section>", "</section>"];
            if let Some(it) = section.iter().find(|it| rest.starts_with(**it)) {
                rest = &rest[it.len()..];
                continue;
            }
            let block = PLAIN.iter().find_map(|name| {
                let inner = rest.strip_prefix(&format!("<{name}>"))?;
                let (inner, after) = inner.split_once(&format!("</{name}>"))?;
                Some((*name, inner, after))
            });
            let Some((name, inner, after)) = block else {
                let what =
                    "nothing may stand here but <h1>, <h2>, <p> and <section>, without attributes";
                return self.found(what.to_owned());
            };
            if name == "p" && inner.contains('<') {
                self.sentence(inner);
            } else {
                self.plain(inner);
            }
            self.pass(&rest[..rest.len() - after.len()]);
            rest = after;
        }
    }

    fn pass(&mut self, text: &str) {
        self.line += text.bytes().filter(|it| *it == b'\n').count();
    }

    fn plain(&mut self, text: &str) {
        let refused = self.words.refused(text);
        if !refused.is_empty() {
            let refused = refused.join("`, `");
            self.found(format!(
                "`{refused}`: only a figure says this, with its cell"
            ));
        }
    }

    /// Holds a sentence to what would be written from its cells.
    fn sentence(&mut self, inner: &str) {
        self.sentences += 1;
        let named = |mark: &str| {
            let (_, after) = inner.split_once(mark)?;
            after.split('"').next()
        };
        let Some(cell) = named("<dfn data-cell=\"") else {
            return self.found("a sentence begins with the label of its figure".to_owned());
        };
        let Some(fact) = self.facts.fact(cell) else {
            return self.found(format!("the table has no cell `{cell}`"));
        };
        let since = named("data-since=\"");
        let earlier = since.and_then(|it| self.facts.fact(it));
        if let (Some(since), None) = (since, &earlier) {
            return self.found(format!("the table has no cell `{since}`"));
        }
        let written = Sentence::of(&fact, earlier.as_ref(), self.forms);
        if written.inner() != inner {
            let (said, ought) = (read(inner), read(&written.inner()));
            self.found(if said == ought {
                format!("a sentence of `{cell}` has other marks than it was written with")
            } else {
                format!("`{said}` where the table says `{ought}`")
            });
        }
    }
}

/// A sentence without its marks.
fn read(inner: &str) -> String {
    let mut text = String::new();
    let mut in_tag = false;
    for letter in inner.chars() {
        match letter {
            '<' => in_tag = true,
            '>' => in_tag = false,
            _ if !in_tag => text.push(letter),
            _ => {}
        }
    }
    text
}
