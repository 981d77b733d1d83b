#!/usr/bin/env python3
"""Holds rasso's relational core against the same job in Polars Python, then runs `rasso run` whole.

usage: compare.py DIR [--crimes N] [--pairs N] [--runs N]

DIR gets the synthetic world and everything made of it. The result is written to benches/results/.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from datetime import date
from importlib.metadata import version
from pathlib import Path
from statistics import median

REPOSITORY = Path(__file__).resolve().parent.parent
PEER = REPOSITORY / "benches" / "peer_polars.py"
# Both packages at once: built alone, either would bring features that compile Polars again.
BUILD = "cargo build --release -p rasso-cli -p rasso-benches --bin rasso --bench relational_core"
BAR = 1.5


def build():
    """The programs by name, as cargo tells them."""
    command = [*BUILD.split(), "--message-format=json"]
    told = subprocess.run(command, cwd=REPOSITORY, check=True, stdout=subprocess.PIPE, text=True)
    messages = [json.loads(line) for line in told.stdout.splitlines()]
    return {it["target"]["name"]: it["executable"] for it in messages if it.get("executable")}


def measured(command, watch=None):
    """Runs a command; gives its CPU and wall seconds, its peak memory in MiB, and what it said.

    This process imports no Polars and stays small: a child's peak counts from its parent's.
    """
    started = time.perf_counter()
    child = subprocess.Popen([str(it) for it in command], stdout=subprocess.PIPE, text=True)
    if watch:
        watch.start(child.pid)
    said = child.stdout.read()
    child.stdout.close()
    _, status, used = os.wait4(child.pid, 0)
    wall = time.perf_counter() - started
    child.returncode = os.waitstatus_to_exitcode(status)
    if watch:
        watch.stop()
    if child.returncode != 0:
        sys.exit(f"{Path(command[0]).name} ended with {child.returncode}")
    cpu = used.ru_utime + used.ru_stime
    return {"cpu": cpu, "wall": wall, "peak": used.ru_maxrss / 1024, "said": said}


class Watch:
    """Reads CPU and peak memory of a run each time its journal grows by a line."""

    def __init__(self, out):
        self.out, self.seen, self.done = out, [], threading.Event()

    def start(self, pid):
        self.thread = threading.Thread(target=self.look, args=(pid,))
        self.thread.start()

    def stop(self):
        self.done.set()
        self.thread.join()

    def look(self, pid):
        started, journal, ticks = time.perf_counter(), None, os.sysconf("SC_CLK_TCK")
        while not self.done.wait(0.005):
            try:
                journal = journal or next(self.out.rglob("journal.jsonl"), None)
                lines = journal.read_text().splitlines() if journal else []
                if len(lines) <= len(self.seen):
                    continue
                stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                status = Path(f"/proc/{pid}/status").read_text()
                peak = int(status.partition("VmHWM:")[2].split()[0]) / 1024
            except (FileNotFoundError, IndexError, ValueError):
                journal = None
                continue
            at = {
                "cpu": (int(stat[11]) + int(stat[12])) / ticks,
                "wall": time.perf_counter() - started,
                "peak": peak,
            }
            self.seen += [{**json.loads(it), **at} for it in lines[len(self.seen):]]

    def stages(self, whole, journal):
        """Each stage: its name, milliseconds, rows, CPU seconds, and the peak memory up to its end."""
        first = self.seen[0]
        rows = [("read extracts", first["wall"] * 1000, "", first["cpu"], first["peak"])]
        ends = {it["stage"]: it for it in self.seen if it["event"] == "ended"}
        starts = {it["stage"]: it for it in self.seen if it["event"] == "started"}
        for line in map(json.loads, journal.read_text().splitlines()):
            if line["event"] == "ended":
                detail, stage = line["detail"], line["stage"]
                end = ends.get(stage, whole)
                cpu = end["cpu"] - starts.get(stage, end)["cpu"]
                rows.append((stage, detail["milliseconds"], f"{detail['rows']:,}", cpu, end["peak"]))
        return rows


def table(heads, rows):
    lines = [heads, ["---"] + ["---:"] * (len(heads) - 1), *rows]
    return "\n".join("| " + " | ".join(str(it) for it in line) + " |" for line in lines)


def spread(values, form):
    return [form.format(it) for it in (min(values), median(values), max(values))]


def statements(runs):
    """Median milliseconds of each statement."""
    times = {}
    for run in runs:
        for line in run["said"].splitlines():
            name, _, micros = line.split("\t")
            times.setdefault(name, []).append(int(micros) / 1000)
    return {name: median(it) for name, it in times.items()}


def compare(core, folder, pairs):
    """Runs both jobs in alternation; gives the runs of each, and the words that say they are equal."""
    ours, theirs = folder / "out-rasso", folder / "out-peer"

    def job(mode):
        return {
            "rasso": lambda: measured([core, mode, folder, ours]),
            "peer": lambda: measured([sys.executable, PEER, mode, folder, theirs]),
        }

    def equal():
        check = [sys.executable, REPOSITORY / "benches" / "equal.py", ours, theirs]
        ended = subprocess.run([str(it) for it in check], stdout=subprocess.PIPE, text=True)
        if ended.returncode != 0:
            sys.exit("the two jobs did not make the same: no figures")
        return ended.stdout.strip()

    for out in (ours, theirs):
        shutil.rmtree(out, ignore_errors=True)
    for run in job("counts").values():
        run()
    said = equal()
    runs = {"rasso": [], "peer": []}
    for pair in range(pairs):
        # Whoever comes first changes from pair to pair.
        for name in sorted(runs, reverse=pair % 2 == 0):
            runs[name].append(job("core")[name]())
        equal()
        print(f"pair {pair + 1}: " + ", ".join(f"{k} {v[-1]['cpu']:.2f} s" for k, v in runs.items()))
    return runs, said


def whole_runs(rasso, folder, times):
    """Runs the prepared world whole; gives each run with its stages."""
    finished = []
    for _ in range(times):
        out = folder / "out-run"
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()
        watch = Watch(out)
        run = measured([rasso, "run", folder / "world/pipeline.toml", "--out", out], watch)
        journal = out / "runs" / "latest" / "journal.jsonl"
        finished.append((run, watch.stages(run, journal)))
        print(f"whole run: {run['cpu']:.2f} s CPU, {run['wall']:.2f} s")
    return sorted(finished, key=lambda it: it[0]["cpu"])


def machine():
    cpu = next(it for it in open("/proc/cpuinfo") if it.startswith("model name")).partition(":")[2].strip()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    return f"{os.cpu_count()} cores ({cpu}), {memory:.0f} GiB, Linux"


def report(asked, runs, equal, finished, import_cpu, load):
    ratio = median(it["cpu"] for it in runs["rasso"]) / median(it["cpu"] for it in runs["peer"])
    pairs = [a["cpu"] / b["cpu"] for a, b in zip(runs["rasso"], runs["peer"])]
    names = {"rasso": "rasso", "peer": f"Polars Python {version('polars')}"}
    figures = [
        [f"{what} {names[name]}", *spread([it[key] for it in runs[name]], form)]
        for key, what, form in (
            ("cpu", "CPU s,", "{:.2f}"),
            ("wall", "wall s,", "{:.2f}"),
            ("peak", "peak memory MiB,", "{:,.0f}"),
        )
        for name in runs
    ]
    ours, theirs = (statements(runs[it]) for it in runs)
    slowest = sorted(ours, key=lambda it: -ours[it])[:10]
    run, stages = finished[len(finished) // 2]
    last = sum(it[3] for it in stages)
    stage_rows = [[name, f"{ms:,.0f}", rows, f"{cpu:.2f}", f"{peak:,.0f}"] for name, ms, rows, cpu, peak in stages]
    rest = run["wall"] * 1000 - sum(it[1] for it in stages)
    stage_rows.append(["the rest", f"{rest:,.0f}", "", f"{run['cpu'] - last:.2f}", f"{run['peak']:,.0f}"])
    stage_rows.append(["**whole**", f"**{run['wall'] * 1000:,.0f}**", "", f"**{run['cpu']:.2f}**", f"**{run['peak']:,.0f}**"])
    verdict = "met" if ratio <= BAR else "not met"
    return f"""# The relational core at {asked.crimes:,} crimes, {date.today()}

