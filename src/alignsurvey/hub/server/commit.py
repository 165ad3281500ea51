"""Writing a repository: the commit call's lines, branches and tags. All changes of a commit show by one ref update."""

from __future__ import annotations

import base64
import json
import stat
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dulwich.index import commit_tree
from dulwich.lfs import LFSPointer
from dulwich.object_store import iter_tree_contents
from dulwich.objects import Blob, Commit, ObjectID, Tag
from dulwich.refs import Ref, check_ref_format
from dulwich.repo import Repo

from . import history
from .store import HubError, Store

AUTHOR = b"local <local@localhost>"
REGULAR_LIMIT = 10 * 1024 * 1024  # bytes; the Hub takes larger files through LFS only
_FILE = stat.S_IFREG | 0o644
_FORBIDDEN = {"", ".", "..", ".git"}

Files = dict[str, ObjectID]


@dataclass(frozen=True)
class Change:
    """One line of the commit call: what to do ("file", "lfsFile", "deletedFile", "deletedFolder"), where, with what."""

    key: str
    path: str
    value: Mapping[str, Any]


@dataclass(frozen=True)
class Request:
    """A parsed commit call. `parent` is the commit (or its first digits) that the branch must still be at, or None."""

    message: str
    parent: str | None
    changes: tuple[Change, ...]


def parse(body: bytes) -> Request:
    """Read the NDJSON of a commit call: a header line, then one line a change. Raises HubError."""
    try:
        lines = [json.loads(line) for line in body.split(b"\n") if line.strip()]
        header, rest = lines[0]["value"], lines[1:]
        if lines[0]["key"] != "header":
            raise HubError(400, "the first line of a commit must be its header")
        text = "\n\n".join(part for part in (header["summary"], header.get("description")) if part)
        changes = tuple(_parsed(line["key"], line["value"]) for line in rest)
        return Request(text, header.get("parentCommit"), changes)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
        raise HubError(400, "the commit is not NDJSON of a header and changes; it may be cut") from None


def _parsed(key: str, value: Mapping[str, Any]) -> Change:
    path = value["path"].removesuffix("/") if key == "deletedFolder" else value["path"]
    if _FORBIDDEN & set(path.split("/")) or "\\" in path or "\0" in path:
        raise HubError(400, f"Invalid path in repository: {path}")
    return Change(key, path, value)


def apply(store: Store, repo: Repo, branch: str, request: Request) -> str:
    """Make the commit on a branch and return its SHA. Raises HubError 412 when the branch has moved on."""
    with store.writing:
        ref = Ref(b"refs/heads/" + branch.encode())
        if branch not in history.refs(repo, "refs/heads/"):
            raise HubError(404, f"Invalid rev id: {branch}", "RevisionNotFound")
        head = repo.refs[ref]
        if request.parent and not head.decode().startswith(request.parent):
            raise HubError(412, "A commit has happened since. Please refresh and try again.")
        tree = history.tree_of(repo, head.decode())
        files = {item.path.decode(): item.sha for item in iter_tree_contents(repo.object_store, tree)}
        for change in request.changes:
            _change(store, repo, files, change)
        return _record(repo, ref, head, files, request.message)


def first_commit(repo: Repo, files: Mapping[str, bytes]) -> str:
    """The commit with which a repository begins."""
    blobs = {path: _blob(repo, content) for path, content in files.items()}
    return _record(repo, Ref(b"refs/heads/main"), None, blobs, "initial commit")


def _change(store: Store, repo: Repo, files: Files, change: Change) -> None:
    if change.key == "file":
        files[change.path] = _blob(repo, _content(change))
    elif change.key == "lfsFile":
        files[change.path] = _blob(repo, _pointer(store, change))
    elif change.key == "deletedFile" and change.path in files:
        del files[change.path]
    elif change.key == "deletedFolder" and (inside := [path for path in files if path.startswith(f"{change.path}/")]):
        for path in inside:
            del files[path]
    elif change.key in ("deletedFile", "deletedFolder"):
        raise HubError(404, f"{change.path} does not exist, so it cannot be deleted", "EntryNotFound")
    else:
        raise HubError(400, f"unknown change {change.key!r} in the commit")


