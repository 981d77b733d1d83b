#!/usr/bin/env python3
"""Holds `rasso link` against Splink on the same files, side by side in one run.

    pip install splink==5.0.0 duckdb numpy pandas faker
    python3 benches/linking.py RASSO DATA DIR [--gen-people FILE] [--people 500000] [--sets febrl4,people]
                               [--seed N] [--runs 3] [--out results.md]

RASSO is the built program. DATA holds `febrl/dataset4{a,b}.csv`, `splink/fake_1000.csv` and
`splink/transactions_{origin,destination}.parquet`. The set `people` is made in DIR by the script FILE, which is
called as `FILE N PREFIX SEED` and writes PREFIX_a.csv and PREFIX_b.csv. Who is who is known in every set: the number in
`rec_id` (febrl4), `cluster` (fake_1000, people), `ground_truth` (transactions). No model looks at it.

Each run is a process of its own, from the files to a CSV file of scored pairs; who comes first changes from run to
run. Both write the pairs whose weight is `FLOOR` or more. A third process, the same for both, holds the rows against
the truth: `linking.py --judge SET TOOL ROWS LEFT [RIGHT]`. It counts true pairs that no rule brought together as missed.
`peer_splink.py` is one run of Splink.
"""

import argparse
import json
import os
import subprocess
import sys
from datetime import date
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import NamedTuple

from compare import REPOSITORY, machine, measured, table

PEER = REPOSITORY / "benches" / "peer_splink.py"
MODELS = REPOSITORY / "pipelines" / "link"
FLOOR = -10  # rasso's own floor where a model names none: a probability of about 0.001


class Set(NamedTuple):
    left: str
    right: str | None
    key: str
    truth: str
    one_to_one: bool = False


SETS = {
    "febrl4": Set("febrl/dataset4a.csv", "febrl/dataset4b.csv", "rec_id", "split_part(rec_id, '-', 2)",
                  one_to_one=True),
    "fake_1000": Set("splink/fake_1000.csv", None, "unique_id", "cluster"),
    "transactions": Set("splink/transactions_origin.parquet", "splink/transactions_destination.parquet",
                        "unique_id", "ground_truth", one_to_one=True),
    "people": Set("people_a.csv", "people_b.csv", "unique_id", "cluster", one_to_one=True),
}


def load(db, name, path):
    """A file as a table. Of a CSV file every column is text without blanks around it, and nothing where it is empty."""
    if path.endswith(".parquet"):
        db.execute(f"create table {name} as from read_parquet('{path}')")
        return
    file = f"read_csv('{path}', all_varchar=true, header=true)"
    columns = db.execute(f"from {file} limit 0").description
    made = ", ".join(f"""nullif(trim("{it[0]}"), '') as "{it[0].strip()}" """ for it in columns)
    db.execute(f"create table {name} as select {made} from {file}")


def counted(db, query):
    """The one number or row of numbers that a query gives. DuckDB 2 wants a result read to its end."""
    row = db.execute(query).fetchall()[0]
    return row[0] if len(row) == 1 else row


# What the rows of a run are worth.


def best(weight, hit, total):
    """The threshold with the best F1. It never parts rows of one weight."""
    import numpy

    order = numpy.argsort(-weight, kind="stable")
    weight, hit = weight[order], hit[order]
    ends = numpy.append(weight[1:] != weight[:-1], True)
    found, kept = numpy.cumsum(hit)[ends], numpy.arange(1, len(hit) + 1)[ends]
    f1 = 2 * found / (kept + total)
    at = int(f1.argmax())
    return {
        "f1": float(f1[at]),
        "threshold": float(weight[ends][at]),
        "precision": float(found[at] / kept[at]),
        "recall": float(found[at] / total),
        "false_positives": int(kept[at] - found[at]),
        "false_negatives": int(total - found[at]),
    }


def line(weight, probability, said, hit, total):
    """A line of the table: ranked by `weight`, cut at a half of `probability`, summed over `said`."""
    kept = probability >= 0.5
    return {
        **best(weight, hit, total),
        "f1_at_half": float(2 * hit[kept].sum() / (kept.sum() + total)),
        "said": float(said.sum()),
        "true": int(hit.sum()),
        "rows": len(hit),
    }


def one_each(probability, weight, left, right):
    """Which rows stay where each record is in one at most, the most probable first."""
    import numpy

    stays = numpy.zeros(len(left), dtype=bool)
    seen = set(), set()
    for at in numpy.lexsort((-weight, -probability)).tolist():
        if left[at] not in seen[0] and right[at] not in seen[1]:
            stays[at] = True
            seen[0].add(left[at])
            seen[1].add(right[at])
    return stays


