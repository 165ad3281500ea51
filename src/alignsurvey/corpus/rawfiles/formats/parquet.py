"""Parquet, through pyarrow, because polars panics at some broken files, which no program can catch in good order."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ....files.errors import InputError
from ..file_kinds import likely
from ..table import Table, present

SUFFIXES = (".parquet",)


def read(path: Path, variables: Sequence[str] | None, encoding: str | None) -> Table:
    import polars as pl
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            wanted = present(path, file.schema_arrow.names, variables)
            frame = pl.from_arrow(file.read(wanted, use_threads=False).replace_schema_metadata(None))
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        why = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise InputError(f"{path.name}: not Parquet ({why}); {likely(path)}") from None
    assert isinstance(frame, pl.DataFrame)
    return Table(path.name, frame, encoding="utf-8")
