"""results.json as score and judge write it: read, and checked to be whole and of its predictions."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..files.errors import InputError
from ..scoring.interview import DIMENSIONS
from ..tasks import configs, spec_of

if TYPE_CHECKING:
    from .scored_run import ScoredRun

_AGAIN = "run `alignsurvey score` again"
_JUDGE = "run `alignsurvey judge` again"
_SIDES = ("choices", "positions", "predicted", "reference")  # lists of one length in a distribution
_ROUNDING = 1e-6


def read(path: Path) -> dict[str, Any]:
    """The content of results.json. Raises InputError for what a report could not use."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); run `alignsurvey score` first") from None
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict) or not isinstance(value.get("config"), str):
        raise InputError(f"{path}: not a results.json of score or judge; {_AGAIN}")
    for name, number in value.items():
        if isinstance(number, float) and not math.isfinite(number):
            raise InputError(f"{path}: {name} is {number}; {_AGAIN}")
    _check(value, path)
    return value


def _check(scored: Mapping[str, Any], path: Path) -> None:
    if scored["config"] not in configs():
        raise InputError(f"{path}: unknown config {scored['config']!r}; known: {', '.join(configs())}")
    spec = spec_of(scored["config"])
    head = spec.headline if spec.score != "judged" else None  # judges may all fail
    if head and scored.get(head.key) is None:
        raise InputError(f"{path}: {head.key} is missing; {_AGAIN}")
    intervals = scored.get("intervals") or {}
    if not isinstance(intervals, dict):
        raise InputError(f"{path}: intervals is no object; {_AGAIN}")
    for name in (*intervals, *([head.key] if head else []), *({"n", "parse_rate"} & set(scored))):
        if not _number(scored.get(name)):
            raise InputError(f"{path}: {name} is no number; {_AGAIN}")
    for name, ends in intervals.items():
        if not _numbers(ends) or len(ends) != 2:
            raise InputError(f"{path}: the interval of {name} is not two numbers; {_AGAIN}")
    if not _rated(scored.get("by_dialogue", [])) or not isinstance(scored.get("judges", {}), dict):
        raise InputError(f"{path}: what the judges gave is not as judge writes it; {_JUDGE}")
    parts = scored.get("distributions") or []
    if not isinstance(parts, list) or not all(isinstance(part, dict) and _whole(part) for part in parts):
        raise InputError(f"{path}: distributions are not as score writes them; {_AGAIN}")


def _rated(dialogues: Any) -> bool:
    """Whether each dialogue has an id, a respondent, and for each dimension a number or nothing."""
    return isinstance(dialogues, list) and all(
        isinstance(row, dict)
        and all(isinstance(row.get(name), str) for name in ("id", "respondent_id"))
        and all(row.get(name) is None or _number(row[name]) for name in DIMENSIONS)
        for row in dialogues
    )


def _whole(part: Mapping[str, Any]) -> bool:
    """Whether a distribution has all that pictures and tables take from it."""
    lists = [part.get(name) for name in _SIDES]
    if not all(isinstance(each, list) and each for each in lists) or len({len(each) for each in lists if each}) > 1:
        return False
    counts = _number(part.get("n")) and _number(part.get("wasserstein"))
    return counts and "question_id" in part and all(_numbers(part[name]) for name in _SIDES[1:])


def check_against(run: ScoredRun, path: Path) -> None:
    """Raise InputError where the scores are not what the predictions give: edited, or of another version's rules."""
    for items in run.items:
        told, given = run.results.get(items.metric), float(items.values.mean())
        if not _number(told) or abs(float(told or 0.0) - given) > _ROUNDING:
            raise InputError(
                f"{path}: {items.metric} is {told}, but the predictions beside it give {given:g}; {_AGAIN}"
            )


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _numbers(values: Any) -> bool:
    return isinstance(values, Sequence) and not isinstance(values, str) and all(map(_number, values))
