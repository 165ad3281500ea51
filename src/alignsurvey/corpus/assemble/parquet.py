"""The Parquet files of a config: one a split, written row group by row group, so that memory stays bounded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from tqdm import tqdm

from ...files.errors import InputError
from ...files.hashes import sha256
from ...tasks import arrow_schema
from ..context import Context
from ..records.chunks import Config, all_tables
from ..records.split import SPLITS


def write_config(config: Config, folder: Path, base: Context) -> dict[str, Any]:
    """Write a Parquet file a split, row group by row group. Raises InputError for a duplicate id."""
    folder.mkdir(parents=True)
    schema = arrow_schema(config.name)
    rows = dict.fromkeys(SPLITS, 0)
    writers = {split: pq.ParquetWriter(folder / f"{split}.parquet", schema, compression="zstd") for split in SPLITS}
    last = dict.fromkeys(SPLITS, "")
    with tqdm(total=config.size(), desc=config.name, unit=" records", mininterval=1) as bar:
        try:
            for made in all_tables(config, base.seed, schema, base.workers, base.unfinished):
                for split, table in made.items():
                    last[split] = _last_id(table, last[split])
                    writers[split].write_table(table, row_group_size=len(table))
                    rows[split] += len(table)
                    bar.update(len(table))
        finally:
            for writer in writers.values():
                writer.close()
    return {split: _file_facts(folder / f"{split}.parquet", rows[split]) for split in SPLITS}


def _last_id(table: pa.Table, last: str) -> str:
    ids = table["id"].to_pylist()
    double = next((one for before, one in zip([last, *ids], ids, strict=False) if one <= before), None)
    if double:
        raise InputError(f"duplicate record id {double}, or ids out of order; a respondent answers an item once")
    return ids[-1]


def _file_facts(path: Path, rows: int) -> dict[str, Any]:
    file = "/".join(path.parts[-3:])
    return {"file": file, "rows": rows, "sha256": sha256(path), "bytes": path.stat().st_size}
