"""Ages and incomes said in talk become bands: "I'm 47" reads "I'm 45 to 49", 收入二十三万 reads 收入20万至30万.

Only a number that its words call an age or an income is touched; "more than forty" and 三十多岁 are bands already.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from ..languages.zh.characters import is_traditional, traditional
from ..recognise.engines import fold

_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_WORDS = {ten: 20 + 10 * place for place, ten in enumerate(_TENS)}
_WORDS |= {f"{ten}-{one}": n + 1 + m for ten, n in list(_WORDS.items()) for m, one in enumerate(_ONES)}
_SAID = "|".join(sorted(_WORDS, key=len, reverse=True))
_AGE = rf"(?P<age>\d{{1,3}}|(?:{_SAID}))"
_END = r"(?=\s*(?:[.,;!?)]|$|now\b|and\b|but\b|so\b|already\b|this year\b|years?[\s-]old\b|years? of age\b))"
_AGES_EN = re.compile(
    rf"\b(?:(?:I['’]?m|I am|I was|(?:he|she)(?:['’]s| is| was)|turn(?:ed|ing|s)?|aged?|age of)\s)"
    rf"{_AGE}(?![\d%,]\d|[-\w]){_END}"
    rf"|(?<![\w.,$-]){_AGE.replace('age', 'old')}(?=[\s-]years?[\s-]old\b|[\s]years? of age\b)",
    re.IGNORECASE,
)
_PAY = (
    r"(?:earn(?:s|ed|ing)?|mak(?:e|es|ing)|made|paid|pays?|salary|income|wages?|brings? home|brought home|take[- ]home"
    r"|pension|social security check|savings)"
)
_INCOME_EN = re.compile(
    rf"\b{_PAY}\b(?:\s(?:me|us|him|her|is|was|of|about|around|roughly|maybe|some|only|just|nearly|almost"
    r"|at|like|close to)){0,4}"
    r"\s(?P<sign>[$£€])?(?P<value>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)\s?(?P<unit>k\b|thousand\b|grand\b|million\b)?"
    r"(?![\d%]|,\d|\.\d|\s?(?:percent|people|hours?|days?|years?|minutes?|times|of\b))",
    re.IGNORECASE,
)
_UNITS_EN = {"": 1, "k": 1000, "thousand": 1000, "grand": 1000, "million": 1_000_000}

_HAN = "零〇一二两三四五六七八九十百千"
_AGES_ZH = re.compile(
    rf"(?<![\d{_HAN}几数])(?P<age>\d{{1,3}}|[{_HAN}]{{1,4}})(?=周?岁(?!月))"
    rf"|(?:今年|都|快|刚|虚岁|周岁|我)(?P<old>\d{{2}}|[{_HAN}]{{2,3}})(?=了?[，。！？、\s]|了$|$)"
)
_PAY_ZH = "(?:收入|工资|年薪|月薪|薪水|底薪|退休金|养老金|补贴|存款|积蓄|奖金|挣|赚|到手|进账)"
_INCOME_ZH = re.compile(
    rf"{_PAY_ZH}(?:[^。！？\n\d{_HAN}万]{{0,6}})(?:一个月|一年|每月|每年|一天)?(?:[^。！？\n\d{_HAN}万，]{{0,4}})"
    rf"(?P<value>\d+(?:\.\d+)?(?P<unit>[万千百])?|[{_HAN}万]{{2,8}})(?![\d多来几余%年月天个岁口人{_HAN}万])"
)
_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_EDGES = (1, 1.5, 2, 3, 4, 5, 7.5, 10)


def band(text: str, language: str) -> tuple[str, dict[str, int]]:
    """The text with ages and incomes as bands, and how many there were: {"AGE", "INCOME"}."""
    rules: tuple[tuple[str, re.Pattern[str], Callable[[re.Match[str]], tuple[str, str] | None]], ...]
    if language == "zh":
        rules = (("AGE", _AGES_ZH, _age_zh), ("INCOME", _INCOME_ZH, _income_zh))
    else:
        rules = (("AGE", _AGES_EN, _age_en), ("INCOME", _INCOME_EN, _income_en))
    counts = {}
    for entity, pattern, make in rules:
        text, count = _replace(text, pattern, make)
        if count:
            counts[entity] = count
    return text, counts


def _replace(
    text: str, pattern: re.Pattern[str], make: Callable[[re.Match[str]], tuple[str, str] | None]
) -> tuple[str, int]:
    """The text with what `make` gives, (group, band), in the place of that group of each match."""
    old, count, pieces, place = is_traditional(text), 0, [], 0
    for match in pattern.finditer(fold(text)):
        made = make(match)
        if made:
            start, end = match.span(made[0])
            pieces += [text[place:start], traditional(made[1]) if old else made[1]]
            place, count = end, count + 1
    return "".join([*pieces, text[place:]]), count


def _age(value: int, to: str, over: str) -> str:
    if value >= 90:
        return over
    low = value // 5 * 5
    return f"{low}{to}{low + 4}"


def _age_en(match: re.Match[str]) -> tuple[str, str] | None:
    group = "age" if match["age"] else "old"
    said = match[group].lower()
    value = _WORDS.get(said) or (int(said) if said.isdigit() else 0)
    return (group, _age(value, " to ", "90 or over")) if 0 < value < 120 else None


def _age_zh(match: re.Match[str]) -> tuple[str, str] | None:
    group = "age" if match["age"] else "old"
    value = int(number(match[group]))
    lowest = 0 if group == "age" else 15
    return (group, _age(value, "至", "90以上")) if lowest < value < 120 else None


def edges(value: float) -> tuple[float, float]:
    """The band that a sum falls in: its edges are 1, 1.5, 2, 3, 4, 5 and 7.5 times a power of ten."""
    power = 1.0
    while value >= power * 10:
        power *= 10
    low = max(edge for edge in _EDGES if edge * power <= value)
    return low * power, _EDGES[_EDGES.index(low) + 1] * power


def _income_en(match: re.Match[str]) -> tuple[str, str] | None:
    unit, sign = (match["unit"] or "").lower(), match["sign"] or ""
    value = float(match["value"].replace(",", "")) * _UNITS_EN[unit]
    if value < 5 or (value < 1000 and not sign):
        return None
    group = "value"
    low, high = edges(value)
    scale = _UNITS_EN[unit]
    return group, f"{low / scale:,.10g} to {sign}{high / scale:,.10g}"


def _income_zh(match: re.Match[str]) -> tuple[str, str] | None:
    text = match["value"]
    value = number(text)
    if value < 100:
        return None
    low, high = edges(value)
    return "value", f"{_sum_zh(low)}至{_sum_zh(high)}"


def _sum_zh(value: float) -> str:
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
