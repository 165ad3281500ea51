"""Values of contact sheets and of planted.json, looked for in what would be published."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ... import privacy
from ...files.errors import InputError
from ..context import Context
from ..transcripts import Transcript, Turn

Anonymised = tuple[list[Turn], Mapping[str, Any]]  # turns, report of counts


def is_left(entity: str, value: str, texts: Sequence[str]) -> bool:
    """Whether a value occurs in one of the texts: a name as it is spelt, any other value in any spelling."""
    if entity != "PERSON":
        return bool(privacy.leaks(texts, [(entity, value)]))
    # With its capitals, or the verb "will" would be taken for the name Will.
    pattern = re.compile(rf"(?<![A-Za-z0-9]){re.escape(privacy.fold(value))}(?![A-Za-z0-9])")
    return any(pattern.search(privacy.fold(text)) for text in texts)


def refuse_known_values(
    transcripts: Sequence[Transcript], anonymised: Iterable[Anonymised], context: Context
) -> Iterator[Anonymised]:
    """The anonymised interviews as they come; after the last one, report how many known values are left in them.

    Raises InputError when any value of a contact sheet is left, but for places so broad that they stay.
    """
    searched, left = 0, Counter[str]()
    for transcript, (turns, counts) in zip(transcripts, anonymised, strict=True):
        texts = [turn["text"] for turn in turns]
        searched += len(transcript.known)
        told = [pair for pair in transcript.known if not privacy.is_broad(*pair, transcript.language)]
        left.update(entity for entity, value in told if is_left(entity, value, texts))
        yield turns, counts
    if left:
        named = ", ".join(f"{count} {entity}" for entity, count in sorted(left.items()))
        raise InputError(
            f"{context.corpus}: of what the contact sheets tell, {named} would still be published; nothing was written"
        )
    context.report("known_values", {"searched": searched, "left": dict(sorted(left.items()))})
