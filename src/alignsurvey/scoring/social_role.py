"""Task 1: attributes of a respondent's social role, inferred from a segment of an interview."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .protocols import check_choices, check_lengths, check_names, check_texts, robust, without_roles
from .replies.attribute_values import is_number, items_of, read_numbers, read_values
from .replies.texts import count_cut, key

# The twelve attributes of task 1, by the names under which they were released, in the three groups of the paper's
# figures (5, 3 and 4 attributes). The paper does not list the members: this assignment follows the names.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "basic": ("性别", "年龄", "户籍状态", "职业类型", "最高教育程度"),
    "social": ("有房", "有车", "生活压力程度"),
    "family": ("家里人口数", "家庭成员关系", "家庭年收入", "家庭月消费主要支出项目"),
}
_SCORES = ("accuracy", "partial", "parse_rate", "n")


@dataclass(frozen=True)
class ComparedValues:
    """What each row scored: right (0 or 1), partial (0 to 1), parsed (0 or 1)."""

    right: NDArray[np.float64]
    partial: NDArray[np.float64]
    parsed: NDArray[np.float64]


def score_social_role(
    predictions: Sequence[str | None],
    references: Sequence[str | Sequence[str]],
    attributes: Sequence[str] | None = None,
    choices: Sequence[Sequence[str] | None] | None = None,
    attribute_groups: Sequence[str] | Mapping[str, str] | None = None,
    protocol: str = "robust",
) -> dict[str, Any]:
    """Score the values given for each row's attribute; replies and references are lists in JSON, or plain texts.

    A row is right when exactly the reference's values are given; `partial` is the F1 of the two sets of values, the
    same for attributes of one value. A reference that is a number takes a reply with that one number. An unreadable
    reply is wrong and lowers parse_rate.

    Args:
        predictions: replies; None where one is missing.
        references: the right values of each row: a text, a list in JSON, a list of texts (as `answer` of the records),
            or a list of messages (as `completion`).
        attributes: the name of each row's attribute.
        choices: each row's options as shown; then a value may be a letter, a text or a sentence, else it must be the
            text of a value.
        attribute_groups: the group of each row, or a mapping from attributes to groups; by default `GROUPS`.
        protocol: "robust", or "paper" for the figures of the authors' published script.

    Returns:
        accuracy, partial, parse_rate (0 to 1), n; `by_attribute` with the same of each attribute; and for each group
        ("basic", "social", "family") the mean accuracy over its attributes.

    Raises:
        ValueError: lists of unequal length, or a reference without a value; the message names the row.
    """
    predictions, references = without_roles(predictions), without_roles(references)
    if attributes is None:
        raise ValueError("attributes are needed: the name of the attribute of each row")
    check_names(attributes=attributes)
    if not robust(protocol):
        from .paper.social_role import published_social_role

        found = published_social_role(predictions, references, attributes)
        return found | _by_group(found["by_attribute"], attributes, attribute_groups)
    check_lengths(references=references, predictions=predictions, attributes=attributes)
    texts = [truth if isinstance(truth, str) or truth is None else _as_text(truth) for truth in references]
    check_texts(predictions=predictions, references=texts)
    table = compare_values(predictions, texts, choices)
    return summarise_values(table, attributes, attribute_groups) | count_cut(predictions)


def compare_values(
    predictions: Sequence[str | None],
    references: Sequence[str | Sequence[str]],
    choices: Sequence[Sequence[str] | None] | None = None,
) -> ComparedValues:
    """Read and score every row. Raises ValueError for lists of unequal length and references without a value."""
    check_lengths(references=references, predictions=predictions)
    if choices is not None:
        check_lengths(references=references, choices=choices)
        check_choices(choices, missing=True)
    table = np.zeros((3, len(references)))
    for row, (reply, truth) in enumerate(zip(predictions, references, strict=True)):
        shown = (choices[row] if choices is not None else None) or ()
        if not all(isinstance(choice, str) for choice in shown):
            raise ValueError(f"row {row}: choices must be a list of texts")
        wanted, given = _pair(row, reply, truth if isinstance(truth, str) else _as_text(truth), shown)
        common = len(wanted & given)
        table[:, row] = given == wanted, 2 * common / (len(wanted) + len(given)), bool(given)
    return ComparedValues(*table)


def _pair(row: int, reply: str | None, truth: str, shown: Sequence[str]) -> tuple[set[str], set[str]]:
    """The values of a reference and of a reply."""
    wanted = read_values(truth, shown) or {key(item) for item in items_of(truth)}
    if not wanted:
        raise ValueError(f"row {row}: the reference holds no value")
    if not is_number(wanted):
        return wanted, read_values(reply, shown or items_of(truth))
    chosen = read_values(reply, shown) if shown else set()
    return read_numbers(next(iter(wanted))), read_numbers(chosen.pop() if len(chosen) == 1 else reply)


def _as_text(values: Sequence[str] | None) -> str:
    return json.dumps(list(values), ensure_ascii=False) if values is not None else ""


def summarise_values(
    table: ComparedValues,
    attributes: Sequence[str],
    attribute_groups: Sequence[str] | Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Scores of rows that were compared: over all, by attribute and by group."""
    parts: dict[str, list[int]] = {}
    for row, name in enumerate(attributes):
        parts.setdefault(name, []).append(row)
    by_attribute = {name: _scores(table, part) for name, part in parts.items()}
    found = {**_scores(table, list(range(len(attributes)))), "by_attribute": by_attribute}
    return found | _by_group(by_attribute, attributes, attribute_groups)


def _scores(table: ComparedValues, part: list[int]) -> dict[str, Any]:
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
