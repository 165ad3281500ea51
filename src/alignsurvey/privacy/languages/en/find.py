"""English names, places and organisations: what the model finds, kept or widened by rule, and what cues tell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..language import Found
from . import cues, names


def find(text: str, model: Any) -> Iterator[Found]:
    """Findings of a text, with overlaps; `model` has the `entities` that the model found."""
    places = [(e.start_char, e.end_char) for e in model.entities if e.label_ == "LOCATION" and names.is_place(e.text)]
    yield from (("LOCATION", *span, 0.85) for span in names.join_places(text, places))
    for entity in model.entities:
        yield from _of_model(text, entity)
    yield from (("PERSON", *span) for span in cues.people(text, names.is_first_name))
    yield from (("LOCATION", *span) for span in cues.towns(text))
    for start, end, score in names.by_rule(text):
        inside = any(left <= start and end <= right for left, right in places)
        if not inside or score >= 0.85:
            yield "PERSON", start, end, score


def _of_model(text: str, entity: Any) -> Iterator[Found]:
    if entity.label_ == "PERSON":
        kept = names.keep(text, entity.start_char, entity.end_char)
        if kept:
            yield "PERSON", *names.widen(text, *kept), 0.85
    elif entity.label_ == "ORG" and names.is_workplace(text, entity.start_char, entity.end_char):
        yield "EMPLOYER", entity.start_char, entity.end_char, 0.6
