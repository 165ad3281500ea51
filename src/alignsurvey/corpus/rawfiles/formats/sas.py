"""SAS: .sas7bdat and transport files (.xpt). Value labels lie in a catalogue of their own, which is not read."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

from .. import statistical
from ..statistical import Format
from ..table import Table

SUFFIXES = (".sas7bdat", ".xpt")
_ORIGIN = datetime.date(1960, 1, 1)
_DATES = {"DATETIME": 86_400.0, **dict.fromkeys(("DATE", "YYMMDD", "MMDDYY", "DDMMYY", "E8601DA"), 1.0)}


def read(path: Path, variables: Sequence[str] | None, encoding: str | None) -> Table:
    return statistical.read(path, _format(path), variables, encoding, None)


def names(path: Path, encoding: str | None) -> list[str]:
    return statistical.names(path, _format(path), encoding, None)


def _format(path: Path) -> Format:
    if path.suffix.lower() == ".xpt":
        return Format("read_xport", _ORIGIN, _DATES, user_missing=False)
    return Format("read_sas7bdat", _ORIGIN, _DATES, letters=True)
