"""English place names: which are broad enough to stand, and what a narrower one becomes."""

from __future__ import annotations

import re

from ..lists import lines

# Postal code to name: USPS Publication 28, appendix B.
STATES = dict(line.split(" ", 1) for line in lines("en/states"))
STATE_CODE = "(?:" + "|".join(STATES) + ")"
STATE = "(?:" + "|".join(sorted(STATES.values(), key=len, reverse=True)) + ")"

CITIES = frozenset(name.casefold() for name in lines("en/cities"))
COUNTRIES = frozenset(name.casefold() for name in lines("en/broad"))
STATE_NAMES = {name.casefold(): name for name in STATES.values()}


def generalise(place: str, level: str) -> str:
    """What a place becomes at a level: "city" keeps cities of over half a million, "state" states, "country" countries.

    "Marietta, Ohio" becomes "a town in Ohio" at "city" and "state", "a place" at "country".
    """
    bare = re.sub(r"^the\s+", "", place.strip(" ,."), flags=re.IGNORECASE).casefold()
    if bare in COUNTRIES:
        return place
    state = _state_at_end(place)
    town = re.split(r",\s*", bare)[0]
    if level == "country":
        return "a place in the US" if state else "a place"
    if bare in STATE_NAMES or (level == "city" and town in CITIES):
        return place
    kind = "a county" if town.endswith("county") else "a town"
    return f"{kind} in {state}" if state else kind


def _state_at_end(place: str) -> str | None:
    last = re.split(r",\s*", place.strip(" ,."))[-1].strip()
    return STATES.get(last) or STATE_NAMES.get(last.casefold())
