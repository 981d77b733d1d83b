//! What the folder of a world says of itself.

use crate::SynthError;
use crate::part::write_file;
use crate::plan::SynthPlan;
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
    format!(
        "{FILES}This world: {crimes} crimes recorded from {first} to {last}, seed {seed}, mess {mess}.\n\n\
         ## Privacy\n\n{PRIVACY}"
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
        assert!(readme.ends_with(PRIVACY) && readme.contains("300 crimes"));
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
