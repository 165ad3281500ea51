"""Strings that are known to be personal, searched for however they are written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

from ..schema import InputError, read_jsonl

_GAP = r"[\s\-–—.()·•]{0,3}"


def normal(text: str) -> str:
    """Compatibility forms of Unicode, small letters: the form in which texts are searched."""
    return unicodedata.normalize("NFKC", text).casefold()


def pattern(value: str) -> re.Pattern[str] | None:
    """A pattern that finds `value` in either case and with other gaps; None for one too short to be told apart.

    Digits may be grouped in any way, spaces may be any white space; Latin words and numbers match only as wholes.
    """
    text = unicodedata.normalize("NFKC", value).strip()
    bare = re.sub(r"\W", "", text)
    if len(bare) < 2 or (bare.isascii() and len(bare) < 3):
        return None
    if sum(sign.isdigit() for sign in bare) >= max(5, 0.6 * len(bare)):
        body = _GAP.join(re.escape(sign) for sign in bare)
    else:
        body = r"\s*".join(re.escape(word) for word in text.split()) if not text.isascii() else _latin(text)
    left = r"(?<![A-Za-z0-9])" if bare[0].isascii() else ""
    right = r"(?![A-Za-z0-9])" if bare[-1].isascii() else ""
    return re.compile(left + body + right, re.IGNORECASE)


def _latin(text: str) -> str:
    return r"[\s,]+".join(re.escape(word.strip(",")) for word in text.split())


def occurrences(texts: Sequence[str], value: str) -> int:
    """How often a value stands in the texts."""
    found = pattern(value)
    if found is None:
        return 0
    return sum(len(found.findall(unicodedata.normalize("NFKC", text))) for text in texts)


def leaks(texts: Sequence[str], planted: Iterable[tuple[str, str]]) -> dict[str, int]:
    """How many planted values of each entity still stand in the texts; entities without one are absent.

    `planted` are (entity, value). Case, spacing, grouping of digits and full-width signs make no difference.
    """
    joined = unicodedata.normalize("NFKC", "\n\x00\n".join(texts))
    counts: dict[str, int] = {}
    for entity, value in sorted(set(planted)):
        found = pattern(value)
        if found is not None and found.search(joined):
            counts[entity] = counts.get(entity, 0) + 1
    return counts


def read_known(path: Path) -> list[tuple[str, str]]:
    """(entity, value) of a private list: JSON lines of {"entity", "text"}. Raises InputError without the values."""
    values = []
    for number, item in read_jsonl(path):
        if not isinstance(item, dict) or not all(isinstance(item.get(name), str) for name in ("entity", "text")):
            raise InputError(f'{path.name} line {number}: expected {{"entity": text, "text": text}}')
        values.append((item["entity"], item["text"]))
    return values
