//! What models of links came to, for the page of a run.

use crate::{run::Results, waterfall::sums};
use rasso_link::{By, Edge, Link, ModelRun, Weighed};
use rasso_report::{DrawnLink, DrawnStep, ModelRow};

pub(super) fn models(results: &Results, between: impl Fn(Edge) -> String) -> Vec<ModelRow> {
    let count = |it: usize| u64::try_from(it).unwrap_or(u64::MAX);
    let row = |it: &ModelRun| ModelRow {
        edge: between(it.edge),
        model: format!("{} {}", it.name, it.version),
        compared: it.compared,
        expected: it.expected,
        links: count(it.links),
        doubted: count(it.doubted),
    };
    results.linked.models.iter().map(row).collect()
}

/// Of each model the link that it is least sure of.
pub(super) fn least_sure(results: &Results) -> Vec<DrawnLink> {
    let linked = &results.linked;
    let of = |model: &ModelRun| {
        let made = linked.of(model.edge).filter(|it| it.by == By::Model);
        let weighed = made.filter_map(|it| Some((it, linked.weighed(it)?)));
        let least = weighed.min_by(|a, b| a.1.probability.total_cmp(&b.1.probability));
        least.map(|(link, weighed)| drawn(link, weighed))
    };
    linked.models.iter().filter_map(of).collect()
}

fn drawn(link: &Link, weighed: &Weighed) -> DrawnLink {
    let mut steps = vec![("any two".to_owned(), weighed.start)];
    for it in &weighed.levels {
        let name = format!("{}: {}", it.comparison, it.level);
        steps.push((name, it.weight + it.rarity));
    }
    let sums = sums(&steps);
    let step = |((name, weight), sum): ((String, f64), f64)| DrawnStep { name, weight, sum };
    DrawnLink {
        title: format!("{}:{}:{}", link.edge.as_str(), link.left, link.right),
        said: format!(
            "Probability {:.3} given what else the two may be linked to, and {:.3} of the likeliest other link of one of them.",
            weighed.probability, weighed.runner_up
        ),
        steps: steps.into_iter().zip(sums).map(step).collect(),
    }
}
