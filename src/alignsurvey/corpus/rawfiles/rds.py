"""Data frames of R (.rds), with the labels that the R package haven keeps.

Read with rdata (MIT, needs no R), an extra of its own because few need it. pyreadr reads the same files but is under
the AGPL, which a package under Apache-2.0 cannot ask of its users, and it drops value labels.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...files.errors import InputError, require, unreadable
from ..codes import code_text
from .table import Table, present

if TYPE_CHECKING:
    import polars as pl

# haven::tagged_na keeps its letter in the fifth byte of a NaN whose low word is R's NA, 1954 (haven, src/tagged_na.c).
_NA, _LETTER = 1954, 32


def r_table(path: Path, variables: Sequence[str] | None, encoding: str | None) -> Table:
    """A data frame: labelled columns as their codes with value labels and user-missing codes, factors as their words.

    Raises InputError for a file that holds no data frame, and without the extra `r`.
    """
    import polars as pl

    columns = _columns(path, encoding)
    wanted = present(path, list(columns), variables)
    series, labels, value_labels, user_missing = [], {}, {}, {}
    for name in wanted:
        values, attributes = columns[name]
        series.append(pl.Series(name, *_values(values, attributes)))
        labels[name] = " ".join(_texts(attributes.get("label")))
        if len(listed := _labelled(attributes)):
            value_labels[name] = listed
        if ranges := _missing(attributes):
            user_missing[name] = ranges
    return Table(path.name, pl.DataFrame(series), labels, value_labels, user_missing)


def _columns(path: Path, encoding: str | None) -> dict[str, tuple[Any, Mapping[str, Any]]]:
    """Column -> (values, attributes)."""
    rdata = require("rdata", "r")

    def python(value: Any) -> Any:
        return rdata.conversion.convert(value, {}, default_encoding=encoding or "utf-8")

    if not path.is_file():
        raise unreadable(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of classes that it does not know, such as haven_labelled
            frame = rdata.parser.parse_file(path, extension=".rds").object
            about = python(frame.attributes) if frame.attributes else {}
            if "data.frame" not in _texts(about.get("class")):
                raise InputError(f"{path.name}: holds no data frame; in R: saveRDS(as.data.frame(x), file)")
            return {
                name: (python(column), python(column.attributes) if column.attributes else {})
                for name, column in zip(_texts(about["names"]), frame.value, strict=True)
            }
    except InputError:
        raise
    except Exception as error:  # the parser has no error of its own: what a broken file raises depends on the place
        raise InputError(
            f"{path.name}: no readable .rds ({type(error).__name__}); is the file complete? In R: "
            "haven::write_sav(readRDS(file), 'file.sav') writes a format that is read too"
        ) from None


def _texts(value: Any) -> list[str]:
    return [] if value is None else [str(item) for item in value]


def _values(values: Any, attributes: Mapping[str, Any]) -> tuple[list[Any], type[pl.DataType] | None]:
    """Values and their type: Float64 for plain numbers, else text."""
    import numpy as np
    import polars as pl

    values = getattr(values, "values", values)
    if "factor" in _texts(attributes.get("class")):
        levels = _texts(attributes["levels"])
        return [None if code is None or code < 1 else levels[code - 1] for code in values.tolist()], pl.String
    array = np.ma.asarray(values)
    if array.dtype.kind in "iu":
        return array.astype(float).tolist(), pl.Float64
    if array.dtype.kind == "f":
        tags = _tags(np.asarray(values))
        numbers = [None if value is None or value != value else value for value in array.tolist()]
        if not any(tags):
            return numbers, pl.Float64
        return [
            tag or (None if value is None else code_text(value)) for tag, value in zip(tags, numbers, strict=True)
        ], pl.String
    return [None if value is None else code_text(value) for value in array.tolist()], pl.String


def _tags(values: Any) -> list[str | None]:
    """ ".d" for each of haven's tagged missing values, as Stata's extended missing values are read by it."""
    import numpy as np

    bits = np.ascontiguousarray(values, dtype=np.float64).view(np.uint64)
    letters = ((bits >> np.uint64(_LETTER)) & np.uint64(0xFF)).tolist()
    na = (np.isnan(values) & ((bits & np.uint64(0xFFFFFFFF)) == _NA)).tolist()
    return [
        f".{chr(letter)}" if known and chr(letter).isalpha() else None
        for known, letter in zip(na, letters, strict=True)
    ]


def _labelled(attributes: Mapping[str, Any]) -> dict[str, str]:
    """Code -> label, in the order of the file; a factor's words label themselves."""
    if "factor" in _texts(attributes.get("class")):
        return {level: level for level in _texts(attributes["levels"])}
    labels = attributes.get("labels")
    if labels is None:
        return {}
    if isinstance(labels, Mapping):
        return {code_text(code): str(words) for words, code in labels.items()}
    names = _texts(labels.coords[labels.dims[0]].values)
    codes, _ = _values(labels, {})
    return {code_text(code): words for code, words in zip(codes, names, strict=True) if code is not None}


def _missing(attributes: Mapping[str, Any]) -> list[tuple[Any, Any]]:
    """haven's user-defined missing values (na_values, na_range) as inclusive ranges."""
    values, limits = attributes.get("na_values"), attributes.get("na_range")
    ranges = [(value, value) for value in (() if values is None else values)]
    return [*ranges, (limits[0], limits[1])] if limits is not None else ranges
