//! Writes what each agency sends on each extract date.

use crate::block::{blocks, cases};
use crate::case::Case;
use crate::coverage::{Held, Holding};
use crate::own::OwnFiles;
use crate::part::write_file;
use crate::plan::{SynthPlan, SynthSummary};
use crate::sheet::Sheet;
use crate::snapshot::{Sheets, Snapshot};
use crate::table::{TABLES, place};
use crate::world::World;
use crate::{
    SynthError, court_rows, cps_rows, pipeline_file, police_rows, readme, reference, truth,
};
use rasso_terms::Day;
use rayon::prelude::*;
use std::path::Path;

/// Blocks that are in memory at a time: 65,536 crimes. Their cases and one delivery of their rows
/// take some 300 MB, whatever the size of the world. Rows stand in order within a batch, so another
/// number here gives other bytes.
const BLOCKS_IN_A_BATCH: u64 = 1_024;

/// Makes the world of a plan, and writes its extracts, its pipeline file and its truth to a folder.
///
/// A crime that the police record is there in every delivery from the first that it reached; only
/// what happened since, what was corrected and what came late differs between two of them.
///
/// The world is worked in batches of crimes: each is lived once, cut on every extract date and
/// added to the files. A file gets its name when all of them are whole, and the pipeline file is
/// the last, so that a world whose making was cut short has none.
pub fn write(plan: &SynthPlan, out: &Path) -> Result<SynthSummary, SynthError> {
    write_by(BLOCKS_IN_A_BATCH, plan, out)
}

fn write_by(batch: u64, plan: &SynthPlan, out: &Path) -> Result<SynthSummary, SynthError> {
    let dates = plan.deliveries()?;
    let world = World::new(plan);
    pipeline_file::remove(out)?;
    let begun = dates.iter().map(|at| Snapshot::begin(*at, out));
    let mut snapshots: Vec<_> = begun.collect::<Result<_, _>>()?;
    let last = dates.last().filter(|_| plan.own_formats);
    let own = last.map(|at| OwnFiles::begin(plan, *at, out));
    let mut own = own.transpose()?;
    let mut first = 0;
    while first < blocks(&world) {
        let next = blocks(&world).min(first + batch);
        let lived: Vec<_> = (first..next)
            .into_par_iter()
            .map(|block| cases(&world, block))
            .collect();
        for snapshot in &mut snapshots {
            let sheets = cut(&world, &lived, snapshot.at);
            snapshot.append(&sheets)?;
            if let Some(own) = own.as_mut().filter(|_| Some(&snapshot.at) == last) {
                own.append(&sheets)?;
            }
        }
        first = next;
    }
    finish((plan, &world), (snapshots, own), out)
}

fn finish(
    (plan, world): (&SynthPlan, &World),
    (snapshots, own): (Vec<Snapshot>, Option<OwnFiles>),
    out: &Path,
) -> Result<SynthSummary, SynthError> {
    let mut tables = Vec::new();
    let (mut truth_records, mut mess_notes) = (0, 0);
    let last = snapshots.last().map(|it| it.at);
    for snapshot in snapshots {
        let delivered = snapshot.finish()?;
        tables.extend(delivered.tables);
        (truth_records, mess_notes) = (delivered.truth_records, delivered.mess_notes);
    }
    let mut own_files = Vec::new();
    if let Some(at) = last {
        truth::copy_last(at, out)?;
        if let Some(own) = own {
            own_files = own.finish(at, out)?;
        }
    }
    write_file(out, "truth/coverage.csv", &world.gaps.to_csv())?;
    write_file(
        out,
        "reference/population.csv",
        &reference::population(world),
    )?;
    write_file(out, "reference/staffing.csv", &reference::staffing(world))?;
    write_file(out, "settings/world.toml", &plan.world.text)?;
    write_file(out, "settings/mess.toml", &plan.rates.text)?;
    readme::write(plan, out)?;
    let pipeline = pipeline_file::write(plan, &tables, out)?;
    Ok(SynthSummary {
        pipeline,
        tables,
        own_files,
        truth_records,
        mess_notes,
    })
}

/// The records of a batch as they stand on a day, a set of sheets a block.
fn cut(world: &World, lived: &[Vec<Case<'_>>], at: Day) -> Vec<Sheets> {
    let mess = world.mess_rates().map(|it| (world.seed, it.record));
    let sheets = |cases: &Vec<Case<'_>>| {
        let mut sheets = TABLES.each_ref().map(|table| Sheet::new(table, mess));
        for case in cases {
            write_case(&mut sheets, (world, case), at);
        }
        sheets
    };
    lived.par_iter().map(sheets).collect()
}

fn write_case(sheets: &mut Sheets, (world, case): (&World, &Case<'_>), at: Day) {
    for crime in case.crimes.iter().filter(|it| it.known <= at) {
        police_rows::crime(&mut sheets[place::POLICE_CRIME], case, crime, at);
    }
    for suspect in &case.suspects {
        let known = |crime: usize| case.crimes[crime].known <= at;
        for record in suspect
            .records
            .iter()
            .filter(|it| known(it.crime) && suspect.identified <= at)
        {
            let force = case.crimes[record.crime].force;
            let held = world.held(Holding::Suspects, force, suspect.identified);
            if held == Held::Not {
                continue;
            }
            sheets[place::POLICE_SUSPECT].twice(held == Held::Twice);
            police_rows::suspect(
                &mut sheets[place::POLICE_SUSPECT],
                case,
                (suspect, record),
                at,
            );
        }
        let Some(referral) = &suspect.referral else {
            continue;
        };
        if referral.events.first().is_none_or(|it| it.date > at) {
            continue;
        }
        cps_rows::case(&mut sheets[place::CPS_CASE], case, (suspect, referral), at);
        cps_rows::events(&mut sheets[place::CPS_EVENT], referral, at);
        let Some(prosecution) = &referral.prosecution else {
            continue;
        };
        let Some(record) = prosecution
            .record
            .as_ref()
            .filter(|it| it.first_listed <= at)
        else {
            continue;
        };
        let held = world.held(Holding::Defendants, case.force.code, record.first_listed);
        if held == Held::Not {
            continue;
        }
        for table in [
            place::COURT_DEFENDANT,
            place::COURT_HEARING,
            place::COURT_COUNT,
        ] {
            sheets[table].twice(held == Held::Twice);
        }
        let defendant = (suspect, prosecution, record);
        court_rows::defendant(&mut sheets[place::COURT_DEFENDANT], case, defendant, at);
        court_rows::hearings(&mut sheets[place::COURT_HEARING], record, at);
        court_rows::counts(&mut sheets[place::COURT_COUNT], record, at);
    }
}

#[cfg(test)]
mod tests;
