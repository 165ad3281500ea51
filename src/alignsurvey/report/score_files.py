"""The content of results.json: scores, and which files they are of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ..files.hashes import sha256
from ..runs.info import RunInfo
from ..runs.match import match, read_run
from ..runs.predictions import read_predictions
from ..runs.results import scored_of
from ..schema import Record
from .scores.judged import score_judged_replies
from .scores.kinds import score_predictions

_JUDGED_RUN = (
    "model", "revision", "adapter", "adapter_revision", "dataset", "config", "data_revision", "data_commit", "split",
    "sample", "shots", "form", "mode", "seed", "prompt_hash",
)  # fmt: skip


def score_files(predictions: Path, run: Path | None = None, data: str | None = None) -> dict[str, Any]:
    """Score a run from its files.

    Args:
        predictions: predictions.jsonl.
        run: run.json; by default the one beside the predictions.
        data: Folder of the build or name of the data set, where run.json does not say it.

    Returns:
        The content of results.json.

    Raises:
        InputError: A file cannot be read, or the predictions are not of these data.
    """
    info, records, given = read_run(predictions, run, data)
    hashes = {
        "predictions_sha256": sha256(predictions),
        "run_sha256": sha256(run or predictions.with_name("run.json")),
    }
    return {**score_predictions(records, given, info.config), **scored_of(info), **hashes}


def score_submission(predictions: Path, info: RunInfo, records: Sequence[Record]) -> dict[str, Any]:
    """Score predictions of records that are at hand; results and errors as in `score_files`.

    Args:
        predictions: predictions.jsonl.
        info: The run.
        records: The split of the run, before its sample is drawn.
    """
    asked = info.asked(records)
    given = match(read_predictions(predictions), asked, info, predictions.name)
    return {
        **score_predictions(asked, given, info.config),
        **scored_of(info),
        "predictions_sha256": sha256(predictions),
    }


def judged_run(info: RunInfo, predictions: Path) -> dict[str, Any]:
    """What judgements say of the run that was judged: the fields of run.json that tell runs apart, and the hash of its
    predictions."""
    facts = info.facts()
    return {"run": {name: facts.get(name) for name in _JUDGED_RUN}, "predictions_sha256": sha256(predictions)}


def judged_results(
    records: Sequence[Record],
    replies: Sequence[Sequence[str | None]],
    judges: Mapping[str, str],
    facts: Mapping[str, Any],
    files: Mapping[str, Path],
) -> dict[str, Any]:
    """The content of results.json of a judged run.

    Args:
        records: The dialogues that were judged.
        replies: For each record a list over judges, None where one gave none.
        judges: Name and model of each judge.
        facts: `judged_run`, and what else was the same for all dialogues.
        files: Further files whose hashes are kept, such as {"run": run.json}.
    """
    hashes = {f"{name}_sha256": sha256(path) for name, path in files.items()}
    return {
        **score_judged_replies(records, replies, list(judges), str(facts["run"]["config"])),
        "judges": dict(judges),
        **facts,
        **hashes,
    }
