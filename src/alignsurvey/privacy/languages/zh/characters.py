"""Traditional and simplified characters, one for one, so that positions in a text stay.

The recognisers know simplified characters; text in traditional ones is read through this table, and what replaces a
finding in it is written in traditional ones again. The tables are those of OpenCC.
"""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path

from ....files.errors import InputError


@cache
def _table(name: str) -> dict[int, str]:
    spec = importlib.util.find_spec("opencc")
    if spec is None or not spec.submodule_search_locations:
        raise InputError("this needs opencc-python-reimplemented: pip install 'alignsurvey[privacy]'")
    path = Path(spec.submodule_search_locations[0]) / "dictionary" / f"{name}.txt"
    pairs = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return {ord(sign): choices.split(" ")[0] for sign, choices in pairs if len(sign) == 1}


def simplified(text: str) -> str:
    """The text with every traditional character as its simplified one; of the same length."""
    return text.translate(_table("TSCharacters"))


def traditional(text: str) -> str:
    """The text with every simplified character as its commonest traditional one."""
    return text.translate(_table("STCharacters"))


def is_traditional(text: str) -> bool:
    """Whether a text holds traditional characters that simplified writing does not have."""
    return simplified(text) != text


def as_written(made: str, turn: str) -> str:
    """What replaces a finding, in traditional characters where its turn has them."""
    return traditional(made) if is_traditional(turn) else made
