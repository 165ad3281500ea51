"""One submission from two files to a row: validate, score against the published split, store."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..files.errors import InputError
from ..runs.info import read_run_info
from ..runs.published import records_of
from .store import Store, submission_id
from .validate import check_submission
from .worker import one_at_a_time, score_in_worker

MAX_BYTES = 64 * 2**20  # the full GSS test split with probabilities takes about 3 MB


def submit(store: Store, predictions: Path, run: Path, person: str = "") -> tuple[str, dict[str, Any]]:
    """Score a submission and store it.

    Args:
        store: Where submissions are kept.
        predictions: predictions.jsonl.
        run: run.json.
        person: Who hands it in; one submission of a person is scored at a time.

    Returns:
        The submission's id, and its results.

    Raises:
        InputError: It cannot be scored; then nothing is stored.
    """
    for path in (predictions, run):
        if not path.is_file():
            raise InputError(f"{path.name}: no longer here; choose both files again")
        if path.stat().st_size > MAX_BYTES:
            raise InputError(f"{path.name}: larger than {MAX_BYTES // 2**20} MB; hand in the predictions alone")
    info = read_run_info(run)
    check_submission(info, run.name)
    raw = predictions.read_bytes(), run.read_bytes()
    name = submission_id(*raw)
    if name in store:
        raise InputError(f"these very files are on the board already, as submission {name}")
    with one_at_a_time(person or name):
        results = score_in_worker(predictions, info, records_of(info, run.name))
    store.add(*raw, results)
    return name, results
