"""Check a run and its predictions against the published split, then score them. Nothing here stores anything."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..files.errors import InputError
from ..files.hashes import sha256
from ..hub.client import hub_failures
from ..project import organisation
from ..report import score_predictions
from ..runs.predictions import read_predictions
from ..schema import Prediction, Record, sample_respondents
from ..tasks import configs, options_of

_VERSION = re.compile(r"v\d+\.\d+\.\d+")
_TEXTS = ("model", "dataset", "config", "data_revision", "split")
_LONGEST = 200  # characters of a name shown on the board


def read_run(path: Path) -> dict[str, Any]:
    """run.json as written by `alignsurvey predict`. Raises InputError that names the field."""
    try:
        run = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError):
        raise InputError(f"{path.name}: not a complete JSON object; hand in the file that predict wrote") from None
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); check the path") from None
    if not isinstance(run, dict):
        raise InputError(f"{path.name}: expected a JSON object")
    if run.get("data_revision") is None and isinstance(run.get("dataset"), str):
        raise InputError(
            f"{path.name}: the run is not on a published version; predict with --revision v1.0.0, "
            "or score it against your build with --data FOLDER"
        )
    for name in _TEXTS:
        if not isinstance(run.get(name), str) or not run[name].strip() or len(run[name]) > _LONGEST:
            raise InputError(f"{path.name}: field {name!r} must be a text of 1 to {_LONGEST} characters")
    for name in ("adapter", "mode", "revision", "data_commit"):
        if not (run.get(name) is None or (isinstance(run[name], str) and len(run[name]) <= _LONGEST)):
            raise InputError(f"{path.name}: field {name!r} must be a text of at most {_LONGEST} characters, or null")
    _check_names(run, path.name)
    return run


def _check_names(run: dict[str, Any], where: str) -> None:
    if not re.fullmatch(rf"{re.escape(organisation())}/alignsurvey-[a-z0-9-]+", run["dataset"]):
        raise InputError(f"{where}: dataset {run['dataset']!r} is not one of {organisation()}/alignsurvey-*")
    if run["config"] not in configs():
        raise InputError(f"{where}: unknown config {run['config']!r}; known: {', '.join(configs())}")
    if not _VERSION.fullmatch(run["data_revision"]):
        raise InputError(
            f"{where}: data_revision {run['data_revision']!r} is no release; predict on a tag such as v1.0.0"
        )
    sample = run.get("sample")
    whole = isinstance(sample, dict) and all(type(sample.get(key)) is int for key in ("respondents", "seed"))
    if sample is not None and not (whole and sample["respondents"] > 0):
        raise InputError(f'{where}: sample must be null or {{"respondents": 100, "seed": 42}}')


def load_split(dataset: str, config: str, revision: str, split: str, commit: str | None = None) -> list[Record]:
    """The published records. Raises InputError for a version or split that the Hub does not have.

    With `commit`, the version's tag must still point at it: tags can be moved.
    """
    from datasets import load_dataset

    _check_version(dataset, revision, commit)
    unusable: tuple[type[Exception], ...] = (ValueError, *hub_failures())
    try:
        rows: list[Record] = load_dataset(dataset, config, revision=revision, split=split).to_list()
    except unusable as error:
        raise InputError(
            f"{dataset} {revision}: config {config!r}, split {split!r} could not be loaded ({type(error).__name__}); "
            "check the names, and that the Hub answers"
        ) from None
    return rows


def _check_version(dataset: str, revision: str, commit: str | None) -> None:
    from huggingface_hub import HfApi
    from huggingface_hub.errors import RepositoryNotFoundError

    api = HfApi(endpoint=os.environ.get("HF_ENDPOINT"))
    try:
        tags = {tag.name: tag.target_commit for tag in api.list_repo_refs(dataset, repo_type="dataset").tags}
    except RepositoryNotFoundError:
        raise InputError(f"{dataset}: there is no such data set on {api.endpoint}") from None
    except (ValueError, *hub_failures()) as error:  # type: ignore[misc]  # a tuple of exception classes
        raise InputError(
            f"{dataset}: the Hub at {api.endpoint} does not answer ({type(error).__name__}); check HF_ENDPOINT"
        ) from None
    if revision not in tags:
        published = ", ".join(sorted(tags)) or "none"
        raise InputError(f"{dataset}: version {revision} was never published; published: {published}")
    if commit and tags[revision] != commit:
        raise InputError(f"{dataset}: {revision} is not commit {commit}, on which run.json was made; predict again")


def check(
    predictions: Path, run: dict[str, Any], records: Sequence[Record], where: str | None = None
) -> dict[str, Any]:
    """Score a predictions file against the records of its declared sample; returns the content of results.json.

    `where` is what messages call the file, by default its name. Raises InputError for a malformed line, an id that is
    unknown or missing, or probabilities of the wrong length.
    """
    sample = run.get("sample") or {}
    asked = sample_respondents(records, sample.get("respondents"), sample.get("seed", 0))
    given = {item.id: item for item in read_predictions(predictions, where)}
    ordered = match(given, asked, run, where or predictions.name)
    scored = score_predictions(asked, ordered, run["config"])
    return {**scored, "predictions_sha256": sha256(predictions), "dataset": run["dataset"], "config": run["config"],
            "data_revision": run["data_revision"], "sample": run.get("sample")}  # fmt: skip


def match(given: dict[str, Prediction], asked: Sequence[Record], run: dict[str, Any], where: str) -> list[Prediction]:
    """Predictions in the order of the records asked. Raises InputError for ids that are unknown or missing, and for
    probabilities of another length than the choices; `run` says of which data, `where` in which file."""
    known = {row["id"] for row in asked}
    unknown = [name for name in given if name not in known]
    if unknown:
        raise InputError(
            f"{where}{_line(given[unknown[0]])}: {len(unknown)} of the ids are not in {_source(run)}{_sampled(run)}, "
            f"the first {unknown[0]!r}; predict on that version and sample"
        )
    missing = [row["id"] for row in asked if row["id"] not in given]
    if missing:
        raise InputError(
            f"{where}: {len(missing)} of {len(asked)} ids are missing, the first {missing[0]!r}; "
            "every record of the split (or of the sample in run.json) needs a line"
        )
    for row in asked:
        probabilities, over = given[row["id"]].probabilities, options_of(row, run["config"])
        if probabilities is not None and len(probabilities) != len(over):
            advice = "give one a choice as shown" if over else "leave them out"
            raise InputError(
                f"{where}{_line(given[row['id']])}: id {row['id']!r} has {len(probabilities)} probabilities for "
                f"{len(over)} choices; {advice}"
            )
    return [given[row["id"]] for row in asked]


def _source(run: dict[str, Any]) -> str:
    return " ".join(run[name] for name in ("dataset", "data_revision", "config", "split") if run.get(name))


def _line(prediction: Prediction) -> str:
    return f" line {prediction.line}" if prediction.line else ""


def _sampled(run: dict[str, Any]) -> str:
    sample = run.get("sample")
    return f" (sample of {sample['respondents']} respondents, seed {sample['seed']})" if sample else ""
