"""The United States and Canada: Social Security, taxpayer and driving numbers, plates, postcodes."""

from __future__ import annotations

from ... import rules
from ...rules import Rule
from ..check_digits import digits


def social_security(text: str) -> bool:
    """Whether nine digits can be a number of the Social Security Administration."""
    number = digits(text)
    area, group, serial = number[:3], number[3:5], number[5:]
    return area not in ("000", "666") and area < "900" and group != "00" and serial != "0000"


_SSN = rules.cue(
    r"ssn|social security(?: number| no\.?| card)?|social|sin(?: number)?|social insurance(?: number)?|itin", ""
)

RULES = (
    Rule("ID_NUMBER", r"(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])", None, 1.0),
    Rule("ID_NUMBER", r"(?<!\d[ .,])(?<![\d.,$-])\d{3}[ .–]\d{2}[ .–]\d{4}(?! ?\d)", social_security),
    Rule("ID_NUMBER", r"(?<!\d)\d{3}[ .-]?\d{2,3}[ .-]?\d{3,4}(?!\d)", None, 0.9, _SSN, 30),
    Rule(
        "ID_NUMBER",
        r"(?<![\d-])\d{2}-\d{7}(?![\d-])",
        None,
        0.6,
        rules.cue("ein|employer identification|tax id|fein", ""),
        25,
    ),
    Rule(
        "ID_NUMBER",
        r"(?<![A-Za-z0-9])A[- ]?\d{8,9}(?![A-Za-z0-9])",
        None,
        0.7,
        rules.cue(r"alien|a-?number|green card|uscis|immigration|registration", ""),
        30,
    ),
    Rule("LICENCE_PLATE", r"(?<![A-Za-z0-9-])\d[A-Z]{3}\d{3}(?![A-Za-z0-9-])", None, 0.7),  # California
    Rule("LICENCE_PLATE", r"(?<![A-Za-z0-9-])(?!NSW|VIC|QLD|TAS|ACT)[A-Z]{3}[- ]\d{4}(?![A-Za-z0-9-])", None, 0.6),
    Rule(
        "STREET_ADDRESS", r"(?<![A-Za-z0-9-])[ABCEGHJ-NPRSTVXY]\d[A-Z] ?\d[A-Z]\d(?![A-Za-z0-9-])", None, 0.8
    ),  # Canada
)
