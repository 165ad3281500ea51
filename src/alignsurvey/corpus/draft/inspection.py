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
from .guesses import (
    ABSENT,
    attributes,
    is_country,
    is_key_part,
    is_no_answer,
    is_number,
    is_weight,
    key_rank,
    names_people,
    stray_codes,
)

if TYPE_CHECKING:
    import polars as pl

FEW = 11  # an answer scale of a survey rarely has more values (0 to 10)
_SAFE = 10_000  # a number from here on may be somebody's
_LISTED = 60  # so many values may an attribute of the profile have
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
    `span` are the ends of a number's range to two digits.
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

    def answers(self) -> list[Code]:
        return [code for code in self.codes if not code.missing]


@dataclass(frozen=True)
class Inspection:
    """A file as inspected. `key` is empty where no variable and no pair of them tells all rows apart.

    `encoding` is the one that was given; `decimal_comma`: some numbers of a text file have a comma for their point.
    """

    file: str
    rows: int
    variables: tuple[Variable, ...]
    key: tuple[str, ...]
    weights: tuple[str, ...]
    encoding: str | None = None
    decimal_comma: bool = False

    def variable(self, name: str) -> Variable:
        """The variable of that name. Raises InputError where there is none."""
        found = next((variable for variable in self.variables if variable.name == name), None)
        if found is None:
            raise InputError(f"{self.file}: variable {name} is not in the file")
        return found


def inspect(path: Path, encoding: str | None = None) -> Inspection:
    """Read a whole file and guess what its variables are. Raises InputError."""
    table = read_table(path, None, encoding)
    table, comma = with_decimal_points(table) if table.semicolons else (table, False)
    names = [name for name in table.frame.columns if name]
    if table.frame.is_empty() or not names:
        raise InputError(f"{path.name}: holds no rows; is the file complete?")
    variables = [_variable(table, name) for name in names]
    key = _key(table.frame, variables)
    weights = _weights(table, variables)
    roles = dict.fromkeys(weights, "weight") | dict.fromkeys(key, "key")
    profile = _profile([variable for variable in variables if variable.name not in roles])
    any_labels = any(variable.kind == "labelled" for variable in variables)
    judged = []
    for variable in variables:
        attribute = profile.get(variable.name)
        asked = _question(variable, len(table.frame)) and (variable.kind != "number" or not any_labels)
        role = roles.get(variable.name) or ("profile" if attribute else "question" if asked else "")
        judged.append(replace(variable, role=role, attribute=attribute))
    return Inspection(path.name, len(table.frame), tuple(judged), key, weights, encoding, comma)


def _variable(table: Table, name: str) -> Variable:
    counts, labels = _counts(table.frame[name]), table.value_labels.get(name, {})
    words = not labels and _words(name, table.labels.get(name, ""), counts)
    if words:
        labels = {code: code for code in sorted(counts) if code not in ABSENT}
    missing = {
        code for code in [*counts, *labels]
        if table.is_missing(name, code) or is_no_answer(labels.get(code, "")) or (code in ABSENT and code not in labels)
    }  # fmt: skip
    unlabelled = [code for code in counts if code not in labels and code not in missing]
    numbers = _numbers([code for code in [*counts, *labels] if code not in missing])
    few = numbers is not None and len(unlabelled) <= FEW
    kind = "labelled" if set(labels) - missing and (few or numbers is None) else "text" if numbers is None else "number"
    kind = "words" if words else kind
    if kind == "number" and few:
        missing |= set(stray_codes(unlabelled))
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
        hidden=sum(count for code, count in counts.items() if code not in set(listed)),
        distinct=len(counts),
        blank=len(table.frame) - sum(counts.values()),
        span=(_rounded(min(spread)), _rounded(max(spread))) if spread else None,
    )


def _words(name: str, label: str, counts: dict[str, int]) -> bool:
    """Whether the values are answers in words: few, none of a single person, and not the names of people."""
    given = {code: count for code, count in counts.items() if code not in ABSENT}
    few = 1 < len(given) <= _WORDS and all(count >= _SHARED for count in given.values())
    return few and not all(is_number(code) for code in given) and not names_people(name, label)


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


