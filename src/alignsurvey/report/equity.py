"""Whom a model serves well and whom badly: scores by each profile attribute and value, gaps, change against the base.

Cells with fewer than k respondents say little about a group: values of an attribute that are that rare are counted
together, and what is still too small is not shown.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from statistics import quantiles
from typing import Any

import numpy as np

from .. import stats
from ..schema import Record
from ..scoring import answers, survey_response, wasserstein
from .runs import Run, base_of

K = 20  # respondents of the smallest cell that is shown
BANDED = 8  # different numbers of an attribute from which it is cut into bands at its quartiles
REPLICATES = 1000
REST = ("other", "其他")  # how the name of merged values begins

Cells = Mapping[str, Mapping[str, str]]  # attribute -> respondent -> value shown


@dataclass(frozen=True)
class Cell:
    """One run's scores among the respondents with one value of one attribute, or among the groups that have it.

    `wasserstein` is the mean over the questions that at least k of them answered, None without such a question; few
    answers make it larger by chance alone. Groups have it alone, one distance each. `change` is the accuracy (of groups
    the distance) less that of the zero-shot base on the same items.
    """

    dataset: str
    config: str
    run: str
    attribute: str
    value: str
    n: int
    respondents: int
    accuracy: float | None
    interval: tuple[float, float] | None
    wasserstein: float | None
    wasserstein_interval: tuple[float, float] | None
    change: float | None = None
    change_interval: tuple[float, float] | None = None


@dataclass(frozen=True)
class Gap:
    """The best and the worst cell of an attribute, and how far they are apart in `metric`."""

    dataset: str
    config: str
    run: str
    metric: str
    attribute: str
    best: str
    worst: str
    gap: float
    interval: tuple[float, float]


def tables(runs: Sequence[Run], k: int = K, seed: int = 42) -> tuple[list[Cell], list[Gap]]:
    """Cells and gaps of every run whose records have profiles."""
    cells: list[Cell] = []
    gaps: list[Gap] = []
    for track in dict.fromkeys(run.track for run in runs):
        same = [run for run in runs if run.track == track and run.records and "profile" in run.records[0]]
        people = {row["respondent_id"]: row for run in same for row in run.records}
        shown = grouping(list(people.values()), k)
        for run in same:
            mine = _cells(run, base_of(run, runs), shown, k, seed)
            cells += mine
            gaps += _gaps(run, mine, shown, seed)
    for run in runs:
        if run.config.endswith("_group"):
            mine = _group_cells(run, base_of(run, runs), k, seed)
            cells += mine
            gaps += _group_gaps(run, mine, seed)
    return cells, gaps


def grouping(people: Sequence[Record], k: int = K) -> Cells:
    """The value under which each respondent is counted, by attribute; rare values together as "other (3 values)".

    `people`: one record a respondent. Numbers in great variety are cut at their quartiles. A value, or the rest of an
    attribute, that fewer than k have is left out.
    """
    values: dict[str, dict[str, str]] = {}
    for row in people:
        for item in row["profile"]:
            values.setdefault(item["attribute"], {})[row["respondent_id"]] = item["value"]
    found = {attribute: _merged(_banded(given), k, attribute) for attribute, given in values.items()}
    return {attribute: given for attribute, given in found.items() if _tells(given)}


def _tells(given: Mapping[str, str]) -> bool:
    """Whether an attribute has groups: not where all its values are too rare to be shown apart."""
    return bool(given) and not all(value.startswith(REST) for value in given.values())


def _banded(given: Mapping[str, str]) -> Mapping[str, str]:
    numbers = {person: _number(value) for person, value in given.items()}
    known = [number for number in numbers.values() if number is not None]
    if len(known) < len(given) or len(set(known)) <= BANDED:
        return given
    cuts = quantiles(known, n=4)
    bands: dict[int, list[float]] = {}
    for number in known:
        bands.setdefault(bisect_right(cuts, number), []).append(number)
    names = {band: f"{min(part):g} to {max(part):g}" for band, part in bands.items()}
    return {person: names[bisect_right(cuts, number)] for person, number in numbers.items() if number is not None}


def _merged(given: Mapping[str, str], k: int, attribute: str) -> dict[str, str]:
    counts: dict[str, int] = {}
    for value in given.values():
        counts[value] = counts.get(value, 0) + 1
    rare = {value for value, count in counts.items() if count < k}
    rest = _together(rare, attribute) if len(rare) > 1 else next(iter(rare), "")
    small = sum(counts[value] for value in rare) < k
    return {
        person: rest if value in rare else value for person, value in given.items() if not (small and value in rare)
    }


def _together(rare: Collection[str], attribute: str) -> str:
    """The name of several values that are counted together, in the language of their attribute."""
    chinese = any("\u4e00" <= mark <= "\u9fff" for mark in attribute)
    return f"{REST[1]}（{len(rare)} 类）" if chinese else f"{REST[0]} ({len(rare)} values)"


def _cells(run: Run, base: Run | None, shown: Cells, k: int, seed: int) -> list[Cell]:
    rights = dict(zip((row["id"] for row in base.records), base.right, strict=True)) if base else {}
    found = []
    for attribute, values in shown.items():
        for value in dict.fromkeys(sorted(values.values())):
            rows = _rows(run, values, value)
            if len({run.records[row]["respondent_id"] for row in rows}) >= k:
                found.append(_cell(run, rows, attribute, value, rights, k, seed))
    return found


def _rows(run: Run, values: Mapping[str, str], value: str) -> list[int]:
    return [place for place, row in enumerate(run.records) if values.get(row["respondent_id"]) == value]


def _cell(
    run: Run, rows: Sequence[int], attribute: str, value: str, rights: Mapping[str, float], k: int, seed: int
) -> Cell:
    right = run.right[list(rows)]
    people = [run.records[row]["respondent_id"] for row in rows]
    change, interval = None, None
    common = [place for place, row in enumerate(rows) if run.records[row]["id"] in rights]
    if len(common) > 1:
        theirs = [rights[run.records[rows[place]]["id"]] for place in common]
        gained = right[common] - np.array(theirs)
        change = float(gained.mean())
        interval = stats.mean_interval(gained, [people[place] for place in common], replicates=REPLICATES, seed=seed)
    distance, between = _distance(run, rows, k, seed)
    return Cell(
        *run.track,
        run.name,
        attribute,
        value,
        len(rows),
        len(set(people)),
        float(right.mean()),
        stats.mean_interval(right, people, replicates=REPLICATES, seed=seed),
        distance,
        between,
        change,
        interval,
    )


def _distance(
    run: Run, rows: Sequence[int], k: int, seed: int
) -> tuple[float, tuple[float, float]] | tuple[None, None]:
    """Mean Wasserstein distance over the questions that at least k answered, from probabilities or else answers; its
    interval over questions."""
    if run.config not in ("survey_response", "quantitative"):
        return None, None
    records = [run.records[row] for row in rows]
    predictions = [run.predictions[row] for row in rows]
    given: list[Any] = [
        answers.read(item.prediction, row["choices"]) if item.probabilities is None else item.probabilities
        for item, row in zip(predictions, records, strict=True)
    ]
    parts = survey_response.distributions(
        [run.asked[row] for row in rows],
        [row["choices"] for row in records],
        [row["scale"] for row in records],
        [row["answer"] for row in records],
        given,
        [row["weight"] for row in records],
    )
    moved = [wasserstein.wasserstein(p.predicted, p.reference, p.positions) for p in parts if p.n >= k]
    if not moved:
        return None, None
    return float(np.mean(moved)), stats.mean_interval(moved, replicates=REPLICATES, seed=seed)


def _group_cells(run: Run, base: Run | None, k: int, seed: int) -> list[Cell]:
    """Distances of the groups that have a value, over questions; values of fewer than k people are left out."""
    (items,) = run.items
    theirs = dict(zip(base.items[0].ids, base.items[0].values, strict=True)) if base else {}
    found = []
    for (attribute, value), rows in sorted(_with_value(run).items()):
        people = {name for row in rows for name in run.records[row]["respondent_ids"]}
        if len(people) < k:
            continue
        asked = [items.clusters[row] for row in rows]
        moved = items.values[rows]
        change, interval = None, None
        if theirs:
            gained = moved - np.array([theirs[items.ids[row]] for row in rows])
            change = float(gained.mean())
            interval = stats.mean_interval(gained, asked, replicates=REPLICATES, seed=seed)
        distance = float(moved.mean()), stats.mean_interval(moved, asked, replicates=REPLICATES, seed=seed)
        place = (*run.track, run.name, attribute, value, len(rows), len(people))
        found.append(Cell(*place, None, None, *distance, change, interval))
    return found


def _with_value(run: Run) -> dict[tuple[str, str], list[int]]:
    """Rows of the groups that have each value of each attribute."""
    found: dict[tuple[str, str], list[int]] = {}
    for place, row in enumerate(run.records):
        for item in row["group"]:
            found.setdefault((item["attribute"], item["value"]), []).append(place)
    return found


def _group_gaps(run: Run, cells: Sequence[Cell], seed: int) -> list[Gap]:
    (items,) = run.items
    rows = _with_value(run)
    found = []
    for attribute in dict.fromkeys(cell.attribute for cell in cells):
        mine = sorted((cell for cell in cells if cell.attribute == attribute), key=lambda cell: cell.wasserstein or 0.0)
        if len(mine) > 1:
            best, worst = mine[0], mine[-1]
            sides = [np.isin(np.arange(len(items.ids)), rows[attribute, cell.value]) for cell in (worst, best)]
            interval = _apart(items.values, sides, items.clusters, seed)
            gap = (worst.wasserstein or 0.0) - (best.wasserstein or 0.0)
            found.append(Gap(*run.track, run.name, "wasserstein", attribute, best.value, worst.value, gap, interval))
    return found


def _gaps(run: Run, cells: Sequence[Cell], shown: Cells, seed: int) -> list[Gap]:
    """Gap of each attribute with two cells; its interval takes the two cells as given, so it is on the narrow side."""
    people = [row["respondent_id"] for row in run.records]
    found = []
    for attribute in dict.fromkeys(cell.attribute for cell in cells):
        mine = sorted((cell for cell in cells if cell.attribute == attribute), key=lambda cell: cell.accuracy or 0.0)
        if len(mine) > 1:
            worst, best = mine[0], mine[-1]
            values = np.array([shown[attribute].get(person, "") for person in people])
            interval = _apart(run.right, [values == cell.value for cell in (best, worst)], people, seed)
            gap = (best.accuracy or 0.0) - (worst.accuracy or 0.0)
            found.append(Gap(*run.track, run.name, "accuracy", attribute, best.value, worst.value, gap, interval))
    return found


def _apart(values: Any, sides: Sequence[Any], clusters: Sequence[str], seed: int) -> tuple[float, float]:
    """Interval of the difference of the means of two sides, when clusters are drawn again."""
    columns = [column for side in sides for column in (side * values, side)]
    low, high = stats.cluster_bootstrap(
        np.column_stack(columns).astype(np.float64),
        clusters,
        lambda sums: _share(sums[:, 0], sums[:, 1]) - _share(sums[:, 2], sums[:, 3]),
        replicates=REPLICATES,
        seed=seed,
    )
    return float(low), float(high)


def _share(right: Any, asked: Any) -> Any:
    """NaN, which no interval counts, where nobody of a cell was drawn."""
    return np.divide(right, asked, out=np.full_like(right, np.nan), where=asked > 0)


def _number(value: str) -> float | None:
    try:
        number = float(value)
    except ValueError:
        return None
    return number if np.isfinite(number) else None
