//! What is asked of a synthetic world, and what came of it.

use crate::SynthError;
use crate::mess_settings::MessSettings;
use crate::settings::WorldSettings;
use rasso_terms::Day;
use std::path::PathBuf;

/// The most crimes that can each have a reference of their own.
const MOST_CRIMES: u64 = 10_000_000;

/// What world to make, and on which days the agencies send an extract of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SynthPlan {
    /// How many crimes and incidents the police record.
    pub crimes: u64,
    /// The same seed gives the same world.
    pub seed: u64,
    /// Whether the records have the faults that real ones have.
    pub mess: bool,
    /// The first day on which a crime is recorded.
    pub first_recorded: Day,
    /// The last day on which a crime is recorded.
    pub last_recorded: Day,
    /// What happens in the world.
    pub world: WorldSettings,
    /// How often each fault is laid over the records, when they have any.
    pub rates: MessSettings,
    /// The days on which each agency sends a full snapshot; the order does not matter.
    pub extract_dates: Vec<Day>,
    /// Whether three forces also send the last delivery in formats of their own.
    pub own_formats: bool,
}

impl SynthPlan {
    /// A small world as built in: 5,000 messy crimes of six years, delivered twice. Cases take years, so
    /// a world that begins later has courts that have only seen the quickest of them.
    pub fn usual() -> Result<Self, SynthError> {
        let day =
            |year, month, day| Day::from_ymd(year, month, day).ok_or(SynthError::NoRecordedDates);
        Ok(Self {
            crimes: 5_000,
            seed: 1,
            mess: true,
            first_recorded: day(2019, 4, 1)?,
            last_recorded: day(2025, 6, 30)?,
            world: WorldSettings::built_in()?,
            rates: MessSettings::built_in()?,
            extract_dates: vec![day(2025, 3, 31)?, day(2025, 6, 30)?],
            own_formats: false,
        })
    }

    /// The extract dates from the first to the last, each once.
    pub(crate) fn deliveries(&self) -> Result<Vec<Day>, SynthError> {
        if self.first_recorded > self.last_recorded {
            return Err(SynthError::NoRecordedDates);
        }
        if self.crimes == 0 {
            return Err(SynthError::NoCrimes);
        }
        if self
            .extract_dates
            .iter()
            .any(|it| *it < self.first_recorded)
        {
            return Err(SynthError::EarlyExtractDate);
        }
        if self.crimes > MOST_CRIMES {
            return Err(SynthError::TooManyCrimes {
                asked: self.crimes,
                most: MOST_CRIMES,
            });
        }
        let mut days = self.extract_dates.clone();
        days.sort_unstable();
        days.dedup();
        if days.is_empty() {
            Err(SynthError::NoExtractDate)
        } else {
            Ok(days)
        }
    }
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SynthSummary {
    /// The pipeline file that names every extract.
    pub pipeline: PathBuf,
    /// Every extract, in the order of the pipeline file.
    pub tables: Vec<TableSummary>,
    /// Files in forces' own formats, relative to the pipeline file.
    pub own_files: Vec<String>,
    /// How many records the truth speaks of.
    pub truth_records: u64,
    /// How many faults were laid over the records of the last delivery.
    pub mess_notes: u64,
}

/// One extract that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableSummary {
    /// The table: `police_crime`.
    pub table: &'static str,
    /// The agency that sends it.
    pub agency: &'static str,
    /// The day on which it was taken.
    pub extract_date: Day,
    /// Its file, relative to the pipeline file.
    pub path: String,
    /// How many rows it has below its header.
    pub rows: u64,
    /// The SHA-256 of the file, in hexadecimal.
    pub sha256: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_without_an_extract_date_is_refused() {
        let day = Day::from_number(0);
        let plan = SynthPlan {
            first_recorded: day,
            last_recorded: day,
            extract_dates: vec![],
            ..SynthPlan::usual().unwrap()
        };
        assert!(matches!(plan.deliveries(), Err(SynthError::NoExtractDate)));
        let upside_down = SynthPlan {
            last_recorded: day.plus(-1),
            ..plan
        };
        assert!(matches!(
            upside_down.deliveries(),
            Err(SynthError::NoRecordedDates)
        ));
    }
}
