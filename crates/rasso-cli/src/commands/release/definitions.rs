//! What the figures of a release are, in the words of the definitions that they were counted by.

use crate::run::clock_words;
use rasso_attrition::{Metric, ReleaseTable, TableCount, TableShare};
use rasso_release::{MeasureDefinition, MeasureKind, ShareDefinition, TableDefinition};
use std::collections::BTreeMap;

/// What a table is of.
pub(super) fn table(table: &ReleaseTable, metrics: &BTreeMap<String, Metric>) -> TableDefinition {
    let counts = table.counts.iter().map(|it| count(table, it, metrics));
    let shares = table.shares.iter().map(|it| share(it, metrics));
    TableDefinition {
        name: table.name.clone(),
        title: table.title.clone(),
        version: table.version.clone(),
        clock: clock(table),
        measures: counts.chain(shares).collect(),
    }
}

/// Which date puts a case in a period, and for how long each is followed.
fn clock(table: &ReleaseTable) -> String {
    let words = clock_words(&table.clock);
    table.followed_days.map_or_else(
        || words.to_owned(),
        |days| format!("{words}, each followed for {days} days"),
    )
}

fn count(
    table: &ReleaseTable,
    count: &TableCount,
    metrics: &BTreeMap<String, Metric>,
) -> MeasureDefinition {
    let of = |name: &str| {
        let count = table.counts.iter().find(|it| it.name == name);
        let count = count?;
        metrics.get(count.metric.as_ref().or(count.same_metric.as_ref())?)
    };
    let title = |name: &str| {
        let count = table.counts.iter().find(|it| it.name == name);
        let own = count.and_then(|it| it.title.clone());
        own.or_else(|| Some(of(name)?.title.clone()))
            .unwrap_or_default()
    };
    let metric = count.metric.as_ref().or(count.same_metric.as_ref());
    let mut said = match (metric, &count.rest) {
        (Some(metric), _) => metrics.get(metric).map(of_metric).unwrap_or_default(),
        // What others leave is counted as they are.
        (None, Some(rest)) => {
            let mut said = of(&rest.whole).map(of_metric).unwrap_or_default();
            let parts: Vec<String> = rest.parts.iter().map(|it| title(it)).collect();
            said.definition = format!("{}, without: {}.", title(&rest.whole), parts.join("; "));
            said.metric = None;
            said
        }
        (None, None) => MeasureDefinition::default(),
    };
    said.name.clone_from(&count.name);
    said.same_as.clone_from(&count.same_as);
    said.title = title(&count.name);
    said
}

fn share(share: &TableShare, metrics: &BTreeMap<String, Metric>) -> MeasureDefinition {
    let mut said = metrics
        .get(&share.metric)
        .map(of_metric)
        .unwrap_or_default();
    said.name.clone_from(&share.name);
    said.kind = MeasureKind::Share;
    said.share = Some(ShareDefinition {
        part: share.part.clone(),
        whole: share.whole.clone(),
    });
    said
}

fn of_metric(metric: &Metric) -> MeasureDefinition {
    MeasureDefinition {
        name: String::new(),
        title: metric.title.clone(),
        kind: MeasureKind::Count,
        unit: metric.unit.replace('_', " "),
        definition: metric.definition.clone(),
        metric: Some(metric.name.clone()),
        same_as: None,
        share: None,
        sources: metric.sources.clone(),
        exclusions: metric.exclusions.clone(),
        caveats: metric.caveats.clone(),
        series_breaks: metric.series_breaks.clone(),
        follows: metric.source.clone(),
    }
}
