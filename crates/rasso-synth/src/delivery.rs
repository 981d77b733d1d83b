//! Writes what each agency sends on each extract date.

use crate::block::{blocks, cases};
use crate::case::Case;
use crate::plan::{SynthPlan, SynthSummary, TableSummary};
use crate::sheet::Sheet;
use crate::table::{TABLES, place};
use crate::world::World;
use crate::{SynthError, court_rows, cps_rows, pipeline_file, police_rows, truth};
use rasso_terms::Day;
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::Path;

type Sheets = [Sheet; TABLES.len()];

/// Makes the world of a plan, and writes its extracts, its pipeline file and its truth to a folder.
///
/// A crime that the police record is there in every delivery from the first that it reached; only
/// what happened since, what was corrected and what came late differs between two of them.
pub fn write(plan: &SynthPlan, out: &Path) -> Result<SynthSummary, SynthError> {
    let deliveries = plan.deliveries()?;
    let world = World::new(plan);
    let mut tables = Vec::new();
    let (mut truth_records, mut mess_notes) = (0, 0);
    for (place, at) in deliveries.iter().enumerate() {
        let last = place + 1 == deliveries.len();
        let sheets = snapshot(&world, *at, last);
        for table in 0..TABLES.len() {
            tables.push(write_table(&sheets, table, *at, out)?);
        }
        if last {
            truth_records = truth::write_records(&sheets, out)?;
            mess_notes = truth::write_mess(&sheets, out)?;
        }
    }
    let pipeline = pipeline_file::write(plan, &tables, out)?;
    Ok(SynthSummary {
        pipeline,
        tables,
        truth_records,
        mess_notes,
    })
}

/// Every record of the world as it stands on a day, a set of sheets a block.
fn snapshot(world: &World, at: Day, last: bool) -> Vec<Sheets> {
    let blocks = 0..blocks(world);
    blocks
        .into_par_iter()
        .map(|block| sheets(world, block, at, last))
        .collect()
}

fn sheets(world: &World, block: u64, at: Day, last: bool) -> Sheets {
    let mess = world.mess.then_some(world.seed);
    let mut sheets = TABLES.each_ref().map(|table| Sheet::new(table, mess, last));
    for case in cases(world, block) {
        write_case(&mut sheets, &case, at);
    }
    sheets
}

fn write_case(sheets: &mut Sheets, case: &Case<'_>, at: Day) {
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
        let defendant = (suspect, prosecution, record);
        court_rows::defendant(&mut sheets[place::COURT_DEFENDANT], case, defendant, at);
        court_rows::hearings(&mut sheets[place::COURT_HEARING], record, at);
        court_rows::counts(&mut sheets[place::COURT_COUNT], record, at);
    }
}

/// Puts the rows of one table in the order of its file, and writes it.
fn write_table(
    sheets: &[Sheets],
    table: usize,
    at: Day,
    out: &Path,
) -> Result<TableSummary, SynthError> {
    let sheets: Vec<_> = sheets.iter().map(|it| &it[table]).collect();
    let mut order: Vec<_> = sheets
        .iter()
        .enumerate()
        .flat_map(|(sheet, it)| it.rows.iter().map(move |row| (row.0, sheet, row.1, row.2)))
        .collect();
    order.par_sort_unstable();
    let header = TABLES[table].columns.join(",");
    let length: usize = sheets.iter().map(|it| it.text.len()).sum();
    let mut text = String::with_capacity(length + length / 100 + header.len() + 1);
    text.push_str(&header);
    text.push('\n');
    for (_, sheet, start, end) in &order {
        text.push_str(&sheets[*sheet].text[*start..*end]);
    }
    let name = TABLES[table].name;
    let path = format!("extracts/{at}/{name}.csv");
    write_file(out, &path, text.as_bytes())?;
    Ok(TableSummary {
        table: name,
        agency: TABLES[table].agency,
        extract_date: at,
        path,
        rows: u64::try_from(order.len()).unwrap_or(u64::MAX),
        sha256: hexadecimal(&Sha256::digest(text.as_bytes())),
    })
}

fn hexadecimal(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or('0');
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}

