"""Tests of two models on the same items in the same order: one value an item and model.

The paper uses paired t-tests; the bootstrap is the one that knows that answers of one respondent go together.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from .intervals import LEVEL, REPLICATES, Floats, interval_reach, resampled_statistics

EXACT_BELOW = 25  # discordant pairs up to which McNemar's test is exact: the usual bound of its approximation
_NOTHING = 1e-12  # a sum of differences that is 0 but for rounding


@dataclass(frozen=True)
class Paired:
    """A two-sided paired test: mean of the differences, p-value, and the statistic where the test has one."""

    difference: float
    p: float
    statistic: float | None = None


def paired_t(left: ArrayLike, right: ArrayLike) -> Paired:
    """Student's t-test of the differences `left - right`, as in the paper. p is 1 where no pair differs.

    Raises ValueError for fewer than two pairs and for values that are not finite.
    """
    from scipy import stats

    gap = _gaps(left, right)
    if not gap.any():
        return Paired(0.0, 1.0, 0.0)
    if np.ptp(gap) == 0:
        return Paired(float(gap[0]), 0.0, float(np.copysign(np.inf, gap[0])))
    found = stats.ttest_1samp(gap, 0.0)
    return Paired(float(gap.mean()), float(found.pvalue), float(found.statistic))


def mcnemar(left: ArrayLike, right: ArrayLike) -> Paired:
    """McNemar's test of two models that are right or wrong on the same items.

    Exact (binomial) with fewer than EXACT_BELOW discordant pairs, else chi-squared with the continuity correction of
    Edwards (1948). Raises ValueError for values other than 0 and 1.
    """
    from scipy import stats

    gap = _gaps(left, right)
    if not np.isin(np.concatenate([np.asarray(left), np.asarray(right)]), (0, 1)).all():
        raise ValueError("McNemar's test needs values of 0 and 1")
    only_left, only_right = int((gap > 0).sum()), int((gap < 0).sum())
    discordant = only_left + only_right
    if discordant < EXACT_BELOW:
        p = float(stats.binomtest(only_left, discordant).pvalue) if discordant else 1.0
        return Paired(float(gap.mean()), p, float(min(only_left, only_right)))
    statistic = max(abs(only_left - only_right) - 1, 0) ** 2 / discordant
    return Paired(float(gap.mean()), float(stats.chi2.sf(statistic, 1)), float(statistic))


def paired_bootstrap(
    left: ArrayLike,
    right: ArrayLike,
    clusters: Sequence[Any],
    *,
    replicates: int = REPLICATES,
    seed: int = 42,
    level: float = LEVEL,
) -> tuple[Paired, tuple[float, float] | None]:
    """Test of the mean of `left - right`, and its interval, when whole clusters (respondents) are drawn again.

    Student's t with the error of the replicates, so that the interval leaves out 0 where p is below 1 - level; but p is
    never below what a sign test of the clusters that differ would give if all differed the same way, 2 ** (1 - their
    number): few of them leave no way to see whether the differences spread as Student's t takes for granted. One
    cluster has p 1 and no interval.
    """
    from scipy import stats

    gap = _gaps(left, right)
    names, member = np.unique(np.asarray([str(name) for name in clusters]), return_inverse=True)
    table, mean = np.column_stack([gap, np.ones(len(gap))]), float(gap.mean())
    draws, _ = resampled_statistics(table, clusters, lambda sums: sums[:, 0] / sums[:, 1], replicates, seed)
    if len(names) < 2:
        return Paired(mean, 1.0), None
    differing = int((np.abs(np.bincount(member, gap)) > _NOTHING).sum())
    error = float(draws.std()) * math.sqrt(len(names) / (len(names) - 1))
    p = 2 * float(stats.t.sf(abs(mean) / error, len(names) - 1)) if error else 0.0
    reach = interval_reach(len(names), level) * float(draws.std())
    return Paired(mean, min(1.0, max(p, 2.0 ** (1 - differing)))), (mean - reach, mean + reach)


def holm(p_values: ArrayLike) -> Floats:
    """p-values adjusted for all tests of a table together (Holm 1979), in the given order."""
    p = np.asarray(p_values, np.float64)
    if not np.isfinite(p).all() or (p < 0).any() or (p > 1).any():
        raise ValueError("p-values must lie between 0 and 1")
    order = np.argsort(p, kind="stable")
    steps = np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1))
    adjusted = np.empty(len(p))
    adjusted[order] = np.minimum(steps, 1.0)
    return adjusted


def _gaps(left: ArrayLike, right: ArrayLike) -> Floats:
    mine, theirs = np.asarray(left, np.float64), np.asarray(right, np.float64)
    if mine.shape != theirs.shape or mine.ndim != 1 or len(mine) < 2:
        raise ValueError(f"a paired test needs two values or more of the same items, not {mine.size} and {theirs.size}")
    if not (np.isfinite(mine).all() and np.isfinite(theirs).all()):
        raise ValueError("a paired test needs finite values")
    return mine - theirs
