"""Make profiles k-anonymous: no combination of quasi-identifiers is shared by fewer than k respondents.

Attributes are first generalised step by step along the levels that a corpus declares, always where the most respondents
are rare; what stays rare then loses single values (suppression). The cost of both is reported.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..schema import InputError

SUPPRESSED = "*"
K = 5  # default size of the smallest group (issue of the project; also the usual minimum of statistical offices)

Profile = dict[str, str]
Level = Callable[[str], str]


def rare(profiles: Sequence[Mapping[str, str]], quasi: Sequence[str], k: int = K) -> list[int]:
    """Places of the profiles whose combination of `quasi` values fewer than k profiles share.

    A suppressed value counts as a value of its own.
    """
    keys = [_key(profile, quasi) for profile in profiles]
    counts = Counter(keys)
    return [place for place, key in enumerate(keys) if counts[key] < k]


def _key(profile: Mapping[str, str], quasi: Sequence[str]) -> tuple[str, ...]:
    return tuple(profile.get(name, SUPPRESSED) for name in quasi)


def anonymise(
    profiles: Sequence[Mapping[str, str]],
    quasi: Sequence[str],
    levels: Mapping[str, Sequence[Level]] | None = None,
    k: int = K,
) -> tuple[list[Profile], dict[str, Any]]:
    """Profiles of which each combination of `quasi` is shared by at least k, and what that cost.

    `levels[name]` are coarser and coarser forms of an attribute. Cost: {"k", "respondents", "rare_before",
    "generalised": {attribute: steps}, "suppressed": {attribute: values}, "suppressed_share"}. Raises InputError when
    there are fewer than k respondents.
    """
    if len(profiles) < k:
        raise InputError(f"{len(profiles)} respondents cannot hide among {k}; publish no profiles, or lower k")
    made = [dict(profile) for profile in profiles]
    before = len(rare(made, quasi, k))
    steps = _generalise(made, quasi, levels or {}, k)
    dropped = _suppress(made, quasi, k)
    values = len(made) * len(quasi)
    return made, {
        "k": k,
        "respondents": len(made),
        "rare_before": before,
        "generalised": {name: count for name, count in steps.items() if count},
        "suppressed": dict(sorted(dropped.items())),
        "suppressed_share": sum(dropped.values()) / values if values else 0.0,
    }


def _generalise(
    made: list[Profile], quasi: Sequence[str], levels: Mapping[str, Sequence[Level]], k: int
) -> dict[str, int]:
    """Take the step that leaves the fewest rare profiles, until none is left or no step helps."""
    steps = dict.fromkeys(quasi, 0)
    while left := len(rare(made, quasi, k)):
        options = []
        for name in quasi:
            if steps[name] < len(levels.get(name, ())):
                level = levels[name][steps[name]]
                tried = [{**p, name: level(p[name])} if p.get(name, SUPPRESSED) != SUPPRESSED else p for p in made]
                options.append((len(rare(tried, quasi, k)), name, tried))
        if not options:
            break
        fewest, name, tried = min(options, key=lambda option: option[:2])
        if fewest >= left and all(option[0] >= left for option in options) and fewest == left == len(made):
            break
        made[:] = tried
        steps[name] += 1
    return steps


def _suppress(made: list[Profile], quasi: Sequence[str], k: int) -> Counter[str]:
    """Blank values of rare profiles, the attribute with the most distinct rare values first, until none is rare."""
    dropped: Counter[str] = Counter()
    spread = {name: len({profile.get(name) for profile in made}) for name in quasi}
    for name in sorted(quasi, key=lambda name: (-spread[name], name)):
        places = rare(made, quasi, k)
        if not places:
            return dropped
        for place in places:
            dropped[name] += made[place].get(name, SUPPRESSED) != SUPPRESSED
            made[place][name] = SUPPRESSED
    _fill(made, quasi, k, dropped)
    return dropped


def _fill(made: list[Profile], quasi: Sequence[str], k: int, dropped: Counter[str]) -> None:
    """A group of blank profiles that is still smaller than k takes in the rarest others."""
    while places := rare(made, quasi, k):
        counts = Counter(_key(profile, quasi) for profile in made)
        others = [key for key in counts if counts[key] >= k]
        key = min(others, key=lambda key: (counts[key], key))
        for place, profile in enumerate(made):
            if place in places or _key(profile, quasi) == key:
                for name in quasi:
                    dropped[name] += profile.get(name, SUPPRESSED) != SUPPRESSED
                    profile[name] = SUPPRESSED


def band(width: int, unit: str = "") -> Level:
    """A level that turns a number into a band: band(5)("47") is "45-49"."""

    def banded(value: str) -> str:
        digits = "".join(sign for sign in value.split("-")[0] if sign.isdigit())
        if not digits:
            return value
        low = int(digits) // width * width
        return f"{low}-{low + width - 1}{unit}"

    return banded


def anything(value: str) -> str:
    """The last level: the attribute says nothing any more."""
    return SUPPRESSED
