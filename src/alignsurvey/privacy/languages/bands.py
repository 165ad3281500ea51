"""Bands of ages and sums, the same in every language."""

from __future__ import annotations

_EDGES = (1, 1.5, 2, 3, 4, 5, 7.5, 10)
OLDEST = 90  # one band from here on: so few are older that five years would tell a person


def age_band(value: int) -> tuple[int, int]:
    """The five years that an age falls in, first and last."""
    low = value // 5 * 5
    return low, low + 4


def edges(value: float) -> tuple[float, float]:
    """The band that a sum falls in: its edges are 1, 1.5, 2, 3, 4, 5 and 7.5 times a power of ten."""
    power = 1.0
    while value >= power * 10:
        power *= 10
    low = max(edge for edge in _EDGES if edge * power <= value)
    return low * power, _EDGES[_EDGES.index(low) + 1] * power
