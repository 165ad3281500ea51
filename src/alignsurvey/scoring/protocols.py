"""The two ways of scoring, and the check that lists belong together."""

from __future__ import annotations

from collections.abc import Sized


def robust(protocol: str) -> bool:
    """Whether to score robustly; False for the authors' way. Raises ValueError for another name."""
    if protocol not in ("robust", "paper"):
        raise ValueError(f"unknown protocol {protocol!r}; known: robust, paper")
    return protocol == "robust"


def check_lengths(**lists: Sized) -> None:
    """Raises ValueError, naming both lists, unless all have the length of the first, which is over 0."""
    (first, items), *others = lists.items()
    if len(items) == 0:
        raise ValueError(f"{first} are empty: nothing to score")
    for name, other in others:
        if len(other) != len(items):
            raise ValueError(f"{len(items)} {first} but {len(other)} {name}")
