"""Records, questions, respondents and predictions, and what is common to all configs.

A record is one row of a config: a dict whose keys are the columns that the config's SPEC lists (`tasks.columns`). The
same record goes through build, publish, predict and score.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .files.errors import InputError
from .files.hashes import digest

if TYPE_CHECKING:
    from datasets import Features

Record = dict[str, Any]

STANCES = ("negative", "neutral", "positive")  # in scale order: 0, 1, 2
NO_POSITION = -1.0


@dataclass(frozen=True)
class Question:
    """One survey item. `positions[i]` is where `choices[i]` stands on the ordered scale, -1 where it has no place."""

    id: str
    text: str
    choices: tuple[str, ...]
    positions: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.choices) != len(self.positions):
            raise InputError(f"question {self.id}: {len(self.choices)} choices but {len(self.positions)} positions")
        if len(set(self.choices)) != len(self.choices):
            raise InputError(f"question {self.id}: two choices have the same text; give each its own")


@dataclass(frozen=True)
class Respondent:
    """One person of one survey wave: a keyed pseudonym, never the provider's key.

    `answers` maps a question id to the index of the answer in `Question.choices`; a missing answer is absent.
    """

    id: str
    source: str
    country: str
    language: str
    profile: tuple[tuple[str, str], ...]
    weight: float = 1.0
    answers: Mapping[str, int] = field(default_factory=dict)


def features_of(types: Mapping[str, Any]) -> Features:
    """The `datasets.Features` of columns.

    Args:
        types: column name -> type in a small language: the name of a scalar, a one-element list for a list of that
            type, a dict for a struct.

    Returns:
        The features, in the same order.
    """
    from datasets import Features

    return Features({name: _feature(kind) for name, kind in types.items()})


def _feature(kind: Any) -> Any:
    from datasets import List, Value

    if isinstance(kind, list):
        return List(_feature(kind[0]))
    if isinstance(kind, dict):
        return {name: _feature(inner) for name, inner in kind.items()}
    return Value(kind)


def sample_respondents(records: Iterable[Record], count: int | None, seed: int) -> list[Record]:
    """Records of a seeded sample of respondents, in the given order; all of them when `count` is None.

    Predicting, scoring and the leaderboard draw the same sample from (count, seed) alone.
    """
    rows = list(records)
    if count is None:
        return rows
    if any(row["respondent_id"] is None for row in rows):
        raise InputError("a sample is of respondents, but these records are of groups; predict all of them")
    people = sorted({row["respondent_id"] for row in rows}, key=lambda person: (digest("sample", seed, person), person))
    chosen = set(people[:count])
    return [row for row in rows if row["respondent_id"] in chosen]


def in_scale_order(positions: Sequence[float]) -> list[int]:
    """Indices of choices in the order of their scale.

    Args:
        positions: for each choice its position on the scale, below 0 where it has none ("don't know").

    Returns:
        Indices into `positions`; choices without a position come last, in the order given.
    """
    return sorted(range(len(positions)), key=lambda index: (positions[index] < 0, max(positions[index], 0.0)))


@dataclass(frozen=True)
class Prediction:
    """One line of predictions.jsonl; `probabilities` run over `tasks.options_of` the record, and sum to 1.

    `line` is its number in the file that it was read from, for messages.
    """

    id: str
    prediction: str
    probabilities: tuple[float, ...] | None = None
    line: int | None = field(default=None, compare=False, repr=False)

    def to_json(self) -> str:
        line: dict[str, Any] = {"id": self.id, "prediction": self.prediction}
        if self.probabilities is not None:
            line["probabilities"] = list(self.probabilities)
        return json.dumps(line, ensure_ascii=False)


def profile_items(pairs: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    """A profile as stored: [{attribute, value}]."""
    return [{"attribute": attribute, "value": value} for attribute, value in pairs]
