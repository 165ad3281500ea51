"""Chinese names taken apart, and the pseudonyms that they get."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..language import Draw, Parts, PersonalNames
from ..lists import listed
from . import names

# Compound surnames that hardly anyone bears: 老 and 小, a title or 某 reads with them as with any other surname.
SURNAMES = listed("zh/pseudonyms_surnames")
_TITLES = "|".join(sorted(names.TITLES, key=lambda title: (-len(title), title)))
_TITLED = re.compile(rf"(?P<surname>..?)(?P<title>{_TITLES})")
_ORDER = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"


def parts(mention: str) -> Parts:
    """A mention taken apart: 老张, 张老师, 欧阳晓峰; what begins with no surname is a given name."""
    if len(mention) == 2 and mention[0] in "老小" and mention[1] in names.SURNAMES:
        return Parts(mention[1], before=mention[0])
    titled = _TITLED.fullmatch(mention)
    if titled and (titled["surname"] in names.SURNAMES or titled["surname"] in names.COMPOUND):
        return Parts(titled["surname"], title=titled["title"])
    size = next((n for n in (4, 2) if mention[:n] in names.COMPOUND and len(mention) > n), 1)
    if (mention[0] in names.SURNAMES or size > 1) and 1 <= len(mention) - size <= 2:
        return Parts(mention[:size], mention[size:])
    return Parts(given=mention)


def full_name(value: str) -> bool:
    """Whether a value is a surname and a given name of one or two characters."""
    if not re.fullmatch(r"[一-鿿·]{2,8}", value):
        return False
    name = parts(value)
    return bool(name.surname) and len(name.given) in (1, 2) and not name.title


def telling(name: str) -> bool:
    """Whether a name has two characters, and is neither 老张 nor 张老师."""
    with_title = name.startswith(("老", "小")) or name.endswith(listed("zh/titles"))
    return not name.isascii() and len(name) > 1 and not with_title


def shorter(part: Parts, known: bool = False) -> list[tuple[str, Parts]]:
    """老张, 小张 and the given name alone, where they are no other words; of a `known` name the given name always."""
    familiar = [(before + part.surname, Parts(part.surname, before=before)) for before in "老小"]
    usual = [(form, short) for form, short in familiar if len(part.surname) == 1 and _no_word(form)]
    return usual + ([(part.given, part)] if len(part.given) == 2 and (known or _no_word(part.given)) else [])


def rename(part: Parts, draw: Draw, given: Sequence[str]) -> str:
    """A stand-in for the surname; 某, with 甲, 乙 and so on where several full names share the surname."""
    if not part.surname:
        return draw("surname", part.given) + "某"
    surname = draw("surname", part.surname)
    if part.before or part.title:
        return part.before + surname + part.title
    return surname + "某" + _rank(part.given, given)


def _rank(name: str, given: Sequence[str]) -> str:
    if len(given) < 2:
        return ""
    place = given.index(name)
    return _ORDER[place] if place < len(_ORDER) else str(place)


def pool(_: str, __: str) -> tuple[str, ...]:
    """The stand-ins of surnames: given names become 某."""
    return SURNAMES


def _no_word(form: str) -> bool:
    """Whether a form is no other word: 建国 may be the founding of the state, 晓峰 is only a name."""
    count, tag = names.odds().words.get(form, (0, "nr"))
    return count == 0 or tag.startswith("nr")


NAMES = PersonalNames(parts, full_name, telling, shorter, rename, pool, given_means_full=True)
