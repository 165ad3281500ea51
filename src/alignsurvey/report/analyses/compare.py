"""Every pair of runs on the items that both predicted: three paired tests, corrected for all pairs of a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from ... import stats
from ..scored_run import Items, ScoredRun, base_of

TESTS = ("t", "mcnemar", "bootstrap")
STARS = ((0.01, "**"), (0.05, "*"))  # as in the paper's tables
REPLICATES = 4999  # the error of a difference is then known to 1%


@dataclass(frozen=True)
class Comparison:
    """`left` against `right` on `n` common items; the difference is left minus right.

    `p` by test, None where a test does not fit (McNemar's needs right and wrong); `adjusted` is `p` after Holm's
    correction over all pairs of runs on one track, each test by itself.
    """

    dataset: str
    config: str
    metric: str
    left: str
    right: str
    n: int
    clusters: int
    difference: float
    interval: tuple[float, float] | None
    p: dict[str, float | None]
    adjusted: dict[str, float | None]


def pairs(runs: Sequence[ScoredRun], seed: int = 42) -> list[Comparison]:
    """All pairs of runs of each track, on each score that items have."""
    found = []
    for track in dict.fromkeys(run.track for run in runs):
        same = [run for run in runs if run.track == track]
        tests = [test for first, later in combinations(same, 2) for test in compare(later, first, seed)]
        found += corrected(tests)
    return found


def stars(runs: Sequence[ScoredRun], test: str = "bootstrap", seed: int = 42) -> dict[tuple[str, str, str, str], str]:
    """`*` (p < .05) and `**` (p < .01) by (run, data set, config, metric), against the zero-shot base of its model.

    p is after Holm's correction over all such comparisons of a config, which stand in one table.
    """
    against = [(run, base) for run in runs if (base := base_of(run, runs))]
    found = {}
    for config in dict.fromkeys(run.config for run, _ in against):
        tests = [item for run, base in against if run.config == config for item in compare(run, base, seed)]
        for item in corrected(tests):
            p = item.adjusted[test]
            mark = next((mark for level, mark in STARS if p is not None and p < level), "")
            found[item.left, item.dataset, item.config, item.metric] = mark
    return found


def compare(left: ScoredRun, right: ScoredRun, seed: int = 42) -> list[Comparison]:
    """Paired tests of two runs of one track; none for scores without two common items, or of other judges."""
    found: list[Comparison] = []
    if left.panel != right.panel:
        return found
    for mine in left.items:
        theirs = next((items for items in right.items if items.metric == mine.metric), None)
        if theirs is None:
            continue
        # Distances by question are of other answers when other people were asked.
        questions = left.records and mine.ids != left.items[0].ids
        if questions and left.items[0].ids != right.items[0].ids:
            continue
        common = _common(mine, theirs)
        if len(common) > 1:
            found.append(_tested(left, right, mine, theirs, common, seed))
    return found


def corrected(tests: Sequence[Comparison]) -> list[Comparison]:
    """Holm's correction of each test over all comparisons given."""
    found = [replace(item, adjusted=dict(item.p)) for item in tests]
    for name in TESTS:
        p = [(item, value) for item in found if (value := item.p.get(name)) is not None]
        if p:
            for (item, _), value in zip(p, stats.holm([value for _, value in p]), strict=True):
                item.adjusted[name] = float(value)
    return found


def _common(mine: Items, theirs: Items) -> list[tuple[int, int]]:
    """Places of the items that both have, in the order of the first."""
    place = {name: number for number, name in enumerate(theirs.ids)}
    return [(number, place[name]) for number, name in enumerate(mine.ids) if name in place]


def _tested(
    left: ScoredRun, right: ScoredRun, mine: Items, theirs: Items, common: Sequence[tuple[int, int]], seed: int
) -> Comparison:
    a = mine.values[[first for first, _ in common]]
    b = theirs.values[[second for _, second in common]]
    clusters = [mine.clusters[first] for first, _ in common]
    binary = bool(np.isin(np.concatenate([a, b]), (0, 1)).all()) and not mine.lower
    resampled, interval = stats.paired_bootstrap(a, b, clusters, replicates=REPLICATES, seed=seed)
    p = {
        "t": stats.paired_t(a, b).p,
        "mcnemar": stats.mcnemar(a, b).p if binary else None,
        "bootstrap": resampled.p,
    }
    return Comparison(
        *left.track,
        mine.metric,
        left.name,
        right.name,
        len(common),
        len(set(clusters)),
        resampled.difference,
        interval,
        p,
        dict(p),
    )
