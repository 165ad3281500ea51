"""Figures by which other studies judge predicted answers, computed as their papers define them.

SimBench (arXiv 2510.17516) scores distributions of groups; the digital-twin studies (arXiv 2509.19088) compare each
person's answers with the twin's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

_FLAT = 1e-12  # a standard deviation that is 0 but for rounding


def simbench_score(
    predicted: Sequence[Sequence[float]], real: Sequence[Sequence[float]], datasets: Sequence[Any] | None = None
) -> float | None:
    """SimBench's score: 100 is perfect, 0 as good as saying that all answers are equally likely, below 0 worse.

    100 (1 - TV / TV of the uniform distribution), with total variation from the real distribution; the uniform's is
    averaged over the questions of a data set, as in the study's code.

    Args:
        predicted: for each question or group a share of each choice.
        real: the shares of the respondents.
        datasets: the data set of each; one by default.

    Returns:
        The mean over questions; None where the real shares are uniform in all.

    Raises:
        ValueError: lists of unequal length, or none.
    """
    names = [0] * len(real) if datasets is None else list(datasets)
    if not len(real) or len(predicted) != len(real) or len(names) != len(real):
        raise ValueError(f"{len(predicted)} predicted distributions, {len(real)} real ones, {len(names)} data sets")
    moved = np.array([_variation(p, q) for p, q in zip(predicted, real, strict=True)])
    uniform = np.array([_variation(np.full(len(q), 1 / len(q)), q) if len(q) > 1 else np.nan for q in real])
    scores = []
    for name in dict.fromkeys(names):
        own = np.array([other == name for other in names]) & ~np.isnan(uniform)
        norm = uniform[own].mean() if own.any() else 0.0
        if norm > 0:
            scores.append(100 * (1 - moved[own] / norm))
    return float(np.concatenate(scores).mean()) if scores else None


def _variation(p: ArrayLike, q: ArrayLike) -> float:
    left, right = np.asarray(p, np.float64), np.asarray(q, np.float64)
    if left.shape != right.shape:
        raise ValueError(f"a distribution over {left.size} choices beside one over {right.size}")
    return float(np.abs(left / left.sum() - right / right.sum()).sum() / 2)


@dataclass(frozen=True)
class TwinFigures:
    """How a person's predicted answers to one item compare with the real ones, over the people who were asked.

    `correlation` is Pearson's, None where either side does not vary; `accuracy` one minus the mean absolute difference
    over the item's range; `spread_ratio` the standard deviation of the predictions over that of the answers, None where
    the answers do not vary.
    """

    correlation: float | None
    accuracy: float
    spread_ratio: float | None
    n: int


def twin_figures(predicted: ArrayLike, answers: ArrayLike, lowest: float, highest: float) -> TwinFigures:
    """Compare predicted with real answers to one item.

    Args:
        predicted: for each person the expected value of the predicted distribution, on the item's scale.
        answers: the real answers, on the same scale.
        lowest: the scale's lowest position.
        highest: its highest.

    Raises:
        ValueError: lists of unequal length or none, or a scale without length.
    """
    mine, theirs = np.asarray(predicted, np.float64), np.asarray(answers, np.float64)
    if mine.shape != theirs.shape or mine.ndim != 1 or not mine.size:
        raise ValueError(f"{mine.size} predictions but {theirs.size} answers")
    if not highest > lowest:
        raise ValueError(f"a scale from {lowest:g} to {highest:g} has no length")
    spread, real = float(mine.std()), float(theirs.std())
    together = float(((mine - mine.mean()) * (theirs - theirs.mean())).mean())
    return TwinFigures(
        together / (spread * real) if spread > _FLAT and real > _FLAT else None,
        float(1 - np.abs(mine - theirs).mean() / (highest - lowest)),
        spread / real if real > _FLAT else None,
        len(mine),
    )


@dataclass(frozen=True)
class TwinSummary:
    """Means over items, with 95% intervals over items; `constant` counts items whose predictions do not vary."""

    correlation: float | None
    correlation_interval: tuple[float, float] | None
    accuracy: float
    accuracy_interval: tuple[float, float] | None
    spread_ratio: float | None
    spread_ratio_interval: tuple[float, float] | None
    items: int
    constant: int


def summarise_twins(items: Sequence[TwinFigures]) -> TwinSummary:
    """The study's averages over items; an item without a correlation is counted, and never taken for 0.

    Raises ValueError for no items.
    """
    if not items:
        raise ValueError("there are no items with a scale to compare")
    figures = [
        [value for value in column if value is not None]
        for column in zip(*((item.correlation, item.accuracy, item.spread_ratio) for item in items), strict=True)
    ]
    (r, r_ends), (accuracy, accuracy_ends), (ratio, ratio_ends) = map(_mean, figures)
    constant = sum(item.correlation is None for item in items)
    return TwinSummary(r, r_ends, float(accuracy or 0.0), accuracy_ends, ratio, ratio_ends, len(items), constant)


def _mean(values: Sequence[float]) -> tuple[float | None, tuple[float, float] | None]:
    """Mean and its interval (Student's, over items)."""
    if not values:
        return None, None
    mean = float(np.mean(values))
    if len(values) < 2:
        return mean, None
    from scipy import stats

    reach = float(stats.t.ppf(0.975, len(values) - 1) * np.std(values, ddof=1) / np.sqrt(len(values)))
    return mean, (mean - reach, mean + reach)
