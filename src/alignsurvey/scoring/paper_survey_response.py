"""Task 4, individual, as the authors' published script scores it, faults included."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from .classification import by_class, totals
from .protocols import check_lengths

_BRACKETED = re.compile(r"\(([A-Za-z])\)\s*(.*)")
_ANYWHERE = re.compile(r"([A-Za-z])[.\)\s]+(.*)")


def compute(predictions: Sequence[str], references: Sequence[str]) -> dict[str, Any]:
    """Accuracy, macro and weighted precision, recall and F1, and the accuracy of the letters A, B and C.

    Faults of the script, kept so that numbers compare with the paper's tables:
    - letter and text must both match: an answer given as its letter alone, or as its text alone, is wrong;
    - a letter is found anywhere in a sentence, so "I am satisfied" is read as letter M followed by "satisfied";
    - with several lines only the first is kept, where a letter was found by searching;
    - every distinct unread string is a class of its own in the macro means, as is the same text under another letter;
    - references that are empty or contain 不了解 are dropped with their rows;
    - per-letter figures stop at C;
    - a thinking trace that never ends is taken for the answer.
    """
    check_lengths(references=references, predictions=predictions)
    pairs = [(_read(truth, True), _read(reply, False)) for reply, truth in zip(predictions, references, strict=True)]
    kept = [(truth, reply) for truth, reply in pairs if truth is not None and reply is not None]
    if not kept:
        raise ValueError("no row is left: every reference is empty or contains 不了解")
    truths, replies = [_joined(truth) for truth, _ in kept], [_joined(reply) for _, reply in kept]
    right = [truth == reply for truth, reply in zip(truths, replies, strict=True)]
    found: dict[str, Any] = {"accuracy": sum(right) / len(kept), **averages(truths, replies)}
    letters: dict[str, list[bool]] = {}
    for (truth, _), hit in zip(kept, right, strict=True):
        letters.setdefault(truth[0] or "", []).append(hit)
    found["accuracy_by_option"] = {
        name: sum(letters[name]) / len(letters[name]) if name in letters else 0.0 for name in "ABC"
    }
    found["count_by_option"] = {name: len(letters.get(name, [])) for name in "ABC"}
    readable = sum(reply[0] is not None for _, reply in kept)
    return found | {"parse_rate": readable / len(kept), "n": len(kept), "dropped": len(pairs) - len(kept)}


def averages(truths: Sequence[Any], replies: Sequence[Any]) -> dict[str, float]:
    """Macro (precision, recall, f1) and weighted means over every value that occurs on either side.

    Values are made numpy arrays first, as in scikit-learn, which the scripts call: a number among texts becomes a text,
    and NUL at the end of a text is lost. Raises ValueError where scikit-learn takes no such arrays.
    """
    sides = [np.asarray(side) for side in (truths, replies)]
    if not all(side.dtype.kind == "U" for side in sides) and not all(side.dtype.kind in "bi" for side in sides):
        raise ValueError("predictions or references mix texts and other values: the published script stops on them")
    places: dict[Any, int] = {}
    truth, reply = (
        np.array([places.setdefault(name, len(places)) for name in side.tolist()], np.int64) for side in sides
    )
    sums = totals(truth, reply, np.ones(len(truths)), len(places))
    share = sums[2] / sums[2].sum()
    found = {}
    for name, values in zip(("precision", "recall", "f1"), by_class(sums), strict=True):
        found[name] = float(values.mean())
        found[f"{name}_weighted"] = float(values @ share)
    return found


def _read(text: str, truth: bool) -> tuple[str | None, str] | None:
    """(letter, text) of a stripped text; None for a reference that the script drops."""
    text = text.strip()
    if "<think>" in text:
        text = text.rsplit("</think>", 1)[-1].strip()
    if "assistantfinal" in text:
        text = text.rsplit("analysisassistantfinal" if truth else "assistantfinal", 1)[-1].strip()
    if truth and (not text or "不了解" in text):
        return None
    if len(text) >= 2 and text[0].upper().isalpha() and text[1] in ". ":
        return text[0].upper(), text[2:].strip()
    match = _BRACKETED.match(text) or _ANYWHERE.search(text)
    return (match[1].upper(), match[2].strip()) if match else (None, text)


def _joined(read: tuple[str | None, str]) -> str:
    return (read[0] or "") + read[1]
