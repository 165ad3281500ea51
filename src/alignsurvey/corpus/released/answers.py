"""Released survey answers (task 4, and the quantitative part of the foundation corpus): one record an answer."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ... import privacy
from ...files.errors import InputError
from ...files.hashes import digest
from ...schema import NO_POSITION, Question, Record
from ..codebook.codebook import read_codebook
from ..defects import Defects
from ..transcripts import RawMaterial
from .background import Background, messages, profile_of, read_background
from .reading import Row, replace_parts, rows, settings_of

if TYPE_CHECKING:
    from ..context import Context

# "A. text" of a prompt, and an output such as "A. text", "A、text", "A" or "text".
_OPTION = re.compile(r"(?P<label>[A-Z])\. ?(?P<text>[^\n]*)")
_ANSWER = re.compile(r"\s*(?:(?P<label>[A-Z])\s*[.．、:：])?\s*(?P<text>.*?)\s*", re.DOTALL)


@dataclass(frozen=True)
class ReleasedAnswer:
    """An answer as read: the options in the order in which the prompt shows them, and which of them was taken."""

    row: Row
    background: Background
    person: str
    labels: tuple[str, ...]
    choices: tuple[str, ...]
    answer: int


class ShownQuestion(NamedTuple):
    """A question as its record shows it: options in any order, which may even repeat one."""

    id: str
    text: str
    choices: Sequence[str]
    positions: Sequence[float]


def records(home: Path, raw: Path, context: Context, config: str = "survey_response") -> Iterator[tuple[str, Record]]:
    """(config, record) of every released answer whose option the prompt shows. Raises InputError."""
    settings = settings_of(home)
    questions = _questions(home)
    answered = list(_read_answers(raw, settings["files"][config], context.defects))
    _compare(answered, questions, settings, context)
    seen: Counter[str] = Counter()
    for one in answered:
        person = _pseudonym(one, settings, context)
        question = _question(one, questions, context)
        own = f"{settings['source']}/{person}/{question.id}"
        seen[own] += 1
        if seen[own] > 1:
            context.defects.add(one.row.file, "second record", one.row.number)
            own = f"{own}-{seen[own]}"
        context.defects.add_made(one.row.file)
        yield config, _record(own, person, one, question, settings)


def raw_material(home: Path, raw: Path, config: str = "survey_response") -> RawMaterial:
    """The ids of respondents in the released files; these hold no interviews. Raises InputError."""
    declared = settings_of(home)["files"][config]
    answered = _read_answers(raw, declared, Defects())
    return RawMaterial(frozenset(one.person for one in answered if "respondent" in declared))


def _questions(home: Path) -> dict[str, Question]:
    """Wording -> question with its ordered scale, of the corpus's codebook; none where it has no codebook."""
    path = home / "codebook.yaml"
    waves = read_codebook(path).waves if path.is_file() else ()
    items = [item for wave in waves for layout in wave.layouts for item in layout.items]
    return {wording: item.question for item in items for _, wording in item.versions}


def _read_answers(raw: Path, declared: Mapping[str, Any], defects: Defects) -> Iterator[ReleasedAnswer]:
    earlier: set[str] = set()
    key = re.compile(declared["raw_key"]) if "raw_key" in declared else None
    for row in rows(raw, declared, defects):
        whole = json.dumps(row.fields, sort_keys=True, ensure_ascii=False)
        background = read_background(row["background"])
        options = list(_OPTION.finditer(row["options"]))
        if background is None or not options or "\n".join(one[0] for one in options) != row["options"]:
            defects.add_left_out(row.file, "other prompt", row.number)
            continue
        labels, choices = tuple(one["label"] for one in options), tuple(one["text"] for one in options)
        answer, kinds = read_answer(row.fields["output"], labels, choices)
        if whole in earlier or answer is None:
            defects.add_left_out(row.file, "repeated record" if whole in earlier else "no option", row.number)
            continue
        earlier.add(whole)
        name = declared.get("respondent")
        person = str(row.fields[name]) if name else f"{row.file} {row.number}"
        kinds += ["raw key"] if key and key.fullmatch(person) else [] if name else ["no respondent id"]
        kinds += ["repeated option"] if len(set(choices)) < len(choices) else []
        asked = row.fields.get(declared.get("question", ""), row["question"])
        kinds += ["question and prompt differ"] if asked != row["question"] else []
        for kind in kinds:
            defects.add(row.file, kind, row.number)
        yield ReleasedAnswer(row, background, person, labels, choices, answer)


