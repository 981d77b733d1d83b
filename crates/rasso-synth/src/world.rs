//! What every case of a world shares.

use crate::cause::{Cause, Traits};
use crate::coverage::Gaps;
use crate::dice::{Dice, Purpose};
#[cfg(test)]
use crate::exposure::Watch;
use crate::force::{Area, Force, areas, forces};
use crate::hazard::{AS_IT_IS, Moment, strikes};
use crate::mess_settings::MessSettings;
use crate::names::NameBook;
use crate::plan::SynthPlan;
use crate::settings::WorldSettings;
use crate::volume::Recording;
use rasso_terms::Day;

/// The forces, the CPS Areas, the names and what may happen.
pub(crate) struct World {
    pub(crate) seed: u64,
    pub(crate) mess: bool,
    pub(crate) crimes: u64,
    pub(crate) settings: WorldSettings,
    rates: MessSettings,
    /// Months of a force that extracts do not hold once.
    pub(crate) gaps: Gaps,
    pub(crate) forces: Vec<Force>,
    pub(crate) areas: Vec<Area>,
    pub(crate) names: NameBook,
    /// Where the numbers of this world begin.
    pub(crate) numbers: u64,
    pub(crate) first_recorded: Day,
    pub(crate) last_recorded: Day,
    recording: Recording,
    force_weights: Vec<(usize, u64)>,
    /// By cause: from which day which factor holds, in hundredths.
    calendar: Vec<Steps>,
    #[cfg(test)]
    pub(crate) watch: Option<Watched>,
}

/// The factors of one cause over time, each from the day on which it begins to hold.
type Steps = Vec<(Day, u64)>;

/// What came of the hazards, held against other settings.
#[cfg(test)]
pub(crate) struct Watched {
    pub(crate) watch: Watch,
    hazards: std::collections::BTreeMap<Cause, crate::hazard::Hazard>,
    calendar: Vec<Steps>,
}

/// The day on which a cause's clock began, and one before which it has not come.
pub(crate) type Since = (Day, Day);

/// What the hazards of a case depend on, besides time.
#[derive(Clone, Copy)]
pub(crate) struct Circumstances<'w> {
    pub(crate) force: &'w Force,
    /// The CPS Area that has the file, once one has.
    pub(crate) area: Option<&'w Area>,
    pub(crate) traits: Traits,
}

impl World {
    /// The world of a plan.
    pub(crate) fn new(plan: &SynthPlan) -> Self {
        let forces = forces(plan.seed, &plan.world.hazards);
        let force_weights = forces
            .iter()
            .enumerate()
            .map(|(i, it)| (i, it.weight))
            .collect();
        let codes: Vec<_> = forces.iter().map(|it| it.code).collect();
        Self {
            seed: plan.seed,
            mess: plan.mess,
            crimes: plan.crimes,
            areas: areas(plan.seed, &plan.world.hazards),
            forces,
            force_weights,
            names: NameBook::read(),
            numbers: Dice::new(plan.seed, Purpose::Numbers, 0).below(1_000_000_000),
            first_recorded: plan.first_recorded,
            last_recorded: plan.last_recorded,
            recording: Recording::new(&plan.world.volume, plan.first_recorded, plan.last_recorded),
            calendar: Cause::ALL
                .map(|cause| calendar(&plan.world, cause))
                .to_vec(),
            #[cfg(test)]
            watch: None,
            settings: plan.world.clone(),
            gaps: if plan.mess {
                gaps(plan, &codes)
            } else {
                Gaps::default()
            },
            rates: plan.rates.clone(),
        }
    }

    /// A force, by how many rapes it records.
    pub(crate) fn force(&self, dice: &mut Dice) -> &Force {
        &self.forces[dice.weighted(&self.force_weights)]
    }

    /// The CPS Area of this code.
    pub(crate) fn area(&self, code: &str) -> Option<&Area> {
        self.areas.iter().find(|it| it.code == code)
    }

    /// The rates of the faults to lay over records, where there are to be any.
    pub(crate) fn mess_rates(&self) -> Option<&MessSettings> {
        self.mess.then_some(&self.rates)
    }

    /// The day on which the crime of this ordinal is recorded.
    pub(crate) fn recorded(&self, ordinal: u64) -> Day {
        self.recording.day(ordinal, self.crimes)
    }

    /// What happens first in a stage that began on `begin`, of causes that have not come before
    /// `from`; nothing when none ever does.
    pub(crate) fn first(
        &self,
        dice: &mut Dice,
        about: &Circumstances<'_>,
        causes: &[Cause],
        since: Since,
    ) -> Option<(Day, Cause)> {
        self.first_of(dice, about, &[(causes, since)])
    }

    /// The same of causes whose clocks began on different days.
    pub(crate) fn first_of(
        &self,
        dice: &mut Dice,
        about: &Circumstances<'_>,
        waiting: &[(&[Cause], Since)],
    ) -> Option<(Day, Cause)> {
        let mut first: Option<(Moment, Cause)> = None;
        for (causes, since) in waiting {
            for cause in *causes {
                let comes = self.comes(dice, about, *cause, *since);
                if let Some(moment) = comes.filter(|it| first.is_none_or(|(other, _)| *it < other))
                {
                    first = Some((moment, *cause));
                }
            }
        }
        let first = first.map(|((day, _), cause)| (day, cause));
        #[cfg(test)]
        for (causes, since) in waiting {
            self.tell(about, causes, *since, first);
        }
        first
    }

