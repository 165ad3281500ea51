"""What share of planted personal values is gone from the anonymised text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .known_values import normal, pattern


def recall(
    planted: Iterable[Mapping[str, str]], output: Mapping[str, Sequence[str]]
) -> dict[str, dict[str, dict[str, Any]]]:
    """{language: {entity: {"planted", "removed", "recall"}}} over distinct values of each interview.

    `planted` are {"interview_id", "language", "entity", "text"}; `output` maps an interview id to its anonymised texts.
    A value counts as removed when no spelling of it (see `known.pattern`) stands in any text of its interview.
    """
    distinct = sorted({(p["interview_id"], p["language"], p["entity"], p["text"]) for p in planted})
    joined = {name: "\n".join(texts) for name, texts in output.items()}
    counts: dict[str, dict[str, list[int]]] = {}
    for interview, language, entity, value in distinct:
        cell = counts.setdefault(language, {}).setdefault(entity, [0, 0])
        cell[0] += 1
        cell[1] += not _stands(joined.get(interview, ""), value)
    return {
        language: {
            entity: {"planted": all_, "removed": gone, "recall": gone / all_}
            for entity, (all_, gone) in sorted(cells.items())
        }
        for language, cells in sorted(counts.items())
    }


def _stands(text: str, value: str) -> bool:
    found = pattern(value)
    return bool(found.search(normal(text))) if found else False
