//! The period estimate: how cases end at the pace of the newest quarters.
//!
//! A cohort of two years ago says how cases ended then; the newest cohorts are too young to say
//! anything of long times. What both did within one window of the calendar can be put together: each
//! case counts for the part of its life that fell into the window, and enters late if it began before
//! it. The estimate is the incidence that a cohort would have if it lived all its life at the pace of
//! the window, and is not what any cohort had.

use super::Spell;

/// A case with the day on which it began, as a day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DatedCase {
    /// The day on which it began.
    pub origin: i32,
    /// The day on which it ended or was last seen open.
    pub last_seen: i32,
    /// How it ended, from 1 on; 0 when it was still open.
    pub status: u8,
}

/// Days of the calendar, the last one included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The first day.
    pub first: i32,
    /// The last day.
    pub last: i32,
}

impl DatedCase {
    /// The case as it was known on a day: nothing when it had not begun, and open when it had not
    /// ended.
    pub fn as_at(self, day: i32) -> Option<Self> {
        if self.origin > day {
            None
        } else if self.last_seen > day {
            Some(Self {
                last_seen: day,
                status: 0,
                ..self
            })
        } else {
            Some(self)
        }
    }

    /// The whole case, under observation from its origin. Nothing when it ended before it began.
    pub fn spell(self) -> Option<Spell<u32>> {
        Some(Spell::from_origin(
            self.days_to(self.last_seen)?,
            self.status,
        ))
    }

    /// How many days after its origin a day was. Nothing when it was before it.
    fn days_to(self, day: i32) -> Option<u32> {
        u32::try_from(i64::from(day) - i64::from(self.origin)).ok()
    }
}

impl Window {
    /// The part of a case that fell into the window, in days from the case's origin. Nothing when no
    /// part did.
    ///
    /// A case that began before the window enters after the last day before it, so it is at risk on
    /// the first day.
    pub fn spell(self, case: DatedCase) -> Option<Spell<u32>> {
        let known = case.as_at(self.last)?;
        if known.last_seen < self.first {
            return None;
        }
        let exit = known.days_to(known.last_seen)?;
        let days_before = i64::from(self.first) - i64::from(known.origin);
        if days_before <= 0 {
            return Some(Spell::from_origin(exit, known.status));
        }
        let entry = u32::try_from(days_before - 1).ok()?;
        Some(Spell::entering_after(entry, exit, known.status))
    }
}
