"""Uncertainty of scores: bootstrap clustered on the units that were sampled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

REPLICATES = 2000
LEVEL = 0.95
_CELLS = 4_000_000  # resampling counts held at once, 32 MB


def cluster_bootstrap(
    values: ArrayLike,
    clusters: Sequence[Any],
    statistic: Callable[[Floats], Floats],
    *,
    replicates: int = REPLICATES,
    seed: int = 42,
    level: float = LEVEL,
) -> tuple[Floats, Floats]:
    """Percentile interval of a statistic of column sums when whole clusters are drawn with replacement.

    `values`: (rows, columns), a numpy array or a scipy sparse matrix; `clusters`: the cluster (respondent) of each row.
    `statistic` maps sums (replicates, columns) to (replicates, ...). Returns the lower and the upper end, each (...).
    Raises ValueError for values and clusters of unequal length, or none.
    """
    from scipy import sparse

    place: dict[Any, int] = {}
    member = np.fromiter((place.setdefault(name, len(place)) for name in clusters), np.int64, len(clusters))
    table = sparse.csr_array(values)
    if table.shape[0] != len(member) or not len(member):
        raise ValueError(f"{table.shape[0]} rows of values but {len(member)} clusters")
    select = sparse.csr_array((np.ones(len(member)), (member, np.arange(len(member)))), (len(place), len(member)))
    sums = (select @ table).tocsr()
    draws = np.concatenate([np.asarray(statistic(part)) for part in _resampled(sums, replicates, seed)])
    tail = (1 - level) / 2
    low, high = np.nanquantile(draws, [tail, 1 - tail], axis=0)
    return low, high


def _resampled(sums: Any, replicates: int, seed: int) -> Any:
    """Column sums of resampled clusters, in blocks of (some replicates, columns)."""
    random = np.random.default_rng(seed)
    count = sums.shape[0]
    block = max(1, _CELLS // count)
    for start in range(0, replicates, block):
        size = min(block, replicates - start)
        drawn = random.integers(count, size=(size, count)) + count * np.arange(size)[:, None]
        times = np.bincount(drawn.ravel(), minlength=size * count).reshape(size, count)
        yield (sums.T @ times.T.astype(np.float64)).T


def mean_interval(
    values: ArrayLike,
    clusters: Sequence[Any] | None = None,
    weights: ArrayLike | None = None,
    *,
    replicates: int = REPLICATES,
    seed: int = 42,
    level: float = LEVEL,
) -> tuple[float, float]:
    """Interval of the (weighted) mean of one value a row; rows are their own clusters unless told otherwise."""
    value = np.asarray(values, np.float64)
    mass = np.ones(len(value)) if weights is None else np.asarray(weights, np.float64)
    units = range(len(value)) if clusters is None else clusters
    table = np.column_stack([value * mass, mass])
    low, high = cluster_bootstrap(
        table, units, lambda sums: sums[:, 0] / sums[:, 1], replicates=replicates, seed=seed, level=level
    )
    return float(low), float(high)
