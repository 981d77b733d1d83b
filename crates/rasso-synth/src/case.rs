//! One case: what one URN stands for, lived from the first record to the end.

use crate::crime::{Crime, Nature};
use crate::dice::{Dice, Purpose, Share};
use crate::force::Force;
use crate::identifiers::Registry;
use crate::mess_rates as rates;
use crate::referral;
use crate::suspect::{Prospect, Suspect};
use crate::world::World;
use std::ops::Range;

/// Reports that are not recorded as crimes.
const INCIDENTS: Share = 800;
/// Crimes that are cancelled.
const CANCELLED: Share = 400;
/// Crimes in which nobody is identified.
const NOBODY: Share = 4_700;
/// Crimes with a suspect that are referred, before the force's own readiness.
const REFERRED: Share = 1_600;
/// Of these, referred while the suspect is in custody.
const IN_CUSTODY: Share = 900;
/// Co-suspects who are referred with the first.
const REFERRED_TOGETHER: Share = 8_500;

/// One case and everyone in it.
pub(crate) struct Case<'w> {
    /// The number by which the truth knows it.
    pub(crate) number: u64,
    pub(crate) force: &'w Force,
    pub(crate) crimes: Vec<Crime>,
    pub(crate) suspects: Vec<Suspect>,
}

/// What is settled when a case begins.
pub(crate) struct Scene<'a, 'w> {
    pub(crate) world: &'w World,
    pub(crate) registry: &'a mut Registry<'w>,
    pub(crate) dice: Dice,
    /// The force that works the case, after a transfer the one that received it.
    pub(crate) force: &'w Force,
    pub(crate) urn: String,
    pub(crate) urn_reused: bool,
}

impl<'w> Case<'w> {
    /// Lives through the case of these crimes.
    pub(crate) fn live(world: &'w World, registry: &mut Registry<'w>, crimes: Range<u64>) -> Self {
        let mut dice = Dice::new(world.seed, Purpose::Case, crimes.start);
        let force = world.force(&mut dice);
        let urn = registry.urn(force.code, world.recorded(crimes.start));
        let mut scene = Scene {
            world,
            registry,
            dice,
            force,
            urn,
            urn_reused: false,
        };
        let number = crimes.start + 1;
        let several = crimes.end - crimes.start > 1;
        let nature = match scene.dice.below(10_000) {
            _ if several => Nature::Crime,
            ..INCIDENTS => Nature::Incident,
            fate if fate < INCIDENTS + CANCELLED => Nature::Cancelled,
            _ => Nature::Crime,
        };
        let mut crimes: Vec<_> = crimes
            .map(|ordinal| scene.record(ordinal, nature))
            .collect();
        if nature == Nature::Crime && !several {
            scene.transfer(&mut crimes);
        }
        scene.reuse_urn();
        let suspects = match nature {
            Nature::Incident => 0,
            Nature::Crime | Nature::Cancelled => scene.suspects(several),
        };
        let mut suspects = scene.work(&mut crimes, suspects, nature);
        scene.write_down(&mut crimes, &mut suspects);
        Self {
            number,
            force: scene.force,
            crimes,
            suspects,
        }
    }
}

impl Scene<'_, '_> {
    fn record(&mut self, ordinal: u64, nature: Nature) -> Crime {
        let what = (ordinal, nature);
        let mut crime = Crime::record(&mut self.dice, self.world, self.registry, self.force, what);
        if nature == Nature::Cancelled {
            crime.cancel(&mut self.dice);
        }
        crime
    }

    fn reuse_urn(&mut self) {
        let reused = self.dice.chance(rates::URN_REUSED) && self.world.mess;
        if let Some(urn) = reused
            .then(|| self.registry.another_urn(self.force.code))
            .flatten()
        {
            self.urn = urn;
            self.urn_reused = true;
        }
    }

    fn suspects(&mut self, several_crimes: bool) -> usize {
        let nobody = self.dice.chance(NOBODY) && !several_crimes;
        let together = self.dice.chance(rates::CO_SUSPECTS) && self.world.mess && !several_crimes;
        let more = self.dice.weighted(&[(2, 80), (3, 20)]);
        match (nobody, together) {
            (true, _) => 0,
            (false, true) => more,
            (false, false) => 1,
        }
    }

    /// Works the case to its end: the suspects, the CPS and the courts, and the police outcomes.
    fn work(&mut self, crimes: &mut [Crime], suspects: usize, nature: Nature) -> Vec<Suspect> {
        let several = crimes.iter().filter(|it| it.sent_to.is_none()).count() > 1;
        let share = REFERRED * self.force.readiness / 100 * if several { 2 } else { 1 };
        let referred = self.dice.chance(share) && nature == Nature::Crime;
        let custody = self.dice.chance(IN_CUSTODY);
        let prospect = match (referred, custody) {
            (false, _) => Prospect::Local,
            (true, false) => Prospect::Referred,
            (true, true) => Prospect::Custody,
        };
        let own: Vec<_> = (0..crimes.len())
            .filter(|i| crimes[*i].sent_to.is_none())
            .collect();
        let begin = own
            .iter()
            .map(|i| crimes[*i].recorded)
            .max()
            .unwrap_or(self.world.first_recorded);
        let mut people = Vec::new();
        for place in 0..suspects {
            let goes = place == 0 || self.dice.chance(REFERRED_TOGETHER);
            let prospect = if goes { prospect } else { Prospect::Local };
            let mut suspect = Suspect::investigate(
                &mut self.dice,
                self.world,
                self.registry,
                (self.force, begin),
                prospect,
            );
            if goes && referred {
                self.refer(&mut suspect, crimes, &own, prospect);
            } else if place == 0 && nature == Nature::Crime {
                self.advise(&mut suspect, crimes, &own);
            }
            people.push(suspect);
        }
        for crime in own {
            self.put_under(crime, &mut crimes[crime], &mut people, nature);
        }
        if suspects > 1 {
            for record in people.iter_mut().flat_map(|it| &mut it.records) {
                record.written.note("suspect_ref", "co_suspects");
            }
        }
        self.share_case_refs(&mut people);
        people
    }

    /// Early advice that leads nowhere.
    fn advise(&mut self, suspect: &mut Suspect, crimes: &[Crime], own: &[usize]) {
        let advised = self.dice.chance(rates::EARLY_ADVICE_ONLY) && self.world.mess;
        if let Some(place) = own.first().filter(|_| advised) {
            let events = referral::early_advice_only(&mut self.dice, suspect);
            self.open(suspect, &crimes[*place], events);
            if let Some(referral) = &mut suspect.referral {
                referral.written.note("", "early_advice_only");
            }
        }
    }
}
