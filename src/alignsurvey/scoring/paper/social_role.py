"""Task 1 as the authors' published script scores it, faults included."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from ..protocols import check_lengths, check_names, stops
from ..replies.texts import check_whole

_QUOTED = re.compile(r"'(.*?)'")
_CLOSING = {"（": "）", "(": ")"}
_OPENING = re.compile(r"[（(]")
_DIGITS = re.compile(r"\d+")


def published_social_role(
    predictions: Sequence[Any], references: Sequence[Any], attributes: Sequence[str]
) -> dict[str, Any]:
    """Accuracy and right rows, of all rows and by attribute.

    The script scores one file for each attribute and looks for parts of the attribute's name in the file's name; here
    they are looked for in `attributes`. It gives no figure over all attributes.

    Faults of the script, kept so that numbers compare with the paper's tables:
    - for 家庭成员关系 any quoted item in common is right, so that listing every option always is;
    - 家里人口数 needs exactly one number in the reply, written as in the reference ("03" is not "3"), and no other word
      in the reference;
    - for attributes with 主要支出 only the first quoted item counts, without what stands in brackets;
    - all others must match letter by letter; list brackets and quotes are taken off for 收入 alone, and off a reply
      only where the reference has brackets;
    - only ' quotes an item: a reply that is a list in JSON has none;
    - of a thinking trace what stands behind the first </think> is read, up to the next; a trace that never ends is an
      empty reply; one that <think> does not open is part of the reply, and so is what it says;
    - the channel mark assistantfinal is taken off replies, but off references only as analysisassistantfinal;
    - a reply that is no text (null, a number) is empty, and one that its file lacks is the word none: pass "none".
    Raises ValueError for a reference that is no text or whose trace never ends, on which the script stops.
    """
    check_lengths(references=references, predictions=predictions, attributes=attributes)
    check_whole(predictions=predictions, references=references)
    check_names(attributes=attributes)
    truths = [_truth(row, text) for row, text in enumerate(references)]
    replies = [_reply(text) for text in predictions]
    right = [_right(*row) for row in zip(replies, truths, map(str, attributes), strict=True)]
    parts: dict[str, list[int]] = {}
    for row, name in enumerate(attributes):
        parts.setdefault(name, []).append(row)
    by_attribute = {name: _scores([right[row] for row in rows]) for name, rows in parts.items()}
    parsed = sum(map(bool, replies)) / len(replies)
    return {**_scores(right), "by_attribute": by_attribute, "parse_rate": parsed}


def _scores(right: Sequence[bool]) -> dict[str, Any]:
    return {"accuracy": sum(right) / len(right), "correct": sum(right), "n": len(right)}


def _right(mine: str, theirs: str, attribute: str) -> bool:
    if "家庭成员关系" in attribute:
        return bool(set(_QUOTED.findall(mine)) & set(_QUOTED.findall(theirs)))
    if "家里人口数" in attribute:
        return _DIGITS.findall(mine) == [theirs]
    if theirs.startswith("[") and theirs.endswith("]"):
        if "主要支出" in attribute:
            mine, theirs = _first(mine), _first(theirs)
        if "收入" in attribute:
            mine, theirs = (text.strip("[]").strip("'\"") for text in (mine, theirs))
    return mine.strip() == theirs.strip()


def _reply(text: Any) -> str:
    text = text.strip() if isinstance(text, str) else ""
    if "assistantfinal" in text:
        text = text.rsplit("assistantfinal", 1)[-1].strip()
    return _behind_thought(text)


def _truth(row: int, text: Any) -> str:
    if not isinstance(text, str):
        raise stops(row, "the reference is no text")
    text = text.strip()
    if "assistantfinal" in text:
        text = text.rsplit("analysisassistantfinal", 1)[-1].strip()
    if "<think>" in text and "</think>" not in text:
        raise stops(row, "the reference opens <think> and never closes it")
    return _behind_thought(text)


def _behind_thought(text: str) -> str:
    if "<think>" not in text:
        return text
    parts = text.split("</think>")
    return parts[1].strip() if len(parts) > 1 else ""


def _first(text: str) -> str:
    quoted = _QUOTED.findall(text)
    return "\n".join(map(_without_brackets, quoted[0].split("\n"))).strip() if quoted else text


def _without_brackets(line: str) -> str:
    """A line without brackets and what stands in them, up to the first that closes; in linear time."""
    kept, place = [], 0
    last = {opening: line.rfind(closing) for opening, closing in _CLOSING.items()}
    for match in _OPENING.finditer(line):
        if place <= match.start() < last[match[0]]:
            kept.append(line[place : match.start()])
            place = line.index(_CLOSING[match[0]], match.start()) + 1
    return "".join([*kept, line[place:]])
