#!/usr/bin/env python3
"""Holds `rasso estimate incidence` against lifelines, scikit-survival and plain numpy on the same CSV.

    pip install lifelines==0.30.3 scikit-survival==0.28.0 numpy pandas pyarrow
    python3 benches/estimate.py RASSO DIR [--rows 1000000] [--runs 3] [--lifelines-runs 1] [--out results.md]

RASSO is the built program. DIR gets the file of cases: 44 groups, whole days, four causes that compete, some
cases still open; and what each tool makes of it. Each run is a process of its own, from the CSV file to a CSV
file: the incidence of every cause in every group at 30 to 1,095 days, with an interval. Who comes first changes
from run to run. After each run the figures are held against rasso's.

All peers read the CSV with pyarrow's reader, into numpy arrays. The numpy peer is the day cube without a library:
one `bincount` by group, day and status, then cumulated sums, with the same variance and intervals as rasso.
scikit-survival is asked for Aalen's variance and log-log intervals. lifelines fits one cause of one group at a
time, and moves tied times apart at random, so it is held to a hundredth only, and to estimates alone.
"""

import argparse
import csv
import os
import sys
from datetime import date
from importlib.metadata import version
from pathlib import Path
from statistics import median

from compare import machine, measured, spread, table

HORIZONS = [30, 90, 180, 365, 730, 1095]
GROUPS, CAUSES = 44, 4
# How far estimates and limits may be from rasso's.
TOLERANCE = {"numpy": 1e-9, "scikit-survival": 1e-9, "lifelines": 1e-2}
# How many times rasso's CPU scikit-survival takes at least, and how many times numpy's rasso takes at most.
TIMES_RASSO, TIMES_NUMPY = 20, 2


def make(path, rows, seed):
    """Ten years of cases, of which each cause has its own pace, more in some groups."""
    import numpy as np

    dice = np.random.default_rng(seed)
    group = dice.choice(GROUPS, rows, p=(weights := dice.gamma(2, size=GROUPS)) / weights.sum())
    means = np.array([700, 900, 1500, 9000]) * dice.uniform(0.7, 1.4, (GROUPS, CAUSES))
    ends = dice.exponential(means[group]).astype(int)
    first, cause = ends.min(axis=1), ends.argmin(axis=1) + 1
    seen = dice.integers(0, 3650, rows)
    days, status = np.minimum(first, seen), np.where(first <= seen, cause, 0)
    with open(path, "w") as file:
        file.write("force,days,outcome\n")
        file.writelines(f"F{g:02},{d},{s}\n" for g, d, s in zip(group, days, status))


def read(path):
    """Names of groups, the group of each row by number, days and status."""
    from pyarrow import csv as arrow_csv

    cases = arrow_csv.read_csv(path)
    force = cases["force"].combine_chunks().dictionary_encode()
    names = force.dictionary.to_pylist()
    return names, force.indices.to_numpy(), cases["days"].to_numpy(), cases["outcome"].to_numpy()


def write(out, rows):
    with open(out, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["group", "cause", "time", "estimate", "lower", "upper"])
        writer.writerows(rows)


