"""English names taken apart, and the pseudonyms that they get."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..language import Draw, Parts, PersonalNames
from ..lists import listed
from . import names

# Rare, so that nobody real is seen behind them.
FEMALE = listed("en/pseudonyms_female")
MALE = listed("en/pseudonyms_male")
SURNAMES = listed("en/pseudonyms_surnames")
_BY_GENDER = {"female": FEMALE, "male": MALE}
_TITLES = listed("en/titles")


def parts(mention: str) -> Parts:
    """A mention taken apart; a lone word is a first name where the census has it among these."""
    pieces = [piece for piece in re.split(r"[\s,]+", mention.strip(" .,'’").casefold()) if piece]
    if len(pieces) > 1:
        return Parts(pieces[-1], pieces[0])
    word = pieces[0] if pieces else ""
    return Parts(given=word) if word in names.census()[0] else Parts(surname=word)


def full_name(value: str) -> bool:
    """Whether a value is two or three words with capitals."""
    pieces = value.split()
    capitals = all(re.fullmatch(r"[^\W\d_][^\W\d_.'’-]*\.?", piece) and piece[0].isupper() for piece in pieces)
    return 1 < len(pieces) < 4 and capitals


def telling(name: str) -> bool:
    """Whether a name has two words, beside a title."""
    pieces = name.split()
    return len(pieces) > 1 + (pieces[0].rstrip(".") in _TITLES)


def shorter(part: Parts, _: bool = False) -> list[tuple[str, Parts]]:
    """First name and surname alone, where they are no other words."""
    pieces = ((part.given, Parts(given=part.given)), (part.surname, Parts(surname=part.surname)))
    return [(form.title(), short) for form, short in pieces if len(form) > 2 and form not in names.WORDS]


def rename(part: Parts, draw: Draw, _: Sequence[str]) -> str:
    """A stand-in for each word of the name."""
    words = (("given", part.given), ("surname", part.surname))
    return " ".join(draw(kind, word) for kind, word in words if word)


def pool(kind: str, word: str) -> tuple[str, ...]:
    """Surnames, or first names of the gender that the census has for the word."""
    return SURNAMES if kind == "surname" else _BY_GENDER.get(names.gender(word), FEMALE + MALE)


NAMES = PersonalNames(parts, full_name, telling, shorter, rename, pool)
