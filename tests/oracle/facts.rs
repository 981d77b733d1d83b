//! What is known of each record once it is linked: its place, its milestones, how it ended.

use crate::oracle::codes::{self, Codes};
use crate::oracle::court::{AtCourt, at_court};
use crate::oracle::extracts::{Count, CpsEvent, Extracts, Hearing};
use crate::oracle::finals::{Final, final_decision};
use crate::oracle::links::{Edge, Links};
use crate::oracle::pre_charge::{PreCharge, pre_charge};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Where a record is counted.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) force: String,
    pub(crate) area: String,
}

/// A crime.
pub(crate) struct CrimeFacts {
    pub(crate) place: Place,
    pub(crate) counted: bool,
    /// Recorded as a crime of rape, whatever became of the record.
    pub(crate) rape_crime: bool,
    /// Whether the victim is 16 or over, where the offence code says.
    pub(crate) adult: Option<bool>,
    pub(crate) early_advice: Option<Date>,
    pub(crate) referral: Option<Date>,
}

/// A suspect in a crime.
pub(crate) struct SuspectFacts {
    pub(crate) crime: Option<usize>,
    pub(crate) referral: Option<Date>,
    pub(crate) decision: Option<Date>,
    pub(crate) first_listed: Option<Date>,
}

/// A suspect in a CPS case.
pub(crate) struct CpsFacts {
    pub(crate) place: Place,
    pub(crate) recorded: Option<Date>,
    pub(crate) early_advice: Option<Date>,
    pub(crate) referral: Option<Date>,
    pub(crate) finally: Option<(Final, Date)>,
    pub(crate) told: PreCharge,
    pub(crate) crime: Option<usize>,
}

/// A defendant of a court, or one the CPS alone knows of.
pub(crate) struct DefendantFacts {
    pub(crate) place: Place,
    pub(crate) crime: Option<usize>,
    pub(crate) recorded: Option<Date>,
    pub(crate) flagged: bool,
    pub(crate) first_listed: Option<Date>,
    pub(crate) receipt: Option<Date>,
    pub(crate) completed: Option<Date>,
    /// When the CPS decided to charge, by the linked record.
    pub(crate) charge_decision: Option<Date>,
    pub(crate) offence_start: Option<Date>,
    pub(crate) at_court: AtCourt,
    pub(crate) guilty_any: bool,
    pub(crate) guilty_rape: bool,
    /// The longest sentence on a count of rape, in months.
    pub(crate) months: Option<i64>,
}

/// Everything known.
pub(crate) struct Facts {
    pub(crate) crimes: Vec<CrimeFacts>,
    pub(crate) suspects: Vec<SuspectFacts>,
    pub(crate) cps: Vec<CpsFacts>,
    pub(crate) defendants: Vec<DefendantFacts>,
}

/// The facts that follow from records and links.
pub(crate) fn facts(extracts: &Extracts, links: &Links, codes: &Codes) -> Facts {
    let crime_of: BTreeMap<&[String], usize> = (0..)
        .zip(&extracts.crimes)
        .map(|(place, it)| (&it.key[..], place))
        .collect();
    let crime_of: Vec<Option<usize>> = extracts
        .suspects
        .iter()
        .map(|it| crime_of.get(&it.key[..2]).copied())
        .collect();
    let known = Known {
        extracts,
        links,
        codes,
        crime_of,
    };
    let cps = known.cps();
    Facts {
        crimes: known.crimes(&cps),
        suspects: known.suspects(&cps),
        defendants: known.defendants(&cps),
        cps,
    }
}

struct Known<'a> {
    extracts: &'a Extracts,
    links: &'a Links,
    codes: &'a Codes,
    /// The crime of each suspect, by place.
    crime_of: Vec<Option<usize>>,
}

