"""Task 3, individual, as the authors' published script scores it, faults included."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from ..protocols import check_lengths
from ..reasoning import segmenter
from ..replies.texts import check_whole
from .survey_response import averages

FAILED = "错误"
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_BROKEN_ESCAPE = re.compile(r"\\u(?![0-9a-fA-F]{4})")
_AFTER_THOUGHT = re.compile(r"</think>[^\S\n]*\n\s*\n")
_FENCE_START = re.compile(r"^```(json)?\s*", re.IGNORECASE)
_FENCE_END = re.compile(r"(?<!\s)\s*```$")
_KEPT = re.compile(r"[^\u4e00-\u9fa5a-zA-Z0-9]")
_CLAUSE = re.compile(r"(?u)\b\w+\b|[\u4e00-\u9fff]+")


class _Dropped(Exception):
    """A row on which the script raises, and which it leaves out."""


def published_attitude_stance(predictions: Sequence[Any], references: Sequence[Any]) -> dict[str, Any]:
    """Accuracy, macro, weighted and micro precision, recall and F1, Jaccard and cosine of the reasoning, the words that
    both reasonings have (vocabulary_overlap), and all of it by stance; no ROUGE there.

    Faults of the script, kept so that numbers compare with the paper's tables:
    - a row whose reading raises leaves the denominator: one with a reply or reference that has no predict or no reason,
      a reason that is null, a number or an object, a predict that is a list or an object, that is JSON but no object,
      or that is no text;
    - a reply that is no JSON, not even with a closing quote and brace, becomes a class 错误 of its own, and is right
      where the reference is no JSON either;
    - words before or behind the JSON, ' as quotes and a line break within a text make it no JSON;
    - stances are compared as written: "positive" is not 积极, and every spelling is a class of the macro means;
    - only the fields "predict" and "reason" are known;
    - a thinking trace ends only where </think> stands before a blank line, and need not be opened;
    - the channel mark assistantfinal is taken off replies, but not off references;
    - escapes (\\u79ef) are decoded before JSON is read, twice or more, so that a quote written \\u0022 breaks it;
    - Jaccard takes blanks away before it cuts words, so that English becomes one word;
    - cosine counts whole Chinese clauses as words;
    - numbers among texts as stances are compared as texts in the means alone (and the script, which prints the
      accuracy of such a file, stops before it saves the rest).
    Raises ValueError where the script stops: where no row is left (with scikit-learn before 1.9 it then gives 0 and
    NaN), and where stances are null, fractions, or numbers on one side and texts on the other.
    """
    check_lengths(references=references, predictions=predictions)
    check_whole(predictions=predictions, references=references)
    stances: dict[Any, None] = {}
    read = [_row(reply, truth, stances) for reply, truth in zip(predictions, references, strict=True)]
    rows = [row for row in read if row is not None]
    if not rows:
        raise ValueError("no row is left: none could be read; the published script stops on such a file")
    right = sum(mine == theirs for mine, theirs, *_ in rows)
    count = len(rows)
    found: dict[str, Any] = {"accuracy": right / count, "correct": right}
    found |= averages([row[1] for row in rows], [row[0] for row in rows])
    for place, name in ((2, "jaccard"), (3, "cosine"), (4, "vocabulary_overlap")):
        found[name] = sum(row[place] for row in rows) / count
    found |= {"rouge1": None, "rouge2": None, "rougeL": None}
    found["by_class"] = _by_class(rows, stances)
    readable = sum(row[0] != FAILED for row in rows)
    return found | {"parse_rate": readable / len(predictions), "n": count, "dropped": len(predictions) - count}


def _by_class(
    rows: Sequence[tuple[Any, Any, float, float, int]], stances: Iterable[Any]
) -> dict[Any, dict[str, float]]:
    """What the script saves by class: rows of that reference, how many are right, and the averages over them."""
    owned: dict[Any, list[Any]] = {name: [] for name in stances}
    predicted = Counter(row[0] for row in rows)
    for row in rows:
        owned[row[1]].append(row)
    found = {}
    for name, own in owned.items():
        right, given = sum(row[0] == row[1] for row in own), predicted[name]
        scores = {"accuracy": right / len(own) if own else 0.0, "precision": right / given if given else 0.0}
        for place, score in ((2, "jaccard"), (3, "cosine"), (4, "vocabulary_overlap")):
            scores[score] = sum(row[place] for row in own) / len(own) if own else 0.0
        f1 = 2 * right / (given + len(own)) if right else 0.0
        found[name] = {"n": len(own), "correct": right, **scores, "recall": scores["accuracy"], "f1": f1}
    return found


def _row(reply: Any, truth: Any, stances: dict[Any, None]) -> tuple[Any, Any, float, float, int] | None:
    """(stance, reference stance, Jaccard, cosine, shared words), or None for a row that the script leaves out.

    Enters both stances; a list for the reply's leaves the row out after the reference's was entered, as in the script.
    """
    try:
        mine = _fields(reply.rsplit("assistantfinal", 1)[-1].strip() if "assistantfinal" in reply else reply)
        theirs = _fields(_after_thought(truth))
        jaccard, overlap = _jaccard(mine[1], theirs[1])
        stances[theirs[0]] = None
        stances[mine[0]] = None
    except Exception:  # as in the script, whatever it is
        return None
    return mine[0], theirs[0], jaccard, _cosine(mine[1], theirs[1]), overlap


def _fields(text: str) -> tuple[Any, Any]:
    """The predict and the reason field."""
    body = _after_thought(_decoded(_BROKEN_ESCAPE.sub(r"\\\\u", text)))
    body = _FENCE_END.sub("", _FENCE_START.sub("", body)).strip()
    try:
        value = _joined(json.loads(body))
    except json.JSONDecodeError:
        try:
            value = _joined(json.loads(body + '"}'))
        except Exception:  # as in the script
            value = {"predict": FAILED, "reason": " "}
    if "predict" not in value or "reason" not in value:
        raise _Dropped
    return value["predict"], value["reason"]


def _joined(value: Any) -> dict[str, Any]:
    if isinstance(value.get("reason"), list):
        value["reason"] = " ".join(value["reason"])
    return dict(value)


def _decoded(text: str) -> str:
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)


def _after_thought(text: str) -> str:
    decoded = _decoded(text)
    match = _AFTER_THOUGHT.search(decoded)
    return decoded[match.end() :].strip() if match else decoded.strip()


def _jaccard(mine: str, theirs: str) -> tuple[float, int]:
    cut = segmenter()
    left, right = (set(cut(_KEPT.sub("", text))) for text in (mine, theirs))
    return (len(left & right) / len(left | right) if left | right else 0.0), len(left & right)


def _cosine(mine: str, theirs: str) -> float:
    left, right = (Counter(_CLAUSE.findall(text.lower())) for text in (mine, theirs))
    norm = math.sqrt(sum(n * n for n in left.values())) * math.sqrt(sum(n * n for n in right.values()))
    return sum(left[word] * right[word] for word in left) / norm if norm else 0.0
