"""Runs as a report takes them in: what was predicted, of which records, and how it scored."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..files.errors import InputError
from ..files.hashes import sha256
from ..schema import Prediction, Record
from ..scoring.coded_answers import CodedAnswers
from ..scoring.interview import DIMENSIONS
from ..scoring.replies.stances import read_stance_reply
from . import stored
from .scores import as_asked, coded, compared, group_scores, read_groups, results, stance_truths

Floats = NDArray[np.float64]
Load = Callable[[Path], tuple[dict[str, Any], Sequence[Record], Sequence[Prediction]]]

SETTINGS = ("zero-shot", "few-shot", "fine-tuned", "baseline", "human floor")  # the order of rows
_BASELINE = "baseline/"
MAJORITY = "baseline/majority"
_FLOOR = "baseline/human"  # one half of the respondents predicted from the other: the only run of fewer people
_TELLING = ("form", "mode", "revision", "adapter_revision", "seed")  # what tells two runs of a model apart


@dataclass(frozen=True)
class Items:
    """What a run scored on each item: `values` (higher is better unless `lower`), and the unit that was sampled."""

    metric: str
    ids: tuple[str, ...]
    values: Floats
    clusters: tuple[str, ...]
    lower: bool = False


@dataclass(frozen=True)
class Run:
    """One run: run.json, results.json, and the records with their predictions in the same order.

    A run of config interview has neither records nor predictions here: its judges scored it.
    """

    folder: str
    label: str
    setting: str
    about: Mapping[str, Any]
    results: Mapping[str, Any]
    records: tuple[Record, ...] = ()
    predictions: tuple[Prediction, ...] = ()

    @property
    def dataset(self) -> str:
        """Short name: gss for PiLabZJU/alignsurvey-gss."""
        return str(self.about["dataset"]).rpartition("/")[2].removeprefix("alignsurvey-")

    @property
    def config(self) -> str:
        return str(self.about["config"])

    @property
    def track(self) -> tuple[str, str]:
        return self.dataset, self.config

    @property
    def name(self) -> str:
        return f"{self.label} ({self.setting})"

    @property
    def baseline(self) -> bool:
        return str(self.about["model"]).startswith(_BASELINE)

    @property
    def floor(self) -> bool:
        """Whether this is no prediction but how near real people come to one another."""
        return self.about["model"] == _FLOOR

    @property
    def judges(self) -> dict[str, str]:
        """Who scored an interview: the models, by their names, of the judges that gave scores."""
        rated = self.results.get("by_judge") or {}
        seats = dict(self.results.get("judges") or {})
        return {name: seats[name] for name in sorted(seats) if _any_score(rated.get(name))}

    @property
    def panel(self) -> tuple[Any, ...]:
        """What must be the same for scores of interviews to be compared: the judges, and what they were shown."""
        return (*self.judges.items(), self.results.get("reference"))

    @cached_property
    def items(self) -> tuple[Items, ...]:
        """Scores by item, for paired tests: right or wrong; distances by question or by group."""
        ids, people = tuple(row["id"] for row in self.records), tuple(str(row["respondent_id"]) for row in self.records)
        if self.config == "interview":
            rated = [_rated(self.results.get("by_dialogue") or (), name) for name in DIMENSIONS]
            return tuple(items for items in rated if items.ids)
        if not self.records:
            return ()
        if self.config.endswith("_group"):
            asked = "theme" if self.config == "attitude_stance_group" else "question_id"
            scored = group_scores(self.records, self.predictions, self.config)
            moved = np.array([distances["wasserstein"] for distances, _ in scored])
            return (Items("wasserstein", ids, moved, tuple(row[asked] for row in self.records), lower=True),)
        found = [Items("accuracy", ids, self.right, people)]
        parts = self.results.get("distributions") or []
        if parts:
            names = tuple(str(part["question_id"]) for part in parts)
            moved = np.array([part["wasserstein"] for part in parts], np.float64)
            found.append(Items("wasserstein", names, moved, names, lower=True))
        return tuple(found)

    @cached_property
    def parts(self) -> list[Mapping[str, Any]]:
        """Predicted and real distribution of each question: of the respondents, or on average over the groups."""
        if not self.config.endswith("_group"):
            return list(self.results.get("distributions") or [])
        by_question: dict[str, list[Mapping[str, Any]]] = {}
        for part in self.group_parts:
            by_question.setdefault(part["question_id"], []).append(part)
        return [_averaged(parts) for parts in by_question.values()]

    @cached_property
    def group_parts(self) -> list[Mapping[str, Any]]:
        """Predicted and real distribution of each group, of the predictions that are one."""
        given = read_groups(self.records, self.predictions, self.config)
        return [
            {
                "question_id": asked,
                "choices": list(row["choices"]),
                "positions": list(row["scale"]),
                "predicted": list(shares),
                "reference": list(row["distribution"]),
                "n": row["n"],
            }
            for row, asked, shares in zip(self.records, self.asked, given, strict=True)
            if shares is not None
        ]

    @cached_property
    def asked(self) -> list[str]:
        """The question or theme of each record."""
        return as_asked(self.records, "theme" if self.config.startswith("attitude_stance") else "question_id")

    @cached_property
    def right(self) -> Floats:
        """1 for each record that was answered right, else 0; a reply that cannot be read is wrong."""
        if self.config == "attitude_stance":
            given = [read_stance_reply(item.prediction).stance for item in self.predictions]
            truths = [truth.stance for truth in stance_truths(self.records)]
            return np.equal(given, truths).astype(np.float64)
        if self.config == "social_role":
            return compared(self.records, self.predictions).right
        return self.coded.right

    @cached_property
    def coded(self) -> CodedAnswers:
        """The answers to survey items as numbers."""
        return coded(self.records, self.predictions)


def _any_score(scores: Any) -> bool:
    return isinstance(scores, Mapping) and any(scores.get(name) is not None for name in DIMENSIONS)


def _rated(dialogues: Sequence[Mapping[str, Any]], name: str) -> Items:
    """What the judges gave each dialogue that one of them rated."""
    rated = [row for row in dialogues if row.get(name) is not None]
    ids, people = (tuple(str(row[key]) for row in rated) for key in ("id", "respondent_id"))
    return Items(name, ids, np.array([row[name] for row in rated], np.float64), people)


def _averaged(parts: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """One distribution of those of several groups, by the groups' sizes; choices by their texts, in scale order."""
    places = {name: place for part in parts for name, place in zip(part["choices"], part["positions"], strict=True)}
    choices, whole = sorted(places, key=lambda name: (places[name] < 0, places[name])), sum(part["n"] for part in parts)
    found = {**parts[0], "n": whole, "choices": choices, "positions": [places[name] for name in choices]}
    for side in ("predicted", "reference"):
        shares = [dict(zip(part["choices"], part[side], strict=True)) for part in parts]
        mass = [
            [share.get(name, 0.0) * part["n"] for name in choices] for share, part in zip(shares, parts, strict=True)
        ]
        found[side] = [sum(column) / whole for column in zip(*mass, strict=True)]
    return found


