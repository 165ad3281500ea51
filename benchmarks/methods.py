"""One table of methods on the GSS: known questions, new questions, and known ones with five past answers.

    python benchmarks/methods.py BUILD --model FOLDER [--respondents 300] [--adapter tokens=DIR --adapter choices=DIR]

BUILD is the folder of a build of gss: of the full files where ALIGNSURVEY_RAW had them, else of the extract. Adapters
are trained before, by `alignsurvey train` (at most 15 minutes each), and given by name; of new questions one that was
trained on new_questions, `--new-adapter NAME=DIR`. All test figures are of one seeded sample of test respondents;
what is fitted or chosen is so on training respondents alone. Prints Markdown, and the best adapter or probe as a ratio
to the best baseline without a language model, for known questions.
"""

import argparse
import tempfile
import time
from pathlib import Path

from alignsurvey import baselines, predict
from alignsurvey.predict import probe
from alignsurvey.report import calibrate, score_predictions
from alignsurvey.runs.predictions import read_predictions
from alignsurvey.runs.published import read_split
from alignsurvey.schema import sample_respondents
from alignsurvey.tasks import spec_of
from alignsurvey.tasks.past_answers import with_past

SEED, PAST, FORM = 42, 5, "text"
TRACKS = (("known questions", "survey_response", 0), ("new questions", "new_questions", 0),
          (f"past {PAST}", "survey_response", PAST))  # fmt: skip


class Table:
    """Rows of method -> track -> (accuracy, Wasserstein distance, seconds), printed as they come."""

    def __init__(self):
        self.cells = {}

    def add(self, method, track, config, records, predictions, seconds):
        scores = score_predictions(records, predictions, config)
        self.cells.setdefault(method, {})[track] = scores["accuracy"], scores["wasserstein"], seconds
        print(f"{track}: {method} {scores['accuracy']:.3f} {scores['wasserstein']:.3f} {seconds:.0f} s", flush=True)

    def markdown(self):
        names = [name for name, _, _ in TRACKS]
        yield "| method | " + " | ".join(f"{name}: Acc | WD | s" for name in names) + " |"
        yield "|---|" + "---:|" * (3 * len(names))
        for method, cells in self.cells.items():
            parts = [f"{c[0]:.3f} | {c[1]:.3f} | {c[2]:.0f}" if (c := cells.get(name)) else " | | " for name in names]
            yield f"| {method} | " + " | ".join(parts) + " |"


def predicted(backend, records, config, **ways):
    with tempfile.TemporaryDirectory() as folder:
        return read_predictions(predict.run(records, config, backend, Path(folder), form=FORM, seed=SEED, **ways))


def with_model(table, name, backend, track, config, test, train, given):
    """Rows of one model: as it is, over several orders of the choices, and calibrated on training respondents."""
    begun = time.monotonic()
    lines = predicted(backend, test, config)
    table.add(name, track, config, test, lines, time.monotonic() - begun)
    if given.permutations > 1:
        begun = time.monotonic()
        many = predicted(backend, test, config, permutations=given.permutations)
        seconds = time.monotonic() - begun
        table.add(f"{name}, {given.permutations} orders", track, config, test, many, seconds)
    begun = time.monotonic()
    known = sample_respondents(train, given.calibrate_on, SEED)
    fitted = calibrate.fit(known, predicted(backend, known, config), train, "train")
    about = calibrate_info(config)
    lines = calibrate.apply(fitted, test, lines, about, "test")
    table.add(f"{name}, calibrated", track, config, test, lines, time.monotonic() - begun)


def calibrate_info(config):
    from alignsurvey.runs.info import run_info

    return run_info({"model": "m", "dataset": "gss", "config": config, "split": "test", "form": FORM}, "run")


def track_rows(table, track, config, past, given):
    train, test = (read_split(str(given.build), config, None, split)[0] for split in ("train", "test"))
    test = sample_respondents(test, given.respondents, SEED)
    if past:
        pool = read_split(str(given.build), spec_of(config).past, None, "test")[0]
        train, test = with_past(train, train, past, SEED, config), with_past(test, pool, past, SEED, config)
    names = [name for name in baselines.fitting_baselines(config, past) if name not in ("human", "uniform")]
    for name in names:
        begun = time.monotonic()
        lines = baselines.predict_baseline(name, train, test, SEED, config)
        table.add(name, track, config, test, lines, time.monotonic() - begun)
    if not given.model:
        return
    base = predict.connect("transformers", predict.Options(given.model, dtype="float32"))
    if not past:
        begun, some = time.monotonic(), sample_respondents(train, given.probe_on, SEED)
        known, asked = (probe.features(base, part, config, FORM, given.cache) for part in (some, test))
        lines, _ = probe.probe(some, known, test, asked, config, SEED)
        table.add("probe", track, config, test, lines, time.monotonic() - begun)
    with_model(table, "zero-shot", base, track, config, test, train, given)
    for name, folder in given.new_adapter if spec_of(config).new_items else given.adapter:
        tuned = predict.connect("transformers", predict.Options(given.model, adapter=folder, dtype="float32"))
        with_model(table, f"adapter by {name}", tuned, track, config, test, train, given)


def options():
    def pair(text):
        name, _, folder = text.partition("=")
        return name, folder

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=Path)
    parser.add_argument("--model")
    parser.add_argument("--respondents", type=int, default=300)
    parser.add_argument("--probe-on", type=int, default=150)
    parser.add_argument("--calibrate-on", type=int, default=150)
    parser.add_argument("--permutations", type=int, default=6)
    parser.add_argument("--adapter", type=pair, action="append", default=[], metavar="NAME=DIR")
    parser.add_argument("--new-adapter", type=pair, action="append", default=[], metavar="NAME=DIR")
    parser.add_argument("--cache", type=Path, default=Path("build/probe-cache"))
    return parser.parse_args()


def main():
    given, table = options(), Table()
    for track, config, past in TRACKS:
        track_rows(table, track, config, past, given)
    print("\n".join(table.markdown()))
    known = {name: cells[TRACKS[0][0]][0] for name, cells in table.cells.items() if TRACKS[0][0] in cells}
    plain = set(baselines.known())
    models = [accuracy for name, accuracy in known.items() if name not in plain]
    if models:
        best = max(accuracy for name, accuracy in known.items() if name in plain)
        print(f"best model / best baseline, accuracy on known questions: {max(models) / best:.3f}")


if __name__ == "__main__":
    main()
