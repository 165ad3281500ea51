"""Files and folders that appear whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import glob
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from .errors import disk_is_full, unwritable

_WRITING = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST, errno.ENOSPC, errno.EDQUOT}


@contextlib.contextmanager
def replacing(path: Path, private: bool = False) -> Iterator[Path]:
    """Yield a path beside `path`; when the block ends well it takes the name, else it is removed.

    Works for a file and for a folder (make it inside the block). An old folder of that name is replaced. What killed
    runs left beside `path` is removed first.

    Args:
        path: The file or folder to be written.
        private: Only the user may read it: files 0600, folders 0700.

    Raises:
        InputError: It cannot be written, as where the disk is full.
    """
    with _refusals(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        remove_leftovers(path)
        holder, lock = _holder(path)
    beside = holder / path.name
    try:
        try:
            yield beside
        except OSError as error:
            # Without a full disk it may as well be a file that the block reads.
            if disk_is_full(error):
                raise unwritable(path, error) from None
            raise
        with _refusals(path):
            if private:
                make_private(beside)
            if path.is_dir() and beside.is_dir():
                path.rename(holder / "old")
            beside.replace(path)
    finally:
        shutil.rmtree(holder, ignore_errors=True)
        os.close(lock)


@contextlib.contextmanager
def writing(path: Path) -> Iterator[None]:
    """Say where the disk is full or may not be written, whichever library meets it in the block.

    Args:
        path: The folder or file that the block writes.

    Raises:
        InputError: The disk takes no more, or `path` may not be written.
    """
    try:
        yield
    except Exception as error:
        inside = isinstance(error, OSError) and str(error.filename or "").startswith(str(path))
        if disk_is_full(error) or (inside and getattr(error, "errno", None) in _WRITING):
            raise unwritable(path, error) from None
        raise


@contextlib.contextmanager
def _refusals(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in _WRITING:
            raise unwritable(path, error) from None
        raise


def _holder(path: Path) -> tuple[Path, int]:
    """A folder beside `path`, and the open lock that shows that this process lives."""
    while True:
        holder = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
        lock = os.open(holder, os.O_RDONLY)
        fcntl.flock(lock, fcntl.LOCK_EX)
        if holder.is_dir():  # else another process took it for a leftover before it was locked
            return holder, lock
        os.close(lock)


def remove_leftovers(path: Path) -> None:
    """Remove what runs that were killed while they wrote `path` have left beside it.

    A folder whose lock is held belongs to a living process and stays.
    """
    pattern = re.compile(rf"\.{re.escape(path.name)}\.[a-z0-9_]{{8}}")  # as `tempfile.mkdtemp` names them
    for folder in path.parent.glob(f".{glob.escape(path.name)}.*"):
        if not pattern.fullmatch(folder.name) or folder.is_symlink() or not folder.is_dir():
            continue
        try:
            lock = os.open(folder, os.O_RDONLY)
        except OSError:
            continue
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
        except BlockingIOError:
            pass
        finally:
            os.close(lock)


def private_folder(path: Path) -> Path:
    """Make a folder that only its owner may open (0700), or make it so; returns it.

    Raises:
        InputError: It cannot be made, or belongs to somebody else.
    """
    with _refusals(path):
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        if path.stat().st_mode & 0o077:
            path.chmod(0o700)
    return path


def make_private(path: Path) -> None:
    """Take the permissions of others from a file, or from a folder and all in it."""
    if path.is_dir():
        for inner in path.rglob("*"):
            if not inner.is_symlink():
                inner.chmod(0o700 if inner.is_dir() else 0o600)
    path.chmod(0o700 if path.is_dir() else 0o600)
