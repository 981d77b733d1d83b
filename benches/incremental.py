#!/usr/bin/env python3
"""Holds linking a new quarter onto those that are linked against comparing everything.

    python3 benches/incremental.py RASSO GEN_PEOPLE DIR [--people 500000] [--quarters 41] [--last 1,2,4] [--out result.md]

RASSO is the built program. The script GEN_PEOPLE is called in DIR as `GEN_PEOPLE N people` and writes people_a.csv and
people_b.csv, of N records each. A person belongs to one quarter, by a hash of `cluster`. All quarters but the last (or the last
few, of `--last`, to see what grows with what is new and what does not) are linked with `--keep`; then the last are there as
well, with records that come late, are corrected or gone, and are linked

- anew: learning from everything and comparing everything, as without what was kept;
- `--trained`: comparing everything by what was learnt then;
- `--onto`: from whole files, comparing pairs with a new record;
- `--only-new`: the same from files of nothing but the records that are new or corrected, and a list of those gone.

The last three must write the same bytes. CPU seconds are of the whole program, from the files to the files; those of a stage
are of a run in one thread. No model looks at `cluster`.
"""

import argparse
import filecmp
import json
import os
import shutil
import subprocess
import sys
import zlib
from datetime import date
from pathlib import Path
from typing import NamedTuple

from compare import REPOSITORY, machine, measured, table

MODEL = REPOSITORY / "pipelines" / "link" / "people.toml"
STAGES = ["read", "blocks", "chance", "compare", "train", "score", "assign", "write"]


class Came(NamedTuple):
    """What came with the last quarter, on one side."""

    new: int  # records of new people
    late: int  # records of people of whom there was one on the other side
    changed: int
    gone: int


def quarters(folder, count, last):
    """The files of then, without the people of the last quarters; of now; and of what is new. In the second file one of a hundred
    people of then comes late; one of five hundred records is corrected, and one gone."""
    came = {}
    with open(folder / "gone.csv", "w") as lost:
        lost.write("side,id\n")
        for side, name in ("a", "left"), ("b", "right"):
            came[side] = of_side(folder, side, name, lost, lambda person: person % count >= count - last)
    return came


def of_side(folder, side, name, lost, is_last):
    new = late = changed = gone = 0
    with (open(folder / f"people_{side}.csv") as people, open(folder / f"then_{side}.csv", "w") as then,
          open(folder / f"now_{side}.csv", "w") as now, open(folder / f"new_{side}.csv", "w") as added):
        header = people.readline()
        heads = header.strip().split(",")
        ident, cluster, surname = heads.index("unique_id"), heads.index("cluster"), heads.index("surname")
        for file in then, now, added:
            file.write(header)
        for line in people:
            cells = line.strip().split(",")
            record = zlib.crc32(f"{side} {line}".encode())
            if is_last(zlib.crc32(cells[cluster].encode())):
                new += 1
                now.write(line)
                added.write(line)
            elif side == "b" and record % 100 == 0:
                late += 1
                now.write(line)
                added.write(line)
            elif record % 500 == 1:
                gone += 1
                then.write(line)
                lost.write(f"{name},{cells[ident]}\n")
            elif record % 500 == 2:
                changed += 1
                now.write(line)
                added.write(line)
                cells[surname] = cells[surname][:-1]
                then.write(",".join(cells) + "\n")
            else:
                then.write(line)
                now.write(line)
    return Came(new, late, changed, gone)


def link(asked, names, out, *more):
    """One run of rasso in as many threads as there are cores, and one in one thread for its stages."""
    left, right = (asked.dir / f"{names}_{side}.csv" for side in "ab")
    command = [asked.rasso, "link", "--left", left, "--right", right, "--model", MODEL, "--json", "--out", asked.dir / out, *more]
    for it in more[1:2] if more[:1] == ("--keep",) else ():
        shutil.rmtree(it, ignore_errors=True)
    alone = measured(["env", "RAYON_NUM_THREADS=1", *command])
    for it in more[1:2] if more[:1] == ("--keep",) else ():
        shutil.rmtree(it)
    ended = measured(command)
    said = json.loads(ended["said"])
    stages = {it["stage"]: it["milliseconds"] / 1000 for it in json.loads(alone["said"])["stages"]}
    return {**ended, "said": said, "stages": stages}


def row(name, it):
    return [name, f"{it['cpu']:.2f}", f"{it['wall']:.2f}", f"{it['peak']:,.0f}", f"{it['said']['pairs_compared']:,}",
            f"{it['said']['pairs_taken_over']:,}", f"{it['said']['rows_written']:,}"]


WORK = ["blocks", "chance", "compare", "train", "score", "assign"]


def of_quarters(asked, last):
    """All the ways for so many last quarters, and what came with them."""
    came = quarters(asked.dir, asked.quarters, last)
    kept = asked.dir / "kept"
    runs = {"the others, `--keep`": link(asked, "then", "links-then.csv", "--keep", kept)}
    runs["anew"] = link(asked, "now", "links-anew.csv")
    ways = {"trained": ("now", "--trained", kept), "onto": ("now", "--onto", kept),
            "only-new": ("new", "--onto", kept, "--only-new", "--gone", asked.dir / "gone.csv")}
    for way, (names, *more) in ways.items():
        changed = asked.dir / f"changed-{way}.csv"
        runs[f"--{way}"] = link(asked, names, f"links-{way}.csv", *more, "--changed", changed)
    for way in "onto", "only-new":
        for name in "links", "changed":
            if not filecmp.cmp(asked.dir / f"{name}-trained.csv", asked.dir / f"{name}-{way}.csv", shallow=False):
                sys.exit(f"{name}-trained.csv and {name}-{way}.csv differ")
    size = sum(it.stat().st_size for it in kept.iterdir())
    return runs, came, size


