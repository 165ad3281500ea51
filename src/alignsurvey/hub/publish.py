"""Publish a staged folder: one commit, one tag, and everything read back.

A release is never half there. All files go up in one commit; the tag comes after the commit was compared; a run that
was cut off between the two is finished by running it again, because the same content is recognised by its hashes.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..files.atomic import writing
from ..files.errors import InputError
from ..files.hashes import sha256
from ..files.json import read_object, write_json
from .client import BadAnswer, call, connect, fault_of, quietly
from .local_files import LocalFile, listed

if TYPE_CHECKING:
    from huggingface_hub import HfApi

KINDS = ("dataset", "model", "space")


@dataclass(frozen=True)
class Published:
    """What the Hub holds now. `commit` is the full SHA: tags can be moved, a SHA cannot."""

    repo_id: str
    repo_type: str
    commit: str
    tag: str | None
    changed: bool
    files: dict[str, str]  # path in the repository: SHA-256

    def sentence(self) -> str:
        """What happened, for a person."""
        name = f"{self.repo_type} {self.repo_id}" + (f" {self.tag}" if self.tag else "")
        if self.changed:
            return f"published {name}: commit {self.commit}, {len(self.files)} files read back, all hashes equal"
        return f"{name} is published already with the same content: commit {self.commit}; nothing changed"


@dataclass(frozen=True)
class _Repo:
    api: HfApi
    id: str
    type: str

    def call(self, doing: str, function: Any, *args: Any, allow: Any = (), **kwargs: Any) -> Any:
        """One call about this repository."""
        what = f"{doing} {self.type} {self.id}"
        return call(self.api, what, function, *args, repo_id=self.id, repo_type=self.type, allow=allow, **kwargs)


def publish(folder: Path, repo_id: str, repo_type: str, tag: str | None, message: str) -> Published:
    """Make the repository's content that of `folder`, in one commit, and tag it.

    Files of the repository that are not in the folder are deleted, but for names that begin with a dot, which belong
    to the Hub and its visitors.

    Args:
        folder: The files; nobody else may write there meanwhile. `folder.parent` keeps which commit was read back.
        repo_id: Hub id, with the organisation.
        repo_type: dataset, model or space.
        tag: The tag to set, such as v1.0.0.
        message: Title of the commit.

    Raises:
        InputError: The tag already names other content, another commit came first, or the Hub refuses or fails; then no
            tag has been set on an incomplete release.
    """
    if repo_type not in KINDS:
        raise InputError(f"{repo_type!r} is no kind of repository; choose one of {', '.join(KINDS)}")
    files = {name: LocalFile.of(path) for name, path in listed(folder).items()}
    repo, verified = _Repo(connect(), repo_id, repo_type), folder.parent / "verified.json"
    with quietly():
        head = _head(repo)
        tagged = _tagged(repo, tag) if tag else None
        if tagged:
            _same_or_refuse(repo, tagged, files, f"{tag} of {repo_id} already names other content")
            commit, new = tagged, False
        else:
            commit, new = _commit(repo, head, files, message)
            _same_or_refuse(repo, commit, files, f"commit {commit} of {repo_id} is not what was sent")
            if tag:
                _tag(repo, tag, commit)
        # A run that was cut off here has published, but nobody knows yet whether it can be read.
        if not _was_verified(verified, commit):
            _read_back(repo, tag or commit, commit, files, folder.parent)
            write_json(verified, {"commit": commit})
    return Published(repo_id, repo_type, commit, tag, not tagged and (bool(tag) or new), _hashes(files))


def _was_verified(path: Path, commit: str) -> bool:
    """Whether this commit was read back by an earlier run."""
    try:
        return bool(read_object(path).get("commit") == commit)
    except InputError:
        return False


def _hashes(files: dict[str, LocalFile]) -> dict[str, str]:
    return {name: file.sha256 for name, file in files.items()}


def _head(repo: _Repo) -> str | None:
    """SHA of the main branch; makes the repository where there is none."""
    from huggingface_hub.errors import RepositoryNotFoundError

    try:
        return repo.call("looking up", repo.api.repo_info, allow=RepositoryNotFoundError).sha
    except RepositoryNotFoundError:
        sdk = {"space_sdk": "gradio"} if repo.type == "space" else {}
        repo.call("creating", repo.api.create_repo, exist_ok=True, **sdk)
    return repo.call("looking up", repo.api.repo_info).sha


def _tagged(repo: _Repo, tag: str) -> str | None:
    """SHA of the commit that a tag names."""
    refs = repo.call("reading the tags of", repo.api.list_repo_refs)
    if tag not in {ref.name for ref in refs.tags}:
        return None
    return repo.call("looking up", repo.api.repo_info, revision=tag).sha


def _commit(repo: _Repo, head: str | None, files: dict[str, LocalFile], message: str) -> tuple[str, bool]:
    """SHA of a commit whose content is `files`, and whether it is new.

    An answer that is lost on its way leaves it open whether the commit was made: hence each try looks at the branch
    first, and a branch that moved to anything but our content is another's commit.
    """
    from huggingface_hub import CommitOperationAdd, CommitOperationDelete

    if head and not _differences(_tree(repo, head, files), files):
        return head, False

    def attempt() -> str:
        now = repo.api.repo_info(repo.id, repo_type=repo.type).sha
        if now != head:
            if now and not _differences(_tree(repo, now, files), files):
                return now
            raise InputError(
                f"{repo.type} {repo.id}: another commit ({now}) came first; look at it, then run the same command again"
            )
        gone = sorted(set(_tree(repo, head, files)) - set(files)) if head else []
        operations: list[Any] = [CommitOperationAdd(name, file.path) for name, file in files.items()]
        operations += [CommitOperationDelete(name, is_folder=False) for name in gone]
        return repo.api.create_commit(
            repo.id, operations, commit_message=message, repo_type=repo.type, parent_commit=head
        ).oid

    doing = f"committing {len(files)} files to {repo.type} {repo.id}"
    return call(repo.api, doing, attempt, allow=InputError), True


def _tree(repo: _Repo, revision: str, files: Collection[str]) -> dict[str, Any]:
    """RepoFile of each path at a revision, but for the Hub's own files such as .gitattributes, and for the evaluation
    results that others have handed in."""
    from huggingface_hub import RepoFile

    def walk() -> list[Any]:
        return list(repo.api.list_repo_tree(repo.id, repo_type=repo.type, revision=revision, recursive=True))

    entries = call(repo.api, f"listing {repo.type} {repo.id}", walk)
    files_there = [entry for entry in entries if isinstance(entry, RepoFile)]
    return {entry.path: entry for entry in files_there if not entry.path.startswith(".") or entry.path in files}


def _differences(tree: dict[str, Any], files: dict[str, LocalFile]) -> list[str]:
    """Paths that are missing on one side or whose hashes differ."""
    common = set(tree) & set(files)
    return sorted((set(tree) ^ set(files)) | {name for name in common if not files[name].equals(tree[name])})


def _same_or_refuse(repo: _Repo, revision: str, files: dict[str, LocalFile], otherwise: str) -> None:
    differing = _differences(_tree(repo, revision, files), files)
    if differing:
        raise InputError(
            f"{otherwise} ({len(differing)} files differ, the first {differing[0]}); publish under a new version"
        )


def _tag(repo: _Repo, tag: str, commit: str) -> None:
    """Set a tag; one that came in between must stand on the same commit."""
    from huggingface_hub.errors import HfHubHTTPError

    def attempt() -> None:
        try:
            repo.api.create_tag(repo.id, tag=tag, revision=commit, repo_type=repo.type)
        except HfHubHTTPError as error:
            fault = fault_of(error)
            if fault is None or fault.status != 409:
                raise
            if _tagged(repo, tag) != commit:
                raise InputError(f"{tag} of {repo.id} was set by somebody else meanwhile; look at it") from None

    call(repo.api, f"tagging {repo.type} {repo.id} as {tag}", attempt, allow=InputError)


def _read_back(repo: _Repo, revision: str, commit: str, files: dict[str, LocalFile], beside: Path) -> None:
    """Download the release as a user would and compare every byte's hash; try again where something else comes."""
    if repo.call("looking up", repo.api.repo_info, revision=revision).sha != commit:
        raise InputError(f"{revision} of {repo.id} does not name commit {commit}; somebody moved it, look at it")
    for left in beside.glob("read-back-*"):  # of a killed run
        shutil.rmtree(left, ignore_errors=True)

    def attempt() -> None:
        with writing(beside), tempfile.TemporaryDirectory(prefix="read-back-", dir=beside) as empty:
            repo.api.snapshot_download(repo.id, repo_type=repo.type, revision=revision, local_dir=empty)
            for name, file in files.items():
                got = Path(empty) / name
                if not got.is_file() or sha256(got) != file.sha256:
                    raise BadAnswer(f"{name} is not what was sent")

    try:
        call(repo.api, f"reading back {revision} of {repo.id}", attempt)
    except InputError as error:
        raise InputError(f"{error}; do not use this release before it was read back") from None
