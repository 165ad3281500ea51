"""One process at a time."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from .errors import InputError, unwritable


@contextlib.contextmanager
def locked(path: Path, otherwise: str, keep: bool = False, wait: float = 0) -> Iterator[None]:
    """Hold a lock while the block runs; it ends with the process, however that ends.

    Args:
        path: The lock's own file, which holds nothing.
        otherwise: What a person reads where another process holds it.
        keep: Leave the file where it is; else it is removed at the end.
        wait: Seconds for which another holder is waited for.

    Raises:
        InputError: Another process holds the lock, or the file cannot be made.
    """
    from filelock import FileLock, Timeout

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(path, timeout=wait)
        lock.acquire()
    except Timeout:
        raise InputError(otherwise) from None
    except OSError as error:
        raise unwritable(path, error) from None
    try:
        yield
    finally:
        if not keep:
            path.unlink(missing_ok=True)
        lock.release()
