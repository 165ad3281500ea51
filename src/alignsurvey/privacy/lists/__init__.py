"""Word lists of the recognisers, a text file each: words between spaces, or an entry a line; `#` begins a note."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def lines(name: str) -> tuple[str, ...]:
    """The entries of a list with one entry a line."""
    text = files(__package__).joinpath(f"{name}.txt").read_text(encoding="utf-8")
    return tuple(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


@cache
def listed(name: str) -> tuple[str, ...]:
    """The words of a list, in order."""
    return tuple(word for line in lines(name) for word in line.split())


@cache
def words(name: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(listed(name))
