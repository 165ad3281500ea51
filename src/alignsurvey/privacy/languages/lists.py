"""Word lists of the recognisers, named `<language>/<list>`: words between spaces, or an entry a line; a `#`
begins a note."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def lines(name: str) -> tuple[str, ...]:
    """The entries of a list with one entry a line, such as "en/states"."""
    language, entry = name.split("/")
    text = files(__package__).joinpath(language, "lists", f"{entry}.txt").read_text(encoding="utf-8")
    return tuple(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


@cache
def listed(name: str) -> tuple[str, ...]:
    """The words of a list, in order."""
    return tuple(word for line in lines(name) for word in line.split())


@cache
def words(name: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(listed(name))


@cache
def pairs(name: str) -> tuple[tuple[str, str], ...]:
    """The entries of a list of "one | other" lines."""
    return tuple((one, other) for one, other in (line.split(" | ") for line in lines(name)))
