"""Rewrite interviews so that they name nobody: the same person under the same pseudonym through one interview."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...files.errors import InputError
from ...files.hashes import digest
from ..entities import Span
from ..keys import pseudonym
from ..languages import fold
from ..languages.language import LEVELS
from ..languages.lists import words
from ..recognise.engines import batches, recogniser_language, spans_batch
from . import bands
from .book import Book
from .contact_sheet import Known, resolve_known, values_of
from .people import People
from .second_look import Names, Talk

Turn = dict[str, str]
ROLES = words("shared/speaker_roles")


@dataclass(frozen=True)
class Interview:
    """One interview: turns of {speaker, text}, its BCP 47 language, its id, and values known from the profile.

    `keep` are phrases that a person has looked at and found to name nobody: what overlaps one stays unless it is known.
    """

    id: str
    language: str
    turns: Sequence[Mapping[str, str]] = field(repr=False)
    known: Sequence[Known] = field(default=(), repr=False)
    keep: Sequence[str] = ()


def anonymise_interview(
    turns: Sequence[Mapping[str, str]],
    *,
    language: str,
    key: bytes,
    interview_id: str,
    known: Iterable[Known] = (),
    places: str = "city",
) -> tuple[list[Turn], dict[str, Any]]:
    """The turns without personal data, and a report: {"language", "turns", "characters", "replaced", "persons"}.

    `known` values (of the profile: name, phone, employer) go wherever they stand; give (entity, value) where the entity
    is known. `places` is the level at which places stay: "city", "state" or "country". No error carries any text.
    """
    one = Interview(interview_id, language, turns, tuple(known))
    return next(anonymise_interviews([one], key=key, places=places))


def anonymise_interviews(
    interviews: Iterable[Interview], *, key: bytes, places: str = "city", batch: int = 32
) -> Iterator[tuple[list[Turn], dict[str, Any]]]:
    """`anonymise_interview` for many, in order; the model sees the turns of `batch` interviews at once."""
    if places not in LEVELS:
        raise InputError(f"places {places!r}: unknown level; known: {', '.join(LEVELS)}")
    for block in batches(iter(interviews), batch):
        found = _find(block)
        for interview, spans in zip(block, found, strict=True):
            try:
                yield _rewrite(interview, spans, key, places)
            except Exception as error:  # the message may quote the text
                what = f"interview {_label(interview, key)}: not anonymised ({type(error).__name__})"
                raise InputError(what) from None


def _label(interview: Interview, key: bytes) -> str:
    return pseudonym(key, "interview", interview.id)


def _find(block: list[Interview]) -> list[list[list[Span]]]:
    """Spans of every text of every interview, a language at a time."""
    texts = [_texts(interview) for interview in block]
    found: list[list[list[Span]]] = [[] for _ in block]
    for language in sorted({recogniser_language(interview.language) for interview in block}):
        places = [n for n, interview in enumerate(block) if recogniser_language(interview.language) == language]
        flat = iter(spans_batch([text for n in places for text in texts[n]], language))
        for n in places:
            found[n] = [next(flat) for _ in texts[n]]
    return found


def _texts(interview: Interview) -> list[str]:
    """The texts of the turns, then the speaker labels that are no roles."""
    try:
        labels = dict.fromkeys(turn["speaker"] for turn in interview.turns)
        texts = [turn["text"] for turn in interview.turns]
        return texts + [label for label in labels if label.strip().casefold() not in ROLES]
    except (KeyError, TypeError):
        raise InputError("an interview has a turn without speaker or text; each needs both") from None


def _rewrite(
    interview: Interview, spans: list[list[Span]], key: bytes, places: str
) -> tuple[list[Turn], dict[str, Any]]:
    language, texts = recogniser_language(interview.language), _texts(interview)
    people, spans = _findings(interview, texts, spans, key)
    book = Book(people, language, places)
    counts: Counter[str] = Counter()
    written = []
    for text, found in zip(texts, spans, strict=True):
        counts.update(span.entity for span in found)
        banded, amount = bands.band(book.apply(text, found), language)
        counts.update(amount)
        written.append(banded)
    labels = dict(zip(_labels(interview), written[len(interview.turns) :], strict=True))
    turns = [
        {"speaker": labels.get(turn["speaker"], turn["speaker"]), "text": text}
        for turn, text in zip(interview.turns, written, strict=False)
    ]
    report = {
        "language": language,
        "turns": len(turns),
        "characters": sum(len(turn["text"]) for turn in interview.turns),
        "replaced": dict(sorted(counts.items())),
        "persons": len(people),
    }
    return turns, report


def _findings(
    interview: Interview, texts: list[str], spans: list[list[Span]], key: bytes
) -> tuple[People, list[list[Span]]]:
    """The people of the interview, and what is to be replaced in each text, found there or anywhere else in it."""
    language, values = recogniser_language(interview.language), values_of(interview.known)
    talk = Talk(texts, language)

    def settled(every: list[list[Span]]) -> list[list[Span]]:
        kept = (_without_kept(text, found, interview.keep) for text, found in zip(texts, every, strict=True))
        return [resolve_known(text, found, values) for text, found in zip(texts, kept, strict=True)]

    spans = settled(talk.without_doubtful(spans))
    known = [fold(value) for entity, value in values if entity == "PERSON"]
    mentions = [
        text[span.start : span.end]
        for text, found in zip(talk.texts, spans, strict=True)
        for span in found
        if span.entity == "PERSON"
    ]
    people = People([*known, *mentions], language, digest(key.hex(), interview.id), known)
    return people, settled(talk.everywhere(spans, Names(people.replacements(), people.known(), values)))


def _labels(interview: Interview) -> list[str]:
    return _texts(interview)[len(interview.turns) :]


def _without_kept(text: str, found: list[Span], keep: Sequence[str]) -> list[Span]:
    """The findings that overlap none of the phrases to keep."""
    spared = [match.span() for phrase in keep for match in re.finditer(re.escape(phrase), fold(text))]
    return [s for s in found if all(s.end <= start or end <= s.start for start, end in spared)]
