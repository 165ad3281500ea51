"""The dictionary of an SPSS file: whether it agrees with itself, because one that does not can kill the whole program,
and the encoding that it declares."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from ...files.errors import InputError

_HEADER, _LAYOUT = 176, 64
_VARIABLE, _LABELS, _LABELLED, _DOCUMENT, _EXTENSION, _END = 2, 3, 4, 6, 7, 999
_MACHINE, _ENCODING = 3, 20  # extension records
_CONTINUED = -1
_MOST = 1 << 20  # numbers in a record
_WORD = 8  # bytes of a value; a longer text goes on in the variables behind it


def check_dictionary(path: Path) -> None:
    """Raises InputError for variables or value labels that cannot be; leaves all else to the parser."""
    with path.open("rb") as stream:
        head = stream.read(_HEADER)
        if len(head) == _HEADER and head[:3] == b"$FL":
            order = "<" if head[_LAYOUT] in (2, 3) else ">"
            try:
                sound = _sound(stream, order)
            except (struct.error, OSError, ValueError):
                return  # cut, or sizes that cannot be: the parser tells
            if not sound:
                raise InputError(f"{path.name}: its dictionary contradicts itself; it is damaged, obtain it again")


def declared_encoding(path: Path) -> str | None:
    """The encoding that the file names; else the code page of its writer; None where it says neither."""
    found: dict[int, bytes] = {}
    with path.open("rb") as stream:
        head = stream.read(_HEADER)
        if len(head) < _HEADER or head[:3] != b"$FL":
            return None
        order = "<" if head[_LAYOUT] in (2, 3) else ">"
        try:
            _sound(stream, order, found)
        except (struct.error, OSError, ValueError):
            return None
    if _ENCODING in found:
        return found[_ENCODING].decode("ascii", errors="replace").strip("\0 ") or None
    if len(found.get(_MACHINE, b"")) == 32:
        page = struct.unpack(f"{order}8i", found[_MACHINE])[7]
        return {65001: "utf-8", 2: None, 3: None, 4: None}.get(page, f"cp{page}")
    return None


def _sound(stream: BinaryIO, order: str, found: dict[int, bytes] | None = None) -> bool:
    """Whether variables and value labels can be; `found` takes the records that tell of encodings."""
    types: list[int] = []

    def numbers(count: int) -> Sequence[int]:
        if not 0 <= count < _MOST:
            raise ValueError(count)
        return struct.unpack(f"{order}{count}i", stream.read(4 * count))

    while (record := numbers(1)[0]) != _END:
        if record == _VARIABLE:
            kind, label, missing, _, _ = numbers(5)
            types.append(kind)
            stream.seek(_WORD, 1)
            length = numbers(1)[0] if label else 0
            stream.seek(-(-length // 4) * 4 + abs(missing) * _WORD, 1)
        elif record == _LABELS:
            for _ in range(numbers(1)[0]):
                value = stream.read(_WORD + 1)
                if len(value) <= _WORD:
                    raise ValueError(value)
                stream.seek(value[_WORD] // _WORD * _WORD + _WORD - 1, 1)
        elif record == _LABELLED:
            places = numbers(numbers(1)[0])
            if any(not 1 <= place <= len(types) or not 0 <= types[place - 1] <= _WORD for place in places):
                return False
        elif record == _DOCUMENT:
            stream.seek(80 * numbers(1)[0], 1)
        elif record == _EXTENSION:
            kind, size, count = numbers(3)
            if found is not None and kind in (_MACHINE, _ENCODING) and 0 <= size * count < _MOST:
                found[kind] = stream.read(size * count)
            else:
                stream.seek(size * count, 1)
        else:
            return True  # something else that is wrong
    return _continued(types)


def _continued(types: Sequence[int]) -> bool:
    """Whether each long text is followed by as many parts as it needs, and nothing else is a part."""
    due = 0
    for kind in types:
        if (kind == _CONTINUED) != (due > 0) or not _CONTINUED <= kind <= 255:
            return False
        due = due - 1 if kind == _CONTINUED else max(-(-kind // _WORD) - 1, 0)
    return due == 0
