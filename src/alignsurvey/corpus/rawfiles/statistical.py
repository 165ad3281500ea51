"""What the formats of SPSS, Stata and SAS share: pyreadstat, each text as its own bytes, codes of numbers and dates."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...files.errors import require, unreadable
from ..codes import code_text
from .encodings import Encoding, find_encoding
from .file_kinds import likely
from .table import BrokenCells, Table, present

if TYPE_CHECKING:
    import polars as pl

# One character a byte, so that every text comes back as the bytes that the file holds, whatever they mean.
_BYTES = "ISO-8859-1"
_MOST_VALUES = 5_000  # different values of text columns that help to find the encoding


@dataclass(frozen=True)
class Format:
    """A format of pyreadstat. `reader` is its function, `origin` the day that its dates count from.

    `date_formats` are the beginnings of display formats of dates, and how many of a value's units make a day.
    `letters`: lone letters beside numbers are extended missing values. `user_missing`: it declares missing codes.
    `encodes`: pyreadstat can be told the encoding of its texts.
    """

    reader: str
    origin: datetime.date
    date_formats: Mapping[str, float]
    letters: bool = False
    user_missing: bool = True
    encodes: bool = True


def read(
    path: Path, form: Format, variables: Sequence[str] | None, encoding: str | None, declared: str | None
) -> Table:
    """A file as codes, labels and missing codes, in the encoding that fits. Raises InputError."""
    meta = _parsed(path, form, metadataonly=True)[1]
    # Names are bytes as well: what a person calls a variable is known only when the encoding is.
    headers = _found(path, encoding, declared, _header_texts(meta))
    names = {name: headers.decode(_raw(name)) for name in meta.column_names}
    wanted = set(present(path, list(names.values()), variables))
    used = [name for name in meta.column_names if names[name] in wanted]
    options = {"user_missing": True} if form.user_missing else {}
    values, meta = _parsed(path, form, usecols=used, output_format="dict", disable_datetime_conversion=True, **options)
    columns = {name: _column(name, listed, meta, form) for name, listed in values.items()}
    texts = [*_header_texts(meta), *(raw for column in columns.values() for raw in _text_values(column))]
    found = _found(path, encoding, declared, texts)
    table = _table(path, columns, meta, found, form)
    order = list(variables) if variables is not None else table.frame.columns
    return replace(table, frame=table.frame.select(order))


def names(path: Path, form: Format, encoding: str | None, declared: str | None) -> list[str]:
    """The variables of a file, in its order. Raises InputError."""
    meta = _parsed(path, form, metadataonly=True)[1]
    found = _found(path, encoding, declared, _header_texts(meta))
    return [found.decode(_raw(name)) for name in meta.column_names]


def _parsed(path: Path, form: Format, **options: Any) -> tuple[Any, Any]:
    """What pyreadstat makes of a file. Raises InputError in one line that quotes nothing of it."""
    pyreadstat = require("pyreadstat", "all")
    if form.encodes:
        options["encoding"] = _BYTES
    try:
        made: tuple[Any, Any] = getattr(pyreadstat, form.reader)(str(path), **options)
        return made
    except pyreadstat.ReadstatError as error:
        raise unreadable(path.name, str(error), likely(path)) from None
    except (UnicodeDecodeError, TypeError, ValueError, OverflowError, AttributeError, MemoryError) as error:
        # What pyreadstat makes of a file whose parts contradict one another depends on the place.
        raise unreadable(path.name, type(error).__name__, likely(path)) from None


def _raw(text: str) -> bytes:
    # Names of some formats are made UTF-8 whatever was asked for; these hold letters that no byte stands for.
    return text.encode(_BYTES, errors="ignore") if all(ord(one) < 256 for one in text) else text.encode()


def _header_texts(meta: Any) -> list[bytes]:
    """Names and labels as bytes."""
    labels = [label for label in meta.column_labels if label]
    words = [str(label) for listed in meta.value_labels.values() for label in listed.values()]
    return [_raw(text) for text in (*meta.column_names, *labels, *words)]


def _found(path: Path, encoding: str | None, declared: str | None, texts: Iterable[bytes]) -> Encoding:
    return find_encoding(texts, path.name, encoding, declared)


def _text_values(column: pl.Series) -> list[bytes]:
    import polars as pl

    if column.dtype != pl.String:
        return []
    high = column.drop_nulls().unique()
    high = high.filter(high.str.contains(r"[^\x00-\x7f]"))
    return [_raw(text) for text in high.head(_MOST_VALUES).to_list()]


def _column(name: str, values: Any, meta: Any, form: Format) -> pl.Series:
    import polars as pl

    kind = meta.readstat_variable_types.get(name)
    if kind == "string":
        return pl.Series(name, values, dtype=pl.String)
    if hasattr(values, "tolist"):
        values = values.tolist()
    unit = _date_unit(meta.original_variable_types.get(name) or "", form)
    if unit:
        return pl.Series(name, [_date(value, unit, form.origin) for value in values], dtype=pl.String)
    if not any(isinstance(value, str) for value in values):
        return pl.Series(name, values, dtype=pl.Float64, strict=False).fill_nan(None)
    return pl.Series(name, [None if value is None or value != value else _code(value, form) for value in values])


def _code(value: Any, form: Format) -> str:
    """pyreadstat gives Stata's extended missing value .d as "d"; beside numbers a lone letter can be nothing else."""
    lone = form.letters and isinstance(value, str) and len(value) == 1 and value.isalpha()
    return f".{value}" if lone else code_text(value)


