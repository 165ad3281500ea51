"""Ages and incomes in Chinese: 收入二十三万 reads 收入20万至30万.

Only a number that its words call an age or an income is touched; 三十多岁 is a band already.
"""

from __future__ import annotations

import re

from ..bands import OLDEST, age_band, edges
from ..language import Amount

_HAN = "零〇一二两三四五六七八九十百千"
# 47岁 wherever it stands, but for the end of a range (4至5岁).
# Without 岁 only two digits after a word of being, at the end of a clause: 我今年47了。
_AGES = re.compile(
    rf"(?<![\d{_HAN}几数至到~～—-])(?P<age>\d{{1,3}}|[{_HAN}]{{1,4}})(?=周?岁(?!月))"
    rf"|(?:今年|都|快|刚|虚岁|周岁|我)(?P<old>\d{{2}}|[{_HAN}]{{2,3}})(?=了?[，。！？、\s]|了$|$)"
)
_PAY = "(?:收入|工资|年薪|月薪|薪水|底薪|退休金|养老金|补贴|存款|积蓄|奖金|挣|赚|到手|进账)"
# What follows must not make the sum a count (个, 口, 人), a date (年, 月, 天) or a band already (多, 来, 几, 余).
_INCOME = re.compile(
    rf"{_PAY}(?:[^。！？\n\d{_HAN}万]{{0,6}})(?:一个月|一年|每月|每年|一天)?(?:[^。！？\n\d{_HAN}万，]{{0,4}})"
    rf"(?P<value>\d+(?:\.\d+)?(?P<unit>[万千百])?|[{_HAN}万]{{2,8}})(?![\d多来几余%年月天个岁口人{_HAN}万])"
)
_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_PLACES = {"十": 10, "百": 100, "千": 1000}


def _age(match: re.Match[str]) -> tuple[str, str] | None:
    group = "age" if match["age"] else "old"
    if re.fullmatch("[一二两三四五六七八九]{2,}", match[group]):  # 四五岁 is a range
        return None
    value = int(number(match[group]))
    lowest = 0 if group == "age" else 15
    if not lowest < value < 120:
        return None
    low, high = age_band(value)
    return group, f"{OLDEST}以上" if value >= OLDEST else f"{low}至{high}"


def _income(match: re.Match[str]) -> tuple[str, str] | None:
    value = number(match["value"])
    if value < 100:
        return None
    low, high = edges(value)
    return "value", f"{_sum(low)}至{_sum(high)}"


def _sum(value: float) -> str:
    return f"{value / 10000:.10g}万" if value >= 10000 else f"{value:.10g}"


def number(text: str) -> float:
    """The number of "47", "23万", 四十七, 二十三万, 三千五 or 两万三; 0 for none."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)([万千百])?", text)
    if match:
        return float(match[1]) * {"万": 10000, **_PLACES}.get(match[2] or "", 1)
    total, part, digit, last = 0.0, 0, 0, 1
    for sign in text:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
            last = 1 if sign in "零〇" else last
        elif sign in _PLACES:
            part, last, digit = part + (digit or 1) * _PLACES[sign], _PLACES[sign], 0
        elif sign == "万":
            total, part, digit, last = (part + digit) * 10000.0, 0, 0, 10000
        else:
            return 0
    return total + part + (digit * last / 10 if last > 10 else digit)  # 三千五 is 3,500, 两万三 23,000


AMOUNTS = (Amount("AGE", _AGES, _age), Amount("INCOME", _INCOME, _income))
