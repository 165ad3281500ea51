"""Check-all questions: sets that SPSS declares, a column an option, or cells that list what was chosen."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import groupby

from ..rawfiles.exports import platform_of
from ..rawfiles.table import Table

_SEPARATORS = (";", "┋", "|", ", ", ",")
_STEM = re.compile(r"^(.*\S)\s*(?: - |: |：|—|\[| \| )\s*(\S.*?)\]?$", re.DOTALL)
_ASIDE = re.compile(r"^(.*\S)\s*[(（]([^()（）]+)[)）]$", re.DOTALL)  # 问卷星 puts the option in brackets
_CODED = re.compile(r"^(.*?)[_.\[/]?(\d{1,3}|[a-z]|SQ\d+)\]?$")
_MOST_OPTIONS = 40
_LEAST_ROWS = 5  # rows that must give an option, as of any answer in words

Set = tuple[str, str, tuple[str, ...]]  # name, wording, variables of the options


def find_option_sets(table: Table, names: Sequence[str]) -> tuple[Set, ...]:
    """Check-all questions of a column an option, as (name, wording, variables)."""
    allowed = set(names)
    declared = [(name, label, tuple(one for one in members if one in allowed))
                for name, (label, members) in table.option_sets.items()]  # fmt: skip
    found = [one for one in declared if len(one[2]) > 1]
    taken = {name for _, _, members in found for name in members}
    free = [name for name in names if name not in taken]
    for stem, group in groupby(free, key=lambda name: _stem(table, name)):
        # A text field behind "Other" is no option, and need not hide the others.
        members = tuple(name for name in group if _is_option(table, name))
        if stem and len(members) > 1 and any(table.codes(name).count() for name in members):
            found.append((stem, stem, members))
    return tuple(found)


def _stem(table: Table, name: str) -> str:
    """What the columns of one question share: the wording before the option, else the name before its number."""
    words = table.labels.get(name, "") or name
    label = _STEM.match(words) or _ASIDE.match(words)
    if label:
        return label[1]
    if "/" in name:  # KoboToolbox names an option behind its question
        return name.rsplit("/", 1)[0]
    coded = _CODED.match(name)
    return coded[1] if coded else ""


def _is_option(table: Table, name: str) -> bool:
    """Whether a column says of one option that it was chosen: one value beside blanks, or 0 and 1."""
    codes = table.codes(name)
    values = set(codes.drop_nulls().unique().to_list())
    if len(values) < 2:
        return codes.null_count() > 0 and (bool(values) or bool(_STEM.match(table.labels.get(name, ""))))
    return values <= {"0", "1"} and len(values) == 2 and not table.value_labels.get(name)


def option_words(label: str, name: str) -> str:
    """The option that a column is about."""
    found = _STEM.match(label or name) or _ASIDE.match(label or name)
    return found[2] if found else label or name.rsplit("/", 1)[-1]


def option_separator(counts: Mapping[str, int], export: str) -> str:
    """What separates the options that cells list; empty where cells hold one answer each.

    The parts must be few and come again in other cells, alone or in other company, unlike the words of a sentence.
    """
    cells = [cell for cell in counts if cell]
    if len(cells) < 3 or len(cells) > 5000:
        return ""
    module = platform_of(export)
    own = getattr(module, "SEPARATOR", "")
    for separator in (*([own] if own else []), *_SEPARATORS):
        several = [cell for cell in cells if separator in cell.rstrip("; ")]
        if not several:
            continue
        parts = option_counts(counts, separator)
        lists = sum(counts[cell] for cell in several)
        alone = {cell.strip().rstrip(";") for cell in cells if separator not in cell.rstrip("; ")}
        shared = [part for part, count in parts.items() if count >= _LEAST_ROWS]
        again = sum(part in alone for part in shared)
        if (
            2 <= len(shared) <= _MOST_OPTIONS
            and lists >= 3
            and _again(parts, counts, several, separator, again, shared)
        ):
            return separator
    return ""


def _again(
    parts: Mapping[str, int], counts: Mapping[str, int], several: Sequence[str], separator: str, again: int,
    shared: Sequence[str],
) -> bool:  # fmt: skip
    """Whether parts recur as options do: in several lists each, or alone; rare parts are no more than a few."""
    company: dict[str, set[str]] = {}
    for cell in several:
        for part in (one.strip() for one in cell.split(separator)):
            company.setdefault(part, set()).add(cell)
    mixed = sum(len(cells) > 1 for part, cells in company.items() if part in shared)
    rare = sum(count for part, count in parts.items() if part not in shared)
    return again + mixed >= len(shared) and again >= len(shared) / 3 and rare <= 0.1 * sum(parts.values())


def option_counts(counts: Mapping[str, int], separator: str) -> dict[str, int]:
    """How many rows list each option."""
    made: dict[str, int] = {}
    for cell, count in counts.items():
        for part in {one.strip() for one in cell.split(separator)} - {""}:
            made[part] = made.get(part, 0) + count
    return made
