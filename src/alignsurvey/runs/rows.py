"""Rows of Parquet files as records that share what they have in common: hundreds of answers show the same choices."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Sequence
from pathlib import Path
from typing import Any

from ..schema import Record

Shared = dict[Hashable, Any]


def read_rows(paths: Sequence[Path], without: Collection[str] = ()) -> list[Record]:
    """All rows of some Parquet files.

    Args:
        paths: The files.
        without: Columns that are not read, such as the long prompts.

    Returns:
        A record a row. Equal texts and lists are one object over all records: do not change a record's lists.

    Raises:
        OSError, pyarrow.ArrowException: A file is not Parquet.
    """
    import pyarrow.parquet as pq

    shared: Shared = {}
    records = []
    for path in paths:
        with pq.ParquetFile(path) as file:
            names = [name for name in file.schema_arrow.names if name not in without]
            for batch in file.iter_batches(columns=names):
                columns = [_values(batch.column(name), shared) for name in names]
                records += [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]
    return records


def _values(column: Any, shared: Shared) -> Iterator[Any]:
    """The values of a column in Python."""
    import pyarrow as pa

    if pa.types.is_string(column.type):
        encoded = column.dictionary_encode()
        texts = [shared.setdefault(text, text) for text in encoded.dictionary.to_pylist()]
        return (None if at is None else texts[at] for at in encoded.indices.to_pylist())
    if pa.types.is_list(column.type) and not _nested(column.type.value_type):
        return _lists(column, shared)
    return iter(column.to_pylist())


def _nested(kind: Any) -> bool:
    """Whether values of a list, or the fields of its structs, hold further lists or structs."""
    import pyarrow as pa

    fields = [kind.field(at).type for at in range(kind.num_fields)] if pa.types.is_struct(kind) else [kind]
    return any(pa.types.is_nested(field) for field in fields)


def _lists(column: Any, shared: Shared) -> Iterator[Any]:
    """Equal lists are made once: rows are compared by the places of their values in a dictionary."""
    import pyarrow as pa

    inner = column.flatten()
    parts = inner.flatten() if pa.types.is_struct(inner.type) else [inner]
    codes = [part.dictionary_encode().indices.fill_null(-1).to_numpy(zero_copy_only=False) for part in parts]
    ends = column.value_lengths().fill_null(0).to_numpy(zero_copy_only=False).cumsum().tolist()
    made: dict[Hashable, Any] = {}
    start = 0
    for at, (end, valid) in enumerate(zip(ends, column.is_valid().to_pylist(), strict=True)):
        key = (valid, *(code[start:end].tobytes() for code in codes))
        start = end
        if key not in made:
            value = column[at].as_py()
            made[key] = shared.setdefault(repr(value), value)
        yield made[key]
