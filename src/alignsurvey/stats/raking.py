"""Raking: weights under which a sample has given margins (Deming and Stephan 1940)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
TOLERANCE = 1e-6  # largest difference of a share from its margin at which raking stops
ROUNDS = 1000


@dataclass(frozen=True)
class Raked:
    """Weights with a mean of 1 (near it, where they were cut), the rounds it took, and the largest difference left to a
    margin."""

    weights: Floats
    rounds: int
    difference: float


def rake(
    columns: Mapping[str, Sequence[Any]],
    margins: Mapping[str, Mapping[Any, float]],
    base: ArrayLike | None = None,
    *,
    bounds: tuple[float, float] | None = None,
) -> Raked:
    """Weights under which each column has its margin.

    Args:
        columns: for each variable its value in every row; None where it is missing. Rows without a value keep their
            weight in that variable's turn, so that they neither gain nor lose by it.
        margins: for each variable the share of each value, adding up to 1 (or 100).
        base: weights to start from, such as design weights; 1 each by default.
        bounds: least and largest weight, in units of the mean; weights are cut there after every round, and the margins
            are met as nearly as that allows.

    Raises:
        ValueError: margins that do not add up, values without a margin, margins of values that nobody has, or margins
            that cannot be met together. The message says which, and what to do.
    """
    if not margins:
        raise ValueError("there are no margins; give the share of each value of at least one variable")
    codes = {name: _coded(name, columns, wanted) for name, wanted in margins.items()}
    shares = {name: _shares(name, wanted) for name, wanted in margins.items()}
    count = len(next(iter(codes.values())))
    start = np.ones(count) if base is None else np.asarray(base, np.float64)
    if len(start) != count or not np.isfinite(start).all() or (start < 0).any() or not start.sum() > 0:
        raise ValueError("base weights must be numbers of at least 0, one a row, with a sum over 0")
    for name, code in codes.items():
        _check_met(name, code, start, list(margins[name]))
    weights = start / start.mean()
    for step in range(1, ROUNDS + 1):
        for name, code in codes.items():
            weights = _adjusted(weights, code, shares[name])
        if bounds:
            weights = np.clip(weights / weights.mean(), *bounds)
        difference = max(_difference(weights, code, shares[name]) for name, code in codes.items())
        if difference < TOLERANCE:
            return Raked(weights if bounds else weights / weights.mean(), step, difference)
    if bounds:
        return Raked(weights, ROUNDS, difference)  # as near as the bounds let them come
    raise ValueError(f"these margins cannot be met together (off by {difference:.1%}); merge values that few rows have")


def _coded(name: str, columns: Mapping[str, Sequence[Any]], wanted: Mapping[Any, float]) -> NDArray[np.int64]:
    """Place of each row's value among the margin's values, -1 where it is missing."""
    if name not in columns:
        raise ValueError(f"variable {name!r} is not in the data; known: {', '.join(list(columns)[:12])}")
    place = {value: number for number, value in enumerate(wanted)}
    strange = [value for value in dict.fromkeys(columns[name]) if value is not None and value not in place]
    if strange:
        raise ValueError(
            f"variable {name!r}: no margin for the value {strange[0]!r}; give its share, or make it missing"
        )
    return np.array([-1 if value is None else place[value] for value in columns[name]], np.int64)


def _shares(name: str, wanted: Mapping[Any, float]) -> Floats:
    values = np.array([float(share) for share in wanted.values()])
    total = values.sum()
    if not np.isfinite(values).all() or (values <= 0).any():
        raise ValueError(f"variable {name!r}: shares must be numbers over 0; leave out values that nobody can have")
    if not (abs(total - 1) < 0.005 or abs(total - 100) < 0.5):
        raise ValueError(f"variable {name!r}: the shares add up to {total:g}; make it 1, or 100 for per cent")
    return np.asarray(values / total, np.float64)


def _check_met(name: str, code: NDArray[np.int64], start: Floats, values: Sequence[Any]) -> None:
    held = np.bincount(code[code >= 0], start[code >= 0], len(values))
    empty = np.flatnonzero(held <= 0)
    if len(empty):
        raise ValueError(
            f"variable {name!r}: nobody in the data has the value {values[empty[0]]!r}; merge it with another"
        )


def _adjusted(weights: Floats, code: NDArray[np.int64], wanted: Floats) -> Floats:
    known = code >= 0
    held = np.bincount(code[known], weights[known], len(wanted))
    factor = wanted * held.sum() / held
    return np.where(known, weights * factor[np.where(known, code, 0)], weights)


def _difference(weights: Floats, code: NDArray[np.int64], wanted: Floats) -> float:
    known = code >= 0
    held = np.bincount(code[known], weights[known], len(wanted))
    return float(np.abs(held / held.sum() - wanted).max())
