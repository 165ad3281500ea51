"""Personal data planted in synthetic interviews: how much of it anonymisation found, and whether any is left.

Only figures, entities and places (interview, turn) leave this module; the planted text itself never does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ... import privacy
from ...files.errors import InputError
from ...files.json import read_json
from ..transcripts import Transcript, Turn
from .known_values import is_left

_NAMED = 3  # how many places an error lists


@dataclass(frozen=True)
class PlantedValue:
    """`text[start:end]` of a turn, counted over the transcript as it is anonymised, is an `entity`."""

    interview: str
    turn: int
    start: int
    end: int
    entity: str


def read_planted(
    path: Path, transcripts: Mapping[str, Transcript], annotations_from: Mapping[str, int]
) -> list[PlantedValue]:
    """The entries of planted.json. An annotation counts as a turn after the spoken ones, from `annotations_from` on.

    Raises InputError when a span is not where the file says.
    """
    found = []
    for number, entry in enumerate(read_json(path)):
        where = f"{path.name} entry {number}"
        try:
            name, index = entry["interview"], entry["turn"]
            turn = index if index is not None else annotations_from[name] + entry["annotation"]
            text = transcripts[name].turns[turn]["text"]
            planted = PlantedValue(name, turn, entry["start"], entry["end"], entry["entity"])
            right = text[planted.start : planted.end] == entry["text"]
        except (KeyError, IndexError, TypeError):
            raise InputError(f"{where}: no such interview, turn or span; make the raw material again") from None
        if not right:
            raise InputError(f"{where}: the span does not match the turn's text; make the raw material again")
        found.append(planted)
    return found


def measure_recall(
    planted: Sequence[PlantedValue], transcripts: Mapping[str, Transcript], published: Mapping[str, Sequence[Turn]]
) -> dict[str, Any]:
    """Recall by language and entity. Raises InputError when a direct identifier is left in what would be published.

    `recognised` counts spans that the recognisers alone cover, knowing nothing of the respondent; `removed` counts
    spans whose text is gone from its turn, with the help of the contact sheet.
    """
    covered = _covered(planted, transcripts)
    counts: dict[str, dict[str, dict[str, int]]] = {}
    left: list[PlantedValue] = []
    for plant, found in zip(planted, covered, strict=True):
        transcript = transcripts[plant.interview]
        text = transcript.turns[plant.turn]["text"][plant.start : plant.end]
        by_entity = counts.setdefault(transcript.language, {})
        cell = by_entity.setdefault(plant.entity, {"planted": 0, "recognised": 0, "removed": 0})
        cell["planted"] += 1
        cell["recognised"] += found
        turns = [turn["text"] for turn in published[plant.interview]]
        cell["removed"] += not is_left(plant.entity, text, [turns[plant.turn]])
        if plant.entity in privacy.DIRECT and is_left(plant.entity, text, turns):
            left.append(plant)
    if left:
        raise InputError(_refusal(left, counts))
    return {language: {entity: _shares(cell) for entity, cell in sorted(by.items())} for language, by in counts.items()}


def recall_table(recall: Mapping[str, Mapping[str, Mapping[str, float]]]) -> str:
    """The figures for a terminal, a line per language and entity."""
    lines = [f"{'':4}{'entity':16}{'planted':>8}{'recognised':>12}{'removed':>9}"]
    for language, by_entity in sorted(recall.items()):
        for entity, cell in by_entity.items():
            shares = f"{cell['recognised']:>12.3f}{cell['removed']:>9.3f}"
            lines.append(f"{language:4}{entity:16}{cell['planted']:>8}{shares}")
    return "\n".join(lines)


def _shares(cell: Mapping[str, int]) -> dict[str, float]:
    return {"planted": cell["planted"], **{key: cell[key] / cell["planted"] for key in ("recognised", "removed")}}


def _covered(planted: Sequence[PlantedValue], transcripts: Mapping[str, Transcript]) -> list[bool]:
    """Whether the recognisers alone cover every letter and digit of each span, under whatever entity."""
    found: dict[tuple[str, int], list[Any]] = {}
    for language in sorted({transcripts[plant.interview].language for plant in planted}):
        places = sorted({(p.interview, p.turn) for p in planted if transcripts[p.interview].language == language})
        texts = [transcripts[name].turns[turn]["text"] for name, turn in places]
        found |= dict(zip(places, privacy.spans_batch(texts, language), strict=True))
    return [_covers(found[plant.interview, plant.turn], plant, transcripts) for plant in planted]


def _covers(spans: Sequence[Any], plant: PlantedValue, transcripts: Mapping[str, Transcript]) -> bool:
    text = transcripts[plant.interview].turns[plant.turn]["text"]
    letters = {place for place in range(plant.start, plant.end) if text[place].isalnum()}
    return letters <= {place for span in spans for place in range(span.start, span.end)}


def _refusal(left: Sequence[PlantedValue], counts: Mapping[str, Any]) -> str:
    places = ", ".join(f"{plant.entity} in {plant.interview} turn {plant.turn}" for plant in left[:_NAMED])
    total = sum(cell["planted"] for by in counts.values() for entity, cell in by.items() if entity in privacy.DIRECT)
    more = f" and {len(left) - _NAMED} more" if len(left) > _NAMED else ""
    return (
        f"planted.json: {len(left)} of {total} planted direct identifiers would still be published ({places}{more}); "
        "improve the recognisers or the contact sheets; nothing was published"
    )
