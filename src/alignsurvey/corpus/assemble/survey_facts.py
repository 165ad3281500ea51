"""What a person checks a build of surveys by: rows read and dropped, the values of the profile, how files were read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..survey.rows import rows_in_words
from ..survey.survey import ATTRIBUTE

if TYPE_CHECKING:
    from ..records.chunks import Config
    from ..survey.survey import Survey

_NONE = ""  # the value of respondents whose attribute is missing or left out


def _surveys(configs: Iterable[Config]) -> Iterator[Survey]:
    yield from (survey for config in configs for survey in config.surveys)


def rows_of(configs: Iterable[Config]) -> dict[str, dict[str, int]]:
    """Source -> how many rows of its file were read, dropped by each rule, and kept."""
    return {survey.source: dict(survey.rows) for survey in _surveys(configs) if survey.rows}


def notes_of(configs: Iterable[Config]) -> dict[str, list[str]]:
    """Raw file -> how it was read; for the person who builds, not for the manifest: it may name rows."""
    return {survey.raw.name: list(survey.notes) for survey in _surveys(configs) if survey.notes}


def profile_counts_of(configs: Iterable[Config]) -> dict[str, dict[str, dict[str, int]]]:
    """Source -> attribute -> value -> respondents, as published; "" where the attribute is missing or left out."""
    found: dict[str, dict[str, dict[str, int]]] = {}
    for survey in _surveys(configs):
        for name in (name for name in survey.frame.columns if name.startswith(ATTRIBUTE)):
            counts = survey.frame[name].fill_null(_NONE).value_counts().sort([name, "count"]).iter_rows()
            of = found.setdefault(survey.source, {}).setdefault(name.removeprefix(ATTRIBUTE), {})
            for value, count in counts:
                of[value] = of.get(value, 0) + count
    return found


def facts_in_words(manifest: Mapping[str, Any]) -> Iterator[str]:
    """Notes, rows and profiles of a manifest, a line each."""
    for file, notes in manifest.get("notes", {}).items():
        yield from (f"{file}: {note}" for note in notes)
    for source, rows in manifest.get("rows", {}).items():
        yield f"{source}: {rows_in_words(rows)}"
    for source, attributes in manifest.get("profile", {}).items():
        for attribute, counts in attributes.items():
            listed = [f"{value} {count:,}" for value, count in counts.items() if value]
            listed += [f"none {counts[_NONE]:,}"] if counts.get(_NONE) else []
            yield f"{source}, {attribute}: {', '.join(listed)}"
