"""Made-up people and their talk, for synthetic studies: text whose personal data are known to the character.

A phrase holds slots in braces. A slot filled with `Personal` leaves a span in the text, and spans move along when
phrases are join_phrases, so that a study can say exactly where it planted what. Phrases are data of the study's folder.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...files.errors import InputError
from ...files.hashes import digest

_SLOT = re.compile(r"\{(\w+)\}")
# "I", "I'm": keeps its capital after an opener.
_FIRST_PERSON = re.compile(r"I\b")


@dataclass(frozen=True)
class Personal:
    """Text that leads to a person, and what it is: an entity of `privacy.ENTITIES`, or HOME_TOWN."""

    entity: str
    text: str


@dataclass(frozen=True)
class Phrase:
    """Text with the spans (start, end, entity) of its personal data, in characters."""

    text: str
    spans: tuple[tuple[int, int, str], ...] = ()

    def __add__(self, other: Phrase) -> Phrase:
        moved = ((start + len(self.text), end + len(self.text), entity) for start, end, entity in other.spans)
        return Phrase(self.text + other.text, (*self.spans, *moved))


def fill(template: str, slots: Mapping[str, str | Personal | Phrase]) -> Phrase:
    """The template with its slots filled. Raises InputError for a slot that is not given."""
    made, end = Phrase(""), 0
    for match in _SLOT.finditer(template):
        name = match[1]
        if name not in slots:
            raise InputError(f"phrase {template!r}: unknown slot {name!r}; known: {', '.join(sorted(slots))}")
        made, end = made + Phrase(template[end : match.start()]) + _phrase(slots[name]), match.end()
    return capitalised(made + Phrase(template[end:]))


def _phrase(value: str | Personal | Phrase) -> Phrase:
    if isinstance(value, Personal):
        return Phrase(value.text, ((0, len(value.text), value.entity),))
    return Phrase(value) if isinstance(value, str) else value


def slots_of(template: str) -> set[str]:
    """Names of the slots of a template."""
    return set(_SLOT.findall(template))


def capitalised(phrase: Phrase) -> Phrase:
    """With a capital at the start, unless it starts with personal data: those keep the spelling that is recorded."""
    if any(start == 0 for start, _, _ in phrase.spans):
        return phrase
    return Phrase(phrase.text[:1].upper() + phrase.text[1:], phrase.spans)


def with_opener(opener: str, phrase: Phrase) -> Phrase:
    """The phrase after an opener such as "Well, "; its capital goes, but for a name or "I"."""
    keeps = not opener.endswith(", ") or _FIRST_PERSON.match(phrase.text) or any(not span[0] for span in phrase.spans)
    text = phrase.text if keeps else phrase.text[:1].lower() + phrase.text[1:]
    return Phrase(opener) + Phrase(text, phrase.spans)


def join_phrases(phrases: Iterable[Phrase], separator: str) -> Phrase:
    """Phrases in a row, with the separator between."""
    made = Phrase("")
    for phrase in phrases:
        made = made + Phrase(separator if made.text else "") + phrase
    return made


def draw(*parts: object) -> random.Random:
    """A source of draws that depends on `parts` alone."""
    return random.Random(digest(*parts))


def pick(rng: random.Random, items: Sequence[Any], count: int) -> list[Any]:
    """`count` different items, fewer where there are fewer."""
    return rng.sample(list(items), min(count, len(items)))


@dataclass
class Dialogue:
    """An interview in the making: `turns` are (question, speaker, what was said). No phrase is said twice while others
    are left."""

    rng: random.Random
    language: str
    turns: list[tuple[str, str, Phrase]] = field(default_factory=list)
    _said: set[str] = field(default_factory=set)

    @property
    def gap(self) -> str:
        """The separator of two sentences."""
        return "" if self.language == "zh" else " "

    def phrase(self, templates: Sequence[str], slots: Mapping[str, str | Personal | Phrase]) -> Phrase:
        """One of the templates that `slots` can fill, filled."""
        able = [text for text in templates if slots_of(text) <= slots.keys()]
        template = self.rng.choice([text for text in able if text not in self._said] or able)
        self._said.add(template)
        return fill(template, slots)

    def say(self, question: str, speaker: str, *phrases: Phrase) -> None:
        self.turns.append((question, speaker, join_phrases((part for part in phrases if part.text), self.gap)))


def planted_entries(interview: str, part: str, phrases: Iterable[Phrase]) -> list[dict[str, Any]]:
    """Entries of planted.json for the personal data of the phrases; `part` is turn or annotation, counted from 0."""
    place = {"interview": interview, "turn": None, "annotation": None}
    return [
        {**place, part: index, "start": start, "end": end, "entity": entity, "text": phrase.text[start:end]}
        for index, phrase in enumerate(phrases)
        for start, end, entity in phrase.spans
    ]


def draw_noted(phrases: Iterable[Phrase], rng: random.Random, share: float) -> list[str]:
    """People named in the talk whom field staff noted on the contact sheet: each with the probability `share`."""
    names = {phrase.text[start:end] for phrase in phrases for start, end, entity in phrase.spans if entity == "PERSON"}
    return [name for name in sorted(names) if rng.random() < share]
