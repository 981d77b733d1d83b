//! `rasso synth`.

use crate::{
    args::{Mess, Synth},
    failure::{Failure, USAGE},
    pipeline::day,
    terminal,
};
use rasso_synth::{SynthPlan, write};
use serde_json::json;

pub(super) fn synth(asked: &Synth) -> Result<u8, Failure> {
    let plan = SynthPlan {
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
    };
    let holds_a_world = asked.out.join("pipeline.toml").exists();
    if holds_a_world && !asked.force {
        let message = format!("{} already holds a world", asked.out.display());
        return Err(Failure::new(USAGE, message)
            .hint("name another folder, or give `--force` to write over it"));
    }
    let written = write(&plan, &asked.out)?;
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
