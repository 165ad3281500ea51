"""Options of check-all questions whose cells list all that was chosen, such as "TV;Radio": a yes or no for each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...files.errors import InputError

Option = tuple[str, str, str]  # variable, option, separator
SEPARATOR = ";"


def column_of(name: str, raw: Mapping[str, Any]) -> str:
    """The column that a question reads: its variable, or the one made for an option of it."""
    variable = str(raw.get("variable") or name)
    return f"{variable}: {raw['option']}" if raw.get("option") is not None else variable


def options_of(questions: Mapping[Any, Any], where: str) -> dict[str, Option]:
    """The columns to be made -> (variable, option, separator). Raises InputError for a separator without an option."""
    made = {}
    for name, raw in questions.items():
        if not isinstance(raw, Mapping) or raw.get("option") is None:
            if isinstance(raw, Mapping) and raw.get("separator") is not None:
                raise InputError(f"{where}.questions.{name}: a separator needs the `option` that is looked for")
            continue
        separator = str(raw.get("separator") or SEPARATOR)
        made[column_of(str(name), raw)] = (str(raw.get("variable") or name), str(raw["option"]).strip(), separator)
    return made


def chosen(cell: str, option: str, separator: str) -> bool:
    """Whether a cell lists an option; the option itself may hold the separator ("Newspaper, printed")."""
    parts = [part.strip() for part in cell.split(separator)]
    return option in parts or (separator.strip() in option and option in cell)
