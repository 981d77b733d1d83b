//! `rasso explain LINK --run DIR`: why two records of a run are linked.

use crate::{
    args::Explain,
    failure::{Failure, INPUT, USAGE},
    terminal, waterfall,
};
use rasso_link::{Edge, Evidence, LinkRow, read_links};
use rasso_stats::thousands;
use serde_json::json;
use std::path::Path;

/// How a link is named.
const FORM: &str =
    "a link is named by its tables and record ids, as `police_cps:120:7`; `links.parquet` has them";

pub(super) fn explain(asked: &Explain, run: &Path) -> Result<u8, Failure> {
    let word = asked.word.as_deref().unwrap_or_default();
    let (edge, left, right) = named(word)
        .ok_or_else(|| Failure::new(USAGE, format!("`{word}` names no link")).hint(FORM))?;
    let links = read_links(run).map_err(|it| {
        Failure::new(INPUT, format!("{}: {it}", run.display()))
            .hint("`--run` is the folder of a run, as out/runs/latest")
    })?;
    let is_it = |it: &&LinkRow| (it.edge, it.left, it.right) == (edge, left, right);
    let Some(link) = links.iter().find(is_it) else {
        let count = u64::try_from(links.len()).unwrap_or(u64::MAX);
        let message = format!(
            "none of the {} links of the run is `{word}`",
            thousands(count)
        );
        return Err(Failure::new(USAGE, message).hint(FORM));
    };
    let evidence = Evidence::parse(&link.evidence);
    terminal::data(&if asked.json {
        as_json(link, &evidence)
    } else {
        in_words(link, &evidence)
    });
    Ok(0)
}

fn named(word: &str) -> Option<(Edge, i64, i64)> {
    let mut parts = word.split(':');
    let edge = parts.next()?;
    let edge = Edge::ALL.into_iter().find(|it| it.as_str() == edge)?;
    let (left, right) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    parts.next().is_none().then_some((edge, left, right))
}

fn in_words(link: &LinkRow, evidence: &Evidence) -> String {
    let LinkRow {
        edge, left, right, ..
    } = link;
    let mut lines = vec![format!(
        "{} {left} and {} {right}, linked by {}: {}",
        edge.left(),
        edge.right(),
        link.pass,
        evidence.agreed
    )];
    let Some(probability) = link.probability else {
        lines.push("No model weighed it: the pipeline names none for these tables, or it rules the two out, or they agree on none of its blocks.".to_owned());
        return lines.join("\n");
    };
    lines.extend(waterfall::lines(&evidence.steps));
    let sum: f64 = evidence.steps.iter().map(|it| it.1).sum();
    let alone = 1.0 / (1.0 + (-sum).exp2());
    lines.push(format!(
        "Odds of 2 to the power of {sum:+.2}: probability {alone:.6} by itself, {probability:.6} given what else the two may be linked to"
    ));
    if let Some(runner_up) = link.runner_up.filter(|it| *it > 0.0) {
        lines.push(format!(
            "The likeliest other link of one of the two has {runner_up:.6}"
        ));
    }
    lines.join("\n")
}

fn as_json(link: &LinkRow, evidence: &Evidence) -> String {
    let step = |it: &(String, f64)| json!({ "step": it.0, "weight": it.1 });
    json!({
        "left_table": link.edge.left(),
        "left_id": link.left,
        "right_table": link.edge.right(),
        "right_id": link.right,
        "pass": link.pass,
        "agreed": evidence.agreed,
        "steps": evidence.steps.iter().map(step).collect::<Vec<_>>(),
        "probability": link.probability,
        "runner_up": link.runner_up,
    })
    .to_string()
}
