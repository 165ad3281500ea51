"""Word lists of the made-up talk, named `<language>/<list>`: words between commas; `#` begins a note."""

from __future__ import annotations

from functools import cache
from pathlib import Path

HERE = Path(__file__).parent


@cache
def words(name: str) -> tuple[str, ...]:
    """The words of a list such as "en/nicknames"."""
    return tuple(word.strip() for line in _lines(name) for word in line.split(",") if word.strip())


@cache
def table(name: str) -> dict[str, tuple[str, ...]]:
    """The words of a list with lines "slot: word, word"."""
    pairs = (line.split(": ", 1) for line in _lines(name))
    return {slot: tuple(word.strip() for word in words.split(",")) for slot, words in pairs}


def _lines(name: str) -> list[str]:
    language, entry = name.split("/")
    text = (HERE / language / "lists" / f"{entry}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
