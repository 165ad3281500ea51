"""The data set repository that mirrors a board, because a Space loses its disk on every restart.

A submission is one commit: its three files, and its line in `index/<first digit of its id>.jsonl`, so that a new disk
has every row after 16 small files, however many submissions there are.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from tqdm import tqdm

from ..files.atomic import replacing
from ..files.errors import InputError
from ..files.json import write_json
from ..hub.client import BadAnswer, call, connect, fault_of, quietly
from ..hub.download import commit_of, download, fetch, files_at
from ..runs.info import read_run_info
from ..runs.results import read_results
from .rows import FILES, Submission, index_text, read_index, read_state, submission_of, warn

if TYPE_CHECKING:
    from huggingface_hub import HfApi

FOLDER = "submissions"
INDEX = "index"
PAUSE = 60.0  # seconds between two tries to catch up with the mirror
_LOCK = threading.Lock()  # one commit at a time from this process


def add_to_mirror(repo: str, row: Submission, contents: dict[str, bytes]) -> None:
    """Commit a submission to the mirror.

    Args:
        repo: Hub id of the data set repository; made where it does not exist.
        row: Its row.
        contents: Its files.

    Raises:
        InputError: The Hub did not take it; the message says whether that is known.
    """
    api = connect()
    with _LOCK, quietly():
        try:
            call(api, f"adding submission {row.id} to {repo}", lambda: _commit(api, repo, row, contents))
        except InputError as error:
            if _is_there(api, repo, row.id, error):
                return
            raise InputError(f"nothing was stored, submit it again: {error}") from None


def _commit(api: HfApi, repo: str, row: Submission, contents: dict[str, bytes]) -> None:
    """One try. An answer that was lost leaves open whether an earlier try was taken, so that is looked up first."""
    from huggingface_hub import CommitOperationAdd, RepoFile
    from huggingface_hub.errors import HfHubHTTPError, RepositoryNotFoundError

    try:
        head = str(api.repo_info(repo, repo_type="dataset").sha)
    except RepositoryNotFoundError:
        api.create_repo(repo, repo_type="dataset", exist_ok=True)
        head = str(api.repo_info(repo, repo_type="dataset").sha)
    stored, shard = f"{FOLDER}/{row.id}/{FILES[-1]}", f"{INDEX}/{row.id[0]}.jsonl"
    found = api.get_paths_info(repo, [stored, shard], repo_type="dataset", revision=head)
    there = {info.path: info for info in found if isinstance(info, RepoFile)}
    if stored in there:
        return
    known = fetch(repo, "dataset", head, there[shard]).read_text(encoding="utf-8") if shard in there else ""
    files = {f"{FOLDER}/{row.id}/{name}": data for name, data in contents.items()}
    operations = [CommitOperationAdd(path, data) for path, data in files.items()]
    operations.append(CommitOperationAdd(shard, (known + row.line()).encode()))
    try:
        api.create_commit(
            repo, operations, repo_type="dataset", commit_message=f"Add submission {row.id}", parent_commit=head
        )
    except HfHubHTTPError as error:
        fault = fault_of(error)
        if fault and fault.status == 412:
            raise BadAnswer("another submission came first") from None
        raise


def _is_there(api: HfApi, repo: str, name: str, error: InputError) -> bool:
    """Whether the mirror has a submission after all. Raises InputError where nobody knows."""
    path = f"{FOLDER}/{name}/{FILES[-1]}"
    try:
        return bool(call(api, f"looking up submission {name}", api.file_exists, repo, path, repo_type="dataset"))
    except InputError:
        raise InputError(
            f"it is not known whether submission {name} was stored; submit the same files again, they are stored once "
            f"({error})"
        ) from None


def fetch_rows(repo: str, root: Path) -> int:
    """Bring `root`/mirror.jsonl up to the mirror's newest commit.

    Returns:
        How many rows are new.

    Raises:
        InputError: The Hub fails; what was there before stays.
    """
    api, path = connect(), root / "mirror.jsonl"
    with quietly():
        exists = call(api, f"looking up {repo}", api.repo_exists, repo, repo_type="dataset")
    if not exists:
        return 0
    head = commit_of(repo, "dataset", None)
    if read_state(root / "mirror.json").get("commit") == head and path.is_file():
        return 0
    before = {row.id for row in mirrored_rows(root)}
    rows = _rows_at(repo, head)
    with replacing(path) as beside:
        beside.write_text(index_text(rows), encoding="utf-8")
    write_json(root / "mirror.json", {"commit": head})
    return len({row.id for row in rows} - before)


def _rows_at(repo: str, head: str) -> list[Submission]:
    """All rows of a commit: those of its index, and those that an older version of the board stored without one."""
    there = files_at(repo, "dataset", head)
    rows: dict[str, Submission] = {}
    for path in sorted(path for path in there if path.startswith(f"{INDEX}/")):
        text = download(repo, "dataset", head, path).read_text(encoding="utf-8")
        rows |= {row.id: row for row in read_index(text, f"{repo} {path}")}
    stored = {path.split("/")[1] for path in there if path.startswith(f"{FOLDER}/") and path.endswith(FILES[-1])}
    rows = {name: row for name, row in rows.items() if name in stored}  # a removed submission leaves its line
    for name in tqdm(sorted(stored - set(rows)), desc="rows without an index", unit="row", disable=None):
        try:
            run, results = (download(repo, "dataset", head, f"{FOLDER}/{name}/{file}") for file in FILES[1:])
            rows[name] = submission_of(name, read_run_info(run), read_results(results))
        except InputError as error:
            warn(f"submission {name}: {error}")
    return list(rows.values())


def mirrored_rows(root: Path) -> list[Submission]:
    """The rows of the mirror that are on this disk."""
    path = root / "mirror.jsonl"
    return list(read_index(path.read_text(encoding="utf-8", errors="replace"), path.name)) if path.is_file() else []


class Mirrored(Protocol):
    """A store that has a mirror, or none."""

    @property
    def repo(self) -> str | None: ...

    def restore(self) -> int: ...


@dataclass
class Progress:
    """`behind` says what the page may lack; empty when it has all."""

    behind: str = ""


def follow(store: Mirrored, pause: float = PAUSE) -> Progress:
    """Fetch the mirror's rows in the background until it succeeds: a Hub that fails keeps no page from starting.

    Args:
        store: The board's store.
        pause: Seconds between two tries.

    Returns:
        What is lacking, kept up to date.
    """
    progress = Progress()
    if not store.repo:
        return progress
    progress.behind = "Earlier submissions are being fetched."

    def work() -> None:
        while True:
            try:
                store.restore()
                progress.behind = ""
                return
            except InputError as error:
                progress.behind = f"Rows may be missing: {error}"
            time.sleep(pause)

    threading.Thread(target=work, daemon=True, name="mirror").start()
    return progress
