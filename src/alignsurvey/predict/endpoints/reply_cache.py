"""Replies that were paid for, kept by the hash of what was asked: one file a reply, which appears whole or not at all.

Two processes may share a folder: what one is asking the other waits for, by a lock that ends with its process.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from ...files.atomic import private_folder

Reply = dict[str, Any]  # {"reply", "finish_reason", "parameters"}
_LOOK = 0.05  # seconds between two looks at a reply that another process waits for


def place(cache: Path, asked: Any) -> Path:
    """Where the reply to `asked` is kept."""
    name = hashlib.sha256(json.dumps(asked, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    return cache / name[:2] / f"{name}.json"


def recall(path: Path) -> Reply | None:
    """A kept reply; None where there is none, or none that is whole."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        reply, finish = found["reply"], found["finish_reason"]
        reply.encode()
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return {"reply": reply, "finish_reason": finish, "parameters": str(found.get("parameters", "unknown"))}


@contextmanager
def open_locks(cache: Path) -> Iterator[IO[bytes]]:
    """The file whose bytes are locked, one for each reply that is being asked for."""
    private_folder(cache)
    with (cache / ".lock").open("ab") as stream:
        yield stream


@contextmanager
def claimed(locks: IO[bytes], path: Path) -> Iterator[None]:
    """Hold a reply's lock against other processes; goes on without one where the file system has none.

    It is tried for again and again: a lock that is waited for may be refused as a deadlock, which two processes with
    several threads only seem to be in.
    """
    byte = int(path.stem[:15], 16)
    while True:
        try:
            fcntl.lockf(locks, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, byte)
            break
        except (BlockingIOError, PermissionError):
            time.sleep(_LOOK)
        except OSError:
            break
    try:
        yield
    finally:
        with suppress(OSError):
            fcntl.lockf(locks, fcntl.LOCK_UN, 1, byte)
