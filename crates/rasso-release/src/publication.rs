//! What the body that publishes says of a release: who it is, when it publishes, and what a reader must know of it.
//!
//! It is a file that the body writes (`data-schemas/release-notes/example-publication.toml` is one, line by line), and is published
//! with the figures.

use crate::{ReleaseError, published::is_plain_text};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// What is said of a release by those who publish it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Publication {
    /// The heading of the release.
    pub title: String,
    /// The body that publishes it.
    pub producer: String,
    /// An office to ask, and how it is reached. A role, never a person.
    pub contact: String,
    /// What it is: `official statistics`, `official statistics in development`, `management information`.
    pub status: String,
    /// When it is published: an ISO 8601 date and time of day in the United Kingdom, `2025-09-25T09:30`.
    pub published: String,
    /// When the next one is.
    pub next: String,
    /// Until when it may not be shown to anybody who has no pre-release access; none where it is not so marked.
    pub embargo: Option<String>,
    /// What it is good for.
    pub strengths: Vec<String>,
    /// What it is not.
    pub limits: Vec<String>,
    /// When and why published figures change.
    pub revisions: String,
    /// What becomes of the release and its pages when it is no longer kept up.
    pub retirement: String,
    /// The dates of other releases.
    #[serde(default)]
    pub calendar: Vec<CalendarDate>,
    /// Corrections of earlier releases.
    #[serde(default)]
    pub corrections: Vec<Correction>,
}

/// A date in the release calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalendarDate {
    /// The last quarter that is released.
    pub quarter: String,
    /// The day, `2025-12-18`, or the month, `2026-03`.
    pub date: String,
    /// `confirmed`, `provisional` or `published`.
    pub state: String,
}

/// What was wrong in an earlier release and is put right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// The day of the notice.
    pub date: String,
    /// The release that was wrong.
    pub release: String,
    /// What was wrong, why, and which figures.
    pub notice: String,
}

impl Publication {
    /// Reads the file.
    pub fn read(file: &Path) -> Result<Self, ReleaseError> {
        let text = ReleaseError::read(file)?;
        Self::parse(&text).map_err(|it| ReleaseError::usage(file.display(), it))
    }

    fn parse(text: &str) -> Result<Self, String> {
        let read: Self = toml::from_str(text).map_err(|it| it.message().to_owned())?;
        read.fault().map_or(Ok(read), Err)
    }

    /// What is wrong with it.
    fn fault(&self) -> Option<String> {
        let filled = [
            ("title", &self.title),
            ("producer", &self.producer),
            ("contact", &self.contact),
            ("status", &self.status),
            ("revisions", &self.revisions),
            ("retirement", &self.retirement),
        ];
        if let Some((key, _)) = filled.iter().find(|it| it.1.trim().is_empty()) {
            return Some(format!("`{key}` must say something"));
        }
        let lists = [("strengths", &self.strengths), ("limits", &self.limits)];
        if let Some((key, _)) = lists.iter().find(|it| it.1.is_empty()) {
            return Some(format!("`{key}` must say something"));
        }
        let in_lists = lists
            .iter()
            .flat_map(|(key, it)| it.iter().map(|it| (*key, it)));
        let corrections = self.corrections.iter();
        let notices = corrections.flat_map(|it| [("release", &it.release), ("notice", &it.notice)]);
        let calendar = self.calendar.iter();
        let dates = calendar.flat_map(|it| [("quarter", &it.quarter), ("state", &it.state)]);
        let mut texts = filled
            .into_iter()
            .chain(in_lists)
            .chain(notices)
            .chain(dates);
        // A sheet has it in one cell.
        if let Some((key, _)) = texts.find(|it| !is_plain_text(it.1)) {
            return Some(format!("`{key}` must be a line of text that is no formula"));
        }
        let moments = [
            ("published", Some(&self.published)),
            ("embargo", self.embargo.as_ref()),
        ];
        for (key, moment) in moments {
            if moment.is_some_and(|it| !is_moment(it)) {
                return Some(format!(
                    "`{key}` must be a date and time of day: 2025-09-25T09:30"
                ));
            }
        }
        if !is_date(&self.next) {
            return Some("`next` must be a date: 2025-12-18".to_owned());
        }
        let corrections = self.corrections.iter().map(|it| &it.date);
        let days = self
            .calendar
            .iter()
            .map(|it| &it.date)
            .filter(|it| it.len() != 7);
        if days.chain(corrections).any(|it| !is_date(it)) {
            return Some(
                "a `date` must be a day, 2025-12-18, or in the calendar a month, 2026-03"
                    .to_owned(),
            );
        }
        None
    }
}

/// `2025-12-18`, a day that there is.
fn is_date(text: &str) -> bool {
    text.parse::<rasso_terms::Day>().is_ok()
}

/// `2025-09-25T09:30`.
fn is_moment(text: &str) -> bool {
    let Some((date, time)) = text.split_once('T') else {
        return false;
    };
    let time = time.split_once(':').and_then(|(hour, minute)| {
        let two = |it: &str| it.len() == 2 && it.bytes().all(|it| it.is_ascii_digit());
        (two(hour) && two(minute)).then_some((hour, minute))
    });
    is_date(date) && time.is_some_and(|(hour, minute)| hour < "24" && minute < "60")
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXAMPLE: &str =
        include_str!("../../../data-schemas/release-notes/example-publication.toml");

    #[test]
    fn the_example_is_one() {
        let read = Publication::parse(EXAMPLE).unwrap();
        assert_eq!(read.published, "2025-09-25T09:30");
        assert!(read.embargo.is_none());
    }

    #[test]
    fn a_date_that_there_is_not_is_refused_by_its_key() {
        for (from, to, told) in [
            ("2025-09-25T09:30", "2025-09-31T09:30", "`published`"),
            ("2025-09-25T09:30", "2025-09-25T24:30", "`published`"),
            ("2025-09-25T09:30", "2025-09-25", "`published`"),
            ("next = \"2025-12-18\"", "next = \"soon\"", "`next`"),
            (
                "# embargo = \"2025-09-25T09:30\"",
                "embargo = \"\"",
                "`embargo`",
            ),
        ] {
            let text = EXAMPLE.replace(from, to);
            assert_ne!(text, EXAMPLE);
            let why = Publication::parse(&text).unwrap_err();
            assert!(why.contains(told), "{why}");
        }
    }

    #[test]
    fn what_must_be_said_is_asked_for() {
        let text = EXAMPLE.replace(
            "producer = \"EXAMPLE: a statistics team\"",
            "producer = \" \"",
        );
        assert!(
            Publication::parse(&text)
                .unwrap_err()
                .contains("`producer`")
        );
        let text = EXAMPLE.replace("a statistics team\"\n", "a statistics\\nteam\"\n");
        assert!(
            Publication::parse(&text)
                .unwrap_err()
                .contains("`producer`")
        );
        let text = format!("unknown = 1\n{EXAMPLE}");
        assert!(Publication::parse(&text).unwrap_err().contains("unknown"));
    }
}