def _content(change: Change) -> bytes:
    try:
        content = base64.b64decode(change.value["content"], validate=True)
    except (ValueError, KeyError, TypeError):
        raise HubError(400, f"{change.path}: its content is not base64") from None
    if len(content) > REGULAR_LIMIT:
        raise HubError(400, f"{change.path}: files over {REGULAR_LIMIT} bytes must be uploaded through LFS")
    return content


def _pointer(store: Store, change: Change) -> bytes:
    path = store.large_file(str(change.value.get("oid")))
    if not path.is_file():
        raise HubError(400, f"{change.path}: LFS object {path.name} was not uploaded")
    size = path.stat().st_size
    if change.value.get("size", size) != size:
        raise HubError(400, f"{change.path}: the LFS object has {size} bytes, not {change.value['size']}")
    return LFSPointer(path.name, size).to_bytes()


def _blob(repo: Repo, content: bytes) -> ObjectID:
    blob = Blob.from_string(content)
    repo.object_store.add_object(blob)
    return blob.id


def _record(repo: Repo, ref: Ref, head: ObjectID | None, files: Files, message: str) -> str:
    _refuse_file_as_folder(files)
    commit = Commit()
    commit.tree = commit_tree(repo.object_store, [(path.encode(), sha, _FILE) for path, sha in files.items()])
    commit.parents = [head] if head else []
    commit.author = commit.committer = AUTHOR
    commit.author_time = commit.commit_time = int(time.time())
    commit.author_timezone = commit.commit_timezone = 0
    commit.encoding, commit.message = b"UTF-8", message.encode()
    repo.object_store.add_object(commit)
    if not (repo.refs.set_if_equals(ref, head, commit.id) if head else repo.refs.add_if_new(ref, commit.id)):
        raise HubError(412, "A commit has happened since. Please refresh and try again.")
    return commit.id.decode()


def _refuse_file_as_folder(files: Iterable[str]) -> None:
    names = set(files)
    for path in names:
        parts = path.split("/")
        for depth in range(1, len(parts)):
            if "/".join(parts[:depth]) in names:
                raise HubError(400, f"{path}: a file of the name {'/'.join(parts[:depth])} is in its way")


def add_ref(store: Store, repo: Repo, prefix: str, name: str, commit: str, message: str | None = None) -> None:
    """Make a branch or a tag (annotated when it has a message). Raises HubError 409 when the name is taken."""
    ref = Ref(f"{prefix}{name}".encode())
    if not check_ref_format(ref):
        raise HubError(400, f"Invalid name for a branch or tag: {name}")
    target = ObjectID(commit.encode())
    with store.writing:
        if ref in repo.refs:
            raise HubError(409, f"Reference {name} exists already")
        if message:
            target = _annotated(repo, name, target, message)
        repo.refs.add_if_new(ref, target)


def _annotated(repo: Repo, name: str, target: ObjectID, message: str) -> ObjectID:
    tag = Tag()
    tag.name, tag.message, tag.tagger = name.encode(), message.encode(), AUTHOR
    tag.tag_time, tag.tag_timezone = int(time.time()), 0
    tag.object = (Commit, target)
    repo.object_store.add_object(tag)
    return tag.id


def remove_ref(store: Store, repo: Repo, prefix: str, name: str) -> None:
    """Remove a branch or tag. Raises HubError RevisionNotFound, or 403 for the main branch."""
    ref = Ref(f"{prefix}{name}".encode())
    with store.writing:
        if ref == b"refs/heads/main":
            raise HubError(403, "the main branch cannot be deleted")
        if ref not in repo.refs:
            raise HubError(404, f"Invalid rev id: {name}", "RevisionNotFound")
        repo.refs.remove_if_equals(ref, None)
