"""Codes of answers, compared as texts: 1.0 is "1", Stata's extended missing value d is ".d"."""

from __future__ import annotations

import math
import re
import struct
from typing import Any

_WHOLE = re.compile(r"[-+]?[0-9]+(\.0*)?")
_DECIMAL = re.compile(r"[-+]?[0-9]*\.[0-9]+")


def code_text(value: Any) -> str:
    """A raw value as a code: 1.0 and "1" are "1", other texts are stripped."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(int(value)) if float(value).is_integer() else _shortest(float(value))
    text = str(value).strip()
    if _WHOLE.fullmatch(text):
        return str(int(text.split(".")[0]))
    return repr(float(text)) if _DECIMAL.fullmatch(text) else text


def _shortest(value: float) -> str:
    """A number as it was meant: 2.2 that was kept in 32 bits is 2.200000047683716 in 64."""
    if math.isfinite(value) and abs(value) < 1e30 and struct.unpack("f", struct.pack("f", value))[0] == value:
        for digits in range(1, 10):
            text = f"{value:.{digits}g}"
            if struct.unpack("f", struct.pack("f", float(text)))[0] == value:
                return repr(float(text))
    return repr(value)


def codes_of(value: Any) -> frozenset[str]:
    """The codes of a declaration: one, a list of them, or none; null in a list is a blank, whose code is ""."""
    listed = value if isinstance(value, list) else [] if value is None else [value]
    return frozenset("" if code is None else code_text(code) for code in listed)
