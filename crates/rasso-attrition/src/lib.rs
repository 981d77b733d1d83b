//! Counts milestones into measures, one metric definition at a time.
//!
//! Purpose: for each metric of `data-schemas/metrics`, each clock, area and period, the two integers
//! it is made of, and from them the value and its interval.
//! Produces: [`Measure`] rows: `measures.parquet`.
//! Notes: numerators and denominators are integers to the end; medians come from exact histograms of
//! whole days. A metric that divides unlike units is refused unless it names its bridge.
//!
//! **Invariant:** no metric is named in this crate. To add one, add its file.

mod account;
mod baseline;
mod baseline_batch;
mod batch;
mod breakdown;
mod bridge;
mod broken_down;
mod cell_name;
mod comparison;
mod counting;
mod cube;
mod error;
mod follow_up;
#[cfg(test)]
mod golden;
mod grouped;
mod incidence;
mod measure;
mod metric;
mod metric_check;
mod plan;
mod rate;
mod read;
mod reference;
mod release_table;
mod roll_up;
mod sql;
mod tabulation;
mod unit;

pub use account::{Account, LinksBy, Place, Side, Step, accounts};
pub use baseline::{Baseline, Change, OwnBaseline, PublishedBaseline, changes};
pub use baseline_batch::changes_batch;
pub use batch::{breakdowns_batch, measures_batch};
pub use breakdown::{Breakdown, Group, NOT_KNOWN};
pub use bridge::{Bridge, Foot, Walk, WalkStep, bridges_batch, walk, walks};
pub use broken_down::{BrokenDown, breakdowns, in_order};
pub use cell_name::{CELL_FORM, CellName};
pub use comparison::{Ages, Basis, Comparability};
pub use counting::{Counted, count_cubes, count_groups, count_queries};
pub use cube::{Cell, Cube, Sides};
pub use error::AttritionError;
pub use follow_up::FollowUp;
pub use measure::{AreaType, Horizon, Measure, Status};
pub use metric::{Clock, Condition, End, Interval, Kind, Metric};
pub use plan::{Coverage, MeasurePlan};
pub use read::{CellKey, MeasureRow, each_measure, read_groups, read_measures};
pub use reference::{Published, Reference};
pub use release_table::{ReleaseTable, TableCount, TablePeriod, TableShare, TableSide, TableSum};
pub use roll_up::measures;
pub use tabulation::{CellSum, SameCell, TableCell, Tabulation, tabulate};
pub use unit::{ColumnKind, Unit, Units};
