"""From records and predictions to the content of results.json: scores, n, parse rate, distances, 95% intervals."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np

from .. import stats
from ..files.errors import InputError
from ..schema import STANCES, Prediction, Record
from ..scoring.attitude_stance import compare_stances, summarise_stances
from ..scoring.classification import macro
from ..scoring.coded_answers import CodedAnswers, code_answers
from ..scoring.distributions import KEYS, distances_or_worst
from ..scoring.interview import DIMENSIONS, read_panel, score_panel
from ..scoring.pooled_answers import pool_answers
from ..scoring.replies.distributions import read_distribution
from ..scoring.replies.stances import StanceReply, english_stances, read_stance_reply
from ..scoring.social_role import ComparedValues, compare_values, summarise_values
from ..scoring.survey_response import score_coded_answers
from ..scoring.wasserstein import distances

# Intervals of this many resamples; of respondents for scores, of questions for distances between groups.
REPLICATES = 1000

Interval = tuple[float, float] | None
_RANGES = {"wasserstein": (0.0, math.inf), **dict.fromkeys(DIMENSIONS, (1.0, 5.0))}  # others: 0 to 1


def results(
    records: Sequence[Record], predictions: Sequence[Prediction], config: str, *, seed: int = 42
) -> dict[str, Any]:
    """Scores of predictions that stand in the order of their records.

    The keys are those of the config's metric, and `intervals` {score: [low, high]}. Raises InputError for a config
    without scores, or when ids do not stand in the records' order.
    """
    if config not in _CONFIGS:
        raise InputError(f"config {config!r} has no scores of its own; scored are {', '.join(_CONFIGS)}")
    if not records:
        raise InputError(f"{config}: there are no records to score")
    if [row["id"] for row in records] != [item.id for item in predictions]:
        raise InputError(f"{config}: the predictions are not in the order of the records; match them by id first")
    return {"config": config, "protocol": "robust", **_CONFIGS[config](records, predictions, seed)}


def judged(
    records: Sequence[Record], replies: Sequence[Sequence[str | None]], judges: Sequence[str], *, seed: int = 42
) -> dict[str, Any]:
    """Scores of task 2 from judges' replies: for each record a list over `judges`, None where one gave none.

    The keys are those of the interview metric, `intervals` of the three dimensions, over resampled respondents, and
    `by_dialogue`: each dialogue's means over the judges that rated it, which paired tests take.
    """
    people = [row["respondent_id"] for row in records]
    read = read_panel(replies)
    scores = score_panel(read, judges)
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
    counts = {"respondents": len(set(people)), "intervals": _plain(intervals), "by_dialogue": dialogues}
    return {"config": "interview", "protocol": "robust", **scores, **counts}


def _panel_interval(given: Any, people: Sequence[str], seed: int) -> tuple[float, float]:
    """Interval of the mean over judges of each judge's mean over the dialogues it rated; `given` (dialogues, judges),
    NaN where missing."""
    rated = ~np.isnan(given)
    table = np.concatenate([np.where(rated, given, 0.0), rated], axis=1)

    def score(sums: Any) -> Any:
        return _mean_ratio(*np.split(sums, 2, axis=1))

    low, high = stats.cluster_bootstrap(table, people, score, replicates=REPLICATES, seed=seed)
    return float(low), float(high)


def _mean_ratio(totals: Any, counts: Any) -> Any:
    """Mean over columns of total / count, without the columns that count nothing; NaN where none does."""
    known = counts > 0
    means = np.divide(totals, counts, out=np.zeros_like(totals), where=known)
    return np.divide(means.sum(axis=1), known.sum(axis=1), out=np.full(len(totals), np.nan), where=known.any(axis=1))


def as_asked(records: Sequence[Record], column: str = "question_id") -> list[str]:
    """The question of each record; one that was asked in several languages counts as one in each.

    Its choices have other texts there, and other people gave them.
    """
    languages: dict[str, set[str]] = {}
    for row in records:
        languages.setdefault(row[column], set()).add(row.get("language", ""))
    return [f"{row[column]} ({row['language']})" if len(languages[row[column]]) > 1 else row[column] for row in records]


def coded(records: Sequence[Record], predictions: Sequence[Prediction]) -> CodedAnswers:
    """The answers to survey items as numbers, every reply read once."""
    texts, truths = [item.prediction for item in predictions], [row["answer"] for row in records]
    return code_answers(texts, truths, [row["choices"] for row in records], as_asked(records))


def _survey_response(records: Sequence[Record], predictions: Sequence[Prediction], seed: int) -> dict[str, Any]:
    questions, people = as_asked(records), [row["respondent_id"] for row in records]
    table = coded(records, predictions)
    scores = score_coded_answers(table, question_ids=questions, respondent_ids=people)
    _add_intervals(scores["by_question"], questions, table.right, people, seed)
    intervals = _class_intervals(table.predicted, table.reference, table.block, people, seed)
    intervals["parse_rate"] = stats.mean_interval(table.predicted >= 0, people, replicates=REPLICATES, seed=seed)
    return {**scores, **_distances(records, predictions, table, intervals, seed)}


def _distances(
    records: Sequence[Record],
    predictions: Sequence[Prediction],
    table: CodedAnswers,
    intervals: dict[str, Interval],
    seed: int,
) -> dict[str, Any]:
    """Mean over questions of the distances between predicted and real distribution of the scored respondents."""
    given: list[int | Sequence[float]] = [
        int(index) if item.probabilities is None else item.probabilities
        for index, item in zip(table.chosen, predictions, strict=True)
    ]
    parts = pool_answers(
        as_asked(records),
        [row["choices"] for row in records],
        [row["scale"] for row in records],
        [row["answer"] for row in records],
        given,
        [row["weight"] for row in records],
    )
    moved = [distances(part.predicted, part.reference, part.positions) for part in parts]
    found: dict[str, Any] = {}
    for name in KEYS:
        values = [item[name] for item in moved]
        found[name] = float(np.mean(values))
        intervals[name] = stats.mean_interval(values, replicates=REPLICATES, seed=seed)
    found["distances_from"] = _origin(predictions)
    found["distributions"] = [
        {
            "question_id": part.question,
            "choices": list(part.choices),
            "positions": list(part.positions),
            "predicted": list(part.predicted),
            "reference": list(part.reference),
            "n": part.n,
            "wasserstein": item["wasserstein"],
        }
        for part, item in zip(parts, moved, strict=True)
    ]
    found["intervals"] = _plain(intervals)
    return found


def _origin(predictions: Sequence[Prediction]) -> str:
    scored = sum(item.probabilities is not None for item in predictions)
    return "probabilities" if scored == len(predictions) else "answers" if not scored else "both"


def _attitude_stance(records: Sequence[Record], predictions: Sequence[Prediction], seed: int) -> dict[str, Any]:
    people = [row["respondent_id"] for row in records]
    rows = compare_stances([read_stance_reply(item.prediction) for item in predictions], stance_truths(records))
    scores = summarise_stances(rows)
    intervals = _class_intervals(rows.predicted, rows.reference, np.zeros(len(STANCES), np.int64), people, seed)
    intervals["parse_rate"] = stats.mean_interval(rows.predicted >= 0, people, replicates=REPLICATES, seed=seed)
    for name, values in rows.similarity.items():
        intervals[name] = stats.mean_interval(values, people, replicates=REPLICATES, seed=seed)
    return {**scores, "respondents": len(set(people)), "intervals": _plain(intervals)}


def stance_truths(records: Sequence[Record]) -> list[StanceReply]:
    """What the respondents of task 3 said."""
    return [StanceReply(STANCES.index(row["stance"]), row["reasoning"]) for row in records]


def _group(records: Sequence[Record], predictions: Sequence[Prediction], seed: int, config: str) -> dict[str, Any]:
    scored = group_scores(records, predictions, config)
    questions = [row["theme" if config == "attitude_stance_group" else "question_id"] for row in records]
    found: dict[str, Any] = {"n": len(records), "parse_rate": float(np.mean([readable for _, readable in scored]))}
    intervals: dict[str, Interval] = {}
    for name in KEYS:
        values = [item[name] for item, _ in scored]
        found[name] = float(np.mean(values))
        intervals[name] = stats.mean_interval(values, questions, replicates=REPLICATES, seed=seed)
    intervals["parse_rate"] = stats.mean_interval(
        [readable for _, readable in scored], questions, replicates=REPLICATES, seed=seed
    )
    return {**found, "intervals": _plain(intervals)}


def group_scores(
    records: Sequence[Record], predictions: Sequence[Prediction], config: str
) -> list[tuple[dict[str, float], bool]]:
    """Distances of each predicted distribution to that of its group, and whether it was one."""
    read = zip(records, read_groups(records, predictions, config), strict=True)
    return [(distances_or_worst(shares, row["distribution"], row["scale"]), shares is not None) for row, shares in read]


def read_groups(records: Sequence[Record], predictions: Sequence[Prediction], config: str) -> list[list[float] | None]:
    """The predicted distribution of each group; None where the reply is none."""
    stances = config == "attitude_stance_group"
    return [
        read_distribution(
            (english_stances(item.prediction) if stances else item.prediction)
            if item.probabilities is None
            else list(item.probabilities),
            STANCES if stances else row["choices"],
        )
        for row, item in zip(records, predictions, strict=True)
    ]


def compared(records: Sequence[Record], predictions: Sequence[Prediction]) -> ComparedValues:
    """The attributes of task 1, every reply read once."""
    truths, choices = [row["answer"] for row in records], [row["choices"] for row in records]
    return compare_values([item.prediction for item in predictions], truths, choices)


def _social_role(records: Sequence[Record], predictions: Sequence[Prediction], seed: int) -> dict[str, Any]:
    people = [row["respondent_id"] for row in records]
    attributes = [row["attribute"] for row in records]
    groups = [row["attribute_group"] for row in records]
    table = compared(records, predictions)
    scores = summarise_values(table, attributes, groups)
    intervals: dict[str, Interval] = {
        "accuracy": stats.mean_interval(table.right, people, replicates=REPLICATES, seed=seed),
        "partial": stats.mean_interval(table.partial, people, replicates=REPLICATES, seed=seed),
        "parse_rate": stats.mean_interval(table.parsed, people, replicates=REPLICATES, seed=seed),
    }
    _add_intervals(scores["by_attribute"], attributes, table.right, people, seed)
    members: dict[str, set[str]] = {}
    for name, group in zip(attributes, groups, strict=True):
        members.setdefault(group, set()).add(name)
    for group, names in members.items():
        intervals[group] = _attributes_interval(table.right, attributes, sorted(names), people, seed)
    return {**scores, "respondents": len(set(people)), "intervals": _plain(intervals)}


def _add_intervals(
    parts: dict[str, dict[str, Any]], names: Sequence[str], right: Any, people: Sequence[str], seed: int
) -> None:
    """Give each part (a question, an attribute) the interval of its accuracy."""
    rows: dict[str, list[int]] = {}
    for row, name in enumerate(names):
        rows.setdefault(name, []).append(row)
    for name, mine in rows.items():
        own = [people[row] for row in mine]
        found = stats.mean_interval(np.asarray(right)[mine], own, replicates=REPLICATES, seed=seed)
        if found:
            parts[name]["accuracy_interval"] = _plain({"accuracy": found})["accuracy"]


def _attributes_interval(
    right: Any, attributes: Sequence[str], names: Sequence[str], people: Sequence[str], seed: int
) -> tuple[float, float]:
    """Interval of the mean over attributes of each one's accuracy."""
    inside = np.array([[attribute == name for name in names] for attribute in attributes], np.float64)
    table = np.concatenate([inside * np.asarray(right)[:, None], inside], axis=1)

    def score(sums: Any) -> Any:
        return _mean_ratio(*np.split(sums, 2, axis=1))

    low, high = stats.cluster_bootstrap(table, people, score, replicates=REPLICATES, seed=seed)
    return float(low), float(high)


