"""A released record of an interview study as it is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .background import Background
from .reading import Row


@dataclass(frozen=True)
class Released:
    """`background` is None for task 1, whose prompts show none; `turns` are those of the dialogue."""

    config: str
    row: Row
    person: str
    background: Background | None
    turns: tuple[re.Match[str], ...]
    output: Any  # a list of options, an utterance, or {predict, reason}

    def texts(self, story: str) -> Iterator[str]:
        """Texts that may name somebody; `story` is the attribute that holds a life story."""
        yield from (turn["text"] for turn in self.turns)
        if self.config == "interview":
            yield from (self.row["question"], self.output)
        elif self.config == "attitude_stance":
            yield self.output["reason"]
        if self.background:
            yield self.background.texts().get(story, "")
