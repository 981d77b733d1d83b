//! What a draft says of one canonical column.

use super::recoding::Recoding;

/// How sure it is that a heading gives a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Words and values say so, and no other heading comes near.
    Sure,
    /// Words and values point there: look at it.
    Probable,
    /// A guess, a stand-in, or nothing: a person decides.
    ToDecide,
}

/// Where a column comes from. Headings are as the mapping names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Source {
    /// A heading; of the column's own name it needs no entry.
    Heading(String),
    /// The middle of the year that a heading tells.
    MiddleOfYear(String),
    /// The first characters of a heading.
    Start(String, usize),
    /// A keyed digest of headings.
    Digest(Vec<String>),
    /// The first filled of headings.
    FirstOf(Vec<String>),
    /// One value in every row.
    Constant(String),
    /// Nothing: the table cannot be read until it is decided.
    Nowhere,
}

/// What a draft says of one canonical column.
#[derive(Debug, Clone)]
pub struct DraftColumn {
    /// The column.
    pub name: String,
    /// The tables that have it.
    pub tables: Vec<String>,
    /// How sure it is.
    pub confidence: Confidence,
    pub(super) source: Source,
    /// Whether the heading is the column's own name, and stands once.
    pub(super) is_own_name: bool,
    /// What a person must know or decide.
    pub(super) notes: Vec<String>,
    pub(super) date_formats: Vec<String>,
    pub(super) null_tokens: Vec<String>,
    pub(super) recoding: Recoding,
}

impl Source {
    /// The one value of every row.
    pub(super) const fn constant(&self) -> Option<&String> {
        if let Self::Constant(value) = self {
            Some(value)
        } else {
            None
        }
    }

    /// The headings that it speaks of.
    pub(super) fn headings(&self) -> Vec<&String> {
        match self {
            Self::Heading(it) | Self::MiddleOfYear(it) | Self::Start(it, _) => vec![it],
            Self::Digest(all) | Self::FirstOf(all) => all.iter().collect(),
            Self::Constant(_) | Self::Nowhere => Vec::new(),
        }
    }
}

impl DraftColumn {
    /// Whether some heading or constant gives it.
    pub(super) fn is_given(&self) -> bool {
        self.source != Source::Nowhere
    }

    pub(super) fn new(
        name: &str,
        tables: Vec<String>,
        source: Source,
        confidence: Confidence,
    ) -> Self {
        Self {
            name: name.to_owned(),
            tables,
            confidence,
            source,
            is_own_name: false,
            notes: Vec::new(),
            date_formats: Vec::new(),
            null_tokens: Vec::new(),
            recoding: Recoding::default(),
        }
    }

    /// Whether a heading of the column's own name says all.
    pub(super) fn needs_no_entry(&self) -> bool {
        self.is_own_name
            && matches!(self.source, Source::Heading(_))
            && self.date_formats.is_empty()
            && self.null_tokens.is_empty()
            && self.recoding.is_empty()
    }
}
