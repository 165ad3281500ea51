"""Task 2 as the authors' published script reads judges' replies, faults included."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from ..protocols import check_lengths
from ..replies.texts import check_whole

_NAMES = {"naturalness": "对话自然度", "style_match": "风格匹配度", "consistency": "访谈一致性"}
# The script's patterns, taken apart so that time is linear: where they begin, and what must come after.
_FENCE, _FENCE_END = re.compile(r"```(?:json)?\s*(?=\{)"), re.compile(r"\}\s*```")
_WRITTEN = re.compile(r"[：:]\s*\*+\s*评分\s*\*+[:：]?\s*(\d)")


def published_interview(predictions: Sequence[str]) -> dict[str, Any]:
    """Means of the scores that the script finds in one judge's replies, rounded to 2 digits; None where it finds none.

    Faults of the script, kept so that numbers compare with the paper's tables:
    - scores that are no whole number ("4.5", "4分") are lost, and with them the other two of a JSON reply, unless bold
      text carries them;
    - whether consistency counts is asked of the style score;
    - English replies are not read;
    - the judge's reply stands in the field of the candidate's.
    """
    check_lengths(predictions=predictions)
    check_whole(predictions=predictions)
    rows = [_scores(text) for text in predictions]
    found: dict[str, Any] = {}
    for name in _NAMES:
        values = [score for row in rows if (score := row[name]) is not None]
        found[name] = round(sum(values) / len(values), 2) if values else None
        found.setdefault("missing", {})[name] = len(rows) - len(values)
    read = sum(None not in row.values() for row in rows)
    return found | {"parse_rate": read / len(rows), "n": len(rows)}


def _scores(text: str) -> dict[str, int | None]:
    fence = _FENCE.search(text)
    close = _FENCE_END.search(text, fence.end() + 1) if fence else None
    body = text[fence.end() : close.start() + 1] if fence and close else text.strip()
    if body.strip().startswith("{"):
        try:
            value = json.loads(body)
            given = {name: value.get(title, {}).get("评分") for name, title in _NAMES.items()}
            asked = {**given, "consistency": given["style_match"]}
            return {name: int(given[name]) if asked[name] else None for name in _NAMES}
        except Exception:  # as in the script, whatever it is
            pass
    found: dict[str, int | None] = {}
    for name, title in _NAMES.items():
        place = text.find(title)
        match = _WRITTEN.search(text, place + len(title)) if place >= 0 else None
        found[name] = int(match[1]) if match else None
    return found
