"""Answers to survey items as numbers: every reply is read once, and the truth may be an index from the start."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .protocols import check_choices, check_lengths, check_names, masses
from .replies.answers import read_choice
from .replies.exact import REFUSED, UNREADABLE
from .replies.texts import fold

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class CodedAnswers:
    """Coded answers, one row a record.

    `predicted` and `reference` are class numbers, below 0 for what could not be read (REFUSED or UNREADABLE); `chosen`
    and `truth` are the same as indices into the row's choices as shown. `question` is the question of each row, and
    `block[c]` that of class c (numbers into `questions`); `classes[c]` is the folded choice text of class c.
    """

    predicted: Ints
    reference: Ints
    chosen: Ints
    truth: Ints
    weights: Floats
    question: Ints
    block: Ints
    classes: tuple[str, ...]
    questions: tuple[Any, ...]

    @property
    def right(self) -> Floats:
        """1 for each row that was answered right, else 0."""
        return (self.predicted == self.reference).astype(np.float64)

    def rows(self, rows: Ints) -> CodedAnswers:
        """A part of the rows, with only the classes that its replies and references use."""
        predicted, reference = self.predicted[rows], self.reference[rows]
        used = np.union1d(predicted[predicted >= 0], reference)
        return CodedAnswers(
            np.where(predicted >= 0, np.searchsorted(used, predicted), predicted),
            np.searchsorted(used, reference),
            self.chosen[rows],
            self.truth[rows],
            self.weights[rows],
            self.question[rows],
            self.block[used],
            tuple(self.classes[number] for number in used),
            self.questions,
        )


def code_answers(
    predictions: Sequence[str | int | None],
    references: Sequence[str | int],
    choices: Sequence[Sequence[str]],
    question_ids: Sequence[Any] | None = None,
    weights: Sequence[float] | None = None,
) -> CodedAnswers:
    """Read every reply, once for each distinct text under the same choices.

    Args:
        predictions: replies, None where one is missing; or indices into the row's choices, below 0 for none.
        references: the right answers, as texts ("B", "average", "B. average") or as indices.
        choices: each row's choices as shown; the first is A.
        question_ids: the question of each row; a class is the text of a choice within a question.
        weights: one number of at least 0 a row, 1 each by default.

    Raises:
        ValueError: lists of unequal length, or a reference that is none of the choices; the message names the row.
    """
    questions: Sequence[Any] = (None,) * len(references) if question_ids is None else question_ids
    check_lengths(references=references, predictions=predictions, choices=choices, question_ids=questions)
    if question_ids is not None:
        check_names(question_ids=question_ids)
    check_choices(choices)
    mass = masses(weights, len(references))
    classes: dict[tuple[Any, str], int] = {}
    readers: dict[tuple[str, ...], ChoiceReader] = {}
    tables: dict[Any, tuple[ChoiceReader, list[int]]] = {}
    chosen, truth, predicted, reference = np.empty((4, len(mass)), np.int64)
    for row, (given, right, shown, question) in enumerate(
        zip(predictions, references, choices, questions, strict=True)
    ):
        key = (question, *shown)
        table = tables.get(key)
        if table is None:
            reader = readers.setdefault(options := _texts(row, shown), ChoiceReader(options))
            codes = [classes.setdefault((question, fold(choice)), len(classes)) for choice in shown]
            # The two codes below 0 index the end of the list.
            table = tables[key] = reader, [*codes, UNREADABLE, REFUSED]
        reader, codes = table
        chosen[row], truth[row] = reader[given], reader[right]
        predicted[row], reference[row] = codes[chosen[row]], codes[truth[row]]
    unread = np.flatnonzero(reference < 0)
    if len(unread):
        row = int(unread[0])
        raise ValueError(f"row {row}: the reference {references[row]!r} is none of the choices {list(choices[row])}")
    return _coded(predicted, reference, chosen, truth, mass, classes)


class ChoiceReader(dict[Any, int]):
    """Reply to the index of the choice that it means, filled as replies come; an index stands for itself."""

    def __init__(self, choices: tuple[str, ...]) -> None:
        super().__init__()
        self._choices = choices

    def __missing__(self, reply: Any) -> int:
        if isinstance(reply, int | np.integer):
            found = int(reply) if 0 <= reply < len(self._choices) or reply == REFUSED else UNREADABLE
        else:
            found = read_choice(reply, self._choices)
        self[reply] = found
        return found


def _texts(row: int, shown: Sequence[str]) -> tuple[str, ...]:
    """The choices of a row. Raises ValueError unless they are texts, at least one."""
    if not len(shown) or not all(isinstance(item, str) for item in shown):
        raise ValueError(f"row {row}: choices must be a list of texts with at least one text")
    return tuple(shown)


def _coded(
    predicted: Ints, reference: Ints, chosen: Ints, truth: Ints, mass: Floats, classes: dict[tuple[Any, str], int]
) -> CodedAnswers:
    names = tuple(dict.fromkeys(question for question, _ in classes))
    place = {name: number for number, name in enumerate(names)}
    block = np.array([place[question] for question, _ in classes], np.int64)
    texts = tuple(text for _, text in classes)
    return CodedAnswers(predicted, reference, chosen, truth, mass, block[reference], block, texts, names)
