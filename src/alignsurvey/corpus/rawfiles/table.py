"""A raw survey file as read: columns of codes, with what the file itself says about them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...files.errors import InputError
from ..codes import code_text

if TYPE_CHECKING:
    import polars as pl


_COMMA = re.compile(r"[-+]?[0-9]+,[0-9]+")
_NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?")


@dataclass(frozen=True)
class Table:
    """Columns as read. Numbers are Float64; Stata's extended missing values are ".a" to ".z" in a column of text.

    `labels`: variable -> its label; `value_labels`: variable -> code -> label; `user_missing`: variable -> inclusive
    ranges (lowest, highest) that the file itself declares missing. `semicolons`: a text file whose columns these
    separate, so that a comma may be a decimal point.
    """

    file: str
    frame: pl.DataFrame
    labels: Mapping[str, str] = field(default_factory=dict)
    value_labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    user_missing: Mapping[str, Sequence[tuple[Any, Any]]] = field(default_factory=dict)
    semicolons: bool = False

    def codes(self, variable: str) -> pl.Series:
        """A column as codes (`codebook.code_text`), null where the file has nothing."""
        import polars as pl

        series = self.frame[variable]
        seen = {value: code_text(value) for value in series.unique().to_list() if value not in (None, "")}
        if not seen:
            return pl.Series(variable, [None] * len(series), dtype=pl.String)
        return series.replace_strict(list(seen), list(seen.values()), default=None, return_dtype=pl.String)

    def is_missing(self, variable: str, code: str) -> bool:
        """Whether the file itself says that a code means no answer: Stata's letters, SPSS's user-missing ranges."""
        if len(code) == 2 and code[0] == "." and code[1].isalpha():
            return True
        ranges = self.user_missing.get(variable, ())
        return any(_within(code, low, high) for low, high in ranges)


def pointed(table: Table) -> tuple[Table, bool]:
    """The table with a point where the numbers of a column have a decimal comma, and whether any column has."""
    import polars as pl

    texts = [name for name in table.frame.columns if name and table.frame[name].dtype == pl.String]
    commas = [name for name in texts if _decimal_comma(table.codes(name).drop_nulls().unique().to_list())]
    frame = table.frame.with_columns(pl.col(commas).str.replace(",", ".", literal=True))
    return replace(table, frame=frame), bool(commas)


def _decimal_comma(values: Sequence[str]) -> bool:
    """Whether all are numbers, and a comma is the decimal point of some."""
    commas = [bool(_COMMA.fullmatch(value)) for value in values if not _NUMBER.fullmatch(value)]
    return bool(commas) and all(commas)


def _within(code: str, low: Any, high: Any) -> bool:
    if isinstance(low, str):
        return low.strip() <= code <= str(high).strip()
    try:
        return float(low) <= float(code) <= float(high)
    except ValueError:
        return False


def present(path: Path, found: Sequence[str], wanted: Sequence[str] | None) -> list[str]:
    """The wanted variables, all where none are named. Raises InputError for one that is absent or stands twice."""
    absent = sorted(set(wanted or ()) - set(found))
    if absent:
        close = [name for name in found if name.lower() == absent[0].lower()]
        hint = f"the file has {close[0]}" if close else "check the codebook against the file"
        raise InputError(f"{path.name}: variable {absent[0]} is not in the file ({len(absent)} absent); {hint}")
    double = next(
        (name for name in (found if wanted is None else wanted) if name and list(found).count(name) > 1), None
    )
    if double:
        raise InputError(f"{path.name}: variable {double} stands twice in the header; rename one of them")
    return list(wanted) if wanted is not None else list(found)
