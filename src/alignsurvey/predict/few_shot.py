"""Worked examples before the question: drawn from train, the same ones for every model."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .. import tasks
from ..files.errors import InputError
from ..files.hashes import digest
from ..languages import resolve
from ..schema import Record
from ..tasks import Message

Examples = Callable[[Record], list[Message]]


def draw(train: Sequence[Record], config: str, form: str, count: int, seed: int) -> Examples:
    """A function from a record to `count` answered examples in its language, each of another respondent than its own
    and than one another. They depend on (seed, ids of train) alone. The paper shows 3 (section on settings)."""
    ranked = sorted(train, key=lambda record: (digest("shot", seed, record["id"]), record["id"]))
    pools: dict[str, list[Record]] = {}
    for record in ranked:
        pool = pools.setdefault(_language(record), [])
        people = {person for chosen in pool for person in _people(chosen)}
        if len(pool) <= count and not people & set(_people(record)):
            pool.append(record)

    def examples(record: Record) -> list[Message]:
        own = set(_people(record))
        fit = [shot for shot in pools.get(_language(record), []) if not own & set(_people(shot))][:count]
        if len(fit) < count:
            raise InputError(f"record {record['id']}: fewer than {count} examples in its language; lower --shots")
        return [message for shot in fit for part in tasks.messages(shot, config, form) for message in part]

    return examples


def _language(record: Record) -> str:
    return resolve(record["language"]).base


def _people(record: Record) -> list[str]:
    """Who stands behind a record; a group's members are not its author, and groups may overlap."""
    return [record["respondent_id"]] if record.get("respondent_id") else [record["id"]]
