"""Predictors without a language model. Simple ones often match fine-tuned models, so they stand beside every model.

A distribution is over answer texts and weighted by the respondents' survey weights, or by the sizes of groups. A
question that train does not have takes the pooled distribution of the train questions with the same set of choices,
else equal shares; `nearest` takes the most similarly worded questions. Which baselines fit a config says its SPEC.

A baseline is found by looking: a function of a module of this folder that takes (train, test, seed) in the common form
and returns shares over the choices of each record of test.
"""

from __future__ import annotations

import importlib
import inspect
import math
import pkgutil
from collections.abc import Callable, Sequence
from functools import cache

from .. import tasks
from ..files.errors import InputError
from ..files.hashes import digest
from ..schema import Prediction, Record, sample_respondents
from .common_form import Forms, check_record, fill_answers, to_common_form
from .counts import Rows

UNREAD = frozenset({"prompt", "completion", "target"})  # columns that no baseline reads, by far the longest

__all__ = ["DIGITS", "UNREAD", "fitting_baselines", "known", "predict_baseline", "split_half", "to_common_form"]

DIGITS = 6  # of a stored probability, as in predict

Baseline = Callable[[Sequence[Record], Sequence[Record], int], Rows]


@cache
def known() -> dict[str, Baseline]:
    """The functions of this folder's modules that take (train, test, seed), by their names."""
    modules = [importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
    functions = [value for module in modules for value in vars(module).values() if inspect.isfunction(value)]
    takers = [each for each in functions if [*inspect.signature(each).parameters] == ["train", "test", "seed"]]
    return {each.__name__: each for each in takers if not each.__name__.startswith("_")}


def fitting_baselines(config: str, past: int = 0) -> tuple[str, ...]:
    """Names of the baselines that a config has.

    Args:
        config: name of a config.
        past: past answers that they may use.

    Returns:
        The names, which are keys of `known()`.

    Raises:
        InputError: where the config is unknown or has none.
    """
    found = _listed(config, past)
    if not found:
        those = ", ".join(name for name in tasks.configs() if _listed(name, past))
        raise InputError(f"config {config} has no baselines; these have: {those}")
    return found


def _listed(config: str, past: int) -> tuple[str, ...]:
    spec = tasks.spec_of(config)
    return spec.past_baselines if past else spec.baselines


def predict_baseline(
    name: str, train: Sequence[Record], test: Sequence[Record], seed: int, config: str, forms: Forms | None = None
) -> list[Prediction]:
    """Predict records from the answers in train.

    Args:
        name: one of `fitting_baselines(config)`, or of those with past answers where the records have `past`.
        train: records of the config whose answers are counted or learnt from.
        test: records to predict; `human` predicts one half of their respondents from the other (`split_half`).
        seed: decides between equally likely answers, together with the record's id.
        config: the config of both lists.
        forms: what `to_common_form` made of both lists, where several baselines predict them.

    Returns:
        A prediction for each record of `test` (of the predicted half for `human`), in its order: the likeliest answer
        as the task's `completion` writes it, with probabilities over `tasks.options_of` the record; without them where
        the answer may be several of these or another.

    Raises:
        InputError: for a name that the config has not, and for records of another config.
    """
    past = max((len(record.get("past") or ()) for record in test), default=0)
    if name not in (fitting := fitting_baselines(config, past)):
        needs = "; with --past also " + ", ".join(_listed(config, 1)) if not past and _listed(config, 1) else ""
        raise InputError(f"unknown baseline {name!r} for {config}; known: {', '.join(fitting)}, all{needs}")
    for record in (*train[:1], *test[:1]):
        check_record(record, config)
    if name == "human":
        train, test = split_half(test, seed)
        forms = None
    seen, asked = forms or to_common_form(train, test, config)
    fill, task = fill_answers(config, train, seed), tasks.load(config)
    found = []
    for record, common, row in zip(test, asked, known()[name](seen, asked, seed), strict=True):
        reply = task.completion(fill(record, common, row, _likeliest(record, row, seed)), "text")[0]["content"]
        whole = len(row) == len(tasks.options_of(record, config))
        shares = tuple(round(value, DIGITS) for value in row) if whole else None
        found.append(Prediction(record["id"], reply, shares))
    return found


def split_half(test: Sequence[Record], seed: int) -> tuple[list[Record], list[Record]]:
    """Two seeded halves of the respondents, for the human baseline: how near real people come to one another.

    Args:
        test: records of at least two respondents.
        seed: decides who is in which half.

    Returns:
        (donors, predicted): the records whose answers are counted, and those that they predict.

    Raises:
        InputError: for fewer than two respondents.
    """
    people = {record["respondent_id"] for record in test}
    if len(people) < 2:
        raise InputError("the human baseline needs at least two respondents; take a larger --sample")
    predicted = sample_respondents(test, len(people) // 2, seed)
    own = {record["respondent_id"] for record in predicted}
    return [record for record in test if record["respondent_id"] not in own], predicted


def _likeliest(record: Record, row: Sequence[float], seed: int) -> int:
    top = [index for index, value in enumerate(row) if math.isclose(value, max(row), rel_tol=1e-9)]
    return top[digest("tie", seed, record["id"]) % len(top)]
