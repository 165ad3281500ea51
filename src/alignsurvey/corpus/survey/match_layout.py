"""What a raw file holds of its layout: variables that are absent, spelt otherwise, or missing altogether (the key)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ..codebook.codebook import Item, Layout
from ..rawfiles.readers import read_table, variable_names
from ..rawfiles.table import Table

ROW = "row:"  # the column of row numbers in a file without a respondent key


def narrowed(layout: Layout, path: Path) -> tuple[Layout, dict[str, str]]:
    """The layout without what a partial file lacks, and what was left out: item, attribute or "weight" -> variable.

    Keys, countries and rows to keep or drop are never left out: without them the file cannot be read.
    """
    files = [path, *(path.parent / join.file for join in layout.join)]
    found = [name for file in files if file.is_file() for name in variable_names(file, layout.encoding)]
    there = {wanted for wanted, name in _spelling(layout, found).items() if name in found}
    there |= {column for column, (variable, _, _) in layout.options.items() if variable in there}
    left_out = {item.question.id: item.versions[0][0] for item in layout.items if not _held(item, there).versions}
    left_out |= {one.name: one.variable for one in layout.profile if one.value is None and one.variable not in there}
    weights = [product for product in layout.weight if there.issuperset(product)]
    if layout.weight and not weights:
        left_out["weight"] = " or ".join(" * ".join(product) for product in layout.weight)
    kept = replace(
        layout,
        weight=tuple(weights[:1]),
        profile=tuple(one for one in layout.profile if one.name not in left_out),
        items=tuple(_held(item, there) for item in layout.items if item.question.id not in left_out),
        options={column: option for column, option in layout.options.items() if column in there},
    )
    return kept, left_out


def _held(item: Item, there: set[str]) -> Item:
    """The item with the versions of its split ballot that the file holds."""
    return replace(item, versions=tuple(version for version in item.versions if version[0] in there))


def read_spelled(layout: Layout, path: Path) -> Table:
    """The variables of the layout, under its names where their case is ignored. Raises InputError."""
    spelled = _spelling(layout, variable_names(path, layout.encoding) if layout.ignore_case else [])
    table = read_table(path, list(spelled.values()), layout.encoding)
    ours = {name: wanted for wanted, name in spelled.items() if wanted != name}
    return table.rename(ours)


def _spelling(layout: Layout, found: Sequence[str]) -> dict[str, str]:
    """Each variable of the layout as the file spells it, or as it is where no other name differs by its case alone."""
    spelled = {}
    for wanted in layout.variables():
        close = [name for name in found if name.lower() == wanted.lower()] if layout.ignore_case else []
        spelled[wanted] = close[0] if wanted not in found and len(close) == 1 else wanted
    return spelled


def numbered(layout: Layout, table: Table) -> Table:
    """The table with the number of each row, where no variable is known to tell respondents apart."""
    return table if layout.key else replace(table, frame=table.frame.with_row_index(ROW))
