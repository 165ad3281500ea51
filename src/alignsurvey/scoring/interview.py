"""Task 2: judges' replies about generated interview answers, read into scores of 1 to 5."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .protocols import check_lengths, check_names, robust
from .replies.judge_scores import DIMENSIONS, HIGHEST, LOWEST, read_judge_scores
from .replies.texts import count_cut

__all__ = ["DIMENSIONS", "krippendorff_alpha", "read_panel", "score_interview", "score_panel"]

Floats = NDArray[np.float64]
Marks = Mapping[str, float]  # what one judge gave one dialogue, by dimension


def score_interview(
    predictions: Sequence[Sequence[str | None]] | Sequence[str | None],
    judges: Sequence[str] | None = None,
    human: Sequence[Mapping[str, float | None]] | None = None,
    protocol: str = "robust",
) -> dict[str, Any]:
    """Mean scores of dialogues from judges' replies.

    A judge's mean of a dimension is over the dialogues it rated, and the score of a dimension is the mean of the judges
    (paper, task 2). What a reply does not say is missing, for that dimension alone, and never averaged in.

    Args:
        predictions: for each dialogue its judges' replies (or one reply), None where one is missing.
        judges: names of the judges, one for each reply of a dialogue; by default "judge 1", ...
        human: for each dialogue people's ratings of 1 to 5 by dimension, None where one is missing.
        protocol: "robust", or "paper" for the figures of the authors' published script (one judge).

    Returns:
        naturalness, style_match, consistency (1 to 5, None where nobody rated); `agreement` (Krippendorff's alpha for
        interval data between judges, None where it is not defined) and `missing` by dimension; `by_judge`; with `human`
        `human_agreement`, the alpha between people and the judges' mean; parse_rate (0 to 1) and n, the dialogues.

    Raises:
        ValueError: rows of unequal length, or a reply that is no text; the message names the row.
    """
    standard = robust(protocol)
    check_lengths(predictions=predictions)
    rows = [_replies(number, row) for number, row in enumerate(predictions)]
    if not standard:
        from .paper.interview import published_interview

        return published_interview([_only(row) for row in rows])
    return score_panel(read_panel(rows), judges, human) | count_cut(reply for row in rows for reply in row)


def read_panel(replies: Sequence[Sequence[str | None]]) -> list[list[Marks]]:
    """The scores that each judge gave each dialogue, from their replies."""
    return [[read_judge_scores(reply) for reply in row] for row in replies]


def score_panel(
    panel: Sequence[Sequence[Marks]],
    judges: Sequence[str] | None = None,
    human: Sequence[Mapping[str, float | None]] | None = None,
) -> dict[str, Any]:
    """As `score_interview`, from scores that were read."""
    if judges is not None:
        check_lengths(judges=judges)
        check_names(judges=judges)
    names = [f"judge {number + 1}" for number in range(len(panel[0]))] if judges is None else list(judges)
    if not names or len(set(names)) < len(names):
        raise ValueError("judges must be names, each another, one for each reply of a dialogue")
    for number, row in enumerate(panel):
        if len(row) != len(names):
            raise ValueError(f"row {number}: {len(row)} replies for {len(names)} judges")
    table = np.array([[[_value(marks, name) for name in DIMENSIONS] for marks in row] for row in panel])
    return _summary(table, names, human)


def _summary(table: Floats, names: Sequence[str], human: Any) -> dict[str, Any]:
    """Scores of a table (dialogues, judges, dimensions), NaN where a score is missing."""
    found: dict[str, Any] = {}
    by_judge = {name: dict(zip(DIMENSIONS, _means(table[:, place]), strict=True)) for place, name in enumerate(names)}
    for place, name in enumerate(DIMENSIONS):
        rated = [score for scores in by_judge.values() if (score := scores[name]) is not None]
        found[name] = float(np.mean(rated)) if rated else None
        found.setdefault("agreement", {})[name] = krippendorff_alpha(table[:, :, place].T)
        found.setdefault("missing", {})[name] = int(np.isnan(table[:, :, place]).sum())
    if human is not None:
        found["human_agreement"] = _with_humans(table, human)
    unread = np.isnan(table)
    found["by_judge"] = {
        name: {**scores, "missing": int(unread[:, place].any(axis=1).sum())}
        for place, (name, scores) in enumerate(by_judge.items())
    }
    return found | {"parse_rate": float(1 - unread.any(axis=2).mean()), "n": len(table)}


def _replies(number: int, row: Any) -> list[str | None]:
    """The judges' replies about a dialogue. Raises ValueError unless they are texts, or None for missing ones."""
    replies = list(row) if isinstance(row, Sequence) and not isinstance(row, str) else [row]
    if not replies or not all(reply is None or isinstance(reply, str) for reply in replies):
        raise ValueError(f"row {number}: replies must be texts, one a judge, empty where one is missing")
    return replies


def _only(replies: Sequence[str | None]) -> str:
    if len(replies) != 1:
        raise ValueError("protocol 'paper' reads one judge's replies: one text a dialogue")
    return replies[0] or ""


def krippendorff_alpha(ratings: Floats) -> float | None:
    """Krippendorff's alpha for interval data; `ratings` (raters, units), NaN where missing. None if not defined."""
    paired = ratings[:, (~np.isnan(ratings)).sum(axis=0) > 1]
    if not paired.size or np.unique(paired[~np.isnan(paired)]).size < 2:
        return None
    try:
        import krippendorff
    except ModuleNotFoundError:
        raise ImportError("agreement between judges needs krippendorff: pip install krippendorff") from None
    return float(krippendorff.alpha(paired, level_of_measurement="interval"))


def _value(marks: Mapping[str, float | None], name: str) -> float:
    value = marks.get(name)
    return float("nan") if value is None else float(value)


def _means(table: Floats) -> list[float | None]:
    rated = ~np.isnan(table)
    return [float(table[rated[:, d], d].mean()) if rated[:, d].any() else None for d in range(table.shape[1])]


def _with_humans(table: Floats, human: Sequence[Mapping[str, float | None]]) -> dict[str, float | None]:
    check_lengths(predictions=table, human=human)
    for row, ratings in enumerate(human):
        if not isinstance(ratings, Mapping) or not all(_is_rating(*item) for item in ratings.items()):
            raise ValueError(f"row {row}: human must map {', '.join(DIMENSIONS)} to numbers of 1 to 5, None if missing")
    found = {}
    for place, name in enumerate(DIMENSIONS):
        rated = ~np.isnan(table[:, :, place])
        total = np.where(rated, table[:, :, place], 0.0).sum(axis=1)
        mean = np.divide(total, rated.sum(axis=1), out=np.full(len(table), np.nan), where=rated.any(axis=1))
        found[name] = krippendorff_alpha(np.stack([mean, [_value(ratings, name) for ratings in human]]))
    return found


def _is_rating(name: Any, value: Any) -> bool:
    if name not in DIMENSIONS:
        return False
    return value is None or (isinstance(value, int | float | np.number) and not value < LOWEST and not value > HIGHEST)
