"""Read the distribution over the shown choices that a reply gives."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence

from ..protocols import numbers
from ..wasserstein import distribution
from .answers import choice_or_none
from .choices import letter, without_letter
from .numerals import in_digits
from .written_shares import Reading, readings

# How far written shares may add up from 1 before they are no distribution: enough for rounding and slips of adding up,
# too little for a choice with a notable share to be left out.
TOLERANCE = 0.05
LONGEST = 1000  # numbers in a reply; no question has as many choices, and more would take long to read


def read_distribution(given: str | Sequence[float] | None, choices: Sequence[str]) -> list[float] | None:
    """The share of each choice, from a reply or a list.

    A text may name a choice by letter, text or both, in JSON or lines, in per cent or as fractions. Choices that it
    leaves out have no share. Shares may add up to within `TOLERANCE` of 1, or of 100.

    Args:
        given: a text, a list of shares (one a choice), or None for a missing reply.
        choices: texts of the choices; the first is A.

    Returns:
        Shares that sum to 1, one a choice; None for None, zeros and texts that hold no distribution over the choices.

    Raises:
        ValueError: a list has another length or sum, NaN or negative numbers, which is no slip of a model.
    """
    if given is None:
        return None
    if not isinstance(given, str):
        return _listed(given, choices)
    text, names = _masked(given, choices)
    for reading in readings(text, names):
        found = _shares(reading, names)
        if found is not None:
            return found
    return None


def named_choices(text: str) -> list[str]:
    """The choices that a distribution's text names, in its order, without their letters.

    Raises:
        ValueError: the text names none.
    """
    first: Reading = next((reading for reading in readings(text, ()) if reading), [])
    found = [without_letter(unicodedata.normalize("NFKC", name)).strip(" *:-|") for name, _ in first]
    kept = [name for name in dict.fromkeys(found) if name]
    if not kept:
        raise ValueError("the text names no choice with a share")
    return kept


def _listed(given: Sequence[float], choices: Sequence[str]) -> list[float] | None:
    values = numbers(given, "a distribution")
    if len(values) != len(choices):
        raise ValueError(f"{len(values)} shares for {len(choices)} choices")
    if not values.any():
        return None
    found = distribution(values)
    if not _adds_up(float(values.sum())):
        raise ValueError(f"the shares add up to {values.sum():g}; make it 1, or 100 for per cent")
    return found.tolist()


def _adds_up(total: float) -> bool:
    """Whether numbers are a distribution; they are per cent when they cannot be fractions."""
    return abs(total / (100.0 if total > 2 else 1.0) - 1) <= TOLERANCE


def _masked(text: str, choices: Sequence[str]) -> tuple[str, list[str]]:
    """Text and choices with words in place of the choices that hold what could be read as a share."""
    text = unicodedata.normalize("NFKC", text)
    masked = [unicodedata.normalize("NFKC", choice) for choice in choices]
    for place in sorted(range(len(masked)), key=lambda place: -len(masked[place])):
        if "%" in masked[place] or in_digits(masked[place]) != masked[place]:
            word = f"choice-{letter(place)}-{letter(place)}"
            text, masked[place] = text.replace(masked[place], word), word
    return text, masked


def _shares(written: Reading, choices: Sequence[str]) -> list[float] | None:
    if len(written) > LONGEST:
        return None
    found: dict[int, float] = {}
    for name, value in written:
        index = choice_or_none(name, choices)
        if index is not None and not (value >= 0 and found.setdefault(index, value) == value):
            return None
    total = math.fsum(found.values())
    if not _adds_up(total):
        return None
    return [found.get(index, 0.0) / total for index in range(len(choices))]