def peer_numpy(path, out):
    import numpy as np

    names, group, days, status = read(path)
    width, last = CAUSES + 1, int(days.max()) + 1
    cube = np.bincount((group * last + days) * width + status, minlength=len(names) * last * width)
    exits = cube.reshape(len(names), last, width)
    left = exits.sum(axis=2)
    n = left[:, ::-1].cumsum(axis=1)[:, ::-1].astype(float)
    events = exits[:, :, 1:].astype(float)
    d = events.sum(axis=2)
    with np.errstate(divide="ignore", invalid="ignore"):
        after = np.cumprod(np.where(n > 0, 1 - d / n, 1), axis=1)
        before = np.hstack([np.ones((len(names), 1)), after[:, :-1]])
        value = np.cumsum(np.where(n > 0, before / n, 0)[:, :, None] * events, axis=1)

        def sums(of):
            return np.cumsum(np.where(np.isfinite(of), of, 0), axis=1)

        n, d, before = n[:, :, None], d[:, :, None], before[:, :, None]
        hazard = np.broadcast_to(d / ((n - 1) * (n - d)), events.shape)
        spread = events * (n - events) / (n - 1)
        both = before * spread / (n * (n - d))
        own = sums(before**2 * spread / n**2)
        squares = value**2 * sums(hazard) - 2 * value * sums(value * hazard) + sums(value**2 * hazard)
        variance = squares + own - 2 * (value * sums(both) - sums(value * both))
        reach = 1.959963984540054 * np.sqrt(np.maximum(variance, 0)) / (value * np.log(value))
        lower, upper = value ** np.exp(-reach), value ** np.exp(reach)
    rows = []
    for g in sorted(range(len(names)), key=names.__getitem__):
        for cause in range(CAUSES):
            for day in HORIZONS:
                if day < last and n[g, day, 0] > 0:
                    at = (g, day, cause)
                    rows.append([names[g], cause + 1, day, value[at], lower[at], upper[at]])
    write(out, rows)


def peer_sksurv(path, out):
    import numpy as np
    from sksurv.nonparametric import cumulative_incidence_competing_risks

    names, group, days, status = read(path)
    rows = []
    for g in sorted(range(len(names)), key=names.__getitem__):
        of = group == g
        times, values, limits = cumulative_incidence_competing_risks(
            status[of], days[of].astype(float), conf_type="log-log", var_type="Aalen")
        for cause in range(1, CAUSES + 1):
            for day in HORIZONS:
                if day <= times[-1]:
                    at = np.searchsorted(times, day, side="right") - 1
                    rows.append([names[g], cause, day, values[cause][at], *limits[cause][:, at]])
    write(out, rows)


def peer_lifelines(path, out):
    import warnings

    from lifelines import AalenJohansenFitter

    warnings.simplefilter("ignore")
    names, group, days, status = read(path)
    rows = []
    for g in sorted(range(len(names)), key=names.__getitem__):
        of = group == g
        for cause in range(1, CAUSES + 1):
            found = AalenJohansenFitter(seed=1).fit(days[of], status[of], event_of_interest=cause)
            curve = found.cumulative_density_.iloc[:, 0]
            limits = found.confidence_interval_cumulative_density_
            for day in HORIZONS:
                if day <= curve.index[-1]:
                    # The limits are asked for and not compared.
                    at = curve.index.searchsorted(day + 0.5) - 1
                    rows.append([names[g], cause, day, curve.iloc[at], *limits.iloc[at]])
    write(out, rows)


PEERS = {"numpy": peer_numpy, "scikit-survival": peer_sksurv, "lifelines": peer_lifelines}


def figures(path):
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    number = lambda it: float(it) if it not in ("", "nan") else None
    key = lambda it: (it["group"], it["cause"], float(it["time"]))
    return {key(it): [number(it[of]) for of in ("estimate", "lower", "upper")] for it in rows if it["estimate"]}


def check(name, ours, theirs):
    """The figures agree, row by row. Gives how many there are, and the largest difference."""
    ours, theirs = figures(ours), figures(theirs)
    if ours.keys() != theirs.keys():
        sys.exit(f"{name} has other rows than rasso: no figures")
    worst = 0.0
    for key, mine in ours.items():
        pairs = list(zip(mine, theirs[key]))[: 1 if name == "lifelines" else 3]
        for a, b in pairs:
            if a is not None and b is not None:
                worst = max(worst, abs(a - b) / (1 if name == "lifelines" else a))
    if worst > TOLERANCE[name]:
        sys.exit(f"{name} differs from rasso by {worst:.1e}: no figures")
    return len(ours), worst


