"""What each config asks, in the one form that the baselines count in, and how their answer goes back into a record.

In that form a record has `respondent_id`, `profile`, `question_id`, `question`, `choices`, `scale` and `given`: how
much of the sample gave each answer, by its text.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Sequence

from ..files.errors import InputError
from ..files.hashes import digest
from ..schema import STANCES, Record

_COLUMN = {
    "survey_response": "answer",
    "quantitative": "answer",
    "survey_response_group": "distribution",
    "attitude_stance_group": "distribution",
    "attitude_stance": "stance",
    "social_role": "attribute",
}
Answers = Callable[[Record, Record, Sequence[float], int], Record]


def check(record: Record, config: str) -> None:
    """Raise InputError when a record is of another config."""
    column = _COLUMN[config]
    if column not in record or (column == "answer" and isinstance(record["answer"], list)):
        raise InputError(f"record {record['id']}: it has no {column}; {config} needs one; check --config")


def choice(record: Record) -> str:
    """The text of the record's answer."""
    return str(record["choices"][record["answer"]])


def asked(train: Sequence[Record], test: Sequence[Record], config: str) -> tuple[list[Record], list[Record]]:
    """Both lists in the common form."""
    if config == "social_role":
        sets = _value_sets(train)
        return [_role(record, sets) for record in train], [_role(record, sets) for record in test]
    one = {"attitude_stance": _stance, "attitude_stance_group": _group, "survey_response_group": _group}.get(config)
    turn = one or _survey
    return [turn(record) for record in train], [turn(record) for record in test]


def answers(config: str, train: Sequence[Record], seed: int) -> Answers:
    """A function (record, view, shares, place of the answer) -> the record with the answer in its columns."""
    if config == "attitude_stance":
        return _with_stance(train, seed)
    if config == "social_role":
        return lambda record, view, row, place: {**record, "answer": json.loads(view["choices"][place])}
    if config.endswith("_group"):
        return lambda record, view, row, place: {**record, "distribution": list(row)}
    return lambda record, view, row, place: {**record, "answer": place}


def _survey(record: Record) -> Record:
    weight = record.get("weight")
    return {**record, "given": {choice(record): 1.0 if weight is None else float(weight)}}


def _group(record: Record) -> Record:
    """A group counts as many answers as it has people; its attributes are its profile."""
    theme = record.get("theme")
    counts = [record["n"] * share for share in record["distribution"]]
    return {
        "question_id": theme,
        "question": theme,
        **record,
        "profile": record["group"],
        "given": dict(zip(record["choices"], counts, strict=True)),
    }


def _stance(record: Record) -> Record:
    return {
        "id": record["id"],
        "respondent_id": record["respondent_id"],
        "profile": record["profile"],
        "question_id": record["theme"],
        "question": record["theme"],
        "choices": list(STANCES),
        "scale": [float(place) for place in range(len(STANCES))],
        "given": {record["stance"]: 1.0},
    }


def _role(record: Record, sets: dict[tuple[str, str], set[str]]) -> Record:
    """The answers are sets of values: each value alone, and the sets that train has for the attribute."""
    alone = [json.dumps([value], ensure_ascii=False) for value in record["choices"]]
    several = sorted(sets[_attribute(record)] - set(alone))
    choices = [*alone, *several] or ["[]"]
    return {
        "id": record["id"],
        "respondent_id": record["respondent_id"],
        "profile": [],
        "question_id": "/".join(_attribute(record)),
        "question": record["attribute"],
        "choices": choices,
        "scale": [-1.0] * len(choices),
        "given": {_value_set(record): 1.0},
    }


def _value_sets(train: Sequence[Record]) -> dict[tuple[str, str], set[str]]:
    sets: dict[tuple[str, str], set[str]] = defaultdict(set)
    for record in train:
        sets[_attribute(record)].add(_value_set(record))
    return sets


def _value_set(record: Record) -> str:
    return json.dumps(sorted(record["answer"]), ensure_ascii=False)


def _attribute(record: Record) -> tuple[str, str]:
    return str(record["language"]).split("-")[0].lower(), str(record["attribute"])


def _with_stance(train: Sequence[Record], seed: int) -> Answers:
    """The stance, with the reasoning of the train respondent of that stance whose profile shares most with this one."""
    pools: dict[tuple[str, str], list[tuple[Record, set[tuple[str, str]]]]] = defaultdict(list)
    for record in train:
        pools[record["theme"], record["stance"]].append((record, _profile(record)))

    def fill(record: Record, view: Record, row: Sequence[float], place: int) -> Record:
        stance, own = STANCES[place], _profile(record)
        likest = max(
            pools.get((record["theme"], stance), ()),
            key=lambda pair: (len(own & pair[1]), digest("reasoning", seed, record["id"], pair[0]["id"])),
            default=None,
        )
        return {**record, "stance": stance, "reasoning": likest[0]["reasoning"] if likest else ""}

    return fill


def _profile(record: Record) -> set[tuple[str, str]]:
    return {(item["attribute"], item["value"]) for item in record["profile"]}
