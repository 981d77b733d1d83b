//! What a world is like, as data: volumes, hazards, changes of policy, shares and delays.

use crate::SynthError;
use crate::cause::Cause;
use crate::codes;
use crate::dice::{Dice, Share, Spread};
use crate::hazard::Hazard;
use crate::settings_file::{self, text_of};
use rasso_terms::Day;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// The settings that are built in.
const BUILT_IN: &str = include_str!("../data/world.toml");

/// How often and how fast things happen in a world.
///
/// Nothing in it comes from a record of a person: it is tuned by hand to published totals.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorldSettings {
    /// The file as it was read.
    #[serde(skip)]
    pub(crate) text: String,
    pub(crate) volume: Volume,
    pub(crate) shares: Shares,
    pub(crate) weights: Weights,
    pub(crate) spreads: Spreads,
    pub(crate) hazards: BTreeMap<Cause, Hazard>,
    pub(crate) change: Vec<Change>,
    pub(crate) staffing: Staffing,
}

/// How many crimes are recorded when.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Volume {
    /// Crimes recorded in the year to 31 March of this year; the first and the last hold beyond.
    pub(crate) year_ending_march: BTreeMap<String, u64>,
    pub(crate) calendar: Calendar,
}

/// How the year goes.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Calendar {
    /// January to December, in hundredths of a mean month.
    pub(crate) months: [u64; 12],
}

/// Shares, in ten-thousandths.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Shares {
    pub(crate) incident: Share,
    pub(crate) not_rape: Share,
    pub(crate) several_offenders: Share,
    pub(crate) attempt: Share,
    pub(crate) male_victim: Share,
    pub(crate) male_suspect: Share,
    pub(crate) offence_lasted: Share,
    pub(crate) adviser: Share,
    pub(crate) transferred_keeps_urn: Share,
    pub(crate) co_suspects: Share,
    pub(crate) referred_together: Share,
    pub(crate) recidivist: Share,
    pub(crate) arrested: Share,
    pub(crate) arrested_when_referred: Share,
    pub(crate) released_under_investigation: Share,
    pub(crate) interviewed: Share,
    pub(crate) closed_after_drop: Share,
    pub(crate) remanded: Share,
    pub(crate) youth_court: Share,
    pub(crate) recorded_before_trial: Share,
    pub(crate) mention: Share,
    pub(crate) convicted_of_lesser: Share,
    pub(crate) convicted_of_another: Share,
    pub(crate) lies_on_file: Share,
    pub(crate) reason_not_recorded: Share,
    pub(crate) discontinued_in_public_interest: Share,
}

/// Choices by weight.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Weights {
    pub(crate) crimes_in_a_case: Vec<(u64, u64)>,
    pub(crate) suspects_together: Vec<(u64, u64)>,
    pub(crate) relationship_to_child: BTreeMap<String, u64>,
    pub(crate) relationship: BTreeMap<String, u64>,
    pub(crate) victim_ethnicity: BTreeMap<String, u64>,
    pub(crate) cancelled_reason: BTreeMap<String, u64>,
    pub(crate) closed_otherwise: BTreeMap<String, u64>,
    pub(crate) no_suspect: BTreeMap<String, u64>,
    pub(crate) flagged: Flagging,
    pub(crate) more_counts: Vec<(u64, u64)>,
}

/// When the rape flag is put on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Flagging {
    pub(crate) at_once: u64,
    pub(crate) late: u64,
    pub(crate) never: u64,
}

/// Delays that no hazard decides: (share in thousandths, days).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Spreads {
    pub(crate) offence_to_report: Spread,
    pub(crate) report_to_record: Spread,
    pub(crate) female_victim_age: Spread,
    pub(crate) male_victim_age: Spread,
    pub(crate) suspect_age_days: Spread,
    pub(crate) to_adviser: Spread,
    pub(crate) to_arrest: Spread,
    pub(crate) to_voluntary_interview: Spread,
    pub(crate) withdrawal_to_outcome: Spread,
    pub(crate) decision_to_outcome: Spread,
    pub(crate) drop_to_outcome: Spread,
    pub(crate) consultation_to_decision: Spread,
    pub(crate) advice_to_consultation: Spread,
    pub(crate) review: Spread,
    pub(crate) decision_to_charge: Spread,
    pub(crate) charge_to_first_hearing: Spread,
    pub(crate) first_hearing_to_sending: Spread,
    pub(crate) receipt_to_plea_hearing: Spread,
    pub(crate) trial_length: Spread,
    pub(crate) conviction_to_sentence: Spread,
    pub(crate) sentence_months: Spread,
}

