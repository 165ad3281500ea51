"""95% intervals of scores, and how results.json holds them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ... import stats
from ...scoring.classification import macro
from ...scoring.interview import DIMENSIONS

# Intervals of this many resamples; of respondents for scores, of questions for distances between groups.
REPLICATES = 1000

Interval = tuple[float, float] | None
_RANGES = {"wasserstein": (0.0, math.inf), **dict.fromkeys(DIMENSIONS, (1.0, 5.0))}  # others: 0 to 1


def class_intervals(
    predicted: Any, reference: Any, block: Any, people: Sequence[str], seed: int
) -> dict[str, Interval]:
    """Intervals of accuracy and of macro precision, recall and F1, from one set of resampled respondents.

    A class that was not drawn is left out of a replicate's mean, although that lies high where it is the worst one: to
    keep its scores instead holds the truth less often (recall, 20 respondents and a class of 5%: 65% against 90%).
    """
    from scipy import sparse

    rows, known, count = np.arange(len(reference)), predicted >= 0, len(block)
    hit = known & (predicted == reference)
    picks = [(rows[hit], reference[hit]), (rows[known], predicted[known] + count), (rows, reference + 2 * count)]
    row, column = (np.concatenate(parts) for parts in zip(*picks, strict=True))
    table = sparse.csr_array((np.ones(len(row)), (row, column)), (len(reference), 3 * count))

    def scores(sums: Any) -> Any:
        cube = sums.reshape(len(sums), 3, count)
        accuracy = cube[:, 0].sum(axis=1) / cube[:, 2].sum(axis=1)
        return np.stack([accuracy, *macro(cube, block)], axis=1)

    low, high = stats.cluster_bootstrap(table, people, scores, replicates=REPLICATES, seed=seed)
    names = ("accuracy", "precision", "recall", "f1")
    return {name: (float(low[place]), float(high[place])) for place, name in enumerate(names)}


def add_intervals(
    parts: dict[str, dict[str, Any]], names: Sequence[str], right: Any, people: Sequence[str], seed: int
) -> None:
    """Give each part (a question, an attribute) the interval of its accuracy."""
    rows: dict[str, list[int]] = {}
    for row, name in enumerate(names):
        rows.setdefault(name, []).append(row)
    for name, mine in rows.items():
        own = [people[row] for row in mine]
        found = stats.mean_interval(np.asarray(right)[mine], own, replicates=REPLICATES, seed=seed)
        if found:
            parts[name]["accuracy_interval"] = plain_intervals({"accuracy": found})["accuracy"]


def mean_ratio(totals: Any, counts: Any) -> Any:
    """Mean over columns of total / count, without the columns that count nothing; NaN where none does."""
    known = counts > 0
    means = np.divide(totals, counts, out=np.zeros_like(totals), where=known)
    return np.divide(means.sum(axis=1), known.sum(axis=1), out=np.full(len(totals), np.nan), where=known.any(axis=1))


def plain_intervals(intervals: Mapping[str, Interval]) -> dict[str, list[float]]:
    """As stored: within what the score can be, and none where one unit was sampled."""
    found = {}
    for name, interval in intervals.items():
        if interval is not None and not np.isnan(interval).any():
            least, most = _RANGES.get(name, (0.0, 1.0))
            found[name] = [min(max(end, least), most) for end in interval]
    return found
