"""How well the recognisers find personal data: precision, recall and F2 by entity on labelled text.

Recall counts what anonymisation must do: a labelled span is found when findings, of whatever entity, cover all of its
letters and digits. Precision counts what it must not do: a finding is right when it overlaps a labelled span. F2 weighs
recall four times precision, as presidio-research does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ...files.errors import InputError
from ...files.json import read_json
from ..entities import Span
from ..recognise.engines import spans_batch

# Labels of presidio-research and of Weibo NER as our entities; None: labelled, but not what is looked for here.
PRESIDIO_LABELS: dict[str, str | None] = {
    "PERSON": "PERSON",
    "ADDRESS": "STREET_ADDRESS",
    "LOCATION": "LOCATION",
    "PHONE_NUMBER": "PHONE",
    "CREDIT_CARD": "BANK_CARD",
    "ORGANIZATION": "EMPLOYER",
    "US_SSN": "ID_NUMBER",
    "US_DRIVER_LICENSE": "ID_NUMBER",
    "IP_ADDRESS": "IP_ADDRESS",
    "EMAIL_ADDRESS": "EMAIL",
    "DOMAIN_NAME": "URL",
    "TITLE": None,
    "DATE_TIME": None,
}
WEIBO_LABELS: dict[str, str | None] = {"PER.NAM": "PERSON", "GPE.NAM": "LOCATION", "LOC.NAM": None, "ORG.NAM": None}


@dataclass(frozen=True)
class Labelled:
    """A text with its true spans; spans of an entity "" are no errors when found and no misses when not."""

    text: str
    language: str
    spans: tuple[Span, ...]


def read_presidio(path: Path) -> list[Labelled]:
    """The JSON of presidio-research. A span that does not match its text is moved to where it does."""
    rows = []
    for number, item in enumerate(read_json(path)):
        spans = []
        for span in item["spans"]:
            if span["entity_type"] not in PRESIDIO_LABELS:
                raise InputError(f"{path.name} item {number}: unknown label; add it to PRESIDIO_LABELS")
            entity = PRESIDIO_LABELS[span["entity_type"]]
            start, value = span["start_position"], span["entity_value"]
            if item["full_text"][start : start + len(value)] != value:
                start = item["full_text"].find(value)
            if start >= 0:
                spans.append(Span(start, start + len(value), entity or ""))
        rows.append(Labelled(item["full_text"], "en", tuple(spans)))
    return rows


def read_conll(path: Path) -> list[Labelled]:
    """Character-level BIO of Weibo NER: "张0<tab>B-PER.NAM", where the digit is the place in a word."""
    rows = []
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        characters = [(line.split("\t")[0][:1], line.split("\t")[-1]) for line in block.splitlines() if "\t" in line]
        spans: list[Span] = []
        for place, (_, tag) in enumerate(characters):
            if tag.startswith("B-"):
                spans.append(Span(place, place + 1, WEIBO_LABELS.get(tag[2:]) or ""))
            elif tag.startswith("I-") and spans and spans[-1].end == place:
                spans[-1] = Span(spans[-1].start, place + 1, spans[-1].entity)
        if characters:
            rows.append(Labelled("".join(character for character, _ in characters), "zh", tuple(spans)))
    return rows


def evaluate(rows: Sequence[Labelled]) -> dict[str, dict[str, dict[str, float]]]:
    """{language: {entity: {"n", "found", "recall", "precision", "f2"}}}, with the entity "ALL" for all together."""
    result = {}
    for language in sorted({row.language for row in rows}):
        own = [row for row in rows if row.language == language]
        found = spans_batch([row.text for row in own], language)
        result[language] = _scores(own, found)
    return result


def misses(rows: Sequence[Labelled]) -> list[tuple[str, str, str]]:
    """(language, entity, text) of what was labelled and not found, for a developer's screen only: it holds the text."""
    missed = []
    for row in rows:
        covered = _covered(spans_batch([row.text], row.language)[0])
        missed += [
            (row.language, span.entity, row.text[span.start : span.end])
            for span in row.spans
            if span.entity and not _signs(row.text, span) <= covered
        ]
    return missed


def _scores(rows: Sequence[Labelled], found: Sequence[Sequence[Span]]) -> dict[str, dict[str, float]]:
    labelled, hit, said, right = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for row, spans in zip(rows, found, strict=True):
        covered = _covered(spans)
        for span in row.spans:
            if span.entity:
                labelled[span.entity] += 1
                hit[span.entity] += _signs(row.text, span) <= covered
        for span in spans:
            touching = [gold for gold in row.spans if gold.start < span.end and span.start < gold.end]
            if touching and not any(gold.entity for gold in touching):
                continue
            said[span.entity] += 1
            right[span.entity] += bool(touching)
    scores = {e: _cell(labelled[e], hit[e], said[e], right[e]) for e in sorted({*labelled, *said})}
    scores["ALL"] = _cell(labelled.total(), hit.total(), said.total(), right.total())
    return scores


def _cell(labelled: int, hit: int, said: int, right: int) -> dict[str, float]:
    cell: dict[str, float] = {"n": labelled, "found": said}
    if labelled:
        cell["recall"] = hit / labelled
    if said:
        cell["precision"] = right / said
    if labelled and said:
        precision, recall = cell["precision"], cell["recall"]
        cell["f2"] = 5 * precision * recall / (4 * precision + recall) if precision + recall else 0.0
    return cell


def _covered(spans: Iterable[Span]) -> set[int]:
    return {place for span in spans for place in range(span.start, span.end)}


def _signs(text: str, span: Span) -> set[int]:
    return {place for place in range(span.start, span.end) if text[place].isalnum()}


def table(scores: Mapping[str, Mapping[str, Mapping[str, float]]]) -> str:
    """The scores for a terminal, a line for each language and entity."""
    lines = [f"{'':4}{'entity':16}{'n':>6}{'found':>7}{'recall':>8}{'prec.':>8}{'F2':>8}"]
    for language, by_entity in scores.items():
        for entity, cell in by_entity.items():
            figures = "".join(
                f"{cell[key]:>8.3f}" if key in cell else f"{'-':>8}" for key in ("recall", "precision", "f2")
            )
            lines.append(f"{language:4}{entity:16}{cell['n']:>6.0f}{cell['found']:>7.0f}{figures}")
    return "\n".join(lines)
