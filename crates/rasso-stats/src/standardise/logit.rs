//! A logit model of shares: what kind of case says of how it ends.

use crate::StatsError;
use crate::linear::least_squares;
use crate::proportion::Share;

/// The steps that are made at most; a model that fits at all takes six or so.
const STEPS: u32 = 50;

/// A logit model that was fitted.
#[derive(Debug, Clone, PartialEq)]
pub struct Logit {
    /// By how much each column moves the logarithm of the odds.
    pub coefficients: Vec<f64>,
    /// Their standard errors.
    pub std_errors: Vec<f64>,
    /// The share that the model expects of each row.
    pub fitted: Vec<f64>,
}

/// Fits ln(p / (1 - p)) = Σ coefficient × column by maximum likelihood (iterated weighted least
/// squares). Each row is a kind of case, with its shares; a constant is a column of ones.
///
/// [`StatsError::Contradiction`] when lists have different lengths; [`StatsError::NotIdentified`] when a
/// column follows from others, or decides alone who is counted, so that its coefficient has no end.
pub fn logit(columns: &[Vec<f64>], shares: &[Share]) -> Result<Logit, StatsError> {
    if columns.iter().any(|it| it.len() != shares.len()) {
        return Err(StatsError::Contradiction);
    }
    if columns.iter().flatten().any(|it| !it.is_finite()) {
        return Err(StatsError::NotFinite);
    }
    let mut coefficients = vec![0.0; columns.len()];
    for _ in 0..STEPS {
        let fitted = expected(columns, &coefficients, shares.len());
        let step = Weighted::at(columns, shares, &fitted)
            .and_then(|it| least_squares(&it.columns, &it.off))
            .ok_or(StatsError::NotIdentified)?;
        for (coefficient, step) in coefficients.iter_mut().zip(&step.coefficients) {
            *coefficient += step;
        }
        let is_still = |(step, at): (&f64, &f64)| step.abs() <= 1e-12 * at.abs().max(1.0);
        if step.coefficients.iter().zip(&coefficients).all(is_still) {
            let std_errors = (0..columns.len()).map(|it| step.inverse[it][it].sqrt());
            return Ok(Logit {
                std_errors: std_errors.collect(),
                fitted: expected(columns, &coefficients, shares.len()),
                coefficients,
            });
        }
    }
    Err(StatsError::NotIdentified)
}

fn expected(columns: &[Vec<f64>], coefficients: &[f64], rows: usize) -> Vec<f64> {
    let odds = |row: usize| -> f64 {
        let terms = columns.iter().zip(coefficients);
        terms
            .map(|(column, coefficient)| coefficient * column[row])
            .sum()
    };
    (0..rows)
        .map(|row| 1.0 / (1.0 + (-odds(row)).exp()))
        .collect()
}

/// The rows times the root of what each weighs, and by how much each is off.
struct Weighted {
    columns: Vec<Vec<f64>>,
    off: Vec<f64>,
}

impl Weighted {
    /// Nothing when a row is expected to be certain: coefficients run off then.
    fn at(columns: &[Vec<f64>], shares: &[Share], fitted: &[f64]) -> Option<Self> {
        let of_row = |(share, p): (&Share, &f64)| {
            let (x, _, n) = share.floats();
            let weight = (n * p * (1.0 - p)).sqrt();
            (weight > 1e-9).then(|| (weight, (x - n * p) / weight))
        };
        let rows: Vec<(f64, f64)> = shares
            .iter()
            .zip(fitted)
            .map(of_row)
            .collect::<Option<_>>()?;
        let weigh = |column: &Vec<f64>| {
            column
                .iter()
                .zip(&rows)
                .map(|(it, row)| it * row.0)
                .collect()
        };
        Some(Self {
            columns: columns.iter().map(weigh).collect(),
            off: rows.iter().map(|it| it.1).collect(),
        })
    }
}
