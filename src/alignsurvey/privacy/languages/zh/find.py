"""Chinese names, places and organisations by jieba's words, and what a model finds if one is set."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..language import Found
from . import names, organisations, towns

_FINDERS = (
    ("PERSON", names.find),
    ("LOCATION", towns.find),
    ("STREET_ADDRESS", organisations.addresses),
    ("SCHOOL", organisations.schools),
    ("EMPLOYER", organisations.employers),
)


def find(text: str, model: Any) -> Iterator[Found]:
    """Findings of a text, with overlaps; `model` has the `entities` that the model found."""
    words = list(names.tokenizer().cut(text, HMM=False))
    for entity, finder in _FINDERS:
        yield from ((entity, *span) for span in finder(text, words))
    for named in model.entities:
        if named.label_ in ("PERSON", "LOCATION"):
            yield named.label_, named.start_char, named.end_char, 0.85
