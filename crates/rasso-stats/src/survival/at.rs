//! An estimate at a time, or why there is none.

/// What is known at a time. Nothing is carried on past the data: that would be a forecast.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum At<T> {
    /// Somebody was under observation all the way to this time.
    Observed(T),
    /// By this time every case had ended, and none was last seen open: the estimate can no longer
    /// change.
    Settled(T),
    /// Nobody was under observation so far.
    NotObserved {
        /// The last time that was observed; nothing when not even the first was.
        until: Option<f64>,
    },
}

impl<T> At<T> {
    /// The estimate, where there is one.
    pub fn value(self) -> Option<T> {
        match self {
            Self::Observed(value) | Self::Settled(value) => Some(value),
            Self::NotObserved { .. } => None,
        }
    }

    /// The estimate made into something else.
    pub fn map<U>(self, with: impl FnOnce(T) -> U) -> At<U> {
        match self {
            Self::Observed(value) => At::Observed(with(value)),
            Self::Settled(value) => At::Settled(with(value)),
            Self::NotObserved { until } => At::NotObserved { until },
        }
    }
}
