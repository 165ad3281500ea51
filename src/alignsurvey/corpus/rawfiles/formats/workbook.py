"""Spreadsheets (.xlsx, .xls, .xlsb, .ods) through calamine: the first sheet that has a table."""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ....files.errors import InputError, require
from ...codes import code_text
from ..exports import FIRST_ROWS
from ..file_kinds import likely
from ..headers import read_columns, without_empty_rows
from ..table import Table, present

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
_MOST_UNPACKED = 2 << 30  # bytes; a survey of 100,000 rows and 300 columns unpacks to about 1 GiB
_MOST_TIMES = 200  # so many times larger unpacked than packed; sheets of numbers are about 10 times


def read(path: Path, variables: Sequence[str] | None, encoding: str | None) -> Table:
    """Every column as text or, where all its cells are numbers, as numbers. Raises InputError."""
    import polars as pl

    sheet, rows, others = _rows(path)
    columns = read_columns(path, [[_text(cell) or "" for cell in row] for row in rows[:FIRST_ROWS]])
    body = rows[columns.rows :]
    wanted = present(path, columns.names, variables)
    places = {name: place for place, name in enumerate(columns.names)}
    frame = pl.DataFrame([_column(name, [row[places[name]] for row in body]) for name in wanted])
    frame, empty = without_empty_rows(frame) if variables is None else (frame, ())
    frame, nameless = columns.drop_nameless(frame)
    more = f"; its other sheets are not read: {', '.join(others[:5])}" if others else ""
    notes = (f"sheet {sheet!r} of the workbook{more}", *columns.notes, *nameless, *empty)
    labels = {name: columns.labels[name] for name in frame.columns if columns.labels[name]}
    texts = frozenset(name for name in frame.columns if frame[name].dtype == pl.String)
    return Table(path.name, frame, labels, notes=notes, encoding="utf-8", texts=texts, export=columns.export)


def _rows(path: Path) -> tuple[str, list[list[Any]], list[str]]:
    """The name of the first sheet with a table, its rows, and the other sheets that hold something."""
    calamine = require("python_calamine", "sheets")
    _check_size(path)
    try:
        with calamine.CalamineWorkbook.from_path(str(path)) as book:
            found = [(name, book.get_sheet_by_name(name)) for name in book.sheet_names]
            full = [(name, sheet) for name, sheet in found if sheet.height > 1 and sheet.width > 0]
            if not full:
                raise InputError(f"{path.name}: no sheet holds a header and rows; save the right one as .csv")
            name, sheet = full[0]
            rows = sheet.to_python(skip_empty_area=True)
    except InputError:
        raise
    except Exception as error:  # calamine panics at some broken files, and its errors are of many kinds
        raise InputError(
            f"{path.name}: cannot be read ({type(error).__name__}); {likely(path)} Or save as .csv"
        ) from None
    return name, rows, [other for other, _ in full[1:]]


def _check_size(path: Path) -> None:
    """A small archive that unpacks to gigabytes would fill the memory. Raises InputError."""
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as archive:
        size = sum(entry.file_size for entry in archive.infolist())
    if size > _MOST_UNPACKED or size > max(_MOST_TIMES * path.stat().st_size, 50 << 20):
        raise InputError(f"{path.name}: unpacks to {size / 2**20:,.0f} MiB, too much for a survey; save it as .csv")


def _text(value: Any) -> str | None:
    """A cell as text, None where it is empty."""
    if value is None or value == "":
        return None
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return value.isoformat(" ") if isinstance(value, datetime.datetime) else code_text(value)


def _column(name: str, cells: Sequence[Any]) -> Any:
    import polars as pl

    given = [cell for cell in cells if cell not in (None, "")]
    if given and all(isinstance(cell, int | float) and not isinstance(cell, bool) for cell in given):
        return pl.Series(name, [None if cell in (None, "") else float(cell) for cell in cells], dtype=pl.Float64)
    return pl.Series(name, [_text(cell) for cell in cells], dtype=pl.String)