    /// The day on which something comes that nothing can forestall.
    pub(crate) fn alone(
        &self,
        dice: &mut Dice,
        about: &Circumstances<'_>,
        cause: Cause,
        begin: Day,
    ) -> Option<Day> {
        self.first(dice, about, &[cause], (begin, begin))
            .map(|(day, _)| day)
    }

    /// One of some causes by their rates on the day a stage begins, where a stage takes no time.
    pub(crate) fn weigh(
        &self,
        dice: &mut Dice,
        about: &Circumstances<'_>,
        causes: &[Cause],
        on: Day,
    ) -> Option<Cause> {
        let weight = |cause: Cause| {
            let hazard = &self.settings.hazards[&cause];
            let rate = hazard.rates.first().map_or(0, |(_, rate)| *rate);
            let now = at(&self.calendar[cause as usize], on).0;
            (cause, rate * self.factor(about, cause) * now)
        };
        let weights: Vec<_> = causes.iter().map(|it| weight(*it)).collect();
        let any = weights.iter().any(|(_, weight)| *weight > 0);
        any.then(|| dice.weighted(&weights))
    }

    /// The moment at which one cause would come, if nothing else came before it. It takes the same
    /// number of draws whatever its hazard is.
    fn comes(
        &self,
        dice: &mut Dice,
        about: &Circumstances<'_>,
        cause: Cause,
        (begin, from): Since,
    ) -> Option<Moment> {
        let hazard = &self.settings.hazards[&cause];
        let factor = self.factor(about, cause);
        let calendar = |day| at(&self.calendar[cause as usize], day);
        let at_once = hazard.at_once(dice, factor * calendar(from).0 / AS_IT_IS);
        let draw = dice.exponential();
        if at_once && begin == from {
            Some((from, 0))
        } else {
            strikes(hazard, factor, calendar, (begin, from), draw)
        }
    }

    /// Whether something that happens at once or not at all happens on a day.
    pub(crate) fn happens(
        &self,
        dice: &mut Dice,
        about: &Circumstances<'_>,
        cause: Cause,
        on: Day,
    ) -> bool {
        self.alone(dice, about, cause, on) == Some(on)
    }

    fn factor(&self, about: &Circumstances<'_>, cause: Cause) -> u64 {
        self.settings.hazards[&cause].factor(about.traits) * place(about, cause) / AS_IT_IS
    }
}

/// What a force, or a CPS Area, makes of a hazard, in hundredths.
fn place(about: &Circumstances<'_>, cause: Cause) -> u64 {
    match about.area {
        Some(area) if cause.is_of_the_cps() => area.factors[cause as usize],
        Some(_) | None => about.force.factors[cause as usize],
    }
}

/// Records begin with the first that are recorded and end with the last delivery.
fn gaps(plan: &SynthPlan, forces: &[&'static str]) -> Gaps {
    let last = plan.extract_dates.iter().max();
    let last = last.copied().unwrap_or(plan.last_recorded);
    let rates = (plan.seed, plan.rates.coverage);
    Gaps::draw(rates, forces, (plan.first_recorded, last))
}

#[cfg(test)]
impl World {
    /// The same world, in which what comes is held against these settings.
    pub(crate) fn watched(mut self, settings: &WorldSettings) -> Self {
        self.watch = Some(Watched {
            watch: Watch::new(),
            hazards: settings.hazards.clone(),
            calendar: Cause::ALL.map(|cause| calendar(settings, cause)).to_vec(),
        });
        self
    }

    fn tell(
        &self,
        about: &Circumstances<'_>,
        causes: &[Cause],
        (begin, from): Since,
        first: Option<(Day, Cause)>,
    ) {
        let Some(watched) = &self.watch else { return };
        // What never comes could have come for a lifetime.
        let to = first.map_or(from.plus(20_000), |it| it.0);
        for cause in causes {
            let hazard = &watched.hazards[cause];
            let factor = hazard.factor(about.traits) * place(about, *cause) / AS_IT_IS;
            let calendar = |day| at(&watched.calendar[*cause as usize], day);
            let due = crate::exposure::due(hazard, factor, calendar, (begin, from, to));
            watched.watch.due(*cause, due);
        }
        if let Some((_, cause)) = first.filter(|(_, cause)| causes.contains(cause)) {
            watched.watch.came(cause);
        }
    }
}

/// The factor that holds on a day, and the first later day on which another does.
fn at(steps: &Steps, day: Day) -> (u64, Option<Day>) {
    let next = steps.partition_point(|(from, _)| *from <= day);
    let now = next.checked_sub(1).map_or(AS_IT_IS, |it| steps[it].1);
    (now, steps.get(next).map(|it| it.0))
}

/// The factors of one cause over time: every change that names it multiplies.
fn calendar(settings: &WorldSettings, cause: Cause) -> Steps {
    let changes: Vec<_> = settings
        .change
        .iter()
        .filter_map(|it| Some((it.from.0, it.to.map(|to| to.0), *it.factor.get(&cause)?)))
        .collect();
    let mut days: Vec<_> = changes
        .iter()
        .flat_map(|(from, to, _)| [Some(*from), *to])
        .flatten()
        .collect();
    days.sort_unstable();
    days.dedup();
    let on = |day: Day| {
        let holding = changes
            .iter()
            .filter(|(from, to, _)| *from <= day && to.is_none_or(|to| day < to));
        holding.fold(AS_IT_IS, |factor, (.., by)| factor * by / AS_IT_IS)
    };
    days.into_iter().map(|day| (day, on(day))).collect()
}
