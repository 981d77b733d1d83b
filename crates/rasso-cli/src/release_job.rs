//! The release that a pipeline ends with.

use crate::{
    args::ReleaseBuild,
    failure::{Failure, USAGE},
    pipeline::Pipeline,
    pipeline_file::ReleaseJob,
};
use rasso_attrition::{Metric, ReleaseTable, Units};
use rasso_disclosure::Policy;
use rasso_release::{Canaries, Publication};
use rasso_schema::{Schemas, UnknownName};
use std::{
    collections::BTreeMap,
    ops::RangeInclusive,
    path::{Path, PathBuf},
};

/// How many quarters a release may show.
pub(crate) const QUARTERS: RangeInclusive<i64> = 1..=200;

impl ReleaseJob {
    /// With paths that count from where `rasso` runs. What is wrong with it is told now, before hours of work.
    pub(crate) fn within(self, folder: &Path, schemas: &Schemas) -> Result<Self, Failure> {
        if !QUARTERS.contains(&i64::from(self.quarters)) {
            let what = format!(
                "`quarters` of [release] must be {} to {}",
                QUARTERS.start(),
                QUARTERS.end()
            );
            return Err(Failure::new(USAGE, what));
        }
        let metrics = Metric::load_all(schemas, &Units::load(schemas)?)?;
        tables(schemas, &metrics, &self.tables)?;
        let own = Self {
            policy: folder.join(&self.policy),
            publication: self.publication.map(|it| folder.join(it)),
            canaries: self.canaries.map(|it| folder.join(it)),
            ..self
        };
        Policy::read(&own.policy)?;
        if let Some(file) = &own.publication {
            Publication::read(file)?;
        }
        if let Some(file) = &own.canaries {
            Canaries::read(file)?;
        }
        Ok(own)
    }

    /// What it asks for, of the run in a folder.
    pub(crate) fn asked(
        &self,
        run: PathBuf,
        pipeline: &Pipeline,
        (out, json): (&Path, bool),
    ) -> ReleaseBuild {
        ReleaseBuild {
            run,
            policy: self.policy.clone(),
            publication: self.publication.clone(),
            quarters: self.quarters,
            out: out.to_path_buf(),
            tables: self.tables.clone(),
            revisions: self.revisions,
            canaries: self.canaries.clone(),
            schemas: pipeline.schemas_dir.clone(),
            json,
        }
    }
}

/// The tables of a release that have these names, or all there are.
pub(crate) fn tables(
    schemas: &Schemas,
    metrics: &BTreeMap<String, Metric>,
    names: &[String],
) -> Result<BTreeMap<String, ReleaseTable>, Failure> {
    let mut all = ReleaseTable::load_all(schemas, metrics)?;
    for name in names {
        if !all.contains_key(name) {
            let known = all.keys().map(String::as_str);
            return Err(UnknownName::among("release table", name, known).into());
        }
    }
    if !names.is_empty() {
        all.retain(|it, _| names.contains(it));
    }
    if all.is_empty() {
        return Err(Failure::new(
            USAGE,
            "there is no table in data-schemas/release",
        ));
    }
    Ok(all)
}
