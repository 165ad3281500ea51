"""JSON: an interview, a list of turns, or a list of interviews."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ....files.errors import InputError
from ....files.json import read_json
from .. import rows
from ..talk import Shape, Talk


def read(path: Path, shape: Shape) -> Iterator[Talk]:
    value = read_json(path)
    if isinstance(value, dict):
        yield rows.conversation(value, path.name, shape)
    elif isinstance(value, list):
        numbered = ((f"{path.name} entry {number}", row) for number, row in enumerate(value))
        yield from rows.conversations(numbered, path.name, shape)
    else:
        raise InputError(f"{path.name}: expected turns or interviews, each turn with speaker and text")