def read(folders: Sequence[Path], load: Load) -> list[Run]:
    """The runs of several folders, named apart. `load` gives run.json, records and predictions of a folder, checked.

    Raises InputError where results.json is of other files, where two folders hold the same run, or where two versions
    of a data set or two samples of its respondents meet.
    """
    if not folders:
        raise InputError("report: no folder was given; give the folders that hold predictions.jsonl and results.json")
    runs = [_read(folder, load) for folder in folders]
    versions: dict[str, Run] = {}
    for run in runs:
        first = versions.setdefault(run.dataset, run)
        for field in ("dataset", "data_revision"):
            if first.about[field] != run.about[field]:
                raise InputError(
                    f"{run.folder}: of {run.about['dataset']} {run.about['data_revision']}, but {first.folder} is of "
                    f"{first.about['dataset']} {first.about['data_revision']}; report one version at a time"
                )
    _same_respondents(runs)
    return in_order(_apart(runs))


def measured(beside: Run, model: str, predictions: Sequence[Prediction]) -> Run:
    """A run of another model on the records of `beside`, predicted for this report and in no folder."""
    kept = ("dataset", "config", "data_revision", "data_commit", "split", "sample")
    about = {**{name: beside.about.get(name) for name in kept}, "model": model}
    scored = results(beside.records, predictions, beside.config)
    return Run("", _label(about), _setting(about), about, scored, beside.records, tuple(predictions))


def in_order(runs: Sequence[Run]) -> list[Run]:
    """Runs by setting, then by name."""
    return sorted(runs, key=lambda run: (rank(run.setting), run.label, run.setting, run.track))


def without_majority(runs: Sequence[Run]) -> list[Run]:
    """One run of each track that no run of the majority baseline stands beside."""
    found = {run.track: run for run in runs if run.records and not run.floor}
    for run in runs:
        if run.about["model"] == MAJORITY:
            found.pop(run.track, None)
    return list(found.values())


def majority_of(run: Run, runs: Sequence[Run]) -> Run | None:
    """The majority baseline's run of the same respondents; None for itself and for the human floor."""
    if run.floor or run.about["model"] == MAJORITY:
        return None
    return next((other for other in runs if other.track == run.track and other.about["model"] == MAJORITY), None)


def _same_respondents(runs: Sequence[Run]) -> None:
    """Scores of other people are no scores to compare with. Raises InputError for two samples, splits or commits."""
    firsts: dict[tuple[str, str], Run] = {}
    for run in runs:
        first = run if run.floor else firsts.setdefault(run.track, run)
        for field in ("split", "sample", "data_commit"):
            mine, theirs = run.about.get(field), first.about.get(field)
            if mine != theirs and not (field == "data_commit" and None in (mine, theirs)):
                raise InputError(
                    f"{run.folder}: of {field} {_brief(mine)}, but {first.folder} is of {field} {_brief(theirs)}; "
                    "predict and score both on the same"
                )


