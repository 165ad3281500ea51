"""Scores of answers to survey items: right or wrong, by class, and the distributions that they add up to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from ... import stats
from ...schema import Prediction, Record
from ...scoring.coded_answers import CodedAnswers, code_answers
from ...scoring.distributions import KEYS
from ...scoring.pooled_answers import PooledAnswers, pool_answers
from ...scoring.survey_response import score_coded_answers
from ...scoring.wasserstein import distances
from ...tasks import Spec
from .intervals import REPLICATES, Interval, add_intervals, class_intervals, plain_intervals
from .questions import questions_of
from .survey_figures import simbench_of_questions, twin_scores, weighted_accuracy


def score_choices(
    records: Sequence[Record], predictions: Sequence[Prediction], spec: Spec, seed: int
) -> dict[str, Any]:
    """Accuracy, macro scores and distances between distributions, with intervals over respondents and questions."""
    questions, people = questions_of(records, spec), [row["respondent_id"] for row in records]
    table = code_choices(records, predictions, spec)
    scores = score_coded_answers(table, question_ids=questions, respondent_ids=people)
    add_intervals(scores["by_question"], questions, table.right, people, seed)
    intervals = class_intervals(table.predicted, table.reference, table.block, people, seed)
    intervals["parse_rate"] = stats.mean_interval(table.predicted >= 0, people, replicates=REPLICATES, seed=seed)
    scores |= weighted_accuracy(records, table) | twin_scores(records, predictions, table, questions)
    return {**scores, **_distances(records, predictions, spec, table, intervals, seed)}


def code_choices(records: Sequence[Record], predictions: Sequence[Prediction], spec: Spec) -> CodedAnswers:
    """The answers to survey items as numbers, every reply read once."""
    texts, truths = [item.prediction for item in predictions], [row[spec.answer] for row in records]
    return code_answers(texts, truths, [row["choices"] for row in records], questions_of(records, spec))


def _distances(
    records: Sequence[Record],
    predictions: Sequence[Prediction],
    spec: Spec,
    table: CodedAnswers,
    intervals: dict[str, Interval],
    seed: int,
) -> dict[str, Any]:
    """Mean over questions of the distances between predicted and real distribution of the scored respondents."""
    parts = pool_choices(records, predictions, spec, table.chosen)
    moved = [distances(part.predicted, part.reference, part.positions) for part in parts]
    found: dict[str, Any] = simbench_of_questions(parts)
    for name in KEYS:
        values = [item[name] for item in moved]
        found[name] = float(np.mean(values))
        intervals[name] = stats.mean_interval(values, replicates=REPLICATES, seed=seed)
    found["distances_from"] = _origin(predictions)
    found["distributions"] = [
        {
            "question_id": part.question,
            "choices": list(part.choices),
            "positions": list(part.positions),
            "predicted": list(part.predicted),
            "reference": list(part.reference),
            "n": part.n,
            "wasserstein": item["wasserstein"],
        }
        for part, item in zip(parts, moved, strict=True)
    ]
    found["intervals"] = plain_intervals(intervals)
    return found


def pool_choices(
    records: Sequence[Record], predictions: Sequence[Prediction], spec: Spec, chosen: Iterable[int]
) -> list[PooledAnswers]:
    """Predicted and real distribution of each question, from probabilities or else from what was `chosen` (indices)."""
    given: list[int | Sequence[float]] = [
        int(index) if item.probabilities is None else item.probabilities
        for index, item in zip(chosen, predictions, strict=True)
    ]
    return pool_answers(
        questions_of(records, spec),
        [row["choices"] for row in records],
        [row["scale"] for row in records],
        [row[spec.answer] for row in records],
        given,
        [row["weight"] for row in records],
    )


def _origin(predictions: Sequence[Prediction]) -> str:
    scored = sum(item.probabilities is not None for item in predictions)
    return "probabilities" if scored == len(predictions) else "answers" if not scored else "both"
