"""A file of released records: JSON as it should be, or JSON that a comma or a bracket keeps from being it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...files.errors import InputError
from ...files.texts import read_text
from ...files.yaml import load
from ..defects import Defects

_COMMA = re.compile(r'"(?:[^"\\]|\\.)*"|,(?=\s*[\]}])', re.DOTALL)  # a text, or a comma before a closing bracket
_BLANK = re.compile(r"[\s\ufeff]*")


@dataclass(frozen=True)
class Row:
    """One record of a file; `number` counts from 1. `prompt` is the whole text, `parts` what it shows, by name."""

    file: str
    number: int
    fields: Mapping[str, Any]
    prompt: str
    parts: re.Match[str]

    def __getitem__(self, name: str) -> str:
        return self.parts[name] or ""


def settings_of(home: Path) -> dict[str, Any]:
    """The records.yaml of a corpus. Raises InputError."""
    settings = load(home / "records.yaml")
    for key in ("source", "country", "language", "files"):
        if not settings.get(key):
            raise InputError(f"{home.name}/records.yaml: key {key!r} is needed")
    return settings


def rows(raw: Path, declared: Mapping[str, Any], defects: Defects) -> list[Row]:
    """The records of the file that `declared` names, as far as their prompts have its form; none where it is absent."""
    path = _find(raw, declared["file"])
    if path is None:
        return []
    prompt = re.compile(declared["prompt"], re.DOTALL)
    records = read_records(path, defects)
    if "records" in declared and len(records) != declared["records"]:
        defects.add(path.name, "records differ")
    found = []
    names = list(dict.fromkeys(name for record in records for name in record))
    unknown = [name for name in names if name not in ("instruction", "input", "output", *declared.get("fields", ()))]
    if unknown:
        raise InputError(f"{path.name}: field {unknown[0]!r} belongs to no column; say in records.yaml what it is")
    for number, record in enumerate(records, start=1):
        shown = _prompt(record, path.name, number, names, defects)
        match = prompt.fullmatch(shown)
        if match is None:
            defects.add_left_out(path.name, "other prompt", number)
        else:
            found.append(Row(path.name, number, record, shown, match))
    return found


def _prompt(record: Mapping[str, Any], file: str, number: int, names: Sequence[str], defects: Defects) -> str:
    """The prompt: the instruction, and on a line of its own the input where there is one."""
    if any(name not in record for name in names):
        defects.add(file, "field absent", number)
    instruction, given = record.get("instruction"), record.get("input", "")
    if not isinstance(instruction, str) or not isinstance(given, str) or not isinstance(record.get("output"), str):
        raise InputError(f"{file} record {number}: expected texts as instruction, input and output")
    if given and not given.strip():
        defects.add(file, "blank input", number)
    return f"{instruction}\n{given}" if given.strip() else instruction


def _find(raw: Path, patterns: str | Sequence[str]) -> Path | None:
    """The one file that fits. Raises InputError where two do."""
    every = [patterns] if isinstance(patterns, str) else patterns
    found = sorted({path for pattern in every for path in raw.glob(pattern) if path.is_file()})
    if len(found) > 1:
        raise InputError(f"{found[1].name}: {found[0].name} is the same part of the release; keep one of them")
    return found[0] if found else None


def read_records(path: Path, defects: Defects) -> list[dict[str, Any]]:
    """The records of a file, a JSON list. What is no JSON is repaired where only one reading is possible: a comma
    before a closing bracket, a comma between records or the last bracket missing, the last record cut off; each is
    reported. Raises InputError naming line and column for anything else.
    """
    text = read_text(path)
    try:
        records = json.loads(text)
        cut = 0
    except (ValueError, RecursionError):
        records, cut, flaws = _repair(text, path.name)
        for kind, line in flaws:
            defects.add(path.name, kind, line=line)
    if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
        raise InputError(f"{path.name}: expected a list of records, each with instruction and output")
    defects.add_file(path.name, len(records) + cut)
    if cut:
        defects.add_left_out(path.name, "cut record", len(records) + 1)
    return records


def _repair(text: str, file: str) -> tuple[list[Any], int, list[tuple[str, int]]]:
    """(records, 1 where another one is cut off, what was wrong and on which line)."""
    flaws: list[tuple[str, int]] = []

    def dropped(match: re.Match[str]) -> str:
        if match[0] != ",":
            return match[0]
        flaws.append(("trailing comma", _line(match.string, match.start())))
        return " "  # so that lines and columns stay

    text = _COMMA.sub(dropped, text)
    decoder = json.JSONDecoder()
    place = _after(text, 0)
    if text[place : place + 1] != "[":
        raise InputError(f"{file} line {_line(text, place)}: expected [ and a list of records")
    records: list[Any] = []
    place = _after(text, place + 1)
    while place < len(text) and text[place] != "]":
        if records and text[place] == ",":
            place = _after(text, place + 1)
        elif records:
            flaws.append(("missing comma", _line(text, place)))
        if place == len(text):
            flaws.append(("trailing comma", _line(text, place)))
            break
        try:
            record, place = decoder.raw_decode(text, place)
        except json.JSONDecodeError as error:
            if not _is_cut(error, text):
                raise InputError(
                    f"{file} line {error.lineno} column {error.colno}: no JSON ({error.msg}); correct it there"
                ) from None
            return records, 1, flaws
        records.append(record)
        place = _after(text, place)
    if place == len(text):
        flaws.append(("missing bracket", _line(text, place)))
    elif _after(text, place + 1) != len(text):
        raise InputError(f"{file} line {_line(text, place + 1)}: text after the list of records; remove it")
    return records, 0, flaws


def _is_cut(error: json.JSONDecodeError, text: str) -> bool:
    """Whether it is the end of the file that the record lacks the rest of."""
    return error.msg.startswith("Unterminated string") or error.pos >= len(text.rstrip())


def _after(text: str, place: int) -> int:
    match = _BLANK.match(text, place)
    return match.end() if match else place


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


def replace_spans(
    text: str, spans: Iterator[tuple[tuple[int, int], str]] | Sequence[tuple[tuple[int, int], str]]
) -> str:
    """The text with other words in the given places, which do not overlap."""
    made, last = [], 0
    for (start, end), new in sorted(spans):
        made += [text[last:start], new]
        last = end
    return "".join([*made, text[last:]])


def replace_parts(row: Row, new: Mapping[str, str]) -> str:
    """The prompt of a row with other words in its named parts."""
    return replace_spans(row.prompt, [(row.parts.span(name), words) for name, words in new.items()])
