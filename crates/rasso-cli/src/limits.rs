//! When what was found in the extracts stops a run.

use crate::{
    failure::{FINDINGS, Failure},
    pipeline::Pipeline,
    pipeline_file::Limits,
    run::Input,
};
use rasso_extract::{FindingKind, Rule, faults_listing, findings_listing, standing_faults};
use rasso_schema::{Effect, QualityRules, nearest};
use rasso_stats::thousands;
use std::collections::BTreeMap;

/// The limits name only reasons that there are.
pub(crate) fn check(limits: &Limits, rules: &QualityRules) -> Result<(), Failure> {
    let costly = || rules.asked().filter(|it| it.1.effect != Effect::Warning);
    let known = || {
        let of_quality = costly().map(|it| it.0.code.as_str());
        Rule::ALL.iter().map(Rule::as_str).chain(of_quality)
    };
    match limits
        .reasons
        .keys()
        .find(|it| known().all(|rule| rule != it.as_str()))
    {
        None => Ok(()),
        Some(about) if FindingKind::ALL.iter().any(|it| it.as_str() == about) => {
            let message = format!(
                "`[limits.reasons]`: `{about}` is about a delivery as a whole and no fault of a row"
            );
            let hint = "write `deliveries = 0` under `[limits]` to stop at the first such finding";
            Err(Failure::new(crate::failure::USAGE, message).hint(hint))
        }
        Some(unknown) => {
            let of_deliveries = FindingKind::ALL.iter().map(|it| it.as_str());
            let near = nearest(unknown, known().chain(of_deliveries))
                .map_or_else(String::new, |it| format!("; did you mean `{it}`?"));
            let message = format!("`[limits.reasons]`: no reason is known as `{unknown}`{near}");
            Err(Failure::new(crate::failure::USAGE, message))
        }
    }
}

/// What to say, with the listing of faults, when there is more of anything than the pipeline allows.
pub(crate) fn findings(pipeline: &Pipeline, input: &Input) -> Option<Failure> {
    let over = over(&pipeline.limits, input);
    if over.is_empty() {
        return None;
    }
    let mut message = format!("{}; nothing was written", over.join("\n       "));
    let standing = standing_faults(&input.extracted.files, &input.extracted.faults);
    if !standing.is_empty() {
        message.push('\n');
        message.push_str(faults_listing(&standing).trim_end());
    }
    for finding in findings_listing(&input.extracted.findings) {
        message.push_str("\n  --> ");
        message.push_str(&finding);
    }
    Some(Failure::new(FINDINGS, message).hint(
        "`rasso explain CODE` says what a reason means and what to do; the limits stand under [limits] in the pipeline file",
    ))
}

/// A file of so many rows of which none is sound is another than it was taken for, whatever the limits.
const WHOLE: u64 = 20;

/// Every limit that is passed, in words.
fn over(limits: &Limits, input: &Input) -> Vec<String> {
    let extracted = &input.extracted;
    let mut over = Vec::new();
    let standing = standing_faults(&extracted.files, &extracted.faults);
    let mut of_file: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    let mut of_reason: BTreeMap<&str, u64> = BTreeMap::new();
    for it in &standing {
        *of_file.entry((&it.table, &it.file)).or_default() += 1;
        *of_reason.entry(it.rule.as_str()).or_default() += 1;
    }
    let all = u64::try_from(standing.len()).unwrap_or(u64::MAX);
    over.extend(passed(limits.faults, all, of(all, "fault", "faults")));
    for file in extracted.files.iter().filter(|it| it.used) {
        let number = of_file.get(&(&*file.table, &*file.label));
        let number = number.copied().unwrap_or_default();
        let faults = of(number, "fault", "faults");
        let what = format!("{faults} in {} ({})", file.label, file.table);
        over.extend(passed(limits.faults_per_file, number, &what));
        let quarantined = file.quarantined - file.recovered;
        let rows = file.rows_seen + file.unfolded;
        let percent = limits.quarantined_percent_per_file.unwrap_or(100);
        if quarantined == rows && rows >= WHOLE {
            over.push(format!(
                "every one of the {} rows of {} ({}) is quarantined: nothing of it would be counted",
                thousands(rows),
                file.label,
                file.table
            ));
        } else if quarantined * 100 > percent * rows {
            over.push(format!(
                "{} of {} rows of {} ({}) are quarantined, more than the limit of {percent} in a hundred",
                thousands(quarantined),
                thousands(rows),
                file.label,
                file.table
            ));
        }
    }
    for (reason, limit) in &limits.reasons {
        let number = of_reason.get(reason.as_str()).copied().unwrap_or_default();
        let faults = of(number, "fault", "faults");
        over.extend(passed(
            Some(*limit),
            number,
            &format!("{faults} `{reason}`"),
        ));
    }
    let found = u64::try_from(extracted.findings.len()).unwrap_or(u64::MAX);
    over.extend(passed(
        limits.deliveries,
        found,
        of(
            found,
            "finding about deliveries",
            "findings about deliveries",
        ),
    ));
    over
}

/// The word for one, or for several.
const fn of(number: u64, one: &'static str, several: &'static str) -> &'static str {
    if number == 1 { one } else { several }
}

fn passed(limit: Option<u64>, number: u64, what: &str) -> Option<String> {
    let limit = limit.filter(|it| number > *it)?;
    let (number, limit) = (thousands(number), thousands(limit));
    Some(format!("{number} {what}, more than the limit of {limit}"))
}
