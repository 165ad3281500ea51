"""Files of a Hub repository at one commit: fetched into the Hub's cache, and compared with the commit's own hashes.

Nothing here ever takes another version than the one that was asked for. `datasets.load_dataset` does: where the Hub
fails, it falls back to whatever version of a data set it read last.
"""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import TYPE_CHECKING

from ..files.errors import InputError
from ..files.hashes import sha256
from .client import BadAnswer, call, connect, quietly

if TYPE_CHECKING:
    from huggingface_hub import RepoFile

_SHA = re.compile("[0-9a-f]{40}")


def commit_of(name: str, kind: str, revision: str | None) -> str:
    """The commit (SHA) that a revision names now.

    Args:
        name: Hub id.
        kind: model, dataset or space.
        revision: A tag, a branch or a SHA; None is the main branch.

    Raises:
        InputError: There is no such repository or revision, or the Hub fails.
    """
    from huggingface_hub.errors import RevisionNotFoundError

    api = connect()
    doing = f"looking up {kind} {name}" + (f" {revision}" if revision else "")
    with quietly():
        try:
            info = call(api, doing, api.repo_info, name, repo_type=kind, revision=revision, allow=RevisionNotFoundError)
        except RevisionNotFoundError:
            raise InputError(
                f"{name}: version {revision} was never published; published: {', '.join(tags(name, kind)) or 'none'}"
            ) from None
    if not _SHA.fullmatch(str(info.sha)):
        raise InputError(f"{doing}: the Hub at {api.endpoint} names no commit; run the same command again")
    return str(info.sha)


def tags(name: str, kind: str) -> list[str]:
    """Tags of a repository, by name."""
    api = connect()
    refs = call(api, f"reading the tags of {kind} {name}", api.list_repo_refs, name, repo_type=kind)
    return sorted(ref.name for ref in refs.tags)


@functools.lru_cache(maxsize=64)  # a commit never changes
def files_at(name: str, kind: str, sha: str) -> dict[str, RepoFile]:
    """Path to facts (size and hash) of each file of a commit."""
    from huggingface_hub import RepoFile

    api = connect()

    def walk() -> list[RepoFile]:
        entries = api.list_repo_tree(name, repo_type=kind, revision=sha, recursive=True)
        return [entry for entry in entries if isinstance(entry, RepoFile)]

    with quietly():
        return {entry.path: entry for entry in call(api, f"listing {kind} {name}", walk)}


def download(name: str, kind: str, sha: str, path: str) -> Path:
    """One file of a commit, in the Hub's cache, with the very bytes that the commit names.

    Args:
        name: Hub id.
        kind: model, dataset or space.
        sha: The commit, all 40 digits.
        path: The file's path in the repository.

    Raises:
        InputError: The commit has no such file, or the Hub fails or sends other bytes.
    """
    entry = files_at(name, kind, sha).get(path)
    if entry is None:
        raise InputError(f"{name} at {sha[:12]}: has no file {path}; check the name and the revision")
    return fetch(name, kind, sha, entry)


def fetch(name: str, kind: str, sha: str, entry: RepoFile) -> Path:
    """`download` of a file whose size and hash are known."""
    api = connect()
    again = False

    def attempt() -> Path:
        nonlocal again
        got = Path(api.hf_hub_download(name, entry.path, repo_type=kind, revision=sha, force_download=again))
        again = True  # what was wrong must not come from the cache a second time
        if not same_content(entry, got):
            raise BadAnswer(f"{entry.path} is not what the commit names")
        return got

    with quietly():
        return call(api, f"fetching {entry.path} of {kind} {name}", attempt)


def same_content(entry: RepoFile, path: Path) -> bool:
    """Whether a file has the size and the hash that a commit names."""
    from huggingface_hub.utils.sha import git_hash

    if entry.size != path.stat().st_size:
        return False
    if entry.lfs is not None:
        return bool(entry.lfs.sha256 == sha256(path))
    return bool(entry.blob_id == git_hash(path.read_bytes()))
