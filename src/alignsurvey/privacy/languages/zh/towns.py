"""Chinese places in text: runs of administrative names, down to town and village."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from ....files.errors import require
from .names import odds
from .places import gazetteer

_SIGN = "(?![我你他她在是的和有])[一-鿿]{1,4}?"
_TAIL = f"(?:{_SIGN}(?:镇|乡|街道|苏木))?(?:{_SIGN}(?:村|屯|寨|社区|生产队))?"
_BELOW = "(?:的|下面的|底下的|下边的|那边的|下属的|下头的|管的)(?=[一-鿿]{1,4}(?:镇|乡|村|街道|屯|寨))"
_STEM = r"(?![这那我你他她它们一两几个哪某全本外邻古各农乡城渔山新老大小的在从到去回住是有和])[一-鿿]{2,3}"
_CONTEXT = r"(?:老家|家乡|家在|住在|住|来自|生在|长在|是|在|从|到|回|去|嫁到|搬到|叫|县|市|镇|乡)"


@cache
def _patterns() -> tuple[Any, Any]:
    regex = require("regex", "privacy")
    tail = regex.compile(rf"{_BELOW}{_TAIL}|{_TAIL}")
    town = regex.compile(
        rf"{_CONTEXT}(?P<town>{_STEM}(?:镇|乡|村|屯|寨|苏木)(?:[一-鿿]{{1,3}}村)?)(?![里上民庄镇长干委])"
    )
    return tail, town


@cache
def _names() -> tuple[frozenset[str], frozenset[str], tuple[int, ...]]:
    """The administrative names, the two signs that each begins with, and their lengths, the longest first."""
    table = gazetteer()
    names = frozenset({*table.provinces, *table.prefectures, *table.counties})
    return names, frozenset(name[:2] for name in names), tuple(sorted({len(name) for name in names}, reverse=True))


def _runs(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of runs of administrative names, each name the longest that stands there."""
    names, starts, sizes = _names()
    place, begin = 0, -1
    while place < len(text) - 1:
        size = 0
        if text[place : place + 2] in starts:
            size = next((size for size in sizes if text[place : place + size] in names), 0)
        if size:
            begin = place if begin < 0 else begin
        elif begin >= 0:
            yield begin, place
            begin = -1
        place += size or 1
    if begin >= 0:
        yield begin, place


def find(text: str, words: list[str]) -> list[tuple[int, int, float]]:
    """(start, end, score) of places, each from its broadest name down to the village."""
    borders, place = {0}, 0
    for word in words:
        place += len(word)
        borders.add(place)
    tail, town = _patterns()
    table = gazetteer()
    found = []
    for start, stop in _runs(text):
        end = tail.match(text, stop).end()
        admin = text[start:stop]
        if start not in borders and admin[-1] not in "省市县区":
            continue
        if end == stop and stop not in borders and text[stop] not in "的人":
            continue
        if admin in table.loose and end == stop and odds().words.get(admin, (0, ""))[1] != "ns":
            continue
        found.append((start, end, 0.85))
    found.extend((*match.span("town"), 0.6) for match in town.finditer(text) if _unknown(match.group("town")))
    return found


def _unknown(town: str) -> bool:
    """A word of the dictionary that is no place name is no town."""
    count, tag = odds().words.get(town, (0, "ns"))
    return tag in ("ns", "nr", "nz", "nrt") or count == 0
