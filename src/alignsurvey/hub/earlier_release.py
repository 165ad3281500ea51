"""A data set compared with the release that the Hub holds already: nothing more must be told by both together."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from ..files.errors import InputError
from ..files.hashes import sha256
from ..files.json import read_object
from ..privacy.audit.releases import compare_releases
from .client import call, connect, quietly
from .download import fetch, files_at

MANIFEST = "manifest.json"


def refuse_disclosure(repo_id: str, folder: Path, new_key: bool = False, disclosure: bool = False) -> None:
    """Compare a staged data set with the release before it.

    Args:
        repo_id: Hub id of the data set.
        folder: what would be published.
        new_key: allow pseudonyms made with another key.
        disclosure: allow that both releases together single out respondents; they are not compared then.

    Raises:
        InputError: the key is another one, or both releases together single out respondents.
    """
    sha = _head(repo_id)
    entries = files_at(repo_id, "dataset", sha) if sha else {}
    if sha is None or MANIFEST not in entries:
        return
    manifest = fetch(repo_id, "dataset", sha, entries[MANIFEST])
    if sha256(manifest) == sha256(folder / MANIFEST):
        return  # the same release
    marks = {read_object(path).get("key") for path in (manifest, folder / MANIFEST)}
    if None not in marks and len(marks) > 1 and not new_key:
        raise InputError(
            f"{repo_id}: made with another key than the release on the Hub, so that respondents of both can be joined "
            "by their answers; build it with that key, or publish with --allow-new-key"
        )
    if disclosure:
        return
    with tempfile.TemporaryDirectory() as name:
        old = Path(name)
        for path, entry in entries.items():
            if path == MANIFEST or path.startswith("data/"):
                (old / path).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(fetch(repo_id, "dataset", sha, entry), old / path)
        found = compare_releases(old, folder).problems(new_key=True)
    if found:
        raise InputError(f"{repo_id}, compared with the release on the Hub: {found[0]}; --allow-disclosure allows it")


def _head(repo_id: str) -> str | None:
    """The commit that the Hub holds; None where there is no such data set yet."""
    from huggingface_hub.errors import RepositoryNotFoundError

    api = connect()
    with quietly():
        try:
            doing = f"looking up dataset {repo_id}"
            info = call(api, doing, api.repo_info, repo_id, repo_type="dataset", allow=RepositoryNotFoundError)
        except RepositoryNotFoundError:
            return None
    return info.sha
