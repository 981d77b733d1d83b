//! How sure an interval is, and its limits.

/// How sure an interval is to hold the true value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// 95 in 100: the level of published intervals.
    Percent95,
    /// 998 in 1,000: the outer limit of a funnel plot.
    Percent99_8,
}

impl Confidence {
    /// How many standard errors either side the level reaches, on the normal distribution.
    pub fn standard_errors(self) -> f64 {
        match self {
            Self::Percent95 => 1.959_963_984_540_054,
            Self::Percent99_8 => 3.090_232_306_167_813,
        }
    }

    /// The chance left over on each side: 0.025 at 95 %.
    pub fn tail(self) -> f64 {
        match self {
            Self::Percent95 => 0.025,
            Self::Percent99_8 => 0.001,
        }
    }
}

/// The lower and upper limits of an estimate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The lower limit.
    pub lower: f64,
    /// The upper limit.
    pub upper: f64,
}

impl Interval {
    /// The estimate, and so many standard errors either side of it.
    pub(crate) fn around(estimate: f64, std_error: f64, confidence: Confidence) -> Self {
        let reach = confidence.standard_errors() * std_error;
        Self {
            lower: estimate - reach,
            upper: estimate + reach,
        }
    }
}
