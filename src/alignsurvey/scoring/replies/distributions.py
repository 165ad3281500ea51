"""Distributions as models write them: which names stand with which numbers, in JSON, lines, tables or sentences.

A reading is a list of (name, number); numbers are fractions, or per cent when they cannot be fractions. A number below
0 or NaN stays in its reading, so that nobody takes the rest for a distribution.
"""

from __future__ import annotations

import ast
import math
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from .answers import label
from .texts import final, load_json, unfence

Reading = list[tuple[str, float]]
_DIGITS = r"(?<![\d.])(?<!\d[-–~])(\d+(?:\.\d+)?|\.\d+)"
_PERCENT = re.compile(r"(?<!±)" + _DIGITS + r"\s*(?:%|percent\b|per cent\b|pct\b)", re.IGNORECASE)
_PLAIN = re.compile(_DIGITS + r"(?![\d.]*\d)(?!\s*[-–~/]\s*\d)(?![A-Za-z])")
_NUMBER_LAST = re.compile(r"^(.*?\D)\s*(\d+(?:\.\d+)?|\.\d+)\s*\W*$")
_CHINESE = {mark: value for value, mark in enumerate("一二三四五六七八九", start=1)} | {"两": 2}
_FEW = {"two": 2, "three": 3, "four": 4}
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "thirds": 3, "quarters": 4, "fifths": 5}
_NUMERAL = "(\\d+(?:\\.\\d+)?|[一二两三四五六七八九十]+(?!般))"
_DECIMAL_COMMA = re.compile(r"(?<![\d,.])(\d{1,2}),(\d{1,2})(?=\s*%)")
_NUMBERING = re.compile(r"^\s*\d{1,2}[.)、:]\s+(?=\S)", re.MULTILINE)
_DOT = re.compile(r"(?<![A-Za-z])([A-Z])\.(?=\d)")  # "A.40%"
_SAID = re.compile(r"^[^\d.:：]*(?:\b(?:is|are)\b|[:：为是])")
_NO_SHARE = re.compile(r"[:=]\s*(?:-\s*[\d.]|nan\b|inf)", re.IGNORECASE)
_BARE_KEY = re.compile(r"(?<=[{,])\s*([^\s\"'{}\[\],:]+)\s*:")
_SHARE_FIELDS = ("percentage", "percent", "share", "probability", "value", "proportion", "比例", "百分比", "占比")
_NAME_FIELDS = ("option", "choice", "label", "answer", "name", "stance", "text", "选项", "态度", "立场")


def readings(text: str, choices: Sequence[str]) -> Iterator[Reading]:
    """Ways to read a reply, the likeliest first: JSON alone where it holds any, else what stands by each number."""
    reply = final(text)
    if "{" in reply or "[" in reply:
        listed = list(_fields(_value(reply), choices))
        if listed:
            yield listed
            return
    body = _DOT.sub(r"\1: ", unicodedata.normalize("NFKC", unfence(reply)))
    if _NO_SHARE.search(body):
        return
    for form in dict.fromkeys((body, in_digits(body))):
        yield from _numbered(form, len(choices))


def _numbered(body: str, count: int) -> Iterator[Reading]:
    percents = list(_PERCENT.finditer(body))
    if percents:
        yield from _beside(body, percents, 100)
    else:
        lines = (_NUMBER_LAST.match(line) for line in body.splitlines())
        yield [(match[1], float(match[2])) for match in lines if match]
        yield from _beside(body, list(_PLAIN.finditer(body)), 1)
    yield _in_order(body, count)


def _beside(body: str, numbers: Sequence[re.Match[str]], unit: float) -> Iterator[Reading]:
    """What stands before each number on its line, then what stands behind."""
    if not numbers:
        return
    starts = [0, *(match.end() for match in numbers)]
    ends = [*(match.start() for match in numbers[1:]), len(body)]
    values = [float(match[1]) / unit for match in numbers]
    before = [body[start : match.start()].rpartition("\n")[2] for start, match in zip(starts, numbers, strict=False)]
    after = [body[match.end() : end].partition("\n")[0] for match, end in zip(numbers, ends, strict=True)]
    for side in (before, after):
        yield [(name.strip(" ,;，；、\t"), value) for name, value in zip(side, values, strict=True)]


