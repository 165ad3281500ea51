"""Raw survey files into one small table, by suffix: .dta, .sav, .zsav, .csv, .tsv, .tab, .parquet, .rds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...files.errors import InputError, require, unreadable
from ..codes import code_text
from .code_pages import chinese_in_disguise
from .delimited import delimited, header
from .file_kinds import likely
from .rds import r_table
from .spss_dictionary import check_dictionary
from .table import Table, present

if TYPE_CHECKING:
    import polars as pl

# Tried in order when a codebook names none. GSS2021.dta is Windows-1252 though its format says UTF-8; the last is for
# Chinese files, of which some can be read as Windows-1252 too, but make no sense.
_CHINESE = "GB18030"
_ENCODINGS = (None, "WINDOWS-1252", _CHINESE)


def read_table(path: Path, variables: Sequence[str] | None = None, encoding: str | None = None) -> Table:
    """Read the named variables of a raw file, all where none are named. Raises InputError: unreadable or absent."""
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise InputError(f"{path.name}: no reader for {path.suffix or 'this file'}; known are {', '.join(_READERS)}")
    if not path.is_file():
        raise InputError(f"{path}: {'is a folder' if path.is_dir() else 'there is no such file'}; check the path")
    return reader(path, variables, encoding)


def names(path: Path, encoding: str | None = None) -> list[str]:
    """The variables of a raw file, in its order. Raises InputError when it cannot be read."""
    suffix = path.suffix.lower()
    if _READERS.get(suffix) is delimited:
        return header(path, encoding)[0]
    if suffix in (".dta", ".sav", ".zsav"):
        found: list[str] = _in_its_encoding(path, encoding, lambda _, meta: meta.column_names)
        return found
    return read_table(path, None, encoding).frame.columns


def _statistical(path: Path, variables: Sequence[str] | None, encoding: str | None) -> Table:
    """.dta, .sav and .zsav through pyreadstat, keeping extended and user-defined missing values apart from blanks."""

    def table(read: Callable[..., Any], meta: Any) -> Table:
        wanted = present(path, meta.column_names, variables)
        values, meta = read(usecols=wanted, user_missing=True, output_format="dict", disable_datetime_conversion=True)
        _ended(path)
        return _from_metadata(path, values, meta)

    made: Table = _in_its_encoding(path, encoding, table)
    return made


def _in_its_encoding(path: Path, encoding: str | None, use: Callable[[Callable[..., Any], Any], Any]) -> Any:
    """`use` of a reader of the file and its metadata, in the first encoding that fits. Raises InputError."""
    pyreadstat = require("pyreadstat", "all")
    read = pyreadstat.read_dta if path.suffix.lower() == ".dta" else pyreadstat.read_sav
    check_dictionary(path)
    for attempt in (encoding,) if encoding else _ENCODINGS:
        try:
            reader = partial(read, str(path), encoding=attempt)
            meta = reader(metadataonly=True)[1]
            if encoding is None and attempt != _CHINESE and chinese_in_disguise(_texts(meta)):
                continue
            return use(reader, meta)
        except InputError:
            raise
        except (UnicodeDecodeError, LookupError):
            continue
        except pyreadstat.ReadstatError as error:
            if "convert" not in str(error):
                raise unreadable(path.name, str(error), likely(path)) from None
        except (TypeError, ValueError, OverflowError, AttributeError, MemoryError) as error:
            # What pyreadstat makes of a file whose parts contradict one another depends on the place.
            raise unreadable(path.name, type(error).__name__, likely(path)) from None
    raise InputError(f"{path.name}: its texts are in no known encoding; give `encoding:` in the codebook")


def _texts(meta: Any) -> Iterator[str]:
    yield from (label for label in meta.column_labels if label)
    yield from (str(label) for labels in meta.value_labels.values() for label in labels.values())


def _ended(path: Path) -> None:
    """Stata's format from 13 on ends with a tag; cut after its data, a file would be read without its value labels."""
    with path.open("rb") as stream:
        if stream.read(11) == b"<stata_dta>":
            stream.seek(-64, 2)
            if not stream.read().rstrip(b"\0\n ").endswith(b"</stata_dta>"):
                raise InputError(f"{path.name}: ends before </stata_dta>; it is cut, obtain it again")


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


def _parquet(path: Path, variables: Sequence[str] | None, _: str | None) -> Table:
    """Through pyarrow, because polars panics at some broken files, which no program can catch in good order."""
    import polars as pl
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            wanted = present(path, file.schema_arrow.names, variables)
            frame = pl.from_arrow(file.read(wanted, use_threads=False).replace_schema_metadata(None))
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        told = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise InputError(f"{path.name}: not Parquet ({told}); {likely(path)}") from None
    assert isinstance(frame, pl.DataFrame)
    return Table(path.name, frame)


_READERS: dict[str, Callable[[Path, Sequence[str] | None, str | None], Table]] = {
    ".dta": _statistical,
    ".sav": _statistical,
    ".zsav": _statistical,
    ".csv": delimited,
    ".tsv": delimited,
    ".tab": delimited,
    ".parquet": _parquet,
    ".rds": r_table,
}
