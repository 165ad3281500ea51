"""Distributions as models write them: which names stand with which numbers, in JSON, lines, tables or sentences.

A reading is a list of (name, number); numbers are fractions, or per cent when they cannot be fractions. A number below
0 or NaN stays in its reading, so that nobody takes the rest for a distribution.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .choices import letter
from .numerals import in_digits
from .texts import final, load_json, load_literal, unfence

Reading = list[tuple[str, float]]
_DIGITS = r"(?<![\d.])(?<!\d[-–~])((?>\d+(?:\.\d+)?|\.\d+))"
_PERCENT = re.compile(r"(?<!±)" + _DIGITS + r"\s*(?:%|percent\b|per cent\b|pct\b)", re.IGNORECASE)
_PLAIN = re.compile(_DIGITS + r"(?![\d.]*\d)(?!\s*[-–~/]\s*\d)(?![A-Za-z])")
_NUMBER_LAST = re.compile(r"(?<=\D)(\d+(?:\.\d+)?|\.\d+)\W*$")
_NUMBERING = re.compile(r"^[^\S\n]*\d{1,2}[.)、:]\s+(?=\S)", re.MULTILINE)
_DOT = re.compile(r"(?<![A-Za-z])([A-Z])\.(?=\d)")  # "A.40%"
_SAID = re.compile(r"^[^\d.:：]*(?:\b(?:is|are)\b|[:：为是])")
_NO_SHARE = re.compile(r"[:=]\s*(?:-\s*[\d.]|nan\b|inf)", re.IGNORECASE)
_BARE_KEY = re.compile(r"(?<=[{,])\s*([^\s\"'{}\[\],:]+)\s*:")
_LAST_COMMA = re.compile(r",\s*}")
_SHARE = re.compile(r"\A\s*(\d+(?:\.\d+)?|\.\d+)\s*(?:%\s*)?\Z")
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
        lines = (_NUMBER_LAST.search(line) for line in body.splitlines())
        yield [(match.string[: match.start()].rstrip(), float(match[1])) for match in lines if match]
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
    return [(letter(place), number) for place, number in enumerate(numbers) if number is not None]


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
    literal = load_literal(part)
    if literal is not None:
        return literal
    quoted = _BARE_KEY.sub(lambda match: f' "{match[1]}":', part)
    return load_json(_LAST_COMMA.sub("}", quoted))


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
        yield from ((letter(index), number) for index, number in enumerate(numbers) if number is not None)


def _share(item: Any) -> float | None:
    """A number, or the one in the share field of an object."""
    if isinstance(item, Mapping):
        return next((_number(item[field]) for field in _SHARE_FIELDS if field in item), None)
    return _number(item)


def _number(value: Any) -> float | None:
    """A share from JSON: 45, 0.45, "45%", "45"."""
    if isinstance(value, str):
        match = _SHARE.match(unicodedata.normalize("NFKC", value))
        return float(match[1]) / (100 if "%" in value or "％" in value else 1) if match else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if abs(value) < 1e9 else math.nan
