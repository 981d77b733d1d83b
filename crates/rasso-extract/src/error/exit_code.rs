//! The exit code that each error ends a command with.

use super::ExtractError;

impl ExtractError {
    /// The exit code a command ends with.
    pub const fn exit_code(&self) -> u8 {
        match self {
            Self::UnknownTable { .. }
            | Self::WrongAgency { .. }
            | Self::Folder { .. }
            | Self::NoDelivery { .. }
            | Self::NoKey { .. }
            | Self::NothingToCorrect { .. }
            | Self::NoKeyToCorrectBy { .. }
            | Self::WrongFormat { .. }
            | Self::NothingToSkip { .. }
            | Self::NoSheet { .. }
            | Self::WhichSheet { .. }
            | Self::MappingColumn { .. }
            | Self::Schema(_) => 2,
            Self::MissingFiles { .. }
            | Self::Unreadable { .. }
            | Self::EmptyFile { .. }
            | Self::Unsupported { .. }
            | Self::Damaged { .. }
            | Self::BeyondLimit { .. }
            | Self::Changed { .. }
            | Self::NestedColumn { .. }
            | Self::WrongHeader { .. }
            | Self::NoHeadings { .. }
            | Self::RepeatedHeading { .. }
            | Self::BrokenRow { .. }
            | Self::UnclosedQuote { .. } => 3,
            Self::TooManyFaults { .. } => 1,
            Self::Write { .. } => 6,
            Self::ControlTotal { .. } => 7,
            Self::Bug { .. } => 70,
        }
    }
}
