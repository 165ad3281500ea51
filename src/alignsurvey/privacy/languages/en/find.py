"""English people, places, employers and schools: what the models find and what rules find, taken together.

A rule with a strong cue ("my name is", "Dr.", "my son") counts by itself; one without a cue only where the recogniser
thinks a name at least possible.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ..language import Found
from . import cues, names, organisations

RULE = 0.15  # what the recogniser must give a finding of a rule without a cue
CUE = 0.03  # and one of a rule with a cue: "This is Great" is no introduction
# Least probability of a finding of the recogniser, in a text with capitals and in one without.
CUTS = {"PERSON": (0.5, 0.4), "LOCATION": (0.5, 0.4), "ORG": (0.5, 0.5)}


def find(text: str, model: Any) -> Iterator[Found]:
    """Findings of a text, with overlaps; `model` are the `recognise.models.Names` of it."""
    small = not any(character.isupper() for character in text)
    likely = [e for e in model.entities if e.label_ in CUTS and e.score >= CUTS[e.label_][small]]
    spans = [(e.start_char, e.end_char) for e in likely if e.label_ == "LOCATION" and _is_place(e.text, small)]
    yield from (("LOCATION", *span, 0.85) for span in names.join_places(text, spans))
    yield from _of_model(text, [e for e in likely if e.label_ == "PERSON"], small)
    yield from _by_rule(text, model, spans)
    yield from _towns(text, model)
    for entity in likely:
        written = small or not entity.text.islower()
        if entity.label_ == "ORG" and written and organisations.is_workplace(text, entity):
            yield organisations.kind(entity.text), entity.start_char, entity.end_char, 0.6


def _of_model(text: str, entities: Sequence[Any], small: bool) -> Iterator[Found]:
    for entity in entities:
        kept = names.keep(text, entity.start_char, entity.end_char, sure=entity.score)
        if kept and (small or _written_as_name(text[slice(*kept)], entity.score)):
            yield "PERSON", *kept, entity.score


def _written_as_name(name: str, sure: float) -> bool:
    """Whether a person has capitals as names have in a text with capitals; DOE and "verbatim" are none, unless sure."""
    if name.islower():
        return sure >= 0.8 and all(names.plainness(word) == 0 for word in name.split())
    return sure >= 0.95 or not (name.isupper() and 1 < len(name) < 6)


def _by_rule(text: str, model: Any, places: Sequence[tuple[int, int]]) -> Iterator[Found]:
    for start, end, score in cues.people(text, names.is_first_name):
        if model.odds(start, end, "PERSON") >= CUE:
            yield "PERSON", start, end, score
    for start, end, score in names.by_rule(text):
        inside = any(left <= start and end <= right for left, right in places)
        least = CUE if score >= 0.85 else RULE
        if (not inside or score >= 0.85) and model.odds(start, end, "PERSON") >= least:
            yield "PERSON", start, end, score


def _towns(text: str, model: Any) -> Iterator[Found]:
    for start, end, score in cues.towns(text):
        sure = score >= 0.85 or model.odds(start, end, "LOCATION") >= RULE
        if sure and names.is_place(text[start:end]):
            yield "LOCATION", start, end, score


def _is_place(name: str, small: bool) -> bool:
    return names.is_place(name.title() if small else name)
