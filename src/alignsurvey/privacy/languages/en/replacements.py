"""What stands in English in the place of a finding that is no person."""

from __future__ import annotations

import re

from ..language import Replacements
from ..lists import pairs
from . import places

_KINDS = pairs("en/kinds")  # (what a name holds, the kind of organisation), the first that fits counts
_STATE = re.compile(rf"\b(?:{places.STATE_CODE}\b|{places.STATE})")


def address(text: str, level: str) -> str:
    """A street address: the state it lies in, where it says so."""
    state = _STATE.search(text)
    if not state or level == "country":
        return "[street address]"
    return f"[street address], {places.STATES.get(state.group(), state.group())}"


def birth(text: str) -> str:
    """A date of birth as its decade, where a year is given."""
    year = re.search(r"(?:19|20)\d{2}", text) or re.search(r"\d{4}", text)
    return f"a day in the {year.group()[:3]}0s" if year else "[date of birth]"


def organisation(text: str, number: int) -> str:
    """The `number`-th organisation of an interview by its kind: "Company B"."""
    letter = chr(ord("A") + number % 26) + (str(number // 26) if number >= 26 else "")
    return f"{next((kind for word, kind in _KINDS if word in text), 'Company')} {letter}"


REPLACEMENTS = Replacements(dict(pairs("en/placeholders")), places.generalise, address, birth, organisation)
