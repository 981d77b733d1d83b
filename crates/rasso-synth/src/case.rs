//! One case: what one URN stands for, lived from the first record to the end.

use crate::cause::Trait;
use crate::charging::File;
use crate::crime::{Crime, Nature};
use crate::dice::{Dice, Purpose};
use crate::force::Force;
use crate::identifiers::Registry;
use crate::investigation::{Investigation, Leaves, identify, investigate};
use crate::suspect::{Handling, Suspect};
use crate::world::{Circumstances, World};
use rasso_terms::Day;
use std::ops::Range;

/// Room for the people of one case among the draws of a stage.
const MOST_PEOPLE: u64 = 8;

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
    /// The ordinal of the first crime, from which every draw of the case comes.
    pub(crate) ordinal: u64,
    /// The force that works the case, after a transfer the one that received it.
    pub(crate) force: &'w Force,
    pub(crate) urn: String,
}

impl<'w> Case<'w> {
    /// Lives through the case of these crimes.
    pub(crate) fn live(world: &'w World, registry: &mut Registry<'w>, crimes: Range<u64>) -> Self {
        let mut dice = Dice::new(world.seed, Purpose::Case, crimes.start);
        let force = world.force(&mut dice);
        let urn = registry.urn(force.code, world.recorded(crimes.start));
        let number = crimes.start + 1;
        let several = crimes.end - crimes.start > 1;
        let incident = dice.chance(world.settings.shares.incident) && !several;
        let nature = if incident {
            Nature::Incident
        } else {
            Nature::Crime
        };
        let mut scene = Scene {
            world,
            registry,
            ordinal: crimes.start,
            force,
            urn,
        };
        let mut crimes: Vec<_> = crimes
            .map(|it| Crime::record(&mut dice, world, scene.registry, force, (it, nature)))
            .collect();
        let mut suspects = Vec::new();
        if nature == Nature::Crime {
            if !several {
                scene.transfer(&mut dice, &mut crimes);
            }
            suspects = scene.work(&mut crimes);
        }
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
    /// The draws of a stage of this case, or of one person in it.
    pub(crate) fn dice(&self, purpose: Purpose, person: usize) -> Dice {
        let person = u64::try_from(person).unwrap_or_default();
        Dice::new(
            self.world.seed,
            purpose,
            self.ordinal * MOST_PEOPLE + person,
        )
    }

    /// Works the case to its end: the suspects, the CPS and the courts, and the police outcomes.
    fn work(&mut self, crimes: &mut [Crime]) -> Vec<Suspect> {
        let own: Vec<_> = (0..crimes.len())
            .filter(|i| crimes[*i].sent_to.is_none())
            .collect();
        let Some(first) = own.first().map(|it| &crimes[*it]) else {
            return Vec::new();
        };
        let recorded = own.iter().map(|it| crimes[*it].recorded).max();
        let begin = recorded.unwrap_or(first.recorded);
        let about = Circumstances {
            force: self.force,
            area: None,
            traits: first.traits().and(Trait::SeveralCrimes, own.len() > 1),
        };
        let earliest = own.iter().map(|it| crimes[*it].offence_start).min();
        let offence = earliest.unwrap_or(first.offence_start);
        let mut dice = self.dice(Purpose::Investigation, 0);
        let shares = &self.world.settings.shares;
        let together = dice.chance(shares.co_suspects) && own.len() == 1;
        let more = dice.weighted(&self.world.settings.weights.suspects_together);
        let suspects = if together { more } else { 1 };
        let identified = match identify(&mut dice, self.world, &about, begin) {
            Ok(day) => day,
            Err(leaves) => {
                self.close(crimes, &own, &mut Vec::new(), leaves);
                return Vec::new();
            }
        };
        let venue = self.venue();
        let mut people = Vec::new();
        let mut found = None;
        for place in 0..usize::try_from(suspects).unwrap_or_default() {
            let since = (identified, offence);
            let mut suspect = Suspect::identify(&mut dice, self.world, self.registry, since);
            let child = suspect.identity.is_child(identified);
            let about = Circumstances {
                traits: about.traits.and(Trait::ChildSuspect, child),
                ..about
            };
            // The first suspect decides how far the case goes.
            let found = *found.get_or_insert_with(|| {
                investigate(&mut dice, self.world, &about, (begin, identified))
            });
            let goes = place == 0 || dice.chance(shares.referred_together);
            let file = file(&found, place, goes);
            let work = (&about, handling(&found, &file));
            suspect.handle(&mut dice, self.world, self.registry, work);
            if file.advised.is_some() || file.received.is_some() {
                let about = Circumstances {
                    area: self.world.area(venue.area),
                    traits: about.traits.and(Trait::Custody, work.1.custody),
                    ..about
                };
                self.refer(&mut suspect, (crimes, &own), (about, venue), (place, file));
            }
            people.push(suspect);
        }
        let leaves = found.map_or(Leaves::Never, |it| it.leaves);
        self.close(crimes, &own, &mut people, leaves);
        people
    }

    /// Where the case goes, if it goes anywhere: its people stand under one CPS case and one court
    /// case.
    fn venue(&self) -> Venue {
        let mut dice = self.dice(Purpose::Venue, 0);
        Venue {
            area: dice.pick(&self.force.cps_areas),
            magistrates: dice.pick(&self.force.magistrates_courts),
            crown: dice.pick(&self.force.crown_courts),
        }
    }
}

/// The CPS Area and the courts of a case.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Venue {
    pub(crate) area: &'static str,
    pub(crate) magistrates: &'static str,
    pub(crate) crown: &'static str,
}

/// What the CPS gets of a suspect: early advice is sought on the first only.
fn file(found: &Investigation, place: usize, goes: bool) -> File {
    let received = match found.leaves {
        Leaves::Referred { on, custody } if goes => Some((on, custody)),
        Leaves::Referred { .. } | Leaves::Closed(..) | Leaves::Never => None,
    };
    let closed = match found.leaves {
        Leaves::Closed(day, _) => Some(day),
        Leaves::Referred { .. } | Leaves::Never => None,
    };
    File {
        advised: found.advised.filter(|_| place == 0),
        received,
        closed,
    }
}

fn handling(found: &Investigation, file: &File) -> Handling {
    let until: Option<Day> = match found.leaves {
        Leaves::Referred { on, .. } | Leaves::Closed(on, _) => Some(on),
        Leaves::Never => None,
    };
    Handling {
        until,
        referred: file.received.is_some(),
        custody: file.received.is_some_and(|(_, custody)| custody),
    }
}
