//! The counts that a person sees first: the funnel, where threads were lost, and what linked.

use crate::{
    failure::Failure,
    pipeline::Pipeline,
    run::{Input, Results, notes::notes},
};
use rasso_engine::{Core, EngineError, Rows};
use rasso_link::{By, Edge};
use rasso_release::{BY_DATE_RECORDED, BY_FIRST_RECEIPT};
use rasso_terms::{Agency, Period, PeriodType};
use rasso_timeline::TimelineError;

/// A step of the funnel: what, in which unit, how many.
pub(crate) struct Step {
    pub(crate) name: &'static str,
    pub(crate) unit: &'static str,
    /// None when an agency that it needs sent nothing.
    pub(crate) count: Option<u64>,
    /// Whether all of these reached the step before as well, where both have one unit.
    pub(crate) is_part: bool,
}

/// The counts of a run.
pub(crate) struct Overview {
    pub(crate) funnel: Vec<Step>,
    /// `lost_at` and how many counted threads were lost there; open and convicted are empty.
    pub(crate) lost: Vec<(String, u64)>,
    pub(crate) threads: u64,
    pub(crate) open: u64,
    pub(crate) convicted: u64,
    /// Edge, pass, links, refusals.
    pub(crate) passes: Vec<(Edge, String, u64, u64)>,
    /// Unit, towards, state, reason, records.
    pub(crate) unlinked: Vec<(String, String, String, String, u64)>,
    pub(crate) negative_gaps: u64,
    /// The period whose measures are shown first.
    pub(crate) period: Option<Period>,
    /// What a reader must know before a zero is believed.
    pub(crate) notes: Vec<String>,
}

/// The step that is no part of the one before: the police charge some crimes that were not referred, or whose
/// referral is not linked.
const CHARGED: &str = "Charged (outcome 1 or 1A)";

/// Name of the step, its unit, the agencies it needs, and the query that counts it.
const FUNNEL: [(&str, &str, &[Agency], &str); 7] = [
    (
        "Recorded by the police",
        "crimes",
        &[Agency::Police],
        "SELECT COUNT(*) AS n FROM unit_crime WHERE counted = 1",
    ),
    (
        "Suspect identified",
        "crimes",
        &[Agency::Police],
        "SELECT COUNT(*) AS n FROM unit_crime WHERE counted = 1 AND suspects > 0",
    ),
    (
        "Referred to the CPS",
        "crimes",
        &[Agency::Police, Agency::Cps],
        "SELECT COUNT(*) AS n FROM unit_crime WHERE counted = 1 AND referral_date IS NOT NULL",
    ),
    (
        CHARGED,
        "crimes",
        &[Agency::Police],
        "SELECT COUNT(*) AS n FROM unit_crime WHERE counted = 1 AND outcome_code IN ('1', '1A')",
    ),
    (
        "CPS decided to charge",
        "CPS suspects",
        &[Agency::Cps],
        "SELECT COUNT(*) AS n FROM unit_cps_suspect WHERE rape_flag = 1 AND final_decision = 'charge'",
    ),
    (
        "Prosecution completed",
        "defendants",
        &[Agency::Cps, Agency::Courts],
        "SELECT COUNT(*) AS n FROM unit_defendant WHERE flagged = 1 AND completion_date IS NOT NULL",
    ),
    (
        "Convicted of any offence",
        "defendants",
        &[Agency::Cps, Agency::Courts],
        "SELECT COUNT(*) AS n FROM unit_defendant WHERE flagged = 1 AND completion_date IS NOT NULL AND guilty_any = 1",
    ),
];

impl Overview {
    pub(crate) fn of(
        core: &mut Core,
        pipeline: &Pipeline,
        input: &Input,
        results: &Results,
    ) -> Result<Self, Failure> {
        Self::count(core, pipeline, input, results).map_err(|it| TimelineError::from(it).into())
    }

