"""The records of one config, made in chunks of fixed size and in the order of their ids, by any number of processes.

What a chunk holds depends on the data alone, so the worker count changes no byte of the output.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from multiprocessing import get_context
from pathlib import Path

import pyarrow as pa

from ... import tasks
from ...files.atomic import replacing
from ...schema import Record
from ..survey.survey import ANSWER, Survey
from ..unfinished import Share, Unfinished
from .groups import with_members
from .shuffle import shuffle_choices
from .split import HIDDEN, SPLITS, split_of
from .surveys.columns import fits, survey_tables
from .surveys.records import Rows, rows_of, survey_records

CHUNK = 4096  # records a chunk, and so about the size of a row group
MEMBERS = 1024  # of a group count as much as a record, so that chunks of large groups stay small
STAGE = "tables"


@dataclass(frozen=True)
class Chunk:
    """Work for one process: rows of surveys, and (split or None, record) pairs that are made already."""

    config: str
    seed: int
    rows: tuple[Rows, ...] = ()
    records: tuple[tuple[str | None, Record], ...] = ()


@dataclass
class Config:
    """All that becomes one config: surveys to be written out, and records already made."""

    name: str
    surveys: list[Survey] = field(default_factory=list)
    records: list[tuple[str | None, Record]] = field(default_factory=list)

    def size(self) -> int:
        """How many records there will be."""
        return sum(count_answers(survey) for survey in self.surveys) + len(self.records)


def count_answers(survey: Survey) -> int:
    """Answers in a survey."""
    return sum(len(survey.frame) - survey.frame[ANSWER + item.question.id].null_count() for item in survey.items)


Entry = tuple[str, int, int, int]  # (start of the id, survey or -1, row or index, records)


def chunks(config: Config, seed: int) -> Iterator[Chunk]:
    """Chunks of about CHUNK records; the ids of each come before those of the next."""
    batch: list[Entry] = []
    size = 0
    for entry in heapq.merge(_record_entries(config), *map(_survey_entries, count(), config.surveys)):
        batch.append(entry)
        size += entry[3]
        if size >= CHUNK:
            yield _chunk(config, seed, batch)
            batch, size = [], 0
    if batch:
        yield _chunk(config, seed, batch)


def _survey_entries(number: int, survey: Survey) -> Iterator[Entry]:
    """The respondents of a survey in the order of their ids, which is that of its frame."""
    for start in range(0, len(survey.frame), CHUNK):  # in slices, because all ids at once would take much memory
        for row, person in enumerate(survey.frame["respondent_id"][start : start + CHUNK].to_list(), start):
            yield f"{survey.source}/{person}/", number, row, len(survey.items)


def _record_entries(config: Config) -> list[Entry]:
    return sorted(
        (record["id"], -1, index, 1 + record.get("n", 0) // MEMBERS) for index, (_, record) in enumerate(config.records)
    )


def _chunk(config: Config, seed: int, batch: Sequence[Entry]) -> Chunk:
    rows = tuple(
        rows_of(config.surveys[number], [entry[2] for entry in batch if entry[1] == number])
        for number in sorted({entry[1] for entry in batch} - {-1})
    )
    pairs = (config.records[entry[2]] for entry in batch if entry[1] == -1)
    return Chunk(config.name, seed, rows, tuple((split, with_members(record)) for split, record in pairs))


def tables(chunk: Chunk, schema: pa.Schema) -> dict[str, pa.Table]:
    """The records of a chunk by split, shuffled, with their messages, sorted by id.

    A record that brings its messages keeps them, and the order in which they show its choices.
    """
    parts: list[dict[str, pa.Table]] = []
    pairs = list(chunk.records)
    if fits(chunk.config, schema):
        parts += [survey_tables(rows, chunk.config, chunk.seed, schema) for rows in chunk.rows]
    else:
        pairs += [(None, record) for rows in chunk.rows for record in survey_records(rows)]
    if pairs:
        parts.append(_record_tables(pairs, chunk, schema))
    by_split = {split: [part[split] for part in parts if split in part] for split in (*SPLITS, HIDDEN)}
    return {split: _sorted(found) for split, found in by_split.items() if found}


def _sorted(found: Sequence[pa.Table]) -> pa.Table:
    """Tables that are sorted by id, as one."""
    return found[0] if len(found) == 1 else pa.concat_tables(found).sort_by("id").combine_chunks()


def _record_tables(pairs: Sequence[tuple[str | None, Record]], chunk: Chunk, schema: pa.Schema) -> dict[str, pa.Table]:
    task = tasks.load(chunk.config)
    by_split: dict[str, list[Record]] = {split: [] for split in (*SPLITS, HIDDEN)}
    for split, record in pairs:
        group = record["respondent_id"] is None
        has_messages = "prompt" in record
        shown = record if group or has_messages or "choices" not in record else shuffle_choices(record, chunk.seed)
        messages = {} if has_messages else {"prompt": task.prompt(shown), "completion": task.completion(shown)}
        whole = {**shown, **messages}
        whole["target"] = tasks.target_of(whole["completion"])
        by_split[split or split_of(chunk.seed, record["respondent_id"])].append(whole)
    return {
        split: pa.Table.from_pylist(sorted(records, key=lambda record: record["id"]), schema=schema)
        for split, records in by_split.items()
        if records
    }


def all_tables(
    config: Config, seed: int, schema: pa.Schema, workers: int, unfinished: Unfinished | None = None
) -> Iterator[dict[str, pa.Table]]:
    """The tables of every chunk in order. One worker works in this process; more are processes of their own.

    Where tasks have kept tables in `unfinished`, they are taken from there.
    """
    work = chunks(config, seed)
    if unfinished and unfinished.has(STAGE):
        yield from (_stored(chunk, unfinished) or tables(chunk, schema) for chunk in work)
        return
    if workers < 2 or config.size() <= CHUNK:
        yield from (tables(chunk, schema) for chunk in work)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        waiting: list[Future[dict[str, pa.Table]]] = []
        for chunk in work:
            waiting.append(pool.submit(tables, chunk, schema))
            if len(waiting) > 2 * workers:  # bounds the memory
                yield waiting.pop(0).result()
        while waiting:
            yield waiting.pop(0).result()


def store_tables(config: Config, seed: int, schema: pa.Schema, unfinished: Unfinished, share: Share) -> None:
    """Make a task's share of the chunks, and keep their tables for the build that follows."""
    unfinished.open()
    for number, chunk in enumerate(chunks(config, seed)):
        path = _path(chunk, unfinished)
        if not share.includes(number) or path.is_dir():
            continue
        with replacing(path, private=True) as folder:
            folder.mkdir()
            for split, table in tables(chunk, schema).items():
                with pa.OSFile(str(folder / split), "wb") as sink, pa.ipc.new_file(sink, schema) as writer:
                    writer.write_table(table)


def _stored(chunk: Chunk, unfinished: Unfinished) -> dict[str, pa.Table]:
    """The tables of a chunk as a task has kept them; none where no task has."""
    files = [(split, _path(chunk, unfinished) / split) for split in (*SPLITS, HIDDEN)]
    return {split: _read(path) for split, path in files if path.is_file()}


def _read(path: Path) -> pa.Table:
    with pa.OSFile(str(path)) as source:
        return pa.ipc.open_file(source).read_all()


def _path(chunk: Chunk, unfinished: Unfinished) -> Path:
    # Not a pickle: equal chunks may be pickled differently.
    return unfinished.path(STAGE, repr(chunk))
