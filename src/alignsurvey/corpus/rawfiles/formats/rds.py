"""Data frames of R (.rds), with the labels that the R package haven keeps.

Read with rdata (MIT, needs no R), an extra of its own because few need it. pyreadr reads the same files but is under
the AGPL, which a package under Apache-2.0 cannot ask of its users, and it drops value labels.
"""

from __future__ import annotations

import warnings
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ....files.errors import InputError, require, unreadable
from ...codes import code_text
from ..encodings import UTF_8, Encoding, find_encoding
from ..table import Table, present

if TYPE_CHECKING:
    import polars as pl

# haven::tagged_na keeps its letter in the fifth byte of a NaN whose low word is R's NA, 1954 (haven, src/tagged_na.c).
_NA, _LETTER = 1954, 32


SUFFIXES = (".rds",)
_MOST_TIMES = 500  # so many times larger unpacked than packed; columns of one value reach about 100 times


def read(path: Path, variables: Sequence[str] | None, encoding: str | None) -> Table:
    """A data frame: labelled columns as their codes with value labels and user-missing codes, factors as their words.

    Raises InputError for a file that holds no data frame, and without the extra `r`.
    """
    import polars as pl

    columns, found = _columns(path, encoding)
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
    # A tagged missing value is a text such as .d beside numbers; a column of texts holds none.
    texts = frozenset(name for name in wanted if _kind(columns[name][0]) in "UOS")
    return Table(path.name, pl.DataFrame(series), labels, value_labels, user_missing, texts=texts, encoding=found.name,
                 notes=(f"texts read as {found.name}: {found.why}",))  # fmt: skip


def _kind(values: Any) -> str:
    import numpy as np

    return str(np.ma.asarray(getattr(values, "values", values)).dtype.kind)


def _columns(path: Path, encoding: str | None) -> tuple[dict[str, tuple[Any, Mapping[str, Any]]], Encoding]:
    """Column -> (values, attributes), and the encoding of texts that do not say theirs."""
    rdata = require("rdata", "r")
    if not path.is_file():
        raise unreadable(path)
    _check_size(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of classes that it does not know, such as haven_labelled
            frame = rdata.parser.parse_file(path, extension=".rds").object
            try:
                return _converted(path, frame, encoding or UTF_8), Encoding(
                    encoding or UTF_8, "as R says or by default"
                )
            except UnicodeDecodeError:
                # Texts of a Windows session are in its code page, which R does not write down.
                texts = [text.encode("latin-1") for text in _all_texts(_converted(path, frame, "latin-1"))]
                found = find_encoding(texts, path.name, encoding)
                return _converted(path, frame, found.name), found
    except InputError:
        raise
    except Exception as error:  # the parser has no error of its own: what a broken file raises depends on the place
        raise InputError(
            f"{path.name}: no readable .rds ({type(error).__name__}); is the file complete? In R: "
            "haven::write_sav(readRDS(file), 'file.sav') writes a format that is read too"
        ) from None


def _check_size(path: Path) -> None:
    """A small file that unpacks to gigabytes would fill the memory. Raises InputError."""
    with path.open("rb") as stream:
        start = stream.read(2)
        if start != b"\x1f\x8b" or path.stat().st_size < 18:
            return
        stream.seek(-4, 2)
        most = max(_MOST_TIMES * path.stat().st_size, 50 << 20)
        # gzip ends with the size of what it packs; where that may be wrong, it is counted.
        if int.from_bytes(stream.read(4), "little") <= most:
            return
        stream.seek(0)
        unpacked, size = zlib.decompressobj(31), 0
        try:
            while size <= most and (block := unpacked.unconsumed_tail or stream.read(1 << 16)):
                size += len(unpacked.decompress(block, 1 << 20))
        except zlib.error:
            return  # the parser tells
    if size > most:
        raise InputError(
            f"{path.name}: unpacks to more than {most >> 20:,} MiB, too much for a survey; save it as .csv"
        )


def _converted(path: Path, frame: Any, encoding: str) -> dict[str, tuple[Any, Mapping[str, Any]]]:
    rdata = require("rdata", "r")

    def python(value: Any) -> Any:
        return rdata.conversion.convert(value, {}, default_encoding=encoding)

    def attributes_of(column: Any) -> dict[str, Any]:
        made = python(column.attributes) if column.attributes else {}
        # rdata keeps the names of a vector of numbers, but not of one of texts.
        names = _names_of(column.attributes, python)
        return {**made, "labels": dict(zip(names, _texts(made["labels"]), strict=True))} if names else made

    about = python(frame.attributes) if frame.attributes else {}
    if "data.frame" not in _texts(about.get("class")):
        raise InputError(f"{path.name}: holds no data frame; in R: saveRDS(as.data.frame(x), file)")
    return {
        name: (python(column), attributes_of(column))
        for name, column in zip(_texts(about["names"]), frame.value, strict=True)
    }


def _names_of(attributes: Any, python: Callable[[Any], Any]) -> list[str]:
    """The names of the labels of a column of texts; none where it has no labels, or labels that are numbers."""
    while attributes is not None and attributes.tag is not None:
        if python(attributes.tag) == "labels":
            labels = attributes.value[0]
            texts = labels.info.type.name == "STR"
            return _texts(python(labels.attributes).get("names")) if texts and labels.attributes else []
        attributes = attributes.value[1] if attributes.value[1].info.type.name == "LIST" else None
    return []


def _all_texts(columns: Mapping[str, tuple[Any, Mapping[str, Any]]]) -> Iterator[str]:
    """Names, labels and values that may be in the code page of a session."""
    for name, (values, attributes) in columns.items():
        listed = [name, *_texts(attributes.get("label")), *_labelled(attributes).values()]
        if _kind(values) in "UOS":
            listed += list({value for value in getattr(values, "tolist", lambda: [])() if isinstance(value, str)})
        yield from (text for text in listed if all(ord(one) < 256 for one in text))


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
    if not hasattr(labels, "coords"):  # labels without names say nothing
        return {}
    names = _texts(labels.coords[labels.dims[0]].values)
    codes, _ = _values(labels, {})
    return {code_text(code): words for code, words in zip(codes, names, strict=True) if code is not None}


def _missing(attributes: Mapping[str, Any]) -> list[tuple[Any, Any]]:
    """haven's user-defined missing values (na_values, na_range) as inclusive ranges."""
    values, limits = attributes.get("na_values"), attributes.get("na_range")
    ranges = [(value, value) for value in (() if values is None else values)]
    return [*ranges, (limits[0], limits[1])] if limits is not None else ranges
