"""Telephone numbers as they are written in Chinese."""

from __future__ import annotations

from ...rules import Rule
from ...shared.check_digits import digits


def _phone_length(text: str) -> bool:
    return 7 <= len(digits(text)) <= 15


RULES = (
    Rule(
        "PHONE",
        r"(?<![\dA-Za-z.-])(?:(?:\+|00)?86[\s-]?)?1[3-9]\d[\s-]?(?:\d{4}[\s-]?\d{4}|\d{3}[\s-]\d{5})(?!\d)",
        None,
        1.0,
    ),
    Rule(
        "PHONE",
        r"(?<![\d.-])(?:\(0\d{2,3}\)|（0\d{2,3}）|(?:\+86[\s-]?)?0?(?<=[+(（0])\d{2,3}|0\d{2,3})[\s-]?[2-"
        r"8]\d{2,3}[\s-]?\d{4}(?:[-转]\d{1,5})?(?!\d)",
    ),
    Rule("PHONE", r"(?<![\d.-])0\d{2,3}-\d{7,8}(?!\d)"),
    Rule("PHONE", r"(?<![\d.])(?:400|800)[\s-]?\d{3}[\s-]?\d{4}(?!\d)"),
    Rule(
        "PHONE",
        r"(?:电话|座机|手机|号码|热线|电話|手機|传真|拨打|联系方式)[^\d\n]{0,12}?\K(?:\+?\d{1,4}[\s-]?)?\d{3,4}[\s-]?\d{3,4}"
        r"(?:[\s-]?\d{1,4})?(?!\d)",
        _phone_length,
    ),
)
