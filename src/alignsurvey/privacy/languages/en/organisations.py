"""English organisations: which of them somebody works at or goes to, and under which forms one comes again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from ..lists import lines, pairs
from . import names
from .places import CITIES, COUNTRIES, STATE_NAMES

# What is said beside the place where somebody works or learns; "with" and "from" alone stand before products, too.
_WORK = "|".join(lines("en/work"))
_BEFORE = re.compile(
    rf"\b(?:{_WORK})\b[^.!?\n]{{0,30}}\b(?:for|at|with|by|from|to|in)?\s?(?:the\s)?$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\s(?:hired|laid|fired|closed|shut|employs|employed|paid|pays|let me go|promoted|gave me a job)\b", re.IGNORECASE
)
_SCHOOL = re.compile(
    r"\b(?:University|College|School|High|Elementary|Academy|Primary|Kindergarten|Institute of Technology)\b", re.I
)
_LEGAL = ("Inc.", "Inc", "LLC", "L.L.C.", "Ltd.", "Ltd", "Limited", "Corp.", "Corp", "Corporation", "Co.", "Co",
          "Company", "PLC", "LLP", "GmbH")  # fmt: skip


def is_workplace(text: str, entity: Any) -> bool:
    """Whether an organisation is one that somebody works at or goes to, and no public body, product or service."""
    name = _bare(entity.text)
    words = name.lower().split()
    if name.lower() in names.PUBLIC or any(word in names.NOT_PEOPLE for word in words) or len(name) < 2:
        return False
    if _endings().search(name):
        return True
    before = text[max(0, entity.start_char - 50) : entity.start_char]
    if _BEFORE.search(before) or _AFTER.match(text, entity.end_char):
        return True
    if re.search(r"\bat\s(?:the\s)?$", before, re.IGNORECASE):
        return bool(entity.score >= 0.8)
    return len(words) > 1 and entity.score >= 0.9 and not before.endswith(" a ")


def kind(name: str) -> str:
    """Whether an organisation is a SCHOOL or an EMPLOYER."""
    return "SCHOOL" if _SCHOOL.search(name) else "EMPLOYER"


def forms(name: str) -> Iterator[str]:
    """ "The Brightwell Logistics Company" is also Brightwell Logistics and Brightwell; TVA the Tennessee Valley
    Authority."""
    bare = _bare(name)
    yield from (name, bare)
    for end in _LEGAL:
        if bare.endswith(f" {end}"):
            bare = bare.removesuffix(f" {end}").rstrip(" ,&")
            yield bare
    parts = bare.split()
    if parts[-1] == "School" and len(parts) > 2:
        yield " ".join(parts[:-1])
    initials = "".join(part[0] for part in parts if part[0].isupper())
    if len(initials) > 2 and len(parts) > 2:
        yield initials
    head = parts[0].removesuffix("'s").removesuffix("’s")
    if 1 < len(parts) < 5 and _own_word(head):
        yield head


def _bare(name: str) -> str:
    return re.sub(r"^[Tt]he\s+", "", name.strip(" .,'’"))


def _own_word(word: str) -> bool:
    """Whether a word is the name of a firm alone: no word of the language, no name of people or places."""
    low = word.lower()
    given, surnames = names.census()
    known = low in given or low in surnames or low in CITIES or low in COUNTRIES or low in STATE_NAMES
    return len(word) > 3 and word[0].isupper() and not known and names.plainness(low) == 0


@cache
def _endings() -> re.Pattern[str]:
    words = {word for word, _ in pairs("en/kinds")} | set(lines("en/company_endings"))
    return re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + r")(?!\w)", re.I)
