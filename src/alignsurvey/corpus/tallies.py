"""How often each code of a question's variables was given, to be laid beside the counts that the provider publishes.

They are those of the raw file, before anything is left out of a training corpus, code by code and variable by variable:
the halves of a split ballot apart, answers as well as what is no answer.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ..schema import replacing
from .codebook import Item
from .table import Table

if TYPE_CHECKING:
    import polars as pl

_HEAD = ("source", "question", "variable", "code", "label", "answer", "n", "percent", "weighted_percent")


@dataclass(frozen=True)
class Tally:
    """Rows that gave a code. `answer` are the words of the choice, None where the code is no answer; "" is a blank.

    `label` is the file's own, and `weighted` the sum of the rows' weights.
    """

    question: str
    variable: str
    code: str
    label: str
    answer: str | None
    n: int
    weighted: float


def tallies(table: Table, items: Iterable[Item], weights: pl.Series) -> Iterator[Tally]:
    """The codes of every item that occur, choices in scale order before what is no answer."""
    import polars as pl

    for item in items:
        for variable, _ in item.versions:
            codes = table.codes(variable).fill_null("")
            found = codes.unique().sort()
            place = codes.replace_strict(found, range(len(found)), return_dtype=pl.Int64).to_numpy()
            # In row order, so that the sums are the same to the last bit however many threads there are.
            counted = zip(found, np.bincount(place).tolist(), np.bincount(place, weights).tolist(), strict=True)
            labels, last = table.value_labels.get(variable, {}), len(item.question.choices)
            for code, n, weighted in sorted(counted, key=lambda row: (item.codes.get(row[0], last), row[0])):
                index = item.codes.get(code) if code else None
                words = None if index is None else item.question.choices[index]
                yield Tally(item.question.id, variable, code, labels.get(code, ""), words, n, weighted)


def write_tallies(path: Path, sources: Iterable[tuple[str, Iterable[Tally]]]) -> None:
    """Write (source, tallies) pairs as CSV; per cent are of the answers to the variable, without what is no answer."""
    with replacing(path) as beside, beside.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream, lineterminator="\n")
        rows.writerow(_HEAD)
        for source, counted in sources:
            rows.writerows(_rows(source, list(counted)))


def _rows(source: str, counted: list[Tally]) -> Iterator[tuple[object, ...]]:
    totals: dict[str, tuple[int, float]] = {}
    for tally in counted:
        if tally.answer is not None:
            n, weighted = totals.get(tally.variable, (0, 0.0))
            totals[tally.variable] = (n + tally.n, weighted + tally.weighted)
    for tally in counted:
        fixed = (source, tally.question, tally.variable, tally.code, tally.label, tally.answer or "", tally.n)
        if tally.answer is None:
            yield *fixed, "", ""
        else:
            n, weighted = totals[tally.variable]
            yield *fixed, f"{100 * tally.n / n:.1f}", f"{100 * tally.weighted / weighted:.1f}" if weighted else ""


def no_answers(counted: Iterable[Tally]) -> dict[str, dict[str, int]]:
    """Question -> what is no answer (code, with the file's label) -> rows, for questions of one variable."""
    variables: dict[str, set[str]] = {}
    found: dict[str, dict[str, int]] = {}
    for tally in counted:
        variables.setdefault(tally.question, set()).add(tally.variable)
        if tally.answer is None:
            name = f"{tally.code} {tally.label}".strip() or "blank"
            found.setdefault(tally.question, {})[name] = tally.n
    return {question: rows for question, rows in found.items() if len(variables[question]) == 1}
