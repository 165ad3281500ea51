"""Task 2: judges' replies about generated interview answers, read into scores of 1 to 5."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .protocols import check_lengths, check_names, robust
from .replies.texts import key

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
_SCORE_FIELDS = ("score", "rating", "评分", "分数", "得分", "value")
_NUMBER = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)(?![\d.]*\d)")
_TRACE = re.compile(
    r"\s*(<(?:think|thinking|thought|reasoning)>|analysis(?=.*assistantfinal))"
    r"(?:.*?(?:</(?:think|thinking|thought|reasoning)>|assistantfinal)(.*))?",
    re.IGNORECASE | re.DOTALL,
)
_ENGLISH = re.compile(r"\b(one|two|three|four|five)\b", re.IGNORECASE)
# What some write of the scale beside a name or a score: "(1-5)", "满分5分", "5分制", "out of 5".
_SCALE = re.compile(
    r"[(\[]?\b1\s*(?:-|–|~|—|至|到|to)\s*5(?!\d)\s*(?:分制?|points?)?[)\]]?"
    r"|[(\[]?(?:满分|\bmax(?:imum)?\b|\bout of\b|/)\W*5(?:\.0)?(?![\d.]*\d)\s*分?[)\]]?|(?<![\d.])5\s*分制",
    re.IGNORECASE,
)
_OTHER_SCALE = re.compile(r"\s*分?\s*[(（]?\s*(?:满分|max(?:imum)?\b|out of|/)\W*\d", re.IGNORECASE)
_RANGE = re.compile(r"\d\s*分?\s*(?:[-–—~至到或]|\bor\b|\bto\b)\s*\d|\bbetween\s+\d", re.IGNORECASE)
_CLOSE = re.compile(
    r"^\W*(?:(?:score|rating|is|评分|得分|分数|给|为|是)\W*)?(?=[\d一二三四五]|one|two|three|four|five)", re.IGNORECASE
)
_CHINESE = re.compile(r"([一二三四五])(?:点五)?\s*分")
Floats = NDArray[np.float64]


def compute(
    predictions: Sequence[Sequence[str | None]] | Sequence[str | None],
    judges: Sequence[str] | None = None,
    human: Sequence[Mapping[str, float]] | None = None,
    protocol: str = "robust",
) -> dict[str, Any]:
    """Mean scores of dialogues. `predictions`: for each dialogue its judges' replies (or one reply), None if missing.

    A judge's mean of a dimension is over the dialogues it rated, and the score of a dimension is the mean of the judges
    (paper, task 2). What a reply does not say is missing, for that dimension alone, and never averaged in. `agreement`
    is Krippendorff's alpha for interval data between judges by dimension, None where it is not defined. `human`: for
    each dialogue ratings by dimension; `human_agreement` is the alpha between them and the judges' mean. `judges` names
    the columns. Raises ValueError for rows of unequal length.
    """
    standard = robust(protocol)
    check_lengths(predictions=predictions)
    rows = [_replies(number, row) for number, row in enumerate(predictions)]
    if not standard:
        from .paper.interview import compute as paper

        return paper([_only(row) for row in rows])
    if judges is not None:
        check_lengths(judges=judges)
        check_names(judges=judges)
    names = [f"judge {number + 1}" for number in range(len(rows[0]))] if judges is None else list(judges)
    if not names or len(set(names)) < len(names):
        raise ValueError("judges must be names, each another, one for each reply of a dialogue")
    for number, row in enumerate(rows):
        if len(row) != len(names):
            raise ValueError(f"row {number}: {len(row)} replies for {len(names)} judges")
    table = np.array([[[_value(scores, name) for name in DIMENSIONS] for scores in map(parse, row)] for row in rows])
    found: dict[str, Any] = {}
    by_judge = {name: dict(zip(DIMENSIONS, _means(table[:, place]), strict=True)) for place, name in enumerate(names)}
    for place, name in enumerate(DIMENSIONS):
        rated = [score for scores in by_judge.values() if (score := scores[name]) is not None]
        found[name] = float(np.mean(rated)) if rated else None
        found.setdefault("agreement", {})[name] = alpha(table[:, :, place].T)
        found.setdefault("missing", {})[name] = int(np.isnan(table[:, :, place]).sum())
    if human is not None:
        found["human_agreement"] = _with_humans(table, human)
    unread = np.isnan(table)
    found["by_judge"] = {
        name: {**scores, "missing": int(unread[:, place].any(axis=1).sum())}
        for place, (name, scores) in enumerate(by_judge.items())
    }
    return found | {"parse_rate": float(1 - unread.any(axis=2).mean()), "n": len(rows)}


def _replies(number: int, row: Any) -> list[str | None]:
    """The judges' replies about a dialogue. Raises ValueError unless they are texts, or None for missing ones."""
    replies = list(row) if isinstance(row, Sequence) and not isinstance(row, str) else [row]
    if not replies or not all(reply is None or isinstance(reply, str) for reply in replies):
        raise ValueError(f"row {number}: replies must be texts, one a judge, empty where one is missing")
    return replies


