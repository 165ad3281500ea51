"""Make profiles k-anonymous: no combination of quasi-identifiers is shared by fewer than k respondents.

First whole attributes are made coarser, step by step along the levels that a corpus declares, while more respondents
are rare than suppression may settle; then the rare ones lose single values, as few as will do. The cost is told.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from ..files.errors import InputError
from .languages.lists import listed

if TYPE_CHECKING:
    from numpy.typing import NDArray

K = 5  # size of the smallest group; the usual minimum of statistical offices
TOLERATED = 0.05  # share of respondents who may lose single values before a whole attribute is made coarser
DROP: None = None  # the last level: the attribute is left out for everybody

Value = tuple[str | None, ...]  # a respondent's value in each wave; one part in a survey that is no panel
Level = Mapping[str, str] | None  # words -> coarser words; None drops the attribute
Columns = dict[str, list[Value]]


@dataclass(frozen=True)
class Rules:
    """What must hold: in each of `sets`, a combination of values is shared by at least `k`. `levels` by attribute.

    Of a set, the attributes named last are the first to lose values.
    """

    sets: tuple[tuple[str, ...], ...]
    levels: Mapping[str, Sequence[Level]]
    k: int = K

    def attributes(self) -> list[str]:
        return list(dict.fromkeys(name for names in self.sets for name in names))


def rare(
    columns: Mapping[str, Sequence[Value]], sets: Sequence[Sequence[str]], k: int, populations: Sequence[Hashable]
) -> list[bool]:
    """Whether a respondent shares the values of a set with fewer than k - 1 others of the same population.

    A value that is not there counts as a value of its own; who has no value of the set at all cannot be told by it.
    """
    work = _Work(columns, sets, k, populations)
    return [bool(one) for one in work.rare()]


def anonymise(
    columns: Mapping[str, Sequence[Value]], rules: Rules, populations: Sequence[Hashable]
) -> tuple[Columns, dict[str, int], dict[str, Any]]:
    """The columns so that the rules hold, the steps taken by attribute, and the cost.

    Respondents are the places of the columns, best in an order that tells nothing. Cost: {"k", "respondents",
    "populations", "rare_before", "rare_generalised", "generalised": {attribute: steps}, "suppressed": {attribute:
    values}, "suppressed_share" (of the values that were there)}. Raises InputError for a set without such a column.
    """
    absent = [name for name in rules.attributes() if name not in columns]
    if absent:
        raise InputError(f"quasi-identifier {absent[0]!r} is no attribute of these profiles")
    work = _Work(columns, rules.sets, rules.k, populations)
    before = int(work.rare().sum())
    steps = _generalise(work, rules)
    between = int(work.rare().sum())
    held = {name: int((codes != 0).sum()) for name, codes in work.codes.items()}
    _suppress(work)
    lost = {name: held[name] - int((codes != 0).sum()) for name, codes in work.codes.items()}
    cost = {
        "k": rules.k,
        "respondents": len(populations),
        "populations": len(set(populations)),
        "rare_before": before,
        "rare_generalised": between,
        "generalised": {name: count for name, count in steps.items() if count},
        "suppressed": {name: count for name, count in sorted(lost.items()) if count},
        "suppressed_share": round(sum(lost.values()) / max(sum(held.values()), 1), 6),
    }
    return work.columns(), steps, cost


def private_attribute(name: str) -> bool:
    """Whether an attribute, by its name, is one that only the respondent can tell: opinions, feelings, money."""
    return any(part in name.casefold() for part in listed("shared/private_attributes"))


class _Work:
    """Columns as numbers, 0 being no value, so that groups are counted without touching texts."""

    def __init__(
        self,
        columns: Mapping[str, Sequence[Value]],
        sets: Sequence[Sequence[str]],
        k: int,
        populations: Sequence[Hashable],
    ) -> None:
        self.sets, self.k = [tuple(names) for names in sets], k
        wanted = list(dict.fromkeys(name for names in self.sets for name in names))
        order = {one: place for place, one in enumerate(sorted(set(populations), key=repr))}
        self.population = np.array([order[one] for one in populations], dtype=np.int64)
        self.values: dict[str, list[Value]] = {}
        self.codes: dict[str, NDArray[np.int64]] = {}
        for name in wanted:
            self.values[name], self.codes[name] = _encoded(columns[name])

    def columns(self) -> Columns:
        return {name: [self.values[name][code] for code in codes] for name, codes in self.codes.items()}

    def coarser(self, name: str, level: Level) -> tuple[list[Value], NDArray[np.int64]]:
        """An attribute's values and codes after a level."""
        if level is None:
            return [()], np.zeros_like(self.codes[name])
        made = [tuple(part and level.get(part, part) for part in value) for value in self.values[name]]
        values, codes = _encoded(made)
        return values, codes[self.codes[name]]

    def rare(self) -> NDArray[np.bool_]:
        found = np.zeros(len(self.population), dtype=bool)
        for names in self.sets:
            found |= self.rare_in(names)
        return found

    def rare_in(self, names: Sequence[str]) -> NDArray[np.bool_]:
        columns = [self.codes[name] for name in names]
        told = np.any([codes != 0 for codes in columns], axis=0)
        return (_sizes(self.population, columns) < self.k) & told


