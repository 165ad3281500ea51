"""Seconds and memory of a user's own survey: build, and every baseline, beside polars and scikit-learn doing the same.

A made-up file of the shape of a public one (11,537 respondents; 83 questions to build, 30 to predict). The peers read
the same file, count every answer, and predict each question of the test respondents with a logistic regression on the
profile, which is what the costliest of our baselines does; they neither protect profiles nor write prompts.

    python benchmarks/own_survey.py [--rows 11537] [--source SRC]     SRC: the src folder of other code, to compare
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROWS, BUILT, PREDICTED = 11_537, 83, 30
SCALE = "{Strongly disagree: 1, Disagree: 2, Neither: 3, Agree: 4, Strongly agree: 5}"
PROFILE = {"Sex": 2, "Age": 5, "Education": 6, "Region": 9, "Religion": 5, "Place": 3}
SOURCE = "title: t\nprovider: p\nlicence: l\ncitation: c\nobtain: o\nsynthetic: true\n"


def write_survey(folder: Path, rows: int, questions: int) -> Path:
    """A file in which answers depend on the profile, and its codebook; the path of the codebook."""
    rng = random.Random(42)
    folder.mkdir(parents=True)
    effects = [[rng.gauss(0, 0.5) for _ in PROFILE] for _ in range(questions)]
    with (folder / "own.csv").open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(["id", "wt", *PROFILE, *(f"q{n}" for n in range(questions))])
        for row in range(rows):
            person = [rng.randrange(size) for size in PROFILE.values()]
            answers = []
            for weights in effects:
                lean = sum(w * (p / s - 0.5) for w, p, s in zip(weights, person, PROFILE.values(), strict=True))
                answers.append("" if rng.random() < 0.03 else min(5, max(1, round(3 + lean * 2 + rng.gauss(0, 1)))))
            table.writerow([row, f"{rng.uniform(0.5, 2):.3f}", *person, *answers])
    attributes = [
        f"  {name}: {{variable: {name}, codes: {{{', '.join(f'{name} {n}: {n}' for n in range(size))}}}}}"
        for name, size in PROFILE.items()
    ]
    asked = [
        f'  q{n}: {{text: "Do you agree with statement {n} on matter {n % 7}?", scale: s}}' for n in range(questions)
    ]
    head = ["dataset: own", "country: US", "language: en", "key: id", "weight: wt", "min_cell: 20"]
    sets = ["quasi_identifiers: [[Sex, Age, Education], [Sex, Age, Region]]", f"scales: {{s: {SCALE}}}"]
    groups = ["group_by: [[Sex], [Age]]"]
    lines = [
        *head,
        *groups,
        *sets,
        "profile:",
        *attributes,
        "questions:",
        *asked,
        "waves:",
        "  own-1:",
        "    files: {own.csv: {}}",
    ]
    (folder / "codebook.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "SOURCE.yaml").write_text(SOURCE, encoding="utf-8")
    return folder / "codebook.yaml"


def ours(arguments: list[str], source: Path) -> tuple[float, float]:
    """Seconds and MiB of a verb in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(source)}
    start = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "alignsurvey.cli", *arguments], env=environment, stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"alignsurvey {' '.join(arguments)} failed")
    return time.monotonic() - start, usage.ru_maxrss / 1024


def peer_build(path: Path) -> None:
    """Read, count every answer, and write the long table as Parquet."""
    import polars as pl

    frame = pl.read_csv(path)
    asked = [name for name in frame.columns if name.startswith("q")]
    for name in asked:
        frame[name].value_counts()
    long = frame.unpivot(asked, index=["id", "wt", *PROFILE], variable_name="question", value_name="answer")
    long.drop_nulls("answer").sort("id").write_parquet(path.with_suffix(".parquet"))


def peer_baseline(path: Path, questions: int) -> None:
    """A logistic regression of each question on the profile."""
    import polars as pl
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import OneHotEncoder

    frame = pl.read_csv(path)
    features = OneHotEncoder(handle_unknown="ignore").fit_transform(frame.select(list(PROFILE)).to_numpy())
    for number in range(questions):
        answers = frame[f"q{number}"].fill_null(0).to_numpy()
        cut = int(0.8 * len(answers))
        LogisticRegression(max_iter=200).fit(features[:cut], answers[:cut]).predict_proba(features[cut:])


def peer(name: str, *arguments: object) -> tuple[float, float]:
    """Seconds and MiB of one of the peers in a process of its own."""
    code = f"import runpy; runpy.run_path({__file__!r})[{name!r}](*__import__('pickle').loads({_pickled(arguments)!r}))"
    start = time.monotonic()
    process = subprocess.Popen([sys.executable, "-c", code])
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{name} failed")
    return time.monotonic() - start, usage.ru_maxrss / 1024


def _pickled(value: object) -> bytes:
    import pickle

    return pickle.dumps(value)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--source", type=Path, default=Path(__file__).parents[1] / "src")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for questions, verb in ((BUILT, "build"), (PREDICTED, "baseline all")):
            raw = folder / verb.split()[0]
            codebook = write_survey(raw, given.rows, questions)
            build = ["build", str(codebook), "--raw", str(raw / "own.csv"), "--out", str(raw / "out")]
            seconds, memory = ours(build, given.source)
            if verb == "build":
                other = peer("peer_build", raw / "own.csv")
            else:
                data = str(raw / "out" / "own")
                seconds, memory = ours(["baseline", "all", data, "--out", str(raw / "runs")], given.source)
                other = peer("peer_baseline", raw / "own.csv", questions)
            print(
                f"{verb}, {given.rows:,} x {questions}: {seconds:.1f} s, {memory:,.0f} MiB; "
                f"{'polars' if verb == 'build' else 'scikit-learn'} {other[0]:.1f} s, {other[1]:,.0f} MiB; "
                f"{seconds / other[0]:.1f} times as long",
                flush=True,
            )
    print(f"peak of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
