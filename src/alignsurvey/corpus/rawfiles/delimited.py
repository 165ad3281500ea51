"""Delimited text, strict about the number of fields: a file cut in mid-row is an error, and not a missing answer."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ...files.errors import InputError, unreadable
from .file_kinds import kind_of
from .table import Table, present

_BLOCK = 1 << 24  # bytes that are parsed at a time; a row must fit into one


def delimited(path: Path, variables: Sequence[str] | None, encoding: str | None) -> Table:
    """Every column as text; the separator is the one of , ; | and tab that the header has most of.

    Raises InputError naming file and row (the header is row 1) where a row has fewer or more fields than the header.
    """
    import polars as pl
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    names, separator = header(path, encoding)
    wanted = present(path, names, variables)
    odd: list[tuple[int, int]] = []

    def keep_in_mind(row: Any) -> str:
        odd.append((row.number, row.actual_columns))
        return "skip"

    try:
        table = arrow_csv.read_csv(
            path,
            # One thread, because only then does the parser know the number of a row.
            arrow_csv.ReadOptions(encoding=encoding or "utf8", use_threads=False, block_size=_BLOCK),
            arrow_csv.ParseOptions(delimiter=separator, newlines_in_values=True, invalid_row_handler=keep_in_mind),
            arrow_csv.ConvertOptions(
                column_types={name: pa.string() for name in names}, null_values=[""], strings_can_be_null=True,
                include_columns=wanted,
            ),
        )  # fmt: skip
    except (pa.ArrowInvalid, UnicodeDecodeError) as error:
        # Not the parser's words: they may quote a row.
        if isinstance(error, UnicodeDecodeError) or "UTF8" in str(error):
            raise _not_in(path, encoding) from None
        raise InputError(f"{path.name}: not a table; is the file complete?") from None
    if odd:
        row, fields = odd[0]
        raise InputError(
            f"{path.name} row {row}: {fields} fields, but the header has {len(names)} "
            f"({len(odd)} such rows); the file may be cut, obtain it again"
        )
    _closed(path, separator, encoding)
    frame = pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)
    frame.columns = wanted  # polars gives a column without a name one of its own
    return Table(path.name, frame, semicolons=separator == ";")


def header(path: Path, encoding: str | None) -> tuple[list[str], str]:
    """The names of the columns, and the separator."""
    try:
        with path.open(encoding=encoding or "utf-8-sig", newline="") as stream:
            first = stream.readline()
            separator = max(",;\t|", key=first.count)
            stream.seek(0)
            names = next(csv.reader(stream, delimiter=separator), [])
    except (UnicodeDecodeError, LookupError):
        raise _not_in(path, encoding) from None
    except OSError as error:
        raise unreadable(path, error) from None
    except csv.Error:
        names = []
    if not any(names):
        raise InputError(f"{path.name}: no header row with the names of the variables; is the file complete?")
    return names, separator


def _not_in(path: Path, encoding: str | None) -> InputError:
    kind, told = kind_of(path), f"{path.name}: its texts are not {encoding or 'UTF-8'}"
    if kind and "text" not in kind:
        return InputError(f"{told}; it looks like {kind}")
    such = "utf-16" if kind else "gb18030 or windows-1252"
    return InputError(
        f"{told}; give their encoding, such as {such}, by --encoding to inspect it and as `encoding:` in the codebook"
    )


def _closed(path: Path, separator: str, encoding: str | None) -> None:
    """A file that ends inside a quoted field was cut there, though its last row may have all its fields."""
    quotes, last = 0, b"\n"
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            quotes, last = quotes + block.count(b'"'), block[-1:]
    if quotes % 2 == 0 or last in b"\r\n":
        return
    with path.open(encoding=encoding or "utf-8-sig", newline="") as stream:
        rows = csv.reader(stream, delimiter=separator, strict=True)
        try:
            for _ in rows:
                pass
        except csv.Error as error:
            if "end of data" in str(error):
                raise InputError(f"{path.name}: ends inside a quoted field; it is cut, obtain it again") from None
