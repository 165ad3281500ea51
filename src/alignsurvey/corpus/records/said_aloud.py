"""Profile values that k-anonymity left out or made coarser, and that the respondents say themselves in their talk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from ...privacy import private_attribute
from ...privacy.audit.exposure import echoes
from ...privacy.known_values import pattern
from ...schema import Record
from ...tasks import spec_of

Pairs = Sequence[tuple[str | None, Record]]
Values = dict[str, dict[str, set[str]]]  # respondent -> attribute -> values


def said_aloud(raw: Mapping[str, Pairs], published: Mapping[str, Pairs]) -> dict[str, Any]:
    """How often talk says what the published profile hides.

    Args:
        raw: The records of each config before k-anonymity.
        published: The same records as they are published.

    Returns:
        `respondents` who do, `of` those with hidden values, and `records` by attribute; empty where nothing is hidden.
    """
    hidden = _hidden(_values(raw), _values(published))
    if not hidden:
        return {}
    records: Counter[str] = Counter()
    people = set()
    for config, pairs in published.items():
        for _, record in pairs if spec_of(config).talk else ():
            found = echoes([record], hidden, spec_of(config).talk)
            records.update(found)
            if found:
                people.add(record["respondent_id"])
    return {"respondents": len(people), "of": len(hidden), "records": dict(sorted(records.items()))}


def _values(records: Mapping[str, Pairs]) -> Values:
    """What profiles and answers to items of the profile say of each respondent."""
    values: Values = {}
    for config, pairs in records.items():
        spec = spec_of(config)
        for _, record in pairs:
            own = values.setdefault(record.get("respondent_id") or "", {})
            for item in record.get("profile") or ():
                own.setdefault(item["attribute"], set()).add(item["value"])
            if spec.item_in_profile:
                own.setdefault(record[str(spec.item)], set()).update(record[spec.answer])
    return values


def _hidden(raw: Values, published: Values) -> dict[str, list[tuple[str, Any]]]:
    """By respondent, the (attribute, pattern) of the values that others can know and that are not published."""
    hidden: dict[str, list[tuple[str, Any]]] = {}
    for person, attributes in raw.items():
        for name, values in attributes.items():
            if private_attribute(name):
                continue
            for value in sorted(values - published.get(person, {}).get(name, set())):
                search = pattern(value)
                if search is not None:
                    hidden.setdefault(person, []).append((name, search))
    return hidden
