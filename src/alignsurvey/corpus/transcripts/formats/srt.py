"""Subtitles in SubRip."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ....files.texts import read_text
from .. import cues
from ..talk import Shape, Talk


def read(path: Path, shape: Shape) -> Iterator[Talk]:
    yield Talk(path.name, {}, tuple(cues.turns_of(read_text(path), path.name, shape.labels())))
