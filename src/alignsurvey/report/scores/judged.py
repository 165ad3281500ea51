"""Scores of replies that judges rated: a mean over judges for each dimension, and for each dialogue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ... import stats
from ...schema import Record
from ...scoring.interview import DIMENSIONS, read_panel, score_panel
from ...scoring.replies.texts import count_cut
from .intervals import REPLICATES, Interval, mean_ratio, plain_intervals


def score_judged_replies(
    records: Sequence[Record],
    replies: Sequence[Sequence[str | None]],
    judges: Sequence[str],
    config: str,
    *,
    seed: int = 42,
) -> dict[str, Any]:
    """Scores of dialogues from what judges replied.

    Args:
        records: the dialogues.
        replies: for each record one text a judge; None where a judge gave none.
        judges: names of the judges, in the order of the replies.
        config: the config of the records.
        seed: draws the respondents of the intervals.

    Returns:
        The content of results.json: the keys of the interview metric, `intervals` of the three dimensions over
        resampled respondents, and `by_dialogue`, each dialogue's means over the judges that rated it, which paired
        tests take.
    """
    people = [row["respondent_id"] for row in records]
    read = read_panel(replies)
    scores = score_panel(read, judges) | count_cut(reply for row in replies for reply in row)
    intervals: dict[str, Interval] = {}
    dialogues = [{"id": row["id"], "respondent_id": row["respondent_id"]} for row in records]
    for name in DIMENSIONS:
        for dialogue, row in zip(dialogues, read, strict=True):
            marks = [scores_of[name] for scores_of in row if name in scores_of]
            dialogue[name] = sum(marks) / len(marks) if marks else None
        given = np.array([[scores_of.get(name, np.nan) for scores_of in row] for row in read])
        rated = ~np.isnan(given).all(axis=1)
        if rated.any():
            own = [person for person, known in zip(people, rated, strict=True) if known]
            intervals[name] = _panel_interval(given[rated], own, seed)
    counts = {"respondents": len(set(people)), "intervals": plain_intervals(intervals), "by_dialogue": dialogues}
    return {"config": config, "protocol": "robust", **scores, **counts}


def _panel_interval(given: Any, people: Sequence[str], seed: int) -> tuple[float, float]:
    """Interval of the mean over judges of each judge's mean over the dialogues it rated; `given` (dialogues, judges),
    NaN where missing."""
    rated = ~np.isnan(given)
    table = np.concatenate([np.where(rated, given, 0.0), rated], axis=1)

    def score(sums: Any) -> Any:
        return mean_ratio(*np.split(sums, 2, axis=1))

    low, high = stats.cluster_bootstrap(table, people, score, replicates=REPLICATES, seed=seed)
    return float(low), float(high)
