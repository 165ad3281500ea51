"""The choice that a text is, with nothing around it: its letter, its text, or both."""

from __future__ import annotations

import re

from .choices import LETTERED, ShownChoices, index_of_letters, spelled
from .texts import EDGES, key

REFUSED = -1  # the reply declines to answer
UNREADABLE = -2  # the reply means no choice, or several

# A letter alone, also with the word for it: "B", "Option B", "我选B", "B项".
_ALONE = re.compile(r"^(?:(?:option|choice|选项|选择|我?选)\s*)?([a-z]{1,2})(?:\s*(?:option|选项|项))?$")


def _named(text: str, shown: ShownChoices) -> frozenset[int]:
    """The choices whose text this is, by the strictest form that knows it."""
    folded = spelled(text)
    bare = folded.strip(EDGES)
    for level, form in zip(shown.levels, (text.strip(), folded, bare, bare), strict=True):
        found = level.get(form)
        if found:
            return found
    return frozenset()


def exact_choice(text: str, shown: ShownChoices) -> int | None:
    """The choice when the text is its letter, its text or both and nothing else; UNREADABLE when they disagree."""
    named = _named(text, shown)
    alone = _ALONE.match(key(text)) if len(text) < 24 else None
    index = index_of_letters(alone[1]) if alone else shown.count
    if index < shown.count:
        return index if named <= {index} else UNREADABLE
    if len(named) == 1:
        return next(iter(named))
    both = LETTERED.match(text)
    if both and index_of_letters(both[1]) < shown.count:
        named = _named(both[3], shown)
        if index_of_letters(both[1]) in named:
            return index_of_letters(both[1])
        # Marks were between a letter and another choice's text; after a mere blank the letter may be the article "a".
        if named and both[2].strip():
            return UNREADABLE
    return None
