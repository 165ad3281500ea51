"""One conversation as a raw file holds it, before roles and language are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from unicodedata import east_asian_width

Turn = dict[str, str]  # {"speaker", "text"}


@dataclass(frozen=True)
class Talk:
    """Speaker turns and what the file says about them; `where` is the file, and the row or line, for messages."""

    where: str
    header: Mapping[str, Any] = field(repr=False)
    turns: tuple[Turn, ...] = field(repr=False)


@dataclass(frozen=True)
class Shape:
    """What SOURCE.yaml says of raw files: `fields` name -> the file's own, `speakers` role -> labels."""

    fields: Mapping[str, str] = field(default_factory=dict)
    speakers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def labels(self) -> frozenset[str]:
        return frozenset(label for labels in self.speakers.values() for label in labels)


def join_utterances(before: str, after: str) -> str:
    """Two pieces of one utterance as one: with a space between, but for Chinese, which has none."""
    wide = before and after and {east_asian_width(before[-1]), east_asian_width(after[0])} <= {"W", "F"}
    return f"{before}{after}" if wide else f"{before} {after}".strip()
