"""JSON and JSON lines: read with one line for what is wrong, written whole or not at all."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from .atomic import replacing
from .errors import InputError


def read_jsonl(path: Path, where: str | None = None) -> Iterator[tuple[int, Any]]:
    """Yield (line number, value). Raises InputError for a missing file, bad UTF-8 or a line that is not JSON; `where`
    is what it calls the file, by default its name."""
    where = where or path.name
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); check the path") from None
    for number, line in enumerate(raw.removeprefix(codecs.BOM_UTF8).split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line.decode())
        except UnicodeDecodeError:
            raise InputError(f"{where} line {number}: not UTF-8 text; write the file again as UTF-8") from None
        except (ValueError, RecursionError):
            raise InputError(
                f"{where} line {number}: not a complete JSON object; the file may be cut, write it again"
            ) from None


def write_jsonl(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write one JSON object a line, atomically."""
    with replacing(path) as beside:
        beside.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def write_json(path: Path, value: Any) -> None:
    """Write indented JSON with sorted keys, atomically."""
    with replacing(path) as beside:
        text = json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False)
        beside.write_text(text + "\n", encoding="utf-8")