def _date_unit(display: str, form: Format) -> float:
    """How many units of a value make a day; 0 where the display format is no date."""
    return next((unit for start, unit in form.date_formats.items() if display.upper().startswith(start)), 0)


def _date(value: Any, unit: float, origin: datetime.date) -> str | None:
    if value is None or isinstance(value, str) or value != value:
        return None if not isinstance(value, str) else f".{value}"
    try:
        return (origin + datetime.timedelta(days=value // unit)).isoformat()
    except (OverflowError, ValueError):
        return code_text(value)


def _table(path: Path, columns: Mapping[str, pl.Series], meta: Any, found: Encoding, form: Format) -> Table:
    import polars as pl

    broken = BrokenCells()
    names = {name: found.decode(_raw(name)) for name in columns}
    frame = pl.DataFrame([_decoded(column, found, broken).alias(names[name]) for name, column in columns.items()])

    def words(text: Any, where: str) -> str:
        return broken.note(found.decode(_raw(str(text))), where)

    labels = {
        names[name]: words(meta.column_names_to_labels.get(name) or "", f"the label of {names[name]}")
        for name in columns
    }
    string = {name for name in columns if meta.readstat_variable_types.get(name) == "string"}
    value_labels = {
        names[name]: {
            found.decode(_raw(str(code))) if name in string else _code(code, form):
            words(label, f"a value label of {names[name]}") for code, label in listed.items()
        }
        for name, listed in meta.variable_value_labels.items() if name in columns
    }  # fmt: skip
    ranges = {
        names[name]: [(item["lo"], item["hi"]) for item in listed]
        for name, listed in meta.missing_ranges.items() if name in columns
    }  # fmt: skip
    dates = frozenset(names[name] for name in columns if _date_unit(meta.original_variable_types.get(name) or "", form))
    notes = (f"texts read as {found.name}: {found.why}", *broken.notes())
    return Table(
        path.name, frame, labels, value_labels, ranges, notes=notes, encoding=found.name, dates=dates,
        texts=frozenset(names[name] for name in string), option_sets=_option_sets(meta, names, found),
    )  # fmt: skip


def _decoded(column: pl.Series, found: Encoding, broken: BrokenCells) -> pl.Series:
    """A text column in its encoding, broken cells noted by their row."""
    import polars as pl

    if column.dtype != pl.String:
        return column
    high = column.drop_nulls().unique()
    texts = high.filter(high.str.contains(r"[^\x00-\x7f]")).to_list()
    if not texts:
        return column
    made = column.replace(texts, [found.decode(_raw(text)) for text in texts])
    broken.search(made, found.decode(_raw(column.name)))
    return made


def _option_sets(meta: Any, names: Mapping[str, str], found: Encoding) -> dict[str, tuple[str, tuple[str, ...]]]:
    """SPSS's multiple-response sets: name -> (label, variables)."""
    sets = getattr(meta, "mr_sets", None) or {}
    made = {}
    for name, about in sets.items():
        members = tuple(names[one] for one in about.get("variable_list", ()) if one in names)
        if members:
            made[name.lstrip("$")] = (found.decode(_raw(about.get("label") or "")), members)
    return made
