"""How often each code of a question's variables was given, to be laid beside the counts that the provider publishes.

They are those of the raw file, before anything is left out of a training corpus, code by code and variable by variable:
the halves of a split ballot and countries apart, answers as well as what is no answer.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ...files.atomic import replacing
from ..codebook.codebook import Item
from ..rawfiles.table import Table

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

_HEAD = ("source", "country", "question", "variable", "code", "label", "answer", "n", "percent", "weighted_percent")


@dataclass(frozen=True)
class Tally:
    """Rows that gave a code. `answer` are the words of the choice, None where the code is no answer; "" is a blank.

    `label` is the file's own, and `weighted` the sum of the rows' weights.
    """

    country: str
    question: str
    variable: str
    code: str
    label: str
    answer: str | None
    n: int
    weighted: float


def tallies(table: Table, items: Iterable[Item], weights: pl.Series, countries: pl.Series) -> Iterator[Tally]:
    """The codes of every item that occur in a country, choices in scale order before what is no answer."""
    names, where = _places(countries)
    for item in items:
        last = len(item.question.choices)
        for variable, _ in item.versions:
            codes, what = _places(table.codes(variable).fill_null(""))
            labels, both = table.value_labels.get(variable, {}), where * len(codes) + what
            # In row order, so that the sums are the same to the last bit however many threads there are.
            rows = np.bincount(both, minlength=len(names) * len(codes))
            sums = np.bincount(both, weights.to_numpy(), len(rows))
            order = sorted(range(len(codes)), key=lambda one: (item.codes.get(codes[one], last), codes[one]))
            for country, at in enumerate(range(0, len(rows), len(codes))):
                for one in (one for one in order if rows[at + one]):
                    index = item.codes.get(codes[one])
                    words = None if index is None else item.question.choices[index]
                    fixed = names[country], item.question.id, variable, codes[one], labels.get(codes[one], ""), words
                    yield Tally(*fixed, int(rows[at + one]), float(sums[at + one]))


def _places(values: pl.Series) -> tuple[list[str], NDArray[np.int64]]:
    """The different values in order, and for each row which of them it has."""
    import polars as pl

    found = values.unique().sort()
    return found.to_list(), values.replace_strict(found, range(len(found)), return_dtype=pl.Int64).to_numpy()


def write_tallies(path: Path, sources: Iterable[tuple[str, Iterable[Tally]]]) -> None:
    """Write (source, tallies) pairs as CSV; per cent are of the answers to the variable, without what is no answer."""
    with replacing(path) as beside, beside.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream, lineterminator="\n")
        rows.writerow(_HEAD)
        for source, counted in sources:
            rows.writerows(_rows(source, list(counted)))


def _rows(source: str, counted: list[Tally]) -> Iterator[tuple[object, ...]]:
    totals: dict[tuple[str, str], tuple[int, float]] = {}
    for tally in counted:
        if tally.answer is not None:
            n, weighted = totals.get((tally.country, tally.variable), (0, 0.0))
            totals[tally.country, tally.variable] = (n + tally.n, weighted + tally.weighted)
    for tally in counted:
        where = source, tally.country, tally.question, tally.variable
        fixed = *where, tally.code, tally.label, tally.answer or "", tally.n
        if tally.answer is None:
            yield *fixed, "", ""
        else:
            n, weighted = totals[tally.country, tally.variable]
            yield *fixed, f"{100 * tally.n / n:.1f}", f"{100 * tally.weighted / weighted:.1f}" if weighted else ""


def no_answers(counted: Iterable[Tally]) -> dict[str, dict[str, int]]:
    """Question -> what is no answer (code, with the file's label) -> rows, for questions of one variable."""
    variables: dict[str, set[str]] = {}
    found: dict[str, dict[str, int]] = {}
    for tally in counted:
        variables.setdefault(tally.question, set()).add(tally.variable)
        if tally.answer is None:
            name = f"{tally.code} {tally.label}".strip() or "blank"
            of = found.setdefault(tally.question, {})
            of[name] = of.get(name, 0) + tally.n
    return {question: rows for question, rows in found.items() if len(variables[question]) == 1}
