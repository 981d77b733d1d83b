"""Times how fast rasso reads, checks and writes a million wide rows, beside Polars' bare CSV reader.

    pip install polars
    cargo build --release -p rasso-extract --example read_rate
    python3 benches/ingest.py target/release/examples/read_rate DIR [--rows 1000000] [--pairs 5]

The file has the 31 columns of police_crime and nine more that nothing is read from, one row in a hundred
with a cell that breaks its schema, and 5 in 1,000 rows that stand there twice. Every stage and Polars run in
turn, in processes of their own, so that a busy machine slows all alike. Times are processor seconds (user and
system) with start-up; the median is told.
"""

import argparse
import pathlib
import random
import resource
import statistics
import subprocess
import sys

COLUMNS = """crime_ref force_code urn reported_date recorded_date offence_start_date offence_end_date
offence_code incident_class victim_ref victim_age victim_sex victim_ethnicity domestic_abuse outcome_code
outcome_group outcome_date victim_withdrew_date transferred_to_force transferred_to_crime_ref
transferred_from_force transferred_from_crime_ref transferred_date cancelled_date cancelled_reason
isva_referral_date beat_code officer_team location_type summary_code weapon modus_operandi solvability
review_date system_id updated_by""".split()
PEER = "import polars, sys; print(polars.read_csv(sys.argv[1], infer_schema=False).height)"
STAGES = ["hash", "rows", "read", "write"]


def make(path, rows):
    dice = random.Random(20251122)
    day = lambda: f"20{dice.randrange(19, 25)}-{dice.randrange(1, 13):02}-{dice.randrange(1, 29):02}"
    blank = lambda text, share: text if dice.random() < share else ""
    with path.open("w") as out:
        out.write(",".join(COLUMNS) + "\n")
        for n in range(rows):
            cells = {
                "crime_ref": f"5200/{n:07}/24", "force_code": "52",
                "urn": blank(f"52{'ABCDEFGH'[n % 8]}{'STUVWXYZ'[n // 8 % 8]}{n % 100000:05}24", 0.3),
                "reported_date": day(), "recorded_date": day(), "offence_start_date": day(),
                "offence_end_date": blank(day(), 0.5), "offence_code": dice.choice(["19C", "19D", "19F"]),
                "incident_class": "crime", "victim_ref": f"V{n}", "victim_age": str(dice.randrange(13, 90)),
                "victim_sex": dice.choice("FFFM"), "victim_ethnicity": dice.choice(["W", "A", "B", "not_recorded"]),
                "domestic_abuse": dice.choice("YN"), "outcome_code": dice.choice(["14", "16", "18", "1", ""]),
                "outcome_date": day(), "victim_withdrew_date": blank(day(), 0.4),
                "isva_referral_date": blank(day(), 0.2), "beat_code": f"B{n % 400}", "officer_team": "RASSO 2",
                "location_type": "dwelling", "summary_code": f"S{n % 90}", "modus_operandi": "see system",
                "solvability": str(n % 5), "review_date": day(), "system_id": str(10_000_000 + n),
                "updated_by": f"u{n % 700}",
            }
            if n % 100 == 50:
                column = dice.choice(["victim_age", "outcome_date", "victim_sex", "recorded_date"])
                cells[column] = "31/02/2024"
            line = ",".join(cells.get(it, "") for it in COLUMNS) + "\n"
            out.write(line)
            if n % 200 == 199:
                out.write(line)


def spent(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, said


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("read_rate")
    asked.add_argument("folder", type=pathlib.Path)
    asked.add_argument("--rows", type=int, default=1_000_000)
    asked.add_argument("--pairs", type=int, default=5)
    asked = asked.parse_args()
    path = asked.folder / f"crimes-{asked.rows}.csv"
    asked.folder.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        make(path, asked.rows)
    commands = {it: [asked.read_rate, path, it] for it in STAGES}
    commands["Polars"] = [sys.executable, "-c", PEER, path]
    times = {name: [] for name in commands}
    said = {}
    for _ in range(asked.pairs):
        for name, command in commands.items():
            time, said[name] = spent(command)
            times[name].append(time)
    median = {name: statistics.median(it) for name, it in times.items()}
    rows = asked.rows + asked.rows // 200
    print(f"{path.name}: {path.stat().st_size:,} bytes, {rows:,} rows of {len(COLUMNS)} cells; {said['read']}")
    print(f"Polars reads {said['Polars']} rows\n")
    print("| | processor seconds | rows a second | times Polars |\n|---|---|---|---|")
    words = {"hash": "SHA-256 alone", "rows": "and rows told apart", "read": "and checked and settled",
             "write": "and written, identifiers sealed"}
    for name in [*STAGES, "Polars"]:
        label = words.get(name, "Polars' bare `read_csv`")
        print(f"| {label} | {median[name]:.2f} | {rows / median[name]:,.0f} | {median[name] / median['Polars']:.2f} |")


if __name__ == "__main__":
    main()
