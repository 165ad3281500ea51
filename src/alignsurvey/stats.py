"""Uncertainty of scores: bootstrap clustered on the units that were sampled, paired tests, calibration.

Paired tests take one value an item and model, of the same items in the same order. The paper
uses paired t-tests; the bootstrap is the one that knows that answers of one respondent go together.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

REPLICATES = 2000
LEVEL = 0.95
_CELLS = 4_000_000  # resampling counts held at once, 32 MB
_NARROW = 8  # columns up to which clusters with the same sums are drawn together
EXACT_BELOW = 25  # discordant pairs up to which McNemar's test is exact: the usual bound of its approximation
FEW = 10  # clusters below which replicates do not reach as far as the ends of an interval of 95%
_NOTHING = 1e-12  # a sum of differences that is 0 but for rounding
BINS = 15  # of the calibration error, equally wide: Guo et al. 2017, On calibration of modern neural networks


def cluster_bootstrap(
    values: ArrayLike,
    clusters: Sequence[Any],
    statistic: Callable[[Floats], Floats],
    *,
    replicates: int = REPLICATES,
    seed: int = 42,
    level: float = LEVEL,
) -> tuple[Floats, Floats]:
    """Interval of a statistic of column sums when whole clusters are drawn with replacement.

    `values`: (rows, columns), a numpy array or a scipy sparse matrix; `clusters`: the cluster (respondent) of each row.
    `statistic` maps sums (replicates, columns) to (replicates, ...). Returns the lower and the upper end, each (...),
    NaN where there is one cluster only. Raises ValueError for values and clusters of unequal length, or none.

    Percentiles of the replicates alone are too narrow, for m clusters by about sqrt((m - 1) / m) and by the normal's
    tails instead of Student's: of 4 questions such an interval holds the truth in 80%, of 10 in 90% of all surveys. So
    the percentiles lie further out (the expanded percentile interval of Hesterberg 2015); below FEW clusters, where
    the replicates do not reach that far, it is Student's interval with the error of the replicates.
    """
    draws, whole = _draws(values, clusters, statistic, replicates, seed)
    count = len(set(clusters))
    if count < 2:
        return np.full_like(whole, np.nan), np.full_like(whole, np.nan)
    reach = _reach(count, level)
    if count < FEW:
        error = np.nanstd(draws, axis=0)
        return whole - reach * error, whole + reach * error
    tail = 0.5 * math.erfc(reach / math.sqrt(2))
    low, high = np.nanquantile(draws, [tail, 1 - tail], axis=0)
    return low, high


def _reach(count: int, level: float) -> float:
    """Errors of the replicates on each side of an interval from `count` clusters."""
    from scipy import stats

    return math.sqrt(count / (count - 1)) * float(stats.t.ppf((1 + level) / 2, count - 1))


def _draws(
    values: ArrayLike, clusters: Sequence[Any], statistic: Callable[[Floats], Floats], replicates: int, seed: int
) -> tuple[Floats, Floats]:
    """The statistic of every replicate, (replicates, ...), and of the clusters as they are, (...)."""
    from scipy import sparse

    place: dict[Any, int] = {}
    member = np.fromiter((place.setdefault(name, len(place)) for name in clusters), np.int64, len(clusters))
    table = sparse.csr_array(values)
    if table.shape[0] != len(member) or not len(member):
        raise ValueError(f"{table.shape[0]} rows of values but {len(member)} clusters")
    select = sparse.csr_array((np.ones(len(member)), (member, np.arange(len(member)))), (len(place), len(member)))
    sums, times = _kinds((select @ table).tocsr())
    draws = np.concatenate([np.asarray(statistic(part)) for part in _resampled(sums, times, replicates, seed)])
    return draws, np.asarray(statistic((sums.T @ times.astype(np.float64))[None, :]))[0]


def _kinds(sums: Any) -> tuple[Any, NDArray[np.int64]]:
    """Different rows, and how often each occurs: of right and wrong answers, most clusters have the same sums.

    Only narrow tables are looked through; in wide ones hardly two rows are alike.
    """
    if sums.shape[1] > _NARROW:
        return sums, np.ones(sums.shape[0], np.int64)
    rows, times = np.unique(sums.toarray(), axis=0, return_counts=True)
    return rows, times.astype(np.int64)


def _resampled(sums: Any, times: NDArray[np.int64], replicates: int, seed: int) -> Any:
    """Column sums of resampled clusters, in blocks of (some replicates, columns)."""
    random = np.random.default_rng(seed)
    count = len(times)
    block = max(1, _CELLS // count)
    for start in range(0, replicates, block):
        size = min(block, replicates - start)
        yield (sums.T @ _drawn(random, times, size).T.astype(np.float64)).T


def _drawn(random: np.random.Generator, times: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """How often each kind of cluster is drawn, (size, kinds), when as many clusters are drawn as there are."""
    count = len(times)
    if times.sum() > count:
        return random.multinomial(times.sum(), times / times.sum(), size=size)
    drawn = random.integers(count, size=(size, count)) + count * np.arange(size)[:, None]
    return np.bincount(drawn.ravel(), minlength=size * count).reshape(size, count)


def mean_interval(
    values: ArrayLike,
    clusters: Sequence[Any] | None = None,
    weights: ArrayLike | None = None,
    *,
    replicates: int = REPLICATES,
    seed: int = 42,
    level: float = LEVEL,
) -> tuple[float, float] | None:
    """Interval of the (weighted) mean of one value a row; rows are their own clusters unless told otherwise.

    None of one cluster, which tells nothing of the others.
    """
    value = np.asarray(values, np.float64)
    mass = np.ones(len(value)) if weights is None else np.asarray(weights, np.float64)
    units = range(len(value)) if clusters is None else clusters
    table = np.column_stack([value * mass, mass])
    low, high = cluster_bootstrap(
        table, units, lambda sums: sums[:, 0] / sums[:, 1], replicates=replicates, seed=seed, level=level
    )
    return None if math.isnan(low) else (float(low), float(high))


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
    draws, _ = _draws(table, clusters, lambda sums: sums[:, 0] / sums[:, 1], replicates, seed)
    if len(names) < 2:
        return Paired(mean, 1.0), None
    differing = int((np.abs(np.bincount(member, gap)) > _NOTHING).sum())
    error = float(draws.std()) * math.sqrt(len(names) / (len(names) - 1))
    p = 2 * float(stats.t.sf(abs(mean) / error, len(names) - 1)) if error else 0.0
    reach = _reach(len(names), level) * float(draws.std())
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


def brier(probabilities: Sequence[Sequence[float]], answers: Sequence[int]) -> float:
    """Mean over items of the squared distance between the probabilities and the answer: 0 to 2 (Brier 1950).

    Items may have different numbers of choices; `answers` index them.
    """
    if len(probabilities) != len(answers) or not len(answers):
        raise ValueError(f"{len(probabilities)} rows of probabilities but {len(answers)} answers")
    return float(np.mean([_squared(row, answer) for row, answer in zip(probabilities, answers, strict=True)]))


def _squared(row: Sequence[float], answer: int) -> float:
    return float(sum(value**2 for value in row) - 2 * row[answer] + 1)


def calibration_error(confidence: ArrayLike, right: ArrayLike, bins: int = BINS) -> float:
    """Expected calibration error: |share right - mean confidence| over equally wide bins of confidence, by their size.

    A bin holds its upper edge, the first one also 0.
    """
    sure, hit = np.asarray(confidence, np.float64), np.asarray(right, np.float64)
    if sure.shape != hit.shape or not sure.size:
        raise ValueError(f"{sure.size} confidences but {hit.size} outcomes")
    if not ((sure >= 0) & (sure <= 1)).all():
        raise ValueError("confidences must lie between 0 and 1")
    # The same edges and the same side as scikit-learn's calibration_curve.
    place = np.searchsorted(np.linspace(0.0, 1.0, bins + 1)[1:-1], sure)
    return float(np.abs(np.bincount(place, hit - sure, bins)).sum() / len(sure))


def _gaps(left: ArrayLike, right: ArrayLike) -> Floats:
    mine, theirs = np.asarray(left, np.float64), np.asarray(right, np.float64)
    if mine.shape != theirs.shape or mine.ndim != 1 or len(mine) < 2:
        raise ValueError(f"a paired test needs two values or more of the same items, not {mine.size} and {theirs.size}")
    if not (np.isfinite(mine).all() and np.isfinite(theirs).all()):
        raise ValueError("a paired test needs finite values")
    return mine - theirs
