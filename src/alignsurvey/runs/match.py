"""Predictions and the records that they are of: read, and put in one order."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..files.errors import InputError
from ..schema import Prediction, Record
from ..tasks import options_of
from .info import RunInfo, read_run_info
from .predictions import read_predictions
from .published import records_of

_SHOWN = 60  # characters of an id in a message


def read_run(
    predictions: Path, run: Path | None = None, data: str | None = None
) -> tuple[RunInfo, list[Record], list[Prediction]]:
    """A run: what it was, the records that it was asked to predict, and its predictions in their order.

    Args:
        predictions: predictions.jsonl.
        run: run.json; by default the one beside the predictions.
        data: Folder of the build or name of the data set, where run.json does not say it.

    Raises:
        InputError: A file cannot be read, the data are not those that were predicted, or an id is unknown or missing.
    """
    about = run or predictions.with_name("run.json")
    info = read_run_info(about)
    given = read_predictions(predictions, str(predictions))
    asked = info.asked(records_of(info, str(about), data))
    return info, asked, match(given, asked, info, str(predictions))


def match(predictions: Sequence[Prediction], records: Sequence[Record], info: RunInfo, where: str) -> list[Prediction]:
    """Predictions in the order of the records.

    Args:
        predictions: What was predicted, each id once.
        records: What was asked (`RunInfo.asked`).
        info: The run, for the names of its data in messages.
        where: What a message calls the file of the predictions.

    Raises:
        InputError: An id is unknown or missing, or probabilities are not one a choice.
    """
    given, known = {item.id: item for item in predictions}, {row["id"] for row in records}
    unknown = [item for item in predictions if item.id not in known]
    if unknown:
        raise InputError(
            f"{where}{_line(unknown[0])}: {len(unknown)} of the ids are not in {_source(info)}, the first "
            f"{_short(unknown[0].id)}; predict on that version and sample"
        )
    missing = [row["id"] for row in records if row["id"] not in given]
    if missing:
        raise InputError(
            f"{where}: {len(missing)} of {len(records)} ids are missing, the first {_short(missing[0])}; "
            "every record of the split (or of the sample in run.json) needs a line"
        )
    for row in records:
        _check_probabilities(given[row["id"]], options_of(row, info.config), where)
    return [given[row["id"]] for row in records]


def _check_probabilities(item: Prediction, choices: Sequence[str], where: str) -> None:
    if item.probabilities is not None and len(item.probabilities) != len(choices):
        advice = "give one a choice as shown" if choices else "leave them out"
        raise InputError(
            f"{where}{_line(item)}: id {_short(item.id)} has {len(item.probabilities)} probabilities for "
            f"{len(choices)} choices; {advice}"
        )


def _short(name: str) -> str:
    """An id as a message shows it: whatever a file holds, in one line of bounded length."""
    return repr(name if len(name) <= _SHOWN else f"{name[:_SHOWN]}...")


def _source(info: RunInfo) -> str:
    sample = info.sample
    drawn = f" (sample of {sample.respondents} respondents, seed {sample.seed})" if sample else ""
    return " ".join(name for name in (info.dataset, info.data_revision, info.config, info.split) if name) + drawn


def _line(prediction: Prediction) -> str:
    return f" line {prediction.line}" if prediction.line else ""
