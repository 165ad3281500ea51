"""One form of record for all configs, which the baselines count in, and how their answer goes back into a record.

In that form a record has `respondent_id`, `profile`, `question_id`, `question`, `choices`, `scale` and `given`: how
much of the sample gave each answer, by its text. What a config asks and where its answer stands is read from SPEC.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..files.errors import InputError
from ..files.hashes import digest
from ..languages import resolve
from ..schema import Record
from ..tasks import Spec, options_of, spec_of

Fill = Callable[[Record, Record, Sequence[float], int], Record]
Forms = tuple[list[Record], list[Record]]  # of train and of test
ValueSets = Mapping[tuple[str, str], set[str]]


def check_record(record: Record, config: str) -> None:
    """Raise InputError when a record is of another config."""
    spec = spec_of(config)
    for name in (spec.answer, spec.item):
        kind = spec.types[str(name)]
        if name not in record or isinstance(record[name], list) != isinstance(kind, list):
            raise InputError(f"record {record['id']}: it has no {name}; {config} needs one; check --config")


def to_common_form(train: Sequence[Record], test: Sequence[Record], config: str) -> Forms:
    """Both lists in the common form. Raises InputError for a config that asks for nothing that can be counted."""
    spec = spec_of(config)
    if spec.item is None or spec.score not in _GIVEN:
        raise InputError(f"config {config} has no answers that baselines could count")
    sets = _value_sets(train, spec) if spec.score == "attribute" else {}
    return [_record(record, config, sets) for record in train], [_record(record, config, sets) for record in test]


def fill_answers(config: str, train: Sequence[Record], seed: int) -> Fill:
    """A function (record, its common form, shares, place of the answer) -> the record with the answer filled in."""
    spec = spec_of(config)
    if spec.score == "stance":
        return _with_reasoning(train, seed, config)
    if spec.score == "attribute":
        return lambda record, common, shares, place: {**record, spec.answer: json.loads(common["choices"][place])}
    if spec.score == "distribution":
        return lambda record, common, shares, place: {**record, spec.answer: list(shares)}
    return lambda record, common, shares, place: {**record, spec.answer: place}


def _record(record: Record, config: str, sets: ValueSets) -> Record:
    spec = spec_of(config)
    choices = list(options_of(record, config))
    common = {
        "id": record["id"],
        "respondent_id": record["respondent_id"],
        "language": record.get("language", ""),
        "profile": record.get("profile") or record.get("group") or [],
        "question_id": record[str(spec.item)],
        "question": record[str(spec.wording)],
        "choices": choices,
        "scale": record.get("scale") or [float(place) for place in range(len(choices))],
        "grouped": spec.score == "distribution",
        "past": record.get("past") or [],
    }
    return {**common, **_GIVEN[spec.score](record, spec, choices, sets)}


def _choice(record: Record, spec: Spec, choices: Sequence[str], sets: ValueSets) -> Mapping[str, Any]:
    weight = record.get("weight")
    return {"given": {str(choices[record[spec.answer]]): 1.0 if weight is None else float(weight)}}


def _distribution(record: Record, spec: Spec, choices: Sequence[str], sets: ValueSets) -> Mapping[str, Any]:
    """A group counts as many answers as it has people; its attributes are its profile."""
    counts = [record["n"] * share for share in record[spec.answer]]
    return {"given": dict(zip(choices, counts, strict=True))}


def _stance(record: Record, spec: Spec, choices: Sequence[str], sets: ValueSets) -> Mapping[str, Any]:
    return {"given": {record[spec.answer]: 1.0}}


def _attribute(record: Record, spec: Spec, choices: Sequence[str], sets: ValueSets) -> Mapping[str, Any]:
    """The answers are sets of values: each value alone, and the sets that train has for the attribute."""
    alone = [json.dumps([value], ensure_ascii=False) for value in choices]
    several = sorted(sets[_asked_attribute(record, spec)] - set(alone))
    shown = [*alone, *several] or ["[]"]
    return {
        "profile": [],
        "question_id": "/".join(_asked_attribute(record, spec)),
        "choices": shown,
        "scale": [-1.0] * len(shown),
        "given": {_value_set(record, spec): 1.0},
    }


_GIVEN = {"choice": _choice, "distribution": _distribution, "stance": _stance, "attribute": _attribute}


def _value_sets(train: Sequence[Record], spec: Spec) -> ValueSets:
    sets: dict[tuple[str, str], set[str]] = defaultdict(set)
    for record in train:
        sets[_asked_attribute(record, spec)].add(_value_set(record, spec))
    return sets


def _value_set(record: Record, spec: Spec) -> str:
    return json.dumps(sorted(record[spec.answer]), ensure_ascii=False)


def _asked_attribute(record: Record, spec: Spec) -> tuple[str, str]:
    return resolve(record["language"]).base, str(record[str(spec.item)])


def _with_reasoning(train: Sequence[Record], seed: int, config: str) -> Fill:
    """The stance, with the reasoning of the train respondent of that stance whose profile shares most with this one."""
    spec = spec_of(config)
    pools: dict[tuple[str, str], list[tuple[Record, set[tuple[str, str]]]]] = defaultdict(list)
    for record in train:
        pools[record[str(spec.item)], record[spec.answer]].append((record, _profile(record)))

    def fill(record: Record, common: Record, shares: Sequence[float], place: int) -> Record:
        stance, own = common["choices"][place], _profile(record)
        nearest = max(
            pools.get((record[str(spec.item)], stance), ()),
            key=lambda pair: (len(own & pair[1]), digest("reasoning", seed, record["id"], pair[0]["id"])),
            default=None,
        )
        return {**record, spec.answer: stance, "reasoning": nearest[0]["reasoning"] if nearest else ""}

    return fill


def _profile(record: Record) -> set[tuple[str, str]]:
    return {(item["attribute"], item["value"]) for item in record["profile"]}
