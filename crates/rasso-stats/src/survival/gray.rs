//! Gray's test: do as many cases end of one cause in every group?
//!
//! Gray 1988, Annals of Statistics 16, 1141-1154, with weight 1 (rho = 0), as R's `cmprsk`. For group
//! k at time t, n is the number at risk, S the share of its cases not over just before t, F its
//! incidence of the cause, and
//!
//! - h = n / S, as if nobody had ended of another cause;
//! - R = n (1 - F) / S, the modified risk set, in which those ended of other causes stay.
//!
//! The score of a group is its ends of the cause less its share by R of all of them. `F0`, the common
//! incidence, rises at each time by the ends of the cause over Σ h. With
//!
//! - `a_ik(t)` = `h_i` (\[i = k\] - `h_k` / Σ h) and `c_ik(t)` = Σ `a_ik` d`F0` / (1 - `F0`) up to t,
//!
//! an end of the cause moves the score of group i through group k by
//! `a_ik` + (1 - (1 - `F0`) / `S_k`) (`c_ik`(end) - `c_ik(t)`), and an end of another cause by
//! (1 - `F0`) / `S_k` (`c_ik`(end) - `c_ik(t)`). The covariance sums the products of these, each weighed by
//! the variance of its ends; several ends of one day draw without replacement, hence `ties`.

use super::RiskTable;
use super::across::{Across, across};
use crate::number::float;
use crate::{GroupTest, StatsError};

/// Compares the cumulative incidence of one cause, counted from 1, between groups.
///
/// [`StatsError::LateEntry`] where cases came under observation late: the test is not known for them.
/// [`StatsError::TooFew`] when fewer than two groups are ever at risk together.
pub fn gray(tables: &[RiskTable], cause: usize) -> Result<GroupTest, StatsError> {
    if tables.iter().any(RiskTable::has_late_entries) {
        return Err(StatsError::LateEntry);
    }
    let steps = follow(&across(tables, cause)?, tables.len());
    let n = tables.len();
    let mut scores = vec![0.0; n];
    let mut total = vec![vec![0.0; n]; n];
    for step in &steps {
        step.add_scores(&mut scores);
        step.add_lever(&mut total);
    }
    let mut covariances = vec![vec![0.0; n]; n];
    // From here on `total` is what `c` has still to gain.
    for step in &steps {
        step.take_lever(&mut total);
        step.add_covariances(&total, &mut covariances);
    }
    GroupTest::of_scores(&scores, &covariances)
}

/// One time, with what the estimates were just before it.
struct Moment {
    groups: Vec<Group>,
    /// Ends of the cause in all groups.
    ends: f64,
    /// Σ h.
    all: f64,
    /// The common incidence before and after.
    common: (f64, f64),
}

#[derive(Clone, Copy)]
struct Group {
    at_risk: f64,
    of_cause: f64,
    of_others: f64,
    /// The share not over, before and after.
    survival: (f64, f64),
    h: f64,
    modified: f64,
}

fn follow(steps: &[Across], groups: usize) -> Vec<Moment> {
    let mut survival = vec![1.0; groups];
    let mut incidence = vec![0.0; groups];
    let mut common = 0.0;
    let mut moments = Vec::with_capacity(steps.len());
    for step in steps {
        let mut found = Vec::with_capacity(groups);
        for (it, (survival, incidence)) in step
            .groups
            .iter()
            .zip(survival.iter_mut().zip(&mut incidence))
        {
            let (n, of_cause, of_others) =
                (float(it.at_risk), float(it.of_cause), float(it.of_others));
            let before = *survival;
            let h = if it.at_risk > 0 { n / before } else { 0.0 };
            found.push(Group {
                at_risk: n,
                of_cause,
                of_others,
                survival: (before, before),
                h,
                modified: h * (1.0 - *incidence),
            });
            if it.at_risk > 0 {
                *survival = before * (n - of_cause - of_others) / n;
                *incidence += before * of_cause / n;
            }
            if let Some(group) = found.last_mut() {
                group.survival.1 = *survival;
            }
        }
        let all: f64 = found.iter().map(|it| it.h).sum();
        let ends: f64 = found.iter().map(|it| it.of_cause).sum();
        let before = common;
        common += ends / all;
        moments.push(Moment {
            groups: found,
            ends,
            all,
            common: (before, common),
        });
    }
    moments
}

impl Moment {
    fn add_scores(&self, scores: &mut [f64]) {
        let all: f64 = self.groups.iter().map(|it| it.modified).sum();
        if self.ends > 0.0 {
            for (score, it) in scores.iter_mut().zip(&self.groups) {
                *score += it.of_cause - self.ends * it.modified / all;
            }
        }
    }

    /// `a_ik`: how far an end in group k moves the score of group i by itself.
    fn a(&self, i: usize, k: usize) -> f64 {
        let own = if i == k { 1.0 } else { 0.0 };
        self.groups[i].h * (own - self.groups[k].h / self.all)
    }

    fn change_lever(&self, lever: &mut [Vec<f64>], sign: f64) {
        let rise = sign * self.ends / (self.all * (1.0 - self.common.0));
        if self.ends > 0.0 {
            for (i, row) in lever.iter_mut().enumerate() {
                for (k, cell) in row.iter_mut().enumerate() {
                    *cell += self.a(i, k) * rise;
                }
            }
        }
    }

    fn add_lever(&self, lever: &mut [Vec<f64>]) {
        self.change_lever(lever, 1.0);
    }

    fn take_lever(&self, lever: &mut [Vec<f64>]) {
        self.change_lever(lever, -1.0);
    }

    fn add_covariances(&self, to_come: &[Vec<f64>], covariances: &mut [Vec<f64>]) {
        let open = 1.0 - self.common.1;
        let mut moved = vec![0.0; self.groups.len()];
        for (k, group) in self.groups.iter().enumerate() {
            let (before, after) = group.survival;
            if self.ends > 0.0 && group.at_risk > 0.0 {
                let lever = if after > 0.0 { 1.0 - open / after } else { 1.0 };
                for (i, moved) in moved.iter_mut().enumerate() {
                    *moved = self.a(i, k) + lever * to_come[i][k];
                }
                let weight = ties(self.ends, self.all * before) * self.ends / (self.all * group.h);
                add_products(&moved, weight, covariances);
            }
            if group.of_others > 0.0 && after > 0.0 {
                for (i, moved) in moved.iter_mut().enumerate() {
                    *moved = open / after * to_come[i][k];
                }
                let weight =
                    ties(group.of_others, group.at_risk) * group.of_others / (group.h * group.h);
                add_products(&moved, weight, covariances);
            }
        }
    }
}

/// By how much several ends at once vary less than as many apart.
fn ties(ends: f64, at_risk: f64) -> f64 {
    if ends > 1.0 {
        1.0 - (ends - 1.0) / (at_risk - 1.0)
    } else {
        1.0
    }
}

fn add_products(moved: &[f64], weight: f64, covariances: &mut [Vec<f64>]) {
    for (row, a) in covariances.iter_mut().zip(moved) {
        for (cell, b) in row.iter_mut().zip(moved) {
            *cell += weight * a * b;
        }
    }
}
