"""Keep submissions so that they outlive a crash, a restart and the disk of a Space.

A submission is a folder named by the hash of what was handed in: predictions.jsonl, run.json and results.json. It is
written beside and renamed, so that it is there whole or not at all. With a repository set, it is first committed to
the Hub, because a Space loses its disk on every restart.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..files.atomic import replacing
from ..files.errors import InputError
from ..hub.client import call, connect

FILES = ("predictions.jsonl", "run.json", "results.json")
_FOLDER = "submissions"


@dataclass(frozen=True)
class Submission:
    """What was handed in and what it scored."""

    id: str
    run: dict[str, Any]
    results: dict[str, Any]


@dataclass(frozen=True)
class Store:
    """A folder of submissions, mirrored to the data set repository `repo` when one is named."""

    root: Path
    repo: str | None = None

    def submissions(self) -> list[Submission]:
        """All submissions, by id. Files that no longer read are an InputError that names them."""
        folder = self.root / _FOLDER
        return [_read(path) for path in sorted(folder.iterdir()) if _whole(path)] if folder.is_dir() else []

    def __contains__(self, submission_id: str) -> bool:
        return _whole(self.root / _FOLDER / submission_id)

    def add(self, predictions: bytes, run: bytes, results: dict[str, Any]) -> str:
        """Store a submission; returns its id. Handing in the same bytes again changes nothing."""
        name = submission_id(predictions, run)
        if name in self:
            return name
        scored = json.dumps(results, ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False).encode()
        contents = dict(zip(FILES, (predictions, run, scored), strict=True))
        if self.repo:
            _commit(self.repo, name, contents)
        _write(self.root / _FOLDER / name, contents)
        return name

    def restore(self) -> int:
        """Fetch the submissions that the repository has and this disk lacks; returns how many there were."""
        if not self.repo:
            return 0
        fetched = _download(self.repo)
        new = [path for path in sorted((fetched / _FOLDER).glob("*")) if _whole(path) and path.name not in self]
        for path in new:
            _write(self.root / _FOLDER / path.name, {name: (path / name).read_bytes() for name in FILES})
        return len(new)


def submission_id(predictions: bytes, run: bytes) -> str:
    """Twelve hex digits of the SHA-256 of both files."""
    return hashlib.sha256(hashlib.sha256(predictions).digest() + hashlib.sha256(run).digest()).hexdigest()[:12]


def _whole(path: Path) -> bool:
    return all((path / name).is_file() for name in FILES)


def _read(path: Path) -> Submission:
    try:
        run, results = (json.loads((path / name).read_text(encoding="utf-8")) for name in FILES[1:])
    except ValueError:
        raise InputError(f"{path}: a stored submission does not read as JSON; move the folder away") from None
    return Submission(path.name, run, results)


def _write(path: Path, contents: dict[str, bytes]) -> None:
    with replacing(path) as beside:
        beside.mkdir()
        for name, data in contents.items():
            with (beside / name).open("wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())


def _commit(repo: str, name: str, contents: dict[str, bytes]) -> None:
    """One commit a submission: paths are unique, so two submissions at once do not collide."""
    from huggingface_hub import CommitOperationAdd

    api = connect()
    operations = [CommitOperationAdd(f"{_FOLDER}/{name}/{file}", data) for file, data in contents.items()]

    def attempt() -> None:
        api.create_repo(repo, repo_type="dataset", exist_ok=True)
        api.create_commit(repo, operations, repo_type="dataset", commit_message=f"Add submission {name}")

    try:
        call(api, f"adding submission {name} to {repo}", attempt)
    except InputError as error:
        raise InputError(f"nothing was stored, submit it again: {error}") from None


def _download(repo: str) -> Path:
    from huggingface_hub.errors import RepositoryNotFoundError

    api = connect()
    try:
        doing = f"fetching earlier submissions from {repo}"
        return Path(call(api, doing, api.snapshot_download, repo, repo_type="dataset", allow=RepositoryNotFoundError))
    except RepositoryNotFoundError:
        return Path(os.devnull)
