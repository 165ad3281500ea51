"""Figures that others reported, kept apart from what was measured here."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...files.errors import InputError
from ...files.yaml import load
from ...tasks.spec import Score

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


def figures(columns: Mapping[str, Sequence[Score]], *more: Path) -> list[Reported]:
    """The figures of reported.yaml and of files of one's own.

    `columns`: the scores that the tables show, by config. Raises InputError that names file and entry, also for an
    entry that is given twice.
    """
    found: dict[tuple[str, ...], Reported] = {}
    for path in (FILE, *more):
        for number, entry in enumerate(_entries(path), start=1):
            where = f"{path.name} figure {number}"
            figure = _figure(entry, where, columns)
            name = (figure.dataset, figure.config, figure.model, figure.origin)
            if name in found:
                raise InputError(
                    f"{where}: {figure.model} on {figure.dataset} {figure.config} is given twice; keep one"
                )
            found[name] = figure
    return list(found.values())


def _entries(path: Path) -> list[Any]:
    entries = load(path).get("figures")
    if not isinstance(entries, list):
        raise InputError(f"{path.name}: it needs a list under `figures`")
    return entries


def _figure(entry: Any, where: str, columns: Mapping[str, Sequence[Score]]) -> Reported:
    names = ("dataset", "config", "model", "origin", "table", "scores")
    if not isinstance(entry, dict) or set(entry) != set(names):
        raise InputError(f"{where}: needs {', '.join(names)} and nothing else")
    for name in ("dataset", "config", "model", "origin"):
        if not isinstance(entry[name], str) or not entry[name].strip():
            raise InputError(f"{where}: {name} must be a text")
    if entry["config"] not in columns:
        raise InputError(f"{where}: config {entry['config']!r} is unknown; it is one of {', '.join(columns)}")
    if not entry["origin"].startswith("as reported"):
        raise InputError(f"{where}: its origin must begin with 'as reported'")
    if not (entry["table"] is None or type(entry["table"]) is int):
        raise InputError(f"{where}: table must be a number, or null")
    _check_scores(entry["scores"], where, {score.key: score for score in columns[entry["config"]]})
    return Reported(**{**entry, "dataset": entry["dataset"].rpartition("/")[2].removeprefix("alignsurvey-")})


def _check_scores(scores: Any, where: str, known: Mapping[str, Score]) -> None:
    if not isinstance(scores, dict) or not scores:
        raise InputError(f"{where}: scores must be an object")
    for name, value in scores.items():
        if name not in known:
            raise InputError(f"{where}: {name!r} is no score of this config; it has {', '.join(known)}")
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise InputError(f"{where}: {name} must be a number, such as 0.672")
        low, high = known[name].low, known[name].high
        if not low <= value <= high:
            raise InputError(f"{where}: {name} is {value}, but lies between {low:g} and {high:g}; no per cent")