def _encoded(values: Sequence[Value]) -> tuple[list[Value], NDArray[np.int64]]:
    distinct = sorted(set(values), key=repr)
    told = [value for value in distinct if any(part is not None for part in value)]
    places = {value: place for place, value in enumerate(told, start=1)}
    return [(), *told], np.array([places.get(value, 0) for value in values], dtype=np.int64)


def _groups(population: NDArray[np.int64], columns: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """The number of each row's group, the rows that are equal to it."""
    key = population
    for codes in columns:
        _, key = np.unique(key * (int(codes.max(initial=0)) + 1) + codes, return_inverse=True)
    return key


def _sizes(population: NDArray[np.int64], columns: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """For each row, how many rows are equal to it."""
    groups = _groups(population, columns)
    return np.bincount(groups)[groups] if len(groups) else groups


def _generalise(work: _Work, rules: Rules) -> dict[str, int]:
    """Take the step that leaves the fewest rare respondents; nothing is dropped while something can be merged."""
    steps = dict.fromkeys(rules.attributes(), 0)
    while work.rare().sum() > TOLERATED * len(work.population):
        options = []
        for name, done in steps.items():
            if done < len(rules.levels.get(name, ())):
                level, before = rules.levels[name][done], (work.values[name], work.codes[name])
                work.values[name], work.codes[name] = work.coarser(name, level)
                options.append((level is None, int(work.rare().sum()), name, (work.values[name], work.codes[name])))
                work.values[name], work.codes[name] = before
        if not options:
            break
        _, _, name, (values, codes) = min(options, key=lambda option: option[:3])
        work.values[name], work.codes[name] = values, codes
        steps[name] += 1
    return steps


def _suppress(work: _Work) -> None:
    """Blank values of rare respondents until none is left. What one set loses may make another rare: go round again."""
    while work.rare().any():
        for names in work.sets:
            for size in range(1, len(names) + 1):
                while _blank(work, names, size):
                    pass
                for blanked in combinations(reversed(names), size):
                    _join(work, names, blanked)


def _blank(work: _Work, names: Sequence[str], size: int) -> bool:
    """Blank `size` attributes where that helps, those named last before those named first; False where none helps."""
    left = work.rare_in(names)
    for blanked in combinations(reversed(names), size):
        rows = _helped(work, names, blanked, left)
        if len(rows):
            for name in blanked:
                work.codes[name][rows] = 0
            return True
    return False


def _helped(work: _Work, names: Sequence[str], blanked: Sequence[str], left: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Rare rows that are k at least without the blanked values, together with those who never had them."""
    without = np.all([work.codes[name] == 0 for name in blanked], axis=0)
    rows = np.flatnonzero(left | without)
    kept = [work.codes[name][rows] for name in names if name not in blanked]
    enough = _sizes(work.population[rows], kept) >= work.k
    return rows[enough & left[rows] & ~without[rows]]


def _join(work: _Work, names: Sequence[str], blanked: Sequence[str]) -> None:
    """Blank what too few rare respondents have, and let so many others join them that they are k.

    The others come from the largest groups with the same values but for the blanked ones; no group falls below k. Where
    there are not enough, nothing is done, unless there is nothing else left to blank.
    """
    left = work.rare_in(names)
    if not left.any():
        return
    columns = [work.codes[name] for name in names]
    without = np.all([work.codes[name] == 0 for name in blanked], axis=0)
    groups = _groups(work.population, columns)
    sizes = np.bincount(groups)
    kept = _groups(work.population, [work.codes[name] for name in names if name not in blanked])
    order = np.argsort(kept, kind="stable")
    starts = np.searchsorted(kept[order], np.arange(kept.max() + 2))
    for group in np.unique(kept[left & ~without]):
        rows = order[starts[group] : starts[group + 1]]
        alike = left[rows] | without[rows]
        wanted = work.k - int(alike.sum())
        joined = _joined(rows[~alike], groups, sizes, wanted, work.k)
        if len(joined) == wanted or len(blanked) == len(names):
            for name in blanked:
                work.codes[name][np.concatenate([rows[left[rows]], joined]).astype(np.int64)] = 0


def _joined(
    rows: NDArray[np.int64], groups: NDArray[np.int64], sizes: NDArray[np.int64], wanted: int, k: int
) -> list[int]:
    """As many of the rows as are wanted, from their largest groups; `sizes` are what they leave behind."""
    spare: list[int] = []
    for row in sorted(rows.tolist(), key=lambda row: (-int(sizes[groups[row]]), int(groups[row]), row)):
        if len(spare) >= wanted:
            return spare
        if sizes[groups[row]] > k:
            sizes[groups[row]] -= 1
            spare.append(row)
    if len(spare) < wanted:
        for row in spare:
            sizes[groups[row]] += 1
    return spare
