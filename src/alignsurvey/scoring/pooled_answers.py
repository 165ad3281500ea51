"""Distributions that the answers of respondents to a question add up to, predicted and real."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .protocols import check_choices, check_lengths, masses, numbers


@dataclass(frozen=True)
class PooledAnswers:
    """Predicted and real distribution of one question over its choices, which stand in scale order.

    The last choice of `predicted` may be "unread": the weight of replies that mean no choice (off the scale).
    """

    question: str
    choices: tuple[str, ...]
    positions: tuple[float, ...]
    predicted: tuple[float, ...]
    reference: tuple[float, ...]
    n: int


def pool_answers(
    question_ids: Sequence[str],
    choices: Sequence[Sequence[str]],
    scales: Sequence[Sequence[float]],
    references: Sequence[int],
    predicted: Sequence[int | Sequence[float]],
    weights: Sequence[float] | None = None,
) -> list[PooledAnswers]:
    """Mean over respondents of what was predicted, against what they answered, for each question.

    Unread replies keep their weight: as a choice of its own without a position, which no respondent gave.

    Args:
        question_ids: the question of each row.
        choices: choices of each row, in the order shown to that respondent.
        scales: their positions on the question's scale, -1 for none.
        references: the answer of each row, an index into its choices.
        predicted: likewise (below 0: unread), or a list of probabilities over the choices.
        weights: one number of at least 0 a row, 1 each by default.

    Raises:
        ValueError: rows that do not fit together; the message names the row.
    """
    check_lengths(references=references, question_ids=question_ids, choices=choices, scales=scales)
    check_lengths(references=references, predicted=predicted)
    check_choices(choices)
    mass = masses(weights, len(references))
    sums: dict[str, _Sums] = {}
    for row, question in enumerate(question_ids):
        places = _places(row, scales[row])
        if len(choices[row]) != len(places):
            raise ValueError(f"row {row}: {len(choices[row])} choices but {len(places)} positions")
        part = sums.setdefault(question, _Sums({}, {}, {}, 0.0, [0]))
        part.add(choices[row], places, int(references[row]), predicted[row], float(mass[row]))
    return [part.pooled(question) for question, part in sums.items() if sum(part.reference.values()) > 0]


def _places(row: int, scale: Any) -> list[float]:
    """Positions of a row's choices."""
    found = numbers(scale, f"row {row}: scales")
    if not np.isfinite(found).all():
        raise ValueError(f"row {row}: positions must be finite numbers; -1 stands for none")
    return [float(place) for place in found]


@dataclass
class _Sums:
    position: dict[str, float]
    predicted: dict[str, float]
    reference: dict[str, float]
    unread: float
    rows: list[int]

    def add(
        self, choices: Sequence[str], scale: Sequence[float], truth: int, given: int | Sequence[float], weight: float
    ) -> None:
        for name, place in zip(choices, scale, strict=True):
            if self.position.setdefault(name, place) != place:
                raise ValueError(f"choice {name!r} stands at {self.position[name]:g} and at {place:g} of one scale")
        self.rows[0] += 1
        self.reference[choices[truth]] = self.reference.get(choices[truth], 0.0) + weight
        if isinstance(given, int | np.integer):
            if given < 0:
                self.unread += weight
                return
            shares: Sequence[tuple[str, float]] = [(choices[int(given)], 1.0)]
        else:
            shares = list(zip(choices, given, strict=True))
        for name, share in shares:
            self.predicted[name] = self.predicted.get(name, 0.0) + weight * float(share)

    def pooled(self, question: str) -> PooledAnswers:
        names = sorted(self.position, key=lambda name: (self.position[name] < 0, self.position[name], name))
        extra = ["unread"] if self.unread else []
        predicted = np.array([self.predicted.get(name, 0.0) for name in names] + [self.unread] * len(extra))
        reference = np.array([self.reference.get(name, 0.0) for name in names] + [0.0] * len(extra))
        return PooledAnswers(
            question,
            tuple(names + extra),
            tuple([float(self.position[name]) for name in names] + [-1.0] * len(extra)),
            tuple(float(value) for value in predicted / predicted.sum()),
            tuple(float(value) for value in reference / reference.sum()),
            self.rows[0],
        )