def judge(name, tool, rows, *paths):
    """Each pair alone: by its weight. One-to-one of Splink: by its probability, among the pairs that are the most probable
    for both. rasso chooses itself."""
    import duckdb
    import numpy

    of, db = SETS[name], duckdb.connect()
    sides = ["one", "two"][: len(paths)]
    for side, path in zip(sides, paths):
        load(db, "file", path)
        db.execute(f"create table {side} as select row_number() over () as at, {of.key}::varchar as id, "
                   f"{of.truth} as truth from file")
        db.execute("drop table file")
    # In one file, a pair is a pair whichever comes first.
    pair = "a.at, b.at" if len(paths) == 2 else "least(a.at, b.at), greatest(a.at, b.at)"
    if len(paths) == 2:
        total = counted(db, "select count(*) from one join two using (truth)")
    else:
        total = counted(db, "select count(*) from one a join one b using (truth) where a.at < b.at")
    read = f"read_csv('{rows}', header=true, types={{'id_l': 'VARCHAR', 'id_r': 'VARCHAR'}})"
    db.execute(f"create table scored as select p.*, a.at as left_at, b.at as right_at, a.truth = b.truth as hit, "
               f"({pair}) as pair from {read} p join {sides[0]} a on a.id = id_l join {sides[-1]} b on b.id = id_r")
    written = counted(db, f"select count(*) from {read}")
    known, pairs = counted(db, "select count(*), count(distinct pair) from scored")
    if not written == known == pairs or not written:
        sys.exit(f"{name}: {written} rows, {known} of them with known ids, {pairs} pairs")
    it = db.execute("select * exclude (id_l, id_r, pair) from scored").fetchnumpy()
    weight, probability, hit = it["match_weight"], it["match_probability"], it["hit"]
    lines = {"": line(weight, 1 / (1 + numpy.exp2(-weight)), probability, hit, total)}
    if of.one_to_one and tool == "Splink":
        stays = one_each(probability, weight, it["left_at"].tolist(), it["right_at"].tolist())
        with numpy.errstate(divide="ignore"):
            odds = numpy.log2(probability / (1 - probability))
        lines["one-to-one"] = line(odds[stays], probability[stays], probability[stays], hit[stays], total)
    print(json.dumps({"total": total, "lines": lines}))


# Both, side by side. This process imports neither and stays small: a child's peak counts from its parent's.


def run(tool, name, rasso, folder, paths):
    """One run of one tool, with what its rows are worth."""
    out = folder / f"{name}-{tool.lower()}.csv"
    out.unlink(missing_ok=True)
    if tool == "rasso":
        return run_rasso(name, rasso, folder, paths, out)
    ended = measured([sys.executable, PEER, name, out, *paths])
    ended.update(json.loads(ended["said"]))
    return {**ended, **judged(name, tool, out, paths)}


def run_rasso(name, rasso, folder, paths, out):
    """The model as it stands. Where it links one to one, once more with every pair by itself, for the other line; and in
    one thread, where the seconds of a stage are those of the processor."""
    text = (MODELS / f"{name}.toml").read_text()
    alone = folder / f"{name}-alone.toml"
    alone.write_text(text.replace('cardinality = "one_to_one"', ""))
    files = [it for pair in zip(("--left", "--right"), paths) for it in pair]
    command = [rasso, "link", *files, "--least", "0", "--json", "--out", out, "--model"]
    measured([*command, alone])
    lines = judged(name, "rasso", out, paths)
    if SETS[name].one_to_one:
        ended = measured([*command, MODELS / f"{name}.toml"])
        lines["lines"]["one-to-one"] = judged(name, "rasso", out, paths)["lines"][""]
    else:
        ended = measured([*command, alone])
    ended["pairs"] = json.loads(ended["said"])["pairs_compared"]
    one = measured(["env", "RAYON_NUM_THREADS=1", *command, alone])
    stages = {it["stage"]: it["milliseconds"] / 1000 for it in json.loads(one["said"])["stages"]}
    # Stages are told by the clock: of a thread that others keep from its core, that is too much in each.
    ended["predict"] = (stages["compare"] + stages["score"]) * min(1.0, one["cpu"] / one["wall"])
    return {**ended, **lines}


def judged(name, tool, out, paths):
    told = subprocess.run([sys.executable, __file__, "--judge", name, tool, out, *paths], check=True,
                          stdout=subprocess.PIPE, text=True)
    return json.loads(told.stdout)


def number(value, form="{:,.0f}"):
    return "" if value is None else form.format(value)


def middle(runs, key, form):
    return "" if runs[0].get(key) is None else form.format(median(it[key] for it in runs))


def cost(name, runs):
    ours = median(it["cpu"] for it in runs["rasso"])
    return [
        [
            name,
            tool,
            middle(its, "cpu", "{:.2f}"),
            middle(its, "predict", "{:.2f}"),
            middle(its, "one_to_one", "{:.2f}"),
            middle(its, "wall", "{:.2f}"),
            middle(its, "peak", "{:,.0f}"),
            number(its[0]["pairs"]),
            number(its[0]["lines"][""]["rows"]),
            f"{median(it['cpu'] for it in its) / ours:.1f}",
        ]
        for tool, its in runs.items()
    ]


