//! How long units were followed, and how they ended.

use rasso_stats::{
    StatsError,
    survival::{DayCube, Spell},
};
use std::collections::BTreeMap;

/// The status of a unit that had not ended when it was last seen.
const OPEN: u8 = 0;
/// That of one that ended in the way that is counted.
pub(crate) const COUNTED: u8 = 1;
/// That of one that ended in another.
const RIVAL: u8 = 2;

/// How many units were followed for how many days, and how each ended: whole numbers, which add up over
/// areas and periods.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FollowUp {
    /// By days since they began, and status.
    spells: BTreeMap<(u32, u8), u64>,
    /// Units that ended, nobody knows when: they are followed from no day to no other.
    undated: u64,
}

impl FollowUp {
    /// Adds units that began and may have ended on these days. `ends` gives each way to end its day, and
    /// whether it is counted, in the order in which ends of one day count. Of what comes after the day up
    /// to which records are `known` nothing is known: units that began after it are left out. An end that
    /// is dated before the beginning is one of the first day.
    pub(crate) fn add(
        &mut self,
        (began, known): (i64, i64),
        ends: impl IntoIterator<Item = (Option<i64>, bool)>,
        (units, open): (u64, u64),
    ) {
        let dated = ends
            .into_iter()
            .filter_map(|(day, counted)| Some((day?, counted)));
        // The first of those on the earliest day.
        let first = dated.reduce(|first, next| if next.0 < first.0 { next } else { first });
        if began > known {
            return;
        }
        let followed = if first.is_some() { units } else { open };
        self.undated += units.saturating_sub(followed);
        let (last, status) = match first {
            Some((day, true)) if day <= known => (day, COUNTED),
            Some((day, false)) if day <= known => (day, RIVAL),
            Some(_) | None => (known, OPEN),
        };
        if followed > 0 {
            let days = u32::try_from((last - began).max(0)).unwrap_or(u32::MAX);
            *self.spells.entry((days, status)).or_default() += followed;
        }
    }

    /// Adds others.
    pub(crate) fn merge(&mut self, other: &Self) {
        for (spell, units) in &other.spells {
            *self.spells.entry(*spell).or_default() += units;
        }
        self.undated += other.undated;
    }

    /// How many units were followed.
    pub(crate) fn units(&self) -> u64 {
        self.spells.values().sum()
    }

    /// How many units ended nobody knows when: the others may not be like them.
    pub(crate) const fn undated(&self) -> u64 {
        self.undated
    }

    /// Whether nobody was seen for the last time, still open, before so many days.
    pub(crate) fn is_complete_by(&self, days: u32) -> bool {
        let mut open = self.spells.keys().filter(|it| it.1 == OPEN);
        open.all(|it| it.0 >= days)
    }

    /// The day cube of one group, in which cause 1 is what is counted.
    pub(crate) fn cube(&self) -> Result<DayCube, StatsError> {
        let mut cube = DayCube::new(1, usize::from(RIVAL));
        for ((days, status), units) in &self.spells {
            cube.add_many(0, Spell::from_origin(*days, *status), *units)?;
        }
        Ok(cube)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEGAN: i64 = 100;
    const KNOWN: i64 = 160;

    fn spells(ends: &[(Option<i64>, bool)], open: u64) -> Vec<((u32, u8), u64)> {
        let mut follow_up = FollowUp::default();
        follow_up.add((BEGAN, KNOWN), ends.iter().copied(), (5, open));
        follow_up.spells.into_iter().collect()
    }

    #[test]
    fn what_comes_first_is_how_a_unit_ended_and_of_one_day_what_is_named_first() {
        let (counted, rival) = ((Some(130), true), (Some(120), false));
        assert_eq!(spells(&[counted, rival], 0), [((20, RIVAL), 5)]);
        let rival = (Some(130), false);
        assert_eq!(spells(&[counted, rival], 0), [((30, COUNTED), 5)]);
        assert_eq!(spells(&[rival, counted], 0), [((30, RIVAL), 5)]);
    }

    #[test]
    fn a_unit_is_followed_to_its_end_or_to_the_last_day_that_is_known() {
        assert_eq!(spells(&[(None, true)], 5), [((60, OPEN), 5)]);
        assert_eq!(spells(&[(Some(161), true)], 0), [((60, OPEN), 5)]);
        assert_eq!(spells(&[(Some(90), true)], 0), [((0, COUNTED), 5)]);
        let mut later = FollowUp::default();
        later.add((KNOWN + 1, KNOWN), [(None, true)], (5, 3));
        assert_eq!((later.units(), later.undated()), (0, 0));
    }

    #[test]
    fn a_unit_that_ended_nobody_knows_when_is_not_followed() {
        let mut follow_up = FollowUp::default();
        follow_up.add((BEGAN, KNOWN), [(None, true)], (5, 2));
        assert_eq!((follow_up.units(), follow_up.undated()), (2, 3));
        assert!(!follow_up.is_complete_by(61) && follow_up.is_complete_by(60));
    }
}
