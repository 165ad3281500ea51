"""Does it matter where a choice is shown? What a model chose, and how often it was right, by shown position."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..scored_run import ScoredRun


@dataclass(frozen=True)
class Position:
    """One shown position, of the records that show so many choices.

    `predicted` and `real`: the share of the answers that stood there. The order is shuffled by respondent, so that a
    model which does not heed it comes near the real share. `accuracy`: of the records whose real answer stood there,
    None without any.
    """

    dataset: str
    config: str
    run: str
    place: int
    n: int
    predicted: float
    real: float
    accuracy: float | None


def positions(runs: Sequence[ScoredRun]) -> list[Position]:
    """The positions of each model's run whose records show choices; baselines do not see an order."""
    return [row for run in runs if run.records and run.spec.score == "choice" and not run.baseline
            for row in _of_run(run)]  # fmt: skip


def _of_run(run: ScoredRun) -> list[Position]:
    shown = np.array([len(record["choices"]) for record in run.records])
    given = [item.probabilities for item in run.predictions]
    found = []
    for place in range(int(shown.max())):
        rows = np.flatnonzero(shown > place)
        real = run.coded.truth[rows] == place
        chosen = run.coded.chosen[rows] == place
        mass = [share[place] if (share := given[row]) else float(hit) for row, hit in zip(rows, chosen, strict=True)]
        accuracy = float(run.right[rows][real].mean()) if real.any() else None
        found.append(Position(run.dataset, run.config, run.name, place, len(rows), float(np.mean(mass)),
                              float(real.mean()), accuracy))  # fmt: skip
    return found
