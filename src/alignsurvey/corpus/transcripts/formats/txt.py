"""Plain text: "Speaker: text" a turn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ....files.texts import read_text
from .. import lines
from ..talk import Shape, Talk


def read(path: Path, shape: Shape) -> Iterator[Talk]:
    header, turns = lines.turns_of(read_text(path), path.name, shape.labels())
    yield Talk(path.name, header, tuple(turns))
