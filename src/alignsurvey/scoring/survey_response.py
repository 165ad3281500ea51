"""Task 4, individual: answers of respondents to survey items, and the distributions that they add up to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .classification import macro, totals
from .pooled_answers import Shares, distributions
from .protocols import check_choices, check_lengths, check_names, check_texts, masses, numbers, robust
from .replies.answers import REFUSED, UNREADABLE, read
from .replies.texts import fold
from .wasserstein import distances

__all__ = ["Answers", "Shares", "code", "compute", "distributions", "summary"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Answers:
    """Coded answers, one row a record: class numbers, below 0 for what could not be read.

    `block[c]` is the question (a number into `questions`) and `classes[c]` the folded choice text of class c.
    """

    predicted: Ints
    reference: Ints
    weights: Floats
    question: Ints
    block: Ints
    classes: tuple[str, ...]
    questions: tuple[Any, ...]


def compute(
    predictions: Sequence[str],
    references: Sequence[str],
    choices: Sequence[Sequence[str]] | None = None,
    question_ids: Sequence[str] | None = None,
    respondent_ids: Sequence[str] | None = None,
    weights: Sequence[float] | None = None,
    groups: Sequence[str] | None = None,
    scales: Sequence[Sequence[float]] | None = None,
    probabilities: Sequence[Sequence[float] | None] | None = None,
    protocol: str = "robust",
) -> dict[str, Any]:
    """Score replies against references such as "B. average"; `choices` are each row's options as shown.

    A class is the text of a choice within a question, wherever the shuffled order put it. Precision, recall and F1 are
    macro means over the classes that occur in the references; with `question_ids` they are taken within each question
    and then averaged over questions, and `by_question` gives the parts. A reply that is refused or unreadable is a miss
    of its reference's class, stays in every denominator and is no class. `weights` weigh rows in all scores; parse_rate
    and n count rows. `groups` adds `by_group`; `respondent_ids` add the number of respondents and the standard error of
    the accuracy clustered on them. `scales` (each row's positions of its choices, -1 for none) add the distances of
    the distributions that replies and references of a question add up to, as means over questions; rows that have
    `probabilities` over their choices add those instead of the reply. Raises ValueError for lists of unequal length,
    unreadable references, and probabilities that are none.
    """
    if not robust(protocol):
        from .paper.survey_response import compute as paper

        return paper(predictions, references)
    check_lengths(references=references, predictions=predictions)
    check_texts(predictions=predictions, references=references)
    if choices is None:
        raise ValueError("choices are needed: for each row the list of options as shown")
    coded = code(predictions, references, choices, question_ids, weights)
    scores = summary(coded)
    if question_ids is not None:
        scores["by_question"] = _split(coded, coded.question, coded.questions)
    if groups is not None:
        check_lengths(references=references, groups=groups)
        check_names(groups=groups)
        names = sorted(set(groups), key=str)
        place = {name: number for number, name in enumerate(names)}
        scores["by_group"] = _split(coded, np.array([place[name] for name in groups]), tuple(names))
    if respondent_ids is not None:
        check_lengths(references=references, respondent_ids=respondent_ids)
        check_names(respondent_ids=respondent_ids)
        scores |= _clustered(coded, respondent_ids)
    if scales is not None:
        if question_ids is None:
            raise ValueError("scales need question_ids: distributions are over the choices of one question")
        given = _given(predictions, choices, probabilities)
        truths = _given(references, choices, None)
        parts = distributions(question_ids, choices, scales, [int(truth) for truth in truths], given, weights)
        moved = [distances(part.predicted, part.reference, part.positions) for part in parts]
        scores |= {name: float(np.mean([item[name] for item in moved])) for name in moved[0]}
    return scores


def _given(
    texts: Sequence[str], choices: Sequence[Sequence[str]], probabilities: Sequence[Sequence[float] | None] | None
) -> list[Any]:
    """For each row its probabilities, else the index of the choice that its text means (below 0: none)."""
    each = [None] * len(texts) if probabilities is None else probabilities
    check_lengths(predictions=texts, probabilities=each)
    readers: dict[tuple[str, ...], _Reader] = {}
    found: list[Any] = []
    for row, (text, shown, shares) in enumerate(zip(texts, choices, each, strict=True)):
        if shares is None:
            options = tuple(shown)
            found.append(readers.setdefault(options, _Reader(options))[text])
        else:
            given = numbers(shares, f"row {row}: probabilities")
            if len(given) != len(shown) or not abs(given.sum() - 1) <= 1e-4 or given.min() < 0:
                raise ValueError(f"row {row}: probabilities must be {len(shown)} numbers of at least 0 that sum to 1")
            found.append(shares)
    return found


def code(
    predictions: Sequence[str],
    references: Sequence[str],
    choices: Sequence[Sequence[str]],
    question_ids: Sequence[str] | None = None,
    weights: Sequence[float] | None = None,
) -> Answers:
    """Read every reply once per distinct (question, choices, text). Raises ValueError as `compute` does."""
    questions: Sequence[Any] = (None,) * len(references) if question_ids is None else question_ids
    check_lengths(references=references, predictions=predictions, choices=choices, question_ids=questions)
    if question_ids is not None:
        check_names(question_ids=question_ids)
    check_choices(choices)
    mass = masses(weights, len(references))
    classes: dict[tuple[Any, str], int] = {}
    readers: dict[tuple[str, ...], _Reader] = {}
    tables: dict[Any, tuple[_Reader, list[int]]] = {}
    predicted, reference = np.empty(len(mass), np.int64), np.empty(len(mass), np.int64)
    rows = zip(predictions, references, choices, questions, strict=True)
    for row, (reply, truth, shown, question) in enumerate(rows):
        key = (question, *shown)
        table = tables.get(key)
        if table is None:
            options = _texts(row, shown)
            reader = readers.setdefault(options, _Reader(options))
            codes = [classes.setdefault((question, fold(choice)), len(classes)) for choice in shown]
            # The two codes below 0 index the end of the list.
            table = tables[key] = reader, [*codes, UNREADABLE, REFUSED]
        reader, codes = table
        predicted[row], reference[row] = codes[reader[reply]], codes[reader[truth]]
    unread = np.flatnonzero(reference < 0)
    if len(unread):
        row = int(unread[0])
        raise ValueError(f"row {row}: the reference {references[row]!r} is none of the choices {list(choices[row])}")
    return _answers(predicted, reference, mass, classes)


def _texts(row: int, shown: Sequence[str]) -> tuple[str, ...]:
    """The choices of a row. Raises ValueError unless they are texts, at least one."""
    if not len(shown) or not all(isinstance(item, str) for item in shown):
        raise ValueError(f"row {row}: choices must be a list of texts with at least one text")
    return tuple(shown)


class _Reader(dict[str, int]):
    """Text to the index of the choice that it means, filled as texts come."""

    def __init__(self, choices: tuple[str, ...]) -> None:
        super().__init__()
        self._choices = choices

    def __missing__(self, text: str) -> int:
        found = self[text] = read(text, self._choices)
        return found


def _answers(predicted: Ints, reference: Ints, weights: Floats, classes: dict[tuple[Any, str], int]) -> Answers:
    names = tuple(dict.fromkeys(question for question, _ in classes))
    place = {name: number for number, name in enumerate(names)}
    block = np.array([place[question] for question, _ in classes], np.int64)
    texts = tuple(text for _, text in classes)
    return Answers(predicted, reference, weights, block[reference], block, texts, names)


def summary(coded: Answers) -> dict[str, Any]:
    """Scores of all rows: accuracy, macro precision, recall and F1, parse, refusal and unreadable rates, n."""
    sums = totals(coded.reference, coded.predicted, coded.weights, len(coded.classes))
    precision, recall, f1 = macro(sums, coded.block)
    n = len(coded.reference)
    return {
        "accuracy": float(sums[0].sum() / sums[2].sum()),
        "precision": float(precision),
        "recall": float(recall),
        "f1": float(f1),
        "parse_rate": float((coded.predicted >= 0).mean()),
        "refusal_rate": float((coded.predicted == REFUSED).mean()),
        "unreadable_rate": float((coded.predicted == UNREADABLE).mean()),
        "n": n,
    }


def _split(coded: Answers, part: Ints, names: Sequence[Any]) -> dict[str, dict[str, Any]]:
    """Scores of each part of the rows, by name; parts whose weights are all 0 are left out."""
    order = np.argsort(part, kind="stable")
    ends = np.searchsorted(part[order], np.arange(len(names) + 1))
    scores = {}
    for number, name in enumerate(names):
        rows = order[ends[number] : ends[number + 1]]
        if coded.weights[rows].sum() > 0:
            scores[str(name)] = summary(_rows(coded, rows))
    return scores


def _rows(coded: Answers, rows: Ints) -> Answers:
    """A part of the rows, with only the classes that its replies and references use."""
    predicted, reference = coded.predicted[rows], coded.reference[rows]
    used = np.union1d(predicted[predicted >= 0], reference)
    return Answers(
        np.where(predicted >= 0, np.searchsorted(used, predicted), predicted),
        np.searchsorted(used, reference),
        coded.weights[rows],
        coded.question[rows],
        coded.block[used],
        tuple(coded.classes[number] for number in used),
        coded.questions,
    )


def _clustered(coded: Answers, respondent_ids: Sequence[str]) -> dict[str, Any]:
    """Number of respondents, and the linearised standard error of the accuracy clustered on them."""
    place: dict[str, int] = {}
    cluster = np.array([place.setdefault(person, len(place)) for person in respondent_ids], np.int64)
    hit = (coded.predicted == coded.reference).astype(np.float64)
    total = coded.weights.sum()
    residual = np.bincount(cluster, coded.weights * (hit - coded.weights @ hit / total))
    count = len(place)
    error = float(np.sqrt(residual @ residual * count / (count - 1)) / total) if count > 1 else None
    return {"respondents": count, "accuracy_se": error}
