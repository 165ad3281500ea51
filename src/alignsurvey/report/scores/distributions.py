"""Scores of distributions of groups: how far each predicted one is from the real one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ... import stats
from ...schema import STANCES, Prediction, Record
from ...scoring.distributions import KEYS, distances_or_worst
from ...scoring.replies.distributions import read_distribution
from ...scoring.replies.stances import english_stances
from ...tasks import Spec
from .intervals import REPLICATES, Interval, plain_intervals
from .survey_figures import simbench_of_groups


def score_distributions(
    records: Sequence[Record], predictions: Sequence[Prediction], spec: Spec, seed: int
) -> dict[str, Any]:
    """Mean distances over groups and the share of replies that are a distribution, with intervals over questions."""
    read = read_distributions(records, predictions, spec)
    scored = _distances(records, read, spec)
    questions = [row[str(spec.item)] for row in records]
    found: dict[str, Any] = {"n": len(records), "parse_rate": float(np.mean([readable for _, readable in scored]))}
    intervals: dict[str, Interval] = {}
    for name in KEYS:
        values = [item[name] for item, _ in scored]
        found[name] = float(np.mean(values))
        intervals[name] = stats.mean_interval(values, questions, replicates=REPLICATES, seed=seed)
    intervals["parse_rate"] = stats.mean_interval(
        [readable for _, readable in scored], questions, replicates=REPLICATES, seed=seed
    )
    found |= simbench_of_groups(read, [row[spec.answer] for row in records])
    return {**found, "intervals": plain_intervals(intervals)}


def distances_by_group(
    records: Sequence[Record], predictions: Sequence[Prediction], spec: Spec
) -> list[tuple[dict[str, float], bool]]:
    """Distances of each predicted distribution to that of its group, and whether it was one."""
    return _distances(records, read_distributions(records, predictions, spec), spec)


def _distances(
    records: Sequence[Record], read: Sequence[list[float] | None], spec: Spec
) -> list[tuple[dict[str, float], bool]]:
    pairs = zip(records, read, strict=True)
    return [(distances_or_worst(shares, row[spec.answer], row["scale"]), shares is not None) for row, shares in pairs]


def read_distributions(
    records: Sequence[Record], predictions: Sequence[Prediction], spec: Spec
) -> list[list[float] | None]:
    """The predicted distribution of each group; None where the reply is none."""
    stances = spec.choices == STANCES
    return [
        read_distribution(
            (english_stances(item.prediction) if stances else item.prediction)
            if item.probabilities is None
            else list(item.probabilities),
            STANCES if stances else row["choices"],
        )
        for row, item in zip(records, predictions, strict=True)
    ]
