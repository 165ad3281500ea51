"""Tables separated by commas, semicolons or tabs: a row a turn, or a row an interview."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ....files.errors import InputError
from ....files.texts import read_text
from .. import rows
from ..talk import Shape, Talk

_LARGEST = 1 << 27  # characters of a cell: one may hold a whole interview
_COLUMNS = 1_000  # more are no table of talk; each row is held with all of them


def read(path: Path, shape: Shape) -> Iterator[Talk]:
    yield from rows.conversations(_rows(path), path.name, shape)


def _rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    text = read_text(path)
    head = text.partition("\n")[0]
    before = csv.field_size_limit(_LARGEST)
    try:
        table = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count), strict=True)
        if len(table.fieldnames or ()) > _COLUMNS:
            raise InputError(f"{path.name}: more than {_COLUMNS:,} columns; give a table of turns or of interviews")
        for number, row in enumerate(table, start=2):
            if None in row:
                raise InputError(
                    f"{path.name} row {number}: more cells than columns; quote cells that hold the separator"
                )
            yield f"{path.name} row {number}", row
    except csv.Error as error:
        raise InputError(f"{path.name}: no complete table ({error}); the file may be cut") from None
    finally:
        csv.field_size_limit(before)
