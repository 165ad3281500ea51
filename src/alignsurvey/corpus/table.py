"""A raw survey file as read: columns of codes, with what the file itself says about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..schema import InputError
from .codebook import code_text

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class Table:
    """Columns as read. Numbers are Float64; Stata's extended missing values are ".a" to ".z" in a column of text.

    `labels`: variable -> its label; `value_labels`: variable -> code -> label; `user_missing`: variable -> inclusive
    ranges (lowest, highest) that the file itself declares missing.
    """

    file: str
    frame: pl.DataFrame
    labels: Mapping[str, str] = field(default_factory=dict)
    value_labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    user_missing: Mapping[str, Sequence[tuple[Any, Any]]] = field(default_factory=dict)

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
