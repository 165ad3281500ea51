"""Do predictions huddle in the middle? Entropy, spread and share of the midpoint, predicted against real.

A model that gives everybody the likeliest answer can be right often and still have no spread. Also calibration, where
probabilities exist.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ... import stats
from ...schema import STANCES
from ...tasks import Spec, spec_of
from ..scored_run import ScoredRun

REPLICATES = 1000


@dataclass(frozen=True)
class Tendency:
    """Predicted and real distribution of one question, or their means over questions (`question` "all").

    Entropy in bits over the choices; `spread` is the standard deviation in steps of the scale; `midpoint` the share of
    the choice in the middle of the scale, None where the scale has none. Unread replies are left out.
    """

    dataset: str
    config: str
    run: str
    question: str
    n: int
    entropy: float | None
    entropy_real: float | None
    spread: float | None
    spread_real: float | None
    midpoint: float | None
    midpoint_real: float | None


@dataclass(frozen=True)
class Calibration:
    """How far stated probabilities can be trusted: of the likeliest choice (`error`) and of all (`brier`, 0 to 2)."""

    dataset: str
    config: str
    run: str
    n: int
    confidence: float
    accuracy: float
    error: float
    brier: float
    brier_interval: tuple[float, float] | None


def tendencies(runs: Sequence[ScoredRun]) -> list[Tendency]:
    """Each run's mean over questions, then its questions, of runs that predict distributions; a question asked of
    groups has the mean over its groups."""
    found = []
    for run in runs:
        groups = spec_of(run.config).score == "distribution"
        rows = [_tendency(run, part) for part in (run.group_parts if groups else run.parts)]
        if groups:
            names = dict.fromkeys(row.question for row in rows)
            rows = [_mean(run, [row for row in rows if row.question == name], name) for name in names]
        if rows:
            found += [_mean(run, rows), *rows]
    return found


def calibrations(runs: Sequence[ScoredRun]) -> list[Calibration]:
    """Of runs with a probability for every choice of every record that has one answer."""
    found = []
    for run in runs:
        rows = [item.probabilities for item in run.predictions]
        spec = spec_of(run.config)
        truths = [place for record in run.records if (place := _place(record, spec)) is not None]
        if not run.records or any(row is None for row in rows) or len(truths) < len(rows):
            continue
        given = [row for row in rows if row is not None]
        sure = np.minimum([max(row) for row in given], 1.0)
        hit = [_hit(row, truth, right) for row, truth, right in zip(given, truths, run.right.tolist(), strict=True)]
        squared = [stats.brier([row], [truth]) for row, truth in zip(given, truths, strict=True)]
        people = [row["respondent_id"] for row in run.records]
        found.append(
            Calibration(
                *run.track,
                run.name,
                len(given),
                float(np.mean(sure)),
                float(np.mean(hit)),
                stats.calibration_error(sure, hit),
                float(np.mean(squared)),
                stats.mean_interval(squared, people, replicates=REPLICATES),
            )
        )
    return found


def _place(record: Mapping[str, Any], spec: Spec) -> int | None:
    """Where the one answer of a record stands among its options; None where it is no single one."""
    if spec.score == "stance":
        return STANCES.index(record[spec.answer])
    return int(record[spec.answer]) if spec.score == "choice" else None


def _hit(probabilities: Sequence[float], truth: int, right: float) -> float:
    """Whether the likeliest choice is the answer; among equally likely ones, whether the reply was right. A reply that
    was drawn, or cannot be read, may be another than the likeliest."""
    likeliest = [place for place, value in enumerate(probabilities) if value == max(probabilities)]
    return float(truth in likeliest) if len(likeliest) == 1 or truth not in likeliest else right


def entropy(shares: Sequence[float]) -> float:
    """In bits."""
    p = np.asarray(shares, np.float64)
    p = p[p > 0]
    return max(0.0, float(-(p @ np.log2(p))))


def spread(shares: Sequence[float], positions: Sequence[float]) -> float | None:
    """Standard deviation on the scale, of the choices that stand on it; None where no share does."""
    p, place = _placed(shares, positions)
    if not p.sum() > 0:
        return None
    mean = p @ place / p.sum()
    return float(np.sqrt(p @ (place - mean) ** 2 / p.sum()))


def midpoint(shares: Sequence[float], positions: Sequence[float]) -> float | None:
    """Share of the choice half-way between the ends, among choices on the scale; None where there is none."""
    p, place = _placed(shares, positions)
    if not p.sum() > 0:
        return None
    middle = np.isclose(place, (place.min() + place.max()) / 2)
    return float(p[middle].sum() / p.sum()) if middle.any() and len(place) > 2 else None


def _placed(shares: Sequence[float], positions: Sequence[float]) -> tuple[Any, Any]:
    p, place = np.asarray(shares, np.float64), np.asarray(positions, np.float64)
    return p[place >= 0], place[place >= 0]


def _tendency(run: ScoredRun, part: Mapping[str, Any]) -> Tendency:
    # "unread" is no choice: it was added after the choices, and nobody really gave it.
    count = len(part["choices"]) - (part["choices"][-1] == "unread" and part["reference"][-1] == 0)
    positions = part["positions"][:count]
    told = np.asarray(part["predicted"][:count], np.float64)
    predicted = (told / told.sum()).tolist() if told.sum() > 0 else None
    real = part["reference"][:count]
    return Tendency(
        *run.track,
        run.name,
        str(part["question_id"]),
        int(part["n"]),
        entropy(predicted) if predicted else None,
        entropy(real),
        spread(predicted, positions) if predicted else None,
        spread(real, positions),
        midpoint(predicted, positions) if predicted else None,
        midpoint(real, positions),
    )


def _mean(run: ScoredRun, rows: Sequence[Tendency], name: str = "all") -> Tendency:
    """Means over the questions or groups where both sides are known, so that they are of the same questions."""
    means: list[float | None] = []
    for field in ("entropy", "spread", "midpoint"):
        both = [(getattr(row, field), getattr(row, f"{field}_real")) for row in rows]
        known = [pair for pair in both if None not in pair]
        means += [float(np.mean(side)) for side in zip(*known, strict=True)] if known else [None, None]
    return Tendency(*run.track, run.name, name, sum(row.n for row in rows), *means)
