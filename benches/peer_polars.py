#!/usr/bin/env python3
"""The relational core in Polars Python: the same inputs, statements and counts as rasso's.

usage: peer_polars.py core DIR OUT     the job that is measured
       peer_polars.py counts DIR OUT   the same, and the counts as CSV, to be held against rasso's
"""

import json
import sys
import time
from pathlib import Path

import polars as pl


def dated(frame):
    """The frame with its day numbers as dates: every column named `*_date`."""
    dates = [it for it in frame.columns if it.endswith("_date")]
    return frame.with_columns(pl.col(dates).cast(pl.Int32).cast(pl.Date))


def main(mode, folder, out):
    (out / "units").mkdir(parents=True, exist_ok=True)
    context = pl.SQLContext()
    for file in sorted((folder / "inputs").glob("*.parquet")):
        context.register(file.stem, pl.scan_parquet(file))

    started = time.perf_counter()
    for statement in json.loads((folder / "statements.json").read_text()):
        frame = context.execute(statement["sql"]).collect(engine="streaming")
        if number := statement["numbered"]:
            frame = frame.with_row_index(number).with_columns(pl.col(number).cast(pl.Int64))
        if statement["file"]:
            dated(frame).write_parquet(
                out / statement["file"], compression="zstd", row_group_size=1 << 20
            )
        context.register(statement["makes"], frame.lazy())
        ended = time.perf_counter()
        print(statement["makes"], frame.height, round((ended - started) * 1e6), sep="\t")
        started = ended

    queries = json.loads((folder / "counts.json").read_text())
    counts = [context.execute(it["sql"]).collect(engine="streaming") for it in queries]
    print("counts", len(counts), round((time.perf_counter() - started) * 1e6), sep="\t")

    if mode == "counts":
        (out / "counts").mkdir(exist_ok=True)
        for at, frame in enumerate(counts):
            frame.write_csv(out / "counts" / f"{at:03}.csv")


if __name__ == "__main__":
    if len(sys.argv) != 4 or sys.argv[1] not in ("core", "counts"):
        sys.exit(__doc__)
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