/// A change of policy or circumstance: factors of hazards, in hundredths, between two days.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Change {
    /// What it was, and its source where there is one.
    pub(crate) what: String,
    pub(crate) from: Date,
    /// The first day on which it is over; for good when it is left out.
    pub(crate) to: Option<Date>,
    pub(crate) factor: BTreeMap<Cause, u64>,
}

/// A day, written YYYY-MM-DD.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Date(pub(crate) Day);

impl TryFrom<String> for Date {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let day = text.parse();
        day.map(Self).or(Err("a date is written YYYY-MM-DD"))
    }
}

/// Prosecutors in specialist units, in full-time equivalents.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Staffing {
    /// By the first day from which it holds, straight lines between.
    pub(crate) full_time_equivalents: BTreeMap<Date, u64>,
}

impl WorldSettings {
    /// The settings that are built in, tuned to `data/targets.csv`.
    pub fn built_in() -> Result<Self, SynthError> {
        Self::parse(BUILT_IN, Path::new("the built-in world.toml"))
    }

    /// The text of the built-in settings, to be copied and changed.
    pub const fn built_in_text() -> &'static str {
        BUILT_IN
    }

    /// Reads settings from a file.
    pub fn read(path: &Path) -> Result<Self, SynthError> {
        Self::parse(&text_of(path)?, path)
    }

    fn parse(text: &str, path: &Path) -> Result<Self, SynthError> {
        let mut settings: Self = settings_file::parse(text, path, &["shares", "hazards"])?;
        let wrong = |what| settings_file::wrong(path, what);
        if let Some(missing) = Cause::ALL
            .iter()
            .find(|it| !settings.hazards.contains_key(it))
        {
            return Err(wrong(format!("there is no hazard `{}`", missing.name())));
        }
        if let Some(what) = settings.nonsense() {
            return Err(wrong(what));
        }
        if let Some(code) = settings.unknown_code() {
            return Err(wrong(format!("`{code}` is no code of this world")));
        }
        if settings
            .volume
            .year_ending_march
            .keys()
            .any(|it| it.parse::<i16>().is_err())
        {
            return Err(wrong(
                "year_ending_march names years by four digits".to_owned(),
            ));
        }
        text.clone_into(&mut settings.text);
        Ok(settings)
    }

    /// What cannot be meant, where something cannot.
    fn nonsense(&self) -> Option<String> {
        let weights = &self.weights;
        let lists = [
            ("crimes_in_a_case", &weights.crimes_in_a_case),
            ("suspects_together", &weights.suspects_together),
            ("more_counts", &weights.more_counts),
        ];
        let empty = lists.iter().find(|it| it.1.iter().all(|it| it.1 == 0));
        let upside_down = |it: &&Change| it.to.is_some_and(|to| to <= it.from);
        let unordered = |it: &(&Cause, &Hazard)| !it.1.rates.is_sorted_by(|a, b| a.0 < b.0);
        if let Some((name, _)) = empty {
            Some(format!("`{name}` gives no weight to anything"))
        } else if let Some(change) = self.change.iter().find(upside_down) {
            Some(format!(
                "the change `{}` ends before it begins",
                change.what
            ))
        } else if let Some((cause, _)) = self.hazards.iter().find(unordered) {
            Some(format!(
                "the rates of {cause:?} are not in the order of their days"
            ))
        } else {
            None
        }
    }

    /// Whether every code that a weight names is one that this world can write.
    fn unknown_code(&self) -> Option<&str> {
        let weights = &self.weights;
        let tables = [
            (&weights.relationship_to_child, codes::RELATIONSHIPS),
            (&weights.relationship, codes::RELATIONSHIPS),
            (&weights.victim_ethnicity, codes::ETHNICITIES),
            (&weights.cancelled_reason, codes::CANCELLED),
            (&weights.closed_otherwise, codes::CLOSED_OTHERWISE),
            (&weights.no_suspect, codes::NO_SUSPECT),
        ];
        let mut named = tables.iter().flat_map(|(table, codes)| {
            let unknown = table.keys().filter(|it| !codes.contains(&it.as_str()));
            unknown.map(String::as_str)
        });
        named.next()
    }
}

/// One of some codes, by weight; a code that has none is never drawn.
pub(crate) fn choose(
    dice: &mut Dice,
    weights: &BTreeMap<String, u64>,
    codes: &[&'static str],
) -> &'static str {
    let weight = |code: &str| weights.get(code).copied().unwrap_or_default();
    let mut left = dice.below(weights.values().sum());
    for code in codes {
        if left < weight(code) {
            return code;
        }
        left -= weight(code);
    }
    ""
}
