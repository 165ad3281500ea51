"""SPSS: .sav, .zsav and portable .por files, with their multiple-response sets and user-defined missing values."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

from .. import statistical
from ..spss_dictionary import check_dictionary, declared_encoding
from ..statistical import Format
from ..table import Table

SUFFIXES = (".sav", ".zsav", ".por")
_DAY = 86_400.0
_DATES = dict.fromkeys(("DATE", "ADATE", "EDATE", "JDATE", "SDATE", "YMDHMS", "DATETIME"), _DAY)
_SAV = Format("read_sav", datetime.date(1582, 10, 14), _DATES)
_POR = Format("read_por", datetime.date(1582, 10, 14), _DATES, user_missing=False, encodes=False)


def read(path: Path, variables: Sequence[str] | None, encoding: str | None) -> Table:
    check_dictionary(path)
    return statistical.read(path, _format(path), variables, encoding, declared_encoding(path))


def names(path: Path, encoding: str | None) -> list[str]:
    check_dictionary(path)
    return statistical.names(path, _format(path), encoding, declared_encoding(path))


def _format(path: Path) -> Format:
    return _POR if path.suffix.lower() == ".por" else _SAV
