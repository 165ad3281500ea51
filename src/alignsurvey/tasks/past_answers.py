"""Other answers of the same respondent, which a prompt may show and a baseline may use. No config."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..files.errors import InputError
from ..files.hashes import digest
from ..schema import Record
from . import spec_of


def with_past(records: Sequence[Record], pool: Iterable[Record], count: int, seed: int, config: str) -> list[Record]:
    """Records with `past`: up to `count` other answers of their respondent, [{question_id, question, answer}].

    A respondent's questions have one seeded order, so that most prompts to the respondent show the same ones. The
    question itself is never among them, in no wording and of no wave; nor, where the config asks new questions, any
    question that it asks.

    Args:
        records: records of the config.
        pool: the answers to draw from: those of the same respondents to the config that SPEC names as `past`.
        count: how many at most; a respondent may have fewer.
        seed: decides which, together with the ids.
        config: the config of the records.

    Raises:
        InputError: the config has no such answers, or they are hidden.
    """
    spec = spec_of(config)
    if spec.past is None:
        those = "survey_response and the configs like it"
        raise InputError(f"config {config} has no other answers of a respondent to show; --past is for {those}")
    held = {record["question_id"] for record in records} if spec.new_items else set()
    known = _by_respondent(pool, seed)
    mine = ((record, known.get(record["respondent_id"], ())) for record in records)
    return [{**record, "past": _fit(record, own, held)[:count]} for record, own in mine]


def _fit(record: Record, known: Sequence[Record], held: set[str]) -> list[Record]:
    unfit = held | {record["question_id"]}
    return [
        {"question_id": one["question_id"], "question": one["question"], "answer": one["choices"][one["answer"]]}
        for one in known
        if one["question_id"] not in unfit and one["question"] != record["question"]
    ]


def _by_respondent(pool: Iterable[Record], seed: int) -> dict[str, list[Record]]:
    """The answers of each respondent in their seeded order, one a question."""
    found: dict[str, dict[str, Record]] = {}
    for record in pool:
        if record.get("answer") is None or record["answer"] < 0:
            raise InputError(
                f"record {record['id']}: its answer is hidden, and --past needs public ones; use another split"
            )
        found.setdefault(record["respondent_id"], {}).setdefault(record["question_id"], record)
    return {
        person: [answers[name] for name in sorted(answers, key=lambda name: (digest("past", seed, person, name), name))]
        for person, answers in found.items()
    }