def _only(replies: Sequence[str | None]) -> str:
    if len(replies) != 1:
        raise ValueError("protocol 'paper' reads one judge's replies: one text a dialogue")
    return replies[0] or ""


def parse(text: str | None) -> dict[str, float]:
    """Scores by dimension that a reply holds: JSON (also fenced or with words around it), else lines of text."""
    reply = _after_trace(text or "")
    listed = [found for value in _objects(reply) if (found := _flat(value))]
    return _agreed(listed) if listed else _from_text(unicodedata.normalize("NFKC", reply))


def _after_trace(text: str) -> str:
    """The reply behind a trace that it begins with, from the first mark of its end: a mark further on may be quoted
    from a candidate, and what stands before it is the judge's."""
    opening = _TRACE.match(text)
    if not opening:
        return text
    return opening[2] if opening[2] is not None else ""


def _objects(reply: str) -> list[Mapping[str, Any]]:
    """All JSON objects that stand in a reply, outermost ones only."""
    decoder, found, place = json.JSONDecoder(strict=False), [], reply.find("{")
    while place >= 0:
        try:
            value, end = decoder.raw_decode(reply, place)
            found.append(value)
        except (ValueError, RecursionError):
            end = place + 1
        place = reply.find("{", end)
    return found


def _agreed(listed: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Scores on which all agree. A judge that quotes other scores, such as those of a candidate that imitates it, has
    given none that could be told from them."""
    given = {name: {scores[name] for scores in listed if name in scores} for name in DIMENSIONS}
    return {name: values.pop() for name, values in given.items() if len(values) == 1}


def alpha(ratings: Floats) -> float | None:
    """Krippendorff's alpha for interval data; `ratings` (raters, units), NaN where missing. None if not defined."""
    paired = ratings[:, (~np.isnan(ratings)).sum(axis=0) > 1]
    if not paired.size or np.unique(paired[~np.isnan(paired)]).size < 2:
        return None
    try:
        import krippendorff
    except ModuleNotFoundError:
        raise ImportError("agreement between judges needs krippendorff: pip install krippendorff") from None
    return float(krippendorff.alpha(paired, level_of_measurement="interval"))


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


def _value(scores: Mapping[str, float], name: str) -> float:
    value = scores.get(name)
    return float("nan") if value is None else float(value)


def _means(table: Floats) -> list[float | None]:
    rated = ~np.isnan(table)
    return [float(table[rated[:, d], d].mean()) if rated[:, d].any() else None for d in range(table.shape[1])]


def _with_humans(table: Floats, human: Sequence[Mapping[str, float]]) -> dict[str, float | None]:
    check_lengths(predictions=table, human=human)
    for row, ratings in enumerate(human):
        if not isinstance(ratings, Mapping) or not all(_is_rating(*item) for item in ratings.items()):
            raise ValueError(f"row {row}: human must map {', '.join(DIMENSIONS)} to numbers of 1 to 5, None if missing")
    found = {}
    for place, name in enumerate(DIMENSIONS):
        rated = ~np.isnan(table[:, :, place])
        total = np.where(rated, table[:, :, place], 0.0).sum(axis=1)
        mean = np.divide(total, rated.sum(axis=1), out=np.full(len(table), np.nan), where=rated.any(axis=1))
        found[name] = alpha(np.stack([mean, [_value(ratings, name) for ratings in human]]))
    return found


def _is_rating(name: Any, value: Any) -> bool:
    if name not in DIMENSIONS:
        return False
    return value is None or (isinstance(value, int | float | np.number) and not value < LOWEST and not value > HIGHEST)
