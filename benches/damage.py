"""Damages small extracts in nine ways and reads them with rasso, Polars, DuckDB and PyArrow.

    pip install polars duckdb pyarrow xlsxwriter fastexcel
    python3 benches/damage.py RASSO [--each 20] [--jobs 2] [--kinds utf8.csv,book.xlsx] [--out results.md]

RASSO is the built program. Every file is one sound table of 40 rows, damaged once, by a seed. For each
reader the table counts how a damaged file ended:

    refused   an error
    told      read, and the reader says which rows or cells it could not take, or that the file may have
              been cut (rasso only)
    sound     read, and every row is as it was
    changed   read without a word, and some row is another
    lost      read without a word, and there are fewer rows
    crashed   the process died
    hung      not ended after 20 seconds

rasso is run twice: without control totals, and with the SHA-256 of the sound file declared.
"""

import argparse
import collections
import concurrent.futures
import csv
import gzip
import hashlib
import io
import json
import multiprocessing
import pathlib
import random
import shutil
import subprocess
import tempfile

import duckdb
import polars
import pyarrow
import pyarrow.csv
import pyarrow.parquet

HEAD = ["crime_ref", "force_code", "recorded_date", "offence_code", "victim_age", "notes", "place"]
ROWS = [
    [f"C{n}", "52", f"2024-{n % 12 + 1:02}-{n % 28 + 1:02}", "19C", str(n % 60 + 16), f"café no {n}", "Bath"]
    for n in range(1, 41)
]
MAPPED = [0, 1, 2, 3, 4]  # the columns that rasso reads


def text(delimiter=",", quoted=False):
    out = io.StringIO()
    style = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    writer = csv.writer(out, delimiter=delimiter, quoting=style, lineterminator="\n")
    writer.writerows([HEAD, *ROWS])
    return out.getvalue()


def parquet(**options):
    table = pyarrow.table({name: [row[at] for row in ROWS] for at, name in enumerate(HEAD)})
    out = io.BytesIO()
    pyarrow.parquet.write_table(table, out, **options)
    return out.getvalue()


def xlsx():
    out = io.BytesIO()
    frame = polars.DataFrame(ROWS, schema=HEAD, orient="row")
    frame.write_excel(out)
    return out.getvalue()


BASES = {
    "utf8.csv": text().encode(),
    "cp1252.csv": text().encode("cp1252"),
    "utf16.csv": b"\xff\xfe" + text().encode("utf-16-le"),
    "quoted.csv": text(quoted=True).encode(),
    "semicolon.csv": text(";").encode(),
    "gzip.csv.gz": gzip.compress(text().encode(), mtime=0),
    "zstd.csv.zst": bytes(pyarrow.compress(text().encode(), codec="zstd")),
    "snappy.parquet": parquet(compression="snappy"),
    "zstd.parquet": parquet(compression="zstd"),
    "checksums.parquet": parquet(compression="zstd", write_page_checksum=True),
    "book.xlsx": xlsx(),
}


def damaged(sound, way, dice):
    data = bytearray(sound)
    at = dice.randrange(len(data))
    if way == "truncate":
        del data[at:]
    elif way == "bit flip":
        data[at] ^= 1 << dice.randrange(8)
    elif way == "zero run":
        length = dice.randrange(1, 65)
        data[at : at + length] = bytes(len(data[at : at + length]))
    elif way == "dropped delimiter":
        places = [n for n, it in enumerate(data) if it in b",;"]
        del data[dice.choice(places) if places else at]
    elif way == "unbalanced quote":
        places = [n + 1 for n, it in enumerate(data) if it in b",;\n"]
        data.insert(dice.choice(places) if places else at, ord('"'))
    elif way == "footer damage":
        at = len(data) - 1 - dice.randrange(min(64, len(data)))
        data[at] ^= dice.randrange(1, 256)
    elif way == "mixed newline":
        places = [n for n, it in enumerate(data) if it == 10]
        for n in sorted(dice.sample(places, min(5, len(places))), reverse=True):
            data[n : n + 1] = dice.choice([b"\r\n", b"\r", b"\n\n"])
    elif way == "NUL":
        data.insert(at, 0)
    elif way == "wrong encoding":
        data[at : at + 1] = dice.choice([b"\xe9", b"\xff\xfe", b"\xc3\x28", b"\x96"])
    return bytes(data)


