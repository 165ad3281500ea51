"""Groups of tasks 3 and 4, as the authors' published script scores them, faults included."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from scipy.stats import wasserstein_distance

from .protocols import check_lengths

# What the script assumes when the instruction lists no options.
STANCES = {"A": "积极", "B": "中立", "C": "消极"}
_LETTERED = re.compile(r"\s*([A-Z])\s*\.\s*([^:：]+)[:：]\s*([\d.]+)%")
_NAMED = re.compile(r"\s*([^:：]+)[:：]\s*([\d.]+)%")


def compute(
    predictions: Sequence[Any], references: Sequence[Any], choices: Sequence[Any] | None = None
) -> dict[str, Any]:
    """Mean Wasserstein distance over rows. `choices`: the options that the instruction listed, a list a row or one
    for all; without them letters mean positive, neutral, negative in Chinese, as in the script.

    Faults of the script, kept so that numbers compare with the paper's tables:
    - categories stand in the order of their code points, not of the scale, one unit apart;
    - a reply without option texts ("A: 45%") makes categories of its own, so that a right one costs most;
    - partial replies are made to sum to 1;
    - a reply with no readable share, or only zeros, costs the number of the reference's categories less 1;
    - a reference whose shares are all 0 leaves the mean;
    - JSON numbers are taken as they are, and JSON that mixes numbers and per cent is read as text.
    """
    check_lengths(references=references, predictions=predictions)
    listed = _options(choices, len(references))
    scored = [
        _distance(_text(reply), _text(truth), names)
        for reply, truth, names in zip(predictions, references, listed, strict=True)
    ]
    kept = [value for value, _ in scored if not math.isnan(value)]
    parsed = sum(readable for _, readable in scored) / len(scored)
    return {"wasserstein": sum(kept) / len(kept) if kept else math.nan, "parse_rate": parsed, "n": len(kept)}


def _distance(reply: str, truth: str, options: Mapping[str, str]) -> tuple[float, bool]:
    real, given = _shares(truth, options), _shares(reply, options)
    most = float(len(real) - 1) if len(real) > 1 else 0.0
    if not given:
        return most, False
    names = sorted({*real, *given})
    left, right = ([side.get(name, 0.0) for name in names] for side in (real, given))
    if sum(left) <= 0:
        return math.nan, True
    if sum(right) <= 0:
        return most, False
    places = list(range(len(names)))
    return float(wasserstein_distance(places, places, left, right)), True


def _shares(text: str, options: Mapping[str, str]) -> dict[str, float]:
    listed = _json_shares(text)
    if listed is not None:
        return listed
    lettered = {options.get(m[1], m[2].strip()): float(m[3]) / 100.0 for m in _LETTERED.finditer(text)}
    return lettered or {m[1].strip(): float(m[2]) / 100.0 for m in _NAMED.finditer(text)}


def _json_shares(text: str) -> dict[str, float] | None:
    """Shares of a JSON object of numbers or of per cent texts; None where the script goes on to read text."""
    try:
        fields = json.loads(text)
        if all(isinstance(value, str) and "%" in value for value in fields.values()):
            return {name: float(value.strip("%")) / 100.0 for name, value in fields.items()}
        if all(isinstance(value, int | float) for value in fields.values()):
            return {name: float(value) for name, value in fields.items()}
    except (ValueError, AttributeError, OverflowError, RecursionError):
        pass
    return None


def _options(choices: Sequence[Any] | None, count: int) -> list[Mapping[str, str]]:
    if choices is None:
        return [STANCES] * count
    each = [choices] * count if choices and isinstance(choices[0], str) else list(choices)
    check_lengths(references=range(count), choices=each)
    return [_lettered(names) or STANCES for names in each]


def _lettered(names: Sequence[str]) -> dict[str, str]:
    """Texts by letter, stripped as in the script; letters that the options carry themselves are taken off."""
    letters = [chr(65 + place) for place in range(26)]
    own = [re.match(rf"\s*{letter}\s*\.\s*(?=\S)", name) for letter, name in zip(letters, names, strict=False)]
    if len(own) > 1 and all(own):
        names = [name[match.end() :] for name, match in zip(names, own, strict=False) if match]
    return {letter: name.strip() for letter, name in zip(letters, names, strict=False)}


def _text(value: Any) -> str:
    """Texts as they are; lists of shares are no texts of the script."""
    if not isinstance(value, str):
        raise ValueError("protocol 'paper' reads distributions written as texts, such as 'A. 满意: 45%' a line")
    return value
