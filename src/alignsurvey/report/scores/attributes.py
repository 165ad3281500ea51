"""Scores of one or several values of an attribute: right, in part right, by attribute and by group of attributes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ... import stats
from ...schema import Prediction, Record
from ...scoring.social_role import ComparedValues, compare_values, summarise_values
from ...tasks import Spec
from .intervals import REPLICATES, Interval, add_intervals, mean_ratio, plain_intervals


def score_attributes(
    records: Sequence[Record], predictions: Sequence[Prediction], spec: Spec, seed: int
) -> dict[str, Any]:
    """Accuracy in all, by attribute and by group of attributes, with intervals over respondents."""
    people = [row["respondent_id"] for row in records]
    attributes = [row[str(spec.item)] for row in records]
    groups = [row["attribute_group"] for row in records]
    table = compare_attributes(records, predictions, spec)
    scores = summarise_values(table, attributes, groups)
    intervals: dict[str, Interval] = {
        "accuracy": stats.mean_interval(table.right, people, replicates=REPLICATES, seed=seed),
        "partial": stats.mean_interval(table.partial, people, replicates=REPLICATES, seed=seed),
        "parse_rate": stats.mean_interval(table.parsed, people, replicates=REPLICATES, seed=seed),
    }
    add_intervals(scores["by_attribute"], attributes, table.right, people, seed)
    members: dict[str, set[str]] = {}
    for name, group in zip(attributes, groups, strict=True):
        members.setdefault(group, set()).add(name)
    for group, names in members.items():
        intervals[group] = _attributes_interval(table.right, attributes, sorted(names), people, seed)
    return {**scores, "respondents": len(set(people)), "intervals": plain_intervals(intervals)}


def compare_attributes(records: Sequence[Record], predictions: Sequence[Prediction], spec: Spec) -> ComparedValues:
    """Predicted and real values, every reply read once."""
    truths, choices = [row[spec.answer] for row in records], [row["choices"] for row in records]
    return compare_values([item.prediction for item in predictions], truths, choices)


def _attributes_interval(
    right: Any, attributes: Sequence[str], names: Sequence[str], people: Sequence[str], seed: int
) -> tuple[float, float]:
    """Interval of the mean over attributes of each one's accuracy."""
    inside = np.array([[attribute == name for name in names] for attribute in attributes], np.float64)
    table = np.concatenate([inside * np.asarray(right)[:, None], inside], axis=1)

    def score(sums: Any) -> Any:
        return mean_ratio(*np.split(sums, 2, axis=1))

    low, high = stats.cluster_bootstrap(table, people, score, replicates=REPLICATES, seed=seed)
    return float(low), float(high)
