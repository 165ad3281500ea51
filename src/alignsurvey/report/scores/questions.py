"""What each record asks, as scores tell questions apart."""

from __future__ import annotations

from collections.abc import Sequence

from ...schema import Record
from ...tasks import Spec


def questions_of(records: Sequence[Record], spec: Spec) -> list[str]:
    """The question of each record; one that was asked in several languages counts as one in each.

    Its choices have other texts there, and other people gave them.
    """
    column, languages = str(spec.item), dict[str, set[str]]()
    for row in records:
        languages.setdefault(row[column], set()).add(row.get("language", ""))
    return [f"{row[column]} ({row['language']})" if len(languages[row[column]]) > 1 else row[column] for row in records]
