"""A run calibrated by a run of training respondents: the same model, asked in the same way, never of those scored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from .. import stats
from ..files.errors import InputError
from ..runs.info import RunInfo
from ..schema import Prediction, Record
from ..tasks import asked_choices, spec_of

DIGITS = 6  # of a stored probability
_SAME = ("model", "revision", "adapter", "adapter_revision", "dataset", "data_revision", "config", "form", "mode",
         "shots", "past", "permutations", "samples")  # fmt: skip


def check_pair(info: RunInfo, train: RunInfo, where: str) -> None:
    """Raise InputError unless `train` is a run of training respondents, of the same model asked in the same way."""
    if spec_of(info.config).score != "choice":
        raise InputError(f"config {info.config} has no probabilities of one of several choices to calibrate")
    if train.split != "train" or info.split == "train":
        raise InputError(
            f"{where}: --on needs a run of the train split and a run of another one to calibrate; "
            f"these are of {train.split} and {info.split}"
        )
    mine, other = info.facts(), train.facts()
    differ = [name for name in _SAME if (mine.get(name) or None) != (other.get(name) or None)]
    if differ:
        raise InputError(f"{where}: {differ[0]} is not that of the run to calibrate; predict train in the same way")


def fit(
    records: Sequence[Record], predictions: Sequence[Prediction], train: Sequence[Record], where: str
) -> stats.Calibration:
    """The calibration of a run of training respondents.

    Args:
        records: what it was asked.
        predictions: what it predicted, in the same order.
        train: the whole train split, whose marginals the shifts are shrunk towards.
        where: what a message calls the run.

    Raises:
        InputError: a prediction has no probabilities.
    """
    marginals: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for record in train:
        marginals[record["question_id"]][record["choices"][record["answer"]]] += record["weight"]
    rows: dict[str, list[tuple[Record, Prediction]]] = defaultdict(list)
    for record, line in zip(records, predictions, strict=True):
        rows[_key(record)].append((record, line))
    return stats.fit_calibration({key: _answers(pairs, marginals, where) for key, pairs in rows.items()})


def apply(
    fitted: stats.Calibration, records: Sequence[Record], predictions: Sequence[Prediction], info: RunInfo, where: str
) -> list[Prediction]:
    """The predictions with calibrated probabilities, and the likeliest choice in the answer form of the run.

    Raises:
        InputError: a prediction has no probabilities.
    """
    found = []
    for record, line in zip(records, predictions, strict=True):
        texts = asked_choices(record, info.config, info.form or "letter_text")[1]
        shown = sorted(record["choices"])
        ordered = fitted.apply(_key(record), _ordered(record, line, where)[None])[0]
        shares = [round(float(ordered[shown.index(text)]), DIGITS) for text in record["choices"]]
        found.append(Prediction(line.id, texts[shares.index(max(shares))], tuple(shares)))
    return found


def facts_of(fitted: stats.Calibration, train: Mapping[str, Any]) -> dict[str, Any]:
    """What run.json says of a calibration: its temperature, and the run that it was fitted on."""
    return {"temperature": round(fitted.temperature, 4), "questions": len(fitted.shifts), "prior": stats.PRIOR, **train}


def _answers(
    pairs: Sequence[tuple[Record, Prediction]], marginals: Mapping[str, Mapping[str, float]], where: str
) -> stats.QuestionAnswers:
    names = sorted(pairs[0][0]["choices"])
    marginal = np.array([marginals[pairs[0][0]["question_id"]].get(name, 0.0) for name in names])
    return stats.QuestionAnswers(
        np.stack([_ordered(record, line, where) for record, line in pairs]),
        np.array([names.index(record["choices"][record["answer"]]) for record, _ in pairs]),
        np.array([float(record["weight"]) for record, _ in pairs]),
        marginal / marginal.sum() if marginal.sum() else np.full(len(names), 1 / len(names)),
    )


def _ordered(record: Record, line: Prediction, where: str) -> Any:
    """Probabilities in the order of the choices' texts, which is the same for all respondents."""
    if line.probabilities is None:
        raise InputError(f"{where}: id {line.id} has no probabilities; predict with --mode score")
    pairs = sorted(zip(record["choices"], line.probabilities, strict=True))
    return np.array([share for _, share in pairs])


def _key(record: Record) -> str:
    """A question with the choices that it was asked with: the same everywhere, but in another language others."""
    return "\n".join([record["question_id"], *sorted(record["choices"])])
