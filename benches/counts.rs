//! The result of each count query as a file, to hold it against another engine's.

use crate::{Failure, metrics};
use rasso_attrition::{Metric, count_queries};
use rasso_engine::{Core, Rows};
use rasso_schema::Schemas;
use std::{fmt::Write, fs, path::Path};

/// Writes `counts/<ordinal>.csv` under `out`, in the order of [`count_queries`].
pub(crate) fn write_all(core: &mut Core, out: &Path) -> Result<(), Failure> {
    let folder = out.join("counts");
    fs::create_dir_all(&folder)?;
    let metrics = metrics(&Schemas::embedded()?)?;
    let metrics: Vec<&Metric> = metrics.iter().collect();
    for (at, (name, sql)) in count_queries(&metrics).iter().enumerate() {
        let rows = core.rows(name, sql)?;
        fs::write(folder.join(format!("{at:03}.csv")), csv(&rows)?)?;
    }
    Ok(())
}

/// Force and area, then the whole numbers; a null is an empty cell.
fn csv(rows: &Rows) -> Result<String, Failure> {
    let places = [rows.texts("force_code")?, rows.texts("cps_area")?];
    let mut names = vec!["day".to_owned()];
    if rows.integers("days").is_ok() {
        names.push("days".to_owned());
    }
    for at in 0.. {
        if rows.integers(&format!("units_{at}")).is_err() {
            break;
        }
        names.extend(["units", "open", "linked", "linkable"].map(|it| format!("{it}_{at}")));
    }
    let numbers = names
        .iter()
        .map(|it| rows.integers(it))
        .collect::<Result<Vec<_>, _>>()?;
    let mut text = format!("force_code,cps_area,{}\n", names.join(","));
    for row in 0..rows.len() {
        let [force, area] = places.map(|it| it[row].as_deref().unwrap_or_default());
        write!(text, "{force},{area}")?;
        for column in &numbers {
            match column[row] {
                Some(number) => write!(text, ",{number}")?,
                None => text.push(','),
            }
        }
        text.push('\n');
    }
    Ok(text)
}
