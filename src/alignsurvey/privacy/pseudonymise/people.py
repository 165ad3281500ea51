"""Who is who in one interview: every form of a person's name under one pseudonym.

A surname keeps one stand-in through an interview and so does a first name, so that 张伟, 老张 and 张老师 stay one
person, and so do Sarah Miller, Sarah and Mrs. Miller; families stay families. The book lives in memory while one
interview is rewritten; it is never written, logged or shown.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...files.hashes import digest
from ..languages import load
from ..languages.language import Parts


def parts(mention: str, language: str) -> Parts:
    """A mention taken apart into surname and given name, as the language orders them."""
    return load(language).names.parts(mention)


class People:
    """The persons that the mentions of one interview name, and what each form of a name becomes."""

    def __init__(self, mentions: list[str], language: str, seed: int, known: Sequence[str] = ()) -> None:
        """`known` are names of the contact sheet: shorter forms of these count even where they are words."""
        self.names, self.seed = load(language).names, seed
        self.forms = {mention: self.names.parts(mention) for mention in dict.fromkeys(mentions) if mention.strip()}
        self._known = frozenset(self.names.parts(name) for name in known if name.strip())
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
            elif self.names.given_means_full and not part.surname and part.given in surname_of:
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

    def known(self) -> list[str]:
        """Every form of a name that the contact sheet has."""
        whole = [mention for mention, part in self.forms.items() if part in self._known]
        return whole + [form for part in self._known for form, _ in self._shorter(part)]

    def _shorter(self, part: Parts) -> list[tuple[str, Parts]]:
        return self.names.shorter(part, part in self._known) if part.surname and part.given else []

    def _rename(self, part: Parts) -> str:
        same = dict.fromkeys(p.given for p in self.forms.values() if p.surname == part.surname and p.given)
        return self.names.rename(part, self._draw, list(same))

    def _draw(self, kind: str, word: str) -> str:
        """The stand-in of a word: the same for the same word, no two alike, none that the interview itself has."""
        if (kind, word) not in self._drawn:
            pool = self.names.pool(kind, word)
            start = digest(self.seed, kind, word) % len(pool)
            free = (pool[(start + step) % len(pool)] for step in range(len(pool)))
            name = next((n for n in free if n.casefold() not in self._used), f"{pool[start]}{len(self._drawn)}")
            self._used.add(name.casefold())
            self._drawn[kind, word] = name
        return self._drawn[kind, word]
