"""Stata: .dta, whose extended missing values .a to .z are codes of their own."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

from ....files.errors import InputError
from .. import statistical
from ..statistical import Format
from ..table import Table

SUFFIXES = (".dta",)
_DTA = Format("read_dta", datetime.date(1960, 1, 1), {"%TD": 1.0, "%D": 1.0, "%TC": 86_400_000.0}, letters=True)


def read(path: Path, variables: Sequence[str] | None, encoding: str | None) -> Table:
    _check_end(path)
    return statistical.read(path, _DTA, variables, encoding, None)


def names(path: Path, encoding: str | None) -> list[str]:
    return statistical.names(path, _DTA, encoding, None)


def _check_end(path: Path) -> None:
    """Stata's format from 13 on ends with a tag; cut after its data, a file would be read without its value labels."""
    with path.open("rb") as stream:
        if stream.read(11) == b"<stata_dta>":
            stream.seek(-min(64, path.stat().st_size), 2)
            if not stream.read().rstrip(b"\0\n ").endswith(b"</stata_dta>"):
                raise InputError(f"{path.name}: ends before </stata_dta>; it is cut, obtain it again")