def _class_intervals(
    predicted: Any, reference: Any, block: Any, people: Sequence[str], seed: int
) -> dict[str, Interval]:
    """Intervals of accuracy and of macro precision, recall and F1, from one set of resampled respondents.

    A class that was not drawn is left out of a replicate's mean, although that lies high where it is the worst one: to
    keep its scores instead holds the truth less often (recall, 20 respondents and a class of 5%: 65% against 90%).
    """
    from scipy import sparse

    rows, known, count = np.arange(len(reference)), predicted >= 0, len(block)
    hit = known & (predicted == reference)
    picks = [(rows[hit], reference[hit]), (rows[known], predicted[known] + count), (rows, reference + 2 * count)]
    row, column = (np.concatenate(parts) for parts in zip(*picks, strict=True))
    table = sparse.csr_array((np.ones(len(row)), (row, column)), (len(reference), 3 * count))

    def scores(sums: Any) -> Any:
        cube = sums.reshape(len(sums), 3, count)
        accuracy = cube[:, 0].sum(axis=1) / cube[:, 2].sum(axis=1)
        return np.stack([accuracy, *macro(cube, block)], axis=1)

    low, high = stats.cluster_bootstrap(table, people, scores, replicates=REPLICATES, seed=seed)
    names = ("accuracy", "precision", "recall", "f1")
    return {name: (float(low[place]), float(high[place])) for place, name in enumerate(names)}


def _plain(intervals: Mapping[str, Interval]) -> dict[str, list[float]]:
    """As stored: within what the score can be, and none where one unit was sampled."""
    found = {}
    for name, interval in intervals.items():
        if interval is not None and not np.isnan(interval).any():
            least, most = _RANGES.get(name, (0.0, 1.0))
            found[name] = [min(max(end, least), most) for end in interval]
    return found


_CONFIGS: dict[str, Callable[[Sequence[Record], Sequence[Prediction], int], dict[str, Any]]] = {
    "survey_response": _survey_response,
    "survey_response_group": partial(_group, config="survey_response_group"),
    "quantitative": _survey_response,
    "attitude_stance": _attitude_stance,
    "attitude_stance_group": partial(_group, config="attitude_stance_group"),
    "social_role": _social_role,
}