/// Writes a file below the folder, making the folders it needs.
pub(crate) fn write_file(out: &Path, path: &str, bytes: &[u8]) -> Result<(), SynthError> {
    let path = out.join(path);
    let folder = path.parent().unwrap_or(out);
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| SynthError::Write { path, source }
    };
    fs::create_dir_all(folder).map_err(failed(folder))?;
    fs::write(&path, bytes).map_err(failed(&path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{Row, Sample, day, made, plan};
    use std::collections::BTreeSet;

    fn bytes(sample: &Sample) -> Vec<Vec<u8>> {
        let fixed = ["pipeline.toml", "truth/records.csv", "truth/mess.csv"];
        let extracts = sample.summary.tables.iter().map(|it| it.path.as_str());
        fixed
            .into_iter()
            .chain(extracts)
            .map(|it| fs::read(sample.path(it)).unwrap())
            .collect()
    }

    fn key(table: &crate::table::Table, row: &Row) -> String {
        let columns = &table.columns[..table.key.unwrap_or(table.columns.len())];
        columns
            .iter()
            .map(|it| row[*it].as_str())
            .collect::<Vec<_>>()
            .join("|")
    }

    #[test]
    fn the_same_seed_gives_the_same_bytes_whatever_the_threads() {
        let one = rayon::ThreadPoolBuilder::new()
            .num_threads(1)
            .build()
            .unwrap();
        let alone = one.install(|| made(plan(2_000, 5, true)));
        assert_eq!(bytes(&alone), bytes(&made(plan(2_000, 5, true))));
        assert_ne!(bytes(&alone), bytes(&made(plan(2_000, 6, true))));
    }

    #[test]
    fn a_later_delivery_holds_every_record_of_an_earlier_one() {
        for mess in [false, true] {
            let sample = made(plan(4_000, 2, mess));
            for table in TABLES.iter().filter(|it| it.key.is_some()) {
                let keys = |at: &str| -> BTreeSet<String> {
                    let rows = sample.rows_of(&format!("extracts/{at}/{}.csv", table.name));
                    rows.iter().map(|row| key(table, row)).collect()
                };
                let (early, late) = (keys("2024-12-31"), keys("2025-06-30"));
                assert!(
                    early.is_subset(&late) && early.len() < late.len(),
                    "{}",
                    table.name
                );
            }
        }
    }

    #[test]
    fn keys_are_unique_without_mess() {
        let sample = made(plan(6_000, 4, false));
        for table in &TABLES {
            let rows = sample.rows(table.name);
            let keys: BTreeSet<_> = rows.iter().map(|row| key(table, row)).collect();
            assert_eq!(keys.len(), rows.len(), "{}", table.name);
        }
    }

    #[test]
    fn the_truth_names_every_record_of_a_person_or_a_crime() {
        let sample = made(plan(3_000, 8, true));
        let truth: BTreeSet<_> = sample
            .rows_of("truth/records.csv")
            .into_iter()
            .map(|row| (row["table"].clone(), row["key"].clone()))
            .collect();
        let mut records = BTreeSet::new();
        for name in [
            "police_crime",
            "police_suspect",
            "cps_case",
            "court_defendant",
        ] {
            let table = TABLES.iter().find(|it| it.name == name).unwrap();
            let rows = sample.rows(name);
            records.extend(rows.iter().map(|row| (name.to_owned(), key(table, row))));
        }
        assert_eq!(truth, records);
    }

    #[test]
    fn what_the_cps_and_the_courts_hold_the_police_hold_too() {
        let sample = made(plan(6_000, 8, false));
        let truth = sample.rows_of("truth/records.csv");
        let people = |table: &str| -> BTreeSet<_> {
            let of_table = truth.iter().filter(|row| row["table"] == table);
            of_table.map(|row| row["person"].clone()).collect()
        };
        let suspects = people("police_suspect");
        assert!(people("cps_case").is_subset(&suspects));
        assert!(people("court_defendant").is_subset(&people("cps_case")));
    }

    #[test]
    fn nothing_in_a_delivery_is_later_than_the_day_it_was_taken() {
        let sample = made(plan(3_000, 9, false));
        for table in &sample.summary.tables {
            let rows = sample.rows_of(&table.path);
            assert_eq!(u64::try_from(rows.len()).unwrap(), table.rows);
            let dates = rows
                .iter()
                .flatten()
                .filter(|(column, _)| column.ends_with("_date"));
            for (column, cell) in dates.filter(|(_, cell)| !cell.is_empty()) {
                assert!(day(cell) <= table.extract_date, "{column}");
            }
        }
    }
}
