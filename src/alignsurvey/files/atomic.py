"""Files and folders that appear whole or not at all."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield a path beside `path`; when the block ends well it takes the name, else it is removed.

    Works for a file and for a folder (make it inside the block). An old folder of that name is replaced.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    holder = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
    beside = holder / path.name
    try:
        yield beside
        if path.is_dir() and beside.is_dir():
            path.rename(holder / "old")
        beside.replace(path)
    finally:
        shutil.rmtree(holder, ignore_errors=True)
