"""Numbers and shares that are written in words, in English and Chinese, and fractions."""

from __future__ import annotations

import re
from collections.abc import Callable

_CHINESE = {mark: value for value, mark in enumerate("一二三四五六七八九", start=1)} | {"两": 2, "俩": 2}
_ENGLISH = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
ENGLISH_NUMBER = rf"\b(?:({'|'.join(_TENS)})(?:[- ]({'|'.join(_ENGLISH[1:10])}))?|({'|'.join(_ENGLISH)}))\b"

_FEW = {"two": 2, "three": 3, "four": 4}
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "thirds": 3, "quarters": 4, "fifths": 5}
# 一般 ("average") is a choice, no number.
_NUMERAL = "(\\d+(?:\\.\\d+)?|[一二两三四五六七八九十]+(?!般))"
# "12,5%": a comma that is followed by one or two digits and a per cent sign is a decimal comma.
_DECIMAL_COMMA = re.compile(r"(?<![\d,.])(\d{1,2}),(\d{1,2})(?=\s*%)")


def chinese_number(mark: str) -> float:
    """Value of 四, 十, 四十, 四十五 or of digits ("45")."""
    if mark[0].isdigit():
        return float(mark)
    tens, ten, ones = mark.rpartition("十")
    return (10 * _CHINESE.get(tens, 1) if ten else 0) + _CHINESE.get(ones, 0)


def english_number(match: re.Match[str]) -> int:
    """Value of a match of ENGLISH_NUMBER: three, thirty, thirty-five."""
    if match[3]:
        return _ENGLISH.index(match[3])
    return 20 + 10 * _TENS.index(match[1]) + (_ENGLISH.index(match[2]) if match[2] else 0)


def in_digits(text: str) -> str:
    """A text in which shares in words (四成五, 百分之四十, 一半, a quarter) and fractions (9/20) are per cent."""
    for pattern, share in _IN_WORDS:
        text = _replaced(text, pattern, share)
    return _DECIMAL_COMMA.sub(r"\1.\2", text)


def _replaced(text: str, pattern: re.Pattern[str], share: Callable[[re.Match[str]], float | None]) -> str:
    def written(match: re.Match[str]) -> str:
        found = share(match)
        return match[0] if found is None else f"{found:.6g}%"

    return pattern.sub(written, text)


def _tenths(match: re.Match[str]) -> float:
    return 10 * chinese_number(match[1]) + (5 if match[2] == "半" else _CHINESE.get(match[2] or "", 0))


def _fraction(match: re.Match[str]) -> float | None:
    """None for "40/60", which are the shares of two."""
    above, below = float(match[1]), float(match[2])
    return None if above + below == 100 else 100 * above / below


def _in_english(match: re.Match[str]) -> float:
    return 100 * _FEW.get((match[1] or "a").lower(), 1) / _PARTS[match[2].lower()]


_IN_WORDS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], float | None]], ...] = (
    (re.compile(rf"百分之{_NUMERAL}"), lambda match: chinese_number(match[1])),
    # 四成, 四成五, 四成半; but not 成立, 成为 and other words that begin with 成.
    (re.compile(r"([一二两三四五六七八九])成(?:([一二三四五六七八九半])(?!般))?(?![立为年员功长绩])"), _tenths),
    (re.compile(r"一半(?!以)|半数(?!以)"), lambda match: 50),  # 一半以上 is no number
    (
        re.compile(r"([二三四五六七八九十])分之([一二两三四五六七八九])"),
        lambda match: 100 * chinese_number(match[2]) / chinese_number(match[1]),
    ),
    (re.compile(r"(?<![\d/.])(\d{1,4})\s*/\s*([1-9]\d{0,3})(?![\d/%]|\.\d)"), _fraction),
    (re.compile(r"\b(?:(an?|one|two|three|four)[ -])?(half|thirds?|quarters?|fifths?)\b", re.IGNORECASE), _in_english),
)