def _key(frame: pl.DataFrame, variables: Sequence[Variable]) -> tuple[str, ...]:
    """The variable, or the pair, that is never blank and never the same in two rows and looks most like a key."""
    full = [variable for variable in variables if not variable.blank]
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
    """Likely weights: called so, never blank or negative, not all the same; the mean nearest to 1 first."""
    import polars as pl

    found = []
    for variable in variables:
        numbers = variable.kind == "number" and not variable.blank and variable.distinct > 1
        if numbers and is_weight(variable.name, variable.label):
            values = table.codes(variable.name).cast(pl.Float64, strict=False)
            mean = values.mean()
            if not values.null_count() and isinstance(mean, float) and mean > 0 and (values >= 0).all():
                found.append((abs(mean - 1), variable.name))
    return tuple(name for _, name in sorted(found, key=lambda item: round(item[0], 2)))


def _profile(variables: Sequence[Variable]) -> dict[str, str]:
    """Name -> attribute, one variable an attribute."""
    by_name = {variable.name: variable for variable in variables}
    found: dict[str, str] = {}
    for attribute, names in attributes((variable.name, variable.label) for variable in variables).items():
        usable = [name for name in names if name not in found and _usable(by_name[name], attribute)]
        if usable and not (attribute == "Year of birth" and "Age" in found.values()):
            found[usable[0]] = attribute
    return found


def _usable(variable: Variable, attribute: str) -> bool:
    if attribute in ("Age", "Year of birth") and variable.kind == "number":
        return variable.span is not None
    taken = [code for code in variable.answers() if code.count]
    return variable.kind != "text" and not variable.hidden and 2 <= len(taken) <= _LISTED


def _question(variable: Variable, rows: int) -> bool:
    """Few ordered values that more than one respondent gave."""
    taken = [code for code in variable.answers() if code.count]
    return (
        variable.kind != "text" and not variable.hidden and len(taken) >= 2 and not is_country(variable.name, ())
        and len(variable.answers()) <= FEW and (variable.kind == "labelled" or rows > 2 * len(taken))
    )  # fmt: skip


def describe(inspection: Inspection, only: Sequence[str] = ()) -> str:
    """The inspection as a readable table; `only` names variables. Raises InputError for one that is not there."""
    shown = [inspection.variable(name) for name in dict.fromkeys(only)] or inspection.variables
    lines = [f"{inspection.file}: {inspection.rows:,} rows, {len(inspection.variables):,} variables"]
    lines.append(f"likely key: {', '.join(inspection.key) or 'none found; no variable or pair tells all rows apart'}")
    lines.append(f"likely weight: {', '.join(inspection.weights) or 'none found'}")
    for variable in shown:
        lines += ["", *_described(variable)]
    return "\n".join(lines)


def _described(variable: Variable) -> list[str]:
    role = f"  [{variable.attribute or variable.role}]" if variable.role else ""
    lines = [f"{variable.name}  {variable.label}{role}".rstrip()]
    width = max((len(code.code) for code in variable.codes), default=0)
    words = min(max((len(code.label) for code in variable.codes), default=0), 60)
    for code in variable.codes:
        if code.count or variable.kind != "labelled" or len(variable.codes) <= 2 * FEW:
            note = "  missing" if code.missing else ""
            lines.append(f"    {code.code:>{width}}  {code.label[:60]:<{words}}  {code.count:>9,}{note}".rstrip())
    if variable.hidden:
        span = f" from about {variable.span[0]:g} to {variable.span[1]:g}" if variable.span else ""
        kind = "texts, not shown" if variable.kind == "text" or not variable.span else f"numbers{span}"
        lines.append(f"    {variable.hidden:,} rows with other {kind}; {variable.distinct:,} different values in all")
    if variable.blank:
        lines.append(f"    {variable.blank:,} rows blank")
    return lines
