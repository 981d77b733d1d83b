//! Kitagawa's decomposition: cases that moved between groups, and groups that do otherwise.
//!
//! With s the part of all cases that a group has, and p its rate, the rate of all is Σ s p. Its change
//! is Σ (s1 - s0) (p0 + p1) / 2, the mix, and Σ (p1 - p0) (s0 + s1) / 2, the rates (Kitagawa 1955,
//! Journal of the American Statistical Association 50, 1168-1194).

use super::Exact;
use crate::StatsError;
use num_bigint::BigInt;
use num_rational::Ratio;

/// One group's counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Group {
    /// Those counted before, and all cases.
    pub before: (u64, u64),
    /// Those counted after, and all cases.
    pub after: (u64, u64),
}

/// What one group adds to the change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupParts {
    /// By having more or fewer of all cases.
    pub mix: Exact,
    /// By its own rate.
    pub rate: Exact,
}

/// A change of the rate of all groups, and its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MixAndRate {
    /// The rate of all after less that before.
    pub change: Exact,
    /// What the mix of groups brought. With the rates it sums to the change exactly.
    pub mix: Exact,
    /// What the rates of groups brought.
    pub rate: Exact,
    /// The parts by group, in the order given.
    pub groups: Vec<GroupParts>,
}

/// Takes the change of a rate apart. A group without cases in one period has no rate then; it is given
/// that of the other period, so that all it brings is mix.
///
/// [`StatsError::TooFew`] when there are no cases before or none after; [`StatsError::Contradiction`]
/// when a group counts some and has no cases.
pub fn mix_and_rate(groups: &[Group]) -> Result<MixAndRate, StatsError> {
    let all = |of: fn(&Group) -> (u64, u64)| {
        let sum = |which: fn((u64, u64)) -> u64| -> BigInt {
            groups.iter().map(|it| BigInt::from(which(of(it)))).sum()
        };
        (sum(|it| it.0), sum(|it| it.1))
    };
    let (before, after) = (all(|it| it.before), all(|it| it.after));
    if before.1 == BigInt::ZERO || after.1 == BigInt::ZERO {
        return Err(StatsError::TooFew);
    }
    let parts: Vec<GroupParts> = groups
        .iter()
        .map(|it| of_group(it, &before.1, &after.1))
        .collect::<Result<_, _>>()?;
    Ok(MixAndRate {
        change: Exact(Ratio::from(after) - Ratio::from(before)),
        mix: parts.iter().map(|it| it.mix.clone()).sum(),
        rate: parts.iter().map(|it| it.rate.clone()).sum(),
        groups: parts,
    })
}

fn of_group(group: &Group, before: &BigInt, after: &BigInt) -> Result<GroupParts, StatsError> {
    let rate = |(counted, cases): (u64, u64)| match (counted, cases) {
        (0, 0) => Ok(None),
        (_, 0) => Err(StatsError::Contradiction),
        _ => Ok(Some(Ratio::new(BigInt::from(counted), BigInt::from(cases)))),
    };
    let (p0, p1) = (rate(group.before)?, rate(group.after)?);
    let nothing = || Ratio::from_integer(BigInt::ZERO);
    let (p0, p1) = match (p0, p1) {
        (Some(p0), Some(p1)) => (p0, p1),
        (Some(one), None) | (None, Some(one)) => (one.clone(), one),
        (None, None) => (nothing(), nothing()),
    };
    let s0 = Ratio::new(BigInt::from(group.before.1), before.clone());
    let s1 = Ratio::new(BigInt::from(group.after.1), after.clone());
    let half = Ratio::new(BigInt::from(1), BigInt::from(2));
    Ok(GroupParts {
        mix: Exact((&s1 - &s0) * (&p0 + &p1) * &half),
        rate: Exact((p1 - p0) * (s0 + s1) * half),
    })
}
