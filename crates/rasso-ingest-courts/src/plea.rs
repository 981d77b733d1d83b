//! When in a case a defendant pleaded guilty.

use rasso_terms::Day;

/// The pleas of one defendant, and the hearings that divide a case into stages.
#[derive(Default)]
pub(crate) struct Pleas {
    pub(crate) entered: bool,
    pub(crate) guilty: bool,
    first_guilty: Option<Day>,
    first_hearing: Option<Day>,
    plea_hearing: Option<Day>,
    trial: Option<Day>,
}

impl Pleas {
    /// Takes a plea on some count.
    pub(crate) fn take_plea(&mut self, guilty: bool, day: Option<Day>) {
        self.entered = true;
        self.guilty |= guilty;
        earliest(&mut self.first_guilty, day.filter(|_| guilty));
    }

    /// Takes a hearing. A trial that was vacated was out of the list before its day.
    pub(crate) fn take_hearing(&mut self, kind: &str, outcome: Option<&str>, day: Day) {
        match kind {
            "first" => earliest(&mut self.first_hearing, Some(day)),
            "ptph" => earliest(&mut self.plea_hearing, Some(day)),
            "trial" if outcome != Some("vacated") => earliest(&mut self.trial, Some(day)),
            _ => {}
        }
    }

    /// The stage of the first plea of guilty, where it has a date and the hearings tell.
    pub(crate) fn stage(&self) -> Option<&'static str> {
        let day = self.first_guilty?;
        if self.trial.is_some_and(|trial| trial <= day) {
            return Some("at_trial");
        }
        let plea_hearing = self.plea_hearing.or(self.first_hearing)?;
        Some(if day <= plea_hearing {
            "plea_hearing"
        } else {
            "before_trial"
        })
    }
}

fn earliest(first: &mut Option<Day>, day: Option<Day>) {
    *first = first.iter().copied().chain(day).min();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stage(hearings: &[(&str, Option<&str>, i32)], plea: i32) -> Option<&'static str> {
        let mut pleas = Pleas::default();
        for (kind, outcome, day) in hearings {
            pleas.take_hearing(kind, *outcome, Day::from_number(*day));
        }
        pleas.take_plea(false, Some(Day::from_number(0)));
        pleas.take_plea(true, Some(Day::from_number(plea)));
        pleas.stage()
    }

    #[test]
    fn the_stage_is_told_by_the_hearings_around_the_plea() {
        let hearings = [
            ("first", None, 1),
            ("ptph", None, 30),
            ("trial", Some("vacated"), 50),
            ("trial", Some("cracked"), 90),
        ];
        assert_eq!(stage(&hearings, 30), Some("plea_hearing"));
        assert_eq!(stage(&hearings, 60), Some("before_trial"));
        assert_eq!(stage(&hearings, 90), Some("at_trial"));
        // A youth court has no plea hearing.
        assert_eq!(stage(&hearings[..1], 1), Some("plea_hearing"));
        assert_eq!(stage(&[], 1), None);
    }
}
