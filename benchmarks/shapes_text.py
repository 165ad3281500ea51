"""Labelled sentences of our own with numbers, accounts and addresses of ten countries, to measure the rules of shape.

Values come from Faker (en_US, en_GB, en_IE, en_IN, en_AU, de_DE, zh_CN, zh_TW) and from shapes/values.txt, in frames of
spoken style. Part "read" was looked at while the rules were written. Parts "unread" and "last" have frames, values
and seeds of their own, each written before any figure on it was seen, measured once, and then used to change rules:

                 shaped identifiers, pooled     addresses, whole
    unread       en .946 (372), zh .931 (276)   en .925 (120), zh .944 (72)
    last         en .963 (240), zh 1.00 (160)   en .906 (64), zh 1.00 (48)

All are ours, by the author of the rules, so none says how the rules do on other people's talk.
"""

from __future__ import annotations

import random
import re
from functools import cache
from pathlib import Path
from typing import Any

from alignsurvey.privacy.entities import Span
from alignsurvey.privacy.quality.evaluate import Labelled

PARTS = ("read", "unread", "last")
FRAMES = Path(__file__).parent / "shapes"
_EN = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_ZH = "零幺二三四五六七八九"


def make(language: str, part: str, rounds: int = 6) -> list[Labelled]:
    """`rounds` texts of each frame of a part, with the spans of what was put in."""
    draw = random.Random(f"{language} {part}")
    frames = [line.split(" | ", 1) for line in _lines(f"{language}-{part}")]
    return [_fill(entity, text, language, draw) for _ in range(rounds) for entity, text in frames]


@cache
def _lines(name: str) -> tuple[str, ...]:
    text = (FRAMES / f"{name}.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))


def _fill(entity: str, frame: str, language: str, draw: random.Random) -> Labelled:
    text, spans = "", []
    for piece in re.split(r"(\{\w+\})", frame):
        if piece.startswith("{"):
            value = _value(piece[1:-1], draw)
            spans.append(Span(len(text), len(text) + len(value), entity))
            piece = value
        text += piece
    return Labelled(text, language, tuple(spans) if entity != "NONE" else ())


@cache
def _makers() -> dict[str, tuple[str, str]]:
    """Each name of shapes/values.txt with its kind of maker and what the maker needs."""
    lines = (line.split(" = ", 1) for line in _lines("values"))
    return {name: (rest.partition(" ")[0], rest.partition(" ")[2]) for name, rest in lines}


@cache
def _faker(locale: str) -> Any:
    from faker import Faker

    return Faker(locale)


def _value(name: str, draw: random.Random) -> str:
    """One value of a name, as values.txt says that it is made."""
    kind, body = _makers()[name]
    if kind == "fake":
        return _fake(body, draw)
    if kind == "fours":
        return " ".join(re.findall(".{1,4}", _fake(body, draw)))
    if kind == "like":
        return _like(draw.choice(body.split(" | ")), draw)
    if kind == "pick":
        return _plain(draw.choice(body.split(" | ")))
    if kind == "join":
        return re.sub(r"\{(\w+)\}", lambda found: _value(found[1], draw), _plain(body))
    if kind == "said_en":
        return _said_en(_like(body, draw), draw)
    if kind == "said_zh":
        return "".join(_ZH[int(sign)] if sign.isdigit() else sign for sign in _like(body, draw))
    if kind == "spaced":
        return " ".join(str(draw.randrange(10)) for _ in range(int(body)))
    low, high, times = map(int, body.split())
    return f"{draw.randrange(low, high) * times:{',' if times == 100 else ''}}"


def _plain(text: str) -> str:
    return text.replace("␣", " ").replace("∅", "")


def _fake(body: str, draw: random.Random) -> str:
    locale, kind = body.split()
    fake = _faker(locale)
    fake.seed_instance(draw.randrange(2**32))
    return str(getattr(fake, kind)()).replace("\n", ", ")


def _like(shape: str, draw: random.Random) -> str:
    """A shape filled: 0 a digit, 9 one but zero, A and a letters; what stands between ` stays."""
    pools = {"0": "0123456789", "9": "123456789", "A": "ABCDEFGHJKLMNPRSTWXY", "a": "abcdefghijkmnoprstuvwy"}
    parts = _plain(shape).split("`")
    return "".join(
        part if place % 2 else "".join(draw.choice(pools.get(sign, sign)) for sign in part)
        for place, part in enumerate(parts)
    )


def _said_en(text: str, draw: random.Random) -> str:
    """Digits in words, "oh" for most zeros, "double" for most pairs; letters one by one."""
    words: list[str] = []
    for sign in text:
        word = sign.lower() if sign.isalpha() else _EN[int(sign)]
        if word == "zero" and draw.random() < 0.7:
            word = "oh"
        if sign.isdigit() and words and words[-1] == word and draw.random() < 0.7:
            words[-1] = f"double {word}"
        else:
            words.append(word)
    return " ".join(words)
