"""What a raw survey file holds: variables, labels, codes with counts, missing codes, likely key, weight and questions.

Of an unlabelled text column values are kept only where they are few and several rows share each, as answers in words
are; and no number that could be a telephone or a person's number: only how many there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from ...files.errors import InputError
from ..codes import code_text
from ..rawfiles.readers import read_table
from ..rawfiles.table import Table, with_decimal_points
from .check_all import find_option_sets, option_counts, option_separator
from .guesses import (
    ABSENT,
    ANSWERS,
    BORN,
    attributes,
    is_abbreviation,
    is_country,
    is_key_part,
    is_no_answer,
    is_number,
    is_weight,
    key_rank,
    names_people,
    stray_ages,
    stray_codes,
    stray_years,
)
from .metadata import is_metadata_column, key_columns, missing_texts

if TYPE_CHECKING:
    import polars as pl

_METADATA = "metadata"  # the role of ids, times and addresses that programs add
FEW = 11  # an answer scale of a survey rarely has more values (0 to 10)
_SAFE = 10_000  # a number from here on may be somebody's
_LISTED = 60  # so many values may an attribute of the profile have
_RARE = 0.2  # share of rows whose text answers may be rare
_WORDS, _SHARED = 20, 5  # answers in words: so many at most, each given by so many rows at least


@dataclass(frozen=True)
class Code:
    """A code of a variable: its label (empty where it has none), in how many rows, whether it is no answer."""

    code: str
    label: str
    count: int
    missing: bool


@dataclass(frozen=True)
class Variable:
    """A variable. `codes` are those that may be shown; `hidden` counts rows whose value is not among them.

    `kind` is "labelled", "number", "words" (answers as text) or "text"; `role` a guess: key, weight, profile, question
    or nothing.
    `span` are the ends of a number's range to two digits. `rare`: rows of text answers that fewer than five gave, which
    are not shown. `unsure`: codes that may be an answer or none. `separator`: of the options that a cell lists; `codes`
    are the options then. `reason`: why it is no question.
    """

    name: str
    label: str
    kind: str
    codes: tuple[Code, ...]
    hidden: int
    distinct: int
    blank: int
    span: tuple[float, float] | None
    role: str = ""
    attribute: str | None = None
    rare: int = 0
    unsure: frozenset[str] = frozenset()
    separator: str = ""
    reason: str = ""

    def answers(self) -> list[Code]:
        return [code for code in self.codes if not code.missing]


@dataclass(frozen=True)
class Inspection:
    """A file as inspected. `key` is empty where no variable and no pair of them tells all rows apart.

    `encoding` is that of the texts, None for UTF-8; `decimal_comma`: some numbers of a text file have a comma for their
    point; `notes`: how it was read; `option_sets`: check-all questions, (name, wording, variables of the options).
    `blank_weights`: rows without the likeliest weight.
    """

    file: str
    rows: int
    variables: tuple[Variable, ...]
    key: tuple[str, ...]
    weights: tuple[str, ...]
    encoding: str | None = None
    decimal_comma: bool = False
    notes: tuple[str, ...] = ()
    export: str = ""
    option_sets: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
    blank_weights: int = 0

    def variable(self, name: str) -> Variable:
        """The variable of that name. Raises InputError where there is none."""
        found = next((variable for variable in self.variables if variable.name == name), None)
        if found is None:
            raise InputError(f"{self.file}: variable {name} is not in the file")
        return found


def inspect(path: Path, encoding: str | None = None) -> Inspection:
    """Read a whole survey file and guess what its variables are.

    Args:
        path: The file.
        encoding: Of its texts; found where it is not given.

    Returns:
        What it holds: variables with labels, codes and counts, likely key, weight, profile and questions.

    Raises:
        InputError: The file cannot be read or holds no rows.
    """
    table = read_table(path, None, encoding)
    table, comma = with_decimal_points(table) if table.semicolons else (table, False)
    names = [name for name in table.frame.columns if name]
    if table.frame.is_empty() or not names:
        raise InputError(f"{path.name}: holds no rows; is the file complete?")
    variables = [_variable(table, name) for name in names]
    key = _key(table, variables)
    weights = _weights(table, variables)
    metadata = {variable.name for variable in variables if is_metadata_column(table, variable.name)}
    roles = dict.fromkeys(metadata, _METADATA) | dict.fromkeys(weights, "weight") | dict.fromkeys(key, "key")
    profile = _profile([variable for variable in variables if variable.name not in roles])
    any_labels = any(variable.kind == "labelled" for variable in variables)
    sets = find_option_sets(table, [name for name in names if name not in roles and name not in profile])
    options = {name for _, _, members in sets for name in members}
    judged = []
    for variable in variables:
        attribute = profile.get(variable.name)
        if variable.separator and any(name.startswith(f"{variable.name}/") for name in options):
            judged.append(replace(variable, reason="listed again, a column an option"))
            continue
        role = roles.get(variable.name) or ("profile" if attribute else "option" if variable.name in options else "")
        reason = "" if role else _no_question(variable, len(table.frame), any_labels)
        judged.append(
            replace(variable, role=role or ("" if reason else "question"), attribute=attribute, reason=reason)
        )
    found = None if table.encoding in ("", "utf-8") else table.encoding
    blank = table.codes(weights[0]).null_count() if weights else 0
    return Inspection(
        path.name, len(table.frame), tuple(judged), key, weights, encoding or found, comma, table.notes, table.export,
        sets, blank,
    )  # fmt: skip


def _variable(table: Table, name: str) -> Variable:
    counts, labels = _counts(table.frame[name]), table.value_labels.get(name, {})
    given = missing_texts(table.export)
    separator = "" if labels else option_separator(counts, table.export)
    if separator:
        counts = option_counts(counts, separator)
    words, rare = (set(), 0) if labels else _words(name, table.labels.get(name, ""), counts, bool(separator))
    if words:
        labels = {code: code for code in sorted(words) if code not in ABSENT - ANSWERS and code not in given}
    unsure = {
        code
        for code in [*counts, *labels]
        if is_abbreviation(labels.get(code, "")) and not table.is_missing(name, code)
    }
    unsure |= {code for code in counts if code in ANSWERS}
    missing = {
        code for code in [*counts, *labels]
        if table.is_missing(name, code) or is_no_answer(labels.get(code, "")) or code in given
        or (code in ABSENT and code not in labels)
    }  # fmt: skip
    unlabelled = [
        code for code in counts if code not in labels and code not in missing and (not words or code in words)
    ]
    numbers = _numbers([code for code in [*counts, *labels] if code not in missing])
    few = numbers is not None and len(unlabelled) <= FEW
    kind = "labelled" if set(labels) - missing and (few or numbers is None) else "text" if numbers is None else "number"
    kind = "date" if name in table.dates else "words" if words else kind
    if kind == "number":
        stray = set(stray_codes(unlabelled)) if few else set()
        kinds = attributes([(name, table.labels.get(name, ""))])
        stray |= set(stray_ages(unlabelled)) if "Age" in kinds else set()
        stray |= set(stray_years(unlabelled)) if BORN in kinds else set()
        missing, unsure = missing | stray, unsure | stray
    shown = [code for code in unlabelled if few and abs(float(code)) < _SAFE]
    shown += sorted(unlabelled) if is_country(name, unlabelled) else []
    listed = _ordered([*shown, *labels, *(code for code in missing if code in counts)])
    spread = [float(code) for code in numbers or () if code in counts and code not in missing]
    return Variable(
        name=name,
        label=_clean(table.labels.get(name, "")),
        kind=kind,
        codes=tuple(
            Code(code, "" if words else _clean(labels.get(code, "")), counts.get(code, 0), code in missing)
            for code in listed
        ),
        hidden=0 if words else sum(count for code, count in counts.items() if code not in set(listed)),
        distinct=len(counts),
        blank=table.codes(name).null_count(),
        span=(_rounded(min(spread)), _rounded(max(spread))) if spread else None,
        rare=rare,
        unsure=frozenset(unsure & set(listed)),
        separator=separator,
    )


def _words(name: str, label: str, counts: dict[str, int], options: bool) -> tuple[set[str], int]:
    """The answers in words that may be shown, and how many rows gave other ones.

    Words are few, most rows share them, and they are not the names of people; what fewer than five gave may be.
    """
    given = {code: count for code, count in counts.items() if code not in ABSENT - ANSWERS}
    shared = {code for code, count in given.items() if count >= _SHARED}
    rare = sum(count for code, count in given.items() if code not in shared)
    few = 1 < len(shared) <= _WORDS and rare <= _RARE * sum(given.values())
    if options:
        few = bool(shared)
    if not few or (all(is_number(code) for code in given) and not options) or names_people(name, label):
        return set(), 0
    return shared, rare


def _counts(series: pl.Series) -> dict[str, int]:
    """Code -> rows, blanks left out."""
    counts: dict[str, int] = {}
    for value, count in series.value_counts().iter_rows():
        if value not in (None, ""):
            code = code_text(value)
            counts[code] = counts.get(code, 0) + count
    return counts


def _numbers(codes: Sequence[str]) -> list[str] | None:
    """The codes if all of them are numbers, else None."""
    return list(codes) if all(is_number(code) for code in codes) else None


def _ordered(codes: Sequence[str]) -> list[str]:
    """Codes once each: numbers by size, then texts in the order of the file."""
    unique = list(dict.fromkeys(codes))
    return sorted((code for code in unique if is_number(code)), key=float) + [
        code for code in unique if not is_number(code)
    ]


def _clean(text: str) -> str:
    """One line of printable text."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _rounded(number: float) -> float:
    return float(f"{number:.2g}")


