//! Writes a page of invented figures to the path given, to look at in a browser.

#[path = "../src/sample.rs"]
mod sample;

use rasso_report::{
    AgeColumn, AgeRow, AgeTable, AreaRow, AreaTable, Column, DerivedColumn, DrawnLink, DrawnStep,
    Estimate, FaultCount, Figure, FunnelStep, LinkPass, Loss, ModelRow, Named, RuleRow, RunPage,
    SourceCoverage, StageTime, Threads, Unlinked, Without, run_page,
};

fn main() -> std::io::Result<()> {
    let path = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "run.html".to_owned());
    std::fs::write(path, run_page(&sample::page()))
}
