"""A raw survey file as read: columns of codes, with what the file itself says about them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...files.errors import InputError
from ..codes import code_text
from .encodings import BROKEN

if TYPE_CHECKING:
    import polars as pl


_COMMA = re.compile(r"[-+]?[0-9]+,[0-9]+")
_NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?")
_NAMED = 5  # so many broken cells a note names


@dataclass(frozen=True)
class Table:
    """Columns as read. Numbers are Float64; Stata's extended missing values are ".a" to ".z" in a column of text.

    Attributes:
        file: The name of the file.
        frame: A row a respondent.
        labels: Variable -> its label, which in exports is the wording.
        value_labels: Variable -> code -> label.
        user_missing: Variable -> inclusive ranges (lowest, highest) that the file itself declares missing.
        semicolons: A text file whose columns these separate, so that a comma may be a decimal point.
        notes: How the file was read, a line each, for people: its encoding, broken cells, header rows.
        encoding: Of its texts, as it was found.
        dates: Variables that are days; their codes are texts such as 1968-05-31.
        texts: Variables that hold text: no lone letter of theirs is a missing code.
        option_sets: Check-all questions that the file declares: name -> (label, the variables of its options).
        export: The platform that wrote the file, where its columns tell; "" elsewhere.
    """

    file: str
    frame: pl.DataFrame
    labels: Mapping[str, str] = field(default_factory=dict)
    value_labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    user_missing: Mapping[str, Sequence[tuple[Any, Any]]] = field(default_factory=dict)
    semicolons: bool = False
    notes: tuple[str, ...] = ()
    encoding: str = ""
    dates: frozenset[str] = frozenset()
    texts: frozenset[str] = frozenset()
    option_sets: Mapping[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    export: str = ""

    def codes(self, variable: str) -> pl.Series:
        """A column as codes (`codes.code_text`), null where the file has nothing."""
        import polars as pl

        series = self.frame[variable]
        if series.dtype == pl.String:  # most texts are codes as they stand; a dict of all keys would be large
            changed = {value: text for value in series.unique() if value and (text := code_text(value)) != value}
            return series.replace(["", *changed], [None, *changed.values()])
        seen = {value: code_text(value) for value in series.unique().to_list() if value not in (None, "")}
        if not seen:
            return pl.Series(variable, [None] * len(series), dtype=pl.String)
        return series.replace_strict(list(seen), list(seen.values()), default=None, return_dtype=pl.String)

    def is_missing(self, variable: str, code: str) -> bool:
        """Whether the file itself says that a code means no answer: Stata's letters, SPSS's user-missing ranges."""
        if variable not in self.texts and len(code) == 2 and code[0] == "." and code[1].isalpha():
            return True
        ranges = self.user_missing.get(variable, ())
        return any(_within(code, low, high) for low, high in ranges)

    def rename(self, names: Mapping[str, str]) -> Table:
        """The table with other names of variables (old -> new) everywhere."""

        def moved(of: Mapping[str, Any]) -> dict[str, Any]:
            return {names.get(name, name): value for name, value in of.items()}

        return replace(
            self,
            frame=self.frame.rename(dict(names)),
            labels=moved(self.labels),
            value_labels=moved(self.value_labels),
            user_missing=moved(self.user_missing),
            dates=frozenset(names.get(name, name) for name in self.dates),
            texts=frozenset(names.get(name, name) for name in self.texts),
        )


class BrokenCells:
    """Texts with bytes that are no character in the file's encoding: where they are, never what they say."""

    def __init__(self) -> None:
        self.places: list[str] = []
        self._more = 0

    def note(self, text: str, place: str) -> str:
        """The text as it is; where it is broken, its place is kept."""
        if BROKEN in text:
            self._add(place, 1)
        return text

    def search(self, column: pl.Series, name: str, first: int = 1) -> None:
        """Note the broken cells of a column, whose first row has the number `first`."""
        rows = column.str.contains(BROKEN, literal=True).fill_null(False).arg_true().to_list()
        for row in rows[:_NAMED]:
            self._add(f"row {row + first} of {name}", 1)
        self._more += max(len(rows) - _NAMED, 0)

    def _add(self, place: str, count: int) -> None:
        if len(self.places) < _NAMED:
            self.places.append(place)
        else:
            self._more += count

    def notes(self) -> tuple[str, ...]:
        """A line that names the broken texts; none where there are none."""
        if not self.places:
            return ()
        more = f" and {self._more} more" if self._more else ""
        return (f"broken characters, read as {BROKEN}, in {', '.join(self.places)}{more}; correct them in the file",)


def with_decimal_points(table: Table) -> tuple[Table, bool]:
    """The table with a point where the numbers of a column have a decimal comma, and whether any column has."""
    import polars as pl

    texts = [name for name in table.frame.columns if name and table.frame[name].dtype == pl.String]
    commas = [name for name in texts if _decimal_comma(table.codes(name).drop_nulls().unique().to_list())]
    frame = table.frame.with_columns(pl.col(commas).str.replace(",", ".", literal=True))
    return replace(table, frame=frame), bool(commas)


def _decimal_comma(values: Sequence[str]) -> bool:
    """Whether all are numbers, and a comma is the decimal point of some."""
    commas = [bool(_COMMA.fullmatch(value)) for value in values if not _NUMBER.fullmatch(value)]
    return bool(commas) and all(commas) and not _is_list(values)


def _is_list(values: Sequence[str]) -> bool:
    """Whether these are numbers of chosen options, such as 1,2 and 2,3; among decimals some would fall."""
    pairs = [value.split(",") for value in values if "," in value]
    alone = {value for value in values if "," not in value}
    if len(pairs) < 2 or not all(part.isdigit() and not part.startswith("0") for pair in pairs for part in pair):
        return False
    rising = all(int(one) < int(two) < 100 for one, two in pairs)
    return rising and {one for one, _ in pairs} <= alone | {two for _, two in pairs}


def _within(code: str, low: Any, high: Any) -> bool:
    if isinstance(low, str):
        return low.strip() <= code <= str(high).strip()
    try:
        return float(low) <= float(code) <= float(high)
    except ValueError:
        return False


def present(path: Path, found: Sequence[str], wanted: Sequence[str] | None) -> list[str]:
    """The wanted variables, all where none are named. Raises InputError for one that is absent."""
    absent = sorted(set(wanted or ()) - set(found))
    if absent:
        double = [name for name in found if re.fullmatch(re.escape(absent[0]) + r"\.\d+", name)]
        close = [name for name in found if name.lower() == absent[0].lower()]
        hint = f"the file has {close[0]}" if close else "check the codebook against the file"
        hint = f"the file has {len(double)} of that name, read as {', '.join(double)}" if len(double) > 1 else hint
        raise InputError(f"{path.name}: variable {absent[0]} is not in the file ({len(absent)} absent); {hint}")
    return list(wanted) if wanted is not None else list(found)


def distinct_names(names: Sequence[str]) -> tuple[list[str], tuple[str, ...]]:
    """Names of columns that differ: those that occur several times get a number; and a note for each of them."""
    counts = Counter(names)
    seen: Counter[str] = Counter()
    made = []
    for name in names:
        seen[name] += 1
        made.append(f"{name}.{seen[name]}" if counts[name] > 1 else name)
    double = [name for name, count in counts.items() if count > 1]
    notes = tuple(f"{counts[name]} columns are called {name[:60]!r}; they are read as {name[:60]}.1 to .{counts[name]}"
                  for name in double[:_NAMED])  # fmt: skip
    return made, notes
