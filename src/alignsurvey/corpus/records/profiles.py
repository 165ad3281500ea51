"""One published profile for each respondent: k-anonymous over all records of a corpus, whatever config they are in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ... import privacy
from ...schema import Record, profile_items
from ...tasks import spec_of
from ..codebook.quasi_identifiers import Level, Quasi, Sets
from ..survey.survey import Survey
from .surveys.profiles import anonymise_surveys, attributes_of

# Respondents whom a record distinguishes by more than the profile; a panel member belongs to several populations.
Population = tuple[str, str, str]  # source, country, language
Profile = dict[str, str | None]
Published = dict[tuple[str, Population], Profile]
Pairs = list[tuple[str | None, Record]]


def protect_surveys(surveys: Sequence[Survey], quasi: Quasi) -> tuple[list[Survey], dict[str, Any]]:
    """The waves of a corpus with k-anonymous profiles.

    Args:
        surveys: all waves of the corpus, with the respondents that will be published.
        quasi: quasi-identifiers, coarser levels and k, as the codebook declares them.

    Returns:
        (the waves, in which a suppressed value is null; rule and cost for the manifest).
    """
    sets = quasi.applied(attributes_of(surveys))
    sources = {survey.source for survey in surveys}
    if quasi.k < 2 or not sets:
        return list(surveys), _facts(quasi, sets, sources, None)
    protected, cost = anonymise_surveys(surveys, privacy.Rules(sets, quasi.levels, quasi.k))
    return protected, _facts(quasi, sets, sources, cost)


def protect_records(records: Mapping[str, Pairs], quasi: Quasi) -> tuple[dict[str, Pairs], dict[str, Any]]:
    """The same for the records that a build.py gave, by config.

    The answers to items that are attributes of the profile (social_role) follow where the corpus wants them protected:
    a coarser answer has coarser choices, and a record whose answer is left out goes. `answers_left_out` counts these.
    """
    everything = [(config, record) for config, pairs in records.items() for _, record in pairs]
    views = [view for config, record in everything if (view := _view(config, record, quasi)) is not None]
    sets = quasi.applied(dict.fromkeys(name for _, _, profile in views for name in profile))
    sources = {record["source"] for _, record in everything}
    if quasi.k < 2 or not sets:
        return dict(records), _facts(quasi, sets, sources, None)
    published, steps, cost = _anonymise(views, quasi, sets)
    made = {
        config: [(split, new) for split, record in pairs if (new := _record(config, record, published, quasi, steps))]
        for config, pairs in records.items()
    }
    asking = [config for config in records if spec_of(config).item_in_profile]
    if asking:
        cost["answers_left_out"] = sum(len(records[config]) - len(made[config]) for config in asking)
    return made, _facts(quasi, sets, sources, cost)


def _facts(quasi: Quasi, sets: Sets, sources: Iterable[str], cost: Mapping[str, Any] | None) -> dict[str, Any]:
    """For manifest.json, where the audit reads what must hold, and for privacy.json."""
    return {
        "k": quasi.k,
        "quasi_identifiers": [list(names) for names in sets],
        "declared": quasi.sets is not None,
        "answers": "protected" if quasi.protect_answers else "published",
        "sources": sorted(sources),
        **{name: value for name, value in (cost or {}).items() if name != "k"},
    }


def _anonymise(
    views: Iterable[tuple[str, Population, Mapping[str, str | None]]], quasi: Quasi, sets: Sets
) -> tuple[Published, dict[str, int], dict[str, Any]]:
    """A row for each person over all populations, so that no wave gives away what another one keeps."""
    people: dict[str, dict[Population, Profile]] = {}
    for person, population, profile in views:
        people.setdefault(person, {}).setdefault(population, {}).update(profile)
    names = sorted(people)
    places = [tuple(sorted(people[person])) for person in names]
    rules = privacy.Rules(sets, quasi.levels, quasi.k)
    columns = {
        attribute: [
            tuple(people[person][place].get(attribute) for place in own)
            for person, own in zip(names, places, strict=True)
        ]
        for attribute in rules.attributes()
    }
    made, steps, cost = privacy.anonymise(columns, rules, places)
    published: Published = {
        (person, place): {attribute: values[row][number] if values[row] else None for attribute, values in made.items()}
        for row, (person, own) in enumerate(zip(names, places, strict=True))
        for number, place in enumerate(own)
    }
    return published, steps, cost


def _person_of(record: Record) -> tuple[str, Population]:
    return record["respondent_id"], (record["source"], record["country"], record["language"])


def _view(config: str, record: Record, quasi: Quasi) -> tuple[str, Population, Profile] | None:
    """What a record says about its respondent; None where nothing in it needs protection."""
    spec = spec_of(config)
    if spec.item_in_profile:
        answer = "\x1f".join(record[spec.answer])
        return (*_person_of(record), {record[str(spec.item)]: answer}) if quasi.protect_answers else None
    if "profile" not in record or record["respondent_id"] is None:
        return None
    return *_person_of(record), {item["attribute"]: item["value"] for item in record["profile"]}


def _record(config: str, record: Record, published: Published, quasi: Quasi, steps: Mapping[str, int]) -> Record | None:
    own = published.get(_person_of(record)) if record["respondent_id"] is not None else None
    if own is None:
        return record
    spec = spec_of(config)
    if spec.item_in_profile and quasi.protect_answers and (name := record[str(spec.item)]) in own:
        levels = quasi.levels.get(name, ())[: steps[name]]
        return _role(record, levels) if own[name] is not None else None
    if "profile" not in record:
        return record
    kept = [(item["attribute"], own.get(item["attribute"], item["value"])) for item in record["profile"]]
    return {**record, "profile": profile_items([(name, value) for name, value in kept if value is not None])}


def _role(record: Record, levels: Sequence[Level]) -> Record:
    choices, answer = record["choices"], record["answer"]
    for level in levels:
        choices, answer = ([(level or {}).get(word, word) for word in words] for words in (choices, answer))
    return {**record, "choices": list(dict.fromkeys(choices)), "answer": list(dict.fromkeys(answer))}
