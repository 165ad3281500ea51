"""Read a judge's scores of 1 to 5 from its reply, by dimension: JSON, also with words around it, else lines of text."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from .texts import READ, key, nested_too_deep

DIMENSIONS = ("naturalness", "style_match", "consistency")
LOWEST, HIGHEST = 1.0, 5.0
# Names under which judges report the dimensions; the Chinese ones are those of the paper's judge prompt.
_NAMES: Mapping[str, tuple[str, ...]] = {
    "naturalness": ("naturalness", "natural", "对话自然度", "自然度", "自然性"),
    "style_match": (
        "style_match", "style match", "style matching", "stylematch", "style consistency", "style",
        "风格匹配度", "风格匹配", "风格一致性", "风格",
    ),
    "consistency": ("consistency", "interview consistency", "coherence", "访谈一致性", "一致性"),
}  # fmt: skip
_TRIES = 4  # times the length of a reply that is looked through for JSON, so that time stays linear
_SCORE_FIELDS = ("score", "rating", "评分", "分数", "得分", "value")
_NUMBER = re.compile(r"(?<![\d.])((?>\d+(?:\.\d+)?))(?![\d.]*\d)")
_TRACE = re.compile(r"<(?:think|thinking|thought|reasoning)>|(analysis)", re.IGNORECASE)
_TRACE_END = re.compile(r"</(?:think|thinking|thought|reasoning)>|assistantfinal", re.IGNORECASE)
_CHANNEL = re.compile("assistantfinal", re.IGNORECASE)
_ENGLISH = re.compile(r"\b(one|two|three|four|five)\b", re.IGNORECASE)
# What some write of the scale beside a name or a score: "(1-5)", "满分5分", "5分制", "out of 5".
_SCALE = re.compile(
    r"[(\[]?\b1\s*(?:-|–|~|—|至|到|to)\s*5(?!\d)\s*(?:分制?|points?)?[)\]]?"
    r"|[(\[]?(?:满分|\bmax(?:imum)?\b|\bout of\b|/)\W{0,20}5(?:\.0)?(?![\d.]*\d)\s*分?[)\]]?|(?<![\d.])5\s*分制",
    re.IGNORECASE,
)
_OTHER_SCALE = re.compile(r"(?<!\s)\s*(?:分\s*)?(?:[(（]\s*)?(?:满分|max(?:imum)?\b|out of|/)\W{0,20}\d", re.IGNORECASE)
_RANGE = re.compile(r"\d\s*(?:分\s*)?(?:[-–—~至到或]|\bor\b|\bto\b)\s*\d|\bbetween\s+\d", re.IGNORECASE)
_CLOSE = re.compile(
    r"^\W*(?:(?:score|rating|is|评分|得分|分数|给|为|是)\W*)?(?=[\d一二三四五]|one|two|three|four|five)", re.IGNORECASE
)
_CHINESE = re.compile(r"([一二三四五])(?:点五)?\s*分")


def read_judge_scores(text: str | None) -> dict[str, float]:
    """The scores of 1 to 5 that a judge's reply holds, by dimension (of DIMENSIONS); what it does not say is left out.

    Args:
        text: JSON, also fenced or with words around it, else lines such as "Naturalness: 4"; None if missing.
    """
    reply = _after_trace(text or "")[:READ]
    listed = [found for value in _objects(reply) if (found := _flat(value))]
    return _agreed(listed) if listed else _from_text(unicodedata.normalize("NFKC", reply))


def _after_trace(text: str) -> str:
    """The reply behind a trace that it begins with, from the first mark of its end: a mark further on may be quoted
    from a candidate, and what stands before it is the judge's."""
    body = text.lstrip()
    opening = _TRACE.match(body)
    if not opening or (opening[1] and not _CHANNEL.search(body, opening.end())):
        return text
    end = _TRACE_END.search(body, opening.end())
    return body[end.end() :] if end else ""


def _objects(reply: str) -> list[Mapping[str, Any]]:
    """All JSON objects that stand in a reply, outermost ones only."""
    if nested_too_deep(reply):
        return []
    decoder, found, place = json.JSONDecoder(strict=False), [], reply.find("{")
    left = _TRIES * len(reply)
    while place >= 0 and left > 0:
        try:
            value, end = decoder.raw_decode(reply, place)
            found.append(value)
        except json.JSONDecodeError as error:
            end = place + 1
            left -= error.pos - place + 1
        except ValueError:  # an integer of more digits than Python reads
            return []
        place = reply.find("{", end)
    return found


def _agreed(listed: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Scores on which all agree. A judge that quotes other scores, such as those of a candidate that imitates it, has
    given none that could be told from them."""
    given = {name: {scores[name] for scores in listed if name in scores} for name in DIMENSIONS}
    return {name: values.pop() for name, values in given.items() if len(values) == 1}


def _flat(value: Mapping[str, Any]) -> dict[str, float]:
    """Scores by dimension from an object: numbers, texts, or objects with a score field, one level of wrapping off."""
    found = {}
    for name, item in value.items():
        dimension = _dimension(str(name))
        if dimension:
            number = _number(item)
            if number is not None:
                found[dimension] = number
        elif isinstance(item, Mapping):
            found |= _flat(item)
    return found


def _dimension(name: str) -> str | None:
    plain = key(name).replace("-", " ")
    return next((dimension for dimension, names in _NAMES.items() if plain in names), None)


def _number(value: Any) -> float | None:
    if isinstance(value, Mapping):
        fields = {key(str(name)): item for name, item in value.items()}
        value = next((fields[name] for name in _SCORE_FIELDS if name in fields), None)
    if isinstance(value, str):
        body = unicodedata.normalize("NFKC", value)
        value = _read_number(_SCALE.sub(" ", body))
    if value is None or isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if LOWEST <= value <= HIGHEST else None


def _read_number(body: str) -> float | None:
    match, chinese, english = _NUMBER.search(body), _CHINESE.search(body), _ENGLISH.search(body)
    if match:
        unclear = _RANGE.search(body, 0, match.end() + 12)
        strange = (unclear and unclear.start() <= match.start()) or _OTHER_SCALE.match(body, match.end())
        return None if strange else float(match[1])
    if chinese:
        return _spoken(chinese)
    return float(("one", "two", "three", "four", "five").index(english[1].lower()) + 1) if english else None


def _spoken(match: re.Match[str]) -> float:
    return "一二三四五".index(match[1]) + 1 + 0.5 * ("点五" in match[0])


def _from_text(text: str) -> dict[str, float]:
    """Scores from lines: what stands behind each dimension's name, up to the next one."""
    names = {name: dimension for dimension, forms in _NAMES.items() for name in forms}
    pattern = re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)), re.IGNORECASE)
    marks = list(pattern.finditer(text))
    ends = [*(match.start() for match in marks[1:]), len(text)]
    spans = zip(marks, ends, strict=False)
    parts = [(names[match[0].lower()], _SCALE.sub(" ", text[match.end() : end])) for match, end in spans]
    # A number at once behind the name is its score; elsewhere it may count something else.
    for chosen in ([pair for pair in parts if _CLOSE.match(pair[1])], parts):
        scores = [{name: number} for name, part in chosen if (number := _number(part)) is not None]
        if scores:
            return _agreed(scores)
    return {}
