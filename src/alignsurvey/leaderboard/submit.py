"""One submission from two files to a row: validate, score against the published split, store."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

from ..files.errors import InputError
from ..schema import Record
from .store import Store, submission_id
from .validate import check, load_split, read_run

SPLIT = "test"  # what a model was trained on says nothing about it
MAX_BYTES = 64 * 2**20  # the full GSS test split with probabilities takes about 3 MB


def submit(store: Store, predictions: Path, run: Path) -> tuple[str, dict[str, Any]]:
    """Returns the submission's id and its results. What cannot be scored is an InputError, and nothing is stored."""
    for path in (predictions, run):
        if path.stat().st_size > MAX_BYTES:
            raise InputError(f"{path.name}: larger than {MAX_BYTES // 2**20} MB; hand in the predictions alone")
    declared = read_run(run)
    if declared["split"] != SPLIT:
        raise InputError(f"{run.name}: split {declared['split']!r}; rows of the board are of the {SPLIT} split")
    raw = predictions.read_bytes(), run.read_bytes()
    name = submission_id(*raw)
    if name in store:
        raise InputError(f"these very files are on the board already, as submission {name}")
    records = _split(
        declared["dataset"],
        declared["config"],
        declared["data_revision"],
        declared["split"],
        declared.get("data_commit"),
    )
    results = check(predictions, declared, list(records))
    store.add(*raw, results)
    return name, results


@functools.lru_cache(maxsize=8)
def _split(dataset: str, config: str, revision: str, split: str, commit: str | None) -> tuple[Record, ...]:
    return tuple(load_split(dataset, config, revision, split, commit))
