"""The Parquet files of a config: one a split, written row group by row group, so that memory stays bounded."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from tqdm import tqdm

from ...files.errors import InputError
from ...files.hashes import sha256
from ...tasks import arrow_schema, spec_of
from ..context import Context
from ..records.chunks import Config, all_tables
from ..records.hidden_answers import answer_columns, answers_of, part_test, without_answers
from ..records.split import HIDDEN, SPLITS


def write_config(config: Config, folder: Path, base: Context, answers: Path | None = None) -> dict[str, Any]:
    """Write a Parquet file a split, row group by row group.

    Args:
        config: the surveys and records.
        folder: where the files go.
        base: the settings of the build.
        answers: where the answers of hidden respondents go, if any are hidden.

    Returns:
        split -> file, rows, SHA-256 and size.

    Raises:
        InputError: two records have the same id.
    """
    folder.mkdir(parents=True)
    schema, spec = arrow_schema(config.name), spec_of(config.name)
    splits = (*SPLITS, HIDDEN) if answers else SPLITS
    rows = dict.fromkeys(splits, 0)
    paths = {split: folder / f"{split}.parquet" for split in splits}
    last = dict.fromkeys(splits, "")
    with ExitStack() as stack, tqdm(total=config.size(), desc=config.name, unit=" records", mininterval=1) as bar:
        writers = {split: stack.enter_context(_writer(path, schema)) for split, path in paths.items()}
        if answers:
            answers.parent.mkdir(parents=True, exist_ok=True)
            columns = pa.schema([schema.field(name) for name in ("id", *answer_columns(spec))])
            private = stack.enter_context(_writer(answers, columns))
        for made in all_tables(config, base.seed, schema, base.workers, base.unfinished):
            for split, table in _parted(made, base).items():
                last[split] = _last_id(table, last[split])
                if split == HIDDEN:
                    private.write_table(answers_of(table, spec), row_group_size=len(table))
                    table = without_answers(table, spec)
                writers[split].write_table(table, row_group_size=len(table))
                rows[split] += len(table)
                bar.update(len(table))
    return {split: _file_facts(path, rows[split]) for split, path in paths.items()}


def _writer(path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    return pq.ParquetWriter(path, schema, compression="zstd")


def _parted(tables: Mapping[str, pa.Table], base: Context) -> dict[str, pa.Table]:
    """The tables of a chunk, with the hidden respondents of the test split apart."""
    if not base.hidden or "test" not in tables:
        return dict(tables)
    others = {split: table for split, table in tables.items() if split != "test"}
    return others | part_test(tables["test"], base.seed, base.hidden)


def _last_id(table: pa.Table, last: str) -> str:
    ids = table["id"].to_pylist()
    double = next((one for before, one in zip([last, *ids], ids, strict=False) if one <= before), None)
    if double:
        raise InputError(f"duplicate record id {double}, or ids out of order; a respondent answers an item once")
    return ids[-1]


def _file_facts(path: Path, rows: int) -> dict[str, Any]:
    file = "/".join(path.parts[-3:])
    return {"file": file, "rows": rows, "sha256": sha256(path), "bytes": path.stat().st_size}
