"""Interviews as they are read, before anything is anonymised: the reader of a file, roles, language, known values."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...files.errors import InputError
from ...privacy.languages import languages as recogniser_languages
from . import formats, roles
from . import language_detection as languages
from .contact_sheet import known_values
from .talk import Shape, Talk, Turn

WINDOW = 5  # utterances of history (paper, sections on the foundation corpus and on task 2)


@dataclass(frozen=True)
class Transcript:
    """One interview as kept. `known` are (entity, value) of its header, which must not be published.

    `who` is the speaker of each turn by role, "interviewer" or "interviewee 2". Interviews with the same `group` are
    the same people. `keep` are phrases that name nobody, whatever a recogniser takes them for.
    """

    id: str
    language: str
    turns: tuple[Turn, ...] = field(repr=False)
    known: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    who: tuple[str, ...] = ()
    group: str | None = None
    country: str | None = None
    where: str = ""
    keep: tuple[str, ...] = ()


@dataclass(frozen=True)
class RawMaterial:
    """What the raw files of a corpus say of its respondents: their keys, and their interviews.

    A build.py gives it to tasks of a cluster, which anonymise their shares, and to the audit, which searches for it.
    """

    respondent_keys: frozenset[str] = field(default=frozenset(), repr=False)
    transcripts: tuple[Transcript, ...] = field(default=(), repr=False)


def endings() -> list[str]:
    """The endings of files that can be read: ".csv", ".docx", ..."""
    return sorted(f".{module.name}" for module in pkgutil.iter_modules(formats.__path__))


def read_transcripts(path: Path, shape: Shape | None = None) -> Iterator[Transcript]:
    """The transcripts of a file, read by its ending.

    Args:
        path: a file with one of the `endings`.
        shape: what SOURCE.yaml says of columns and speakers.

    Returns:
        Each interview with roles, language and known personal values; nothing is anonymised.

    Raises:
        InputError: names the file and the row, line or turn that cannot be read.
    """
    shape = shape or Shape()
    if path.suffix.lower() not in endings():
        kind = path.suffix or "a file without ending"
        raise InputError(f"{path.name}: no reader for {kind}; use {', '.join(endings())}, or name files in SOURCE.yaml")
    reader = importlib.import_module(f"{formats.__name__}.{path.suffix.lower().removeprefix('.')}")
    empty = True
    for talk in reader.read(path, shape):
        empty = False
        yield _transcript(talk, path.stem, shape)
    if empty:
        raise InputError(f"{path.name}: no speaker turns; expected lines such as 'Interviewer: ...'")


def _transcript(talk: Talk, stem: str, shape: Shape) -> Transcript:
    if not talk.turns:
        raise InputError(f"{talk.where}: no speaker turns; expected lines such as 'Interviewer: ...'")
    header = talk.header
    name = next((header[key] for key in ("id", "interview_id") if header.get(key) not in (None, "")), stem)
    declared = str(header["language"]) if header.get("language") else None
    names = roles.names_of(talk.turns) - shape.labels()
    return Transcript(
        id=str(name),
        language=languages.language_tag(talk.turns, declared, talk.where, recogniser_languages()),
        turns=talk.turns,
        known=tuple(sorted({*_known(header, talk.where), *(("PERSON", name) for name in names)})),
        who=tuple(roles.assign_roles(talk.turns, shape.speakers)),
        group=None if header.get("group") in (None, "") else str(header["group"]),
        country=str(header["country"]) if header.get("country") else None,
        where=talk.where,
    )


def _known(header: Mapping[str, Any], where: str) -> tuple[tuple[str, str], ...]:
    try:
        return known_values(header)
    except InputError as error:
        raise InputError(f"{where}: {error}") from None


def windows(turns: Sequence[Turn], size: int = WINDOW) -> Iterator[tuple[list[Turn], Turn]]:
    """(up to `size` utterances before, the utterance) for every utterance but the first."""
    for place in range(1, len(turns)):
        yield list(turns[max(place - size, 0) : place]), turns[place]
