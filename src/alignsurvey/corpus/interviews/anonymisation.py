"""Anonymisation of many interviews, by any number of processes; each comes out the same whatever is beside it.

A build makes all interviews (`anonymise`); a task of a cluster makes its share and keeps it for the build that follows
(`anonymise_share`). An audit anonymises nothing: it searches for the values that transcripts are known to hold.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path

from tqdm import tqdm

from ... import privacy
from ...files.json import read_json, write_json
from ..context import Context
from ..transcripts import Transcript
from ..unfinished import Unfinished
from .known_values import Anonymised, refuse_known_values

STAGE = "interviews"


def anonymise(transcripts: Sequence[Transcript], context: Context) -> Iterator[Anonymised]:
    """Each transcript anonymised, in order; what a killed build has finished is not done again.

    Args:
        transcripts: the interviews of a corpus; `known` values are replaced wherever they occur.
        context: key, number of processes (which changes nothing) and folder of finished pieces; its privacy report
            gets the number of known values that were searched and that are left.

    Returns:
        (turns, report of counts) of each interview.

    Raises:
        InputError: a direct identifier of a contact sheet would still be published.
    """
    made = finished_or_made(transcripts, context.key, context.workers, context.unfinished)
    return refuse_known_values(transcripts, made, context)


def anonymise_share(transcripts: Sequence[Transcript], context: Context) -> None:
    """Make what `context.share` includes of the transcripts, and keep it in `context.unfinished`."""
    assert context.share
    own = [transcript for number, transcript in enumerate(transcripts) if context.share.includes(number)]
    for _ in finished_or_made(own, context.key, context.workers, context.unfinished):
        pass


def finished_or_made(
    transcripts: Sequence[Transcript], key: bytes, workers: int = 1, unfinished: Unfinished | None = None
) -> Iterator[Anonymised]:
    """Each transcript anonymised, in order: read from `unfinished` where it is finished, else made and kept there."""
    if unfinished:
        unfinished.open()
    paths = [_path(transcript, unfinished) for transcript in transcripts]
    finished = [path is not None and path.is_file() for path in paths]
    if any(finished):
        tqdm.write(f"{sum(finished)} of {len(finished)} interviews are finished already")
    left = [number for number, done in enumerate(finished) if not done]
    made = _make_all([transcripts[number] for number in left], [paths[number] for number in left], key, workers)
    with tqdm(total=len(transcripts), desc="anonymise", unit=" interviews") as bar:
        for path, done in zip(paths, finished, strict=True):
            yield _read(path) if path and done else next(made)
            bar.update()


def _path(transcript: Transcript, unfinished: Unfinished | None) -> Path | None:
    if unfinished is None:
        return None
    return unfinished.path(STAGE, json.dumps(asdict(_interview(transcript)), sort_keys=True))


def _interview(transcript: Transcript) -> privacy.Interview:
    return privacy.Interview(transcript.id, transcript.language, transcript.turns, transcript.known, transcript.keep)


def _read(path: Path) -> Anonymised:
    piece = read_json(path)
    return piece["turns"], piece["report"]


def _make_all(
    transcripts: Sequence[Transcript], paths: Sequence[Path | None], key: bytes, workers: int
) -> Iterator[Anonymised]:
    if workers < 2 or len(transcripts) < 2:
        yield from map(_make, transcripts, paths, repeat(key))
        return
    with ProcessPoolExecutor(min(workers, len(transcripts)), mp_context=get_context("spawn")) as pool:
        yield from pool.map(_make, transcripts, paths, repeat(key))


def _make(transcript: Transcript, path: Path | None, key: bytes) -> Anonymised:
    """A transcript anonymised on its own: beside others the model's figures may differ in their last digits."""
    turns, report = next(privacy.anonymise_interviews([_interview(transcript)], key=key))
    if path:
        write_json(path, {"turns": turns, "report": report}, private=True)
    return turns, report
