"""Rewrite interviews so that they name nobody: the same person under the same pseudonym through one interview."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from ...files.errors import InputError, require
from ...files.hashes import digest
from ..entities import Span, resolve
from ..keys import pseudonym
from ..known_values import pattern
from ..languages import fold, languages, load
from ..languages.check_digits import digits
from ..languages.language import LEVELS
from ..languages.lists import words
from ..recognise.engines import batches, recogniser_language, spans_batch
from . import bands as amounts
from .people import People

Turn = dict[str, str]
Known = str | tuple[str, str]  # a value, or (entity, value)
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
    language = recogniser_language(interview.language)
    texts = _texts(interview)
    values = _known_values(interview.known)
    spans = [_without_kept(text, found, interview.keep) for text, found in zip(texts, spans, strict=True)]
    spans = [resolve_known(text, found, values) for text, found in zip(texts, spans, strict=True)]
    mentions = [value for entity, value in values if entity == "PERSON"]
    for text, found in zip(texts, spans, strict=True):
        folded = fold(text)  # once a text, not once a name: a turn may have 100,000 signs
        mentions += [folded[s.start : s.end] for s in found if s.entity == "PERSON"]
    seed = digest(key.hex(), interview.id)
    people = People(mentions, language, seed)
    book = _Book(people, language, places)
    spread = book.spread()
    counts: Counter[str] = Counter()
    written = []
    for text, found in zip(texts, spans, strict=True):
        found = _spread(text, found, spread)
        counts.update(span.entity for span in found)
        banded, amount = amounts.band(book.apply(text, found), language)
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


def _labels(interview: Interview) -> list[str]:
    return _texts(interview)[len(interview.turns) :]


def _known_values(known: Iterable[Known]) -> list[tuple[str, str]]:
    """(entity, value); a value without an entity is told by its shape, a name being two to four words or signs."""
    values = []
    for item in known:
        entity, value = item if isinstance(item, tuple) else ("", item)
        if value and value.strip():
            values.append((entity or _shape(value.strip()), value.strip()))
    return values


def _shape(value: str) -> str:
    bare = re.sub(r"\W", "", value)
    if "@" in value:
        return "EMAIL"
    if sum(sign.isdigit() for sign in bare) > 0.6 * len(bare):
        return "ID_NUMBER" if len(bare) in (9, 15, 18) else "PHONE"
    named = any(load(language).names.full_name(value) for language in languages())
    return "PERSON" if named else "EMPLOYER"


def resolve_known(text: str, found: list[Span], values: list[tuple[str, str]]) -> list[Span]:
    """The findings and every occurrence of a known value, which wins over what it overlaps."""
    sure: list[Span] = []
    folded = fold(text)
    for entity, value in values:
        search = pattern(value)
        if search is not None:
            sure.extend(Span(m.start(), m.end(), entity) for m in search.finditer(folded))
    if not sure:
        return found
    sure = resolve(sure)
    free = [s for s in found if all(s.end <= other.start or other.end <= s.start for other in sure)]
    return sorted([*free, *sure])


def _without_kept(text: str, found: list[Span], keep: Sequence[str]) -> list[Span]:
    """The findings that overlap none of the phrases to keep."""
    spared = [match.span() for phrase in keep for match in re.finditer(re.escape(phrase), fold(text))]
    return [s for s in found if all(s.end <= start or end <= s.start for start, end in spared)]


def _spread(text: str, found: list[Span], spread: re.Pattern[str] | None) -> list[Span]:
    """The findings and every other occurrence of a name that was found anywhere in the interview."""
    if spread is None:
        return found
    extra = [Span(m.start(), m.end(), "PERSON") for m in spread.finditer(fold(text))]
    free = [s for s in extra if all(s.end <= other.start or other.end <= s.start for other in found)]
    return sorted([*found, *free])


def _form(name: str) -> str:
    return " ".join(name.casefold().split())


class _Book:
    """What each finding of one interview becomes; kept in memory alone."""

    def __init__(self, people: People, language: str, places: str) -> None:
        self.language, self.places = load(language), places
        forms = people.replacements()
        self.aliases = {_form(form): new for form, new in forms.items()}
        self.forms = tuple(forms)
        self.organisations: dict[str, str] = {}

    def spread(self) -> re.Pattern[str] | None:
        """A pattern of every form of every name."""
        forms = [form for form in self.forms if len(form) > 1]
        if not forms:
            return None
        either = "|".join(re.escape(form) for form in sorted(forms, key=lambda form: (-len(form), form)))
        return re.compile(rf"(?<![^\W\d_])(?:{either})(?![^\W\d_])" if self.language.spaced else either)

    def apply(self, text: str, found: list[Span]) -> str:
        """The text with every finding replaced, through Presidio's anonymiser."""
        if not found:
            return text
        presidio = require("presidio_anonymizer", "privacy")
        entities = require("presidio_anonymizer.entities", "privacy")
        results = [entities.RecognizerResult(s.entity, s.start, s.end, s.score) for s in found]
        operators = {
            entity: entities.OperatorConfig("custom", {"lambda": partial(self.replacement, entity, text)})
            for entity in {span.entity for span in found}
        }
        engine = presidio.AnonymizerEngine()
        return str(engine.anonymize(text, results, operators, merge_entities_with_spaces=False).text)

    def replacement(self, entity: str, turn: str, text: str) -> str:
        """What one finding becomes, in the script of its turn."""
        return self.language.write(self._replacement(entity, fold(text)), turn)

    def _replacement(self, entity: str, text: str) -> str:
        words = self.language.replacements
        if entity == "PERSON":
            return self.aliases.get(_form(text)) or words.placeholders["PERSON"]
        if entity in ("EMPLOYER", "SCHOOL"):
            form = canonical(entity, text)
            if form not in self.organisations:
                self.organisations[form] = words.organisation(text, len(self.organisations))
            return self.organisations[form]
        if entity == "LOCATION":
            return words.place(text, self.places)
        if entity == "STREET_ADDRESS":
            return words.address(text, self.places)
        if entity == "DATE_OF_BIRTH":
            return words.birth(text)
        return words.placeholders.get(entity, words.placeholders["KNOWN"])


def canonical(entity: str, text: str) -> str:
    """Two spellings of one value have the same canonical form."""
    if entity in ("PHONE", "BANK_CARD", "ID_NUMBER", "QQ"):
        return digits(text)
    return re.sub(r"[\W_]+", "", text).casefold()
