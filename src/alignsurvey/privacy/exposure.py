"""What could still lead to a respondent without a direct identifier: raw keys, rare profiles, echoed values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from .kanonymity import SUPPRESSED, rare
from .known import pattern

Profiles = Mapping[str, Mapping[str, str]]
PSEUDONYM = re.compile(r"r[a-z2-7]{16}")  # what keys.pseudonym makes
SPOKEN = (
    "segment",
    "history",
    "question",
    "response",
    "reasoning",
    "annotations",
)  # said, or noted about what was said


def raw_ids(row: Mapping[str, Any]) -> int:
    """How many respondent ids of a record are no keyed pseudonyms."""
    ids = [row.get("respondent_id"), *(row.get("respondent_ids") or ())]
    return sum(name is not None and not PSEUDONYM.fullmatch(name) for name in ids)


def profile_of(row: Mapping[str, Any]) -> dict[str, str] | None:
    """The profile of a record's respondent; None where the record has none."""
    if not row.get("profile") or not row.get("respondent_id"):
        return None
    return {item["attribute"]: item["value"] for item in row["profile"]}


def rare_combinations(profiles: Profiles, quasi: Sequence[str], k: int) -> dict[str, Any]:
    """{"attributes", "respondents", "rare"}: how many respondents share their `quasi` values with fewer than k - 1."""
    people = list(profiles.values())
    return {"attributes": list(quasi), "respondents": len(people), "rare": len(rare(people, quasi, k)) if quasi else 0}


def rare_values(profiles: Profiles, k: int) -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    """By respondent, the (attribute, pattern of its value) that fewer than k respondents have."""
    counts = Counter((name, value) for profile in profiles.values() for name, value in profile.items())
    found: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for person, profile in profiles.items():
        for name, value in profile.items():
            search = pattern(value) if value != SUPPRESSED and counts[name, value] < k else None
            if search is not None:
                found.setdefault(person, []).append((name, search))
    return found


def echoes(rows: Iterable[Mapping[str, Any]], values: Mapping[str, Any]) -> Counter[str]:
    """How many records say aloud a rare value of their respondent's profile, by attribute."""
    found: Counter[str] = Counter()
    for row in rows:
        own = values.get(row.get("respondent_id") or "")
        if own:
            spoken = "\n".join(_texts([row.get(name) for name in SPOKEN]))
            found.update(name for name, search in own if search.search(spoken))
    return found


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
