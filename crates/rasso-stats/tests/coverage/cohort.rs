//! Invented cohorts: three causes that compete, cases that begin over four years, one last day.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

pub(super) const CAUSES: usize = 3;

/// The days over which cases begin; on the last of them all that are open are last seen.
const DAYS: usize = 1460;

/// Ends per 100,000 open cases and day, by cause: 1 comes late, 2 comes after some weeks, 3 at once.
fn hazards(day: usize) -> [u32; CAUSES] {
    [
        match day {
            0..45 => 5,
            45..365 => 30,
            _ => 90,
        },
        if (14..200).contains(&day) { 350 } else { 60 },
        if day < 60 { 500 } else { 40 },
    ]
}

/// One case as it stands on the last day.
#[derive(Clone, Copy)]
pub(super) struct Case {
    pub(super) day: u32,
    pub(super) status: u8,
}

/// What happens to cases, worked out from the hazards.
pub(super) struct World {
    /// By day, the share of cases that have ended of each cause by its end.
    incidence: Vec<[f64; CAUSES]>,
}

impl World {
    pub(super) fn new() -> Self {
        let (mut open, mut ended) = (1.0, [0.0; CAUSES]);
        let of_day = |day| {
            let shares = hazards(day).map(|it| f64::from(it) / 100_000.0);
            for (ended, share) in ended.iter_mut().zip(shares) {
                *ended += open * share;
            }
            open *= 1.0 - shares.iter().sum::<f64>();
            ended
        };
        Self {
            incidence: (0..DAYS).map(of_day).collect(),
        }
    }

    pub(super) fn incidence(&self, cause: usize, day: u32) -> f64 {
        self.incidence[usize::try_from(day).unwrap()][cause - 1]
    }

    pub(super) fn cohort(&self, seed: u64, cases: usize) -> Vec<Case> {
        let mut dice = ChaCha8Rng::seed_from_u64(seed);
        (0..cases).map(|_| self.case(&mut dice)).collect()
    }

    fn case(&self, dice: &mut ChaCha8Rng) -> Case {
        let days = u64::try_from(DAYS).unwrap();
        let followed = usize::try_from((u64::from(dice.next_u32()) * days) >> 32).unwrap();
        let draw = f64::from(dice.next_u32()) / 4_294_967_296.0;
        let ended = |it: &[f64; CAUSES]| it.iter().sum::<f64>();
        let day = self.incidence.partition_point(|it| ended(it) <= draw);
        let open = Case {
            day: u32::try_from(followed).unwrap(),
            status: 0,
        };
        if day > followed {
            return open;
        }
        // The draw lies among the ends of this day: which cause is as likely as its hazard.
        let mut left = f64::from(dice.next_u32()) / 4_294_967_296.0
            * f64::from(hazards(day).iter().sum::<u32>());
        for (status, hazard) in (1..).zip(hazards(day)) {
            left -= f64::from(hazard);
            if left < 0.0 {
                return Case {
                    day: u32::try_from(day).unwrap(),
                    status,
                };
            }
        }
        open
    }
}