impl Known<'_> {
    /// The crime that stands for several suspects' crimes: one not transferred out before one that
    /// was, then the earliest recorded, then the first by key.
    fn leading_crime(&self, suspects: &[usize]) -> Option<usize> {
        suspects
            .iter()
            .filter_map(|it| self.crime_of[*it])
            .min_by_key(|place| {
                let crime = &self.extracts.crimes[*place];
                (crime.transferred_out, crime.recorded, *place)
            })
    }

    fn force_of_crime(&self, crime: Option<usize>) -> Option<String> {
        crime.map(|it| self.extracts.crimes[it].key[0].clone())
    }

    fn offence_start(&self, crime: Option<usize>) -> Option<Date> {
        crime.and_then(|it| self.extracts.crimes[it].offence_start)
    }

    fn recorded(&self, crime: Option<usize>) -> Option<Date> {
        crime.map(|it| self.extracts.crimes[it].recorded)
    }

    fn cps(&self) -> Vec<CpsFacts> {
        let mut events: BTreeMap<&[String], Vec<&CpsEvent>> = BTreeMap::new();
        for event in &self.extracts.events {
            events.entry(&event.suspect).or_default().push(event);
        }
        let suspects = self.links.lefts(Edge::PoliceCps);
        let one = |(place, record): (usize, &crate::oracle::extracts::CpsSuspect)| {
            let events = events.remove(&record.key[..]).unwrap_or_default();
            let first = |kind: &str| {
                events
                    .iter()
                    .filter(|it| it.kind == kind)
                    .map(|it| it.date)
                    .min()
            };
            let crime = suspects.get(&place).and_then(|it| self.leading_crime(it));
            let force = self.force_of_crime(crime).or_else(|| record.force.clone());
            CpsFacts {
                place: Place {
                    force: force.unwrap_or_else(|| codes::NO_FORCE.to_owned()),
                    area: record.area.clone(),
                },
                recorded: self.recorded(crime),
                early_advice: first("early_advice_received"),
                referral: first("charging_receipt"),
                finally: final_decision(&events),
                told: pre_charge(&events, self.codes),
                crime,
            }
        };
        (0..).zip(&self.extracts.cps).map(one).collect()
    }

    fn crimes(&self, cps: &[CpsFacts]) -> Vec<CrimeFacts> {
        let mut linked: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (suspect, records) in self.links.rights(Edge::PoliceCps) {
            if let Some(crime) = self.crime_of[suspect] {
                linked.entry(crime).or_default().extend(records);
            }
        }
        let one = |(place, crime): (usize, &crate::oracle::extracts::Crime)| {
            let linked = linked.get(&place).map_or(&[][..], Vec::as_slice);
            let force = crime.key[0].clone();
            let area = linked.iter().min().map_or_else(
                || self.codes.area_of_force(&force, crime.recorded).to_owned(),
                |first| cps[*first].place.area.clone(),
            );
            let rape_crime = crime.incident_class.as_deref() != Some("N100")
                && self.codes.is_rape(&crime.offence);
            CrimeFacts {
                place: Place { force, area },
                counted: rape_crime && !crime.cancelled && !crime.transferred_out,
                rape_crime,
                adult: self.codes.is_adult(&crime.offence),
                early_advice: linked.iter().filter_map(|it| cps[*it].early_advice).min(),
                referral: linked.iter().filter_map(|it| cps[*it].referral).min(),
            }
        };
        (0..).zip(&self.extracts.crimes).map(one).collect()
    }

    fn suspects(&self, cps: &[CpsFacts]) -> Vec<SuspectFacts> {
        let linked = self.links.rights(Edge::PoliceCps);
        let direct = self.links.rights(Edge::PoliceCourt);
        let through = self.links.rights(Edge::CpsCourt);
        let one = |suspect: usize| {
            let linked = linked.get(&suspect).map_or(&[][..], Vec::as_slice);
            let defendants = linked.iter().filter_map(|it| through.get(it));
            let defendants = defendants.chain(direct.get(&suspect)).flatten();
            let finals = linked.iter().filter_map(|it| cps[*it].finally);
            SuspectFacts {
                crime: self.crime_of[suspect],
                referral: linked.iter().filter_map(|it| cps[*it].referral).min(),
                decision: decided_on(finals),
                first_listed: defendants
                    .filter_map(|it| self.extracts.defendants[*it].first_listed)
                    .min(),
            }
        };
        (0..self.extracts.suspects.len()).map(one).collect()
    }

    fn defendants(&self, cps: &[CpsFacts]) -> Vec<DefendantFacts> {
        let mut counts: BTreeMap<&[String], Vec<&Count>> = BTreeMap::new();
        for count in &self.extracts.counts {
            counts.entry(&count.key[..2]).or_default().push(count);
        }
        let mut hearings: BTreeMap<&[String], Vec<&Hearing>> = BTreeMap::new();
        for hearing in &self.extracts.hearings {
            hearings
                .entry(&hearing.defendant)
                .or_default()
                .push(hearing);
        }
        let claimed = self.links.lefts(Edge::CpsCourt);
        let direct = self.links.lefts(Edge::PoliceCourt);
        let mut all = Vec::new();
        for (place, record) in (0..).zip(&self.extracts.defendants) {
            let cps_record = claimed.get(&place).and_then(|it| it.first()).copied();
            let crime = match cps_record {
                Some(it) => cps[it].crime,
                None => direct.get(&place).and_then(|it| self.leading_crime(it)),
            };
            let counts = counts.get(&record.key[..]).map_or(&[][..], Vec::as_slice);
            let hearings = hearings.get(&record.key[..]).map_or(&[][..], Vec::as_slice);
            all.push(DefendantFacts {
                place: self.place_of_defendant(crime, record.urn.as_deref(), cps_record),
                crime,
                recorded: self.recorded(crime),
                flagged: cps_record.is_some_and(|it| self.extracts.cps[it].rape_flag),
                first_listed: record.first_listed,
                receipt: record.receipt,
                completed: record.completed,
                charge_decision: cps_record.and_then(|it| cps[it].charged()),
                offence_start: self.offence_start(crime),
                at_court: at_court(counts, hearings, self.codes),
                months: counts
                    .iter()
                    .filter(|it| guilty(it) && self.codes.is_rape(&it.offence))
                    .filter_map(|it| it.months)
                    .max(),
                guilty_any: counts.iter().any(|it| guilty(it) || lesser(it)),
                guilty_rape: counts
                    .iter()
                    .any(|it| guilty(it) && self.codes.is_rape(&it.offence)),
            });
        }

        // A prosecution that ended at the CPS with no court record is a defendant too.
        let at_court = self.links.rights(Edge::CpsCourt);
        for (place, record) in (0..).zip(&self.extracts.cps) {
            let completed = record.prosecution_outcome_date;
            if completed.is_none() || at_court.contains_key(&place) {
                continue;
            }
            all.push(DefendantFacts {
                place: self.place_of_defendant(
                    cps[place].crime,
                    record.urn.as_deref(),
                    Some(place),
                ),
                crime: cps[place].crime,
                recorded: cps[place].recorded,
                flagged: record.rape_flag,
                first_listed: None,
                receipt: None,
                completed,
                charge_decision: cps[place].charged(),
                offence_start: self.offence_start(cps[place].crime),
                at_court: AtCourt::default(),
                guilty_any: record.prosecution_outcome.as_deref() == Some("convicted"),
                guilty_rape: false,
                months: None,
            });
        }
        all
    }

    fn place_of_defendant(
        &self,
        crime: Option<usize>,
        urn: Option<&str>,
        cps_record: Option<usize>,
    ) -> Place {
        let from_urn = || urn.and_then(|it| self.codes.force(&it[..2]));
        let force = self.force_of_crime(crime).or_else(from_urn);
        let day = self.recorded(crime).unwrap_or(self.extracts.as_at);
        let of_force = force.as_deref().map(|it| self.codes.area_of_force(it, day));
        let area = match cps_record {
            Some(it) => &self.extracts.cps[it].area,
            None => of_force.unwrap_or(codes::NO_AREA),
        };
        Place {
            area: area.to_owned(),
            force: force.unwrap_or_else(|| codes::NO_FORCE.to_owned()),
        }
    }
}

