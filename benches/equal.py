#!/usr/bin/env python3
"""Whether two runs of the relational core made the same.

usage: equal.py OUT OTHER

Every Parquet file must be equal row for row, in the order written, with the same columns and types;
only the width of a whole number may differ, which the engines choose for a COUNT. Counts, where there
are any, must be equal row for row once sorted: a GROUP BY has no order of its own.
"""

import sys
from pathlib import Path

import polars as pl
import polars.selectors as cs


def read(file):
    if file.suffix == ".parquet":
        return pl.read_parquet(file).with_columns(cs.integer().cast(pl.Int64))
    frame = pl.read_csv(file, schema_overrides={"force_code": pl.String, "cps_area": pl.String})
    return frame.sort(pl.all())


def main(one, other):
    def files(out):
        return sorted(str(it.relative_to(out)) for it in out.rglob("*.*") if it.is_file())

    if files(one) != files(other):
        sys.exit("not the same files")
    rows = 0
    for name in files(one):
        left, right = read(one / name), read(other / name)
        if left.schema != right.schema or not left.equals(right):
            sys.exit(f"{name} is not the same")
        rows += left.height
    print(f"{len(files(one))} files, {rows} rows, equal")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
