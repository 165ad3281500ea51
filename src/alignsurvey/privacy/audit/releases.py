"""What two releases of a data set tell together: respondents who can be joined, and values that one of them hides.

Each release may be k-anonymous by itself. But whoever has both can join a respondent of one with the same respondent of
the other, by the pseudonym or, after a change of the key, by the answers, and then knows the values of either.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from ...files.errors import InputError
from ...tasks import spec_of
from ..k_anonymity import rare
from . import published_files as built

Place = tuple[str, str, str]  # source, country, language
Person = tuple[str, Place]
_PERSON, _ANSWER = ("respondent_id", "source", "country", "language"), {"question_id", "choices", "answer"}
_TELLING = 8  # answers by which a respondent may be recognised; fewer are shared by many


@dataclass
class Released:
    """The respondents of a release: profile and answers, by pseudonym and population."""

    profiles: dict[Person, dict[str, str]] = field(default_factory=dict, repr=False)
    answers: dict[Person, set[tuple[str, str]]] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Comparison:
    """What whoever has both releases can do; figures only.

    `same_key` is None where a release does not say by which key its pseudonyms were made. `joined` respondents are in
    both releases, `by_answers` of them under another pseudonym. `returned`: attribute -> values that one release
    suppresses and the other holds. `rare` of the joined respondents share a combination of quasi-identifiers, as both
    releases together tell it, with fewer than k - 1 others.
    """

    dataset: str
    k: int
    respondents: tuple[int, int]
    same_key: bool | None
    joined: int
    by_answers: int
    returned: Mapping[str, int]
    rare: int

    def problems(self, new_key: bool = False, disclosure: bool = False) -> list[str]:
        """What must not be released unless told: `new_key` and `disclosure` allow it."""
        found = []
        if self.same_key is False and not new_key:
            found.append("it is made with another key than the release before; use that key, or allow it")
        if self.rare and not disclosure:
            lost = ", ".join(f"{count:,} of {name}" for name, count in self.returned.items())
            found.append(
                f"both releases together single out {self.rare:,} respondents, because one of them holds values that "
                f"the other suppresses ({lost})"
            )
        return found

    def lines(self) -> Iterator[str]:
        """For a terminal."""
        keys = {True: "the same key", False: "another key", None: "a key that one of them does not name"}
        before, now = self.respondents
        yield f"{self.dataset}: {before:,} respondents before, {now:,} now, {keys[self.same_key]}"
        yield f"joined: {self.joined:,} respondents, {self.by_answers:,} of them by their answers alone"
        returned = ", ".join(f"{name} {count:,}" for name, count in self.returned.items()) or "none"
        yield f"values that one release suppresses and the other holds: {returned}"
        yield f"singled out by both together (k = {self.k}): {self.rare:,}"


def compare_releases(old: Path, new: Path) -> Comparison:
    """What the release `new` tells beside the release `old` of the same data set.

    Args:
        old: the folder of the release before, as built or as downloaded.
        new: the folder of the new build.

    Raises:
        InputError: a folder is no build, or they are of different data sets.
    """
    manifests = [built.read_manifest(folder) for folder in (old, new)]
    if len({manifest["dataset"] for manifest in manifests}) > 1:
        raise InputError(f"{new}: another data set than {old}; compare two releases of one")
    marks = {manifest.get("key") for manifest in manifests}
    same_key = None if None in marks else len(marks) == 1
    before, now = (_read(folder, one, not same_key) for folder, one in zip((old, new), manifests, strict=True))
    pairs = {person: person for person in before.profiles.keys() & now.profiles.keys()}
    by_answers = _by_answers(before, now, set(pairs.values()))
    pairs |= by_answers
    returned: Counter[str] = Counter()
    together = {person: dict(profile) for person, profile in now.profiles.items()}
    for person, other in pairs.items():
        theirs, own = before.profiles[other], now.profiles[person]
        returned.update(name for name in theirs.keys() ^ own.keys())
        together[person] = {**theirs, **own}
    sets, k = _rule(manifests[1])
    return Comparison(
        dataset=manifests[1]["dataset"],
        k=k,
        respondents=(len(before.profiles), len(now.profiles)),
        same_key=same_key,
        joined=len(pairs),
        by_answers=len(by_answers),
        returned=dict(sorted(returned.items())),
        rare=_rare(together, pairs, sets, k) if returned else 0,
    )


def _rule(manifest: Mapping[str, Any]) -> tuple[list[list[str]], int]:
    """The combinations of quasi-identifiers of all corpora, and the largest k."""
    facts = list(manifest.get("k_anonymity", {}).values())
    sets = [list(names) for one in facts for names in one.get("quasi_identifiers", ())]
    return sets, max((int(one.get("k", 1)) for one in facts), default=1)


def _read(folder: Path, manifest: Mapping[str, Any], with_answers: bool) -> Released:
    """Profiles of everybody, and answers; the hidden split has none."""
    released = Released()
    for config, files in built.parts(manifest).items():
        if "profile" not in spec_of(config).columns:
            continue
        for batch in built.tables(folder, files):
            _add_profiles(batch, released)
            if with_answers and set(batch.schema.names) >= _ANSWER:
                _add_answers(batch, released)
    return released


def _add_profiles(batch: Any, released: Released) -> None:
    """The profiles of a batch, whose rows of one respondent follow one another and have the same profile."""
    if not len(batch):
        return
    ids = batch["respondent_id"].to_numpy(zero_copy_only=False)
    first = np.flatnonzero(np.append(True, ids[1:] != ids[:-1]))
    for row in batch.select([*_PERSON, "profile"]).take(first).to_pylist():
        profile = released.profiles.setdefault(_person(row), {})
        profile.update((item["attribute"], item["value"]) for item in row["profile"] or ())


def _add_answers(batch: Any, released: Released) -> None:
    for row in batch.select([*_PERSON, *sorted(_ANSWER)]).to_pylist():
        if isinstance(row["answer"], int) and 0 <= row["answer"] < len(row["choices"]):
            answer = row["question_id"], row["choices"][row["answer"]]
            released.answers.setdefault(_person(row), set()).add(answer)


def _person(row: Mapping[str, Any]) -> Person:
    return row["respondent_id"], (row["source"], row["country"], row["language"])


def _by_answers(before: Released, now: Released, known: set[Person]) -> dict[Person, Person]:
    """Respondent of the new release -> of the old one, where all answers are the same and nobody else's are."""
    old = _signatures(before, known)
    new = _signatures(now, known)
    return {new[signature]: old[signature] for signature in old.keys() & new.keys()}


def _signatures(released: Released, known: set[Person]) -> dict[Any, Person]:
    found: dict[Any, list[Person]] = {}
    for person, answers in released.answers.items():
        if person not in known and len(answers) >= _TELLING:
            found.setdefault((person[1], frozenset(answers)), []).append(person)
    return {signature: people[0] for signature, people in found.items() if len(people) == 1}


def _rare(
    profiles: Mapping[Person, Mapping[str, str]], pairs: Mapping[Person, Person], sets: Sequence[Sequence[str]], k: int
) -> int:
    """How many of the joined respondents are rare in what both releases tell, over all of the new release."""
    people = list(profiles)
    attributes = {name for names in sets for name in names}
    columns = {name: [(profiles[person].get(name),) for person in people] for name in attributes}
    found = rare(columns, sets, k, [person[1] for person in people])
    return sum(is_rare and person in pairs for person, is_rare in zip(people, found, strict=True))
