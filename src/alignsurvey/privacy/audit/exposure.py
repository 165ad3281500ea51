"""What could still lead to a respondent without a direct identifier: raw keys, rare combinations, echoed values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...files.errors import InputError
from ...tasks import spec_of
from ..k_anonymity import K, private_attribute, rare
from ..known_values import pattern

PSEUDONYM = re.compile(r"r[a-z2-7]{16}")  # what keys.pseudonym makes

Population = tuple[str, str, str]  # source, country, language
Profile = dict[str, set[str]]  # the values that the records of a respondent give an attribute; one, if all is well


@dataclass
class People:
    """The respondents of a build, as its records show them. `roles`: answers to items that are profile attributes."""

    profiles: dict[str, dict[Population, Profile]] = field(default_factory=dict)
    roles: dict[str, dict[Population, Profile]] = field(default_factory=dict)
    whole: dict[str, dict[str, str]] = field(default_factory=dict)  # config -> respondent -> the whole profile
    talked: set[str] = field(default_factory=set)  # sources with records that hold talk

    def read(self, config: str, batch: Any) -> None:
        """Take in the records of a batch."""
        names = set(batch.schema.names)
        wanted = ["respondent_id", "source", "country", "language"]
        spec = spec_of(config)
        if spec.talk:
            self.talked.update(batch["source"].unique().to_pylist())
        if spec.item and spec.item_in_profile and {spec.item, spec.answer} <= names:
            for row in batch.select([*wanted, spec.item, spec.answer]).to_pylist():
                own = self._of(self.roles, row)
                own.setdefault(row[spec.item], set()).add("\x1f".join(row[spec.answer] or ()))
        elif {"group", "respondent_ids"} <= names:
            self._groups(batch)
        elif "profile" in names:
            whole = self.whole.setdefault(config, {})
            for row in batch.select([*wanted, "profile"]).to_pylist():
                own = self._of(self.profiles, row)
                for item in row["profile"] or ():
                    own.setdefault(item["attribute"], set()).add(item["value"])
                if row["profile"] and row["respondent_id"] not in whole:
                    whole[row["respondent_id"]] = repr(sorted((i["attribute"], i["value"]) for i in row["profile"]))

    def _groups(self, batch: Any) -> None:
        """A group's label is told of everybody whose id stands beside it."""
        members: dict[tuple[tuple[str, str], ...], dict[Population, set[str]]] = {}
        for row in batch.select(["source", "country", "language", "group", "respondent_ids"]).to_pylist():
            label = tuple((item["attribute"], item["value"]) for item in row["group"] or ())
            place = (row["source"], row["country"], row["language"])
            members.setdefault(label, {}).setdefault(place, set()).update(row["respondent_ids"] or ())
        for label, places in members.items():
            for place, people in places.items():
                for person in people:
                    own = self.profiles.setdefault(person, {}).setdefault(place, {})
                    for name, value in label:
                        own.setdefault(name, set()).add(value)

    def _of(self, into: dict[str, dict[Population, Profile]], row: Mapping[str, Any]) -> Profile:
        place = (row["source"], row["country"], row["language"])
        return into.setdefault(row["respondent_id"] or "", {}).setdefault(place, {})

    def small_cells(self, k: int) -> dict[str, dict[str, int]]:
        """By config, how many respondents have a whole profile that fewer than k share."""
        cells = {}
        for config, profiles in self.whole.items():
            sizes = Counter(profiles.values())
            small = sum(size for size in sizes.values() if size < k)
            cells[config] = {"respondents": len(profiles), "in_small_cells": small}
        return cells


def raw_ids(config: str, batch: Any) -> int:
    """How many respondent and interview ids of a batch are no keyed pseudonyms."""
    import pyarrow.compute as pc

    found, spec = 0, spec_of(config)
    for name in set(spec.with_role("id")) & set(batch.schema.names):
        column = pc.list_flatten(batch[name]) if isinstance(spec.columns[name].type, list) else batch[name]
        for item in pc.value_counts(column.drop_null()).to_pylist():
            found += 0 if PSEUDONYM.fullmatch(item["values"]) else item["counts"]
    return found


