//! What figures cannot be estimated from.

/// Numbers that do not fit the estimator they were given to.
///
/// No message quotes a number of the data: a duration or a count can be a person's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StatsError {
    /// A group that the cube does not have.
    #[error("there are {groups} groups, and one was named that is not among them")]
    NoSuchGroup {
        /// How many there are; they count from 0.
        groups: usize,
    },
    /// A status that stands for no cause.
    #[error("there are {causes} causes, and a status was given that is none of them and not 0")]
    NoSuchCause {
        /// How many there are; they count from 1, and 0 is still open.
        causes: usize,
    },
    /// A case that left before it came under observation, or as it did.
    #[error("a case under observation from a later day must leave after that day")]
    EmptySpell,
    /// A time that is negative, infinite or no number, or further off than 300 years of days.
    #[error("a time is negative, infinite or too far off")]
    BadTime,
    /// Two cubes or tables that do not count the same causes or groups.
    #[error("two tables of counts have different causes or groups")]
    Unlike,
    /// A test that has no known form for cases that came under observation late.
    #[error("this test is not defined where cases come under observation after their origin")]
    LateEntry,
    /// Fewer groups or observations than the estimator needs.
    #[error("there are too few groups or observations to estimate from")]
    TooFew,
    /// More stages, groups or columns than the estimator can hold.
    #[error("there is more to estimate from than the estimator can hold")]
    TooMany,
    /// A count larger than the count that holds it, or lists of different lengths.
    #[error("the counts contradict each other")]
    Contradiction,
    /// A number that is infinite or no number.
    #[error("a number is infinite or no number")]
    NotFinite,
    /// Columns of which one follows from the others, or of which one decides the outcome alone.
    #[error("the columns do not identify the coefficients")]
    NotIdentified,
    /// A fit that did not settle.
    #[error("the fit did not converge")]
    NoConvergence,
}
