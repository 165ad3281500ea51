"""Runs from the folders that predict and score wrote, checked to be comparable."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from ..files.errors import InputError
from ..files.hashes import sha256
from ..runs.results import read_results
from ..schema import Prediction, Record
from ..tasks import spec_of
from .run_names import brief, label_of, setting_of, sort_runs, tell_apart
from .scored_run import MAJORITY, ScoredRun
from .scores.kinds import score_predictions

_ROUNDING = 1e-6  # of a stored score
Load = Callable[[Path], tuple[dict[str, Any], Sequence[Record], Sequence[Prediction]]]


def read_runs(folders: Sequence[Path], load: Load) -> list[ScoredRun]:
    """The runs of several folders, named apart. `load` gives run.json, records and predictions of a folder, checked.

    Raises InputError where results.json is of other files, where two folders hold the same run, or where two versions
    of a data set or two samples of its respondents meet.
    """
    if not folders:
        raise InputError("report: no folder was given; give the folders that hold predictions.jsonl and results.json")
    runs = [_read_run(folder, load) for folder in folders]
    versions: dict[str, ScoredRun] = {}
    for run in runs:
        first = versions.setdefault(run.dataset, run)
        for field in ("dataset", "data_revision"):
            if first.about[field] != run.about[field]:
                raise InputError(
                    f"{run.folder}: of {run.about['dataset']} {run.about['data_revision']}, but {first.folder} is of "
                    f"{first.about['dataset']} {first.about['data_revision']}; report one version at a time"
                )
    _same_respondents(runs)
    return sort_runs(tell_apart(runs))


def _read_run(folder: Path, load: Load) -> ScoredRun:
    if not folder.is_dir():
        raise InputError(f"{folder}: no such folder; give the folder of a run")
    scored = read_results(folder / "results.json").facts()
    if spec_of(str(scored.get("config"))).score == "judged":
        about = dict(scored.get("run") or {})
        missing = [name for name in ("model", "dataset", "config", "data_revision") if name not in about]
        if missing:
            raise InputError(f"{folder / 'results.json'}: run.{missing[0]} is missing; judge the run again")
        return ScoredRun(str(folder), label_of(about), setting_of(about), about, scored)
    about, records, predictions = load(folder)
    for name, file in (("predictions_sha256", "predictions.jsonl"), ("run_sha256", "run.json")):
        if scored.get(name) != sha256(folder / file):
            raise InputError(f"{folder / 'results.json'}: not of this {file}; run `alignsurvey score` again")
    for name in ("dataset", "config", "data_revision"):
        if scored.get(name) != about.get(name):
            raise InputError(f"{folder / 'results.json'}: its {name} is not the run's; run `alignsurvey score` again")
    run = ScoredRun(str(folder), label_of(about), setting_of(about), about, scored, tuple(records), tuple(predictions))
    _check_scores(run, folder / "results.json")
    return run


def _check_scores(run: ScoredRun, path: Path) -> None:
    """Raise InputError where the scores are not what the predictions give: edited, or of another version's rules."""
    for items in run.items:
        stored, given = run.results.get(items.metric), float(items.values.mean())
        if not isinstance(stored, int | float) or abs(stored - given) > _ROUNDING:
            raise InputError(
                f"{path}: {items.metric} is {stored}, but the predictions beside it give {given:g}; "
                "run `alignsurvey score` again"
            )


def _same_respondents(runs: Sequence[ScoredRun]) -> None:
    """Scores of other people are no scores to compare with. Raises InputError for two samples, splits or commits."""
    firsts: dict[tuple[str, str], ScoredRun] = {}
    for run in runs:
        first = run if run.floor else firsts.setdefault(run.track, run)
        for field in ("split", "sample", "data_commit"):
            mine, theirs = run.about.get(field), first.about.get(field)
            if mine != theirs and not (field == "data_commit" and None in (mine, theirs)):
                raise InputError(
                    f"{run.folder}: of {field} {brief(mine)}, but {first.folder} is of {field} {brief(theirs)}; "
                    "predict and score both on the same"
                )


def score_beside(beside: ScoredRun, model: str, predictions: Sequence[Prediction]) -> ScoredRun:
    """A run of another model on the records of `beside`, predicted for this report and in no folder."""
    kept = ("dataset", "config", "data_revision", "data_commit", "split", "sample")
    about = {**{name: beside.about.get(name) for name in kept}, "model": model}
    scored = score_predictions(beside.records, predictions, beside.config)
    return ScoredRun("", label_of(about), setting_of(about), about, scored, beside.records, tuple(predictions))


def runs_without_majority(runs: Sequence[ScoredRun]) -> list[ScoredRun]:
    """One run of each track that no run of the majority baseline stands beside."""
    found = {run.track: run for run in runs if run.records and not run.floor}
    for run in runs:
        if run.about["model"] == MAJORITY:
            found.pop(run.track, None)
    return list(found.values())
