"""Where models and records come from: a Hub repository at a commit, or a folder with its hash."""

from __future__ import annotations

import fnmatch
import functools
import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ..files.errors import InputError, unreadable
from ..files.hashes import sha256
from ..hub import cards
from ..hub.download import commit_of, download, files_at
from ..project import organisation
from ..schema import Record
from ..tasks import columns
from .info import RunInfo
from .rows import read_rows

_WEIGHTS = ("*.safetensors", "*.bin", "*.json")


def commit(name: str, kind: str, revision: str | None) -> str:
    """What a model, an adapter or a data set is, so that it can be had again.

    Args:
        name: Hub id, or the folder of a model.
        kind: model or dataset.
        revision: A tag, a branch or a SHA; None is the main branch.

    Returns:
        The commit of a repository; of a folder the hash of its weights and settings ("sha256:...").

    Raises:
        InputError: It is not there, or the Hub fails.
    """
    folder = Path(name)
    if not folder.is_dir():
        return commit_of(name, kind, revision)
    files = sorted({path for pattern in _WEIGHTS for path in folder.glob(pattern)})
    if not files:
        raise InputError(f"{name}: the folder holds no model; give a folder made by save_pretrained")
    parts = "".join(f"{path.name} {sha256(path)}\n" for path in files)
    return f"sha256:{hashlib.sha256(parts.encode()).hexdigest()}"


def repository(dataset: str) -> str:
    """The Hub id of a data set: "gss" is short for <organisation>/alignsurvey-gss."""
    return dataset if "/" in dataset else f"{organisation()}/alignsurvey-{dataset}"


def read_split(
    dataset: str, config: str, revision: str | None, split: str, without: frozenset[str] = frozenset()
) -> tuple[list[Record], dict[str, Any]]:
    """The records of one split.

    Args:
        dataset: A short name, a Hub id, or the folder of a build.
        config: Config of the data set.
        revision: A tag, a branch or a SHA of the repository; None is the main branch.
        split: train, test, ...
        without: Columns that are not read, such as long prompts.

    Returns:
        The records, and what run.json says of them: dataset, config, data_revision, data_commit and split. The commit
        of a build is the hash of its Parquet file.

    Raises:
        InputError: There are no such records, or the Hub fails; another version is never taken instead.
    """
    columns(config)
    folder = Path(dataset)
    if folder.is_dir():
        records, name, sha = _read_build(folder, config, split, without)
    elif folder.is_absolute() or dataset.startswith((".", "~")) or dataset.count("/") > 1:
        raise InputError(f"{dataset}: no such folder; give the folder of a build, such as build/datasets/gss")
    else:
        name = repository(dataset)
        sha = commit_of(name, "dataset", revision)
        records = list(_read_commit(name, config, sha, split, without))
    if not records:
        raise InputError(f"{name} {config}: split {split!r} has no rows; choose another split")
    about = {"dataset": name, "config": config, "data_revision": revision, "data_commit": sha, "split": split}
    return records, about


def parquet_files(name: str, config: str, sha: str, split: str) -> list[Path]:
    """The Parquet files of a published split, on this disk, with the very bytes that the commit names.

    Args:
        name: Hub id of the data set.
        config: Config, as its README declares it.
        sha: The commit.
        split: train, test, ...

    Raises:
        InputError: The commit has no such config or split, or the Hub fails.
    """
    where = f"{name} at {sha[:12]}"
    front, _ = cards.read(download(name, "dataset", sha, "README.md"))
    patterns = _declared(front, config, split, where)
    there = files_at(name, "dataset", sha)
    paths = [path for path in sorted(there) if any(fnmatch.fnmatchcase(path, pattern) for pattern in patterns)]
    other = [path for path in paths if not path.endswith(".parquet")]
    if other or not paths:
        what = f"{other[0]} is no Parquet file" if other else f"it has no file {', '.join(patterns)}"
        raise InputError(f"{where}: config {config}, split {split}: {what}; choose another data set or version")
    return [download(name, "dataset", sha, path) for path in paths]


