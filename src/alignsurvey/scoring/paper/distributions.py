"""Groups of tasks 3 and 4, as the authors' published script scores them, faults included."""

from __future__ import annotations

import itertools
import json
import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy.stats import wasserstein_distance

from ..protocols import check_choices, check_lengths, stops
from ..replies.texts import check_whole

# What the script assumes when the instruction lists no options.
STANCES = {"A": "积极", "B": "中立", "C": "消极"}
# The script's two patterns, letter or none + name + colon + per cent, taken apart so that time is linear: a share, and
# what stands before its colon.
_SHARE = re.compile(r"[:：]\s*([\d.]+)%")
_LETTER_AND_NAME = re.compile(r"([A-Z])\s*\.\s*([^:：]+)")
_LISTED = re.compile(r"选项：\s*([\s\S]*?)(?:\n\n|$)")
_OPTION = re.compile(r"([A-Z])\s*\.\s*([^\n]+)")


def published_distributions(
    predictions: Sequence[Any],
    references: Sequence[Any],
    choices: Sequence[Any] | None = None,
    instructions: str | Sequence[str | None] | None = None,
) -> dict[str, Any]:
    """Mean Wasserstein distance over rows; NaN where none has one.

    `instructions`: the instruction of each row, or one for all, in which the script looks for the options: lines such
    as "A. 满意" behind 选项：. Where it finds none, as in every English instruction, letters mean positive, neutral and
    negative in Chinese. `choices` (a list a row or one for all) may name the options in their place, A for the first;
    without either, letters mean the three stances.

    Faults of the script, kept so that numbers compare with the paper's tables:
    - categories stand in the order of their code points, not of the scale, one unit apart;
    - options on one line are one option, and only capital letters before a full stop are letters;
    - a share belongs to its letter, whatever text stands behind the letter; of two for one category the last counts;
    - a reply without option texts ("A: 45%") makes categories of its own, so that a right one costs most;
    - without letters a category is all that stands before the colon, with the comma of the share before; full-width ％,
      and a blank before %, make a share unread;
    - partial replies, and those over 100 per cent, are made to sum to 1;
    - a reply with no readable share, or only zeros, costs the number of the reference's categories less 1;
    - a reference whose shares are all 0, or unread, leaves the mean, but not where the reply is unread, too, which
      costs as before: 0 where the reference has no category;
    - JSON numbers are taken as they are, JSON names are categories with letter and all, and JSON that mixes numbers and
      per cent, is fenced or stands within words is read as text;
    - shares in a thinking trace count as the reply's.
    A reply that is missing or null is empty; a reference that is no text is read as Python writes it. Raises ValueError
    where the script stops: for a reply that is another value than a text, and for shares such as 1.2.3%, below 0 or not
    finite; and for lists of shares, which it does not know.
    """
    check_lengths(references=references, predictions=predictions)
    check_whole(predictions=predictions, references=references)
    count = len(references)
    listed = _options(choices, count) if instructions is None else _instructed(instructions, count)
    scored = [_scored(*row) for row in zip(itertools.count(), predictions, references, listed, strict=False)]
    kept = [value for value, _ in scored if not math.isnan(value)]
    return {
        "wasserstein": sum(kept) / len(kept) if kept else math.nan,
        "parse_rate": sum(readable for _, readable in scored) / len(scored),
        "n": len(kept),
        "dropped": len(scored) - len(kept),
    }


def _scored(row: int, reply: Any, truth: Any, options: Mapping[str, str]) -> tuple[float, bool]:
    mine, theirs = _reply(row, reply), _truth(row, truth)
    try:
        return _distance(mine, theirs, options)
    except ValueError:
        raise stops(
            row, "the prediction or the reference has a share that is no number (as 1.2.3%), below 0 or not finite"
        ) from None


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
    lettered: dict[str, float] = {}
    named: dict[str, float] = {}
    end = named_end = last = 0
    for match in _SHARE.finditer(text):
        colon, share = match.start(), match[1]
        before = max(text.rfind(":", last, colon), text.rfind("：", last, colon)) + 1
        last = colon
        found = _LETTER_AND_NAME.search(text, max(before, end), colon)
        if found:
            lettered[options.get(found[1], found[2].strip())] = float(share) / 100.0
            end = match.end()
        if max(before, named_end) < colon:
            named[text[max(before, named_end) : colon].strip()] = float(share) / 100.0
            named_end = match.end()
    return lettered or named


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
    check_lengths(choices=choices)
    each = [choices] * count if isinstance(choices[0], str) else choices
    check_lengths(references=range(count), choices=each)
    check_choices(each)
    for row, names in enumerate(each):
        if not all(isinstance(name, str) for name in names):
            raise ValueError(f"row {row}: choices must be a list of texts")
    return [_lettered(names) or STANCES for names in each]


def _instructed(instructions: str | Sequence[str | None], count: int) -> list[Mapping[str, str]]:
    each = [instructions] * count if isinstance(instructions, str) else instructions
    check_lengths(references=range(count), instructions=each)
    found: list[Mapping[str, str]] = []
    for row, text in enumerate(each):
        if text is not None and not isinstance(text, str):
            raise stops(row, "the instruction is no text")
        block = _LISTED.search(text or "")
        named = {match[1]: match[2].strip() for match in _OPTION.finditer(block[1])} if block else {}
        found.append(named or STANCES)
    return found


def _lettered(names: Sequence[str]) -> dict[str, str]:
    """Texts by letter, stripped as in the script; letters that the options carry themselves are taken off."""
    letters = [chr(65 + place) for place in range(26)]
    own = [re.match(rf"\s*{letter}\s*\.\s*(?=\S)", name) for letter, name in zip(letters, names, strict=False)]
    if len(own) > 1 and all(own):
        names = [name[match.end() :] for name, match in zip(names, own, strict=False) if match]
    return {letter: name.strip() for letter, name in zip(letters, names, strict=False)}


def _reply(row: int, value: Any) -> str:
    if isinstance(value, str):
        return value
    if not isinstance(value, np.ndarray) and not value:
        return ""
    raise stops(row, "the prediction is no text, such as 'A. 满意: 45%' a line")


def _truth(row: int, value: Any) -> str:
    """A text as it is. A list of shares is a reference of ours, which the script would take for no shares at all."""
    if isinstance(value, list | tuple | np.ndarray):
        raise ValueError(
            f"row {row}: protocol 'paper' reads references written as texts, such as 'A. 满意: 45%' a line"
        )
    return str(value)
