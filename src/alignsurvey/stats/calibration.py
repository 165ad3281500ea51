"""Calibration: do probabilities say how often an answer is right?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

BINS = 15  # of the calibration error, equally wide: Guo et al. 2017, On calibration of modern neural networks


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
