"""A survey of many respondents and 20 questions, built by this code, and by that of another checkout; and half of it.

Run: python benchmarks/large_survey.py [rows] [--before CHECKOUT]. Respondents and answers are drawn at random (five
profile attributes, a weight, 5 choices, 5% without an answer, groups of three kinds). Prints seconds of CPU and peak
memory (resident) of `build_dataset` with one worker, each run in a process of its own, for `rows` and half as many:
time is linear where the ratio of the two is 2. With --before, the same with the other checkout's code in the same run,
and the ratio to it: the goal was half of both at 1,000,000 rows.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ITEMS = 20
SOURCE = "title: t\nprovider: p\nlicence: l\ncitation: c\nobtain: made by this benchmark\n"
AGES = {"18 to 29": [18, 29], "30 to 44": [30, 44], "45 to 64": [45, 64], "65 and over": [65, 120]}
PROFILE = {
    "Sex": {"variable": "sex", "codes": {"male": 1, "female": 2}},
    "Age": {"variable": "age", "bands": AGES},
    "Education": {"variable": "edu", "codes": {f"level {code}": code for code in range(1, 6)}},
    "Region": {"variable": "region", "codes": {f"region {code}": code for code in range(1, 10)}},
    "Race": {"variable": "race", "codes": {"white": 1, "black": 2, "other": 3}},
}
SCALE = {"strongly agree": 1, "agree": 2, "neither agree nor disagree": 3, "disagree": 4, "strongly disagree": 5}
CODEBOOK = {
    **{"dataset": "big", "country": "US", "language": "en", "key": "id", "missing": [99], "weight": "wt"},
    **{"min_cell": 30, "group_by": [["Sex"], ["Age"], ["Sex", "Age"]], "quasi_identifiers": list(PROFILE)},
    **{"scales": {"s": SCALE}, "profile": PROFILE, "waves": {"big-2020": {"files": {"big.csv": {}}}}},
    "questions": {
        f"q{item}": {"text": f"How much do you agree with statement {item} of this survey?", "scale": "s"}
        for item in range(ITEMS)
    },
}
BUILD = """
import resource, sys, time
from pathlib import Path
from alignsurvey.corpus import build_dataset
folder = Path(sys.argv[1])
start = time.process_time()
manifest = build_dataset("big", folder / "raw", folder / "out", key=bytes(32), root=folder / "corpus_builders")
rows = sum(facts["rows"] for facts in manifest["configs"]["survey_response"].values())
print(rows, time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20)
"""


def prepare(folder, rows):
    """Write the raw file and the corpus."""
    import numpy as np
    import polars as pl

    draw = np.random.default_rng(1)
    columns = {
        "id": np.arange(1, rows + 1),
        "sex": draw.integers(1, 3, rows),
        "age": draw.integers(18, 90, rows),
        "edu": draw.integers(1, 6, rows),
        "region": draw.integers(1, 10, rows),
        "race": draw.choice([1, 1, 1, 2, 3], rows),
        "wt": np.round(draw.uniform(0.5, 2, rows), 3),
    }
    for item in range(ITEMS):
        columns[f"q{item}"] = draw.choice([1, 2, 3, 4, 5, 99], rows, p=[0.2, 0.2, 0.2, 0.2, 0.15, 0.05])
    corpus = folder / "corpus_builders" / "big"
    corpus.mkdir(parents=True)
    (folder / "raw").mkdir()
    pl.DataFrame(columns).write_csv(folder / "raw" / "big.csv")
    (corpus / "SOURCE.yaml").write_text(SOURCE)
    (corpus / "codebook.yaml").write_text(json.dumps(CODEBOOK))  # JSON is YAML


def measured(checkout, rows):
    """(records, seconds of CPU, GiB at most) of a build by the code of a checkout."""
    with tempfile.TemporaryDirectory() as name:
        prepare(Path(name), rows)
        environment = {**os.environ, "PYTHONPATH": str(checkout / "src")}
        command = [sys.executable, "-c", BUILD, name]
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True, text=True)
    records, seconds, peak = done.stdout.split()
    return int(records), float(seconds), float(peak)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", nargs="?", type=int, default=100_000)
    parser.add_argument("--before", type=Path, help="another checkout to compare with")
    asked = parser.parse_args()
    here = Path(__file__).parents[1]
    _, half, _ = measured(here, asked.rows // 2)
    records, seconds, peak = measured(here, asked.rows)
    print(f"{asked.rows:,} rows, {records:,} records: {seconds:.1f} s of CPU, {peak:.2f} GiB at most")
    print(f"half as many rows: {half:.1f} s; ratio {seconds / half:.2f}")
    if asked.before:
        _, before, before_peak = measured(asked.before, asked.rows)
        print(f"before: {before:.1f} s, {before_peak:.2f} GiB; ratio {seconds / before:.2f}, {peak / before_peak:.2f}")


if __name__ == "__main__":
    main()
