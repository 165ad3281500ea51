"""Where models and records come from: a Hub repository at a commit, or a folder with its hash."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..files.errors import InputError
from ..files.hashes import sha256
from ..hub.client import hub_failures
from ..project import organisation
from ..schema import Record
from ..tasks import columns

_WEIGHTS = ("*.safetensors", "*.bin", "*.json")


@contextlib.contextmanager
def hub_errors(what: str) -> Iterator[None]:
    """Turn what the Hub's clients raise into one line about `what`."""
    from huggingface_hub import errors

    where = os.environ.get("HF_ENDPOINT") or "the Hub"
    try:
        yield
    except InputError:
        raise
    except errors.GatedRepoError:
        raise InputError(f"{what}: access is restricted; accept its terms on the Hub and set HF_TOKEN") from None
    except errors.RevisionNotFoundError:
        raise InputError(f"{what}: no such revision on {where}; check the tag") from None
    except errors.RepositoryNotFoundError:
        raise InputError(f"{what}: not on {where}; check the name, HF_ENDPOINT and HF_TOKEN") from None
    except Exception as error:
        if not isinstance(error, (ValueError, *hub_failures())):
            raise
        raise InputError(f"{what}: {_reason(error, where)}") from None


def _reason(error: Exception, where: str) -> str:
    """What a failed call to the Hub or a failed load means, and what to do."""
    from huggingface_hub.errors import HfHubHTTPError

    if isinstance(error, HfHubHTTPError) and error.response is not None:
        return f"{where} answered {error.response.status_code}; run again in a while"
    if isinstance(error, (ConnectionError, hub_failures()[0])):
        return f"{where} cannot be reached; start it or set HF_ENDPOINT, and run again"
    first = next((line for line in str(error).splitlines() if line.strip()), type(error).__name__)
    return f"cannot be loaded ({first}); check the name and the revision"


def commit(name: str, kind: str, revision: str | None) -> str:
    """Commit of a Hub repository at a revision, or the hash of a local folder's weights and settings ("sha256:...")."""
    folder = Path(name)
    if folder.is_dir():
        files = sorted({path for pattern in _WEIGHTS for path in folder.glob(pattern)})
        if not files:
            raise InputError(f"{name}: the folder holds no model; give a folder made by save_pretrained")
        parts = "".join(f"{path.name} {sha256(path)}\n" for path in files)
        return f"sha256:{hashlib.sha256(parts.encode()).hexdigest()}"
    from huggingface_hub import HfApi

    with hub_errors(f"{kind} {name}" + (f" {revision}" if revision else "")):
        api = HfApi(endpoint=os.environ.get("HF_ENDPOINT"))
        info = api.repo_info(name, repo_type=kind, revision=revision)
    return str(info.sha)


def repository(dataset: str) -> str:
    """The Hub id of a data set: "gss" is short for <organisation>/alignsurvey-gss."""
    return dataset if "/" in dataset else f"{organisation()}/alignsurvey-{dataset}"


def read_split(dataset: str, config: str, revision: str | None, split: str) -> tuple[list[Record], dict[str, Any]]:
    """Records of one split, and what run.json says of them: dataset, config, data_revision, data_commit, split.

    `dataset` is a short name, a Hub id, or the folder of a build (then the commit is the Parquet file's hash).
    """
    columns(config)
    folder = Path(dataset)
    if folder.is_dir():
        records, name, sha = _read_build(folder, config, split)
    elif folder.is_absolute() or dataset.startswith((".", "~")) or dataset.count("/") > 1:
        raise InputError(f"{dataset}: no such folder; give the folder of a build, such as build/datasets/gss")
    else:
        name = repository(dataset)
        sha = commit(name, "dataset", revision)
        records = _read_hub(name, config, sha, split)
    if not records:
        raise InputError(f"{name} {config}: split {split!r} has no rows; choose another split")
    about = {"dataset": name, "config": config, "data_revision": revision, "data_commit": sha, "split": split}
    return records, about


def read_again(run: Path, data: str | None = None) -> tuple[list[Record], dict[str, Any]]:
    """The records that a run was about, before its sample is drawn, and what its run.json says.

    They come from `data` (as in `read_split`) or from where the run has them. Raises InputError when they are not the
    ones that were predicted.
    """
    try:
        about = json.loads(run.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InputError(f"{run}: cannot be read ({error.strerror}); give the run.json that predict wrote") from None
    except (ValueError, RecursionError):
        about = None
    texts = ("model", "dataset", "config", "split")
    if not isinstance(about, dict) or not all(isinstance(about.get(name), str) and about[name] for name in texts):
        raise InputError(f"{run}: not a run.json of predict; it needs {', '.join(texts)}")
    sample = about.get("sample")
    whole = isinstance(sample, dict) and all(type(sample.get(name)) is int for name in ("respondents", "seed"))
    if sample is not None and not (whole and sample["respondents"] > 0):
        raise InputError(f'{run}: sample must be null or {{"respondents": 100, "seed": 42}}')
    if not (about.get("data_revision") is None or isinstance(about["data_revision"], str)):
        raise InputError(f"{run}: data_revision must be a text such as v1.0.0, or null")
    records, found = read_split(data or about["dataset"], about["config"], about.get("data_revision"), about["split"])
    if found["data_commit"] != about.get("data_commit", found["data_commit"]):
        raise InputError(f"{run}: the run is of data at {about['data_commit']}, but this is {found['data_commit']}")
    return records, {"data_revision": None, **about}


def _read_hub(name: str, config: str, sha: str, split: str) -> list[Record]:
    import datasets

    with hub_errors(f"data set {name}, config {config}, split {split}"):
        rows: list[Record] = datasets.load_dataset(name, config, revision=sha, split=split).to_list()
    return rows


def _read_build(folder: Path, config: str, split: str) -> tuple[list[Record], str, str]:
    import pyarrow.parquet

    path = folder / "data" / config / f"{split}.parquet"
    if not path.is_file():
        raise InputError(f"{path}: no such file; build the data set, or check --config and --split")
    try:
        rows: list[Record] = pyarrow.parquet.read_table(path).to_pylist()
    except (OSError, pyarrow.ArrowException):
        raise InputError(f"{path}: cannot be read as Parquet; build the data set again") from None
    return rows, folder.resolve().name, f"sha256:{sha256(path)}"
