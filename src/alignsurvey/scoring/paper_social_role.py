"""Task 1 as the authors' published script scores it, faults included."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from .protocols import check_lengths

_QUOTED = re.compile(r"'(.*?)'")
_BRACKETED = re.compile(r"（.*?）|\(.*?\)")
_DIGITS = re.compile(r"\d+")


def compute(predictions: Sequence[str | None], references: Sequence[str], attributes: Sequence[str]) -> dict[str, Any]:
    """Accuracy of all rows and by attribute; the attribute's name is looked for where the script looks in file names.

    Faults of the script, kept so that numbers compare with the paper's tables:
    - for 家庭成员关系 any quoted item in common is right, so that listing every option always is;
    - 家里人口数 needs exactly one number in the reply, and no other word in the reference;
    - for attributes with 主要支出 only the first quoted item counts, without what stands in brackets;
    - all others must match letter by letter, with list brackets and quotes taken off for 收入 alone;
    - of a thinking trace what stands behind the first </think> is read, up to the next; a trace that never ends is an
      empty reply, and so is a missing one.
    Raises ValueError for a reference whose trace never ends, on which the script stops.
    """
    check_lengths(references=references, predictions=predictions, attributes=attributes)
    right = [_right(*row) for row in zip(predictions, references, attributes, strict=True)]
    parts: dict[str, list[int]] = {}
    for row, name in enumerate(attributes):
        parts.setdefault(name, []).append(row)
    by_attribute = {
        name: {"accuracy": sum(right[row] for row in rows) / len(rows), "n": len(rows)} for name, rows in parts.items()
    }
    given = sum(bool(_reply(text)) for text in predictions)
    return {
        "accuracy": sum(right) / len(right),
        "by_attribute": by_attribute,
        "parse_rate": given / len(right),
        "n": len(right),
    }


def _right(reply: str | None, truth: str, attribute: str) -> bool:
    mine, theirs = _reply(reply), _truth(truth)
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


def _reply(text: str | None) -> str:
    text = (text or "").strip()
    if "assistantfinal" in text:
        text = text.rsplit("assistantfinal", 1)[-1].strip()
    return _behind_thought(text)


def _truth(text: str) -> str:
    text = text.strip()
    if "assistantfinal" in text:
        text = text.rsplit("analysisassistantfinal", 1)[-1].strip()
    if "<think>" in text and "</think>" not in text:
        raise ValueError("a reference opens <think> and never closes it: the published script stops on such a file")
    return _behind_thought(text)


def _behind_thought(text: str) -> str:
    if "<think>" not in text:
        return text
    parts = text.split("</think>")
    return parts[1].strip() if len(parts) > 1 else ""


def _first(text: str) -> str:
    quoted = _QUOTED.findall(text)
    return _BRACKETED.sub("", quoted[0]).strip() if quoted else text
