"""JSON lines: an interview a line, or a turn a line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ....files.json import read_jsonl
from .. import rows
from ..talk import Shape, Talk


def read(path: Path, shape: Shape) -> Iterator[Talk]:
    numbered = ((f"{path.name} line {number}", row) for number, row in read_jsonl(path))
    yield from rows.conversations(numbered, path.name, shape)
