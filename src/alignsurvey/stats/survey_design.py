"""Weighted figures of a complex survey sample, with errors that know its strata, primary sampling units and weights.

Errors by Taylor linearisation with PSUs drawn with replacement within strata (Wolter 2007, chapter 6), by replicate
weights, or by a bootstrap of PSUs (Rao and Wu 1988). A stratum with a single PSU says nothing of its own spread: it is
centred at the grand mean (as `lonely.psu="adjust"` of R's survey package), and counted.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .intervals import LEVEL, REPLICATES, Floats

Ints = NDArray[np.int64]
_CELLS = 4_000_000  # resampling counts held at once, 32 MB


@dataclass(frozen=True)
class Design:
    """How each row was sampled: its weight, and numbers of its stratum and its PSU (PSUs are numbered through)."""

    weights: Floats
    stratum: Ints
    psu: Ints
    stratum_of_psu: Ints

    @property
    def psus(self) -> int:
        """Number of PSUs."""
        return len(self.stratum_of_psu)

    @property
    def sizes(self) -> Ints:
        """PSUs of each stratum."""
        return np.bincount(self.stratum_of_psu)

    @property
    def single_psu_strata(self) -> int:
        """Strata with one PSU, which are centred at the grand mean."""
        return int((self.sizes == 1).sum())

    @property
    def degrees_of_freedom(self) -> int:
        """PSUs less strata."""
        return self.psus - len(self.sizes)


@dataclass(frozen=True)
class Estimate:
    """A figure with its design-based error.

    `interval` (95% unless asked otherwise) is Student's with PSUs less strata degrees of freedom, None without any.
    `design_effect` is the variance over that of a simple random sample of as many rows, `effective_n` the size of a
    simple random sample with the same error; both None where the values do not vary.
    """

    value: float
    error: float | None
    interval: tuple[float, float] | None
    design_effect: float | None
    effective_n: float | None
    n: int
    psus: int
    strata: int
    single_psu_strata: int


def survey_design(weights: ArrayLike, strata: Sequence[Any] | None = None, psu: Sequence[Any] | None = None) -> Design:
    """The design of a sample.

    Args:
        weights: one number of at least 0 a row.
        strata: stratum of each row, by any name; one stratum by default.
        psu: primary sampling unit of each row (of a record its respondent, where the survey has no PSUs); by default
            each row is its own. The same name in two strata is two PSUs.

    Raises:
        ValueError: missing, negative or all-zero weights, or columns of unequal length.
    """
    mass = np.asarray(weights, np.float64)
    bad = np.flatnonzero(~np.isfinite(mass) | (mass < 0))
    if mass.ndim != 1 or not mass.size or bad.size or not mass.sum() > 0:
        where = f" (row {bad[0]})" if bad.size else ""
        raise ValueError(f"weights must be numbers of at least 0, one a row, with a sum over 0{where}")
    for name, column in (("strata", strata), ("psu", psu)):
        if column is not None and len(column) != len(mass):
            raise ValueError(f"{len(mass)} weights but {len(column)} {name}")
    stratum = _numbered([0] * len(mass) if strata is None else strata)
    member = _numbered(range(len(mass)) if psu is None else list(zip(stratum.tolist(), psu, strict=True)))
    owner = np.zeros(int(member.max()) + 1, np.int64)
    owner[member] = stratum
    return Design(mass, stratum, member, owner)


def _numbered(names: Any) -> Ints:
    place: dict[Any, int] = {}
    return np.fromiter((place.setdefault(name, len(place)) for name in names), np.int64)


def linearised_variance(influence: ArrayLike, design: Design) -> Any:
    """Variance of a figure from the influence of each row on it (its weight included).

    Args:
        influence: (n,), or (n, k) for k figures; sums to 0 over the rows.

    Returns:
        A number, or the covariance matrix (k, k).
    """
    rows = np.asarray(influence, np.float64)
    table = rows[:, None] if rows.ndim == 1 else rows
    sums = np.zeros((design.psus, table.shape[1]))
    np.add.at(sums, design.psu, table)
    sizes = design.sizes[design.stratum_of_psu]
    means = np.zeros((len(design.sizes), table.shape[1]))
    np.add.at(means, design.stratum_of_psu, sums)
    means /= design.sizes[:, None]
    centre = np.where(sizes[:, None] > 1, means[design.stratum_of_psu], sums.mean(axis=0))
    scale = np.where(sizes > 1, sizes / np.maximum(sizes - 1, 1), 1.0)
    found = (sums - centre).T @ ((sums - centre) * scale[:, None])
    return float(found[0, 0]) if rows.ndim == 1 else found


def weighted_mean(values: ArrayLike, design: Design, *, level: float = LEVEL) -> Estimate:
    """The weighted mean of one value a row (1 and 0: a share) with its design-based error."""
    value, mass = np.asarray(values, np.float64), design.weights
    if value.shape != mass.shape:
        raise ValueError(f"{value.size} values but {mass.size} weights")
    total = mass.sum()
    mean = float(mass @ value / total)
    variance = linearised_variance(mass * (value - mean) / total, design)
    n = int((mass > 0).sum())
    simple = float(mass @ (value - mean) ** 2 / total) / max(n - 1, 1)
    effect = variance / simple if simple > 0 and variance > 0 else None
    return _estimate(mean, variance, design, level, n, effect)


def _estimate(value: float, variance: float, design: Design, level: float, n: int, effect: float | None) -> Estimate:
    free = design.degrees_of_freedom
    error = math.sqrt(variance) if design.psus > 1 else None
    interval = None
    if error is not None and free > 0:
        reach = student(level, free) * error
        interval = (value - reach, value + reach)
    size = n / effect if effect else None
    counts = (n, design.psus, len(design.sizes), design.single_psu_strata)
    return Estimate(value, error, interval, effect, size, *counts)


def student(level: float, free: int) -> float:
    """Errors on each side of an interval with so many degrees of freedom."""
    from scipy import stats

    return float(stats.t.ppf((1 + level) / 2, free))


def kish_effect(weights: ArrayLike) -> float:
    """Design effect of unequal weights alone: n times the sum of squares over the square of the sum (Kish 1965)."""
    mass = np.asarray(weights, np.float64)
    return float(len(mass) * (mass**2).sum() / mass.sum() ** 2)


SCALES: dict[str, Callable[[int, float], float]] = {
    "brr": lambda count, fay: 1 / (count * (1 - fay) ** 2),
    "bootstrap": lambda count, fay: 1 / count,
    "jackknife": lambda count, fay: (count - 1) / count,  # JK1: one PSU left out of an unstratified sample
    "jackknife_2": lambda count, fay: 1.0,  # JK2: one of a pair of PSUs left out
}


def replicate_variance(replicates: ArrayLike, estimate: Any, kind: str = "bootstrap", fay: float = 0.0) -> Any:
    """Variance of figures from their values under replicate weights, around the figure of the full sample.

    Args:
        replicates: (R,) or (R, k), one row for each set of replicate weights.
        estimate: the figure under the full weights, a number or (k,).
        kind: "brr" (with Fay's `fay`), "bootstrap", "jackknife" (JK1) or "jackknife_2" (JK2).

    Raises:
        ValueError: an unknown kind, or `fay` outside 0 to 1.
    """
    if kind not in SCALES or not 0 <= fay < 1:
        raise ValueError(f"replicate weights of kind {kind!r} (fay {fay}): known are {', '.join(SCALES)}, fay 0 to 1")
    draws = np.asarray(replicates, np.float64)
    return SCALES[kind](len(draws), fay) * ((draws - np.asarray(estimate)) ** 2).sum(axis=0)


def bootstrap_weights(design: Design, replicates: int = REPLICATES, seed: int = 42) -> Any:
    """Factors on the weights of each PSU, in blocks of (some replicates, PSUs), of the rescaling bootstrap.

    Of the m PSUs of a stratum m - 1 are drawn with replacement, and weights are multiplied by m / (m - 1) times how
    often each was drawn (Rao, Wu and Yue 1992). Strata with a single PSU are drawn together as one stratum, a lone one
    together with the first other stratum.
    """
    sizes = design.sizes
    lonely = np.flatnonzero(sizes == 1)
    merged = np.arange(len(sizes))
    if len(lonely):
        others = np.flatnonzero(sizes > 1)
        merged[lonely] = lonely[0] if len(lonely) > 1 or not len(others) else others[0]
    stratum = merged[design.stratum_of_psu]
    random = np.random.default_rng(seed)
    block = max(1, _CELLS // design.psus)
    for start in range(0, replicates, block):
        count = min(block, replicates - start)
        factors = np.ones((count, design.psus))
        for name in np.unique(stratum):
            own = np.flatnonzero(stratum == name)
            if len(own) > 1:
                drawn = random.multinomial(len(own) - 1, np.full(len(own), 1 / len(own)), size=count)
                factors[:, own] = drawn * (len(own) / (len(own) - 1))
        yield factors


def design_bootstrap(
    values: ArrayLike,
    design: Design,
    statistic: Callable[[Floats], Floats],
    *,
    replicates: int = REPLICATES,
    seed: int = 42,
    level: float = LEVEL,
) -> tuple[Floats, Floats]:
    """Interval of a statistic of weighted column sums, by `bootstrap_weights`.

    Args:
        values: (rows, columns), not yet weighted.
        statistic: maps weighted sums (replicates, columns) to (replicates, ...).

    Returns:
        Lower and upper end, each (...): Student's interval with the error of the replicates; NaN without degrees of
        freedom.
    """
    table = np.asarray(values, np.float64) * design.weights[:, None]
    sums = np.zeros((design.psus, table.shape[1]))
    np.add.at(sums, design.psu, table)
    draws = np.concatenate([np.asarray(statistic(part @ sums)) for part in bootstrap_weights(design, replicates, seed)])
    whole = np.asarray(statistic(sums.sum(axis=0)[None, :]))[0]
    if design.degrees_of_freedom < 1:
        return np.full_like(whole, np.nan), np.full_like(whole, np.nan)
    # Around the figure of the full sample, as other replicate weights.
    reach = student(level, design.degrees_of_freedom) * np.sqrt(np.nanmean((draws - whole) ** 2, axis=0))
    return whole - reach, whole + reach
