"""Who is who in one interview: the mentions of a person gathered under one pseudonym.

The book of persons lives in memory while one interview is rewritten, and is never written, logged or shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ..schema import digest
from . import names_en, names_zh, pools

_TITLES_ZH = "|".join(sorted(names_zh.TITLES, key=len, reverse=True))
_TITLED_ZH = re.compile(rf"(?P<surname>.{{1,2}}?)(?P<title>{_TITLES_ZH})")
_FEMALE_ZH = frozenset("女士 小姐 太太 夫人 阿姨 大妈 大娘 大姐 大嫂 二姐 三姐 奶奶 伯母 婶婶 姐 嫂 婶 姨".split())


@dataclass
class Person:
    """One person of an interview. `given` is empty while only a surname is known; `seen` are the forms met."""

    surname: str = ""
    given: str = ""
    gender: str = ""
    seen: set[str] = field(default_factory=set, repr=False)


@dataclass(frozen=True)
class Parts:
    """A mention taken apart. Chinese: `before` is 老 or 小, `title` what follows the surname."""

    surname: str
    given: str
    before: str = ""
    title: str = ""


def parts(mention: str, language: str) -> Parts:
    """A mention taken apart into surname and given name, as the language orders them."""
    return _parts_zh(mention) if language == "zh" else _parts_en(mention)


def _parts_en(mention: str) -> Parts:
    words = [w for w in re.split(r"[\s,]+", mention.strip(" .,'’")) if w]
    if len(words) > 1:
        return Parts(words[-1].casefold(), words[0].casefold())
    word = words[0].casefold() if words else ""
    return Parts("", word) if names_en.is_given(word) else Parts(word, "")


def _parts_zh(mention: str) -> Parts:
    if len(mention) == 2 and mention[0] in "老小" and mention[1] in names_zh.SURNAMES:
        return Parts(mention[1], "", before=mention[0])
    titled = _TITLED_ZH.fullmatch(mention)
    if titled:
        return Parts(titled["surname"], "", title=titled["title"])
    if re.search("[·•・‧]", mention):
        return Parts(mention, mention)
    size = next((n for n in (4, 2) if mention[:n] in names_zh.COMPOUND and len(mention) > n), 1)
    if mention[0] in names_zh.SURNAMES or size > 1:
        return Parts(mention[:size], mention[size:])
    return Parts("", mention)


class People:
    """The persons of one interview, found in two passes: full names first, then the shorter forms that fit one of them."""

    def __init__(self, mentions: list[str], language: str, seed: int) -> None:
        self.language, self.seed = language, seed
        self.people: list[Person] = []
        self.by_form: dict[str, Person] = {}
        taken = [(mention, parts(mention, language)) for mention in dict.fromkeys(mentions)]
        for mention, part in sorted(taken, key=lambda pair: not (pair[1].surname and pair[1].given)):
            self._add(mention, part)
        self.names = self._draw()

    def _add(self, mention: str, part: Parts) -> None:
        fitting = [person for person in self.people if _fits(person, part)]
        if len(fitting) == 1:
            person = fitting[0]
            person.surname, person.given = person.surname or part.surname, person.given or part.given
        else:
            person = Person(part.surname, part.given)
            self.people.append(person)
        person.gender = person.gender or self._gender(part)
        person.seen.add(mention)
        self.by_form[mention] = person

    def _gender(self, part: Parts) -> str:
        if self.language == "zh":
            return "female" if part.title in _FEMALE_ZH else ""
        return names_en.gender(part.given)

    def _draw(self) -> dict[int, tuple[str, str]]:
        """A given name and a surname for each person, no two alike, none that the interview itself has."""
        used = {piece.casefold() for form in self.by_form for piece in form.split()}
        drawn: dict[int, tuple[str, str]] = {}
        for place, person in enumerate(self.people):
            if self.language == "zh":
                drawn[id(person)] = ("", _pick(pools.CHINESE, self.seed, place, "zh", used))
                continue
            first = (
                pools.FEMALE
                if person.gender == "female"
                else pools.MALE
                if person.gender
                else pools.FEMALE + pools.MALE
            )
            given = _pick(tuple(first), self.seed, place, "given", used)
            drawn[id(person)] = (given, _pick(tuple(pools.SURNAMES), self.seed, place, "surname", used))
        return drawn

    def rename(self, mention: str) -> str:
        """The pseudonym of a mention, in the form in which the person is named there."""
        person = self.by_form[mention]
        given, surname = self.names[id(person)]
        part = parts(mention, self.language)
        if self.language == "zh":
            return f"{part.before}{surname}{part.title}" if part.before or part.title else f"{surname}某"
        if part.surname and part.given:
            return f"{given} {surname}"
        return surname if part.surname else given

    def aliases(self) -> dict[str, str]:
        """Every form of a name that is plain in this interview, met or not, with what replaces it."""
        found = {mention: self.rename(mention) for mention in self.by_form}
        for person in self.people:
            given, surname = self.names[id(person)]
            if self.language == "zh":
                if person.given and person.surname != person.given and _plain_given(person.given):
                    found.setdefault(person.given, f"{surname}某")
                continue
            for piece, new in ((person.given, given), (person.surname, surname)):
                if len(piece) > 2 and person.given and person.surname and piece not in names_en.WORDS:
                    found.setdefault(piece.capitalize(), new)
        return found


def _fits(person: Person, part: Parts) -> bool:
    """Whether a mention can be this person: what both have must agree, and at least one thing must be shared."""
    shared = False
    for mine, other in ((person.surname, part.surname), (person.given, part.given)):
        if mine and other:
            if mine != other:
                return False
            shared = True
    return shared


def _plain_given(given: str) -> bool:
    """Whether two given characters are no word: 建国 may be the founding of the state, 晓峰 is only a name."""
    count, tag = names_zh.odds().words.get(given, (0, "nr"))
    return len(given) == 2 and (tag.startswith("nr") or count == 0)


def _pick(pool: tuple[str, ...], seed: int, place: int, what: str, used: set[str]) -> str:
    start = digest(seed, what) % len(pool)
    for step in range(len(pool)):
        name = pool[(start + place + step) % len(pool)]
        if name.casefold() not in used:
            used.add(name.casefold())
            return name
    name = f"{pool[(start + place) % len(pool)]}{place}"
    used.add(name.casefold())
    return name
