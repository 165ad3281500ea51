"""Survey platforms: one module each, found by looking, that knows the exports of its platform by their columns.

A module offers `PLATFORM`, `METADATA` (a pattern of the columns that are no answers), `KEY` (names of the column that
tells respondents apart), `MISSING` (texts that are no answer) and `header(rows)`: what the first rows mean, or None
where another program wrote them.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from types import ModuleType

FIRST_ROWS = 4  # so many rows are shown to the modules


@dataclass(frozen=True)
class Header:
    """What the first rows of an export mean: `rows` of them are no respondents.

    `names` has a name a column, empty where the column has none; `labels` the wording of each, empty where it is the
    name.
    """

    platform: str
    names: tuple[str, ...]
    labels: tuple[str, ...]
    rows: int = 1


@cache
def platforms() -> tuple[ModuleType, ...]:
    """The modules of all platforms, by name."""
    return tuple(importlib.import_module(f"{__name__}.{one.name}") for one in pkgutil.iter_modules(__path__))


def find_header(rows: Sequence[Sequence[str]]) -> Header:
    """What the first rows of a file mean; a plain header where no platform knows them."""
    for module in platforms():
        found: Header | None = module.header(rows)
        if found:
            return found
    return Header("", tuple(rows[0]), ("",) * len(rows[0]))


def platform_of(export: str) -> ModuleType | None:
    """The module of a platform by its name."""
    return next((module for module in platforms() if export == module.PLATFORM), None)


def is_metadata(name: str, export: str = "") -> bool:
    """Whether a column is no answer: an id, a time, an address, by the names of one platform, or of all of them.

    Without a platform only names that no question would have count (`SAFE` of a module is False where they could be).
    """
    of = platform_of(export)
    modules = [of] if of else [module for module in platforms() if getattr(module, "SAFE", True)]
    return any(re.fullmatch(module.METADATA, name.strip(), re.IGNORECASE) for module in modules)


def cells(row: Sequence[str]) -> list[str]:
    """The cells of a row, stripped."""
    return [cell.strip() for cell in row]
