"""English people and towns by what is said around them: "my son Dale", "Kwame said", "raised near Ely".

The lists of names hold the usual ones, and the small model knows the frequent ones; a rare name, or one that is also a
word, is told by its neighbours alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from ....files.errors import require
from ..lists import listed, words
from .places import CITIES, COUNTRIES, STATE, STATE_CODE, STATE_NAMES

HARD = words("en/hard_names")
_SPEAKS_NOT = words("en/no_speakers") | {title.casefold() for title in listed("en/titles")}
_NAME = r"\p{Lu}\p{Ll}[\p{L}'’]*(?:-\p{Lu}[\p{L}'’]+)?"
_SURNAME = rf"(?:\s(?:\p{{Lu}}\.\s)?(?:(?:van|von|de|del|della|da|di|la|bin|al|el)\s){{0,2}}{_NAME})?"
_WORD = r"(?:St\.|Ft\.|Mt\.|\p{Lu}[\p{L}'’-]+)"
_TOWN = rf"{_WORD}(?:\s(?:of|or|the|du|de|la|le|on)(?=\s\p{{Lu}})|\s{_WORD}){{0,4}}"
_WHERE = (
    r"(?:(?:back|out|over|down|up|just|right|way)\s)?"
    r"(?:in|near|outside(?:\sof)?|around|past|by|from|to|through|north of|south of|east of|west of)"
)
_HOME = (
    r"(?:\b(?:grew\sup|grow\sup|growing\sup|raised|reared|born(?:\sand\s(?:raised|bred))?"
    r"|brought\sup|lived?|lives|living"
    r"|moved|settled|relocated|reside[sd]?|stay(?:ed|ing)?|hometown\sis|home\sis|childhood)"
    rf"\s{_WHERE}|\b(?:from|back\sin|over\sin|down\sin|up\sin|out\sin|home\sin|hometown\sof"
    rf"|town\sof|village\sof|outside|past)"
    r"|\bhometown\s(?:is|was|called))"
)


@cache
def _patterns() -> tuple[Any, Any, Any, Any]:
    regex = require("regex", "privacy")
    kin = "|".join(sorted(listed("en/relations"), key=len, reverse=True))
    related = regex.compile(rf"(?<!\p{{L}})(?:{kin})(?:,\s|\s)(?P<name>{_NAME}{_SURNAME})(?!\p{{L}})")
    says = "|".join(listed("en/says"))
    speaks = regex.compile(rf"(?<![\p{{L}}-])(?P<name>{_NAME}{_SURNAME})\s(?:{says})(?!\p{{L}})")
    of_state = regex.compile(rf"(?<![\p{{L}}])(?P<town>{_TOWN},\s(?:{STATE}|{STATE_CODE}))(?!\p{{L}})")
    home = regex.compile(rf"{_HOME}\s(?P<town>{_TOWN})(?!\p{{L}}|['’]s)")
    return related, speaks, of_state, home


def people(text: str, usual: Callable[[str], bool]) -> Iterator[tuple[int, int, float]]:
    """(start, end, score) of names after what somebody is to the speaker, or before what somebody says.

    At the start of a sentence every word has a capital; there the name must be a `usual` one.
    """
    related, speaks, _, _ = _patterns()
    for match in related.finditer(text):
        if _first(match.group("name")) not in _SPEAKS_NOT or _first(match.group("name")) in ("april", "may", "june"):
            yield (*_bare(text, *match.span("name")), 0.85)
    for match in speaks.finditer(text):
        first = _first(match.group("name"))
        amid = re.search(r"[\w,;]\s$", text[max(0, match.start() - 2) : match.start()])
        if (amid or usual(first)) and not (
            first in _SPEAKS_NOT or first in COUNTRIES or first in CITIES or first in STATE_NAMES
        ):
            yield (*_bare(text, *match.span("name")), 0.85)


def towns(text: str) -> Iterator[tuple[int, int, float]]:
    """(start, end, score) of towns that their state or the speaker's home tells."""
    _, _, of_state, home = _patterns()
    for match in of_state.finditer(text):
        yield (*match.span("town"), 0.85)
    for match in home.finditer(text):
        if _first(match.group("town")) not in _SPEAKS_NOT:
            yield (*match.span("town"), 0.6)


def _first(name: str) -> str:
    return re.split(r"[\s'’-]", name, maxsplit=1)[0].casefold()


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """Without a possessive ending."""
    return (start, end - 2) if text[start:end].endswith(("'s", "’s")) else (start, end)
