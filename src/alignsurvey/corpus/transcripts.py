"""Interview transcripts: speaker turns from JSON, CSV or plain text, and windows of turns."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..schema import InputError

Turn = dict[str, str]  # {"speaker", "text"}
WINDOW = 5  # utterances of history (paper, sections on the foundation corpus and on task 2)

_SPEAKER = re.compile(r"\s*(?P<speaker>[^:：]{1,40}?)\s*[:：]\s*(?P<text>.*)")
_HEADER = "#"  # a line of a plain-text transcript that describes the interview: "# language: zh"
_CHINESE = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True)
class Transcript:
    """One interview as kept. `known` are (entity, value) of its header, which must not be published."""

    id: str
    language: str
    turns: tuple[Turn, ...]
    known: tuple[tuple[str, str], ...] = field(default=(), repr=False)


def read_transcript(path: Path) -> Transcript:
    """Read a transcript by its file ending. Raises InputError naming the file, and the row, line or turn."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise InputError(
            f"{path.name}: no reader for {path.suffix or 'a file without ending'}; use {', '.join(READERS)}"
        )
    header, turns = reader(_text(path), path.name)
    if not turns:
        raise InputError(f"{path.name}: no speaker turns; expected lines such as 'Interviewer: ...'")
    language = str(header.get("language") or language_of(turns))
    return Transcript(str(header.get("interview_id") or path.stem), language, tuple(turns), known_values(header))


def read_json(path: Path) -> Any:
    """The value of a JSON file. Raises InputError naming it."""
    return _loads(_text(path), path.name)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); check the path") from None
    except UnicodeDecodeError:
        raise InputError(f"{path.name}: not UTF-8; save the file as UTF-8") from None


def _loads(text: str, file: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise InputError(f"{file}: not complete JSON; the file may be cut") from None


def language_of(turns: Sequence[Turn]) -> str:
    """ "zh" where more than a fifth of the characters are Chinese, else "en"."""
    text = "".join(turn["text"] for turn in turns)
    return "zh" if len(_CHINESE.findall(text)) > len(text) / 5 else "en"


def known_values(header: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """(entity, value) of all that a header tells about the respondent and must go wherever it stands.

    Read are the keys of ENTITY_OF, in `header` itself or in its part "header"; of a list such as a home town, from the
    largest part to the smallest, the smallest; the names of the household, and the people noted as `named` in the talk.
    """
    contact = header.get("header") or header
    found = {("PERSON", member["name"]) for member in contact.get("household") or ()}
    found |= {("PERSON", name) for name in contact.get("named") or ()}
    for name, entity in ENTITY_OF.items():
        value = contact.get(name)
        value = value[-1] if isinstance(value, list) and value else value
        if isinstance(value, str) and len(value.strip()) > 1:
            found.add((entity, value.strip()))
    return tuple(sorted(found))


# Keys of a header and the entities (`privacy.ENTITIES`) of their values.
ENTITY_OF = {
    "name": "PERSON",
    "given": "PERSON",
    "phone": "PHONE",
    "id_number": "ID_NUMBER",
    "email": "EMAIL",
    "wechat": "WECHAT",
    "qq": "QQ",
    "address": "STREET_ADDRESS",
    "employer": "EMPLOYER",
    "school": "SCHOOL",
    "home_town": "LOCATION",
    "home_town_said": "LOCATION",
}


def _json(text: str, file: str) -> tuple[dict[str, Any], list[Turn]]:
    """{"turns": [{"speaker", "text"}], ...}, or the list of turns alone."""
    value = _loads(text, file)
    header = value if isinstance(value, dict) else {}
    turns = header.get("turns") if header else value
    if not isinstance(turns, list):
        raise InputError(f"{file}: expected a list of turns, each with speaker and text, under 'turns'")
    return header, [_turn(turn, f"{file} turn {number}") for number, turn in enumerate(turns)]


def _csv(text: str, file: str) -> tuple[dict[str, Any], list[Turn]]:
    """A row a turn with the columns speaker and text; interview_id and language where they are there."""
    rows = list(csv.DictReader(io.StringIO(text)))
    turns = [_turn(row, f"{file} row {number}") for number, row in enumerate(rows, start=2)]
    names = {row.get("interview_id") for row in rows}
    if len(names) > 1:
        raise InputError(f"{file}: holds {len(names)} interviews; write one file an interview")
    first = rows[0] if rows else {}
    return {key: first[key] for key in ("interview_id", "language") if first.get(key)}, turns


def _txt(text: str, file: str) -> tuple[dict[str, Any], list[Turn]]:
    """ "Speaker: text" a turn, further lines belong to the turn before; "# key: value" lines make the header."""
    header: dict[str, Any] = {}
    turns: list[Turn] = []
    for number, line in enumerate(text.splitlines(), start=1):
        match = _SPEAKER.fullmatch(line.removeprefix(_HEADER))
        if line.startswith(_HEADER) and match:
            header[match["speaker"].strip()] = match["text"].strip()
        elif match:
            turns.append({"speaker": match["speaker"].strip(), "text": match["text"].strip()})
        elif line.strip() and turns:
            turns[-1]["text"] += f" {line.strip()}"
        elif line.strip():
            raise InputError(f"{file} line {number}: text before the first speaker; write 'Speaker: text'")
    return header, turns


READERS: dict[str, Callable[[str, str], tuple[dict[str, Any], list[Turn]]]] = {
    ".json": _json,
    ".csv": _csv,
    ".txt": _txt,
}


def _turn(value: Any, where: str) -> Turn:
    if not isinstance(value, Mapping) or not all(isinstance(value.get(key), str) for key in ("speaker", "text")):
        raise InputError(f"{where}: expected speaker and text")
    return {"speaker": value["speaker"].strip(), "text": value["text"].strip()}


def windows(turns: Sequence[Turn], size: int = WINDOW) -> Iterator[tuple[list[Turn], Turn]]:
    """(up to `size` utterances before, the utterance) for every utterance but the first."""
    for place in range(1, len(turns)):
        yield list(turns[max(place - size, 0) : place]), turns[place]
