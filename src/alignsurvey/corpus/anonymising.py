"""Anonymisation of many interviews, by any number of processes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from multiprocessing import get_context
from typing import Any

from tqdm import tqdm

from .. import privacy
from .transcripts import Transcript, Turn


def anonymised(
    transcripts: Sequence[Transcript], key: bytes, workers: int = 1
) -> Iterator[tuple[list[Turn], Mapping[str, Any]]]:
    """(turns, report of counts) of each transcript, in order; the same whatever `workers`."""
    blocks = [transcripts[start : start + _BLOCK] for start in range(0, len(transcripts), _BLOCK)]
    with tqdm(total=len(transcripts), desc="anonymise", unit=" interviews") as bar:
        for done in _blocks(blocks, key, workers):
            yield from done
            bar.update(len(done))


_BLOCK = 16  # interviews that one process rewrites at a time


def _blocks(
    blocks: Sequence[Sequence[Transcript]], key: bytes, workers: int
) -> Iterator[list[tuple[list[Turn], Mapping[str, Any]]]]:
    if workers < 2 or len(blocks) < 2:
        yield from (_rewritten(block, key) for block in blocks)
        return
    with ProcessPoolExecutor(min(workers, len(blocks)), mp_context=get_context("spawn")) as pool:
        yield from pool.map(_rewritten, blocks, repeat(key))


def _rewritten(block: Sequence[Transcript], key: bytes) -> list[tuple[list[Turn], Mapping[str, Any]]]:
    interviews = [privacy.Interview(one.id, one.language, one.turns, one.known) for one in block]
    return list(privacy.anonymise_interviews(interviews, key=key))
