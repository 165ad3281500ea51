"""Chinese people, places, employers, schools and addresses: what the models and what rules find, taken together.

A rule with a strong cue (我叫) counts by itself; one without a cue only where the recogniser thinks it possible.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..en.names import plainness
from ..language import Found
from ..lists import listed, words
from . import addresses, forms, names, organisations, towns

RULE = 0.15  # what the recogniser must give a finding of a rule without a cue
WORD_RULE = 0.6  # and one that is also an ordinary word
CUE = 0.03
CUTS = {"LOCATION": 0.5, "ORG": 0.5}  # least probability of a finding of the recogniser
# Of a person it depends on the form: a surname or a form of address speaks for it, an ordinary word against it.
USUAL, DOTTED, LATIN, OTHER, WORD = 0.5, 0.4, 0.6, 0.75, 0.85
_PUBLIC = words("zh/public_bodies")
_NOBODY = words("zh/generic") | words("zh/nobody")
_KIN = frozenset("爸妈爷奶哥姐弟妹叔伯姑舅婶姨公婆娘爹姥嫂儿孙子女")
_SCHOOL = re.compile(rf"(?:{'|'.join(listed('zh/school_endings'))}|国小|国中|[一二三四五六七八九十]中)$")


def find(text: str, model: Any) -> Iterator[Found]:
    """Findings of a folded text, with overlaps; `model` are the `recognise.models.Names` of it."""
    pieces = list(model.scores.words)
    within = _within_words(pieces)
    for entity in model.entities:
        least = _least(entity.text) if entity.label_ == "PERSON" else CUTS.get(entity.label_, 2.0)
        part = within.get(entity.start_char, 0) >= entity.end_char or entity.end_char - entity.start_char < 2
        if entity.score >= least and not part:
            yield from _of_model(entity)
    for start, end, score in names.find(text, pieces):
        cued = names.SURE_BEFORE.search(text, max(0, start - 6), start)
        name = text[start:end]
        ordinary = forms.is_word(name) and not _FAMILIAR.fullmatch(name)
        least = CUE if cued else WORD_RULE if ordinary else RULE
        if model.odds(start, end, "PERSON") >= least:
            yield "PERSON", start, end, score
    for start, end, score in towns.find(text, pieces):
        if model.odds(start, end, "LOCATION") + model.odds(start, end, "ORG") >= RULE:
            yield "LOCATION", start, end, score
    yield from (("STREET_ADDRESS", *span) for span in addresses.addresses(text, pieces))
    for label, rule in (("SCHOOL", organisations.schools), ("EMPLOYER", organisations.employers)):
        for start, end, score in rule(text, pieces):
            if model.odds(start, end, "ORG") >= RULE:
                yield label, start, end, score


def _within_words(pieces: list[str]) -> dict[int, int]:
    """Place after the first character of each word of three or more -> the end of that word: 儿园 is part of 幼儿园."""
    found: dict[int, int] = {}
    place = 0
    for word in pieces:
        if len(word) > 2 and forms.is_word(word):
            found |= dict.fromkeys(range(place + 1, place + len(word)), place + len(word))
        place += len(word)
    return found


_NAME = re.compile(r"[一-鿿㐀-䶿·•・‧]+|[A-Za-z][A-Za-z .'-]*[A-Za-z]|[A-Za-z ]*[一-鿿]{1,3}[A-Za-z ]*")
_TITLES = "|".join(sorted(listed("zh/titles"), key=len, reverse=True))
_FAMILIAR = re.compile(rf"[老小][{''.join(sorted(names.SURNAMES))}]")
_ADDRESS = re.compile(rf"{_FAMILIAR.pattern}|阿.|.{{1,3}}(?:{_TITLES})")


_SOUNDS = re.compile(f"[{names.WRITTEN}]{{2,7}}")  # characters that foreign names are written with


def _least(name: str) -> float:
    """How likely the recogniser must think a name to be a person's, by its form; above 1 where it cannot be one."""
    if not _NAME.fullmatch(name):
        return 2.0
    if set("·•・‧") & set(name):
        return DOTTED
    if name.isascii():
        return LATIN if _latin_name(name) else 2.0
    if forms.is_word(name) and not _FAMILIAR.fullmatch(name):
        return WORD
    if _ADDRESS.fullmatch(name) or _SOUNDS.fullmatch(name):
        return USUAL
    size = 2 if name[:2] in names.COMPOUND else 1 if name[0] in names.SURNAMES else 0
    if size and 1 <= len(name) - size <= 2:
        return WORD if set(name[size:]) & names.NEVER else USUAL
    return OTHER


def _latin_name(name: str) -> bool:
    """Whether Latin letters can be a name: each word with a capital, or all in small letters and no English word."""
    parts = name.split()
    if name.islower():
        return all(plainness(part) == 0 for part in parts)
    return all(part[0].isupper() and (len(part) < 2 or not part.isupper()) for part in parts)


def _of_model(entity: Any) -> Iterator[Found]:
    name, span = entity.text, (entity.start_char, entity.end_char)
    if entity.label_ == "PERSON" and name not in _NOBODY and not set(name) <= _KIN:
        yield "PERSON", entity.start_char, entity.end_char - _after(name), entity.score
    elif entity.label_ == "LOCATION":
        yield "LOCATION", *span, 0.85
    elif entity.label_ == "ORG" and name not in _PUBLIC and organisations.has_own_name(name):
        yield kind(name), *span, 0.6


def _after(name: str) -> int:
    """How many characters after a short name belong to the sentence: 来 of 阿芬来."""
    return int(2 < len(name) < 5 and name[-1] in names.NEVER and not _ADDRESS.fullmatch(name[1:]))


def kind(name: str) -> str:
    """Whether an organisation is a SCHOOL or an EMPLOYER."""
    return "SCHOOL" if _SCHOOL.search(name) else "EMPLOYER"
