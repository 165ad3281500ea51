"""Distributions as lists of shares or as a model writes them in per cent, and their distances to the real ones."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from typing import Any

import numpy as np

from .protocols import check_lengths, check_names, numbers, robust
from .replies.answers import label, read_answer
from .replies.distributions import Reading, in_digits, readings
from .wasserstein import distances, distribution, worst

# How far written shares may add up from 1 before they are no distribution: enough for rounding and slips of adding up,
# too little for a choice with a notable share to be left out.
TOLERANCE = 0.05
KEYS = ("wasserstein", "wasserstein_normalized", "total_variation", "jensen_shannon")
_LETTER = re.compile(r"^\W*[A-Za-z]\s*[.)、:]\s*(?=\S)")


def compute(
    predictions: Sequence[str | Sequence[float]],
    references: Sequence[str | Sequence[float]],
    positions: Sequence[Any] | None = None,
    choices: Sequence[Any] | None = None,
    question_ids: Sequence[str] | None = None,
    protocol: str = "robust",
    instructions: str | Sequence[str | None] | None = None,
) -> dict[str, Any]:
    """Mean distances over rows. `predictions` and `references`: lists of shares, or texts such as "A. good: 45%".

    `positions` (a list a row, or one list for all) place the choices on the scale, -1 for none; without them the order
    given is the scale. `choices` (likewise) name the choices in texts; without them the names and their order are those
    of the reference's text. A prediction that is no distribution costs the largest distance that its reference allows,
    and lowers parse_rate. With `question_ids`, `by_question` has the means of each. `instructions` are read by protocol
    "paper" alone. Raises ValueError for references that are no distributions and lists of unequal length, naming the
    row.
    """
    standard = robust(protocol)
    check_lengths(references=references, predictions=predictions)
    if not standard:
        from .paper.distributions import compute as paper

        return paper(predictions, references, choices, instructions)
    names, places = _each(choices, len(references), "choices"), _each(positions, len(references), "positions")
    rows, parsed = [], 0
    for row, given in enumerate(predictions):
        try:
            scores, readable = score(given, references[row], places[row], names[row])
        except ValueError as error:
            raise ValueError(f"row {row}: {error}") from None
        rows.append([scores[name] for name in KEYS])
        parsed += readable
    table = np.array(rows)
    found: dict[str, Any] = {**_means(table), "parse_rate": parsed / len(rows), "n": len(rows)}
    if question_ids is not None:
        check_lengths(references=references, question_ids=question_ids)
        check_names(question_ids=question_ids)
        parts: dict[str, list[int]] = {}
        for row, question in enumerate(question_ids):
            parts.setdefault(str(question), []).append(row)
        found["by_question"] = {name: {**_means(table[part]), "n": len(part)} for name, part in parts.items()}
    return found


def score(
    given: str | Sequence[float],
    truth: str | Sequence[float],
    positions: Sequence[float] | None = None,
    choices: Sequence[str] | None = None,
) -> tuple[dict[str, float], bool]:
    """Distances of one prediction to its reference, and whether it was a distribution."""
    if not isinstance(truth, str | Sequence | np.ndarray):
        raise ValueError("the reference must be a text or a list of shares")
    if choices is None:
        choices = names(truth) if isinstance(truth, str) else [label(index) for index in range(len(truth))]
    if isinstance(choices, str) or not all(isinstance(choice, str) for choice in choices):
        raise ValueError("choices must be a list of texts")
    real = shares(truth, choices)
    if real is None:
        raise ValueError(f"the reference is no distribution over {len(choices)} choices")
    places = list(range(len(real))) if positions is None else numbers(positions, "positions").tolist()
    if len(places) != len(real):
        raise ValueError(f"{len(real)} shares but {len(places)} positions")
    predicted = shares(given, choices)
    if predicted is None:
        return worst(real, places), False
    return distances(predicted, real, places), True


def shares(given: str | Sequence[float] | None, choices: Sequence[str]) -> list[float] | None:
    """A share for each choice, summing to 1; None for a text that holds no distribution over the choices, zeros, None.

    A text may name a choice by letter, text or both, in JSON or lines, in per cent or as fractions. Choices that it
    leaves out have no share. Shares may add up to within `TOLERANCE` of 1, or of 100. Raises ValueError for a list of
    another length or sum, or with NaN or negative numbers: that is no slip of a model.
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
    """Numbers are per cent when they cannot be fractions."""
    return abs(total / (100.0 if total > 2 else 1.0) - 1) <= TOLERANCE


def _masked(text: str, choices: Sequence[str]) -> tuple[str, list[str]]:
    """Text and choices with words in place of the choices that hold what could be read as a share."""
    text = unicodedata.normalize("NFKC", text)
    masked = [unicodedata.normalize("NFKC", choice) for choice in choices]
    for place in sorted(range(len(masked)), key=lambda place: -len(masked[place])):
        if "%" in masked[place] or in_digits(masked[place]) != masked[place]:
            word = f"choice-{label(place)}-{label(place)}"
            text, masked[place] = text.replace(masked[place], word), word
    return text, masked


def _shares(written: Reading, choices: Sequence[str]) -> list[float] | None:
    found: dict[int, float] = {}
    for name, value in written:
        index = read_answer(name, choices)
        if index is not None and not (value >= 0 and found.setdefault(index, value) == value):
            return None
    total = math.fsum(found.values())
    if not _adds_up(total):
        return None
    return [found.get(index, 0.0) / total for index in range(len(choices))]


def names(text: str) -> list[str]:
    """The choices that a distribution's text names, in its order, without their letters."""
    first: Reading = next((reading for reading in readings(text, ()) if reading), [])
    found = [_LETTER.sub("", unicodedata.normalize("NFKC", name)).strip(" *:-|") for name, _ in first]
    kept = [name for name in dict.fromkeys(found) if name]
    if not kept:
        raise ValueError("the text names no choice with a share")
    return kept


def _means(table: Any) -> dict[str, float]:
    return dict(zip(KEYS, table.mean(axis=0).tolist(), strict=True))


def _each(given: Sequence[Any] | None, count: int, what: str) -> list[Any]:
    """One list a row, from a list of lists or from one list that holds for all rows."""
    if given is None:
        return [None] * count
    if isinstance(given, str) or not isinstance(given, Sequence | np.ndarray):
        raise ValueError(f"{what} must be a list for all rows, or a list of lists")
    if len(given) and isinstance(given[0], str | int | float | np.number):
        return [given] * count
    if len(given) != count:
        raise ValueError(f"{count} references but {len(given)} lists of {what}")
    return list(given)
