"""Under which forms an English name comes again in an interview, and which forms are ordinary words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..language import Forms
from . import names, organisations
from .places import CITIES, COUNTRIES, STATE_NAMES

_COMMON, _COMMON_SMALL = 3, 2  # plainness from which a word is never spread; without capitals a word tells less
_SMALL = re.compile(r"(?<![^\W\d_])[^\W\d_A-Z][^\W\d_]*")


def places(name: str) -> list[str]:
    """A town with and without its state; a place that stays at every level is not searched for."""
    found = (name, name.split(",")[0].strip())
    return [form for form in found if not {form.casefold()} & {*COUNTRIES, *STATE_NAMES, *CITIES}]


def plain_words(texts: Sequence[str]) -> frozenset[str]:
    """The words that an interview has in small letters; none where it has no capitals at all."""
    joined = "\n".join(texts)
    return frozenset(_SMALL.findall(joined)) if any(character.isupper() for character in joined) else frozenset()


def is_plain(form: str, here: frozenset[str]) -> bool:
    """Whether a form is an ordinary word: in this interview, or in the language."""
    words = form.lower().split()
    if len(words) > 1:
        return all(_is_word(word, here) for word in words)
    return len(form) < 2 + form.islower() or form.lower() in names.NOT_PEOPLE or _is_word(words[0], here)


def _is_word(word: str, here: frozenset[str]) -> bool:
    return word in here or names.plainness(word) >= (_COMMON if here else _COMMON_SMALL)


FORMS = Forms(lambda name: list(organisations.forms(name)), places, plain_words, is_plain)