def quasi_report(people: People, manifest: Mapping[str, Any], k: int, further: Sequence[str] = ()) -> dict[str, Any]:
    """By corpus, the combinations that k respondents must share, and how many respondents share theirs with fewer.

    A manifest that names none is taken at its strictest: all attributes that others can know, as one combination.
    """
    every = {place[0] for views in people.profiles.values() for place in views}
    unknown = set(further) - {name for views in people.profiles.values() for view in views.values() for name in view}
    if unknown:
        raise InputError(f"no profile has an attribute {min(unknown)!r}; check --quasi-identifier")
    declared = dict(manifest.get("k_anonymity") or {})
    told = {source for facts in declared.values() for source in facts.get("sources", ())}
    for source in sorted(every - told):
        names = {
            name for views in people.profiles.values() for place in views if place[0] == source for name in views[place]
        }
        sets = [sorted(name for name in names if not private_attribute(name))]
        declared[source] = {"sources": [source], "quasi_identifiers": sets if sets[0] else []}
    return {corpus: _of_corpus(people, facts, k, further) for corpus, facts in sorted(declared.items())}


def _of_corpus(people: People, facts: Mapping[str, Any], k: int, further: Sequence[str]) -> dict[str, Any]:
    sources, sets = set(facts.get("sources", ())), [tuple(names) for names in facts.get("quasi_identifiers", ())]
    sets += [tuple(further)] if further else []
    protected = facts.get("answers", "protected") == "protected"
    shown = [people.profiles, people.roles] if protected else [people.profiles]
    report = {"combinations": [list(names) for names in sets], **_rare(shown, sources, sets, k)}
    if not protected and people.roles:
        report["answers_published"] = _rare([people.profiles, people.roles], sources, sets, k, set(people.roles))
    return report


def _rare(
    shown: Sequence[Mapping[str, Mapping[Population, Profile]]],
    sources: set[str],
    sets: Sequence[Sequence[str]],
    k: int,
    counted: set[str] | None = None,
) -> dict[str, int]:
    """How many respondents there are, and how many of them are rare among all; of the `counted` ones, where given."""
    merged: dict[str, dict[Population, Profile]] = {}
    for person, place, profile in (
        (person, place, profile)
        for views in shown
        for person, own in views.items()
        for place, profile in own.items()
        if place[0] in sources
    ):
        into = merged.setdefault(person, {}).setdefault(place, {})
        for name, values in profile.items():
            into[name] = into.get(name, set()) | values
    places = [tuple(sorted(own)) for own in merged.values()]
    columns = {
        name: [
            tuple(_shown(own[place].get(name)) for place in order)
            for own, order in zip(merged.values(), places, strict=True)
        ]
        for name in dict.fromkeys(name for names in sets for name in names)
    }
    found = rare(columns, sets, k, places) if sets else [False] * len(merged)
    mine = [one for person, one in zip(merged, found, strict=True) if counted is None or person in counted]
    return {"respondents": len(mine), "rare": sum(mine)}


def _shown(values: set[str] | None) -> str | None:
    return "\x1f".join(sorted(values)) if values else None


def rare_values(people: People, k: int = K) -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    """By respondent, the (attribute, pattern of its value) that others can know and fewer than k respondents have."""
    told = {
        (person, name, value)
        for person, views in people.profiles.items()
        for profile in views.values()
        for name, values in profile.items()
        for value in values
    }
    counts = Counter((name, value) for _, name, value in told)
    found: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for person, name, value in sorted(told):
        search = pattern(value) if counts[name, value] < k and not private_attribute(name) else None
        if search is not None:
            found.setdefault(person, []).append((name, search))
    return found


def echoes(rows: Iterable[Mapping[str, Any]], values: Mapping[str, Any], talk: Sequence[str]) -> Counter[str]:
    """How many records say aloud a rare value of their respondent's profile, by attribute.

    `values` as `rare_values` gives them; `talk` are the columns in which respondents speak.
    """
    found: Counter[str] = Counter()
    for row in rows:
        own = values.get(row.get("respondent_id") or "")
        if own:
            spoken = "\n".join(_texts([row.get(name) for name in talk]))
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
