"""New questions: the `nearest` baseline against the pooled marginal, on questions held out of train, fold by fold.

    python benchmarks/new_questions.py build/datasets/gss

Prints the mean Wasserstein distance of both to the real distributions of the held-out questions, and the ratio.
"""

import sys
from pathlib import Path

import pyarrow.parquet

from alignsurvey import baselines, report

FOLDS = 5
CONFIG = "survey_response"
NAMES = ("uniform", "marginal", "nearest")


def main(build: Path) -> None:
    train, test = (
        pyarrow.parquet.read_table(build / "data" / CONFIG / f"{split}.parquet").to_pylist()
        for split in ("train", "test")
    )
    questions = sorted({row["question_id"] for row in test})
    distances: dict[str, list[float]] = {name: [] for name in NAMES}
    for fold in range(FOLDS):
        held = set(questions[fold::FOLDS])
        known = [row for row in train if row["question_id"] not in held]
        asked = [row for row in test if row["question_id"] in held]
        for name in NAMES:
            predicted = baselines.predict_baseline(name, known, asked, 42, CONFIG)
            scored = report.score_predictions(asked, predicted, CONFIG)
            distances[name] += [part["wasserstein"] for part in scored["distributions"]]
    means = {name: sum(found) / len(found) for name, found in distances.items()}
    print(f"{len(questions)} questions, {FOLDS} folds, {len(test):,} answers")
    for name, mean in means.items():
        print(f"{name:10} mean Wasserstein distance {mean:.3f}")
    print(f"nearest / marginal: {means['nearest'] / means['marginal']:.2f}")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "build/datasets/gss"))
