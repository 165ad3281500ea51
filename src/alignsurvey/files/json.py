"""JSON and JSON lines: read with one line for what is wrong, written whole or not at all."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from .atomic import replacing
from .errors import InputError
from .texts import MOST, read_bytes, read_text

_HALF = re.compile(r"\\u[dD][89a-fA-F]")  # the escape of one half of a surrogate pair
_HALF_BYTES = re.compile(rb"\\u[dD][89a-fA-F]")


def parse_json(text: str | bytes, where: str, advice: str = "the file may be cut, write it again") -> Any:
    """The value of a JSON text.

    Args:
        text: The text.
        where: What a message calls it: a file, or a file and a line.
        advice: What to do where it is no JSON.

    Raises:
        InputError: It is no JSON, or holds numbers or nesting beyond Python's limits.
    """
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        raise InputError(f"{where}: not complete JSON; {advice}") from None
    check_text(text, value, where)
    return value


def check_text(text: str | bytes, value: Any, where: str) -> None:
    """Refuse half of a surrogate pair: JSON can write it as an escape, but no file in UTF-8 can hold it.

    Args:
        text: The JSON text.
        value: What it says.
        where: What a message calls it.

    Raises:
        InputError: A text in it is no text.
    """
    escaped = _HALF_BYTES.search(text) if isinstance(text, bytes) else _HALF.search(text)
    if escaped is None:
        return
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise InputError(f"{where}: holds half of a surrogate pair, which is no text; write it as UTF-8") from None


def read_json(path: Path, advice: str = "check the path", most: int = MOST, where: str | None = None) -> Any:
    """The value of a JSON file.

    Args:
        path: The file, in UTF-8.
        advice: What to do where it cannot be read or is no JSON.
        most: The largest size in bytes that is read.
        where: What a message calls the file, by default its name.

    Raises:
        InputError: It cannot be read, or is no JSON.
    """
    where = where or path.name
    given = {} if advice == "check the path" else {"advice": advice}
    return parse_json(read_text(path, most, advice, where), where, **given)


def read_object(
    path: Path, advice: str = "check the path", most: int = MOST, where: str | None = None
) -> dict[str, Any]:
    """The JSON object that a file holds; arguments and errors as in `read_json`."""
    value = read_json(path, advice, most, where)
    if not isinstance(value, dict):
        raise InputError(f"{where or path.name}: not a JSON object; {advice}")
    return value


def read_jsonl(path: Path, where: str | None = None) -> Iterator[tuple[int, Any]]:
    """Yield (line number, value) of a file of JSON lines.

    Args:
        path: The file, in UTF-8.
        where: What a message calls it, by default its name.

    Raises:
        InputError: The file is missing, or a line is not UTF-8 or no JSON.
    """
    where = where or path.name
    raw = read_bytes(path, where=where)
    for number, line in enumerate(raw.removeprefix(codecs.BOM_UTF8).split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line.decode())
        except UnicodeDecodeError:
            raise InputError(f"{where} line {number}: not UTF-8 text; write the file again as UTF-8") from None
        except (ValueError, RecursionError):
            raise InputError(
                f"{where} line {number}: not a complete JSON object; the file may be cut, write it again"
            ) from None
        check_text(line, value, f"{where} line {number}")
        yield number, value


def write_jsonl(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write one JSON object a line, whole or not at all."""
    with replacing(path) as beside:
        beside.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def write_json(path: Path, value: Any, private: bool = False) -> None:
    """Write indented JSON with sorted keys, whole or not at all; `private`: for the user alone.

    Raises ValueError for NaN and infinity.
    """
    with replacing(path, private) as beside:
        text = json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False)
        beside.write_text(text + "\n", encoding="utf-8")
