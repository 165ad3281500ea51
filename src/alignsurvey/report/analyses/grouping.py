"""Under which value of an attribute each respondent is counted, so that no group of fewer than k can be made out.

A small group that is merely left out can be computed: all less those that are shown. So every respondent is counted in
some group of an attribute, those without a value as well, and what is too small is counted together with the next
larger until the sum has k respondents.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from statistics import quantiles

import numpy as np

from ...schema import Record

BANDED = 8  # different numbers of an attribute from which it is cut into bands at its quartiles
REST = ("other", "其他")  # how the name of three or more values that are counted together begins
_NONE = ("not given", "未给出")
_OR = (" or ", "或")
_REST_FORM = ("other ({} values)", "其他（{} 类）")

Values = Mapping[str, Mapping[str, str]]  # attribute -> respondent -> value


def values(people: Sequence[Record]) -> Values:
    """The value of each respondent by attribute, numbers in great variety in bands cut at their quartiles.

    `people`: one record a respondent. Who has no value of an attribute that others of the same language have is "not
    given".
    """
    given: dict[str, dict[str, str]] = {}
    spoken: dict[str, set[str]] = {}
    for row in people:
        for item in row["profile"]:
            given.setdefault(item["attribute"], {})[row["respondent_id"]] = item["value"]
            spoken.setdefault(item["attribute"], set()).add(row.get("language", ""))
    found = {}
    for attribute, told in given.items():
        asked = [row["respondent_id"] for row in people if row.get("language", "") in spoken[attribute]]
        banded, none = _banded(told), _NONE[_chinese(attribute)]
        found[attribute] = {person: banded.get(person, none) for person in asked}
    return found


def grouping(given: Values, people: Collection[str], k: int) -> Values:
    """The group under which each of `people` is counted, by attribute; an attribute without two groups of k or more
    is left out, unless all have the same value. Fewer than k who were not asked for it count as "not given"."""
    found = {}
    for attribute, told in given.items():
        own = {person: told[person] for person in people if person in told}
        if len(people) - len(own) < k:
            own = {person: told.get(person, _NONE[_chinese(attribute)]) for person in people}
        members: dict[str, set[str]] = {}
        for person, value in own.items():
            members.setdefault(value, set()).add(person)
        names = merged(members, k, attribute)
        if names:
            found[attribute] = {person: names[value] for person, value in own.items()}
    return found


def merged(members: Mapping[str, Collection[str]], k: int, attribute: str) -> dict[str, str]:
    """The name of the group in which each value is counted, from the people who have it; empty where there would be
    one group of several values, or none of k people."""
    order = sorted(members, key=lambda value: (len(set(members[value])), value))
    together = [value for value in order if len(set(members[value])) < k]
    while together and len(together) < len(order) and len(set().union(*(members[one] for one in together))) < k:
        together.append(order[len(together)])
    if len(together) == len(order):
        return {}
    name = _together(together, attribute)
    return {value: name if value in together else value for value in order}


def _together(rare: Sequence[str], attribute: str) -> str:
    """The name of values that are counted together, in the language of their attribute; two are named, the larger
    first."""
    chinese = _chinese(attribute)
    return _OR[chinese].join(reversed(rare)) if len(rare) == 2 else _REST_FORM[chinese].format(len(rare))


def _chinese(attribute: str) -> bool:
    return any("\u4e00" <= mark <= "\u9fff" for mark in attribute)


def _banded(given: Mapping[str, str]) -> Mapping[str, str]:
    numbers = {person: _number(value) for person, value in given.items()}
    known = [number for number in numbers.values() if number is not None]
    if len(known) < len(given) or len(set(known)) <= BANDED:
        return given
    cuts = quantiles(known, n=4)
    bands: dict[int, list[float]] = {}
    for number in known:
        bands.setdefault(bisect_right(cuts, number), []).append(number)
    names = {band: f"{min(part):g} to {max(part):g}" for band, part in bands.items()}
    return {person: names[bisect_right(cuts, number)] for person, number in numbers.items() if number is not None}


def _number(value: str) -> float | None:
    try:
        number = float(value)
    except ValueError:
        return None
    return number if np.isfinite(number) else None
