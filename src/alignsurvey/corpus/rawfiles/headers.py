"""Columns of text under their header: names and wordings of exports, equal names, columns and rows without values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ...files.errors import InputError
from . import exports
from .table import distinct_names

if TYPE_CHECKING:
    import polars as pl

MOST_COLUMNS = 20_000  # more are no survey, and would take minutes before that is seen
_WORDING = re.compile(r"\s\S+\s|[?？:：。]|[\u3040-\u9fff\uac00-\ud7af].{5,}")  # a header that reads like a question


@dataclass(frozen=True)
class Columns:
    """The columns of a file: a name and a label each; `rows` of its first rows are no respondents."""

    names: tuple[str, ...]
    labels: dict[str, str]
    rows: int
    export: str
    notes: tuple[str, ...]
    nameless: frozenset[str]

    def drop_nameless(self, frame: pl.DataFrame) -> tuple[pl.DataFrame, tuple[str, ...]]:
        """The frame without the columns that have neither a name nor a value, and without rows at its end that are
        empty; with a note on each."""
        empty = [name for name in frame.columns if name in self.nameless and frame[name].null_count() == len(frame)]
        frame = frame.drop(empty)
        notes: tuple[str, ...] = (f"{len(empty)} columns without a name hold nothing and are ignored",) if empty else ()
        held = [name for name in frame.columns if name in self.nameless]
        notes += (
            (f"{len(held)} columns have values but no name; they are read as {', '.join(held[:5])}",) if held else ()
        )
        return frame, notes


def read_columns(path: Path, rows: Sequence[Sequence[str]]) -> Columns:
    """What the first rows of a table of text say of its columns. Raises InputError where there is no header."""
    if not rows or not any(cell.strip() for cell in rows[0]):
        raise InputError(f"{path.name}: no header row with the names of the variables; is the file complete?")
    if len(rows[0]) > MOST_COLUMNS:
        raise InputError(f"{path.name}: {len(rows[0]):,} columns; at most {MOST_COLUMNS:,} are read, leave some out")
    found = exports.find_header(rows)
    named = [name or f"column {place}" for place, name in enumerate(found.names, start=1)]
    names, notes = distinct_names(named)
    labels = {
        name: label or (" ".join(raw.split()) if _WORDING.search(raw) else "")
        for name, raw, label in zip(names, found.names, found.labels, strict=True)
    }
    if found.platform:
        rows_told = f"; its first {found.rows} rows are no respondents" if found.rows > 1 else ""
        notes = (f"an export of {found.platform}{rows_told}", *notes)
    nameless = frozenset(name for name, raw in zip(names, found.names, strict=True) if not raw)
    return Columns(tuple(names), labels, found.rows, found.platform, notes, nameless)


def without_empty_rows(frame: pl.DataFrame) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """The frame without rows that hold nothing at all, which spreadsheets leave behind, and a note on how many."""
    import polars as pl

    if not frame.width:
        return frame, ()
    full = frame.filter(~pl.all_horizontal(pl.all().is_null()))
    empty = len(frame) - len(full)
    return full, ((f"{empty} empty rows are ignored",) if empty else ())
