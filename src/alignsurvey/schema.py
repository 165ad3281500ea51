"""The records of the four tasks, their columns, and predictions of them.

A record is one row of a config: a dict whose keys are the columns that `columns(config)` lists. The same record goes
through build, publish, predict and score.
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


# Columns of each config as a small type language: a name of a scalar, a one-element list for a list of that type,
# a dict for a struct. `features` and the cards are both made from it.
_MESSAGES = [{"role": "string", "content": "string"}]
_PROFILE = [{"attribute": "string", "value": "string"}]
_TURNS = [{"speaker": "string", "text": "string"}]
_SHARED = {
    "id": "string",
    "respondent_id": "string",
    "source": "string",
    "country": "string",
    "language": "string",
    "prompt": _MESSAGES,
    "completion": _MESSAGES,
}
_ASKED = {"question_id": "string", "question": "string", "choices": ["string"], "scale": ["float64"]}
_COUNTED = {"distribution": ["float64"], "n": "int64", "respondent_ids": ["string"]}

COLUMNS: dict[str, dict[str, Any]] = {
    "survey_response": {**_SHARED, "profile": _PROFILE, **_ASKED, "answer": "int64", "weight": "float64"},
    "survey_response_group": {**_SHARED, "group": _PROFILE, **_ASKED, **_COUNTED},
    "social_role": {
        **_SHARED,
        "theme": "string",
        "segment": _TURNS,
        "attribute": "string",
        "attribute_group": "string",
        "choices": ["string"],
        "answer": ["string"],
    },
    "interview": {
        **_SHARED,
        "profile": _PROFILE,
        "theme": "string",
        "history": _TURNS,
        "question": "string",
        "response": "string",
    },
    "attitude_stance": {
        **_SHARED,
        "profile": _PROFILE,
        "theme": "string",
        "stance": "string",
        "reasoning": "string",
        "annotations": [{"annotator": "string", "stance": "string", "reasoning": "string"}],
    },
    "attitude_stance_group": {
        **_SHARED,
        "group": _PROFILE,
        "theme": "string",
        "choices": ["string"],
        "scale": ["float64"],
        **_COUNTED,
    },
    "qualitative": {
        **_SHARED,
        "interview_id": "string",
        "history": _TURNS,
        "speaker": "string",
        "response": "string",
    },
}
COLUMNS["quantitative"] = COLUMNS["survey_response"]


def columns(config: str) -> dict[str, Any]:
    """Columns of a config, in the order in which they are stored."""
    try:
        return COLUMNS[config]
    except KeyError:
        raise InputError(f"unknown config {config!r}; known: {', '.join(COLUMNS)}") from None


def features(config: str) -> Features:
    """The `datasets.Features` of a config."""
    from datasets import Features

    return Features({name: _feature(kind) for name, kind in columns(config).items()})


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


def options_of(record: Record) -> Sequence[str]:
    """What the probabilities of a prediction run over: the choices as shown, the stances, or () where neither."""
    return record.get("choices", STANCES if "stance" in record else ())


@dataclass(frozen=True)
class Prediction:
    """One line of predictions.jsonl; `probabilities` run over `options_of` the record, and sum to 1.

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
