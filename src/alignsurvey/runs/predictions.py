"""predictions.jsonl: one line a record."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from ..files.errors import InputError
from ..files.json import read_jsonl
from ..files.texts import unprintable
from ..schema import Prediction

LONGEST_ID = 500  # characters
LONGEST_REPLY = 1_000_000  # characters


def read_predictions(path: Path, where: str | None = None) -> list[Prediction]:
    """Read predictions.jsonl. Raises InputError that names the file and the line.

    `where` is what a message calls the file, by default its name: of several, all are named predictions.jsonl.
    """
    where = where or path.name
    seen: dict[str, int] = {}
    predictions = []
    for number, item in read_jsonl(path, where):
        prediction = _prediction(item, number, f"{where} line {number}")
        if prediction.id in seen:
            raise InputError(
                f"{where} line {number}: duplicate id {prediction.id}, already on line {seen[prediction.id]}; "
                "keep one line per id"
            )
        seen[prediction.id] = number
        predictions.append(prediction)
    if not predictions:
        raise InputError(f"{where}: the file is empty; it needs one line per record of the test split")
    return predictions


def _check_texts(name: str, text: str, where: str) -> None:
    """Ids are shown, so they are one line; a reply may hold anything that is text, within bounds."""
    if len(name) > LONGEST_ID:
        raise InputError(f"{where}: the id is longer than {LONGEST_ID} characters; give the record's own")
    if unprintable(name):
        raise InputError(f"{where}: the id holds control characters; give the record's own")
    if len(text) > LONGEST_REPLY:
        raise InputError(f"{where}: the prediction is longer than {LONGEST_REPLY:,} characters; cut it")


def _prediction(item: Any, line: int, where: str) -> Prediction:
    if not isinstance(item, dict) or not isinstance(item.get("id"), str) or not isinstance(item.get("prediction"), str):
        raise InputError(f'{where}: expected {{"id": text, "prediction": text}}')
    extra = sorted(set(item) - {"id", "prediction", "probabilities"})
    if extra:
        raise InputError(f"{where}: unknown field {extra[0]!r}; allowed are id, prediction, probabilities")
    _check_texts(item["id"], item["prediction"], where)
    given = item.get("probabilities")
    if given is None:
        return Prediction(item["id"], item["prediction"], line=line)
    # NaN is within no bounds.
    numeric = isinstance(given, list) and all(type(value) in (int, float) and 0 <= value <= 1.01 for value in given)
    if not numeric or abs(math.fsum(given) - 1) > 1e-4:
        raise InputError(f"{where}: probabilities must be numbers of at least 0 that sum to 1")
    return Prediction(item["id"], item["prediction"], tuple(float(value) for value in given), line)
