"""Conversations from tables and JSON: a row a turn, a row an interview, an object an interview."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from typing import Any

from ...files.errors import InputError
from . import lines
from .talk import Shape, Talk, Turn, join_utterances

# Under which names files keep what is looked for; SOURCE.yaml's `fields` puts another before them.
NAMES = {
    "id": ("interview_id", "transcript_id", "conversation_id", "dialogue_id", "id"),
    "speaker": ("speaker", "speakers", "role"),
    "text": ("text", "texts", "utterance", "utterances", "content", "transcript"),
    "turns": ("turns", "dialogue", "messages", "conversation"),
    "group": ("group",),
    "language": ("language",),
    "country": ("country",),
}
_HEADER_KEYS = ("id", "group", "language", "country")


def value_of(row: Mapping[str, Any], name: str, shape: Shape) -> Any:
    """What a row holds under a name, or under the first of its other names that it has."""
    names = (shape.fields[name], *NAMES[name]) if name in shape.fields else NAMES[name]
    return next((row[one] for one in names if row.get(one) not in (None, "")), None)


def conversations(rows: Iterable[tuple[str, Any]], file: str, shape: Shape) -> Iterator[Talk]:
    """(where, row) -> conversations: rows with one speaker and one text are turns of the interview that they name.

    Such rows need not be adjacent; without a name they are all one interview. Raises InputError naming the row.
    """
    apart: dict[str, list[Turn]] = {}
    first: dict[str, tuple[str, dict[str, Any]]] = {}
    for where, row in rows:
        if not isinstance(row, Mapping):
            raise InputError(f"{where}: expected an object with turns, or with speaker and text")
        header = {name: value_of(row, name, shape) for name in _HEADER_KEYS}
        speaker, text = value_of(row, "speaker", shape), value_of(row, "text", shape)
        if value_of(row, "turns", shape) is None and speaker is not None and not isinstance(speaker, list):
            name = "" if header["id"] is None else str(header["id"])
            apart.setdefault(name, []).append(_turn(speaker, text, where))
            first.setdefault(name, (where, header))
        else:
            yield conversation(row, where, shape)
    for name, turns in apart.items():
        where, header = first[name]
        yield Talk(where if len(apart) > 1 else file, header, tuple(turns))


def conversation(row: Mapping[str, Any], where: str, shape: Shape) -> Talk:
    """An object that holds a whole interview: a list of turns, two lists, or one text with labelled lines."""
    header = {**row, **{name: value_of(row, name, shape) for name in _HEADER_KEYS}}
    turns, speaker, text = (value_of(row, name, shape) for name in ("turns", "speaker", "text"))
    if isinstance(turns, list):
        found = [_of_object(turn, f"{where} turn {number}", shape) for number, turn in enumerate(turns)]
    elif isinstance(speaker, list) and isinstance(text, list):
        if len(speaker) != len(text):
            raise InputError(f"{where}: {len(speaker)} speakers but {len(text)} texts; each text needs its speaker")
        pairs = enumerate(zip(speaker, text, strict=True))
        found = [_turn(who, said, f"{where} turn {number}") for number, (who, said) in pairs]
    elif isinstance(text, str) and speaker is None:
        found_header, found = lines.turns_of(text, where, shape.labels())
        header |= {key: value for key, value in found_header.items() if not header.get(key)}
    else:
        raise InputError(f"{where}: expected speaker and text, or turns; `fields` in SOURCE.yaml names other columns")
    return Talk(where, header, tuple(turn for turn in found if turn["text"]))


def _of_object(value: Any, where: str, shape: Shape) -> Turn:
    if not isinstance(value, Mapping):
        raise InputError(f"{where}: expected speaker and text")
    return _turn(value_of(value, "speaker", shape), value_of(value, "text", shape), where)


def _turn(speaker: Any, text: Any, where: str) -> Turn:
    """A turn; a text may be a list of sentences, a speaker a number. An empty text is one that says nothing."""
    if isinstance(text, list) and all(isinstance(part, str) for part in text):
        text = reduce(join_utterances, (part.strip() for part in text), "")
    if text is None and speaker is not None:
        raise InputError(f"{where}: expected speaker and text")
    if not isinstance(text, str) or not isinstance(speaker, str | int) or isinstance(speaker, bool):
        raise InputError(f"{where}: expected speaker and text")
    return {"speaker": str(speaker).strip(), "text": text.strip()}
