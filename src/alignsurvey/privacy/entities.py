"""What the recognisers find: the entities, their spans, and which of them name a person directly."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

# Where two findings overlap, the earlier entity of this list keeps the text.
ENTITIES = (
    "EMAIL",
    "URL",
    "ID_NUMBER",
    "BANK_CARD",
    "PASSPORT",
    "WECHAT",
    "QQ",
    "BANK_ACCOUNT",
    "MAC_ADDRESS",
    "COORDINATES",
    "HANDLE",
    "PHONE",
    "IP_ADDRESS",
    "LICENCE_PLATE",
    "DATE_OF_BIRTH",
    "STREET_ADDRESS",
    "SCHOOL",
    "EMPLOYER",
    "PERSON",
    "LOCATION",
)

# A value of one of these leads to one person by itself; none may stand in what is published.
DIRECT = (
    "PERSON", "PHONE", "EMAIL", "ID_NUMBER", "PASSPORT", "BANK_CARD", "BANK_ACCOUNT", "WECHAT", "QQ", "HANDLE",
    "LICENCE_PLATE",
)  # fmt: skip
# Of these, the ones whose shape alone tells them: an audit can look for them without knowing any respondent.
SHAPED = (
    "EMAIL", "ID_NUMBER", "BANK_CARD", "BANK_ACCOUNT", "PASSPORT", "WECHAT", "QQ", "HANDLE", "PHONE", "LICENCE_PLATE"
)  # fmt: skip
# What is one number, account or link, of which a part says nothing.
NUMBERS = frozenset((*SHAPED, "URL", "MAC_ADDRESS", "COORDINATES", "IP_ADDRESS"))


@dataclass(frozen=True, order=True)
class Span:
    """`text[start:end]` is an `entity`, with a score from 0 to 1."""

    start: int
    end: int
    entity: str
    score: float = 1.0


def resolve(found: Iterable[Span]) -> list[Span]:
    """Findings without overlap, in text order: by rank of entity, then the longer; a loser keeps what is left of it."""
    rank = {entity: place for place, entity in enumerate(ENTITIES)}
    kept: list[Span] = []
    every = _joined(found)
    towns = [span for span in every if span.entity == "LOCATION"]
    inside = {span for span in every for town in towns if span.entity == "PERSON" and _within(span, town)}
    for span in sorted(set(every) - inside, key=lambda s: (rank[s.entity], s.start - s.end, s.start, -s.score)):
        pieces = [span]
        for other in kept:
            if other.start < span.end and span.start < other.end:
                pieces = [part for piece in pieces for part in _without(piece, other)]
        kept.extend(pieces)
    return sorted(kept)


def _joined(found: Iterable[Span]) -> list[Span]:
    """The findings, with numbers that overlap as one, and so addresses: each alone may be half of it."""
    every = sorted(found)
    groups = ([s for s in every if s.entity in NUMBERS], [s for s in every if s.entity == "STREET_ADDRESS"])
    rest = [s for s in every if s.entity not in NUMBERS and s.entity != "STREET_ADDRESS"]
    return [*(span for group in groups for span in _united(group)), *rest]


def _united(spans: list[Span]) -> list[Span]:
    """Spans in order, those that overlap as one of the likelier entity."""
    united: list[Span] = []
    for span in spans:
        last = united[-1] if united else None
        if last is None or span.start >= last.end:
            united.append(span)
            continue
        best = max(last, span, key=lambda one: (one.score, -ENTITIES.index(one.entity)))
        united[-1] = Span(last.start, max(last.end, span.end), best.entity, best.score)
    return united


def _within(span: Span, other: Span) -> bool:
    """Whether `other` holds all of a span and more: the family name in the name of a village is no person."""
    return other.start <= span.start and span.end <= other.end and other.end - other.start > span.end - span.start


def _without(span: Span, other: Span) -> list[Span]:
    if other.end <= span.start or span.end <= other.start:
        return [span]
    if other.entity == span.entity or span.entity not in ("PERSON", "LOCATION", "STREET_ADDRESS"):
        return []  # half a number or a company says nothing; half a name or an address does
    left = Span(span.start, other.start, span.entity, span.score)
    right = Span(other.end, span.end, span.entity, span.score)
    return [part for part in (left, right) if part.end - part.start > 1]