    fn count(
        core: &mut Core,
        pipeline: &Pipeline,
        input: &Input,
        results: &Results,
    ) -> Result<Self, EngineError> {
        let supplied = input.agencies();
        let mut funnel = Vec::new();
        for (name, unit, needs, sql) in FUNNEL {
            let is_supplied = needs.iter().all(|it| supplied.contains(it));
            let count = is_supplied.then(|| one(core, sql)).transpose()?;
            let is_part = name != CHARGED;
            funnel.push(Step {
                name,
                unit,
                count,
                is_part,
            });
        }
        let lost = core.rows(
            "lost",
            "SELECT lost_at, COUNT(*) AS n FROM threads WHERE counted = 1 AND lost_at <> '' GROUP BY lost_at ORDER BY lost_at",
        )?;
        let unlinked = core.rows(
            "unlinked records",
            "SELECT unit, towards, state, reason, COUNT(*) AS n FROM unlinked GROUP BY unit, towards, state, reason \
             ORDER BY unit, towards, state, reason",
        )?;
        let mut passes = Vec::new();
        for edge in Edge::ALL {
            for (at, pass) in pipeline.links.passes.iter().enumerate() {
                let links = results.linked.of(edge);
                let links = links.filter(|it| it.by == By::Pass(at)).count();
                let refused = results
                    .linked
                    .refusals
                    .iter()
                    .filter(|it| it.edge == edge && it.pass == at);
                passes.push((
                    edge,
                    pass.name.clone(),
                    whole(links),
                    whole(refused.count()),
                ));
            }
            for model in results.linked.models.iter().filter(|it| it.edge == edge) {
                let name = format!("{} {}", model.name, model.version);
                passes.push((edge, name, whole(model.links), whole(model.ties)));
            }
        }
        Ok(Self {
            funnel,
            lost: (0..lost.len())
                .map(|row| Ok((word(&lost, "lost_at", row)?, number(&lost, row)?)))
                .collect::<Result<_, EngineError>>()?,
            threads: one(core, "SELECT COUNT(*) AS n FROM threads WHERE counted = 1")?,
            open: one(
                core,
                "SELECT COUNT(*) AS n FROM threads WHERE counted = 1 AND open = 1",
            )?,
            convicted: one(
                core,
                "SELECT COUNT(*) AS n FROM threads WHERE counted = 1 AND court_exit = 'convicted'",
            )?,
            passes,
            unlinked: (0..unlinked.len())
                .map(|row| {
                    let cell = |column| word(&unlinked, column, row);
                    Ok((
                        cell("unit")?,
                        cell("towards")?,
                        cell("state")?,
                        cell("reason")?,
                        number(&unlinked, row)?,
                    ))
                })
                .collect::<Result<_, EngineError>>()?,
            negative_gaps: one(
                core,
                "SELECT COALESCE(SUM(negative_gaps), 0) AS n FROM unit_suspect WHERE counted = 1",
            )?,
            period: shown_period(results),
            notes: notes(core, pipeline, input)?,
        })
    }
}

/// The last whole rolling year, else the last quarter measured.
fn shown_period(results: &Results) -> Option<Period> {
    let periods = Period::between(results.plan.from, results.plan.to);
    let last = |kind| periods.iter().rfind(|it| it.period_type == kind).copied();
    last(PeriodType::RollingYear).or_else(|| last(PeriodType::Quarter))
}

/// What dates a figure, in words.
pub(crate) fn clock_words(clock: &str) -> &'static str {
    match clock {
        "cohort" => BY_DATE_RECORDED,
        "referral_cohort" => BY_FIRST_RECEIPT,
        "stock" => "on the last day",
        _ => "by date of event",
    }
}

fn one(core: &mut Core, sql: &str) -> Result<u64, EngineError> {
    number(&core.rows("overview", sql)?, 0)
}

fn number(rows: &Rows, row: usize) -> Result<u64, EngineError> {
    let value = rows.integers("n")?.get(row).copied().flatten();
    Ok(value.and_then(|it| u64::try_from(it).ok()).unwrap_or(0))
}

fn word(rows: &Rows, column: &str, row: usize) -> Result<String, EngineError> {
    Ok(rows
        .texts(column)?
        .get(row)
        .cloned()
        .flatten()
        .unwrap_or_default())
}

fn whole(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
