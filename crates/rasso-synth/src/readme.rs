//! What the folder of a world says of itself.

use crate::SynthError;
use crate::mess_settings::MessSettings;
use crate::part::write_file;
use crate::plan::SynthPlan;
use crate::settings::WorldSettings;
use std::path::Path;

const FILES: &str = include_str!("../data/world.md");

/// What may be said of the privacy of a synthetic world, for whoever has to agree to its use.
pub const PRIVACY: &str = include_str!("../data/privacy.txt");

/// Writes `README.md` into the folder of a world.
pub(crate) fn write(plan: &SynthPlan, out: &Path) -> Result<(), SynthError> {
    write_file(out, "README.md", &text(plan)).map(drop)
}

fn text(plan: &SynthPlan) -> String {
    let mess = if plan.mess { "on" } else { "off" };
    let (crimes, seed) = (plan.crimes, plan.seed);
    let (first, last) = (plan.first_recorded, plan.last_recorded);
    let built_in = |text: &str, built_in: &str| if text == built_in { "built in" } else { "own" };
    let world = built_in(&plan.world.text, WorldSettings::built_in_text());
    let rates = built_in(&plan.rates.text, MessSettings::built_in_text());
    let dates: Vec<_> = plan.extract_dates.iter().map(ToString::to_string).collect();
    let dates = dates.join(", ");
    format!(
        "{FILES}This world: {crimes} reports recorded from {first} to {last}, seed {seed}, mess {mess}; extracts of \
         {dates}; settings of the world {world}, of the mess {rates}.\n\n## Privacy\n\n{PRIVACY}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{made, plan};

    #[test]
    fn every_file_of_a_world_is_in_its_readme() {
        let plan = SynthPlan {
            own_formats: true,
            ..plan(300, 1, true)
        };
        let sample = made(plan);
        let readme = std::fs::read_to_string(sample.path("README.md")).unwrap();
        assert!(
            readme.ends_with(PRIVACY)
                && readme.contains("300 reports")
                && readme.contains("world built in")
        );
        for entry in std::fs::read_dir(sample.path("")).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            assert!(
                name == "README.md" || readme.contains(&format!("`{name}")),
                "{name}"
            );
        }
        for entry in std::fs::read_dir(sample.path("truth")).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            let is_date = name.parse::<rasso_terms::Day>().is_ok();
            assert!(
                is_date || readme.contains(&format!("`truth/{name}`")),
                "{name}"
            );
        }
    }
}
