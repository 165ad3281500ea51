"""The Hub's folder: one bare git repository for each repository, and one content-addressed folder of large files.

    <root>/{models,datasets,spaces}/<owner>/<name>.git      lfs/<2 hex>/<2 hex>/<sha256>      tmp/      lock

A repository and a large file come into being by one rename; a commit becomes visible by one ref update. A server that
is killed leaves at most orphaned objects, which nothing names, and lock files, which `open_store` removes.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import tempfile
import threading
from collections.abc import AsyncIterable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dulwich.repo import Repo

from ...files.errors import InputError
from ...files.lock import locked

KINDS = ("models", "datasets", "spaces")
_NAME = re.compile(r"(?!.*(\.\.|--))(?!.*\.git$)[A-Za-z0-9_][\w.-]{0,95}", re.ASCII)
_OID = re.compile(r"[0-9a-f]{64}")


class HubError(Exception):
    """A refusal as the Hub words it: HTTP status, X-Error-Code (or "") and a message."""

    def __init__(self, status: int, message: str, code: str = "", body: dict[str, Any] | None = None) -> None:
        super().__init__(message)
        self.status, self.message, self.code, self.body = status, message, code, body


@dataclass(frozen=True)
class Store:
    """An opened Hub folder; `writing` is held while refs change."""

    root: Path
    writing: threading.RLock = field(default_factory=threading.RLock)

    def repository_path(self, kind: str, repo_id: str) -> Path:
        """Folder of a repository, existing or not. Raises HubError for a name that the Hub would refuse."""
        parts = repo_id.split("/")
        if kind not in KINDS or len(parts) != 2 or not all(_NAME.fullmatch(part) for part in parts):
            raise HubError(400, f"Invalid repository name: {repo_id}")
        return self.root / kind / parts[0] / f"{parts[1]}.git"

    @contextlib.contextmanager
    def repository(self, kind: str, repo_id: str) -> Iterator[Repo]:
        """Open a repository. Raises HubError RepoNotFound."""
        path = self.repository_path(kind, repo_id)
        if not path.is_dir():
            raise HubError(404, "Repository not found", "RepoNotFound")
        with contextlib.closing(Repo(str(path))) as repo:
            yield repo

    def create(self, kind: str, repo_id: str, first_commit: Callable[[Repo], object]) -> bool:
        """Make a repository with its first commit; False when it is there already."""
        path = self.repository_path(kind, repo_id)
        with self.writing:
            if path.exists():
                return False
            path.parent.mkdir(parents=True, exist_ok=True)
            with self.scratch() as folder:
                with contextlib.closing(Repo.init_bare(str(folder), default_branch=b"main")) as repo:
                    first_commit(repo)
                folder.rename(path)
        return True

    def delete(self, kind: str, repo_id: str) -> None:
        """Remove a repository; its large files stay, because others may share them."""
        with self.writing, self.repository(kind, repo_id) as repo, self.scratch() as folder:
            Path(repo.path).rename(folder / "deleted")

    def repositories(self, kind: str) -> Iterator[str]:
        """Ids of all repositories of a kind, sorted."""
        for path in sorted((self.root / kind).glob("*/*.git")):
            yield f"{path.parent.name}/{path.name.removesuffix('.git')}"

    @contextlib.contextmanager
    def scratch(self) -> Iterator[Path]:
        """A folder on the same disk that is gone afterwards, unless it was renamed away."""
        folder = Path(tempfile.mkdtemp(dir=self.root / "tmp"))
        folder.chmod(0o755)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def large_file(self, oid: str) -> Path:
        """Where a large file of this SHA-256 lies, there or not. Raises HubError for what is no SHA-256."""
        if not _OID.fullmatch(oid):
            raise HubError(400, "oid is not a SHA-256 in lower-case hex")
        return self.root / "lfs" / oid[:2] / oid[2:4] / oid

    async def receive(self, oid: str, size: int, chunks: AsyncIterable[bytes]) -> None:
        """Store a large file as it comes in; it gets its name once size (bytes) and SHA-256 are as announced."""
        target = self.large_file(oid)
        with self.scratch() as folder:
            beside, sha, count = folder / oid, hashlib.sha256(), 0
            with beside.open("wb") as out:
                async for chunk in chunks:
                    count += len(chunk)
                    if count > size:
                        raise HubError(400, f"more than the announced {size} bytes were sent")
                    sha.update(chunk)
                    out.write(chunk)
                out.flush()
                os.fsync(out.fileno())
            if count != size or sha.hexdigest() != oid:
                raise HubError(400, f"{count} bytes came in that do not have the announced size and SHA-256")
            target.parent.mkdir(parents=True, exist_ok=True)
            beside.replace(target)


@contextlib.contextmanager
def open_store(root: Path) -> Iterator[Store]:
    """Open a Hub folder, made when absent, for this process alone. Raises InputError when another server holds it."""
    try:
        for name in (*KINDS, "lfs", "tmp"):
            (root / name).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{root}: cannot hold a Hub ({error.strerror}); choose another folder") from None
    busy = f"{root}: another Hub serves this folder; stop it or choose another folder"
    with locked(root / "lock", busy, keep=True):
        _sweep(root)
        yield Store(root)


def _sweep(root: Path) -> None:
    """Remove what a killed server left: unfinished uploads and git's lock files."""
    for path in (root / "tmp").iterdir():
        shutil.rmtree(path, ignore_errors=True)
    for kind in KINDS:
        for path in (root / kind).rglob("*.lock"):
            path.unlink()