WAYS = ["truncate", "bit flip", "zero run", "dropped delimiter", "unbalanced quote", "footer damage",
        "mixed newline", "NUL", "wrong encoding"]


def encoding(name):
    return {"cp1252.csv": "cp1252", "utf16.csv": "utf-16"}.get(name, "utf-8")


def delimiter(name):
    return ";" if name.startswith("semicolon") else ","


def by_polars(path, name):
    if name.endswith(".parquet"):
        frame = polars.read_parquet(path)
    elif name.endswith(".xlsx"):
        frame = polars.read_excel(path, infer_schema_length=0)
    else:
        source = path
        if encoding(name) != "utf-8":  # Polars reads no other but by decoding it whole
            source = io.StringIO(path.read_bytes().decode(encoding(name), errors="replace"))
        frame = polars.read_csv(source, separator=delimiter(name), infer_schema=False)
    return frame.select(HEAD).rows()


def by_duckdb(path, name):
    if name.endswith(".xlsx"):
        raise NotImplementedError
    if name.endswith(".parquet"):
        query = f"select * from read_parquet('{path}')"
    else:
        kind = {"cp1252.csv": "CP1252", "utf16.csv": "utf-16"}.get(name, "utf-8")
        query = f"select * from read_csv('{path}', all_varchar=true, header=true, delim='{delimiter(name)}', encoding='{kind}')"
    result = duckdb.sql(query)
    order = [result.columns.index(it) for it in HEAD]
    return [tuple(row[at] for at in order) for row in result.fetchall()]


def by_pyarrow(path, name):
    if name.endswith(".xlsx"):
        raise NotImplementedError
    if name.endswith(".parquet"):
        table = pyarrow.parquet.read_table(path, page_checksum_verification=name.startswith("checksums"))
    else:
        table = pyarrow.csv.read_csv(
            path,
            read_options=pyarrow.csv.ReadOptions(encoding=encoding(name)),
            parse_options=pyarrow.csv.ParseOptions(delimiter=delimiter(name)),
            convert_options=pyarrow.csv.ConvertOptions(column_types={it: pyarrow.string() for it in HEAD}),
        )
    columns = [table.column(it).to_pylist() for it in HEAD]
    return list(zip(*columns))


READERS = {"Polars": by_polars, "DuckDB": by_duckdb, "PyArrow": by_pyarrow}
SOUND = {tuple(str(row[at]) for at in MAPPED) for row in ROWS}


def verdict(rows):
    found = [tuple("" if row[at] is None else str(row[at]) for at in MAPPED) for row in rows]
    if len(found) < len(ROWS):
        return "lost"
    return "sound" if set(found) == SOUND and len(found) == len(ROWS) else "changed"


def peer(tool, path, name, pipe):
    try:
        pipe.send(verdict(READERS[tool](path, name)))
    except NotImplementedError:
        pipe.send("not read")
    except BaseException:  # a panic of Polars is one
        pipe.send("refused")


def run_peer(tool, path, name):
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.Process(target=peer, args=(tool, path, name, theirs))
    process.start()
    process.join(20)
    if process.is_alive():
        process.kill()
        return "hung"
    return ours.recv() if ours.poll() else "crashed"


MAPPING = """name = "damage"
version = "1"
agency = "police"
table = "police_crime"
encoding = "{}"
delimiter = "{}"
"""


