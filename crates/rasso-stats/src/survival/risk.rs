//! The risk table: who was under observation when, and who ended how.

use super::{Entry, Spell};
use crate::StatsError;

/// For each time at which something happened: how many cases were under observation until then, and
/// how many of them ended, by cause, or were last seen open.
///
/// Times are whole days when the table comes from a [`DayCube`](super::DayCube), and any numbers
/// when it comes from [`RiskTable::from_spells`].
#[derive(Debug, Clone, PartialEq)]
pub struct RiskTable {
    causes: usize,
    /// How many are under observation from the last step on.
    under_observation: u64,
    late_entries: u64,
    times: Vec<f64>,
    at_risk: Vec<u64>,
    entered: Vec<u64>,
    /// At each time those last seen open, then those ended by cause.
    exits: Vec<u64>,
}

/// One time of a [`RiskTable`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step<'a> {
    /// The time since the origin.
    pub time: f64,
    /// Cases under observation up to this time: entry before it, exit not before it.
    pub at_risk: u64,
    /// Cases that came under observation at this time, and so are at risk after it.
    pub entered: u64,
    /// Cases last seen open at this time.
    pub censored: u64,
    /// Cases that ended at this time, by cause.
    pub events: &'a [u64],
}

impl Step<'_> {
    /// Cases that ended at this time of any cause.
    pub fn all_events(&self) -> u64 {
        self.events.iter().sum()
    }
}

impl RiskTable {
    pub(super) fn starting_with(origin: u64, causes: usize) -> Self {
        Self {
            causes,
            under_observation: origin,
            late_entries: 0,
            times: Vec::new(),
            at_risk: Vec::new(),
            entered: Vec::new(),
            exits: Vec::new(),
        }
    }

    /// The next time, unless nothing happens at it. `exits` are those last seen open, then those
    /// ended by cause.
    pub(super) fn push(&mut self, time: f64, entered: u64, exits: &[u64]) {
        let left: u64 = exits.iter().sum();
        if left == 0 && entered == 0 {
            return;
        }
        self.times.push(time);
        self.at_risk.push(self.under_observation);
        self.entered.push(entered);
        self.exits.extend_from_slice(exits);
        self.late_entries += entered;
        self.under_observation = self.under_observation.saturating_sub(left) + entered;
    }

    /// A table from cases whose times are any numbers from 0 up. Equal times are one time.
    pub fn from_spells(causes: usize, spells: &[Spell<f64>]) -> Result<Self, StatsError> {
        let mut changes = Vec::with_capacity(2 * spells.len());
        let mut origin = 0;
        for spell in spells {
            if usize::from(spell.status) > causes {
                return Err(StatsError::NoSuchCause { causes });
            }
            check_time(spell.exit)?;
            match spell.entry {
                Entry::Origin => origin += 1,
                Entry::After(entry) => {
                    check_time(entry)?;
                    if entry >= spell.exit {
                        return Err(StatsError::EmptySpell);
                    }
                    changes.push((entry, None));
                }
            }
            changes.push((spell.exit, Some(usize::from(spell.status))));
        }
        changes.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut table = Self::starting_with(origin, causes);
        let mut exits = vec![0; causes + 1];
        for at_once in changes.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq()) {
            let mut entered = 0;
            exits.fill(0);
            for (_, status) in at_once {
                match status {
                    None => entered += 1,
                    Some(status) => exits[*status] += 1,
                }
            }
            table.push(at_once[0].0, entered, &exits);
        }
        Ok(table)
    }

    /// How many causes there are; they count from 1.
    pub fn causes(&self) -> usize {
        self.causes
    }

    /// Whether some case came under observation after its origin.
    pub fn has_late_entries(&self) -> bool {
        self.late_entries > 0
    }

    /// How many cases there are.
    pub fn cases(&self) -> u64 {
        self.exits.iter().sum()
    }

    /// The times at which something happened, in order.
    pub fn steps(&self) -> impl ExactSizeIterator<Item = Step<'_>> {
        let exits = self.exits.chunks_exact(self.causes + 1);
        exits.enumerate().map(|(at, exits)| Step {
            time: self.times[at],
            at_risk: self.at_risk[at],
            entered: self.entered[at],
            censored: exits[0],
            events: &exits[1..],
        })
    }

    /// How many are at risk at a time, which need not be one of the table's: nobody enters or
    /// leaves between two of them.
    pub fn at_risk_at(&self, time: f64) -> u64 {
        let next = self.times.partition_point(|it| *it < time);
        self.at_risk.get(next).copied().unwrap_or(0)
    }

    /// The same cases with one cause left: those that ended otherwise count as last seen open then.
    /// Nothing when there is no such cause.
    ///
    /// This is what a cause-specific test compares. It is not how often the cause happens: for that
    /// see [`cumulative_incidence`](super::cumulative_incidence).
    #[must_use]
    pub fn only(&self, cause: usize) -> Option<Self> {
        if cause == 0 || cause > self.causes {
            return None;
        }
        let mut exits = Vec::with_capacity(2 * self.times.len());
        for all in self.exits.chunks_exact(self.causes + 1) {
            let kept = all[cause];
            exits.extend([all.iter().sum::<u64>() - kept, kept]);
        }
        Some(Self {
            causes: 1,
            exits,
            ..self.clone()
        })
    }
}

fn check_time(time: f64) -> Result<(), StatsError> {
    if time.is_finite() && time >= 0.0 {
        Ok(())
    } else {
        Err(StatsError::BadTime)
    }
}
