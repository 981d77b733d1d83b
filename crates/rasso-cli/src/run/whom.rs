//! Whom the figures of England and Wales are without.

use crate::{
    pipeline::Pipeline,
    run::{Results, page_forces},
};
use rasso_attrition::AreaType;
use rasso_quality::{LeftOutRow, in_words};
use rasso_report::Without;
use rasso_terms::Period;

/// In any period, and in the one shown of the measures that the table of forces has.
pub(super) fn without(pipeline: &Pipeline, results: &Results, shown: Option<Period>) -> Without {
    let geography = pipeline.schemas.geography();
    let national = || {
        let all = results.without.iter();
        all.filter(|it| it.area_type == AreaType::National)
    };
    let sender = |it: &'_ LeftOutRow| (it.agency, it.sender.clone());
    let told = |rows: Vec<(rasso_terms::Agency, rasso_quality::Sender)>| {
        in_words(rows.iter().map(|(agency, it)| (*agency, it)), geography)
    };
    let in_period = national()
        .filter(|it| Some(it.period) == shown && page_forces::shows(&it.metric, &it.clock));
    Without {
        at_all: told(national().map(sender).collect()),
        in_period: told(in_period.map(sender).collect()),
    }
}
