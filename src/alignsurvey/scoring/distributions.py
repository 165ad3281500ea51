"""Distributions as lists of shares or as a model writes them in per cent, and their distances to the real ones."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from .answers import label, read_answer
from .protocols import check_lengths, robust
from .texts import final, load_json, unfence
from .wasserstein import distances, distribution, worst

# How far written shares may add up from 1 before they are no distribution: enough for rounding and slips of adding up,
# too little for a choice with a notable share to be left out.
TOLERANCE = 0.05
KEYS = ("wasserstein", "wasserstein_normalized", "total_variation", "jensen_shannon")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?|\.\d+)\s*(?:%|percent\b|per cent\b)", re.IGNORECASE)
_NUMBER_LAST = re.compile(r"^(.*?\D)\s*(\d+(?:\.\d+)?|\.\d+)\s*\W*$")
_LETTER = re.compile(r"^\W*[A-Za-z]\s*[.)、:]\s*(?=\S)")
_SHARE_FIELDS = ("percentage", "percent", "share", "probability", "value", "proportion", "比例", "百分比")
_NAME_FIELDS = ("option", "choice", "label", "answer", "name", "stance", "text", "选项", "态度")


def compute(
    predictions: Sequence[str | Sequence[float]],
    references: Sequence[str | Sequence[float]],
    positions: Sequence[Any] | None = None,
    choices: Sequence[Any] | None = None,
    question_ids: Sequence[str] | None = None,
    protocol: str = "robust",
) -> dict[str, Any]:
    """Mean distances over rows. `predictions` and `references`: lists of shares, or texts such as "A. good: 45%".

    `positions` (a list a row, or one list for all) place the choices on the scale, -1 for none; without them the order
    given is the scale. `choices` (likewise) name the choices in texts; without them the names and their order are those
    of the reference's text. A prediction that is no distribution costs the largest distance that its reference allows,
    and lowers parse_rate. With `question_ids`, `by_question` has the means of each. Raises ValueError for references
    that are no distributions and lists of unequal length, naming the row.
    """
    if not robust(protocol):
        from .paper_distributions import compute as paper

        return paper(predictions, references, choices)
    check_lengths(references=references, predictions=predictions)
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
    if choices is None:
        choices = names(truth) if isinstance(truth, str) else [label(index) for index in range(len(truth))]
    real = shares(truth, choices)
    if real is None:
        raise ValueError(f"the reference is no distribution over {len(choices)} choices")
    places = list(range(len(real))) if positions is None else positions
    if len(places) != len(real):
        raise ValueError(f"{len(real)} shares but {len(places)} positions")
    predicted = shares(given, choices)
    if predicted is None:
        return worst(real, places), False
    return distances(predicted, real, places), True


def shares(given: str | Sequence[float], choices: Sequence[str]) -> list[float] | None:
    """A share for each choice, summing to 1; None for a text that holds no distribution over the choices, or zeros.

    A text may name a choice by letter, text or both, in JSON or lines, in per cent or as fractions. Choices that it
    leaves out have no share. Its shares may add up to within `TOLERANCE` of 1. Raises ValueError for a list of another
    length, or with NaN or negative numbers.
    """
    if not isinstance(given, str):
        if len(given) != len(choices):
            raise ValueError(f"{len(given)} shares for {len(choices)} choices")
        if not any(value > 0 for value in given) and all(value == 0 for value in given):
            return None
        return [float(value) for value in distribution(given)]
    for reading in _readings(given, choices):
        found = _shares(reading, choices)
        if found is not None:
            return found
    return None


def _shares(written: Sequence[tuple[str, float]], choices: Sequence[str]) -> list[float] | None:
    found: dict[int, float] = {}
    for name, value in written:
        index = read_answer(name, choices)
        if index is not None and found.setdefault(index, value) != value:
            return None
    total = math.fsum(found.values())
    # Numbers without a per cent sign are per cent when they cannot be fractions.
    if not abs(total / (100.0 if total > 2 else 1.0) - 1) <= TOLERANCE:
        return None
    return [found.get(index, 0.0) / total for index in range(len(choices))]


def names(text: str) -> list[str]:
    """The choices that a distribution's text names, in its order, without their letters."""
    found = [
        _LETTER.sub("", unicodedata.normalize("NFKC", name)).strip(" *:-|") for name, _ in next(_readings(text, ()))
    ]
    kept = [name for name in dict.fromkeys(found) if name]
    if not kept:
        raise ValueError("the text names no choice with a share")
    return kept


def _readings(text: str, choices: Sequence[str]) -> Iterator[list[tuple[str, float]]]:
    """Ways to read the names and numbers of a reply: JSON fields, else what stands before or after each per cent."""
    reply = final(text)
    listed = list(_fields(load_json(reply) if "{" in reply or "[" in reply else None, choices))
    if listed:
        yield listed
        return
    body = unicodedata.normalize("NFKC", unfence(reply))
    percents = list(_PERCENT.finditer(body))
    if not percents:
        lines = (_NUMBER_LAST.match(line) for line in body.splitlines())
        yield [(match[1], float(match[2])) for match in lines if match]
        return
    starts = [0, *(match.end() for match in percents)]
    ends = [*(match.start() for match in percents[1:]), len(body)]
    numbers = [float(match[1]) / 100 for match in percents]
    before = [body[start : match.start()].rpartition("\n")[2] for start, match in zip(starts, percents, strict=False)]
    after = [body[match.end() : end].partition("\n")[0] for match, end in zip(percents, ends, strict=True)]
    for side in (before, after):
        yield [(name.strip(" ,;，；、\t"), number) for name, number in zip(side, numbers, strict=True)]


def _fields(value: Any, choices: Sequence[str]) -> Iterator[tuple[str, float]]:
    if isinstance(value, Mapping):
        nested = [item for item in value.values() if isinstance(item, Mapping | list)]
        if len(value) == 1 and nested:
            yield from _fields(nested[0], choices)
            return
        yield from ((str(name), number) for name, item in value.items() if (number := _number(item)) is not None)
    elif isinstance(value, list) and value and all(isinstance(item, Mapping) for item in value):
        for item in value:
            name = next((item[field] for field in _NAME_FIELDS if field in item), None)
            number = next((_number(item[field]) for field in _SHARE_FIELDS if field in item), None)
            if name is not None and number is not None:
                yield str(name), number
    elif isinstance(value, list) and len(value) == len(choices):
        numbers = [_number(item) for item in value]
        yield from ((label(index), number) for index, number in enumerate(numbers) if number is not None)


def _number(value: Any) -> float | None:
    """A share from JSON: 45, 0.45, "45%", "45"."""
    if isinstance(value, str):
        match = re.fullmatch(r"\s*(\d+(?:\.\d+)?|\.\d+)\s*%?\s*", unicodedata.normalize("NFKC", value))
        return float(match[1]) / (100 if "%" in value or "％" in value else 1) if match else None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value < 0:
        return None
    return float(value)


def _means(table: Any) -> dict[str, float]:
    return dict(zip(KEYS, table.mean(axis=0).tolist(), strict=True))


def _each(given: Sequence[Any] | None, count: int, what: str) -> list[Any]:
    """One list a row, from a list of lists or from one list that holds for all rows."""
    if given is None:
        return [None] * count
    if len(given) and isinstance(given[0], str | int | float | np.number):
        return [given] * count
    if len(given) != count:
        raise ValueError(f"{count} references but {len(given)} lists of {what}")
    return list(given)
