"""Distances between distributions over the choices of one question.

Ground distance: the positions of the choices on the question's ordered scale. A choice without a position ("don't
know") is as far from every other choice as the two ends of the scale are from each other, and 1 where no choice has a
position, so that unordered choices give the total variation.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from .protocols import numbers

Floats = NDArray[np.float64]
OFF_SCALE = -1.0
_EXACT = {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10}  # the least that HiGHS takes


def cost_matrix(positions: Sequence[float]) -> Floats:
    """Ground distance between choices, shape (k, k); a position below 0 means that the choice has none."""
    place = numbers(positions, "positions")
    placed = place >= 0
    if not np.isfinite(place).all():
        raise ValueError("positions must be finite numbers; -1 stands for none")
    span = float(np.ptp(place[placed])) if placed.any() else 0.0
    cost = np.abs(place[:, None] - place[None, :])
    cost[~(placed[:, None] & placed[None, :])] = span if span > 0 else 1.0
    np.fill_diagonal(cost, 0.0)
    return cost


def widest(positions: Sequence[float]) -> float:
    """The largest ground distance: what `wasserstein` is divided by to lie between 0 and 1. 0 for a single choice."""
    return float(cost_matrix(positions).max(initial=0.0))


def distribution(values: Sequence[float] | Floats) -> Floats:
    """Shares made to sum to 1. Raises ValueError for NaN, negative shares or nothing."""
    shares = numbers(values, "a distribution")
    with np.errstate(over="ignore"):
        total = shares.sum()
    if not np.isfinite(shares).all() or not np.isfinite(total) or (shares < 0).any() or total <= 0:
        raise ValueError("a distribution is a list of finite numbers of at least 0 whose sum is over 0")
    return np.asarray(shares / total, np.float64)


def wasserstein(p: Sequence[float] | Floats, q: Sequence[float] | Floats, positions: Sequence[float]) -> float:
    """1-Wasserstein distance in units of the scale. `p`, `q`, `positions`: one number a choice."""
    left, right = _pair(p, q, positions)
    place = np.asarray(positions, np.float64)
    if (place >= 0).all():
        order = np.argsort(place, kind="stable")
        gaps = np.diff(place[order])
        return float(np.abs(np.cumsum((left - right)[order])[:-1]) @ gaps)
    if (place < 0).all():
        return float(np.abs(left - right).sum() / 2)
    return transport(left, right, cost_matrix(positions))


def transport(p: Sequence[float] | Floats, q: Sequence[float] | Floats, cost: Floats) -> float:
    """Least cost of moving `p` into `q` for any ground cost (k, k): the optimal-transport linear programme."""
    left, right = distribution(p), distribution(q)
    size = len(left)
    if cost.shape != (size, size) or len(right) != size:
        raise ValueError(f"the cost matrix must be {size} by {size}, one row and column a choice")
    # The solver's tolerances are absolute: it gets costs in units of the largest, whatever the unit of the scale.
    unit = float(np.abs(cost).max(initial=0.0)) or 1.0
    rows = np.kron(np.eye(size), np.ones(size))
    columns = np.kron(np.ones(size), np.eye(size))
    # The last column's equation follows from the others; left out, rounding cannot make the programme infeasible.
    shares = np.concatenate([left, right[:-1]])
    equations = np.vstack([rows, columns[:-1]])
    answer = linprog(cost.ravel() / unit, A_eq=equations, b_eq=shares, method="highs", options=_EXACT)
    if not answer.success:
        raise ValueError(f"the transport problem was not solved: {answer.message}")
    return max(0.0, float(answer.fun) * unit)


def total_variation(p: Sequence[float] | Floats, q: Sequence[float] | Floats) -> float:
    """Half the sum of absolute differences, 0 to 1."""
    left, right = _pair(p, q, p)
    return float(np.abs(left - right).sum() / 2)


def jensen_shannon(p: Sequence[float] | Floats, q: Sequence[float] | Floats) -> float:
    """Jensen-Shannon distance, the root of the divergence in bits, 0 to 1."""
    left, right = _pair(p, q, p)
    both = left + right
    bits = sum(float(side[side > 0] @ np.log2(2 * side[side > 0] / both[side > 0])) for side in (left, right))
    return float(np.sqrt(max(bits / 2, 0.0)))


def worst(q: Sequence[float] | Floats, positions: Sequence[float]) -> dict[str, float]:
    """The largest distances that any distribution can have from `q`: the price of an unreadable prediction."""
    right = distribution(q)
    corners = np.eye(len(right))
    far = float((cost_matrix(positions) @ right).max(initial=0.0))
    return {
        "wasserstein": far,
        "wasserstein_normalized": far / widest(positions) if len(right) > 1 else 0.0,
        "total_variation": max(total_variation(corner, right) for corner in corners),
        "jensen_shannon": max(jensen_shannon(corner, right) for corner in corners),
    }


def distances(p: Sequence[float] | Floats, q: Sequence[float] | Floats, positions: Sequence[float]) -> dict[str, float]:
    """All distances between two distributions over the same choices."""
    moved = wasserstein(p, q, positions)
    span = widest(positions)
    return {
        "wasserstein": moved,
        "wasserstein_normalized": moved / span if span else 0.0,
        "total_variation": total_variation(p, q),
        "jensen_shannon": jensen_shannon(p, q),
    }


def _pair(
    p: Sequence[float] | Floats, q: Sequence[float] | Floats, positions: Sequence[float] | Floats
) -> tuple[Floats, Floats]:
    left, right = distribution(p), distribution(q)
    if not len(left) == len(right) == len(positions):
        raise ValueError(f"distributions over {len(left)} and {len(right)} choices with {len(positions)} positions")
    return left, right