def read_answer(output: str, labels: Sequence[str], choices: Sequence[str]) -> tuple[int | None, list[str]]:
    """Which option an output takes, None where it is none of them, and what is wrong with how it says so."""
    match = _ANSWER.fullmatch(output)
    text = match["text"] if match else ""
    label = match["label"] if match else None
    if text in choices:
        if label is None:
            return choices.index(text), ["answer without its letter"]
        own = [index for index, one in enumerate(labels) if one == label and choices[index] == text]
        return (own[0], []) if own else (choices.index(text), ["letter and text disagree"])
    folded = [choice.casefold() for choice in choices]
    if text and folded.count(text.casefold()) == 1:
        kinds = [] if label else ["answer without its letter"]
        return folded.index(text.casefold()), [*kinds, "answer in other case"]
    return (labels.index(output.strip()), []) if output.strip() in labels else (None, [])


def _question(one: ReleasedAnswer, questions: Mapping[str, Question], context: Context) -> ShownQuestion:
    """The question with its options as shown. What the codebook does not declare has no order."""
    text = one.row["question"]
    known = questions.get(text)
    if known is None:
        context.defects.add(one.row.file, "unknown question", one.row.number)
        positions = [NO_POSITION] * len(one.choices)
        return ShownQuestion(f"q{digest('question', text):016x}", text, one.choices, positions)
    places = dict(zip(known.choices, known.positions, strict=True))
    if set(places) != set(one.choices):
        context.defects.add(one.row.file, "other options", one.row.number)
    return ShownQuestion(known.id, text, one.choices, [places.get(choice, NO_POSITION) for choice in one.choices])


def _pseudonym(one: ReleasedAnswer, settings: Mapping[str, Any], context: Context) -> str:
    """The respondent's pseudonym; where the id is the raw key of another corpus, the one that he has there."""
    same, own = settings.get("same_person"), context.respondent_id(one.person)
    if not same:
        return own
    wave = same["waves"].get(one.background.texts().get(same["by"], ""))
    if wave is None:
        raise InputError(f"{one.row.file} record {one.row.number}: {same['by']} names no wave; see records.yaml")
    raw_key = "\x1f".join((wave, *one.person.split(same["between"])))
    return privacy.pseudonym(context.key, same["corpus"], raw_key)


def _record(own: str, person: str, one: ReleasedAnswer, question: ShownQuestion, settings: Mapping[str, Any]) -> Record:
    def render(record: Record) -> Record:
        prompt = replace_parts(one.row, {"background": one.background.render(record["profile"])})
        return messages(prompt, one.row.fields["output"])

    return {
        "id": own,
        "respondent_id": person,
        **{name: settings[name] for name in ("source", "country", "language")},
        "profile": profile_of(one.background.texts()),
        "question_id": question.id,
        "question": question.text,
        "choices": list(question.choices),
        "scale": list(question.positions),
        "answer": one.answer,
        "weight": 1.0,
        "messages": render,
    }


def _compare(
    answered: Sequence[ReleasedAnswer], questions: Mapping[str, Question], settings: Mapping[str, Any], context: Context
) -> None:
    """Report what is wrong between records: profiles of a respondent, attributes, counts of a question."""
    names = {name for one in answered for name in one.background.values}
    first: dict[str, Mapping[str, str]] = {}
    counted: dict[str, Counter[str]] = {}
    for one in answered:
        if set(one.background.values) != names:
            context.defects.add(one.row.file, "attribute absent", one.row.number)
        if first.setdefault(one.person, one.background.texts()) != one.background.texts():
            context.defects.add(one.row.file, "profiles differ", one.row.number)
        if one.row["question"] in questions:
            question = questions[one.row["question"]].id
            counted.setdefault(question, Counter())[one.choices[one.answer]] += 1
    for question, counts in (settings.get("counts") or {}).items():
        if answered and dict(counted.get(question, {})) != dict(counts):
            context.defects.add(answered[0].row.file, "counts differ")
