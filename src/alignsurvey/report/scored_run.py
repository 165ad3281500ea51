"""A run as the report sees it: what was predicted, of which records, and how it scored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..schema import Prediction, Record
from ..scoring.coded_answers import CodedAnswers
from ..scoring.interview import DIMENSIONS
from ..tasks import Spec, spec_of
from .scores.choices import code_choices
from .scores.distributions import distances_by_group, read_distributions
from .scores.kinds import right_answers
from .scores.questions import questions_of

Floats = NDArray[np.float64]

BASELINE = "baseline/"
MAJORITY = "baseline/majority"
FLOOR = "baseline/human"  # one half of the respondents predicted from the other: the only run of fewer people

_WAYS = ("past", "permutations", "form", "mode")  # fields of run.json that a base should share, weightiest first


@dataclass(frozen=True)
class Items:
    """What a run scored on each item: `values` (higher is better unless `lower`), and the unit that was sampled."""

    metric: str
    ids: tuple[str, ...]
    values: Floats
    clusters: tuple[str, ...]
    lower: bool = False


@dataclass(frozen=True)
class ScoredRun:
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
    series: str = ""
    """Setting of the row that it shares with runs of the same recipe trained with other seeds; "" where it is alone."""

    @property
    def dataset(self) -> str:
        """Short name: gss for PiLabZJU/alignsurvey-gss."""
        return str(self.about["dataset"]).rpartition("/")[2].removeprefix("alignsurvey-")

    @property
    def config(self) -> str:
        return str(self.about["config"])

    @property
    def spec(self) -> Spec:
        """The SPEC of its config. Raises InputError for an unknown one."""
        return spec_of(self.config)

    @property
    def track(self) -> tuple[str, str]:
        return self.dataset, self.config

    @property
    def name(self) -> str:
        return f"{self.label} ({self.setting})"

    @property
    def baseline(self) -> bool:
        return str(self.about["model"]).startswith(BASELINE)

    @property
    def floor(self) -> bool:
        """Whether this is no prediction but how near real people come to one another."""
        return self.about["model"] == FLOOR

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
        if self.spec.score == "judged":
            rated = [_rated(self.results.get("by_dialogue") or (), name) for name in DIMENSIONS]
            return tuple(items for items in rated if items.ids)
        if not self.records:
            return ()
        if self.spec.score == "distribution":
            scored = distances_by_group(self.records, self.predictions, self.spec)
            moved = np.array([distances["wasserstein"] for distances, _ in scored])
            return (
                Items("wasserstein", ids, moved, tuple(row[str(self.spec.item)] for row in self.records), lower=True),
            )
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
        if self.spec.score != "distribution":
            return list(self.results.get("distributions") or [])
        by_question: dict[str, list[Mapping[str, Any]]] = {}
        for part in self.group_parts:
            by_question.setdefault(part["question_id"], []).append(part)
        return [_averaged(parts) for parts in by_question.values()]

    @cached_property
    def group_parts(self) -> list[Mapping[str, Any]]:
        """Predicted and real distribution of each group, of the predictions that are one."""
        given = read_distributions(self.records, self.predictions, self.spec)
        return [
            {
                "question_id": asked,
                "choices": list(row["choices"]),
                "positions": list(row["scale"]),
                "predicted": list(shares),
                "reference": list(row[self.spec.answer]),
                "n": row["n"],
            }
            for row, asked, shares in zip(self.records, self.asked, given, strict=True)
            if shares is not None
        ]

    @cached_property
    def asked(self) -> list[str]:
        """The question or theme of each record."""
        return questions_of(self.records, self.spec)

    @cached_property
    def right(self) -> Floats:
        """1 for each record that was answered right, else 0; a reply that cannot be read is wrong."""
        if self.spec.score == "choice":
            return self.coded.right
        return right_answers(self.records, self.predictions, self.config)

    @cached_property
    def coded(self) -> CodedAnswers:
        """The answers to survey items as numbers."""
        return code_choices(self.records, self.predictions, self.spec)


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


def majority_of(run: ScoredRun, runs: Sequence[ScoredRun]) -> ScoredRun | None:
    """The majority baseline's run of the same respondents; None for itself and for the human floor."""
    if run.floor or run.about["model"] == MAJORITY:
        return None
    return next((other for other in runs if other.track == run.track and other.about["model"] == MAJORITY), None)


def base_of(run: ScoredRun, runs: Sequence[ScoredRun]) -> ScoredRun | None:
    """The zero-shot run of the same model on the same track, asked in the same way where there is one."""
    if run.baseline or run.setting.startswith("zero-shot"):
        return None
    same = [
        other
        for other in runs
        if other.track == run.track
        and other.about["model"] == run.about["model"]
        and other.setting.startswith("zero-shot")
    ]
    alike = [
        tuple(other.about.get(field) == run.about.get(field) for field in ("past", "permutations", "form", "mode"))
        for other in same
    ]
    return same[max(range(len(same)), key=lambda place: alike[place])] if same else None
