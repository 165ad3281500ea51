"""Who is who in one interview: every form of a person's name under one pseudonym.

A surname keeps one stand-in through an interview and so does a first name, so that 张伟, 老张 and 张老师 stay one
person, and so do Sarah Miller, Sarah and Mrs. Miller; families stay families. The book lives in memory while one
interview is rewritten; it is never written, logged or shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...files.hashes import digest
from ..languages.en import names as names_en
from ..languages.zh import names as names_zh
from . import stand_in_names as pools

_TITLES = "|".join(sorted(names_zh.TITLES, key=lambda title: (-len(title), title)))
_TITLED = re.compile(rf"(?P<surname>..?)(?P<title>{_TITLES})")
_ORDER = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"


@dataclass(frozen=True)
class Parts:
    """A mention taken apart. Chinese: `before` is 老 or 小, `title` what follows the surname."""

    surname: str = ""
    given: str = ""
    before: str = ""
    title: str = ""


def parts(mention: str, language: str) -> Parts:
    """A mention taken apart into surname and given name, as the language orders them."""
    return _parts_zh(mention) if language == "zh" else _parts_en(mention)


def _parts_en(mention: str) -> Parts:
    pieces = [piece for piece in re.split(r"[\s,]+", mention.strip(" .,'’").casefold()) if piece]
    if len(pieces) > 1:
        return Parts(pieces[-1], pieces[0])
    word = pieces[0] if pieces else ""
    return Parts(given=word) if word in names_en.census()[0] else Parts(surname=word)


def _parts_zh(mention: str) -> Parts:
    if len(mention) == 2 and mention[0] in "老小" and mention[1] in names_zh.SURNAMES:
        return Parts(mention[1], before=mention[0])
    titled = _TITLED.fullmatch(mention)
    if titled and (titled["surname"] in names_zh.SURNAMES or titled["surname"] in names_zh.COMPOUND):
        return Parts(titled["surname"], title=titled["title"])
    size = next((n for n in (4, 2) if mention[:n] in names_zh.COMPOUND and len(mention) > n), 1)
    if (mention[0] in names_zh.SURNAMES or size > 1) and 1 <= len(mention) - size <= 2:
        return Parts(mention[:size], mention[size:])
    return Parts(given=mention)


class People:
    """The persons that the mentions of one interview name, and what each form of a name becomes."""

    def __init__(self, mentions: list[str], language: str, seed: int) -> None:
        self.language, self.seed = language, seed
        self.forms = {mention: parts(mention, language) for mention in dict.fromkeys(mentions) if mention.strip()}
        full = [part for part in self.forms.values() if part.surname and part.given]
        self._settle({part.given: part.surname for part in full}, {part.surname for part in full})
        self._used = {piece.casefold() for form in self.forms for piece in form.split()}
        self._drawn: dict[tuple[str, str], str] = {}
        for part in sorted(set(self.forms.values()), key=lambda part: (part.surname, part.given)):
            self._rename(part)  # drawn in this order, the pseudonyms do not depend on who is met first

    def _settle(self, surname_of: dict[str, str], surnames: set[str]) -> None:
        """A word that stands alone is a surname or a first name as the full names of the interview have it."""
        dotted = {part.given.split("·")[0]: part.given for part in self.forms.values() if "·" in part.given}
        for mention, part in self.forms.items():
            if dotted.get(mention):  # 古丽娜尔 is 古丽娜尔·买买提, though 古 is a surname
                self.forms[mention] = Parts(given=dotted[mention])
            elif part.given in surnames and not part.surname:
                self.forms[mention] = Parts(surname=part.given)
            elif part.surname in surname_of and not part.given and not part.before and not part.title:
                self.forms[mention] = Parts(given=part.surname)
            elif self.language == "zh" and not part.surname and part.given in surname_of:
                self.forms[mention] = Parts(surname_of[part.given], part.given)

    def __len__(self) -> int:
        """How many persons are told apart: full names, and the shorter forms that fit none of them."""
        full = {(p.surname, p.given) for p in self.forms.values() if p.surname and p.given}
        rest = {(p.surname, p.given) for p in self.forms.values() if not (p.surname and p.given)}
        return len(full) + sum(not any((s and s == a) or (g and g == b) for a, b in full) for s, g in rest)

    def replacements(self) -> dict[str, str]:
        """Every form of a name that is plain in this interview, met or not, with what replaces it."""
        found = {mention: self._rename(part) for mention, part in self.forms.items()}
        for part in list(self.forms.values()):
            for form, shorter in self._shorter(part):
                found.setdefault(form, self._rename(shorter))
        return found

    def _shorter(self, part: Parts) -> list[tuple[str, Parts]]:
        """Forms that a full name makes plain: parts of an English name; of a Chinese one its given name, 老张, 小张."""
        if not (part.surname and part.given):
            return []
        if self.language == "zh":
            familiar = [(before + part.surname, Parts(part.surname, before=before)) for before in "老小"]
            usual = [(form, short) for form, short in familiar if len(part.surname) == 1 and _no_word(form)]
            return usual + ([(part.given, part)] if len(part.given) == 2 and _no_word(part.given) else [])
        pieces = ((part.given, Parts(given=part.given)), (part.surname, Parts(surname=part.surname)))
        return [(form.title(), short) for form, short in pieces if len(form) > 2 and form not in names_en.WORDS]

    def _rename(self, part: Parts) -> str:
        if self.language == "en":
            return " ".join(
                self._draw(kind, word) for kind, word in (("given", part.given), ("surname", part.surname)) if word
            )
        if not part.surname:
            return self._draw("surname", part.given) + "某"
        surname = self._draw("surname", part.surname)
        if part.before or part.title:
            return part.before + surname + part.title
        return surname + "某" + self._rank(part)

    def _rank(self, part: Parts) -> str:
        """甲, 乙 and so on where several full names share a surname."""
        given = list(dict.fromkeys(p.given for p in self.forms.values() if p.surname == part.surname and p.given))
        if len(given) < 2:
            return ""
        place = given.index(part.given)
        return _ORDER[place] if place < len(_ORDER) else str(place)

    def _draw(self, kind: str, word: str) -> str:
        """The stand-in of a word: the same for the same word, no two alike, none that the interview itself has."""
        if (kind, word) not in self._drawn:
            pool = self._pool(kind, word)
            start = digest(self.seed, kind, word) % len(pool)
            free = (pool[(start + step) % len(pool)] for step in range(len(pool)))
            name = next((n for n in free if n.casefold() not in self._used), f"{pool[start]}{len(self._drawn)}")
            self._used.add(name.casefold())
            self._drawn[kind, word] = name
        return self._drawn[kind, word]

    def _pool(self, kind: str, word: str) -> tuple[str, ...]:
        if self.language == "zh":
            return pools.CHINESE
        if kind == "surname":
            return pools.SURNAMES
        both = {"female": pools.FEMALE, "male": pools.MALE}
        return both.get(names_en.gender(word), pools.FEMALE + pools.MALE)


def _no_word(form: str) -> bool:
    """Whether a form is no other word: 建国 may be the founding of the state, 晓峰 is only a name."""
    count, tag = names_zh.odds().words.get(form, (0, "nr"))
    return count == 0 or tag.startswith("nr")