def report(asked, done, worst, load):
    middle = {name: {of: median(it[of] for it in runs) for of in ("cpu", "wall", "peak")} for name, runs in done.items()}
    ours = middle["rasso"]["cpu"]
    rows = [
        [
            name,
            *spread([it["cpu"] for it in done[name]], "{:.2f}"),
            f"{it['cpu'] / ours:.1f}",
            f"{it['wall']:.2f}",
            f"{it['peak']:,.0f}",
            f"{worst[name]:.0e}" if name in worst else "",
        ]
        for name, it in middle.items()
    ]
    heads = ["", "CPU s, least", "median", "most", "times rasso", "wall s", "peak MiB", "largest difference"]
    verdict = lambda is_met: "met" if is_met else "not met"
    sksurv, numpy = middle["scikit-survival"]["cpu"] / ours, ours / middle["numpy"]["cpu"]
    versions = ", ".join(f"{it} {version(it)}" for it in ("lifelines", "scikit-survival", "numpy", "pyarrow"))
    return f"""# Estimating {asked.rows:,} cases, {date.today()}

{machine()}. Load average before: {load}. Release build, Python {sys.version.split()[0]}, {versions}.
{asked.runs} runs of each by turns, one process each, of lifelines {len(done["lifelines"])}.

From a CSV of {asked.rows:,} cases in {GROUPS} groups, of {CAUSES} causes and whole days, to a CSV of the incidence of every cause
in every group at {", ".join(map(str, HORIZONS[:-1]))} and {HORIZONS[-1]} days, with variance and intervals.

- scikit-survival takes {sksurv:.1f} times the CPU of rasso; the bar is {TIMES_RASSO} or more: {verdict(sksurv >= TIMES_RASSO)}.
- rasso takes {numpy:.2f} times the CPU of numpy; the bar is {TIMES_NUMPY} or less: {verdict(numpy <= TIMES_NUMPY)}.

{table(heads, rows)}

Starting Python, importing and reading the CSV (pyarrow, for every peer) is in the peers' figures. The largest difference is
that of an estimate or limit from rasso's, as a share of it; of lifelines that of an estimate by itself, because it moves
tied times apart at random.

## Command

```
python3 benches/estimate.py RASSO DIR --rows {asked.rows} --runs {asked.runs}
```
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rasso", type=Path)
    parser.add_argument("dir", type=Path)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--lifelines-runs", type=int, default=1, help="it takes minutes")
    parser.add_argument("--seed", type=int, default=20251120, help="of the cases that are made")
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    asked.dir.mkdir(parents=True, exist_ok=True)
    # A file for each size and seed, so that one is never taken for another.
    cases = asked.dir / f"cases-{asked.rows}-{asked.seed}.csv"
    if not cases.exists():
        # In a process of its own: a child's peak counts from its parent's.
        measured([sys.executable, __file__, "--make", cases, asked.rows, asked.seed])
    outs = {name: asked.dir / f"{name}.csv" for name in ["rasso", *PEERS]}
    at = ",".join(map(str, HORIZONS))
    ours = [asked.rasso.resolve(), "estimate", "incidence", "--input", cases, "--time", "days", "--status", "outcome",
            "--group", "force", "--at", at, "--out", outs["rasso"]]
    commands = {"rasso": ours}
    for name in PEERS:
        commands[name] = [sys.executable, __file__, "--peer", name, cases, outs[name]]
    load = f"{os.getloadavg()[0]:.1f}"
    done, worst = {name: [] for name in commands}, {}
    measured(ours)
    for turn in range(asked.runs):
        for name in sorted(commands, reverse=turn % 2 == 1):
            if name == "lifelines" and turn >= asked.lifelines_runs:
                continue
            done[name].append(measured(commands[name]))
            if name in PEERS:
                rows, off = check(name, outs["rasso"], outs[name])
                worst[name] = max(off, worst.get(name, 0.0))
        print(f"run {turn + 1}, {rows} rows alike: "
              + ", ".join(f"{name} {its[-1]['cpu']:.2f} s" for name, its in done.items() if its), flush=True)
    text = report(asked, done, worst, load)
    print(text)
    if asked.out:
        asked.out.write_text(text)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--make"]:
        make(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
    elif sys.argv[1:2] == ["--peer"]:
        PEERS[sys.argv[2]](sys.argv[3], sys.argv[4])
    else:
        main()
