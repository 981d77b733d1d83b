#!/usr/bin/env python3
"""Holds linking a new quarter onto forty that are linked against comparing everything.

    python3 benches/incremental.py RASSO GEN_PEOPLE DIR [--people 500000] [--quarters 41] [--out result.md]

RASSO is the built program. The script GEN_PEOPLE is called in DIR as `GEN_PEOPLE N people` and writes people_a.csv and
people_b.csv, of N records each. A person belongs to one quarter, by a hash of `cluster`. All quarters but the last are linked
with `--keep`; then the last is there as well, with records that come late, are corrected or gone, and is linked

- anew: learning from everything and comparing everything, as without what was kept;
- `--trained`: comparing everything by what was learnt then;
- `--onto`: comparing pairs with a new record.

The last two must write the same bytes. CPU seconds are of the whole program, from the files to the files; those of a stage
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


def quarters(folder, count):
    """The files of then, without the people of the last quarter, and of now. In the second file one of a hundred people of then
    comes late; one of five hundred records is corrected, and one gone."""
    came = {}
    for side in "ab":
        new = late = changed = gone = 0
        with (open(folder / f"people_{side}.csv") as people, open(folder / f"then_{side}.csv", "w") as then,
              open(folder / f"now_{side}.csv", "w") as now):
            header = people.readline()
            heads = header.strip().split(",")
            cluster, surname = heads.index("cluster"), heads.index("surname")
            then.write(header)
            now.write(header)
            for line in people:
                cells = line.strip().split(",")
                person = zlib.crc32(cells[cluster].encode())
                record = zlib.crc32(f"{side} {line}".encode())
                if person % count == count - 1:
                    new += 1
                    now.write(line)
                elif side == "b" and record % 100 == 0:
                    late += 1
                    now.write(line)
                elif record % 500 == 1:
                    gone += 1
                    then.write(line)
                elif record % 500 == 2:
                    changed += 1
                    now.write(line)
                    cells[surname] = cells[surname][:-1]
                    then.write(",".join(cells) + "\n")
                else:
                    then.write(line)
                    now.write(line)
        came[side] = Came(new, late, changed, gone)
    return came


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


def report(asked, runs, came, load_before, size):
    told = subprocess.run([asked.rasso, "--version"], stdout=subprocess.PIPE, text=True).stdout.strip()
    anew, trained, onto = (runs[it] for it in ("anew", "--trained", "--onto"))
    since = onto["said"]["since"]
    news = sum(it.new + it.late + it.changed for it in came.values())
    pairs = trained["said"]["pairs_compared"] / onto["said"]["pairs_compared"]
    changed = sum(since["links_changed"].values())
    why = ", ".join(f"{count:,} {word}" for word, count in since["links_changed"].items())
    stages = [[stage, *(f"{it['stages'][stage]:.2f}" if stage in it["stages"] else "" for it in runs.values())]
              for stage in STAGES]
    work = {name: sum(it["stages"].get(stage, 0) for stage in ("chance", "compare", "train", "score")) for name, it in runs.items()}
    whole = onto["stages"]
    stages.append(["chance to score", *(f"{it:.2f}" for it in work.values())])
    return f"""# A new quarter linked onto forty, {date.today()}

{machine()}. Load average before: {load_before}. {told}. One process each. {asked.people:,} records a file in {asked.quarters} \
quarters by person. With the last come {came['a'].new:,} and {came['b'].new:,} records of new people and, in the second file, \
{came['b'].late:,} of people of whom the first had one; {came['a'].changed + came['b'].changed:,} are corrected, and \
{came['a'].gone + came['b'].gone:,} gone. What is kept of the others is {size / 2**20:.0f} MiB.

{table(["run", "CPU s", "wall s", "peak MiB", "pairs compared", "pairs taken over", "rows written"],
       [row(name, it) for name, it in runs.items()])}

`--onto` compares {onto['said']['pairs_compared'] / trained['said']['pairs_compared']:.1%} of the pairs of `--trained` \
(one of {pairs:.1f}); the new and corrected records are {news / (2 * asked.people):.1%} of all. It takes \
{trained['cpu'] / onto['cpu']:.1f} times fewer CPU seconds than `--trained` and {anew['cpu'] / onto['cpu']:.1f} times fewer than \
linking anew; {work['--trained'] / work['--onto']:.1f} and {work['anew'] / work['--onto']:.1f} times fewer from chance to \
score. Both wrote the same {onto['said']['rows_written']:,} links and the same list of changes, byte for byte. Of the links of \
then {changed:,} are not made now ({why}).

Seconds by stage, in one thread:

{table(["stage", *runs], stages)}

Of `--onto`, {whole['read'] + whole['blocks']:.1f} s are reading and cleaning all records and {whole['assign']:.1f} s are \
choosing partners among all pairs: these do not become less with the quarter.
`read` is reading both files, sorting them by id and, where something is kept, the digests of their cells and what was kept;
`blocks` is cleaning fields and finding the records of each block.
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rasso", type=Path)
    parser.add_argument("gen_people", type=Path)
    parser.add_argument("dir", type=Path)
    parser.add_argument("--people", type=int, default=500_000)
    parser.add_argument("--quarters", type=int, default=41)
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    asked.rasso = asked.rasso.resolve()
    # A folder for each size, so that a set is never taken for another.
    asked.dir = asked.dir.resolve() / str(asked.people)
    asked.dir.mkdir(parents=True, exist_ok=True)
    if not (asked.dir / "people_b.csv").exists():
        subprocess.run([sys.executable, asked.gen_people.resolve(), str(asked.people), "people"], cwd=asked.dir, check=True)
    load_before = f"{os.getloadavg()[0]:.1f}"
    came = quarters(asked.dir, asked.quarters)
    kept = asked.dir / "kept"
    runs = {"the others, `--keep`": link(asked, "then", "links-then.csv", "--keep", kept)}
    runs["anew"] = link(asked, "now", "links-anew.csv")
    for way in ("trained", "onto"):
        changed = asked.dir / f"changed-{way}.csv"
        runs[f"--{way}"] = link(asked, "now", f"links-{way}.csv", f"--{way}", kept, "--changed", changed)
    for name in ("links", "changed"):
        if not filecmp.cmp(asked.dir / f"{name}-trained.csv", asked.dir / f"{name}-onto.csv", shallow=False):
            sys.exit(f"{name}-trained.csv and {name}-onto.csv differ")
    size = sum(it.stat().st_size for it in kept.iterdir())
    text = report(asked, runs, came, load_before, size)
    print(text)
    if asked.out:
        asked.out.write_text(text)


if __name__ == "__main__":
    main()