def worth(name, runs):
    rows = []
    for kind in runs["rasso"][0]["lines"]:
        for tool, its in runs.items():
            if kind not in its[0]["lines"]:
                continue
            it = sorted((it["lines"][kind] for it in its), key=lambda it: it["f1"])[len(its) // 2]
            rows.append([
                f"{name}, {kind}" if kind else name,
                tool,
                f"{it['f1']:.5f}",
                f"{it['threshold']:.2f}",
                f"{it['precision']:.4f}",
                f"{it['recall']:.4f}",
                f"{it['false_positives']:,}",
                f"{it['false_negatives']:,}",
                f"{it['f1_at_half']:.5f}",
                f"{it['said']:,.1f}",
                f"{it['true']:,}",
                f"{its[0]['total']:,}",
            ])
    return rows


def report(asked, done, load_before):
    told = subprocess.run([asked.rasso, "--version"], stdout=subprocess.PIPE, text=True).stdout.strip()
    heads = ["set", "tool", "CPU s", "of it predict", "of it one-to-one", "wall s", "peak MiB", "pairs scored",
             "rows written", "CPU to rasso's"]
    judged = ["set", "tool", "best F1", "weight", "precision", "recall", "false positives", "false negatives",
              "F1 at 0.5", "sum of probabilities", "true among the rows", "true pairs"]
    sizes = f", people {asked.people:,} a file, seed {asked.seed}" if "people" in asked.sets else ""
    return f"""# Linking in rasso and in Splink, {date.today()}

{machine()}. Load average before: {load_before}. {told}; Splink {version("splink")}, duckdb {version("duckdb")}, \
Python {sys.version.split()[0]}.
Medians of {asked.runs} runs of each by turns, one process each{sizes}.

{table(heads, [row for name, runs in done.items() for row in cost(name, runs)])}

Reading, training and writing are in the CPU seconds. Starting Python and importing Splink is in Splink's. Splink's seeds
are set, it writes the same columns, and both write the pairs of a weight of {FLOOR} or more.

{table(judged, [row for name, runs in done.items() for row in worth(name, runs)])}

F1 is the best over all thresholds, against all true pairs: one that no rule brought together is a false negative.
`weight` is that threshold, as the log of the odds to base 2. The sum of probabilities stands beside the true pairs among
the same rows; they are equal where the probabilities are right. One-to-one is, of Splink's rows, the most probable first
as long as neither record has a partner; its CPU seconds are those of its `cluster_using_single_best_links`, not run for
transactions. In rasso it is the model's, and probabilities are those of the whole assignment.
rasso's seconds of predict (comparing and scoring) are of a run in one thread, as a share of its CPU seconds.
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rasso", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("dir", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--sets", type=lambda it: it.split(","), default=list(SETS))
    parser.add_argument("--people", type=int, default=500_000)
    parser.add_argument("--seed", type=int, default=20251120, help="of the people that are made")
    parser.add_argument("--gen-people", type=Path)
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    for name in asked.sets:
        if name not in SETS:
            parser.error(f"no set {name}: there are {', '.join(SETS)}")
        if not (MODELS / f"{name}.toml").is_file():
            parser.error(f"no model {MODELS / name}.toml")
    asked.rasso, asked.dir = asked.rasso.resolve(), asked.dir.resolve()
    asked.dir.mkdir(parents=True, exist_ok=True)
    folders = dict.fromkeys(SETS, asked.data.resolve())
    if "people" in asked.sets:
        if not asked.gen_people:
            parser.error("--gen-people is needed for the set people")
        # A folder for each size and seed, so that a set is never taken for another.
        folders["people"] = asked.dir / f"{asked.people}-{asked.seed}"
        folders["people"].mkdir(exist_ok=True)
        if not (folders["people"] / "people_b.csv").exists():
            subprocess.run([sys.executable, asked.gen_people.resolve(), str(asked.people), "people", str(asked.seed)],
                           cwd=folders["people"], check=True)
    load_before = f"{os.getloadavg()[0]:.1f}"
    done = {}
    for name in asked.sets:
        paths = [folders[name] / it for it in SETS[name][:2] if it]
        runs = done[name] = {"rasso": [], "Splink": []}
        for turn in range(asked.runs):
            for tool in sorted(runs, reverse=turn % 2 == 1):
                runs[tool].append(run(tool, name, asked.rasso, asked.dir, paths))
            print(f"{name}, run {turn + 1}: "
                  + ", ".join(f"{tool} {its[-1]['cpu']:.2f} s" for tool, its in runs.items()), flush=True)
    text = report(asked, done, load_before)
    print(text)
    if asked.out:
        asked.out.write_text(text)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--judge"]:
        judge(*sys.argv[2:])
    else:
        main()
