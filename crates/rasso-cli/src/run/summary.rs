//! What the figures of a run say, in sentences that are proved before anybody reads them.

use crate::{
    failure::{BUG, Failure},
    figures::Figures,
    pipeline::{Pipeline, Prose},
};
use rasso_attrition::MeasurePlan;
use rasso_prose::{Frame, Statement, proof, summary};
use rasso_terms::{Period, PeriodType, Quarter};
use std::{collections::BTreeSet, path::Path};

/// What stands around the sentences of a run.
pub(crate) fn frame(title: &str) -> Frame {
    Frame {
        title: title.to_owned(),
        handling: "Internal: contains unprotected counts. Not for publication.".to_owned(),
    }
}

/// The page of the newest quarter of which every record is known, beside the same quarter of the year before; none
/// where no quarter is known whole.
pub(crate) fn summary_page(
    pipeline: &Pipeline,
    plan: &MeasurePlan,
    run_dir: &Path,
) -> Result<Option<String>, Failure> {
    let known = plan.coverage.censored;
    let periods = Period::between(plan.from, plan.to).into_iter();
    let mut whole =
        periods.filter(|it| it.period_type == PeriodType::Quarter && it.last.last_day() <= known);
    let Some(newest) = whole.next_back() else {
        return Ok(None);
    };
    let before = Quarter::from_ordinal(newest.first.ordinal() - 4);
    let Prose {
        words,
        forms,
        plan: says,
    } = &pipeline.prose;
    let cells = |it: &Statement| {
        [newest.first, before].map(|quarter| format!("{}/EW/{quarter}/{}", it.metric, it.clock))
    };
    let statements = says.sections.iter().flat_map(|it| &it.statements);
    let is_measured = |it: &&Statement| pipeline.metrics.iter().any(|of| of.name == it.metric);
    let wanted: BTreeSet<String> = statements.filter(is_measured).flat_map(cells).collect();
    let figures = Figures::read(run_dir, &wanted, &pipeline.schemas)?;
    let frame = frame(&says.title);
    let page = summary(says, (&frame, forms), &figures, &cells);
    if rasso_prose::cells(&page).is_empty() {
        // An agency that sent nothing may leave nothing to say.
        return Ok(None);
    }
    let found = proof(&page, &frame, forms, &figures, words).map_err(|it| Failure::new(BUG, it))?;
    if let Some(first) = found.first() {
        let message = format!(
            "the summary does not say what the table says: {}",
            first.what
        );
        return Err(Failure::new(BUG, message));
    }
    Ok(Some(page))
}
