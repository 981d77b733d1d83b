//! On which days crimes are recorded: so many a year, more in some months than in others.

use crate::settings::Volume;
use rasso_terms::Day;

/// The days of a world, each with how much is recorded up to its end.
pub(crate) struct Recording {
    first: Day,
    up_to: Vec<u64>,
}

impl Recording {
    /// The days from the first to the last.
    pub(crate) fn new(volume: &Volume, first: Day, last: Day) -> Self {
        let days = first.number()..=last.number();
        let up_to = days
            .scan(0, |sum, day| {
                *sum += daily(volume, Day::from_number(day));
                Some(*sum)
            })
            .collect();
        Self { first, up_to }
    }

    /// The day of the crime of this ordinal, of so many.
    pub(crate) fn day(&self, ordinal: u64, of: u64) -> Day {
        let whole = u128::from(self.up_to.last().copied().unwrap_or_default());
        let reached = whole * u128::from(ordinal) / u128::from(of.max(1));
        let place = self.up_to.partition_point(|it| u128::from(*it) <= reached);
        let place = place.min(self.up_to.len().saturating_sub(1));
        self.first.plus(i32::try_from(place).unwrap_or_default())
    }
}

/// How much is recorded on a day, in a unit of no meaning.
fn daily(volume: &Volume, day: Day) -> u64 {
    let (year, month) = day.year_month();
    let ending = if month <= 3 { year } else { year + 1 };
    let years = volume.year_ending_march.iter();
    let mut years: Vec<_> = years
        .filter_map(|(year, crimes)| Some((year.parse::<i16>().ok()?, *crimes)))
        .collect();
    years.sort_unstable();
    let known = years
        .iter()
        .rfind(|(year, _)| *year <= ending)
        .or(years.first());
    let place = usize::try_from(month - 1).unwrap_or_default();
    known.map_or(1, |(_, crimes)| crimes * volume.calendar.months[place % 12])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::WorldSettings;

    #[test]
    fn twice_as_many_a_year_are_recorded_twice_as_fast() {
        let mut volume = WorldSettings::built_in().unwrap().volume;
        volume.year_ending_march = [("2020".to_owned(), 100), ("2021".to_owned(), 200)].into();
        let day = |text: &str| text.parse::<Day>().unwrap();
        let recording = Recording::new(&volume, day("2019-04-01"), day("2021-03-31"));
        let first_year = (0..3_000).filter(|it| recording.day(*it, 3_000) < day("2020-04-01"));
        assert!((990..1_010).contains(&first_year.count()));
        assert_eq!(recording.day(2_999, 3_000), day("2021-03-31"));
    }
}
