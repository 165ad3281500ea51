"""What each finding of one interview becomes; kept in memory alone, never written, logged or shown."""

from __future__ import annotations

import re
from functools import partial

from ...files.errors import require
from ..entities import Span
from ..languages import fold, load
from .people import People


def _form(name: str) -> str:
    return " ".join(name.casefold().split())


class Book:
    """What each finding of one interview becomes; kept in memory alone."""

    def __init__(self, people: People, language: str, places: str) -> None:
        self.language, self.places = load(language), places
        self.aliases = {_form(form): new for form, new in people.replacements().items()}
        self.organisations: dict[str, str] = {}

    def apply(self, text: str, found: list[Span]) -> str:
        """The text with every finding replaced, through Presidio's anonymiser."""
        if not found:
            return text
        presidio = require("presidio_anonymizer", "privacy")
        entities = require("presidio_anonymizer.entities", "privacy")
        results = [entities.RecognizerResult(s.entity, s.start, s.end, s.score) for s in found]
        script = "".join(sorted(set(text)))  # what tells a script are its characters; once each, however long the turn
        operators = {
            entity: entities.OperatorConfig("custom", {"lambda": partial(self.replacement, entity, script)})
            for entity in {span.entity for span in found}
        }
        engine = presidio.AnonymizerEngine()
        return str(engine.anonymize(text, results, operators, merge_entities_with_spaces=False).text)

    def replacement(self, entity: str, turn: str, text: str) -> str:
        """What one finding becomes, in the script of its turn."""
        return self.language.write(self._replacement(entity, fold(text)), turn)

    def _replacement(self, entity: str, text: str) -> str:
        words = self.language.replacements
        if entity == "PERSON":
            return self.aliases.get(_form(text)) or words.placeholders["PERSON"]
        if entity in ("EMPLOYER", "SCHOOL"):
            return self._organisation(text)
        if entity == "LOCATION":
            return words.place(text, self.places)
        if entity == "STREET_ADDRESS":
            return words.address(text, self.places)
        if entity == "DATE_OF_BIRTH":
            return words.birth(text)
        return words.placeholders.get(entity, words.placeholders["KNOWN"])

    def _organisation(self, text: str) -> str:
        """The stand-in of an organisation: one for all forms of its name."""
        names = [_letters(form) for form in self.language.forms.organisations(text)]
        known = next((new for name in names if (new := self._like(name))), "")
        new = known or self.language.replacements.organisation(text, len(set(self.organisations.values())))
        for name in names:
            self.organisations.setdefault(name, new)
        return new

    def _like(self, name: str) -> str:
        """The stand-in of an organisation that has this name, or begins with it, or whose name this one begins with."""
        least = 4 if name.isascii() else 2
        alike = (k for k in self.organisations if name == k or (min(len(k), len(name)) >= least and _begins(k, name)))
        return self.organisations.get(next(alike, ""), "")


def _begins(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _letters(text: str) -> str:
    """Two spellings of one name have the same letters."""
    return re.sub(r"[\W_]+", "", text).casefold()
