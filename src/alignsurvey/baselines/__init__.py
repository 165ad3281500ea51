"""Predictors without a language model. Simple ones often match fine-tuned models, so they stand beside every model.

A distribution is over answer texts and weighted by the respondents' survey weights, or by the sizes of groups. A
question that train does not have takes the pooled distribution of the train questions with the same set of choices,
else equal shares; `nearest` takes the question with the likest wording. What each config asks stands in `views`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from ..files.errors import InputError
from ..files.hashes import digest
from ..schema import Prediction, Record, sample_respondents
from ..tasks import options_of
from . import views
from .counts import Rows, cell, majority, marginal, nearest, uniform
from .learnt import boosting, logistic

__all__ = ["BASELINES", "DIGITS", "fitting", "human_halves", "predict"]

DIGITS = 6  # of a stored probability, as in predict

BASELINES: dict[str, Callable[[Sequence[Record], Sequence[Record], int], Rows]] = {
    function.__name__: function for function in (uniform, majority, marginal, cell, logistic, boosting, nearest)
}
BASELINES["human"] = marginal  # of the other half of the respondents
# Where not all fit: groups have no respondents to learn from or to halve, themes are all in train, and a dialogue comes
# without a profile.
_FITTING = {
    "survey_response": tuple(BASELINES),
    "quantitative": tuple(BASELINES),
    "survey_response_group": ("uniform", "majority", "marginal", "cell", "nearest"),
    "attitude_stance_group": ("uniform", "majority", "marginal", "cell"),
    "attitude_stance": ("uniform", "majority", "marginal", "cell", "logistic", "boosting"),
    "social_role": ("uniform", "majority", "marginal"),
}


def fitting(config: str) -> tuple[str, ...]:
    """Names of the baselines that a config has. Raises InputError where it has none."""
    if config not in _FITTING:
        raise InputError(f"config {config} has no baselines; these have: {', '.join(_FITTING)}")
    return _FITTING[config]


def predict(
    name: str,
    train: Sequence[Record],
    test: Sequence[Record],
    seed: int,
    config: str = "survey_response",
    write: Callable[[Record], str] = views.choice,
) -> list[Prediction]:
    """Predictions of one baseline for `test`, in its order.

    `write` turns a record whose answer columns hold the prediction into the text of the reply (the task's `completion`
    does; by default the text of the choice). Probabilities run over `tasks.options_of` the record; there are none
    where the answer may be several of these or another. The answer is the likeliest, ties by a draw from seed and
    record id. `human` predicts one half of the respondents, which `sample_respondents` draws, from the answers of the
    other. Raises InputError for a name that the config has not.
    """
    if name not in fitting(config):
        raise InputError(f"unknown baseline {name!r} for {config}; known: {', '.join(fitting(config))}, all")
    for record in (*train[:1], *test[:1]):
        views.check(record, config)
    if name == "human":
        train, test = human_halves(test, seed)
    known, asked = views.asked(train, test, config)
    rows = BASELINES[name](known, asked, seed)
    answers = views.answers(config, train, seed)
    found = []
    for record, view, row in zip(test, asked, rows, strict=True):
        filled = answers(record, view, row, _likeliest(record, row, seed))
        shares = tuple(round(value, DIGITS) for value in row) if len(row) == len(options_of(record, config)) else None
        found.append(Prediction(record["id"], write(filled), shares))
    return found


def human_halves(test: Sequence[Record], seed: int) -> tuple[list[Record], list[Record]]:
    """(donors, predicted): the answers of two seeded halves of the respondents. The marginal of the one predicts the
    other: how near real people come to one another, which is the floor of every model's distance."""
    people = {record["respondent_id"] for record in test}
    if len(people) < 2:
        raise InputError("the human floor needs at least two respondents; take a larger --sample")
    predicted = sample_respondents(test, len(people) // 2, seed)
    own = {record["respondent_id"] for record in predicted}
    return [record for record in test if record["respondent_id"] not in own], predicted


def _likeliest(record: Record, row: Sequence[float], seed: int) -> int:
    top = [index for index, value in enumerate(row) if math.isclose(value, max(row), rel_tol=1e-9)]
    return top[digest("tie", seed, record["id"]) % len(top)]
