"""Keep submissions so that they outlive a crash, a restart and the disk of a Space.

A submission is a folder named by the hash of what was handed in: predictions.jsonl, run.json and results.json. It is
written beside and renamed, so that it is there whole or not at all. With a repository set, it is first committed to
the Hub (`mirror`). `index.jsonl` is only a faster way to read the folders; it may be deleted.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..files.atomic import remove_leftovers, replacing
from ..files.errors import InputError
from ..files.json import parse_json
from ..runs.info import run_info
from ..runs.results import results_of
from .mirror import FOLDER, add_to_mirror, fetch_rows, mirrored_rows
from .rows import FILES, Submission, index_text, read_index, read_submission, submission_of, warn, whole

__all__ = ["FILES", "Store", "Submission", "submission_id"]


@dataclass(frozen=True)
class Store:
    """A folder of submissions, mirrored to the data set repository `repo` when one is named."""

    root: Path
    repo: str | None = None
    _memory: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False, compare=False)

    def submissions(self) -> list[Submission]:
        """All submissions that can be shown, by id; what cannot is left out with a warning."""
        with self._lock:
            state = [_stamp(self.root / name) for name in (FOLDER, "mirror.jsonl")]
            if self._memory.get("state") != state:
                self._memory.update(state=state, rows=self._read())
            return list(self._memory["rows"])

    def __contains__(self, submission_id: str) -> bool:
        return whole(self.root / FOLDER / submission_id) or any(row.id == submission_id for row in self.submissions())

    def add(self, predictions: bytes, run: bytes, results: dict[str, Any]) -> str:
        """Store a submission. Handing in the same bytes again changes nothing.

        Args:
            predictions: The content of predictions.jsonl.
            run: The content of run.json.
            results: The content of results.json.

        Returns:
            The submission's id.

        Raises:
            InputError: It cannot be shown, or the mirror did not take it.
        """
        name = submission_id(predictions, run)
        if name in self:
            return name
        scored = json.dumps(results, ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False).encode()
        row = submission_of(name, run_info(parse_json(run, "run.json"), "run.json"), results_of(results, "results"))
        contents = dict(zip(FILES, (predictions, run, scored), strict=True))
        if self.repo:
            add_to_mirror(self.repo, row, contents)
        _write(self.root / FOLDER / name, contents)
        return name

    def restore(self) -> int:
        """Fetch the rows that the mirror has and this disk lacks; returns how many there were. Raises InputError."""
        if not self.repo:
            return 0
        known = {row.id for row in self.submissions()}
        fetch_rows(self.repo, self.root)
        return len({row.id for row in self.submissions()} - known)

    def _read(self) -> list[Submission]:
        """Rows of the folders and of the mirror. Only what is new is read: the rest is in memory, or in the index."""
        folder, index = self.root / FOLDER, self.root / "index.jsonl"
        names = set(_folders(folder))
        known = self._memory.get("local") or _read_index_file(index)
        rows = {name: row for name, row in known.items() if name in names}
        for name in sorted(names - set(rows)):
            try:
                rows[name] = read_submission(folder / name)
            except InputError as error:
                warn(error)
        if rows.keys() != known.keys():
            with replacing(index) as beside:
                beside.write_text(index_text(rows.values()), encoding="utf-8")
        self._memory["local"] = rows
        found = {row.id: row for row in mirrored_rows(self.root)} | rows
        return [found[name] for name in sorted(found)]


def _folders(folder: Path) -> Iterator[str]:
    """Names of the whole submissions in a folder; what killed runs left there is removed."""
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name.startswith("."):
            remove_leftovers(folder / path.name[1:-9])  # .<id>.<8 characters>
        elif whole(path):
            yield path.name


def _read_index_file(path: Path) -> dict[str, Submission]:
    if not path.is_file():
        return {}
    return {row.id: row for row in read_index(path.read_text(encoding="utf-8", errors="replace"), path.name)}


def _stamp(path: Path) -> tuple[int, int] | None:
    """What changes when a file is replaced, or when something in a folder is added or removed."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino


def submission_id(predictions: bytes, run: bytes) -> str:
    """Twelve hex digits of the SHA-256 of both files."""
    return hashlib.sha256(hashlib.sha256(predictions).digest() + hashlib.sha256(run).digest()).hexdigest()[:12]


def _write(path: Path, contents: dict[str, bytes]) -> None:
    with replacing(path) as beside:
        beside.mkdir()
        for name, data in contents.items():
            with (beside / name).open("wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
