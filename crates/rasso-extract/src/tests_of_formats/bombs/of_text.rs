//! Bombs of CSV, compressed and plain.

use super::{Bomb, MIB};
use crate::{
    testing::CRIMES,
    tests_of_formats::making::{gzip, zstd},
};
use std::fmt::Write as _;

pub(super) fn bombs() -> Vec<Bomb> {
    let rows = format!("{}\n", "x".repeat(60_000)).repeat(600);
    let packed = format!("{CRIMES}{rows}").into_bytes();
    let cell = format!(
        "{CRIMES}C1,52,,2024-01-01,19C,17,\"{}\"\n",
        "x".repeat(2 * MIB)
    );
    let row = format!(
        "{CRIMES}{}\n",
        format!("\"{}\",", "x".repeat(MIB - 10)).repeat(20)
    );
    let columns: String = (0..1_000_000).fold(CRIMES.trim_end().to_owned(), |mut columns, it| {
        write!(columns, ",c{it}").unwrap();
        columns
    });
    // A frame that asks for a window of two gigabytes.
    let window = [&b"\x28\xb5\x2f\xfd\0\xa8"[..], &[1, 0, 0]].concat();
    let empty_lines = gzip(&b"\n".repeat(4 * MIB));
    vec![
        ("csv_empty_lines", empty_lines, "empty"),
        ("gzip_ratio", gzip(&packed), "for each compressed byte"),
        ("zstd_ratio", zstd(&packed), "for each compressed byte"),
        ("zstd_window", window, "damaged"),
        ("csv_giant_cell", cell.into_bytes(), "never closed"),
        ("csv_giant_row", row.into_bytes(), "bytes in a row"),
        ("csv_columns", columns.into_bytes(), "cells in a row"),
    ]
}
