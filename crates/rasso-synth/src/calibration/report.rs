//! What was reached, beside what was published.

use super::facts::Facts;
use super::figure::figure;
use super::spread::{Part, parts};
use super::target::Target;
use rasso_terms::Day;
use std::fmt::Write;

/// A world held against every target.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibration {
    /// Each target, in the order of `data/targets.csv`.
    pub targets: Vec<Reached>,
    /// Distributions, part by part.
    pub parts: Vec<Part>,
}

/// One target and what the world has for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Reached {
    /// What is counted.
    pub figure: &'static str,
    /// The first day of the period, and the first day after it.
    pub period: (Day, Day),
    /// What it is counted in, and by whose definition.
    pub basis: &'static str,
    /// The published figure.
    pub published: f64,
    /// How far off the world may be.
    pub tolerance: f64,
    /// The figure of the world; nothing when it has nothing to count.
    pub in_world: Option<f64>,
    /// Its standard error: how far off it is by chance.
    pub error: f64,
    /// Where the published figure stands.
    pub source: &'static str,
}

/// Whether a world reaches a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Within the tolerance.
    Within,
    /// Out of it.
    Out,
    /// The world has too little to count: nothing at all, or so little that chance alone is wider
    /// than the tolerance.
    TooFew,
}

impl Verdict {
    /// `yes`, `no` or `too few to say`.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Within => "yes",
            Self::Out => "no",
            Self::TooFew => "too few to say",
        }
    }
}

impl Reached {
    /// Whether the world is within the tolerance.
    pub fn verdict(&self) -> Verdict {
        match self.in_world {
            Some(value) if self.error > 0.0 && self.error <= self.tolerance => {
                if (value - self.published).abs() <= self.tolerance {
                    Verdict::Within
                } else {
                    Verdict::Out
                }
            }
            Some(_) | None => Verdict::TooFew,
        }
    }

    /// Whether the world is within the tolerance, and has enough to say so.
    pub fn is_within(&self) -> bool {
        self.verdict() == Verdict::Within
    }
}

/// Holds the facts against the targets.
pub(super) fn calibration(targets: &[Target], facts: &Facts) -> Calibration {
    let reached = |it: &Target| {
        let figure = figure(it.figure, facts, it.period);
        Reached {
            figure: it.figure,
            period: it.period,
            basis: it.basis,
            published: it.value,
            tolerance: it.tolerance,
            in_world: figure.map(|it| it.value),
            error: figure.map_or(0.0, |it| it.error),
            source: it.source,
        }
    };
    Calibration {
        targets: targets.iter().map(reached).collect(),
        parts: parts(facts),
    }
}

impl Calibration {
    /// Both tables in Markdown.
    pub fn to_markdown(&self) -> String {
        self.write().unwrap_or_default()
    }

    /// Writing to a text does not fail.
    fn write(&self) -> Result<String, std::fmt::Error> {
        let mut text = String::new();
        let within = self.targets.iter().filter(|it| it.is_within()).count();
        let few = self
            .targets
            .iter()
            .filter(|it| it.verdict() == Verdict::TooFew);
        writeln!(
            text,
            "{within} of {} targets reached; {} with too few cases to say.\n",
            self.targets.len(),
            few.count()
        )?;
        writeln!(
            text,
            "| figure | from | to | basis | published | tolerance | reached | std. error | within |"
        )?;
        writeln!(text, "|---|---|---|---|---|---|---|---|---|")?;
        for it in &self.targets {
            let reached = it
                .in_world
                .map_or("none".to_owned(), |it| format!("{it:.2}"));
            writeln!(
                text,
                "| {} | {} | {} | {} | {} | {} | {reached} | {:.2} | {} |",
                it.figure,
                it.period.0,
                it.period.1.plus(-1),
                it.basis,
                it.published,
                it.tolerance,
                it.error,
                it.verdict().words(),
            )?;
        }
        writeln!(text, "\n| distribution | part | published % | reached % |")?;
        writeln!(text, "|---|---|---|---|")?;
        for it in &self.parts {
            writeln!(
                text,
                "| {} | {} | {:.2} | {:.2} |",
                it.of, it.name, it.published, it.in_world
            )?;
        }
        Ok(text)
    }
}
