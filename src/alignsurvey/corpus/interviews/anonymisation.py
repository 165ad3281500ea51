"""Anonymisation of many interviews, by any number of processes; each comes out the same whichever are beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from tqdm import tqdm

from ... import privacy
from ...files.json import write_json
from ..transcripts import Transcript, Turn
from ..unfinished import Elsewhere, Part, Unfinished

Anonymised = tuple[list[Turn], Mapping[str, Any]]  # turns, report of counts
STAGE = "interviews"


def anonymised(
    transcripts: Sequence[Transcript],
    key: bytes,
    workers: int = 1,
    unfinished: Unfinished | None = None,
    part: Part | None = None,
) -> Iterator[Anonymised]:
    """Each transcript anonymised, in order; the same whatever `workers`. What is kept in `unfinished` is taken from it.

    With a `part` of this stage, its share is made and kept, and then Elsewhere is raised.
    """
    if part and part.stage == STAGE:
        mine = [one for number, one in enumerate(transcripts) if part.has(number)]
        for _ in anonymised(mine, key, workers, unfinished):
            pass
        raise Elsewhere
    if unfinished:
        unfinished.open()
    paths = [_path(transcript, unfinished) for transcript in transcripts]
    finished = [path is not None and path.is_file() for path in paths]
    if any(finished):
        tqdm.write(f"{sum(finished)} of {len(finished)} interviews are finished already")
    left = [number for number, done in enumerate(finished) if not done]
    making = _spread([transcripts[number] for number in left], [paths[number] for number in left], key, workers)
    with tqdm(total=len(transcripts), desc="anonymise", unit=" interviews") as bar:
        for path, done in zip(paths, finished, strict=True):
            yield _kept(path) if path and done else next(making)
            bar.update()


def _path(transcript: Transcript, unfinished: Unfinished | None) -> Path | None:
    if unfinished is None:
        return None
    return unfinished.path(STAGE, json.dumps(asdict(_interview(transcript)), sort_keys=True))


def _interview(transcript: Transcript) -> privacy.Interview:
    return privacy.Interview(transcript.id, transcript.language, transcript.turns, transcript.known, transcript.keep)


def _kept(path: Path) -> Anonymised:
    made = json.loads(path.read_text(encoding="utf-8"))
    return made["turns"], made["report"]


def _spread(
    transcripts: Sequence[Transcript], paths: Sequence[Path | None], key: bytes, workers: int
) -> Iterator[Anonymised]:
    if workers < 2 or len(transcripts) < 2:
        yield from map(_made, transcripts, paths, repeat(key))
        return
    with ProcessPoolExecutor(min(workers, len(transcripts)), mp_context=get_context("spawn")) as pool:
        yield from pool.map(_made, transcripts, paths, repeat(key))


def _made(transcript: Transcript, path: Path | None, key: bytes) -> Anonymised:
    """A transcript anonymised on its own, because beside others the model's figures may differ in their last digits."""
    turns, report = next(privacy.anonymise_interviews([_interview(transcript)], key=key))
    if path:
        write_json(path, {"turns": turns, "report": report})
    return turns, report
