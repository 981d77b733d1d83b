//! How many more will come, from a triangle of counts alone: the chain ladder with Mack's errors.
//!
//! For publication where no row may leave an agency: cases by the quarter they began (row i) and how
//! many of them had ended so many quarters later (column k), cumulated, C. With
//!
//! > f(k) = Σ C(i, k+1) / Σ C(i, k),  σ²(k) = Σ (C(i, k+1) - f(k) C(i, k))² / C(i, k) / (rows - 1)
//!
//! over the rows known at k+1, the last count of a row times the f still to come is what it will
//! reach. Errors are Mack's (1993, ASTIN Bulletin 23, 213-225): of the process and of the f together.
//! The last σ², for which there is one row only, is by his rule min(σ⁴(k-1) / σ²(k-2), σ²(k-1), σ²(k-2)).

use crate::StatsError;
use crate::number::float;

/// What a row, or all rows together, will reach.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ultimate {
    /// The count that it will reach.
    pub value: f64,
    /// Mack's standard error of it.
    pub std_error: f64,
}

/// A triangle developed to its last column.
#[derive(Debug, Clone, PartialEq)]
pub struct ChainLadder {
    /// By how much counts grow from each column to the next.
    pub factors: Vec<f64>,
    /// What each row will reach; nothing where its last count is 0, of which no multiple is more.
    pub rows: Vec<Option<Ultimate>>,
    /// What all rows will reach together; nothing when there is nothing for one of them.
    pub total: Option<Ultimate>,
}

/// Develops a triangle of cumulated counts. The first row is whole, and each row has one column less
/// than the row before.
///
/// [`StatsError::Contradiction`] when the rows are no triangle, [`StatsError::TooFew`] when there are
/// fewer than four, or a column has only zeros: then its σ² cannot be told.
pub fn chain_ladder(rows: &[Vec<u64>]) -> Result<ChainLadder, StatsError> {
    let size = rows.len();
    if size < 4 {
        return Err(StatsError::TooFew);
    }
    if !rows.iter().zip(0..).all(|(row, at)| row.len() == size - at) {
        return Err(StatsError::Contradiction);
    }
    let counts: Vec<Vec<f64>> = rows
        .iter()
        .map(|row| row.iter().map(|it| float(*it)).collect())
        .collect();
    let columns = develop(&counts)?;
    let of_rows: Vec<Option<Row>> = counts.iter().map(|row| Row::of(row, &columns)).collect();
    let ultimates = of_rows.iter().map(|row| {
        row.as_ref().map(|it| Ultimate {
            value: it.value,
            std_error: it.variance.sqrt(),
        })
    });
    Ok(ChainLadder {
        factors: columns.iter().map(|it| it.factor).collect(),
        rows: ultimates.collect(),
        total: total(&of_rows, &columns),
    })
}

/// The step from one column to the next.
struct Column {
    factor: f64,
    sigma_squared: f64,
    /// Σ C(i, k) over the rows known at k+1.
    base: f64,
}

fn develop(counts: &[Vec<f64>]) -> Result<Vec<Column>, StatsError> {
    let mut columns: Vec<Column> = Vec::new();
    for k in 0..counts.len() - 1 {
        let known = || counts.iter().filter(|row| row.len() > k + 1);
        let base: f64 = known().map(|row| row[k]).sum();
        if base <= 0.0 {
            return Err(StatsError::TooFew);
        }
        let factor = known().map(|row| row[k + 1]).sum::<f64>() / base;
        // A row at 0 says nothing of how counts multiply.
        let scatter: Vec<f64> = known()
            .filter(|row| row[k] > 0.0)
            .map(|row| (row[k + 1] - factor * row[k]).powi(2) / row[k])
            .collect();
        let sigma_squared = match u32::try_from(scatter.len()) {
            Ok(rows) if rows > 1 => scatter.iter().sum::<f64>() / f64::from(rows - 1),
            _ => from_before(&columns)?,
        };
        columns.push(Column {
            factor,
            sigma_squared,
            base,
        });
    }
    Ok(columns)
}

/// Mack's rule for a column of which too little is known.
fn from_before(columns: &[Column]) -> Result<f64, StatsError> {
    let [.., a, b] = columns else {
        return Err(StatsError::TooFew);
    };
    let (a, b) = (a.sigma_squared, b.sigma_squared);
    let least = a.min(b);
    Ok(if a > 0.0 { least.min(b * b / a) } else { least })
}

struct Row {
    value: f64,
    variance: f64,
    /// The first step still to come.
    next: usize,
}

impl Row {
    fn of(row: &[f64], columns: &[Column]) -> Option<Self> {
        let next = row.len() - 1;
        let mut value = row[next];
        if value <= 0.0 {
            return None;
        }
        let mut share = 0.0;
        for column in &columns[next..] {
            let error = column.sigma_squared / (column.factor * column.factor);
            share += error * (1.0 / value + 1.0 / column.base);
            value *= column.factor;
        }
        // A factor of 0 leaves nothing to come, and a share of nothing that is no number.
        (value > 0.0).then_some(Self {
            value,
            variance: value * value * share,
            next,
        })
    }
}

/// All rows together: they share the factors, so their errors go together.
fn total(rows: &[Option<Row>], columns: &[Column]) -> Option<Ultimate> {
    let rows: Vec<&Row> = rows.iter().map(Option::as_ref).collect::<Option<_>>()?;
    let mut variance = 0.0;
    let mut younger = rows.iter().map(|it| it.value).sum::<f64>();
    let value = younger;
    for row in rows {
        younger -= row.value;
        let shared = columns[row.next..]
            .iter()
            .map(|it| 2.0 * it.sigma_squared / (it.factor * it.factor * it.base));
        variance += row.variance + row.value * younger * shared.sum::<f64>();
    }
    Some(Ultimate {
        value,
        std_error: variance.sqrt(),
    })
}
