"""What a pilot of human answers makes of a model: shares of each question, with intervals that hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from ...files.errors import InputError
from ...schema import Prediction, Record, in_scale_order, sample_respondents
from ...stats.rectification import Rectified, rectified_mean
from ...stats.survey_design import Design, survey_design
from ...tasks import spec_of
from ..scores.choices import code_choices
from ..scores.questions import questions_of

LEAST_PILOT = 20  # interviews below which intervals are so wide, and so unsure themselves, that they help nobody
LEAST_CELL = 10  # interviews of the pilot in a group below which it is left out
EVERYONE = "everyone"


@dataclass(frozen=True)
class RectifiedShare:
    """The share of one choice of a question in a group.

    `real` is the share among all respondents, pilot and others, which a study with a pilot alone does not know.
    """

    question: str
    group: str
    choice: str
    estimate: Rectified
    real: float

    def facts(self) -> dict[str, Any]:
        """As stored."""
        return {
            "question": self.question,
            "group": self.group,
            "choice": self.choice,
            "real": self.real,
            **asdict(self.estimate),
        }


@dataclass(frozen=True)
class Pilot:
    """A run seen through a pilot: the estimates, how many people were asked, and how many groups were too small."""

    shares: tuple[RectifiedShare, ...]
    interviews: int
    left_out: int

    def facts(self) -> dict[str, Any]:
        """The content of rectified.json."""
        worth = [row.estimate.effective_interviews / row.estimate.interviews for row in self.shares
                 if row.estimate.effective_interviews]  # fmt: skip
        return {
            "interviews": self.interviews,
            "effective_interviews": self.interviews * float(np.mean(worth)) if worth else None,
            "groups_left_out": self.left_out,
            "error_of_predictions": _gap([row.estimate.predicted - row.real for row in self.shares]),
            "error_of_pilot": _gap([row.estimate.pilot - row.real for row in self.shares]),
            "error_of_rectified": _gap([row.estimate.value - row.real for row in self.shares]),
            "shares": [row.facts() for row in self.shares],
        }


def _gap(differences: Sequence[float]) -> float:
    return float(np.abs(differences).mean())


def rectify(
    records: Sequence[Record],
    predictions: Sequence[Prediction],
    config: str,
    pilot: int,
    by: str | None = None,
    seed: int = 42,
) -> Pilot:
    """Estimate the share of every choice from a pilot's answers and the predictions for all.

    Args:
        records: what was asked.
        predictions: one for each record, in their order.
        config: the config of the records.
        pilot: respondents whose answers are used, drawn with the seed.
        by: profile attribute; then shares are estimated in each of its groups.
        seed: draws the pilot.

    Raises:
        InputError: a config without answers to choose from, a pilot of fewer than LEAST_PILOT respondents or of all,
            or an attribute that no profile has.
    """
    spec = spec_of(config)
    if spec.score != "choice":
        raise InputError(f"config {config!r} has no answers of respondents; rectify runs of survey_response")
    people = {row["respondent_id"] for row in records}
    if not LEAST_PILOT <= pilot < len(people):
        raise InputError(f"a pilot of {pilot} respondents: give {LEAST_PILOT} to {len(people) - 1}")
    asked = {row["respondent_id"] for row in sample_respondents(records, pilot, seed)}
    groups = [_group(row, by) for row in records]
    if by and not any(groups):
        raise InputError(f"no profile has the attribute {by!r}; known: {', '.join(_attributes(records))}")
    coded, questions = code_choices(records, predictions, spec), questions_of(records, spec)
    rows: dict[tuple[str, str], list[int]] = {}
    for place, (question, group) in enumerate(zip(questions, groups, strict=True)):
        if group:
            rows.setdefault((question, group), []).append(place)
    found: list[RectifiedShare] = []
    left_out = 0
    for (question, group), own in rows.items():
        mine = np.array([records[row]["respondent_id"] in asked for row in own])
        if mine.sum() < LEAST_CELL or (~mine).sum() < LEAST_CELL:
            left_out += 1
            continue
        part = [records[row] for row in own]
        tables = _tables(part, [predictions[row] for row in own], coded.chosen[own], spec.answer or "answer")
        found += _shares(question, group, part, mine, *tables)
    if not found:
        raise InputError(f"no group has {LEAST_CELL} respondents in the pilot; ask more people, or leave out --by")
    return Pilot(tuple(found), pilot, left_out)


def _group(row: Record, by: str | None) -> str:
    if by is None:
        return EVERYONE
    return next((str(item["value"]) for item in row.get("profile") or () if item["attribute"] == by), "")


def _attributes(records: Sequence[Record]) -> list[str]:
    return list(dict.fromkeys(item["attribute"] for row in records[:200] for item in row.get("profile") or ()))


def _tables(
    records: Sequence[Record], predictions: Sequence[Prediction], chosen: Any, answer: str
) -> tuple[list[str], Any, Any]:
    """Choices in scale order; what was said and what is predicted, (rows, choices) each."""
    places = {name: place for row in records for name, place in zip(row["choices"], row["scale"], strict=True)}
    names = [list(places)[place] for place in in_scale_order(list(places.values()))]
    column = {name: number for number, name in enumerate(names)}
    said, guess = np.zeros((len(records), len(names))), np.zeros((len(records), len(names)))
    for number, (row, item, index) in enumerate(zip(records, predictions, chosen, strict=True)):
        said[number, column[row["choices"][row[answer]]]] = 1
        if item.probabilities is not None:
            guess[number, [column[name] for name in row["choices"]]] = item.probabilities
        elif index >= 0:
            guess[number, column[row["choices"][index]]] = 1
    return names, said, guess


def _design(records: Sequence[Record]) -> Design:
    """Strata and PSUs where the source publishes them; else respondents are the units."""
    units = [row.get("psu") or row["respondent_id"] for row in records]
    strata = [row.get("stratum") or "" for row in records]
    return survey_design([row["weight"] for row in records], strata, units)


def _shares(
    question: str, group: str, records: Sequence[Record], mine: Any, names: Sequence[str], said: Any, guess: Any
) -> Iterator[RectifiedShare]:
    pilot = _design([row for row, inside in zip(records, mine, strict=True) if inside])
    others = _design([row for row, inside in zip(records, mine, strict=True) if not inside])
    mass = np.array([row["weight"] for row in records], np.float64)
    for place, name in enumerate(names):
        estimate = rectified_mean(said[mine, place], guess[mine, place], pilot, guess[~mine, place], others)
        yield RectifiedShare(question, group, name, estimate, float(mass @ said[:, place] / mass.sum()))
