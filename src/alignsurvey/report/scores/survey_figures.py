"""Figures that methodologists and other studies ask for, beside the scores: weighted accuracy, SimBench, twins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from ...schema import Prediction, Record
from ...scoring.coded_answers import CodedAnswers
from ...scoring.pooled_answers import PooledAnswers
from ...stats.field_figures import TwinFigures, simbench_score, summarise_twins, twin_figures
from ...stats.survey_design import survey_design, weighted_mean


def weighted_accuracy(records: Sequence[Record], coded: CodedAnswers) -> dict[str, Any]:
    """{"weighted": accuracy with its design-based interval, design effect and effective n}.

    Strata and PSUs are those of the records, where the source publishes them; else respondents are the PSUs. Empty
    where all weights are equal and there are no PSUs: then it is the plain accuracy.
    """
    weights = [float(row["weight"]) for row in records]
    strata = [row.get("stratum") or "" for row in records]
    designed = any(strata) or any(row.get("psu") for row in records)
    if (len(set(weights)) < 2 and not designed) or not sum(weights) > 0:
        return {}
    units = [row.get("psu") or row["respondent_id"] for row in records]
    found = asdict(weighted_mean(coded.right, survey_design(weights, strata, units)))
    interval = found.pop("interval")
    return {
        "weighted": {
            "accuracy": found.pop("value"),
            "accuracy_interval": None if interval is None else [max(interval[0], 0.0), min(interval[1], 1.0)],
            **found,
        }
    }


def simbench_of_questions(parts: Sequence[PooledAnswers]) -> dict[str, Any]:
    """{"simbench_score"} of the questions' distributions; what could not be read is left out of the shares."""
    predicted, real = [], []
    for part in parts:
        known = len(part.choices) - (part.choices[-1] == "unread" and part.reference[-1] == 0)
        predicted.append(_readable(part.predicted[:known]))
        real.append(part.reference[:known])
    return _named(simbench_score(predicted, real))


def simbench_of_groups(predicted: Sequence[Sequence[float] | None], real: Sequence[Sequence[float]]) -> dict[str, Any]:
    """{"simbench_score"} of groups; a reply that is no distribution knows nothing, and counts as the uniform one."""
    shares = [_readable([0.0] * len(q) if p is None else p) for p, q in zip(predicted, real, strict=True)]
    return _named(simbench_score(shares, real))


def _readable(shares: Sequence[float]) -> Sequence[float]:
    return shares if sum(shares) > 0 else [1 / len(shares)] * len(shares)


def _named(score: float | None) -> dict[str, Any]:
    return {} if score is None else {"simbench_score": score}


def twin_scores(
    records: Sequence[Record], predictions: Sequence[Prediction], coded: CodedAnswers, questions: Sequence[str]
) -> dict[str, Any]:
    """{"twins": the digital-twin studies' figures}, over questions of an ordered scale that two people answered."""
    rows: dict[str, list[int]] = {}
    for place, question in enumerate(questions):
        rows.setdefault(question, []).append(place)
    known: list[TwinFigures] = []
    for own in rows.values():
        asked, given = [records[row] for row in own], [predictions[row] for row in own]
        item = _item(asked, given, coded.chosen[own], coded.truth[own])
        known += [item] if item is not None else []
    return {"twins": asdict(summarise_twins(known))} if known else {}


def _item(records: Sequence[Record], predictions: Sequence[Prediction], chosen: Any, truth: Any) -> TwinFigures | None:
    mine, theirs = [], []
    places = [place for row in records for place in row["scale"] if place >= 0]
    for row, item, index, right in zip(records, predictions, chosen, truth, strict=True):
        expected = _expected(row["scale"], item.probabilities, int(index))
        if expected is not None and row["scale"][right] >= 0:
            mine.append(expected)
            theirs.append(row["scale"][right])
    if len(mine) < 2 or max(places) <= min(places):
        return None
    return twin_figures(mine, theirs, min(places), max(places))


def _expected(scale: Sequence[float], shares: Sequence[float] | None, index: int) -> float | None:
    """Expected position of a prediction; None where it is unread or off the scale."""
    if shares is None:
        return float(scale[index]) if index >= 0 and scale[index] >= 0 else None
    place, mass = np.asarray(scale, np.float64), np.asarray(shares, np.float64)
    placed = place >= 0
    total = float(mass[placed].sum())
    return float(mass[placed] @ place[placed] / total) if total > 0 else None
