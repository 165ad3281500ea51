"""Codes of answers, compared as texts: 1.0 is "1", Stata's extended missing value d is ".d"."""

from __future__ import annotations

import re
from typing import Any

_WHOLE = re.compile(r"[-+]?[0-9]+(\.0*)?")
_DECIMAL = re.compile(r"[-+]?[0-9]*\.[0-9]+")


def code_text(value: Any) -> str:
    """A raw value as a code: 1.0 and "1" are "1", other texts are stripped."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(int(value)) if float(value).is_integer() else repr(float(value))
    text = str(value).strip()
    if _WHOLE.fullmatch(text):
        return str(int(text.split(".")[0]))
    return repr(float(text)) if _DECIMAL.fullmatch(text) else text


def codes_of(value: Any) -> frozenset[str]:
    """The codes of a declaration: one, a list of them, or none."""
    listed = value if isinstance(value, list) else [] if value is None else [value]
    return frozenset(code_text(code) for code in listed)
