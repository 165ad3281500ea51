"""What a codebook says about quasi-identifiers: which attributes, their coarser forms, how many must share them.

Quasi-identifiers are what others can see or know of a respondent without being told in the survey: age, sex, race,
where one lives, schooling, work, marriage. Opinions, incomes and other answers that only the respondent can give are
none, because nobody can look them up to find the person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ...files.errors import InputError
from ...privacy import K, private_attribute

DROP = "drop"  # the level at which an attribute is left out
KEYS = {"quasi_identifiers", "generalise", "k", "protect_answers"}

Level = dict[str, str] | None  # words -> coarser words; None where the attribute is dropped
Sets = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Quasi:
    """`sets` are the combinations that k respondents must share, None where the codebook names none.

    `protect_answers`: the answers of task 1 (social_role) are taken from the protected profile, too.
    """

    sets: Sets | None = None
    levels: Mapping[str, tuple[Level, ...]] = field(default_factory=dict)
    k: int = K
    protect_answers: bool = True

    def applied(self, attributes: Iterable[str]) -> Sets:
        """The combinations among these attributes; where none is named, all attributes that others can know."""
        there = list(attributes)
        named = self.sets if self.sets is not None else (tuple(a for a in there if not private_attribute(a)),)
        kept = (tuple(name for name in names if name in there) for names in named)
        return tuple(dict.fromkeys(names for names in kept if names))


def read_quasi(raw: Mapping[str, Any], where: str, words: Mapping[str, set[str]] | None = None) -> Quasi:
    """The keys of KEYS. `words` are the values of each attribute, where they are known. Raises InputError."""
    k = raw.get("k", K)
    if type(k) is not int or k < 1:
        raise InputError(f"{where}: k: expected a whole number of at least 1, found {k!r}")
    sets = _sets(raw["quasi_identifiers"], where) if "quasi_identifiers" in raw else None
    levels = raw.get("generalise") or {}
    if not isinstance(levels, Mapping):
        raise InputError(f"{where}: generalise: expected attributes with a list of levels each")
    known = words or {}
    named = [*(name for names in sets or () for name in names), *map(str, levels)]
    unknown = [name for name in named if words is not None and name not in words]
    if unknown:
        raise InputError(
            f"{where}: quasi_identifiers or generalise names {unknown[0]!r}, which is no attribute of profile"
        )
    return Quasi(
        sets,
        {
            str(name): _levels(steps, f"{where}: generalise.{name}", known.get(str(name)))
            for name, steps in levels.items()
        },
        k,
        raw.get("protect_answers", True) is not False,
    )


def _sets(value: Any, where: str) -> Sets:
    """[Age, Sex] is one combination; [[Age, Sex], [Age, Region]] are several."""
    if not isinstance(value, list) or len({isinstance(item, list) for item in value}) > 1:
        raise InputError(f"{where}: quasi_identifiers: expected a list of attributes, or a list of such lists")
    sets = value if value and isinstance(value[0], list) else [value] if value else []
    return tuple(tuple(str(name) for name in names) for names in sets)


def _levels(steps: Any, where: str, words: set[str] | None) -> tuple[Level, ...]:
    """Each level as words -> coarser words. Raises InputError for words that the level before does not have."""
    if not isinstance(steps, list):
        raise InputError(f"{where}: expected a list of levels, each {{coarser words: [words]}} or {DROP}")
    made: list[Level] = []
    for number, step in enumerate(steps, start=1):
        place = f"{where}, level {number}"
        if step == DROP and number == len(steps):
            made.append(None)
            continue
        if not isinstance(step, Mapping) or not all(isinstance(listed, list) and listed for listed in step.values()):
            raise InputError(f"{place}: expected {{coarser words: [words]}}, or {DROP} as the last level")
        level = {str(old): str(new) for new, listed in step.items() for old in listed}
        if words is not None:
            strange = sorted(set(level) - words)
            if strange:
                raise InputError(f"{place}: {strange[0]!r} is no value at this level; use the words of the profile")
            words = {level.get(word, word) for word in words}
        made.append(level)
    return tuple(made)
