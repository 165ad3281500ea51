"""Task 2 as the authors' published script reads judges' replies, faults included."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from ..protocols import check_lengths

_NAMES = {"naturalness": "对话自然度", "style_match": "风格匹配度", "consistency": "访谈一致性"}
_FENCED = re.compile(r"```(?:json)?\s*(\{.*?\})\s*```", re.DOTALL)
_WRITTEN = {
    name: re.compile(rf"{title}.*?[：:]\s*\*+\s*评分\s*\*+[:：]?\s*(\d)", re.DOTALL) for name, title in _NAMES.items()
}


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
    rows = [_scores(text) for text in predictions]
    found: dict[str, Any] = {}
    for name in _NAMES:
        values = [score for row in rows if (score := row[name]) is not None]
        found[name] = round(sum(values) / len(values), 2) if values else None
        found.setdefault("missing", {})[name] = len(rows) - len(values)
    read = sum(None not in row.values() for row in rows)
    return found | {"parse_rate": read / len(rows), "n": len(rows)}


def _scores(text: str) -> dict[str, int | None]:
    fenced = _FENCED.search(text)
    body = fenced[1] if fenced else text.strip()
    if body.strip().startswith("{"):
        try:
            value = json.loads(body)
            given = {name: value.get(title, {}).get("评分") for name, title in _NAMES.items()}
            asked = {**given, "consistency": given["style_match"]}
            return {name: int(given[name]) if asked[name] else None for name in _NAMES}
        except Exception:  # as in the script, whatever it is
            pass
    matches = {name: pattern.search(text) for name, pattern in _WRITTEN.items()}
    return {name: int(match[1]) if match else None for name, match in matches.items()}
