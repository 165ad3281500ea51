"""What stands in Chinese in the place of a finding that is no person."""

from __future__ import annotations

import re

from ..language import Replacements
from ..lists import pairs
from . import places

_KINDS = pairs("zh/kinds")  # (what a name ends in, the kind of organisation), the first that fits counts


def address(text: str, level: str) -> str:
    """A street address: the place it lies in at the chosen level, where it says so."""
    broad = places.generalise(text, level)
    return "某处" if broad.startswith("某") else broad + "某处" if not broad.endswith("某地") else broad


def birth(text: str) -> str:
    """A date of birth as its decade, where a year is given."""
    year = re.search(r"(?:19|20)\d{2}", text) or re.search(r"\d{4}", text)
    return f"{year.group()[:3]}0年代某日" if year else "[出生日期]"


def organisation(text: str, number: int) -> str:
    """The `number`-th organisation of an interview by its kind: B公司."""
    letter = chr(ord("A") + number % 26) + (str(number // 26) if number >= 26 else "")
    return letter + next((kind for ending, kind in _KINDS if text.endswith(ending)), "单位")


REPLACEMENTS = Replacements(dict(pairs("zh/placeholders")), places.generalise, address, birth, organisation)
