"""Accuracy, precision, recall and F1 from class numbers, weighted, over any leading axes (bootstrap replicates)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def totals(reference: Ints, predicted: Ints, weights: Floats, classes: int) -> Floats:
    """Weight of hits, of predictions and of references by class, shape (3, classes).

    `predicted` is below 0 where the reply could not be read: it is no class, and a miss of its reference's class.
    """
    known = predicted >= 0
    hit = known & (predicted == reference)
    return np.stack(
        [
            np.bincount(reference[hit], weights[hit], classes),
            np.bincount(predicted[known], weights[known], classes),
            np.bincount(reference, weights, classes),
        ]
    ).astype(np.float64)


def ratio(above: Floats, below: Floats) -> Floats:
    """Quotient, 0 where the divisor is 0."""
    return np.divide(above, below, out=np.zeros_like(above), where=below > 0)


def by_class(sums: Floats) -> tuple[Floats, Floats, Floats]:
    """Precision, recall and F1 by class from `totals` (..., 3, classes); 0 where undefined."""
    hits, predicted, support = sums[..., 0, :], sums[..., 1, :], sums[..., 2, :]
    return ratio(hits, predicted), ratio(hits, support), ratio(2 * hits, predicted + support)


def macro(sums: Floats, block: Ints | None = None) -> tuple[Floats, Floats, Floats]:
    """Macro precision, recall and F1 over the classes that occur in the references.

    With `block` (the question of each class) the mean is taken within each question, then over questions. Classes are
    those of the references alone, so that they are the same for every model.
    """
    occurs = (sums[..., 2, :] > 0).astype(np.float64)
    blocks = np.zeros(occurs.shape[-1], np.int64) if block is None else block
    member = np.equal(blocks[:, None], np.unique(blocks)[None, :]).astype(np.float64)
    size = occurs @ member
    count = (size > 0).sum(axis=-1)
    scores = []
    for values in by_class(sums):
        mean = ratio((values * occurs) @ member, size)
        scores.append(ratio(mean.sum(axis=-1), np.asarray(count, np.float64)))
    return scores[0], scores[1], scores[2]
