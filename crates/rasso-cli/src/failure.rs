//! Why a command failed, in words for the person who ran it, and with which exit code.

use crate::terminal;
use std::{fmt, path::Path};

/// A failure: what happened, what to do, and the exit code.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) code: u8,
    message: String,
    hint: Option<String>,
}

/// More faults than the limit.
pub(crate) const FINDINGS: u8 = 1;
/// Usage or configuration.
pub(crate) const USAGE: u8 = 2;
/// Input missing, unreadable or not what it says.
pub(crate) const INPUT: u8 = 3;
/// Disk or memory.
pub(crate) const DISK: u8 = 6;
/// A checksum or a control total that does not match.
pub(crate) const CHECKSUM: u8 = 7;
/// A fault in rasso.
pub(crate) const BUG: u8 = 70;

impl Failure {
    pub(crate) fn new(code: u8, message: impl fmt::Display) -> Self {
        Self {
            code,
            message: message.to_string(),
            hint: None,
        }
    }

    /// What happened.
    pub(crate) fn message(&self) -> &str {
        &self.message
    }

    /// Says it on stderr.
    pub(crate) fn tell(&self) {
        terminal::error(self.code, &self.message, self.hint.as_deref());
    }

    /// Names the file that it is about.
    pub(crate) fn of_file(mut self, file: &Path) -> Self {
        self.message = format!("{}: {}", file.display(), self.message);
        self
    }

    pub(crate) fn hint(mut self, hint: impl fmt::Display) -> Self {
        self.hint = Some(hint.to_string());
        self
    }
}

/// Errors that always mean the same exit code.
macro_rules! failures {
    ($($error:ty => $code:expr,)+) => {
        $(impl From<$error> for Failure {
            fn from(error: $error) -> Self {
                Self::new($code, error)
            }
        })+
    };
}

failures! {
    rasso_schema::SchemaError => USAGE,
    rasso_schema::UnknownName => USAGE,
    rasso_stats::StatsError => INPUT,
    rasso_prose::ProseError => USAGE,
    rasso_ingest_police::IngestError => BUG,
    rasso_ingest_cps::IngestError => BUG,
    rasso_ingest_courts::IngestError => BUG,
}

impl From<rasso_schema::ExchangeError> for Failure {
    fn from(error: rasso_schema::ExchangeError) -> Self {
        let code = match error {
            rasso_schema::ExchangeError::Several { .. }
            | rasso_schema::ExchangeError::Unknown(_) => USAGE,
            rasso_schema::ExchangeError::Broken { .. }
            | rasso_schema::ExchangeError::NotUnderstood { .. }
            | rasso_schema::ExchangeError::Missing { .. }
            | rasso_schema::ExchangeError::NoTable(_) => INPUT,
        };
        Self::new(code, error)
    }
}

impl From<rasso_extract::ExtractError> for Failure {
    fn from(error: rasso_extract::ExtractError) -> Self {
        Self::new(error.exit_code(), error)
    }
}

impl From<rasso_disclosure::DisclosureError> for Failure {
    fn from(error: rasso_disclosure::DisclosureError) -> Self {
        Self::new(error.exit_code(), error)
    }
}

impl From<rasso_release::ReleaseError> for Failure {
    fn from(error: rasso_release::ReleaseError) -> Self {
        Self::new(error.exit_code(), error)
    }
}

impl From<rasso_store::StoreError> for Failure {
    fn from(error: rasso_store::StoreError) -> Self {
        Self::new(error.exit_code(), error)
    }
}

impl From<rasso_timeline::TimelineError> for Failure {
    fn from(error: rasso_timeline::TimelineError) -> Self {
        let code = match &error {
            rasso_timeline::TimelineError::Engine(engine) => engine_code(engine),
            rasso_timeline::TimelineError::Column(_)
            | rasso_timeline::TimelineError::Arrow(_)
            | rasso_timeline::TimelineError::NoRank(_) => BUG,
        };
        Self::new(code, error)
    }
}

const fn engine_code(error: &rasso_engine::EngineError) -> u8 {
    match error {
        rasso_engine::EngineError::Disk { .. } | rasso_engine::EngineError::File { .. } => DISK,
        rasso_engine::EngineError::Statement { .. }
        | rasso_engine::EngineError::ColumnType { .. }
        | rasso_engine::EngineError::NoColumn { .. } => BUG,
    }
}

impl From<rasso_link::LinkError> for Failure {
    fn from(error: rasso_link::LinkError) -> Self {
        let code = match error {
            rasso_link::LinkError::Definition { .. }
            | rasso_link::LinkError::Model { .. }
            | rasso_link::LinkError::Schema(_) => USAGE,
            rasso_link::LinkError::Column(_) | rasso_link::LinkError::Arrow(_) => BUG,
        };
        Self::new(code, error)
    }
}

impl From<rasso_attrition::AttritionError> for Failure {
    fn from(error: rasso_attrition::AttritionError) -> Self {
        let code = match error {
            rasso_attrition::AttritionError::Definition { .. }
            | rasso_attrition::AttritionError::Schema(_) => USAGE,
            rasso_attrition::AttritionError::Engine(ref engine) => engine_code(engine),
            rasso_attrition::AttritionError::Reference { .. }
            | rasso_attrition::AttritionError::Arrow(_)
            | rasso_attrition::AttritionError::FollowUp(_) => BUG,
        };
        Self::new(code, error)
    }
}

impl From<rasso_quality::QualityError> for Failure {
    fn from(error: rasso_quality::QualityError) -> Self {
        let code = match &error {
            rasso_quality::QualityError::Engine(engine) => engine_code(engine),
            rasso_quality::QualityError::Extract(it) => it.exit_code(),
            rasso_quality::QualityError::Column(_) | rasso_quality::QualityError::Batch(_) => BUG,
        };
        Self::new(code, error)
    }
}

impl From<rasso_synth::SynthError> for Failure {
    fn from(error: rasso_synth::SynthError) -> Self {
        let code = match error {
            rasso_synth::SynthError::NoExtractDate
            | rasso_synth::SynthError::NoRecordedDates
            | rasso_synth::SynthError::NoCrimes
            | rasso_synth::SynthError::EarlyExtractDate
            | rasso_synth::SynthError::TooManyCrimes { .. }
            | rasso_synth::SynthError::Settings { .. } => USAGE,
            rasso_synth::SynthError::Read { .. } => INPUT,
            rasso_synth::SynthError::Write { .. } => DISK,
        };
        let is_settings = matches!(error, rasso_synth::SynthError::Settings { .. });
        let failure = Self::new(code, error);
        if is_settings {
            failure.hint("a file of settings is whole: begin with what `rasso synth --show` prints")
        } else {
            failure
        }
    }
}