{machine()}. Load average before: {load}. Release build, Python {sys.version.split()[0]}.

**CPU, rasso to Polars Python: {ratio:.2f}** (ratio of medians; single pairs {min(pairs):.2f} to {max(pairs):.2f}).
The bar is {BAR}: {verdict}.

Both start from the same Parquet files of one synthetic world, faults laid over it, recorded from 2015-01-01 to
2025-06-30. Both run the same {len(ours) - 1} statements and write the same files, then ask the same counts; rasso also
adds the counts up by force, area and quarter. The two made the same: {equal}.

{len(runs['rasso'])} pairs in alternation, one process each. Starting Python and importing Polars is in the peer's figures:
{import_cpu:.2f} s CPU of it.

{table(["", "least", "median", "most"], figures)}

## The ten slowest statements

Milliseconds by the wall clock, medians; `counts` is all counts together.

{table(["", "rasso", "Polars Python"], [[it, f"{ours[it]:,.0f}", f"{theirs[it]:,.0f}"] for it in slowest])}

## The whole of `rasso run`

The same world from its CSV files to the run page: the run with the median CPU of {len(finished)}
({", ".join(f"{it['cpu']:.1f}" for it, _ in finished)} s). Milliseconds and rows are the journal's, but for `read extracts`: reading
comes before there is a journal, and its time is up to the journal's first line. Peak memory is the highest up to the
end of the stage. CPU is read when the journal grows, to a hundredth of a second.

{table(["stage", "milliseconds", "rows", "CPU s", "peak MiB"], stage_rows)}

## Commands

```
{BUILD}
python3 benches/compare.py DIR --crimes {asked.crimes} --pairs {asked.pairs} --runs {asked.runs}
```
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dir", type=Path)
    parser.add_argument("--crimes", type=int, default=800_000)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    programs = build()
    # A folder for each size, so that a world is never taken for another.
    folder = asked.dir / str(asked.crimes)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    measured([programs["relational_core"], "prepare", folder, asked.crimes])
    load = f"{os.getloadavg()[0]:.1f}"
    import_cpu = median(measured([sys.executable, "-c", "import polars"])["cpu"] for _ in range(3))
    runs, equal = compare(programs["relational_core"], folder, asked.pairs)
    finished = whole_runs(programs["rasso"], folder, asked.runs)
    results = REPOSITORY / "benches" / "results"
    results.mkdir(exist_ok=True)
    text = report(asked, runs, equal, finished, import_cpu, load)
    name = f"{date.today()}-{os.cpu_count()}-core-linux.md"
    (results / name).write_text(text)
    print(text)


if __name__ == "__main__":
    main()