def _declared(front: Mapping[str, Any], config: str, split: str, where: str) -> list[str]:
    """Path patterns of a split, from the front matter of a data set's README."""
    configs = front.get("configs")
    named = {entry.get("config_name"): entry for entry in configs or [] if isinstance(entry, dict)}
    if config not in named:
        known = ", ".join(str(name) for name in named) or "none"
        raise InputError(f"{where}: no config {config!r}; its configs are {known}")
    files = named[config].get("data_files")
    splits = {entry.get("split"): entry.get("path") for entry in files if isinstance(entry, dict)} if files else {}
    if split not in splits:
        known = ", ".join(str(name) for name in splits) or "none"
        raise InputError(f"{where}: config {config} has no split {split!r}; its splits are {known}")
    paths = splits[split]
    return [paths] if isinstance(paths, str) else [str(path) for path in paths or []]


@functools.lru_cache(maxsize=8)  # a commit never changes, and runs that are compared share its records
def _read_commit(name: str, config: str, sha: str, split: str, without: frozenset[str]) -> tuple[Record, ...]:
    paths = parquet_files(name, config, sha, split)
    return tuple(_rows(paths, f"{name} at {sha[:12]}", "run the same command again", without))


def _read_build(folder: Path, config: str, split: str, without: frozenset[str]) -> tuple[list[Record], str, str]:
    path = folder / "data" / config / f"{split}.parquet"
    if not path.is_file():
        raise InputError(f"{path}: no such file; build the data set, or check --config and --split")
    records = _rows([path], str(path), "build the data set again", without)
    return records, folder.resolve().name, f"sha256:{sha256(path)}"


def _rows(paths: Sequence[Path], where: str, advice: str, without: frozenset[str]) -> list[Record]:
    import pyarrow

    try:
        return read_rows(paths, without)
    except (OSError, pyarrow.ArrowException):
        raise unreadable(where, "no Parquet", advice) from None


def training_records(dataset: str, origin: Mapping[str, Any], without: frozenset[str] = frozenset()) -> list[Record]:
    """The train split that belongs to records of another split: of the same commit, whatever a tag names by now.

    Args:
        dataset: As in `read_split`.
        origin: What `read_split` said of the other records, or a run.json.
        without: As in `read_split`.

    Raises:
        InputError: There are no such records, or the Hub fails.
    """
    return records_beside(dataset, origin, str(origin["config"]), "train", without)


def records_beside(
    dataset: str, origin: Mapping[str, Any], config: str, split: str, without: frozenset[str] = frozenset()
) -> list[Record]:
    """The records of another config or split of the same commit; arguments and errors as in `training_records`."""
    commit = origin.get("data_commit")
    revision = commit if _is_commit(commit) else origin.get("data_revision")
    return read_split(dataset, config, revision, split, without)[0]


def records_of(info: RunInfo, where: str, data: str | None = None) -> list[Record]:
    """The records of the split that a run was about, before its sample is drawn.

    Args:
        info: The run.
        where: What a message calls its run.json.
        data: Folder of the build or name of the data set, where run.json does not say it.

    Raises:
        InputError: The data are not there, or not those that were predicted.
    """
    revision = info.data_revision
    if revision is None and _is_commit(info.data_commit):
        revision = info.data_commit
    if data is None and revision is None:
        raise InputError(
            f"{where}: the run is not on a published version; predict with --revision v1.0.0, "
            "or score it against your build with --data FOLDER"
        )
    records, found = read_split(data or info.dataset, info.config, revision, info.split)
    if info.data_commit not in (None, found["data_commit"]):
        raise InputError(
            f"{where}: the run is of data at {info.data_commit}, but {found['dataset']} {revision or ''} is "
            f"{found['data_commit']}; predict again, or give the data that were predicted"
        )
    return records


def _is_commit(text: str | None) -> bool:
    return bool(text and re.fullmatch("[0-9a-f]{40}", text))
