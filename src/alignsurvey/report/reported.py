"""Figures that others reported, kept apart from what was measured here."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ..schema import COLUMNS, InputError

FILE = Path(__file__).with_name("reported.yaml")


@dataclass(frozen=True)
class Reported:
    """Scores of one model on one data set and config; `table` is the paper's table, None where that is not known."""

    dataset: str
    config: str
    model: str
    origin: str
    table: int | None
    scores: Mapping[str, float]


def figures(path: Path = FILE) -> list[Reported]:
    """All of a file. Raises InputError that names the entry."""
    try:
        entries = yaml.safe_load(path.read_text(encoding="utf-8"))["figures"]
    except (OSError, yaml.YAMLError, KeyError, TypeError):
        raise InputError(f"{path.name}: cannot be read; it needs a list under `figures`") from None
    if not isinstance(entries, list):
        raise InputError(f"{path.name}: figures is no list; it needs one")
    return [_figure(entry, f"{path.name} figure {number}") for number, entry in enumerate(entries, start=1)]


def _figure(entry: Any, where: str) -> Reported:
    names = ("dataset", "config", "model", "origin", "table", "scores")
    if not isinstance(entry, dict) or set(entry) != set(names):
        raise InputError(f"{where}: needs {', '.join(names)} and nothing else")
    if entry["config"] not in COLUMNS or not str(entry["origin"]).startswith("as reported"):
        raise InputError(f"{where}: its config must be known and its origin begin with 'as reported'")
    scores = entry["scores"]
    if not isinstance(scores, dict) or not scores:
        raise InputError(f"{where}: scores must be an object")
    for name, value in scores.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise InputError(f"{where}: {name} must be a number")
    if not (entry["table"] is None or type(entry["table"]) is int):
        raise InputError(f"{where}: table must be a number, or null")
    return Reported(**entry)
