"""Estimates from few human answers and many predictions: prediction-powered inference, for survey samples.

The predictions' mean over those who were not asked, plus the mean error of the predictions among those who were
(Angelopoulos et al. 2023, Science 382), with the weight of the predictions that makes the error least (PPI++,
Angelopoulos, Duchi and Zrnic 2023). However bad the predictions are, the estimate is centred at the truth; the better
they are, the narrower is its interval. Means and errors are those of the survey design: weights, strata, PSUs.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from .intervals import LEVEL, Floats
from .survey_design import Design, linearised_variance, student

_NOTHING = 1e-18  # a variance that is 0 but for rounding


@dataclass(frozen=True)
class Rectified:
    """A mean (or a share) from a pilot of human answers and predictions for everyone.

    Attributes:
        value: the rectified estimate.
        error: its standard error.
        interval: its interval, 95% unless asked otherwise.
        tuning: weight of the predictions, 0 (they tell nothing) to 1.
        pilot: the mean of the human answers alone.
        pilot_interval: its interval.
        predicted: the mean of the predictions alone, over everyone who was not asked.
        effective_interviews: size of a pilot without predictions that would be as precise.
        interviews: size of the pilot: its PSUs (respondents).
    """

    value: float
    error: float
    interval: tuple[float, float]
    tuning: float
    pilot: float
    pilot_interval: tuple[float, float]
    predicted: float
    effective_interviews: float | None
    interviews: int


def rectified_mean(
    answers: ArrayLike,
    predictions: ArrayLike,
    pilot: Design,
    other_predictions: ArrayLike,
    others: Design,
    *,
    tuning: float | None = None,
    level: float = LEVEL,
) -> Rectified:
    """The mean over a population from a pilot's answers and predictions for the pilot and for others.

    Args:
        answers: what the pilot's people said, one number a row (1 and 0 for a share).
        predictions: what the model predicts for them.
        pilot: how they were sampled.
        other_predictions: what it predicts for people who were not asked.
        others: how those were sampled; a sample apart from the pilot, of the same population.
        tuning: weight of the predictions; by default the one that makes the error least, cut to 0 to 1.

    Raises:
        ValueError: columns of unequal length, numbers that are not finite, or a pilot without degrees of freedom.
    """
    said, guess = _column(answers, pilot, "answers"), _column(predictions, pilot, "predictions")
    rest = _column(other_predictions, others, "other predictions")
    free = pilot.degrees_of_freedom
    if free < 1:
        raise ValueError("the pilot needs more PSUs (respondents) than strata; ask more people")
    covariance = linearised_variance(np.column_stack([_influence(said, pilot), _influence(guess, pilot)]), pilot)
    apart = linearised_variance(_influence(rest, others), others)
    weight = _least_error(covariance, apart) if tuning is None else tuning
    pilot_reach = student(level, free) * math.sqrt(covariance[0, 0])
    if tuning is None and free > 1:
        # The tuning fits the pilot better than it fits anybody else, as one more variable of a regression does.
        covariance = covariance * (free / (free - 1))
    variance = covariance[0, 0] - 2 * weight * covariance[0, 1] + weight**2 * (covariance[1, 1] + apart)
    error = math.sqrt(max(variance, 0.0))
    alone = _mean(said, pilot)
    value = alone + weight * (_mean(rest, others) - _mean(guess, pilot))
    reach = student(level, max(free - (tuning is None), 1)) * error  # one for the tuning, which the pilot chose
    worth = float(pilot.psus * covariance[0, 0] / variance) if variance > 0 else None
    return Rectified(
        value,
        error,
        (value - reach, value + reach),
        weight,
        alone,
        (alone - pilot_reach, alone + pilot_reach),
        _mean(rest, others),
        worth,
        pilot.psus,
    )


def rectified_shares(
    answers: Sequence[int],
    predictions: Sequence[Sequence[float]],
    pilot: Design,
    other_predictions: Sequence[Sequence[float]],
    others: Design,
    *,
    level: float = LEVEL,
) -> list[Rectified]:
    """The share of each choice: `rectified_mean` of each, with answers as indices and predictions as probabilities.

    Raises ValueError as `rectified_mean` does.
    """
    guesses, rest = np.asarray(predictions, np.float64), np.asarray(other_predictions, np.float64)
    said = np.eye(guesses.shape[1])[np.asarray(answers, np.int64)]
    columns = range(guesses.shape[1])
    return [rectified_mean(said[:, k], guesses[:, k], pilot, rest[:, k], others, level=level) for k in columns]


def _least_error(covariance: Floats, apart: float) -> float:
    spread = covariance[1, 1] + apart
    return float(np.clip(covariance[0, 1] / spread, 0.0, 1.0)) if spread > _NOTHING else 0.0


def _column(values: ArrayLike, design: Design, what: str) -> Floats:
    column = np.asarray(values, np.float64)
    if column.shape != design.weights.shape:
        raise ValueError(f"{column.size} {what} but {design.weights.size} weights")
    if not np.isfinite(column).all():
        raise ValueError(f"{what} must be finite numbers")
    return column


def _mean(values: Floats, design: Design) -> float:
    return float(design.weights @ values / design.weights.sum())


def _influence(values: Floats, design: Design) -> Floats:
    """Influence of each row on the mean, as it would be without its PSU: a heavy one pulls the mean to itself, which
    makes plain residuals too small where weights differ and people are few (the jackknife's correction)."""
    share = np.bincount(design.psu, design.weights) / design.weights.sum()
    plain = design.weights * (values - _mean(values, design)) / design.weights.sum()
    return np.asarray(plain / (1 - np.minimum(share, 0.5)[design.psu]), np.float64)
