"""Strings that are known to be personal, searched for however they are written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..files.errors import InputError
from ..files.json import read_jsonl
from .entities import DIRECT
from .languages import fold, languages, load

_PART, _MANY = 6, 1000  # beginnings of values that are looked up first where there are so many values
_GAP = r"[\s\-–—.()·•]{0,3}"


def normal(text: str) -> str:
    """Compatibility forms of Unicode, small letters: the form in which texts are searched."""
    return unicodedata.normalize("NFKC", text).casefold()


def _plain(text: str) -> str:
    """Compatibility forms of Unicode, each character in one of its forms: 鹽埕 and 盐埕 are one."""
    return fold(unicodedata.normalize("NFKC", text))


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


def leaks(texts: Sequence[str], planted: Iterable[tuple[str, str]]) -> dict[str, int]:
    """How many planted values of each entity still stand in the texts; entities without one are absent.

    `planted` are (entity, value). Case, spacing, grouping of digits, full-width and
    traditional characters make no difference.
    """
    joined = _plain("\n\x00\n".join(texts))
    characters, values = _bare(joined), sorted({(entity, _plain(value)) for entity, value in planted})
    parts = {characters[place : place + _PART] for place in range(len(characters))} if len(values) > _MANY else None
    counts: dict[str, int] = {}
    for entity, value in values:
        bare = _bare(value)
        if (parts is not None and len(bare) >= _PART and bare[:_PART] not in parts) or bare not in characters:
            continue  # quick, and so with nearly every value
        found = pattern(value)
        if found is not None and found.search(joined):
            counts[entity] = counts.get(entity, 0) + 1
    return counts


def _bare(text: str) -> str:
    """Letters and digits alone."""
    return re.sub(r"[\W_]+", "", normal(text))


@dataclass(frozen=True)
class Raw:
    """What raw files hold of their respondents and must not be published: for the eyes of the audit alone.

    `corpora` are those whose raw files were read; `too_common` counts values that also stand for something else, such
    as a short number or a given name, and that are therefore searched in their own interview only, by the build.
    """

    keys: frozenset[str] = field(default=frozenset(), repr=False)
    values: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    corpora: tuple[str, ...] = ()
    too_common: int = 0


def raw_of(keys: Iterable[str], values: Iterable[tuple[str, str]], corpora: Iterable[str]) -> Raw:
    """Keys and (entity, value) of raw files, without what is too common to be told apart in other people's talk."""
    every_key, every_value = {normal(key).strip() for key in keys}, set(values)
    distinct = frozenset(key for key in every_key if len(key) >= _DISTINCT)
    kept = tuple(sorted(pair for pair in every_value if _telling(*pair)))
    common = len(every_key) - len(distinct) + len(every_value) - len(kept)
    return Raw(distinct, kept, tuple(sorted(corpora)), common)


_DISTINCT = 6  # characters of a key that is no everyday number


def _telling(entity: str, value: str) -> bool:
    """Whether a value leads to one person wherever it stands: numbers and addresses; names with their surname."""
    if entity == "PERSON":
        return any(load(language).names.telling(value.strip()) for language in languages())
    return (entity in DIRECT or entity == "STREET_ADDRESS") and (len(value) >= _DISTINCT or not value.isascii())


def tokens(texts: Iterable[str]) -> set[str]:
    """Words and numbers of texts as `Raw.keys` are written, with and without their hyphens."""
    joined = normal("\n".join(texts))
    return {*re.findall(r"\w+", joined), *re.findall(r"\w[\w\-.]*\w", joined)}


def read_known(path: Path) -> list[tuple[str, str]]:
    """(entity, value) of a private list: JSON lines of {"entity", "text"}. Raises InputError without the values."""
    values = []
    for number, item in read_jsonl(path):
        if not isinstance(item, dict) or not all(isinstance(item.get(name), str) for name in ("entity", "text")):
            raise InputError(f'{path.name} line {number}: expected {{"entity": text, "text": text}}')
        values.append((item["entity"], item["text"]))
    return values
