"""Score a submission in a process of its own, with limits of time and memory, while the page goes on answering."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..files.errors import InputError
from ..report.score_files import score_submission
from ..runs.info import RunInfo, run_info
from ..schema import Record

_REFUSED = 2  # exit status of the worker where the submission cannot be scored
_MEMORY = 3  # where it asks for more memory than it may
_busy: set[str] = set()
_turn = threading.Lock()


@dataclass(frozen=True)
class Limits:
    """What scoring one submission may take; the full GSS test split needs about 10 s and 600 MB."""

    seconds: int = 300
    megabytes: int = 4096


@contextmanager
def one_at_a_time(person: str) -> Iterator[None]:
    """Raises InputError while another submission of the same person is being scored."""
    with _turn:
        if person in _busy:
            raise InputError("your last submission is still being scored; hand in the next one when it is done")
        _busy.add(person)
    try:
        yield
    finally:
        _busy.discard(person)


def score_in_worker(
    predictions: Path, info: RunInfo, records: Sequence[Record], limits: Limits | None = None
) -> dict[str, Any]:
    """As `report.score_files.score_submission`, in a process of its own.

    Raises:
        InputError: the submission cannot be scored, or not within the limits.
    """
    limits = limits or Limits()
    work = pickle.dumps((str(predictions), info.facts(), list(records)), pickle.HIGHEST_PROTOCOL)
    program = f"import sys; from {__name__} import main; sys.exit(main())"
    command = [sys.executable, "-c", program, str(limits.seconds), str(limits.megabytes)]
    threads = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}  # each would ask for memory of its own
    environment = {**os.environ, **threads, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        # Twice the time, since the limit counts what the processor works: a busy machine takes longer.
        done = subprocess.run(
            command, input=work, capture_output=True, timeout=2 * limits.seconds + 30, env=environment, check=False
        )
    except subprocess.TimeoutExpired:
        raise InputError(f"{predictions.name}: scoring took too long; shorten the replies") from None
    if done.returncode in (0, _REFUSED):
        answer = json.loads(done.stdout)
        if done.returncode == _REFUSED:
            raise InputError(answer)
        return dict(answer)
    if done.returncode < 0 or done.returncode == _MEMORY:
        most = f"{limits.seconds} s or {limits.megabytes} MB"
        raise InputError(f"{predictions.name}: scoring needs more than {most}; shorten the replies")
    raise InputError(f"{predictions.name}: scoring failed by a fault of this board; please report it")


def _limit(seconds: int, megabytes: int) -> None:
    """Limits of this process: the time that it computes, and the memory that it may ask for."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    if sys.platform == "linux":  # macOS knows the limit, but refuses to set it
        resource.setrlimit(resource.RLIMIT_AS, (megabytes * 2**20, megabytes * 2**20))


def main() -> int:
    """Score what stands on standard input; results or the reason of a refusal go to standard output as JSON."""
    seconds, megabytes = map(int, sys.argv[1:3])
    _limit(seconds, megabytes)
    predictions, facts, records = pickle.loads(sys.stdin.buffer.read())
    try:
        answer: Any = score_submission(Path(predictions), run_info(facts, "run.json"), records)
        status = 0
    except InputError as error:
        answer, status = str(error), _REFUSED
    except MemoryError:
        return _MEMORY
    sys.stdout.write(json.dumps(answer))
    return status
