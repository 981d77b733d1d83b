//! `rasso synth`.

use crate::{
    args::{Mess, Settings, Synth},
    failure::{FINDINGS, Failure, USAGE},
    pipeline::day,
    terminal,
};
use rasso_synth::{MessSettings, Part, Reached, SynthPlan, WorldSettings, calibrate, write};
use serde_json::json;

pub(super) fn synth(asked: &Synth) -> Result<u8, Failure> {
    if let Some(settings) = asked.show {
        terminal::data(match settings {
            Settings::World => WorldSettings::built_in_text(),
            Settings::Mess => MessSettings::built_in_text(),
        });
        return Ok(0);
    }
    let plan = plan(asked)?;
    if asked.calibration {
        return hold_against_published(&plan, asked.json);
    }
    let Some(out) = &asked.out else {
        return Err(Failure::new(USAGE, "no folder to write to").hint("give `--out DIR`"));
    };
    let holds_a_world = out.join("pipeline.toml").exists();
    if holds_a_world && !asked.force {
        let message = format!("{} already holds a world", out.display());
        return Err(Failure::new(USAGE, message)
            .hint("name another folder, or give `--force` to write over it"));
    }
    let written = write(&plan, out)?;
    if asked.json {
        let told = json!({
            "pipeline": written.pipeline.display().to_string(),
            "files": written.tables.len(),
            "own_files": written.own_files,
            "truth_records": written.truth_records,
            "mess_notes": written.mess_notes,
        });
        terminal::data(&told.to_string());
    } else {
        terminal::data(&written.pipeline.display().to_string());
        terminal::message(&format!(
            "{} files of invented records, and the truth beside them. Run them with: rasso run {} --out out",
            written.tables.len(),
            written.pipeline.display()
        ));
    }
    Ok(0)
}

fn plan(asked: &Synth) -> Result<SynthPlan, Failure> {
    let usual = SynthPlan::usual()?;
    let world = asked.world.as_deref().map(WorldSettings::read);
    let rates = asked.mess_rates.as_deref().map(MessSettings::read);
    Ok(SynthPlan {
        crimes: asked.crimes,
        seed: asked.seed,
        mess: asked.mess == Mess::On,
        first_recorded: day(&asked.from, "--from")?,
        last_recorded: day(&asked.to, "--to")?,
        extract_dates: asked
            .extract_dates
            .iter()
            .map(|it| day(it, "--extract-date"))
            .collect::<Result<_, _>>()?,
        own_formats: asked.own_formats,
        world: world.transpose()?.unwrap_or(usual.world),
        rates: rates.transpose()?.unwrap_or(usual.rates),
    })
}

fn hold_against_published(plan: &SynthPlan, as_json: bool) -> Result<u8, Failure> {
    let calibration = calibrate(plan)?;
    let all_within = calibration.targets.iter().all(Reached::is_within);
    if as_json {
        let target = |it: &Reached| {
            json!({
                "figure": it.figure,
                "from": it.period.0.to_string(),
                "until": it.period.1.to_string(),
                "basis": it.basis,
                "published": it.published,
                "tolerance": it.tolerance,
                "in_world": it.in_world,
                "standard_error": it.error,
                "within": it.verdict().words(),
                "source": it.source,
            })
        };
        let part = |it: &Part| {
            json!({
                "of": it.of, "name": it.name, "published": it.published, "in_world": it.in_world,
            })
        };
        let targets: Vec<_> = calibration.targets.iter().map(target).collect();
        let parts: Vec<_> = calibration.parts.iter().map(part).collect();
        terminal::data(&json!({ "targets": targets, "distributions": parts }).to_string());
    } else {
        terminal::data(&calibration.to_markdown());
    }
    Ok(if all_within { 0 } else { FINDINGS })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::{Args, Command};
    use clap::Parser as _;

    #[test]
    fn the_defaults_of_the_command_are_those_of_the_usual_world() {
        let args = Args::try_parse_from(["rasso", "synth", "--out", "world"]).unwrap();
        let Command::Synth(asked) = args.command else {
            panic!("another command");
        };
        assert_eq!(plan(&asked).ok(), SynthPlan::usual().ok());
    }
}
