"""Which rows of a raw file are respondents: what the codebook keeps and drops, and how many rows each rule cost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from ...files.errors import InputError
from ..codebook.codebook import Layout
from ..rawfiles.table import Table

if TYPE_CHECKING:
    import polars as pl

DROP = "drop"  # what `blank_weight` says of rows without a weight


def select_rows(table: Table, layout: Layout) -> tuple[Table, dict[str, int]]:
    """The rows of respondents.

    Returns:
        The table of these rows, and how many rows were read, dropped by each rule, and kept.

    Raises:
        InputError: No row is left, or a rule names a label instead of a code.
    """
    counts = {"read": len(table.frame)}
    for rule, name, codes in _rules(layout):
        check_codes(table, name, codes, f"{rule}: {name}")
        given = table.codes(name).fill_null("").is_in(list(codes))
        chosen = table.frame.filter(given if rule == "keep" else ~given)
        counts[f"dropped by {rule}: {name}"] = len(table.frame) - len(chosen)
        table = replace(table, frame=chosen)
    if layout.blank_weight == DROP and layout.weight:
        full = table.frame.filter(_weighed(table, layout.weight[0]))
        counts["dropped without a weight"] = len(table.frame) - len(full)
        table = replace(table, frame=full)
    if table.frame.is_empty():
        raise InputError(f"{table.file}: no row is left; check `keep` and `drop` of the codebook, or the file")
    return table, {**counts, "kept": len(table.frame)}


def _rules(layout: Layout) -> Iterator[tuple[str, str, frozenset[str]]]:
    yield from (("keep", name, codes) for name, codes in layout.keep.items())
    yield from (("drop", name, codes) for name, codes in layout.drop.items())


def _weighed(table: Table, names: Iterable[str]) -> pl.Series:
    """Whether a row has a value in each variable of its weight."""
    import polars as pl

    blank = pl.DataFrame([table.codes(name).is_null().alias(str(at)) for at, name in enumerate(names)])
    return ~blank.select(pl.any_horizontal(pl.all())).to_series()


def check_codes(table: Table, variable: str, codes: Iterable[str], where: str) -> None:
    """Raises InputError for a code that the file does not know, but has as the label of another one."""
    labels = table.value_labels.get(variable, {})
    by_label = {label.strip().casefold(): code for code, label in labels.items()}
    for code in codes:
        other = by_label.get(code.strip().casefold())
        if other is None or other == code or code in labels or (table.codes(variable) == code).any():
            continue
        raise InputError(f"{table.file}: {where}: {code!r} is the label of code {other}; write the code")


def rows_in_words(counts: Mapping[str, int]) -> str:
    """How many rows were read, dropped by which rule, and kept, in one line."""
    return "rows " + ", ".join(f"{rule} {count:,}" for rule, count in counts.items())