def run_rasso(program, folder, path, name, sha256):
    kinds = {"cp1252.csv": "windows-1252", "utf16.csv": "utf-16le"}
    (folder / "damage.toml").write_text(MAPPING.format(kinds.get(name, "detect"), delimiter(name)))
    total = f'sha256 = "{sha256}"\n' if sha256 else ""
    (folder / "pipeline.toml").write_text(
        'name = "damage"\nas_at = "2025-06-30"\n[[extract]]\nagency = "police"\ntable = "police_crime"\n'
        f'path = "{path.name}"\nextract_date = "2025-06-30"\nmapping = "damage.toml"\n{total}'
    )
    out = folder / "out"
    shutil.rmtree(out, ignore_errors=True)
    try:
        ended = subprocess.run([program, "run", folder / "pipeline.toml", "--out", out, "--json"],
                               capture_output=True, timeout=20)
    except subprocess.TimeoutExpired:
        return "hung"
    if ended.returncode < 0 or ended.returncode == 70:
        return "crashed"
    if ended.returncode:
        return "refused"
    told = json.loads((out / "runs/latest/run.json").read_text())
    file = told["files"][0]
    if told["faults"] or file["quarantined"] or file["dropped"] or told["deliveries"]:
        return "told"
    table = pyarrow.parquet.read_table(out / "runs/latest/ingest/police_crime.parquet")
    columns = [table.column(HEAD[at]).to_pylist() for at in MAPPED]
    day = __import__("datetime").date(1970, 1, 1).toordinal()
    columns[2] = [__import__("datetime").date.fromordinal(day + it).isoformat() for it in columns[2]]
    rows = [list(row) + ["", ""] for row in zip(*columns)]
    return verdict(rows)


def of_kind(program, each, name):
    """Counts by reader, what rasso did not see, and how many files, of one kind of file."""
    counts = collections.defaultdict(collections.Counter)
    unseen = collections.Counter()
    files = 0
    sound = BASES[name]
    sha256 = hashlib.sha256(sound).hexdigest()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for way in WAYS:
            for seed in range(each):
                dice = random.Random(f"{name} {way} {seed}")
                data = damaged(sound, way, dice)
                if data == sound:
                    continue
                files += 1
                path = folder / name
                path.write_bytes(data)
                ended = run_rasso(program, folder, path, name, None)
                counts["rasso"][ended] += 1
                if ended in ("lost", "changed"):
                    unseen[f"{ended}: {name}, {way}"] += 1
                counts["rasso, SHA-256 declared"][run_rasso(program, folder, path, name, sha256)] += 1
                for tool in READERS:
                    counts[tool][run_peer(tool, path, name)] += 1
    return counts, unseen, files


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("rasso")
    asked.add_argument("--each", type=int, default=20)
    asked.add_argument("--jobs", type=int, default=1, help="kinds of file at a time")
    asked.add_argument("--kinds", type=lambda it: it.split(","), default=list(BASES), help="of file; each else")
    asked.add_argument("--out")
    asked = asked.parse_args()
    program = str(pathlib.Path(asked.rasso).resolve())
    counts = collections.defaultdict(collections.Counter)
    unseen = collections.Counter()
    files = 0
    with concurrent.futures.ProcessPoolExecutor(asked.jobs) as pool:
        for found, not_seen, number in pool.map(of_kind, *zip(*[(program, asked.each, it) for it in asked.kinds])):
            for tool, of_tool in found.items():
                counts[tool].update(of_tool)
            unseen.update(not_seen)
            files += number
    versions = {"Polars": polars.__version__, "DuckDB": duckdb.__version__, "PyArrow": pyarrow.__version__}
    kinds = ["refused", "told", "sound", "changed", "lost", "crashed", "hung", "not read"]
    lines = [f"{files} damaged files, {len(asked.kinds)} kinds of file, {len(WAYS)} kinds of damage", ""]
    lines += ["| reader | " + " | ".join(kinds) + " |", "|---" * (len(kinds) + 1) + "|"]
    for tool, found in counts.items():
        named = f"{tool} {versions[tool]}" if tool in versions else tool
        lines.append(f"| {named} | " + " | ".join(str(found[it]) for it in kinds) + " |")
    lines += ["", "rasso without control totals, read without a word:", ""]
    lines += [f"- {it}: {number}" for it, number in sorted(unseen.items())]
    table = "\n".join(lines) + "\n"
    print(table)
    if asked.out:
        pathlib.Path(asked.out).write_text(table)


if __name__ == "__main__":
    main()
