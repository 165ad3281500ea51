"""Work side by side in lanes, so many threads each, that Ctrl-C or a failure ends at once.

The threads are daemons: an executor's are waited for, and a call to an endpoint may take minutes and be tried again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from queue import Empty, SimpleQueue
from typing import Any

Lane = tuple[int, Callable[[Any], Any], Sequence[Any]]  # (threads, work, items)


def side_by_side(lanes: Sequence[Lane]) -> Iterator[tuple[int, int, Any]]:
    """(lane, place of the item in it, result of the work) as they are done. The first failure is raised, and what has
    not begun then never does."""
    done: SimpleQueue[tuple[int, int, Any, BaseException | None]] = SimpleQueue()
    stop = threading.Event()
    for number, (threads, work, items) in enumerate(lanes):
        waiting: SimpleQueue[tuple[int, Any]] = SimpleQueue()
        for pair in enumerate(items):
            waiting.put(pair)
        for _ in range(min(threads, len(items))):
            threading.Thread(target=_run, args=(number, work, waiting, done, stop), daemon=True).start()
    try:
        for _ in range(sum(len(items) for _, _, items in lanes)):
            number, place, result, error = done.get()
            if error is not None:
                raise error
            yield number, place, result
    finally:
        stop.set()


def _run(number: int, work: Callable[[Any], Any], waiting: Any, done: Any, stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            place, item = waiting.get_nowait()
        except Empty:
            return
        try:
            done.put((number, place, work(item), None))
        except BaseException as error:
            done.put((number, place, None, error))
