"""What a data set's card shows of its records: one of them, and what each column holds."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from ...files.errors import InputError
from ...files.yaml import load
from ...project import project_root
from ...tasks import columns


def example_record(path: Path) -> str:
    """The first record of a Parquet file, as indented JSON."""
    import pyarrow.parquet as pq

    first = next(pq.ParquetFile(path).iter_batches(batch_size=1))
    return json.dumps(first.to_pylist()[0], ensure_ascii=False, indent=2)


def glossary(configs: Iterable[str]) -> dict[str, str]:
    """What each column of the configs holds, in the order of the columns.

    Raises:
        InputError: cards/columns.yaml lacks a column.
    """
    meanings = load(project_root() / "cards" / "columns.yaml")
    names = list(dict.fromkeys(name for config in configs for name in columns(config)))
    missing = [name for name in names if name not in meanings]
    if missing:
        raise InputError(f"cards/columns.yaml: column {missing[0]!r} is missing; say in one sentence what it holds")
    return {name: str(meanings[name]) for name in names}