def section(asked, last, runs, came, size):
    trained, onto, only_new = (runs[it] for it in ("--trained", "--onto", "--only-new"))
    news = sum(it.new + it.late + it.changed for it in came.values())
    why = ", ".join(f"{count:,} {word}" for word, count in onto["said"]["since"]["links_changed"].items())
    changed = sum(onto["said"]["since"]["links_changed"].values())
    stages = [[stage, *(f"{it['stages'][stage]:.2f}" if stage in it["stages"] else "" for it in runs.values())]
              for stage in STAGES]
    work = {name: sum(it["stages"].get(stage, 0) for stage in WORK) for name, it in runs.items()}
    stages.append(["blocks to assign", *(f"{it:.2f}" for it in work.values())])
    return f"""## The last {last} of {asked.quarters}

There come {came['a'].new:,} and {came['b'].new:,} records of new people and, in the second file, {came['b'].late:,} of people of \
whom the first had one; {came['a'].changed + came['b'].changed:,} are corrected, and {came['a'].gone + came['b'].gone:,} gone: \
{news / (2 * asked.people):.1%} of all records are new or corrected. What is kept of the others is {size / 2**20:.0f} MiB.

{table(["run", "CPU s", "wall s", "peak MiB", "pairs compared", "pairs taken over", "rows written"],
       [row(name, it) for name, it in runs.items()])}

{only_new['said']['pairs_compared'] / trained['said']['pairs_compared']:.1%} of the pairs are compared. `--trained`, `--onto` and \
`--only-new` wrote the same {onto['said']['rows_written']:,} links and the same list of changes, byte for byte. Of the links of then \
{changed:,} are not made now ({why}). Seconds by stage, in one thread:

{table(["stage", *runs], stages)}
"""


def report(asked, all_runs, load_before):
    told = subprocess.run([asked.rasso, "--version"], stdout=subprocess.PIPE, text=True).stdout.strip()
    lines = []
    for last, (runs, _, _) in all_runs.items():
        anew, onto, only_new = (runs[it]["cpu"] for it in ("anew", "--onto", "--only-new"))
        pairs = runs["--only-new"]["said"]["pairs_compared"]
        lines.append([str(last), f"{pairs:,}", f"{anew:.2f}", f"{onto:.2f}", f"{only_new:.2f}",
                      f"{anew / onto:.1f}", f"{anew / only_new:.1f}"])
    sections = [section(asked, last, *it) for last, it in all_runs.items()]
    return f"""# New quarters linked onto those that are linked, {date.today()}

{machine()}. Load average before: {load_before}. {told}. One process each. {asked.people:,} records a file in {asked.quarters} \
quarters by person.

{table(["quarters that are new", "pairs compared", "anew, CPU s", "--onto", "--only-new", "times less: --onto", "--only-new"], lines)}
{fitted(all_runs)}
`read` is reading the files, sorting them by id, and reading what was kept; `blocks` is digests of cells, cleaning fields and
finding the records of each block.

""" + "\n".join(sections)


def fitted(all_runs):
    """What grows with what is new, and what does not: a line through the CPU seconds (least squares)."""
    if len(all_runs) < 2:
        return ""
    points = [(last, runs["--only-new"]["cpu"]) for last, (runs, _, _) in all_runs.items()]
    x, y = (sum(it) / len(points) for it in zip(*points))
    slope = sum((a - x) * (b - y) for a, b in points) / sum((a - x) ** 2 for a, _ in points)
    anew = max(runs["anew"]["cpu"] for runs, _, _ in all_runs.values())
    rest = y - slope * x
    return f"""
`--only-new` takes about {rest:.1f} s for reading what was kept and writing all links ({rest / anew:.0%} of linking anew), and \
{slope:.1f} s for each quarter that is new.
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rasso", type=Path)
    parser.add_argument("gen_people", type=Path)
    parser.add_argument("dir", type=Path)
    parser.add_argument("--people", type=int, default=500_000)
    parser.add_argument("--quarters", type=int, default=41)
    parser.add_argument("--last", default="1,2,4")
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    asked.rasso = asked.rasso.resolve()
    # A folder for each size, so that a set is never taken for another.
    asked.dir = asked.dir.resolve() / str(asked.people)
    asked.dir.mkdir(parents=True, exist_ok=True)
    if not (asked.dir / "people_b.csv").exists():
        subprocess.run([sys.executable, asked.gen_people.resolve(), str(asked.people), "people"], cwd=asked.dir, check=True)
    load_before = f"{os.getloadavg()[0]:.1f}"
    text = report(asked, {last: of_quarters(asked, last) for last in map(int, asked.last.split(","))}, load_before)
    print(text)
    if asked.out:
        asked.out.write_text(text)


if __name__ == "__main__":
    main()
