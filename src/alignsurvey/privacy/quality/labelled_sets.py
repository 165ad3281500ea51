"""Sets of labelled sentences: folders of JSONL rows {"text", "spans": [[start, end, kind]], "source"}; kinds are
PERSON, LOCATION and ORG.

What the recognisers were trained on, what chose their thresholds and what nobody looked at is told by a hash of a row's
document (or of its block of 20 rows where a set has no documents), so that neighbours stay together and the parts never
change.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ...files.errors import InputError
from ..recognise.learnt import FOLDER

TUNE, HELD = 4, 12  # percent of the documents of a set that was trained on
PARTS = ("train", "tune", "held")
SAME = {"uner_zh_gsd": "uner_zh_gsdsimp"}  # sets with the same sentences, in traditional and in simplified characters


@dataclass(frozen=True)
class Row:
    """One labelled text, the part that it belongs to, and (start, end, kind) of its spans."""

    text: str
    spans: tuple[tuple[int, int, str], ...]
    part: str


def folders(root: Path) -> list[Path]:
    """The folders below `root` that hold labelled sets, by name."""
    return sorted({path.parent for path in root.rglob("*.jsonl") if _is_labelled(path)}, key=lambda path: path.name)


def _is_labelled(path: Path) -> bool:
    """Whether the first line of a file is a row of a labelled set."""
    with path.open(encoding="utf-8") as stream:
        line = stream.readline()
    try:
        row = json.loads(line)
    except ValueError:
        return False
    return isinstance(row, dict) and isinstance(row.get("text"), str) and isinstance(row.get("spans"), list)


def read(folder: Path) -> Iterator[Row]:
    """The rows of a folder. Raises InputError for a row of another shape."""
    for path in sorted(folder.glob("*.jsonl")):
        try:
            lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
            documents = len({line["source"] for line in lines})
            for number, line in enumerate(lines):
                group = line["source"] if 4 < documents < len(lines) else f"{path.stem}:{number // 20}"
                spans = tuple((start, end, kind) for start, end, kind in line["spans"])
                yield Row(line["text"], spans, part_of(f"{SAME.get(folder.name, folder.name)}:{group}"))
        except (ValueError, KeyError, TypeError):
            raise InputError(
                f'{path}: expected rows of {{"text", "spans", "source"}}; see trainers/recogniser'
            ) from None


def part_of(group: str) -> str:
    """ "held", "tune" or "train" for the name of a document."""
    place = int(hashlib.sha256(group.encode()).hexdigest(), 16) % 100
    return "held" if place < HELD else "tune" if place < HELD + TUNE else "train"


def trained() -> frozenset[str]:
    """Names of the sets that the package's recognisers were trained on, as their configs tell."""
    configs = [json.loads(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*/recogniser/config.json")]
    names = {name for config in configs for name in config["sets"]}
    return frozenset({*names, *(other for other, name in SAME.items() if name in names)})
