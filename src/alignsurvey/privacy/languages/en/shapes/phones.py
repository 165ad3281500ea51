"""Telephone numbers as they are written in English: American ones, and groups of digits."""

from __future__ import annotations

from ...rules import Rule
from ...shared.check_digits import digits


def american_phone(text: str) -> bool:
    """Whether the digits can be a North American number: seven or ten, after an optional 1 or 001."""
    value = digits(text.lower().split("x")[0].split("e")[0])
    return len(value) in (7, 10, 11, 13)


def grouped_phone(text: str) -> bool:
    """Whether groups of digits can be a phone: neither years nor a number with its thousands apart."""
    groups = [digits(group) for group in text.replace("-", " ").replace(".", " ").split()]
    years = all(len(group) == 4 and group[:2] in ("18", "19", "20") for group in groups)
    thousands = all(len(group) == 3 for group in groups[1:])
    address = "." in text and len(groups) == 4
    return 9 <= sum(map(len, groups)) <= 13 and max(map(len, groups)) > 2 and not (years or thousands or address)


def _seven_to_fifteen(text: str) -> bool:
    return 7 <= len(digits(text)) <= 15


RULES = (
    Rule(
        "PHONE",
        r"(?<![\w.$-])(?:(?:\+|00)?1[\s.-]?)?(?:\(\d{3}\)|\d{3})[\s.-]{0,2}\d{3}[\s.-]?\d{4}"
        r"(?:\s?(?:x|ext\.?|extension)\s?\d{1,5})?(?![\d])",
        american_phone,
    ),
    Rule("PHONE", r"(?<![\w.,$-])1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)"),
    Rule(
        "PHONE",
        r"(?<![\w.,$/-])(?:\(0?\d{1,4}\)|0\d{1,4})[\s.-]\d{2,4}(?:[\s.-]\d{2,4}){1,3}(?![\d-])",
        _seven_to_fifteen,
    ),
    Rule(
        "PHONE",
        r"(?i)(?:\bcall|phone|number|\bcell|mobile|\btel|\btext|\bfax|reach|contact|\bring)\b[^\d\n]{0,30}?"
        r"\K(?<![\w$])[(+]{0,2}\d{1,4}\)?(?:[\s.-]?\(?\d{2,5}\)?){1,4}(?:x\d{1,5})?(?![\d%])",
        _seven_to_fifteen,
        0.8,
    ),
    Rule("PHONE", r"(?<![\w.,$/-])\d{2,4}(?:([ .-])\d{2,4})(?:\1\d{2,4}){1,3}(?![\d%,]|[ .-]\d)", grouped_phone, 0.6),
)
