"""Delimited text, strict about the number of fields: a file cut in mid-row is an error, and not a missing answer."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from ....files.errors import InputError, unreadable
from ..encodings import UTF_8, Encoding, find_encoding
from ..exports import FIRST_ROWS
from ..file_kinds import kind_of
from ..headers import MOST_COLUMNS, Columns, read_columns, without_empty_rows
from ..table import BrokenCells, Table, present

SUFFIXES = (".csv", ".tsv", ".tab", ".txt")
_BLOCK = 1 << 24  # bytes that are parsed at a time; a row must fit into one
_HEAD = 1 << 22  # bytes in which the header must end
_QUOTED = re.compile(r'"[^"]*"')
_SEPARATORS = re.compile(rb'[,;\t\r\n"]+')  # no bar: it is the second byte of Chinese and Japanese characters
_MOST_TEXTS = 5_000
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True)
class _Source:
    """A text file: its encoding, its content as UTF-8 where it is not so on disk, and what its header says."""

    path: Path
    encoding: Encoding
    content: bytes | None
    separator: str
    columns: Columns
    skip: int  # lines before the header

    def open(self) -> Any:
        """Something that the parser of arrow reads."""
        import pyarrow as pa

        return pa.BufferReader(self.content) if self.content is not None else str(self.path)


def read(path: Path, variables: Sequence[str] | None, encoding: str | None) -> Table:
    """Every column as text; the separator is the one of , ; | and tab that the header has most of.

    Raises InputError naming file and row (the header is row 1) where a row has fewer or more fields than the header.
    """
    source = _source(path, encoding)
    _check_end(source)
    wanted = present(path, source.columns.names, variables)
    frame = _parsed(source, wanted)
    first = source.columns.rows + 1 + source.skip
    broken = BrokenCells()
    for name in frame.columns:
        broken.search(frame[name], name, first)
    frame, empty = without_empty_rows(frame) if variables is None else (frame, ())
    frame, nameless = source.columns.drop_nameless(frame)
    notes = (f"texts read as {source.encoding.name}: {source.encoding.why}", *source.columns.notes, *broken.notes())
    labels = {name: source.columns.labels[name] for name in frame.columns if source.columns.labels[name]}
    return Table(
        path.name, frame, labels, semicolons=source.separator == ";", notes=(*notes, *nameless, *empty),
        encoding=source.encoding.name, texts=frozenset(frame.columns), export=source.columns.export,
    )  # fmt: skip


def names(path: Path, encoding: str | None) -> list[str]:
    return list(_source(path, encoding).columns.names)


def _source(path: Path, asked: str | None) -> _Source:
    try:
        encoding, content = _decoded(path, asked)
        with _stream(path, content) as stream:
            head = stream.read(_HEAD)
    except OSError as error:
        raise unreadable(path, error) from None
    skip = 1 if re.match(r"\ufeff?sep=.\r?\n", head) else 0  # a line for Excel alone
    text = head.removeprefix("\ufeff")
    text = text.split("\n", 1)[1] if skip else text
    first = _QUOTED.sub("", text[: 1 << 16]).lstrip("\r\n").split("\n", 1)[0] or text.split("\n", 1)[0]
    separator = max(",;\t|", key=first.count)
    if first.count(separator) > MOST_COLUMNS or (len(head) == _HEAD and "\n" not in text):
        raise InputError(f"{path.name}: its header has more than {MOST_COLUMNS:,} columns; is it a survey file?")
    return _Source(path, encoding, content, separator, read_columns(path, _first_rows(text, separator)), skip)


def _first_rows(text: str, separator: str) -> list[list[str]]:
    try:
        return list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=separator), FIRST_ROWS))
    except csv.Error:
        return []


def _stream(path: Path, content: bytes | None) -> io.TextIOBase:
    if content is None:
        return path.open(encoding="utf-8-sig", errors="replace", newline="")
    return io.TextIOWrapper(io.BytesIO(content), encoding="utf-8-sig", errors="replace", newline="")


def _decoded(path: Path, asked: str | None) -> tuple[Encoding, bytes | None]:
    """The encoding, and the content in UTF-8 where the file is in another one or broken. Raises InputError."""
    with path.open("rb") as stream:
        start = stream.read(4)
    kind = kind_of(path)
    if kind and start and "text" not in kind:
        raise InputError(f"{path.name}: is no text; it looks like {kind}")
    mark = next((name for mark, name in _MARKS if start.startswith(mark)), None)
    if mark == "utf-16" or (asked and _codec_name(asked, path) in ("utf-16", "utf-16-le", "utf-16-be")):
        encoding = Encoding("utf-16", "its first bytes declare it" if mark else "it was asked for")
        content = path.read_bytes().decode(asked if asked and not mark else "utf-16", errors="replace")
        return encoding, content.encode()
    if (asked is None or _codec_name(asked, path) in ("utf-8", "utf-8-sig")) and (plain := _utf_8(path)) is not None:
        why = "all texts are plain ASCII" if plain else "its bytes are valid UTF-8"
        return Encoding(UTF_8, "it was asked for" if asked else why), None
    raw = path.read_bytes()
    encoding = find_encoding(_texts(raw), path.name, asked)
    return encoding, encoding.decode(raw).encode("utf-8", errors="replace")


def _codec_name(name: str, path: Path) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError:
        raise InputError(f"{path.name}: {name!r} is no encoding; write utf-8, gb18030, windows-1251, ...") from None


def _utf_8(path: Path) -> bool | None:
    """Whether a file of valid UTF-8 is plain ASCII; None where it is no UTF-8."""
    decoder, plain = codecs.getincrementaldecoder("utf-8")(), True
    with path.open("rb") as stream:
        try:
            while block := stream.read(1 << 20):
                plain = plain and block.isascii()
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return None
    return plain


def _texts(raw: bytes) -> set[bytes]:
    """Different fields that are not plain ASCII."""
    found: set[bytes] = set()
    for line in raw.splitlines():
        if not line.isascii():
            found.update(field for field in _SEPARATORS.split(line) if not field.isascii())
            if len(found) > _MOST_TEXTS:
                break
    return found


def _parsed(source: _Source, wanted: Sequence[str]) -> Any:
    import polars as pl
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    names, path = source.columns.names, source.path
    odd: list[tuple[int, int]] = []

    def remember(row: Any) -> str:
        odd.append((row.number, row.actual_columns))
        return "skip"

    try:
        table = arrow_csv.read_csv(
            source.open(),
            # One thread, because only then does the parser know the number of a row. The names are given, because
            # those of the header may be equal, empty or in several rows.
            arrow_csv.ReadOptions(use_threads=False, block_size=_BLOCK, column_names=list(names)),
            arrow_csv.ParseOptions(delimiter=source.separator, newlines_in_values=True, invalid_row_handler=remember),
            arrow_csv.ConvertOptions(
                column_types={name: pa.string() for name in names}, null_values=[""], strings_can_be_null=True,
                include_columns=list(wanted),
            ),
        )  # fmt: skip
    except (pa.ArrowInvalid, UnicodeDecodeError):
        # Not the parser's words: they may quote a row.
        raise InputError(f"{path.name}: not a table; is the file complete?") from None
    odd = [one for one in odd if one[0] is None or one[0] > source.skip]
    if odd:
        row, fields = odd[0]
        raise InputError(
            f"{path.name} row {row}: {fields} fields, but the header has {len(names)} "
            f"({len(odd)} such rows); the file may be cut, obtain it again"
        )
    frame = pl.from_arrow(table.slice(source.columns.rows))
    assert isinstance(frame, pl.DataFrame)
    return frame


def _blocks(source: _Source) -> Iterator[bytes]:
    if source.content is not None:
        yield source.content
        return
    with source.path.open("rb") as stream:
        while block := stream.read(1 << 20):
            yield block


def _check_end(source: _Source) -> None:
    """A file that ends inside a quoted field was cut there, though its last row may have all its fields."""
    quotes, last = 0, b"\n"
    for block in _blocks(source):
        quotes, last = quotes + block.count(b'"'), block[-1:]
    if quotes % 2 == 0 or last in b"\r\n":
        return
    with _stream(source.path, source.content) as stream:
        rows = csv.reader(stream, delimiter=source.separator, strict=True)
        try:
            for _ in rows:
                pass
        except csv.Error as error:
            if "end of data" in str(error):
                raise InputError(
                    f"{source.path.name}: ends inside a quoted field; it is cut, obtain it again"
                ) from None
