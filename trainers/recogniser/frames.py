"""Made-up talk from sentence frames: "[hi|hello], i'm {full}, i work at {company}".

Alternatives stand in brackets, an entity or a word to draw in braces; `#` begins a note. Files whose name begins with
`named` hold frames with entities, with `plain` those without any, which tempt a recogniser.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from random import Random

from examples import Example, Piece

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_SLOT = re.compile(r"\{([\w.]+)\}")
Draw = Callable[[str, Random, dict[str, str]], Piece]


def read(folder: Path, kind: str) -> list[str]:
    """The frames of all files of a language that begin with `kind`."""
    lines = [line for path in sorted(folder.glob(f"{kind}*.txt")) for line in path.read_text("utf-8").splitlines()]
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def expand(frame: str, random: Random, draw: Draw) -> Example:
    """One sentence of a frame. `draw` gives (string, kind) of a slot; a slot with a number stays the same."""
    while match := _CHOICE.search(frame):
        frame = frame[: match.start()] + random.choice(match[1].split("|")) + frame[match.end() :]
    pieces: list[Piece] = []
    place, said = 0, dict[str, str]()
    for match in _SLOT.finditer(frame):
        pieces += [(frame[place : match.start()], ""), draw(match[1], random, said)]
        place = match.end()
    pieces.append((frame[place:], ""))
    return Example(tuple(piece for piece in pieces if piece[0]))
