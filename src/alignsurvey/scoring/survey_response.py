"""Task 4, individual: answers of respondents to survey items, and the distributions that they add up to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .classification import macro, totals
from .coded_answers import CodedAnswers, code_answers
from .pooled_answers import pool_answers
from .protocols import check_lengths, check_names, check_texts, numbers, robust, without_roles
from .replies.answers import render_choice
from .replies.exact import REFUSED, UNREADABLE
from .replies.texts import count_cut
from .wasserstein import distances

Ints = NDArray[np.int64]


def score_survey_response(
    predictions: Sequence[str | None],
    references: Sequence[str | int | Sequence[Mapping[str, str]]],
    choices: Sequence[Sequence[str]] | None = None,
    question_ids: Sequence[str] | None = None,
    respondent_ids: Sequence[str] | None = None,
    weights: Sequence[float] | None = None,
    groups: Sequence[str] | None = None,
    scales: Sequence[Sequence[float]] | None = None,
    probabilities: Sequence[Sequence[float] | None] | None = None,
    protocol: str = "robust",
) -> dict[str, Any]:
    """Score replies against the respondents' answers.

    A class is the text of a choice within a question, wherever the shuffled order put it. Precision, recall and F1 are
    macro means over the classes that occur in the references; with `question_ids` they are taken within each question
    and then averaged over questions. A reply that is refused or unreadable is a miss of its reference's class, stays in
    every denominator and is no class.

    Args:
        predictions: replies; None where one is missing.
        references: the right answers: texts ("B", "average", "B. average"), lists of messages (as `completion` of the
            records), or indices into the choices (as `answer`).
        choices: each row's choices as shown; the first is A.
        question_ids: the question of each row; adds `by_question`.
        respondent_ids: the respondent of each row; adds `respondents`, their number, and `accuracy_se`, the standard
            error of the accuracy clustered on them.
        weights: one number of at least 0 a row, which weighs it in all scores; parse_rate and n count rows.
        groups: the group of each row; adds `by_group`.
        scales: positions of each row's choices on the question's scale, -1 for none; adds the distances (wasserstein,
            ...) of the distributions that replies and references of a question add up to, as means over questions.
        probabilities: for each row a probability of each choice, or None; they take the reply's place in `scales`.
        protocol: "robust", or "paper" for the figures of the authors' published script.

    Returns:
        accuracy, precision, recall, f1, parse_rate, refusal_rate, unreadable_rate (all 0 to 1), n (rows), and what the
        optional lists add; `cut_replies` where any reply was longer than what is read.

    Raises:
        ValueError: lists of unequal length, unreadable references, or probabilities that are none; names the row.
    """
    predictions, truths = without_roles(predictions), without_roles(references)
    if not robust(protocol):
        from .paper.survey_response import published_survey_response

        return published_survey_response(predictions, _as_texts(truths, choices))
    check_lengths(references=truths, predictions=predictions)
    check_texts(predictions=predictions, references=["" if _is_index(item) else item for item in truths])
    if choices is None:
        raise ValueError("choices are needed: for each row the list of options as shown")
    coded = code_answers(predictions, truths, choices, question_ids, weights)
    scores = score_coded_answers(coded, question_ids, respondent_ids, groups) | count_cut(predictions)
    if scales is not None:
        if question_ids is None:
            raise ValueError("scales need question_ids: distributions are over the choices of one question")
        given = _given(coded, choices, probabilities)
        parts = pool_answers(question_ids, choices, scales, coded.truth.tolist(), given, weights)
        moved = [distances(part.predicted, part.reference, part.positions) for part in parts]
        scores |= {name: float(np.mean([item[name] for item in moved])) for name in moved[0]}
    return scores


def score_coded_answers(
    coded: CodedAnswers,
    question_ids: Sequence[str] | None = None,
    respondent_ids: Sequence[str] | None = None,
    groups: Sequence[str] | None = None,
) -> dict[str, Any]:
    """As `score_survey_response`, without distributions, from answers that were read."""
    scores = summarise_answers(coded)
    if question_ids is not None:
        scores["by_question"] = _split(coded, coded.question, coded.questions)
    if groups is not None:
        check_lengths(references=coded.reference, groups=groups)
        check_names(groups=groups)
        names = sorted(set(groups), key=str)
        place = {name: number for number, name in enumerate(names)}
        scores["by_group"] = _split(coded, np.array([place[name] for name in groups]), tuple(names))
    if respondent_ids is not None:
        check_lengths(references=coded.reference, respondent_ids=respondent_ids)
        check_names(respondent_ids=respondent_ids)
        scores |= _clustered(coded, respondent_ids)
    return scores


def summarise_answers(coded: CodedAnswers) -> dict[str, Any]:
    """Scores of all rows: accuracy, macro precision, recall and F1, parse, refusal and unreadable rates, n."""
    sums = totals(coded.reference, coded.predicted, coded.weights, len(coded.classes))
    precision, recall, f1 = macro(sums, coded.block)
    return {
        "accuracy": float(sums[0].sum() / sums[2].sum()),
        "precision": float(precision),
        "recall": float(recall),
        "f1": float(f1),
        "parse_rate": float((coded.predicted >= 0).mean()),
        "refusal_rate": float((coded.predicted == REFUSED).mean()),
        "unreadable_rate": float((coded.predicted == UNREADABLE).mean()),
        "n": len(coded.reference),
    }


def _is_index(item: Any) -> bool:
    return isinstance(item, int | np.integer) and not isinstance(item, bool)


def _as_texts(references: Sequence[str | int], choices: Sequence[Sequence[str]] | None) -> list[Any]:
    """References as protocol "paper" reads them; an index becomes "B. average" where the choices are known."""
    if choices is None or not any(map(_is_index, references)):
        return list(references)
    check_lengths(references=references, choices=choices)
    return [
        render_choice(int(item), shown) if _is_index(item) and 0 <= int(item) < len(shown) else item
        for item, shown in zip(references, choices, strict=True)
    ]


def _given(
    coded: CodedAnswers, choices: Sequence[Sequence[str]], probabilities: Sequence[Sequence[float] | None] | None
) -> list[Any]:
    """For each row its probabilities, else the index of the choice that its reply means (below 0: none)."""
    if probabilities is None:
        return coded.chosen.tolist()
    check_lengths(predictions=coded.chosen, probabilities=probabilities)
    found: list[Any] = []
    for row, (index, shown, shares) in enumerate(zip(coded.chosen, choices, probabilities, strict=True)):
        if shares is not None:
            given = numbers(shares, f"row {row}: probabilities")
            if len(given) != len(shown) or not abs(given.sum() - 1) <= 1e-4 or given.min() < 0:
                raise ValueError(f"row {row}: probabilities must be {len(shown)} numbers of at least 0 that sum to 1")
        found.append(int(index) if shares is None else shares)
    return found


def _split(coded: CodedAnswers, part: Ints, names: Sequence[Any]) -> dict[str, dict[str, Any]]:
    """Scores of each part of the rows, by name; parts whose weights are all 0 are left out."""
    order = np.argsort(part, kind="stable")
    ends = np.searchsorted(part[order], np.arange(len(names) + 1))
    scores = {}
    for number, name in enumerate(names):
        rows = order[ends[number] : ends[number + 1]]
        if coded.weights[rows].sum() > 0:
            scores[str(name)] = summarise_answers(coded.rows(rows))
    return scores


def _clustered(coded: CodedAnswers, respondent_ids: Sequence[str]) -> dict[str, Any]:
    """Number of respondents, and the linearised standard error of the accuracy clustered on them."""
    place: dict[str, int] = {}
    cluster = np.array([place.setdefault(person, len(place)) for person in respondent_ids], np.int64)
    total = coded.weights.sum()
    residual = np.bincount(cluster, coded.weights * (coded.right - coded.weights @ coded.right / total))
    count = len(place)
    error = float(np.sqrt(residual @ residual * count / (count - 1)) / total) if count > 1 else None
    return {"respondents": count, "accuracy_se": error}
