"""What a record's choices should get: its own answer, or the shares among respondents who are alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True)
class Answered:
    """A record as targets see it.

    `item` tells questions apart; `texts` are its choices as shown, `shares` what it answered (one of them 1, or the
    distribution of a group). `size` is how many answers it stands for: a survey weight, or the n of a group.
    `alike` is what it has in common with others of its cell; a `group` record is a cell of its own.
    """

    item: str
    texts: tuple[str, ...]
    shares: tuple[float, ...]
    size: float
    alike: tuple[Any, ...]
    group: bool = False


class Cells:
    """Shares of the choices in each cell, shrunk towards the question's marginal.

    The target of a cell with size n is (n x its shares + shrinkage x the question's marginal) / (n + shrinkage): the
    marginal counts as `shrinkage` further answers. Survey weights have mean 1 a question (`mean_one`), so that n counts
    answers. All is counted on training records.
    """

    def __init__(self, records: Iterable[Answered], shrinkage: float) -> None:
        self._shrinkage = shrinkage
        self._cells: dict[tuple[Any, ...], dict[str, float]] = defaultdict(lambda: defaultdict(float))
        self._items: dict[tuple[Any, ...], dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for record in records:
            for text, share in zip(record.texts, record.shares, strict=True):
                self._cells[*_item(record), *record.alike][text] += share * record.size
                self._items[_item(record)][text] += share * record.size

    def target(self, record: Answered) -> list[float]:
        """Shares of the record's choices, in the order in which they are shown; they sum to 1."""
        cell, item = self._cells[*_item(record), *record.alike], self._items[_item(record)]
        size, whole = sum(cell.values()), sum(item.values())
        mixed = [cell[text] + self._shrinkage * item[text] / whole for text in record.texts]
        return [value / (size + self._shrinkage) for value in mixed]


def _item(record: Answered) -> tuple[str, tuple[str, ...]]:
    """Questions of one name and other choices (another wave, say) have marginals of their own."""
    return record.item, tuple(sorted(record.texts))


def mean_one(records: Sequence[Answered]) -> list[Answered]:
    """The records with survey weights over their mean, question by question; the n of a group stays."""
    total: dict[Any, float] = defaultdict(float)
    count: dict[Any, int] = defaultdict(int)
    for record in records:
        total[_item(record)] += record.size
        count[_item(record)] += 1
    scale = {item: count[item] / whole if whole else 1.0 for item, whole in total.items()}
    return [r if r.group else replace(r, size=r.size * scale[_item(r)]) for r in records]


def values(pairs: Iterable[Mapping[str, str]], attributes: Sequence[str]) -> tuple[str | None, ...]:
    """A profile's values of the named attributes; None where it has none, which is a cell of its own."""
    known = {pair["attribute"]: pair["value"] for pair in pairs}
    return tuple(known.get(attribute) for attribute in attributes)