impl CpsFacts {
    /// When the decision to charge was made that stands.
    fn charged(&self) -> Option<Date> {
        let charge = self.finally.filter(|it| it.0 == Final::Charge);
        charge.map(|it| it.1)
    }
}

/// When a suspect was decided on whose records at the CPS came to these ends. One who is charged in
/// any of them is charged, from the first time; one who never is has been decided on when the last
/// of them was. A record closed without a decision says nothing.
fn decided_on(finals: impl Iterator<Item = (Final, Date)>) -> Option<Date> {
    let (charges, others): (Vec<_>, Vec<_>) = finals
        .filter(|it| it.0.is_legal_decision())
        .partition(|it| it.0 == Final::Charge);
    let first_charge = charges.iter().map(|it| it.1).min();
    first_charge.or_else(|| others.iter().map(|it| it.1).max())
}

fn guilty(count: &Count) -> bool {
    count.plea.as_deref() == Some("guilty") || count.verdict.as_deref() == Some("guilty")
}

/// Convicted of another offence than the one on the count.
fn lesser(count: &Count) -> bool {
    count.verdict.as_deref() == Some("guilty_lesser")
}

#[test]
fn one_charge_of_several_records_is_a_charge() {
    let on = |how, day| (how, jiff::civil::date(2025, 5, day));
    let day = |finals: &[(Final, Date)]| decided_on(finals.iter().copied()).map(Date::day);
    let (nfa, charge) = (on(Final::Nfa, 9), on(Final::Charge, 5));
    assert_eq!(day(&[nfa, charge, on(Final::Charge, 7)]), Some(5));
    assert_eq!(day(&[on(Final::OutOfCourt, 2), nfa]), Some(9));
    assert_eq!(day(&[on(Final::Administrative, 11), nfa]), Some(9));
    assert_eq!(day(&[on(Final::Administrative, 11)]), None);
}
