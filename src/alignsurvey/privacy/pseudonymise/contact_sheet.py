"""What the contact sheet tells of a respondent: each value with its entity, and where it stands in the talk."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ..entities import Span, resolve
from ..known_values import pattern
from ..languages import fold, languages, load
from ..recognise.engines import recogniser_language

Known = str | tuple[str, str]  # a value, or (entity, value)


def values_of(known: Iterable[Known]) -> list[tuple[str, str]]:
    """(entity, value); a value without an entity is told by its shape, a name being two to four words or signs."""
    values = []
    for item in known:
        entity, value = item if isinstance(item, tuple) else ("", item)
        if value and value.strip():
            values.append((entity or _shape(value.strip()), value.strip()))
    return values


def _shape(value: str) -> str:
    bare = re.sub(r"\W", "", value)
    if "@" in value:
        return "EMAIL"
    if sum(sign.isdigit() for sign in bare) > 0.6 * len(bare):
        return "ID_NUMBER" if len(bare) in (9, 15, 18) else "PHONE"
    named = any(load(language).names.full_name(value) for language in languages())
    return "PERSON" if named else "EMPLOYER"


def resolve_known(text: str, found: Sequence[Span], values: Sequence[tuple[str, str]]) -> list[Span]:
    """The findings and every occurrence of a known value, which wins over what it overlaps."""
    sure: list[Span] = []
    folded = fold(text)
    for entity, value in values:
        search = pattern(fold(value))
        if search is not None:
            sure.extend(Span(m.start(), m.end(), entity) for m in search.finditer(folded))
    if not sure:
        return list(found)
    sure = resolve(sure)
    free = [s for s in found if all(s.end <= other.start or other.end <= s.start for other in sure)]
    return sorted([*free, *sure])


def is_broad(entity: str, value: str, language: str, level: str = "city") -> bool:
    """Whether a value is a place so broad that it stays in the talk at a level: a large city, a country."""
    value = fold(value)
    return entity == "LOCATION" and load(recogniser_language(language)).replacements.place(value, level) == value