def base_of(run: Run, runs: Sequence[Run]) -> Run | None:
    """The zero-shot run of the same model on the same track, in the same answer form where there is one."""
    if run.baseline or run.setting.startswith("zero-shot"):
        return None
    same = [
        other
        for other in runs
        if other.track == run.track
        and other.about["model"] == run.about["model"]
        and other.setting.startswith("zero-shot")
    ]
    alike = [tuple(other.about.get(field) == run.about.get(field) for field in ("form", "mode")) for other in same]
    return same[max(range(len(same)), key=lambda place: alike[place])] if same else None


def _read(folder: Path, load: Load) -> Run:
    if not folder.is_dir():
        raise InputError(f"{folder}: no such folder; give the folder of a run")
    scored = stored.read(folder / "results.json")
    if scored.get("config") == "interview":
        about = dict(scored.get("run") or {})
        missing = [name for name in ("model", "dataset", "config", "data_revision") if name not in about]
        if missing:
            raise InputError(f"{folder / 'results.json'}: run.{missing[0]} is missing; judge the run again")
        return Run(str(folder), _label(about), _setting(about), about, scored)
    about, records, predictions = load(folder)
    for name, file in (("predictions_sha256", "predictions.jsonl"), ("run_sha256", "run.json")):
        if scored.get(name) != sha256(folder / file):
            raise InputError(f"{folder / 'results.json'}: not of this {file}; run `alignsurvey score` again")
    for name in ("dataset", "config", "data_revision"):
        if scored.get(name) != about.get(name):
            raise InputError(f"{folder / 'results.json'}: its {name} is not the run's; run `alignsurvey score` again")
    run = Run(str(folder), _label(about), _setting(about), about, scored, tuple(records), tuple(predictions))
    stored.check_against(run, folder / "results.json")
    return run


def _label(about: Mapping[str, Any]) -> str:
    """The model's own name; an adapter's without the data set and config that it was trained on."""
    if about["model"] == _FLOOR:
        return "other half of the respondents"
    if about.get("adapter"):
        dataset = str(about["dataset"]).rpartition("/")[2].removeprefix("alignsurvey-")
        return Path(str(about["adapter"])).name.removesuffix(f"-{dataset}-{about['config']}")
    return str(about["model"]).removeprefix(_BASELINE).rstrip("/").rpartition("/")[2]


def _setting(about: Mapping[str, Any]) -> str:
    split = about.get("split") or "test"
    return _asked(about) + (f", {split} split" if split != "test" else "")


def _asked(about: Mapping[str, Any]) -> str:
    shots = about.get("shots") or 0
    if str(about["model"]).startswith(_BASELINE):
        return "human floor" if about["model"] == _FLOOR else "baseline"
    if about.get("adapter"):
        return "fine-tuned" + (f", few-shot ({shots})" if shots else "")
    return f"few-shot ({shots})" if shots else "zero-shot"


def rank(setting: str) -> int:
    """Place of a setting in SETTINGS."""
    return next(place for place, name in enumerate(SETTINGS) if setting.startswith(name))


def _apart(runs: Sequence[Run]) -> list[Run]:
    """Runs whose (label, setting, track) are all different, by adding to a setting what differs."""
    owners: dict[tuple[str, str, tuple[str, str]], set[str]] = {}
    for run in runs:
        owners.setdefault((run.label, run.setting, run.track), set()).add(str(run.about["model"]))
    shared = {label for (label, *_), models in owners.items() if len(models) > 1}
    named: dict[tuple[str, str, tuple[str, str]], list[Run]] = {}
    for run in runs:
        if run.label in shared and not run.baseline:  # two organisations' models of one name
            run = replace(run, label=str(run.about.get("adapter") or run.about["model"]))
        named.setdefault((run.label, run.setting, run.track), []).append(run)
    found = []
    for group in named.values():
        differing = [field for field in _TELLING if len({repr(run.about.get(field)) for run in group}) > 1]
        for run in group:
            told = [f"{field} {_brief(run.about.get(field))}" for field in differing]
            found.append(replace(run, setting=", ".join([run.setting, *told])))
    seen: dict[tuple[str, str, tuple[str, str]], Run] = {}
    for run in found:
        first = seen.setdefault((run.label, run.setting, run.track), run)
        if first is not run:
            raise InputError(f"{run.folder}: the same run as {first.folder} ({run.name} on {run.dataset}); give one")
    return found


def _brief(value: Any) -> str:
    if isinstance(value, Mapping):
        return " ".join(f"{name} {item}" for name, item in value.items())
    return "all" if value is None else str(value)[:15]