def _key(table: Table, variables: Sequence[Variable]) -> tuple[str, ...]:
    """The variable, or the pair, that is never blank and never the same in two rows and looks most like a key."""
    frame = table.frame
    full = [variable for variable in variables if not variable.blank and variable.kind != "date"]
    known = key_columns(table.export)
    for variable in sorted((one for one in full if one.name in known), key=lambda one: known.index(one.name)):
        if variable.distinct == len(frame):
            return (variable.name,)
    # Times and addresses differ from row to row, but are no key; without a better one the row's number serves.
    full = [one for one in full if not is_metadata_column(table, one.name)]
    ranked = sorted(full, key=lambda variable: key_rank(variable.name, variable.label))
    for variable in ranked:
        fractional = (
            variable.kind == "number" and frame[variable.name].dtype.is_float() and _fractional(frame, variable)
        )
        if variable.distinct == len(frame) and not fractional and not is_weight(variable.name, variable.label):
            return (variable.name,)
    numbers = [variable.name for variable in ranked if key_rank(variable.name, variable.label) < 2]
    parts = [variable.name for variable in full if is_key_part(variable.name)]
    for number, part in product(numbers[:5], parts[:20]):
        if number != part and not frame.select(number, part).is_duplicated().any():
            return part, number
    return ()


