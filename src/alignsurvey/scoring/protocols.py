"""The two ways of scoring, and checks of what a caller passes: one line that names the list and the row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Sized
from typing import Any

import numpy as np
from numpy.typing import NDArray

_LISTS = (Sequence, np.ndarray)


def robust(protocol: str) -> bool:
    """Whether to score robustly; False for the authors' way. Raises ValueError for another name."""
    if protocol not in ("robust", "paper"):
        raise ValueError(f"unknown protocol {protocol!r}; known: robust, paper")
    return protocol == "robust"


def stops(row: int, why: str) -> ValueError:
    """The error for a row on which the authors' published script raises, so that it has no figures to equal."""
    return ValueError(f"row {row}: {why}; the published script stops on such a file")


def without_roles(items: Any) -> Any:
    """A column in which lists of messages ({role, content}, as `completion` of the records) are the last one's text."""
    if isinstance(items, str | bytes | Mapping | set) or not hasattr(items, "__len__"):
        return items
    return [item[-1]["content"] if _is_talk(item) else item for item in items]


def _is_talk(item: Any) -> bool:
    """Whether an item is a list of messages."""
    if not isinstance(item, list | tuple) or not item:
        return False
    return all(isinstance(message, Mapping) and "content" in message for message in item)


def check_lengths(**lists: Sized) -> None:
    """Raises ValueError, naming the list, unless all are lists of the length of the first, which is over 0."""
    for name, items in lists.items():
        if isinstance(items, str | bytes | Mapping | set) or not hasattr(items, "__len__"):
            raise ValueError(f"{name} must be a list with one item a row, found {_kind(items)}")
    (first, items), *others = lists.items()
    if len(items) == 0:
        raise ValueError(f"{first} are empty: nothing to score")
    for name, other in others:
        if len(other) != len(items):
            raise ValueError(f"{len(items)} {first} but {len(other)} {name}")


def check_texts(**lists: Iterable[Any]) -> None:
    """Raises ValueError, naming the row, unless all items are texts, or None for a missing one. Shows no text."""
    for name, items in lists.items():
        if not set(map(type, items)) <= {str, type(None)}:
            _first_other(name, items, str | None, "texts (an empty one where it is missing)")


def check_names(**lists: Iterable[Any]) -> None:
    """Raises ValueError, naming the row, unless all items are texts or numbers."""
    for name, items in lists.items():
        if not set(map(type, items)) <= {str, int}:
            _first_other(name, items, str | int | float | np.generic, "texts or numbers")


def check_choices(items: Iterable[Any], missing: bool = False) -> None:
    """Raises ValueError, naming the row, unless every item is a list (or None where one may be missing)."""
    kinds = {list, tuple, type(None)} if missing else {list, tuple}
    if set(map(type, items)) <= kinds:
        return
    for row, item in enumerate(items):
        if not (isinstance(item, _LISTS) and not isinstance(item, str)) and not (missing and item is None):
            raise ValueError(f"row {row}: choices must be a list of texts, found {_kind(item)}")


def numbers(values: Any, what: str) -> NDArray[np.float64]:
    """A list as an array. Raises ValueError, with `what` in front, unless it is one list of numbers (or None: NaN)."""
    try:
        found = np.asarray(values, np.float64)
    except (TypeError, ValueError):
        found = np.empty((0, 0))
    if found.ndim != 1 or isinstance(values, str | Mapping | set):
        raise ValueError(f"{what} must be a list of numbers")
    return found


def masses(weights: Any, count: int) -> NDArray[np.float64]:
    """Weights of rows, 1 each where none are given. Raises ValueError unless they are usable, one a row."""
    if weights is None:
        return np.ones(count)
    found = numbers(weights, "weights")
    check_lengths(references=range(count), weights=found)
    with np.errstate(over="ignore"):
        total = found.sum()
    if not np.isfinite(found).all() or (found < 0).any() or not 0 < total < np.inf:
        raise ValueError("weights must be finite numbers of at least 0 with a sum over 0")
    return found


def _first_other(name: str, items: Iterable[Any], kinds: Any, wanted: str) -> None:
    for row, item in enumerate(items):
        if not isinstance(item, kinds) or (isinstance(item, float) and item != item):
            raise ValueError(f"row {row}: {name} must be {wanted}, found {_kind(item)}")


def _kind(item: Any) -> str:
    return "nothing" if item is None else "a text" if isinstance(item, str) else type(item).__name__
