"""Task 1: attributes of a respondent's social role, inferred from a segment of an interview."""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .protocols import check_choices, check_lengths, check_names, check_texts, robust
from .replies.answers import label, options, read_answer
from .replies.texts import final, fold, key, load_json, unfence

# The twelve attributes of task 1, by the names under which they were released, in the three groups of the paper's
# figures (5, 3 and 4 attributes). The paper does not list the members: this assignment follows the names.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "basic": ("性别", "年龄", "户籍状态", "职业类型", "最高教育程度"),
    "social": ("有房", "有车", "生活压力程度"),
    "family": ("家里人口数", "家庭成员关系", "家庭年收入", "家庭月消费主要支出项目"),
}
_SCORES = ("accuracy", "partial", "parse_rate", "n")
_DIGITS = {"一": 1, "二": 2, "两": 2, "俩": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_UNITS = "口个人位名岁"
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_COUNT = re.compile(rf"\d+(?:\.\d+)?\s*[{_UNITS}]{{0,2}}|[一二两俩三四五六七八九十]+\s*[{_UNITS}]{{1,2}}")
_ENGLISH = re.compile(rf"\b(?:({'|'.join(_TENS)})(?:[- ]({'|'.join(_WORDS[1:10])}))?|({'|'.join(_WORDS)}))\b")
_COUNTED = re.compile(
    rf"([一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九]|俩)(?=\s*(?:$|[{_UNITS}]))"
)
_BETWEEN = re.compile(r"[,，、;；\n]|\band\b|以及|和")
_MARKS = re.compile(rf"{_BETWEEN.pattern}|/")
_LETTERS = re.compile(r"[A-Z]{2,}")
_LACKS = re.compile(r"\s*(?:没有?|无|不包括|不含|(?:no|not|without)\b)", re.IGNORECASE)
_QUOTED = re.compile(r"'([^']+)'|\"([^\"]+)\"|“([^”]+)”|‘([^’]+)’")


@dataclass(frozen=True)
class Rows:
    """What each row scored: right (0 or 1), partial (0 to 1), parsed (0 or 1)."""

    right: NDArray[np.float64]
    partial: NDArray[np.float64]
    parsed: NDArray[np.float64]


def compute(
    predictions: Sequence[str],
    references: Sequence[str],
    attributes: Sequence[str] | None = None,
    choices: Sequence[Sequence[str]] | None = None,
    attribute_groups: Sequence[str] | Mapping[str, str] | None = None,
    protocol: str = "robust",
) -> dict[str, Any]:
    """Score the values given for each row's attribute; replies and references are lists in JSON, or plain texts.

    A row is right when exactly the reference's values are given; `partial` is the F1 of the two sets of values, the
    same for attributes of one value. A reference that is a number takes a reply with that one number. With `choices`
    (each row's options) a value may be a letter, a text or a sentence; else it must be the text of a value. The score
    of a group ("basic", "social", "family") is the mean over its attributes: `attribute_groups` names the group of
    each row, or maps attributes to groups; by default `GROUPS`. An unreadable reply is wrong and lowers parse_rate.
    """
    if attributes is None:
        raise ValueError("attributes are needed: the name of the attribute of each row")
    check_names(attributes=attributes)
    if not robust(protocol):
        from .paper.social_role import compute as paper

        found = paper(predictions, references, attributes)
        return found | _by_group(found["by_attribute"], attributes, attribute_groups)
    check_lengths(references=references, predictions=predictions, attributes=attributes)
    check_texts(predictions=predictions, references=references)
    table = rows(predictions, references, choices)
    parts: dict[str, list[int]] = {}
    for row, name in enumerate(attributes):
        parts.setdefault(name, []).append(row)
    by_attribute = {name: _scores(table, part) for name, part in parts.items()}
    found = {**_scores(table, list(range(len(references)))), "by_attribute": by_attribute}
    return found | _by_group(by_attribute, attributes, attribute_groups)


def rows(predictions: Sequence[str], references: Sequence[str], choices: Sequence[Sequence[str]] | None = None) -> Rows:
    """Score every row. Raises ValueError for lists of unequal length and references without a value."""
    check_lengths(references=references, predictions=predictions)
    if choices is not None:
        check_lengths(references=references, choices=choices)
        check_choices(choices, missing=True)
    table = np.zeros((3, len(references)))
    for row, (reply, truth) in enumerate(zip(predictions, references, strict=True)):
        shown = (choices[row] if choices is not None else None) or ()
        if not all(isinstance(choice, str) for choice in shown):
            raise ValueError(f"row {row}: choices must be a list of texts")
        wanted = values(truth, shown) or {key(item) for item in _items(truth or "")}
        if not wanted:
            raise ValueError(f"row {row}: the reference holds no value")
        if _is_number(wanted):
            chosen = values(reply, shown) if shown else set()
            wanted, given = _numbers(next(iter(wanted))), _numbers(chosen.pop() if len(chosen) == 1 else reply)
        else:
            given = values(reply, shown or _items(truth))
        common = len(wanted & given)
        table[:, row] = given == wanted, 2 * common / (len(wanted) + len(given)), bool(given)
    return Rows(*table)


def values(text: str | None, choices: Sequence[str] = ()) -> set[str]:
    """The values that a reply gives, folded; empty when it gives none."""
    reply = final(text or "")
    items = _items(reply)
    if not choices:
        return {key(item) for item in items} - {""}
    found = [_chosen(item, choices) for item in items]
    if "[" not in reply and any(found):
        found = [name for item, name in zip(items, found, strict=True) if name or not _LACKS.match(item)]
    if found and all(found):
        return {name for name in found if name}
    if "[" in reply and len(items) > 1:
        # One item that is no choice makes a list unreadable: it would be counted as if it had not been given.
        return set()
    whole = _chosen(reply, choices)
    return {whole} if whole else _enumerated(reply, choices)


def _enumerated(text: str, choices: Sequence[str]) -> set[str]:
    """Choices that a text consists of, with nothing but separators between them, which their texts may hold too, or
    their letters ("BC")."""
    letters = key(text).upper()
    # In order and each once, which "BAD" is not.
    if _LETTERS.fullmatch(letters) and letters[-1] <= label(len(choices) - 1) and list(letters) == sorted(set(letters)):
        return {key(choices[ord(letter) - 65]) for letter in letters}
    shown = options(tuple(choices))
    rest = _MARKS.sub("", shown.mention.sub("", fold(text)))
    if key(rest):
        return set()
    return {key(choices[shown.names[match[0]]]) for match in shown.mention.finditer(fold(text))}


def _chosen(text: str, choices: Sequence[str]) -> str | None:
    index = read_answer(text, choices) if choices else None
    return None if index is None else key(choices[index])


def _items(text: str) -> list[str]:
    """Items of a JSON or Python list, of quoted texts, or of an enumeration."""
    body = unfence(text)
    listed = load_json(body) if "[" in body or "{" in body else None
    if listed is None and "[" in body:
        try:
            listed = ast.literal_eval(body[body.index("[") : body.rindex("]") + 1])
        except (ValueError, SyntaxError):
            listed = None
    if isinstance(listed, Mapping) and len(listed) == 1:
        listed = next(iter(listed.values()))
    if isinstance(listed, list):
        return [str(item).strip() for item in listed if str(item).strip()]
    if isinstance(listed, str | int | float):
        return [str(listed)]
    quoted = ["".join(groups) for groups in _QUOTED.findall(body)]
    return quoted or [part.strip() for part in _BETWEEN.split(body) if part.strip()]


def _is_number(items: set[str]) -> bool:
    return len(items) == 1 and _COUNT.fullmatch(next(iter(items))) is not None


def _numbers(text: str | None) -> set[str]:
    """The one number of a reply ("3", "3人", "三口人", "three"); empty when it has none, or several."""
    body = unicodedata.normalize("NFKC", final(text or ""))
    found = {_plain(match) for match in _NUMBER.findall(body)}
    if not found:
        found = {str(_spoken(mark)) for mark in _COUNTED.findall(body)}
        found |= {str(_in_english(match)) for match in _ENGLISH.finditer(fold(body))}
    return found if len(found) == 1 else set()


def _spoken(mark: str) -> int:
    """三, 十, 十二, 二十, 二十三."""
    tens, ten, ones = mark.rpartition("十")
    return (10 * _DIGITS.get(tens, 1) if ten else 0) + _DIGITS.get(ones, 0)


def _in_english(match: re.Match[str]) -> int:
    """three, thirty, thirty-five."""
    if match[3]:
        return _WORDS.index(match[3])
    return 20 + 10 * _TENS.index(match[1]) + (_WORDS.index(match[2]) if match[2] else 0)


def _plain(number: str) -> str:
    return f"{float(number):g}"


def _scores(table: Rows, part: list[int]) -> dict[str, Any]:
    means = (float(scores[part].mean()) for scores in (table.right, table.partial, table.parsed))
    return dict(zip(_SCORES, (*means, len(part)), strict=True))


def _by_group(
    by_attribute: Mapping[str, Mapping[str, Any]],
    attributes: Sequence[str],
    groups: Sequence[str] | Mapping[str, str] | None,
) -> dict[str, float]:
    """Mean accuracy over the attributes of each group."""
    if groups is None:
        pairs = {(name, group) for group, members in GROUPS.items() for name in members}
    elif isinstance(groups, Mapping):
        pairs = set(groups.items())
    else:
        check_lengths(attributes=attributes, attribute_groups=groups)
        check_names(attribute_groups=groups)
        pairs = set(zip(attributes, groups, strict=True))
    members: dict[str, list[float]] = {}
    for name, group in sorted(pairs):
        if name in by_attribute:
            members.setdefault(group, []).append(by_attribute[name]["accuracy"])
    taken = sorted({*_SCORES, "by_attribute"} & members.keys())
    if taken:
        raise ValueError(f"attribute_groups: {taken[0]!r} is the name of a score; give the group another")
    return {group: float(np.mean(values)) for group, values in members.items()}
