"""The files of a release on this disk: which they are, and what they were when the release began."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..files.errors import InputError

RESULTS = ".eval_results"  # the one hidden folder that goes up: the Hub reads a model's scores there


@dataclass(frozen=True)
class LocalFile:
    """A file as it was when the release began: what the Hub holds in the end is compared with this."""

    path: Path
    size: int
    sha256: str
    git_sha1: str

    @classmethod
    def of(cls, path: Path) -> LocalFile:
        """Size and hashes of a file, read once."""
        from huggingface_hub.utils.sha import git_hash

        content = path.read_bytes()
        return cls(path, len(content), hashlib.sha256(content).hexdigest(), git_hash(content))

    def equals(self, entry: Any) -> bool:
        """Whether a file of a commit (`RepoFile`) has the same content."""
        if entry.size != self.size:
            return False
        return bool(entry.lfs.sha256 == self.sha256 if entry.lfs is not None else entry.blob_id == self.git_sha1)


def listed(folder: Path) -> dict[str, Path]:
    """Path in the repository to file, for all files of a staged folder.

    Raises InputError for hidden files, links and an empty folder: nothing goes up that was not put there on purpose.
    """
    files = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in name.parts) and name.parent.as_posix() != RESULTS
        if path.is_symlink() or (hidden and not (path.is_dir() and path.name == RESULTS)):
            raise InputError(f"{name}: hidden files and links are not published; remove it from {folder}")
        if path.is_file():
            files[name.as_posix()] = path
    if not files:
        raise InputError(f"{folder}: there is nothing in it to publish; stage it first")
    return files
