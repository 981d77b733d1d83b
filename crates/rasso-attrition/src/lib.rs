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
mod batch;
mod cell_name;
mod comparison;
mod cube;
mod error;
mod follow_up;
#[cfg(test)]
mod golden;
mod incidence;
mod measure;
mod metric;
mod metric_check;
mod plan;
mod read;
mod roll_up;
mod sql;
mod unit;

pub use account::{Account, LinksBy, Place, Side, Step, accounts};
pub use batch::measures_batch;
pub use cell_name::{CELL_FORM, CellName};
pub use comparison::{Ages, Basis, Comparability};
pub use cube::{Cell, Cube, Sides, count_cubes, count_queries};
pub use error::AttritionError;
pub use follow_up::FollowUp;
pub use measure::{AreaType, Horizon, Measure, Status};
pub use metric::{Clock, Condition, End, Interval, Kind, Metric};
pub use plan::{Coverage, MeasurePlan};
pub use read::{MeasureRow, read_measures};
pub use roll_up::measures;
pub use unit::{ColumnKind, Unit, Units};
