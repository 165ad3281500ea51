"""Scores of predictions, whatever the kind of score that the config's SPEC names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...files.errors import InputError
from ...schema import Prediction, Record
from ...scoring.replies.texts import count_cut
from ...tasks import Spec, configs, spec_of
from .attributes import compare_attributes, score_attributes
from .choices import code_choices, score_choices
from .distributions import score_distributions
from .stances import right_stances, score_stances

_SCORES: Mapping[str, Callable[[Sequence[Record], Sequence[Prediction], Spec, int], dict[str, Any]]] = {
    "choice": score_choices,
    "distribution": score_distributions,
    "stance": score_stances,
    "attribute": score_attributes,
}


def score_predictions(
    records: Sequence[Record], predictions: Sequence[Prediction], config: str, *, seed: int = 42
) -> dict[str, Any]:
    """Score predictions of one config.

    Args:
        records: what was asked, with the real answers.
        predictions: one for each record, in their order.
        config: the config of the records.
        seed: draws the respondents or questions of the intervals.

    Returns:
        The content of results.json: the keys of the config's metric, n, parse rate, and `intervals`
        {score: [low, high]}, 95% each.

    Raises:
        InputError: for an unknown config or one that is not scored from predictions, for no records, and when ids
            are not in the records' order.
    """
    spec = spec_of(config)
    if spec.score not in _SCORES:
        scored = ", ".join(name for name in configs() if spec_of(name).score in _SCORES)
        raise InputError(f"config {config!r} has no scores of its own; scored are {scored}")
    if not records:
        raise InputError(f"{config}: there are no records to score")
    if [row["id"] for row in records] != [item.id for item in predictions]:
        raise InputError(f"{config}: the predictions are not in the order of the records; match them by id first")
    scores = _SCORES[spec.score](records, predictions, spec, seed)
    return {"config": config, "protocol": "robust", **scores, **count_cut(item.prediction for item in predictions)}


def right_answers(records: Sequence[Record], predictions: Sequence[Prediction], config: str) -> NDArray[np.float64]:
    """1 for each record that was answered right, else 0; a reply that cannot be read is wrong.

    Raises InputError for an unknown config and for one without right answers: a distribution is near or far.
    """
    spec = spec_of(config)
    if spec.score == "stance":
        return right_stances(records, predictions, spec)
    if spec.score == "attribute":
        return compare_attributes(records, predictions, spec).right
    if spec.score == "choice":
        return code_choices(records, predictions, spec).right
    raise InputError(f"config {config} has no answers that are right or wrong")
