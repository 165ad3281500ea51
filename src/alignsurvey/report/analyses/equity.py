"""Whom a model serves well and whom badly: scores by each profile attribute and value, gaps, change against the base.

Cells with fewer than k respondents say little about a group and much about its members: `grouping` counts them
together with others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ... import stats
from ...scoring.pooled_answers import pool_answers
from ...scoring.wasserstein import wasserstein
from ..scored_run import ScoredRun, base_of
from . import grouping

K = 20  # respondents of the smallest cell that is shown
REPLICATES = 1000


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
    interval: tuple[float, float] | None


def tables(runs: Sequence[ScoredRun], k: int = K, seed: int = 42) -> tuple[list[Cell], list[Gap]]:
    """Cells and gaps of every run whose records have profiles."""
    cells: list[Cell] = []
    gaps: list[Gap] = []
    for track in dict.fromkeys(run.track for run in runs):
        same = [run for run in runs if run.track == track and run.records and "profile" in run.records[0]]
        people = {row["respondent_id"]: row for run in same for row in run.records}
        given = grouping.values(list(people.values()))
        for run in same:
            shown = grouping.grouping(given, {row["respondent_id"] for row in run.records}, k)
            mine = _cells(run, base_of(run, runs), shown, k, seed)
            cells += mine
            gaps += _gaps(run, mine, shown, seed)
    for run in runs:
        if run.spec.score == "distribution":
            mine = _group_cells(run, base_of(run, runs), k, seed)
            cells += mine
            gaps += _group_gaps(run, mine, k, seed)
    return cells, gaps


def _cells(run: ScoredRun, base: ScoredRun | None, shown: grouping.Values, k: int, seed: int) -> list[Cell]:
    rights = dict(zip((row["id"] for row in base.records), base.right, strict=True)) if base else {}
    found = []
    for attribute, values in shown.items():
        for value in dict.fromkeys(sorted(values.values())):
            found.append(_cell(run, _rows(run, values, value), attribute, value, rights, k, seed))
    return found


def _rows(run: ScoredRun, values: Mapping[str, str], value: str) -> list[int]:
    return [place for place, row in enumerate(run.records) if values.get(row["respondent_id"]) == value]


def _cell(
    run: ScoredRun, rows: Sequence[int], attribute: str, value: str, rights: Mapping[str, float], k: int, seed: int
) -> Cell:
    right = run.right[list(rows)]
    people = [run.records[row]["respondent_id"] for row in rows]
    change, interval = None, None
    common = [place for place, row in enumerate(rows) if run.records[row]["id"] in rights]
    if len(common) > 1:
        theirs = [rights[run.records[rows[place]]["id"]] for place in common]
        gained = right[common] - np.array(theirs)
        change = float(gained.mean())
        asked = [people[place] for place in common]
        interval = _within(stats.mean_interval(gained, asked, replicates=REPLICATES, seed=seed), -1.0, 1.0)
    distance, between = _distance(run, rows, k, seed)
    return Cell(
        *run.track,
        run.name,
        attribute,
        value,
        len(rows),
        len(set(people)),
        float(right.mean()),
        _within(stats.mean_interval(right, people, replicates=REPLICATES, seed=seed), 0.0, 1.0),
        distance,
        between,
        change,
        interval,
    )


def _within(ends: tuple[float, float] | None, low: float, high: float) -> tuple[float, float] | None:
    """An interval as far as scores reach: that of few respondents is wider than what there can be."""
    return None if ends is None else (max(low, ends[0]), min(high, ends[1]))


def _distance(
    run: ScoredRun, rows: Sequence[int], k: int, seed: int
) -> tuple[float | None, tuple[float, float] | None]:
    """Mean Wasserstein distance over the questions that at least k answered, from probabilities or else answers; its
    interval over questions."""
    if run.spec.score != "choice":
        return None, None
    records = [run.records[row] for row in rows]
    predictions = [run.predictions[row] for row in rows]
    given: list[Any] = [
        int(index) if item.probabilities is None else item.probabilities
        for index, item in zip(run.coded.chosen[list(rows)], predictions, strict=True)
    ]
    parts = pool_answers(
        [run.asked[row] for row in rows],
        [row["choices"] for row in records],
        [row["scale"] for row in records],
        [row[run.spec.answer] for row in records],
        given,
        [row["weight"] for row in records],
    )
    moved = [wasserstein(p.predicted, p.reference, p.positions) for p in parts if p.n >= k]
    if not moved:
        return None, None
    return float(np.mean(moved)), stats.mean_interval(moved, replicates=REPLICATES, seed=seed)


def _group_cells(run: ScoredRun, base: ScoredRun | None, k: int, seed: int) -> list[Cell]:
    """Distances of the groups that have a value, over questions; values of fewer than k people together with others."""
    (items,) = run.items
    theirs = dict(zip(base.items[0].ids, base.items[0].values, strict=True)) if base else {}
    found = []
    for (attribute, value), rows in sorted(_with_value(run, k).items()):
        people = _people(run, rows)
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


def _with_value(run: ScoredRun, k: int) -> dict[tuple[str, str], list[int]]:
    """Rows of the groups that have each value of each attribute, or one of the values that are counted together."""
    given: dict[str, dict[str, list[int]]] = {}
    for place, row in enumerate(run.records):
        for item in row["group"]:
            given.setdefault(item["attribute"], {}).setdefault(item["value"], []).append(place)
    found: dict[tuple[str, str], list[int]] = {}
    for attribute, by_value in given.items():
        names = grouping.merged({value: _people(run, rows) for value, rows in by_value.items()}, k, attribute)
        for value, name in names.items():
            found.setdefault((attribute, name), []).extend(by_value[value])
    return found


def _people(run: ScoredRun, rows: Sequence[int]) -> set[str]:
    return {name for row in rows for name in run.records[row]["respondent_ids"]}


def _group_gaps(run: ScoredRun, cells: Sequence[Cell], k: int, seed: int) -> list[Gap]:
    (items,) = run.items
    rows = _with_value(run, k)
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


def _gaps(run: ScoredRun, cells: Sequence[Cell], shown: grouping.Values, seed: int) -> list[Gap]:
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


def _apart(values: Any, sides: Sequence[Any], clusters: Sequence[str], seed: int) -> tuple[float, float] | None:
    """Interval of the difference of the means of two sides, when clusters are drawn again; None with one cluster."""
    columns = [column for side in sides for column in (side * values, side)]
    low, high = stats.cluster_bootstrap(
        np.column_stack(columns).astype(np.float64),
        clusters,
        lambda sums: _share(sums[:, 0], sums[:, 1]) - _share(sums[:, 2], sums[:, 3]),
        replicates=REPLICATES,
        seed=seed,
    )
    return None if np.isnan(low) else (float(low), float(high))


def _share(right: Any, asked: Any) -> Any:
    """NaN, which no interval counts, where nobody of a cell was drawn."""
    return np.divide(right, asked, out=np.full_like(right, np.nan), where=asked > 0)
