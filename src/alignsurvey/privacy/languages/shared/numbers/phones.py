"""Telephone numbers: international ones, and those of the countries whose documents are known here."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import Any

from .....files.errors import require
from ...rules import Rule
from .. import cues
from ..check_digits import digits

REGIONS = ("US", "GB", "IE", "IN", "DE", "AU", "CN", "HK", "TW", "MO")


@cache
def _library() -> Any:
    return require("phonenumbers", "privacy")


def international(text: str) -> bool:
    """Seven to fifteen digits (ITU-T E.164)."""
    return 7 <= len(digits(text)) <= 15


@cache
def _possible(number: str, region: str) -> bool:
    try:
        parsed = _library().parse(number, region)
    except _library().NumberParseException:
        return False
    return bool(_library().is_valid_number(parsed))


def national(text: str) -> bool:
    """Whether digits in groups are a number of one of `REGIONS`, and neither years nor a date."""
    groups = [
        digits(group) for group in text.replace("(", " ").replace(")", " ").replace("-", " ").replace(".", " ").split()
    ]
    groups = [group for group in groups if group]
    number = "".join(groups)
    sum_of_money = (
        text[0] != "0"
        and len(groups[0]) < 4
        and all(len(group) == 3 for group in groups[1:])
        and not set(text) & set("()-/")
    )
    rows = "-" in text and len(groups) == 2 and 0 < int(groups[1]) - int(groups[0]) < 500  # 2719-2721: from, to
    if rows or not 8 <= len(number) <= 12 or _years(groups) or _date(groups) or (len(groups) > 1 and sum_of_money):
        return False
    return any(_possible(number, region) for region in REGIONS)


def _years(groups: list[str]) -> bool:
    whole = "".join(groups)
    groups = [whole[:4], whole[4:]] if len(whole) == 8 else groups
    return all(len(group) == 4 and group[:2] in ("17", "18", "19", "20") for group in groups)


def _date(groups: list[str]) -> bool:
    """20240511, 2024-05-11, 11.05.2024."""
    whole = "".join(groups)
    year = next((w for w in (whole[:4], whole[-4:]) if w[:2] in ("18", "19", "20")), "")
    return (
        len(whole) == 8
        and bool(year)
        and (len(groups) in (1, 3))
        and int(whole[4:6] if whole.startswith(year) else whole[2:4]) <= 12
    )


def cued(text: str) -> bool:
    """Five to fifteen digits that are no lone year and no sum with its thousands apart."""
    number = digits(text)
    return 5 <= len(number) <= 15


def one_by_one(text: str) -> bool:
    """Seven digits or more that do not count: a scale from 1, 2, 3 to 7 is none."""
    number = [int(sign) for sign in digits(text)]
    return len({b - a for a, b in pairwise(number)}) > 1


_GROUPS = (
    r"(?<![A-Za-z0-9_.,$£€¥#/-])(?:\(\d{1,5}\)|\d{2,6})(?:[\s.\-/]{0,2}(?:\(\d{1,5}\)|\d{2,6})){0,4}"
    r"(?:\s?(?:x|ext\.?|extension|转|分机)\s?\d{1,6})?(?![\d%]|[.,]\d|-\d|[年月日元块万])"
)

RULES = (
    Rule(
        "PHONE",
        r"(?<![A-Za-z0-9_.])(?:\+|00)\s?\d{1,3}[\s.-]?(?:\(\d{1,4}\)[\s.-]?)?\d{1,4}"
        r"(?:[\s.-]?\d{2,5}){1,4}(?:x\d{1,5})?(?!\d)",
        international,
    ),
    Rule("PHONE", _GROUPS, national, 0.7),
    Rule(
        "PHONE",
        r"(?<![A-Za-z0-9_.,$£€¥#-])[(+]{0,2}\d{1,5}\)?(?:[\s.-]{1,2}\(?\d{1,5}\)?){0,6}"
        r"(?:\s?(?:x|ext\.?|转)\s?\d{1,6})?(?![\d%]|,\d)",
        cued,
        0.45,
        cues.PHONE,
        35,
    ),
    Rule(
        "PHONE",
        r"(?<!\d)\d{2,6}(?!\d)",
        None,
        0.4,
        r"(?i)(?<![a-z])(?:extension|ext\.?)(?: number)?(?: is)?|分机号?(?:是)?",
        4,
    ),
    # Digits said one by one: "4 1 5 5 5 5 0 1 3 2".
    Rule("PHONE", r"(?<![\d.,$])\d(?:(?:,\s|[\s，、-])\d){6,14}(?![\d.%])(?!(?:,\s|[\s，、-])\d)", one_by_one),
)
