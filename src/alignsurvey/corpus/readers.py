"""Raw survey files into one small table, by suffix: .dta, .sav, .zsav, .csv, .parquet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..schema import InputError, require
from .codebook import code_text

if TYPE_CHECKING:
    import polars as pl

# Tried in order when a codebook names none. GSS2021.dta is Windows-1252 though its format says UTF-8.
_ENCODINGS = (None, "WINDOWS-1252")


@dataclass(frozen=True)
class Table:
    """Columns as read. Numbers are Float64; Stata's extended missing values are ".a" to ".z" in a column of text.

    `labels`: variable -> its label; `value_labels`: variable -> code -> label; `user_missing`: variable -> inclusive
    ranges (lowest, highest) that the file itself declares missing.
    """

    file: str
    frame: pl.DataFrame
    labels: Mapping[str, str] = field(default_factory=dict)
    value_labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    user_missing: Mapping[str, Sequence[tuple[Any, Any]]] = field(default_factory=dict)

    def codes(self, variable: str) -> pl.Series:
        """A column as codes (`codebook.code_text`), null where the file has nothing."""
        import polars as pl

        series = self.frame[variable]
        seen = {value: code_text(value) for value in series.unique().to_list() if value not in (None, "")}
        if not seen:
            return pl.Series(variable, [None] * len(series), dtype=pl.String)
        return series.replace_strict(list(seen), list(seen.values()), default=None, return_dtype=pl.String)

    def is_missing(self, variable: str, code: str) -> bool:
        """Whether the file itself says that a code means no answer: Stata's letters, SPSS's user-missing ranges."""
        if len(code) == 2 and code[0] == "." and code[1].isalpha():
            return True
        ranges = self.user_missing.get(variable, ())
        return any(_within(code, low, high) for low, high in ranges)


def _within(code: str, low: Any, high: Any) -> bool:
    if isinstance(low, str):
        return low.strip() <= code <= str(high).strip()
    try:
        return float(low) <= float(code) <= float(high)
    except ValueError:
        return False


def read_table(path: Path, variables: Sequence[str] | None = None, encoding: str | None = None) -> Table:
    """Read the named variables of a raw file, all where none are named. Raises InputError: unreadable or absent."""
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise InputError(f"{path.name}: no reader for {path.suffix or 'this file'}; known are {', '.join(_READERS)}")
    return reader(path, variables, encoding)


def _check(path: Path, found: Sequence[str], wanted: Sequence[str] | None) -> list[str]:
    absent = sorted(set(wanted or ()) - set(found))
    if absent:
        close = [name for name in found if name.lower() == absent[0].lower()]
        hint = f"the file has {close[0]}" if close else "check the codebook against the file"
        raise InputError(f"{path.name}: variable {absent[0]} is not in the file ({len(absent)} absent); {hint}")
    return list(wanted) if wanted is not None else list(found)


def _statistical(path: Path, variables: Sequence[str] | None, encoding: str | None) -> Table:
    """.dta, .sav and .zsav through pyreadstat, keeping extended and user-defined missing values apart from blanks."""
    pyreadstat = require("pyreadstat", "all")
    read = pyreadstat.read_dta if path.suffix.lower() == ".dta" else pyreadstat.read_sav
    for attempt in (encoding,) if encoding else _ENCODINGS:
        try:
            _, meta = read(str(path), metadataonly=True, encoding=attempt)
            wanted = _check(path, meta.column_names, variables)
            values, meta = read(
                str(path), usecols=wanted, encoding=attempt, user_missing=True, output_format="dict",
                disable_datetime_conversion=True,
            )  # fmt: skip
            return _from_metadata(path, values, meta)
        except (UnicodeDecodeError, LookupError):
            continue
        except pyreadstat.ReadstatError as error:
            if "convert" not in str(error):
                raise InputError(f"{path.name}: cannot be read ({error}); is the file complete?") from None
    raise InputError(f"{path.name}: its texts are in no known encoding; give `encoding:` in the codebook")


def _from_metadata(path: Path, values: Mapping[str, list[Any]], meta: Any) -> Table:
    import polars as pl

    columns = [_column(name, listed, meta.readstat_variable_types.get(name)) for name, listed in values.items()]
    value_labels = {
        name: {_stata(code): str(label) for code, label in labels.items()}
        for name, labels in meta.variable_value_labels.items()
    }
    ranges = {name: [(item["lo"], item["hi"]) for item in listed] for name, listed in meta.missing_ranges.items()}
    labels = {name: label or "" for name, label in meta.column_names_to_labels.items()}
    return Table(path.name, pl.DataFrame(columns), labels, value_labels, ranges)


def _column(name: str, values: Any, kind: str | None) -> pl.Series:
    import polars as pl

    if kind == "string":
        return pl.Series(name, values, dtype=pl.String)
    if hasattr(values, "tolist"):
        values = values.tolist()
    if not any(isinstance(value, str) for value in values):
        return pl.Series(name, values, dtype=pl.Float64, strict=False).fill_nan(None)
    return pl.Series(name, [None if value is None or value != value else _stata(value) for value in values])


def _stata(value: Any) -> str:
    """pyreadstat gives Stata's extended missing value .d as "d"; beside numbers a lone letter can be nothing else."""
    return f".{value}" if isinstance(value, str) and len(value) == 1 and value.isalpha() else code_text(value)


def _csv(path: Path, variables: Sequence[str] | None, encoding: str | None) -> Table:
    """Every column as text; the separator is the one of , ; and tab that the header has most of."""
    import polars as pl

    try:
        with path.open(encoding=encoding or "utf-8-sig") as stream:
            header = stream.readline()
    except (UnicodeDecodeError, LookupError):
        raise InputError(f"{path.name}: its texts are not UTF-8; give `encoding:` in the codebook") from None
    separator = max(",;\t", key=header.count)
    options: dict[str, Any] = {"separator": separator, "infer_schema": False, "encoding": encoding or "utf8"}
    try:
        found = pl.read_csv(path, n_rows=0, **options).columns
        wanted = _check(path, found, variables)
        return Table(path.name, pl.read_csv(path, columns=wanted, **options).select(wanted))
    except pl.exceptions.PolarsError as error:
        raise InputError(f"{path.name}: not a table ({str(error).splitlines()[0]}); is the file complete?") from None


def _parquet(path: Path, variables: Sequence[str] | None, _: str | None) -> Table:
    import polars as pl

    try:
        wanted = _check(path, list(pl.read_parquet_schema(path)), variables)
        return Table(path.name, pl.read_parquet(path, columns=wanted))
    except pl.exceptions.PolarsError as error:
        raise InputError(f"{path.name}: not Parquet ({str(error).splitlines()[0]}); is the file complete?") from None


_READERS: dict[str, Callable[[Path, Sequence[str] | None, str | None], Table]] = {
    ".dta": _statistical,
    ".sav": _statistical,
    ".zsav": _statistical,
    ".csv": _csv,
    ".parquet": _parquet,
}
