"""Reading a repository: revisions, trees, files and commits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from dulwich.lfs import LFSPointer
from dulwich.objects import Blob, Commit, ObjectID, Tag, Tree
from dulwich.refs import Ref
from dulwich.repo import Repo

from .store import HubError

_HEX = re.compile(r"[0-9a-f]{7,40}")
_POINTER_BYTES = 1024  # the LFS specification: a pointer file is smaller than this


@dataclass(frozen=True)
class Entry:
    """A file or folder of a tree. `size` is that of the content, for a large file too; `pointer` is set for those."""

    path: str
    oid: str
    size: int = 0
    pointer: LFSPointer | None = None
    pointer_size: int = 0
    folder: bool = False

    def to_json(self) -> dict[str, Any]:
        if self.folder:
            return {"type": "directory", "path": self.path, "oid": self.oid, "size": 0}
        facts: dict[str, Any] = {"type": "file", "path": self.path, "oid": self.oid, "size": self.size}
        if self.pointer:
            facts["lfs"] = {"oid": self.pointer.oid, "size": self.size, "pointerSize": self.pointer_size}
        return facts


def refs(repo: Repo, prefix: str) -> dict[str, str]:
    """Short name -> commit SHA of the branches ("refs/heads/") or tags ("refs/tags/"), sorted by name."""
    found = repo.refs.as_dict(Ref(prefix.encode()))
    return {name.decode(): peel(repo, sha) for name, sha in sorted(found.items())}


def peel(repo: Repo, sha: ObjectID) -> str:
    """The commit that an annotated tag, or a commit, stands for."""
    found = repo.object_store[sha]
    while isinstance(found, Tag):
        found = repo.object_store[found.object[1]]
    return found.id.decode()


def resolve(repo: Repo, revision: str) -> str:
    """Commit SHA of a branch, a tag or a SHA (7 to 40 digits). Raises HubError RevisionNotFound."""
    for prefix in ("refs/heads/", "refs/tags/", ""):
        if not prefix and not revision.startswith(("refs/heads/", "refs/tags/")):
            continue
        try:
            return peel(repo, repo.refs[Ref((prefix + revision).encode())])
        except (KeyError, ValueError):
            continue
    if _HEX.fullmatch(revision):
        near = {sha for sha in repo.object_store.iter_prefix(revision.encode()) if isinstance(repo[sha], Commit)}
        if len(near) == 1:
            return near.pop().decode()
    raise HubError(404, f"Invalid rev id: {revision}", "RevisionNotFound")


def tree_of(repo: Repo, commit: str) -> ObjectID:
    found = repo.object_store[ObjectID(commit.encode())]
    assert isinstance(found, Commit)
    return found.tree


def read(repo: Repo, oid: str) -> bytes:
    """Content of a blob."""
    return repo.object_store[ObjectID(oid.encode())].as_raw_string()


def find(repo: Repo, commit: str, path: str) -> Entry | None:
    """The file or folder at a path, None when there is none."""
    sha = tree_of(repo, commit)
    for part in path.encode().split(b"/") if path else []:
        tree = repo.object_store[sha]
        if not isinstance(tree, Tree) or part not in tree:
            return None
        sha = tree[part][1]
    return _entry(path, repo.object_store[sha])


def entries(repo: Repo, commit: str, under: str = "", recursive: bool = True) -> Iterator[Entry]:
    """Files and folders below a folder, depth first. Raises HubError EntryNotFound when there is no such folder."""
    top = find(repo, commit, under)
    if top is None or not top.folder:
        raise HubError(404, f"{under} does not exist on {commit[:7]}", "EntryNotFound")
    tree = repo.object_store[ObjectID(top.oid.encode())]
    assert isinstance(tree, Tree)
    for item in tree.iteritems(name_order=True):
        path = f"{under}/{item.path.decode()}" if under else item.path.decode()
        entry = _entry(path, repo.object_store[item.sha])
        yield entry
        if recursive and entry.folder:
            yield from entries(repo, commit, path)


def _entry(path: str, found: object) -> Entry:
    if isinstance(found, Tree):
        return Entry(path, found.id.decode(), folder=True)
    assert isinstance(found, Blob)
    size, content = found.raw_length(), b""
    if size < _POINTER_BYTES:
        content = found.as_raw_string()
    pointer = LFSPointer.from_bytes(content) if content.startswith(b"version ") else None
    if pointer is None or not pointer.is_valid_oid():
        return Entry(path, found.id.decode(), size)
    return Entry(path, found.id.decode(), pointer.size, pointer, size)


def commits(repo: Repo, head: str, path: str | None = None, limit: int | None = None) -> Iterator[dict[str, Any]]:
    """Commits from `head` backwards as the Hub tells them; with a path, those that changed it."""
    paths = [path.encode()] if path else None
    for step in repo.get_walker(include=[ObjectID(head.encode())], max_entries=limit, paths=paths):
        yield commit_facts(step.commit)


def commit_facts(commit: Commit) -> dict[str, Any]:
    title, _, message = commit.message.decode("utf-8", "replace").partition("\n")
    return {
        "id": commit.id.decode(),
        "title": title,
        "message": message.strip(),
        "authors": [{"user": commit.author.decode("utf-8", "replace").partition(" <")[0]}],
        "date": date(commit),
    }


def date(commit: Commit) -> str:
    """Commit time in the Hub's ISO form, UTC with milliseconds."""
    return datetime.fromtimestamp(commit.commit_time, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