def _fractional(frame: pl.DataFrame, variable: Variable) -> bool:
    return bool((frame[variable.name] % 1 != 0).any())


def _weights(table: Table, variables: Sequence[Variable]) -> tuple[str, ...]:
    """Likely weights: called so, seldom blank, never negative, not all the same; the mean nearest to 1 first."""
    import polars as pl

    found = []
    for variable in variables:
        numbers = variable.kind == "number" and variable.blank < len(table.frame) / 2 and variable.distinct > 1
        if numbers and is_weight(variable.name, variable.label):
            values = table.codes(variable.name).drop_nulls().cast(pl.Float64, strict=False)
            mean = values.mean()
            if not values.null_count() and isinstance(mean, float) and mean > 0 and (values >= 0).all():
                found.append((variable.blank > 0, round(abs(mean - 1), 2), variable.name))
    return tuple(name for _, _, name in sorted(found, key=lambda item: item[:2]))


def _profile(variables: Sequence[Variable]) -> dict[str, str]:
    """Name -> attribute, one variable an attribute; a year of birth serves only where there is no age."""
    by_name = {variable.name: variable for variable in variables}
    found: dict[str, str] = {}
    for attribute, names in attributes((variable.name, variable.label) for variable in variables).items():
        usable = [name for name in names if name not in found and _usable(by_name[name], attribute)]
        if usable and not (attribute == BORN and "Age" in found.values()):
            found[usable[0]] = attribute
    return found


def _usable(variable: Variable, attribute: str) -> bool:
    if attribute in ("Age", BORN) and variable.kind == "number":
        return variable.span is not None
    if variable.kind == "date":
        return attribute == BORN
    taken = [code for code in variable.answers() if code.count]
    return variable.kind != "text" and not variable.hidden and not variable.separator and 2 <= len(taken) <= _LISTED


def _no_question(variable: Variable, rows: int, any_labels: bool) -> str:
    """Why a variable is no question; empty where it is one: few values that more than one respondent gave."""
    taken = [code for code in variable.answers() if code.count]
    if variable.separator:
        return "" if len(taken) >= 2 else "no answers"
    if variable.kind == "text":
        return "texts of their own"
    if variable.kind == "date":
        return "days"
    if len(taken) < 2:
        return "one answer or none"
    if variable.hidden or len(variable.answers()) > (_WORDS if variable.kind == "words" else FEW):
        return "many values"
    if is_country(variable.name, ()):
        return "countries"
    if variable.kind == "number" and (any_labels or rows <= 2 * len(taken)):
        return "numbers without labels"
    return "" if variable.kind != "words" or rows > 2 * len(taken) else "as many answers as rows"