def _in_order(body: str, count: int) -> Reading:
    """Numbers and nothing else, one a choice, in the order of the choices: "45%, 30%, 25%"."""
    told = _NUMBERING.sub("", body) if len(_NUMBERING.findall(body)) == count else body
    parts = [part for part in re.split(r"[\s,;/|、]+|\band\b|和", _SAID.sub("", told).strip(" []().。\n")) if part]
    numbers = [_number(part) for part in parts]
    if len(parts) != count or any(number is None for number in numbers):
        return []
    return [(label(place), number) for place, number in enumerate(numbers) if number is not None]


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


def _spoken(number: str) -> float:
    """四, 十, 四十, 四十五, 45."""
    if number[0].isdigit():
        return float(number)
    tens, ten, ones = number.rpartition("十")
    return (10 * _CHINESE.get(tens, 1) if ten else 0) + _CHINESE.get(ones, 0)


def _tenths(match: re.Match[str]) -> float:
    return 10 * _spoken(match[1]) + (5 if match[2] == "半" else _CHINESE.get(match[2] or "", 0))


def _fraction(match: re.Match[str]) -> float | None:
    """None for "40/60", which are the shares of two."""
    above, below = float(match[1]), float(match[2])
    return None if above + below == 100 else 100 * above / below


def _in_english(match: re.Match[str]) -> float:
    return 100 * _FEW.get((match[1] or "a").lower(), 1) / _PARTS[match[2].lower()]


_IN_WORDS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], float | None]], ...] = (
    (re.compile(rf"百分之{_NUMERAL}"), lambda match: _spoken(match[1])),
    (re.compile(r"([一二两三四五六七八九])成(?:([一二三四五六七八九半])(?!般))?(?![立为年员功长绩])"), _tenths),
    (re.compile(r"一半(?!以)|半数(?!以)"), lambda match: 50),
    (
        re.compile(r"([二三四五六七八九十])分之([一二两三四五六七八九])"),
        lambda match: 100 * _spoken(match[2]) / _spoken(match[1]),
    ),
    (re.compile(r"(?<![\d/.])(\d{1,4})\s*/\s*([1-9]\d{0,3})(?![\d/%]|\.\d)"), _fraction),
    (re.compile(r"\b(?:(an?|one|two|three|four)[ -])?(half|thirds?|quarters?|fifths?)\b", re.IGNORECASE), _in_english),
)


def _value(reply: str) -> Any:
    """The JSON value of a reply, also with a comma too many, Python's quotes, or none around its keys."""
    value = load_json(reply)
    if value is not None:
        return value
    body = unfence(reply)
    start, end = body.find("{"), body.rfind("}")
    part = body[start : end + 1]
    if not part:
        return None
    try:
        return ast.literal_eval(part)
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        quoted = _BARE_KEY.sub(lambda match: f' "{match[1]}":', part)
        return load_json(re.sub(r",\s*}", "}", quoted))


def _fields(value: Any, choices: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Names and numbers of a JSON value: an object of numbers, lists of pairs or objects, numbers in order, or one of
    these within another object."""
    if isinstance(value, Mapping):
        given = [(str(name), number) for name, item in value.items() if (number := _share(item)) is not None]
        if given:
            yield from given
            return
        inner = (list(_fields(item, choices)) for item in value.values() if isinstance(item, Mapping | list))
        yield from next((found for found in inner if found), [])
    elif isinstance(value, list) and value and all(isinstance(item, Mapping) for item in value):
        for item in value:
            name = next((item[field] for field in _NAME_FIELDS if field in item), None)
            number = _share(item)
            if name is not None and number is not None:
                yield str(name), number
            elif name is None:
                yield from _fields(item, choices)
    elif isinstance(value, list) and value and all(isinstance(item, list) and len(item) == 2 for item in value):
        yield from ((str(name), number) for name, item in value if (number := _number(item)) is not None)
    elif isinstance(value, list) and len(value) == len(choices):
        numbers = [_number(item) for item in value]
        yield from ((label(index), number) for index, number in enumerate(numbers) if number is not None)


def _share(item: Any) -> float | None:
    """A number, or the one in the share field of an object."""
    if isinstance(item, Mapping):
        return next((_number(item[field]) for field in _SHARE_FIELDS if field in item), None)
    return _number(item)


def _number(value: Any) -> float | None:
    """A share from JSON: 45, 0.45, "45%", "45"."""
    if isinstance(value, str):
        match = re.fullmatch(r"\s*(\d+(?:\.\d+)?|\.\d+)\s*%?\s*", unicodedata.normalize("NFKC", value))
        return float(match[1]) / (100 if "%" in value or "％" in value else 1) if match else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if abs(value) < 1e9 else math.nan
