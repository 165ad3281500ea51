"""Tables of survey answers made column by column: the same as from records, in a fraction of the time.

What the answers of a respondent share (the profile, the first part of the prompt) is made once a respondent; what the
answers to a question in one order of its choices share is made once. Only ids and orders are made once an answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from .... import tasks
from ....tasks import target_of
from ...survey.survey import ANSWER, VERSION
from ..shuffle import permutation
from ..split import split_of
from .records import RowItem, Rows, profiles_of

_SHOWN = ("question_id", "question", "choices", "scale")
_COLUMNS = {"id", "respondent_id", "source", "country", "language", "prompt", "completion", "target", "profile",
            *_SHOWN, "answer", "weight"}  # fmt: skip
_REMEMBERED = 6  # choices of a question whose orders are few enough to come again: 720


def fits(config: str, schema: pa.Schema) -> bool:
    """Whether a config has just the columns that are made here, and a prompt in two parts."""
    return set(schema.names) == _COLUMNS and hasattr(tasks.load(config), "prompt_parts")


@dataclass(frozen=True)
class _Shown:
    """A question in one order of its choices: its columns, the part of the prompt that shows it."""

    columns: Mapping[str, Any]
    text: str
    places: Sequence[int]  # of each choice in scale order, where it is shown


class _Orders:
    """One question in the orders in which it was shown so far; shared by the chunks of a process."""

    def __init__(self, config: str, language: str, prompt_language: str, item: RowItem) -> None:
        self.task: Any = tasks.load(config)
        self.head = {"language": language, "prompt_language": prompt_language, "profile": []}
        self.item = item
        self._shown: dict[tuple[int, Sequence[int]], _Shown] = {}
        self._replies: dict[tuple[int, int], Any] = {}

    def shown(self, version: int, order: Sequence[int]) -> _Shown:
        found = self._shown.get((version, order)) or self._render(version, order)
        if len(order) <= _REMEMBERED:
            self._shown[version, order] = found
        return found

    def reply(self, shown: _Shown, place: int, choice: int) -> Any:
        """The completion that takes the choice shown at a place."""
        if (place, choice) not in self._replies:
            record = {**self.head, **shown.columns, "answer": place}
            self._replies[place, choice] = self.task.completion(record)
        return self._replies[place, choice]

    def _render(self, version: int, order: Sequence[int]) -> _Shown:
        name, choices, positions, wordings = self.item
        columns = {
            "question_id": name,
            "question": wordings[version],
            "choices": [choices[index] for index in order],
            "scale": [positions[index] for index in order],
        }
        places = [order.index(index) for index in range(len(order))]
        return _Shown(columns, self.task.prompt_parts({**self.head, **columns})[1], places)


_orders = lru_cache(maxsize=256)(_Orders)  # of one process; a question takes 1 MB at most


class _Numbers:
    """Numbers what a chunk holds of something, in the order in which it comes."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._numbers: dict[int, int] = {}

    def of(self, value: Any) -> int:
        number = self._numbers.get(id(value))
        if number is None:
            number = self._numbers[id(value)] = len(self.values)
            self.values.append(value)  # which keeps it, so that no other value gets its id
        return number


@dataclass
class _Answers:
    """The answers of one split: an entry of each list for each answer."""

    ids: list[str] = field(default_factory=list)
    people: list[int] = field(default_factory=list)
    shown: list[int] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    replies: list[int] = field(default_factory=list)


def survey_tables(rows: Rows, config: str, seed: int, schema: pa.Schema) -> dict[str, pa.Table]:
    """The answers of some respondents of a survey by split, shuffled, with their messages, sorted by id.

    Args:
        rows: the respondents, sorted by respondent_id.
        config: the config, which `fits`.
        seed: of the order of choices and the split.
        schema: the columns of the config.

    Returns:
        split -> table; the same rows as from `survey_records`.
    """
    task: Any = tasks.load(config)
    shown, replies = _Numbers(), _Numbers()
    by_split: dict[str, _Answers] = {}
    items = [
        (item.id, len(item.choices), rows.values[ANSWER + item.id], rows.values.get(VERSION + item.id),
         _orders(config, rows.language, rows.prompt_language, item))
        for item in sorted(rows.items, key=lambda item: item.id)
    ]  # fmt: skip
    for person, respondent in enumerate(rows.values["respondent_id"]):
        into = by_split.setdefault(split_of(seed, respondent), _Answers())
        start = f"{rows.source}/{respondent}/"
        for name, count, answers, versions, orders in items:
            answer = answers[person]
            if answer is None:
                continue
            record_id = start + name
            one = orders.shown(versions[person] if versions else 0, permutation(seed, record_id, count))
            place = one.places[answer]
            into.ids.append(record_id)
            into.people.append(person)
            into.shown.append(shown.of(one))
            into.answers.append(place)
            into.replies.append(replies.of(orders.reply(one, place, answer)))
    profiles = profiles_of(rows)
    head = {"language": rows.language, "prompt_language": rows.prompt_language, "question": "", "choices": []}
    people = [_Person(profile, task.prompt_parts({**head, "profile": profile})[0]) for profile in profiles]
    parts = people, shown.values, replies.values
    return {split: _table(rows, one, parts, schema) for split, one in by_split.items() if one.ids}


class _Person(NamedTuple):
    profile: list[dict[str, str]]
    text: str  # the part of the prompt that shows the profile


def _table(
    rows: Rows, answers: _Answers, parts: tuple[Sequence[_Person], Sequence[_Shown], Sequence[Any]], schema: pa.Schema
) -> pa.Table:
    people, shown, replies = parts
    person, number = pa.array(answers.people, pa.int32()), pa.array(answers.shown, pa.int32())
    reply = pa.array(answers.replies, pa.int32())
    count = len(answers.ids)

    def taken(name: str, values: Sequence[Any], places: pa.Array) -> pa.Array:
        return pa.array(values, schema.field(name).type).take(places)

    columns = {
        "id": pa.array(answers.ids, pa.string()),
        "respondent_id": taken("respondent_id", rows.values["respondent_id"], person),
        "source": pa.repeat(rows.source, count),
        "country": taken("country", rows.values["country"], person),
        "language": pa.repeat(rows.language, count),
        "prompt": _messages(_texts(people).take(person), _texts(shown).take(number), schema),
        "completion": taken("completion", replies, reply),
        "target": taken("target", [target_of(one) for one in replies], reply),
        "profile": taken("profile", [one.profile for one in people], person),
        **{name: taken(name, [one.columns[name] for one in shown], number) for name in _SHOWN},
        "answer": pa.array(answers.answers, pa.int64()),
        "weight": taken("weight", rows.values["weight"], person),
    }
    return pa.Table.from_arrays([columns[name] for name in schema.names], schema=schema)


def _texts(parts: Sequence[_Person] | Sequence[_Shown]) -> pa.Array:
    return pa.array([part.text for part in parts], pa.string())


def _messages(starts: pa.Array, ends: pa.Array, schema: pa.Schema) -> pa.Array:
    """A list of one user turn for each pair of texts."""
    texts = pc.binary_join_element_wise(starts, ends, "")
    kind = schema.field("prompt").type
    parts = {"role": pa.repeat("user", len(texts)), "content": texts}
    turns = pa.StructArray.from_arrays([parts[field.name] for field in kind.value_type], fields=list(kind.value_type))
    return pa.ListArray.from_arrays(pa.array(range(len(texts) + 1), pa.int32()), turns, type=kind)
