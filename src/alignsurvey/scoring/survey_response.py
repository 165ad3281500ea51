"""Task 4, individual: answers of respondents to survey items, and the distributions that they add up to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .answers import REFUSED, UNREADABLE, read
from .classification import macro, totals
from .protocols import check_lengths, robust
from .texts import fold

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
    protocol: str = "robust",
) -> dict[str, Any]:
    """Score replies against references such as "B. average"; `choices` are each row's options as shown.

    A class is the text of a choice within a question, wherever the shuffled order put it. Precision, recall and F1 are
    macro means over the classes that occur in the references; with `question_ids` they are taken within each question
    and then averaged over questions, and `by_question` gives the parts. A reply that is refused or unreadable is a miss
    of its reference's class, stays in every denominator and is no class. `weights` weigh rows in all scores; parse_rate
    and n count rows. `groups` adds `by_group`; `respondent_ids` add the number of respondents and the standard error of
    the accuracy clustered on them. Raises ValueError for lists of unequal length and unreadable references.
    """
    if not robust(protocol):
        from .paper_survey_response import compute as paper

        return paper(predictions, references)
    if choices is None:
        raise ValueError("choices are needed: for each row the list of options as shown")
    coded = code(predictions, references, choices, question_ids, weights)
    scores = summary(coded)
    if question_ids is not None:
        scores["by_question"] = _split(coded, coded.question, coded.questions)
    if groups is not None:
        check_lengths(references=references, groups=groups)
        names = sorted(set(groups))
        place = {name: number for number, name in enumerate(names)}
        scores["by_group"] = _split(coded, np.array([place[name] for name in groups]), tuple(names))
    if respondent_ids is not None:
        check_lengths(references=references, respondent_ids=respondent_ids)
        scores |= _clustered(coded, respondent_ids)
    return scores


def code(
    predictions: Sequence[str],
    references: Sequence[str],
    choices: Sequence[Sequence[str]],
    question_ids: Sequence[str] | None = None,
    weights: Sequence[float] | None = None,
) -> Answers:
    """Read every reply once per distinct (question, choices, text). Raises ValueError as `compute` does."""
    questions = question_ids if question_ids is not None else (None,) * len(references)
    mass = np.ones(len(references)) if weights is None else np.asarray(weights, np.float64)
    check_lengths(references=references, predictions=predictions, choices=choices, questions=questions, weights=mass)
    if not np.isfinite(mass).all() or (mass < 0).any() or not mass.sum() > 0:
        raise ValueError("weights must be finite numbers of at least 0 with a sum over 0")
    classes: dict[tuple[Any, str], int] = {}
    readers: dict[tuple[str, ...], _Reader] = {}
    tables: dict[Any, tuple[_Reader, list[int]]] = {}
    predicted, reference = np.empty(len(mass), np.int64), np.empty(len(mass), np.int64)
    rows = zip(predictions, references, choices, questions, strict=True)
    for row, (reply, truth, shown, question) in enumerate(rows):
        key = (question, *shown)
        table = tables.get(key)
        if table is None:
            options = tuple(shown)
            reader = readers.setdefault(options, _Reader(options))
            numbers = [classes.setdefault((question, fold(choice)), len(classes)) for choice in shown]
            # The two codes below 0 index the end of the list.
            table = tables[key] = reader, [*numbers, UNREADABLE, REFUSED]
        reader, numbers = table
        predicted[row], reference[row] = numbers[reader[reply]], numbers[reader[truth]]
    unread = np.flatnonzero(reference < 0)
    if len(unread):
        row = int(unread[0])
        raise ValueError(f"row {row}: the reference {references[row]!r} is none of the choices {list(choices[row])}")
    return _answers(predicted, reference, mass, classes)


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


@dataclass(frozen=True)
class Shares:
    """Predicted and real distribution of one question over its choices, which stand in scale order.

    The last choice of `predicted` may be "unread": the weight of replies that mean no choice (off the scale).
    """

    question: str
    choices: tuple[str, ...]
    positions: tuple[float, ...]
    predicted: tuple[float, ...]
    reference: tuple[float, ...]
    n: int


def distributions(
    question_ids: Sequence[str],
    choices: Sequence[Sequence[str]],
    scales: Sequence[Sequence[float]],
    references: Sequence[int],
    predicted: Sequence[int | Sequence[float]],
    weights: Sequence[float] | None = None,
) -> list[Shares]:
    """Mean over respondents of what was predicted, against what they answered, for each question.

    `choices` and `scales` run in the order shown to that respondent; `references` index them; an item of `predicted` is
    an index (below 0: unread) or a list of probabilities over them. Unread replies keep their weight: as a choice of
    its own without a position, which no respondent gave. Raises ValueError for rows that do not fit.
    """
    mass = np.ones(len(references)) if weights is None else np.asarray(weights, np.float64)
    check_lengths(references=references, question_ids=question_ids, choices=choices, scales=scales, weights=mass)
    check_lengths(references=references, predicted=predicted)
    sums: dict[str, _Sums] = {}
    for row, question in enumerate(question_ids):
        if len(choices[row]) != len(scales[row]):
            raise ValueError(f"row {row}: {len(choices[row])} choices but {len(scales[row])} positions")
        part = sums.setdefault(question, _Sums({}, {}, {}, 0.0, [0]))
        part.add(choices[row], scales[row], int(references[row]), predicted[row], float(mass[row]))
    return [part.shares(question) for question, part in sums.items() if sum(part.reference.values()) > 0]


@dataclass
class _Sums:
    position: dict[str, float]
    predicted: dict[str, float]
    reference: dict[str, float]
    unread: float
    rows: list[int]

    def add(
        self, choices: Sequence[str], scale: Sequence[float], truth: int, given: int | Sequence[float], weight: float
    ) -> None:
        for name, place in zip(choices, scale, strict=True):
            if self.position.setdefault(name, place) != place:
                raise ValueError(f"choice {name!r} stands at {self.position[name]} and at {place} of one scale")
        self.rows[0] += 1
        self.reference[choices[truth]] = self.reference.get(choices[truth], 0.0) + weight
        if isinstance(given, int | np.integer):
            if given < 0:
                self.unread += weight
                return
            shares: Sequence[tuple[str, float]] = [(choices[int(given)], 1.0)]
        else:
            shares = list(zip(choices, given, strict=True))
        for name, share in shares:
            self.predicted[name] = self.predicted.get(name, 0.0) + weight * float(share)

    def shares(self, question: str) -> Shares:
        names = sorted(self.position, key=lambda name: (self.position[name] < 0, self.position[name], name))
        extra = ["unread"] if self.unread else []
        predicted = np.array([self.predicted.get(name, 0.0) for name in names] + [self.unread] * len(extra))
        reference = np.array([self.reference.get(name, 0.0) for name in names] + [0.0] * len(extra))
        return Shares(
            question,
            tuple(names + extra),
            tuple([float(self.position[name]) for name in names] + [-1.0] * len(extra)),
            tuple(float(value) for value in predicted / predicted.sum()),
            tuple(float(value) for value in reference / reference.sum()),
            self.rows[0],
        )
