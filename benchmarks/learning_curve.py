"""The learning curve of a recipe by seconds of training, beside padded token loss at the same seconds.

Run, while `alignsurvey hub --root build/demo/hub` serves what `make demo` published and HF_ENDPOINT names it:

    python benchmarks/learning_curve.py [--steps 143 287 573] [--seeds 42 43 44] [--sample 40]

Every step is a verb of the command line, so a run that was stopped goes on. For each number of steps and each seed the
recipe is trained whole (its schedule ends with the last step) and scored on all test respondents, or on a sample. The
peer learns the completion of single answers in padded batches of 8, in as many steps as its pace allows in the same
seconds. Prints accuracy and Wasserstein distance, the ratio of the distances, and draws both over the seconds.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

RECIPE, STAGE, VERSION = "smollm2-135m", "gss-survey_response", "v1.0.0"
BASE = "HuggingFaceTB/SmolLM2-135M-Instruct"
BASELINES = ("majority", "marginal")
PEER = ("loss=tokens", "targets=answer", "cell_attributes=null", "batching=padded", "tree_records=null", "batch=8")
PEER += ("per_device_batch=8", "learning_rate=1.0e-3")
PACE = 4  # steps that measure the peer's pace
LABELS = {"accuracy": "accuracy", "wasserstein": "Wasserstein distance"}


def verb(*words):
    """Run a verb; its output goes to stderr, so that stdout has the figures alone."""
    subprocess.run([sys.executable, "-m", "alignsurvey.cli", *map(str, words)], check=True, stdout=sys.stderr)


def trained(out, name, steps, seed, settings):
    """Folder of the adapter after so many steps, and the seconds that they take in one run."""
    pairs = (f"name={name}", f"max_steps={steps}", f"seed={seed}", *settings)
    verb("train", RECIPE, STAGE, "--out", out, *(word for pair in pairs for word in ("--set", pair)))
    facts = json.loads((out / name / "train.json").read_text())
    return out / name, facts["seconds"] * steps / (steps - facts["resumed_from_step"])


def scored(out, adapter, sample):
    """Scores of the adapter on the test respondents."""
    split = ("gss", "--config", "survey_response", "--revision", VERSION, *sample)
    run = out / "runs" / adapter.name
    verb("predict", *split, "--model", BASE, "--adapter", adapter, "--form", "text", "--mode", "score", "--out", run)
    verb("score", run / "predictions.jsonl")
    return json.loads((run / "results.json").read_text())


def baselines(out, sample):
    """Scores of the baselines on the same respondents."""
    split = ("gss", "--config", "survey_response", "--revision", VERSION, *sample)
    verb("baseline", ",".join(BASELINES), *split, "--out", out / "runs")
    runs = [out / "runs" / name for name in BASELINES]
    verb("score", *(run / "predictions.jsonl" for run in runs))
    return {run.name: json.loads((run / "results.json").read_text()) for run in runs}


def measured(given, sample):
    """(method, seed, steps, seconds, scores) of every training."""
    rows, peers = [], (*given.set, *PEER)
    _, slow = trained(given.out, "pace", PACE, given.seeds[0], peers)
    for seed in given.seeds:
        for steps in given.steps:
            ours, seconds = trained(given.out, f"choices-{steps}-{seed}", steps, seed, given.set)
            rows.append(("choices, trees", seed, steps, seconds, scored(given.out, ours, sample)))
            count = max(1, round(seconds / (slow / PACE)))
            peer, theirs = trained(given.out, f"tokens-{steps}-{seed}", count, seed, peers)
            rows.append(("tokens, padded", seed, count, theirs, scored(given.out, peer, sample)))
    return rows


def draw(rows, floor, path):
    """Both scores over the seconds of training: a point for each training, a line through the means."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(1, 2, figsize=(9, 3.6), layout="constrained")
    for axis, (score, label) in zip(axes, LABELS.items(), strict=True):
        for method in dict.fromkeys(row[0] for row in rows):
            points = [(row[3], row[4][score]) for row in rows if row[0] == method]
            seeds = len({row[1] for row in rows})
            rounds = [points[start :: len(points) // seeds] for start in range(len(points) // seeds)]
            means = [[sum(part) / len(group) for part in zip(*group, strict=True)] for group in rounds]
            (line,) = axis.plot(*zip(*means, strict=True), label=method)
            axis.plot(*zip(*points, strict=True), "o", color=line.get_color(), alpha=0.5)
        for name, scores in floor.items():
            axis.axhline(scores[score], color="grey", linestyle="--" if name == "majority" else ":", label=name)
        axis.set(xlabel="seconds of training", ylabel=label)
    axes[0].legend()
    figure.savefig(path, dpi=150)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, nargs="+", default=[72, 143, 287, 573])
    parser.add_argument("--seeds", type=int, nargs="+", default=[42, 43, 44])
    parser.add_argument("--sample", type=int, help="respondents; by default all of the test split")
    parser.add_argument("--set", action="append", default=[], help="key=value over the recipe, for both")
    parser.add_argument("--out", type=Path, default=Path("build/benchmarks/curve"))
    given = parser.parse_args()
    sample = ("--sample", given.sample) if given.sample else ()
    floor, rows = baselines(given.out, sample), measured(given, sample)
    for name, scores in floor.items():
        print(f"{name:15} {'':22} accuracy {scores['accuracy']:.4f}  Wasserstein {scores['wasserstein']:.4f}")
    for method, seed, steps, seconds, scores in rows:
        print(f"{method:15} seed {seed} {steps:5} steps {seconds:6.1f} s", end="  ")
        print(f"accuracy {scores['accuracy']:.4f}  Wasserstein {scores['wasserstein']:.4f}  n {scores['n']}")
    ours, theirs = (sum(row[4]["wasserstein"] for row in rows[start::2]) for start in (0, 1))
    print(f"Wasserstein distance of token loss / of choices at equal seconds: {theirs / ours:.1f}")
    draw(rows, floor, given.out / "curve.png")
    print(given.out / "curve.png")


if __name__ == "__main__":
    main()
