"""Task 4, individual, as the authors' published script scores it, faults included."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from ..classification import by_class, totals
from ..protocols import check_lengths, stops
from ..replies.texts import check_whole

_BRACKETED = re.compile(r"\(([A-Za-z])\)\s*(.*)")
_ANYWHERE = re.compile(r"([A-Za-z])[.\)\s]+(.*)")


def published_survey_response(predictions: Sequence[Any], references: Sequence[Any]) -> dict[str, Any]:
    """Accuracy, macro and weighted precision, recall and F1, and the accuracy of the letters A, B and C.

    Faults of the script, kept so that numbers compare with the paper's tables:
    - letter and text must both match: an answer given as its letter alone, or as its text alone, is wrong;
    - a first sign before a blank or a full stop is the letter, in any script: "I am satisfied" is letter I, 满 意 is
      letter 满;
    - else a letter is looked for at the end of any word: "We agree" is letter E with the text "agree";
    - where a letter was found by searching, or in brackets, only its line is kept;
    - full-width letters and stops, 、 and ： are no marks, so that "B、一般" and "Ｂ．一般" are unread;
    - every distinct unread string is a class of its own in the macro means, as is the same text under another letter;
    - references that are empty or contain 不了解 are dropped with their rows;
    - per-letter figures stop at C, and are 0 where no reference has the letter;
    - a thinking trace that never ends is taken for the answer, and so is one that <think> does not open;
    - the channel mark assistantfinal is taken off replies, but off references only as analysisassistantfinal.
    A reply that its file lacks is an empty text. Raises ValueError where the script stops: where a reply or a reference
    is no text (null, a number), and where no row is left (with scikit-learn before 1.9 it then gives 0 and NaN).
    """
    check_lengths(references=references, predictions=predictions)
    check_whole(predictions=predictions, references=references)
    for row, pair in enumerate(zip(predictions, references, strict=True)):
        if not all(isinstance(text, str) for text in pair):
            raise stops(row, "the prediction or the reference is no text")
    pairs = [(_read(truth, True), _read(reply, False)) for reply, truth in zip(predictions, references, strict=True)]
    kept = [(truth, reply) for truth, reply in pairs if truth is not None and reply is not None]
    if not kept:
        raise ValueError(
            "no row is left: every reference is empty or contains 不了解; the published script stops on such a file"
        )
    truths, replies = [_joined(truth) for truth, _ in kept], [_joined(reply) for _, reply in kept]
    right = [truth == reply for truth, reply in zip(truths, replies, strict=True)]
    found: dict[str, Any] = {"accuracy": sum(right) / len(kept), "correct": sum(right), **averages(truths, replies)}
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
    """Macro (precision, recall, f1), weighted and micro means over every value that occurs on either side.

    Raises ValueError for values that scikit-learn, which the scripts call, does not take.
    """
    sides = [_labels(truths), _labels(replies)]
    if len({textual for _, textual in sides}) > 1:
        raise ValueError(
            "the predictions or the references are texts, the others numbers; the published script stops on such a file"
        )
    places: dict[Any, int] = {}
    truth, reply = (np.array([places.setdefault(name, len(places)) for name in side], np.int64) for side, _ in sides)
    sums = totals(truth, reply, np.ones(len(truths)), len(places))
    share = sums[2] / sums[2].sum()
    found = {}
    for name, values in zip(("precision", "recall", "f1"), by_class(sums), strict=True):
        found[name] = float(values.mean())
        found[f"{name}_weighted"] = float(values @ share)
        found[f"{name}_micro"] = float(sums[0].sum() / sums[2].sum())
    return found


def _labels(values: Sequence[Any]) -> tuple[list[Any], bool]:
    """Values as scikit-learn compares them, and whether they are texts: it makes them a numpy array, in which a number
    among texts becomes a text and NUL at the end of a text is lost."""
    if all(isinstance(value, str) for value in values):  # without the array, which is as wide as the longest text
        return [value.rstrip("\0") for value in values], True
    array = np.asarray(values)
    kind = array.dtype.kind
    whole = kind == "f" and bool((np.isfinite(array) & (array == np.floor(array)) & (abs(array) < 2**63)).all())
    if kind not in "Ubiu" and not whole:
        raise ValueError(
            "predictions or references hold values that are neither texts nor whole numbers (null, fractions); "
            "the published script stops on such a file"
        )
    return array.tolist(), kind == "U"


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
