"""Scores of a stance and of the reasoning behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ... import stats
from ...schema import STANCES, Prediction, Record
from ...scoring.attitude_stance import compare_stances, summarise_stances
from ...scoring.replies.stances import StanceReply, read_stance_reply
from ...tasks import Spec
from .intervals import REPLICATES, class_intervals, plain_intervals


def score_stances(
    records: Sequence[Record], predictions: Sequence[Prediction], spec: Spec, seed: int
) -> dict[str, Any]:
    """Accuracy, macro scores and similarity of the reasoning, with intervals over respondents."""
    people = [row["respondent_id"] for row in records]
    rows = compare_stances([read_stance_reply(item.prediction) for item in predictions], real_stances(records, spec))
    scores = summarise_stances(rows)
    intervals = class_intervals(rows.predicted, rows.reference, np.zeros(len(STANCES), np.int64), people, seed)
    intervals["parse_rate"] = stats.mean_interval(rows.predicted >= 0, people, replicates=REPLICATES, seed=seed)
    for name, values in rows.similarity.items():
        intervals[name] = stats.mean_interval(values, people, replicates=REPLICATES, seed=seed)
    return {**scores, "respondents": len(set(people)), "intervals": plain_intervals(intervals)}


def right_stances(records: Sequence[Record], predictions: Sequence[Prediction], spec: Spec) -> NDArray[np.float64]:
    """1 for each stance that was predicted right, else 0."""
    given = [read_stance_reply(item.prediction).stance for item in predictions]
    return np.equal(given, [truth.stance for truth in real_stances(records, spec)]).astype(np.float64)


def real_stances(records: Sequence[Record], spec: Spec) -> list[StanceReply]:
    """The stances of the respondents, with their reasoning."""
    return [StanceReply(STANCES.index(row[spec.answer]), row["reasoning"]) for row in records]
