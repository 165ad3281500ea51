"""Baselines that learn from profiles: one model a question. They take train and test in the common form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from typing import Any

from ..files.errors import require
from ..schema import Record
from .counts import Rows, Shares, as_number, in_shares, marginal, numeric_attributes, profile

PAST_C = 0.1  # of 1, .3, .1 the usual choice for about a hundred sparse attributes; not tuned on test


def logistic(train: Sequence[Record], test: Sequence[Record], seed: int) -> Rows:
    """Logistic regression on the profile, one model a question (scikit-learn's defaults: L2, C = 1).

    Past answers are further attributes, many for few answers, so that C is PAST_C where they are known.
    """
    require("sklearn", "baselines")
    from sklearn.linear_model import LogisticRegression

    strength = PAST_C if any(record["past"] for record in test) else 1.0
    return _fit_by_question(train, test, seed, lambda: LogisticRegression(max_iter=1000, C=strength))


def boosting(train: Sequence[Record], test: Sequence[Record], seed: int) -> Rows:
    """Gradient-boosted trees on the profile, one model a question; shallow, for a few thousand answers."""
    require("sklearn", "baselines")
    from sklearn.ensemble import HistGradientBoostingClassifier

    return _fit_by_question(
        train,
        test,
        seed,
        lambda: HistGradientBoostingClassifier(
            max_iter=60, max_depth=3, learning_rate=0.05, min_samples_leaf=30, early_stopping=False, random_state=seed
        ),
    )


def _fit_by_question(train: Sequence[Record], test: Sequence[Record], seed: int, make: Callable[[], Any]) -> Rows:
    """One model a question, fitted with the survey weights; the marginal where train has not two kinds of answer."""
    from threadpoolctl import threadpool_limits

    rows = marginal(train, test, seed)
    # The fits are small: on a busy machine threads that wait for one another take minutes over what one does at once.
    with threadpool_limits(1):
        _fill(rows, train, test, make)
    return rows


def _fill(rows: Rows, train: Sequence[Record], test: Sequence[Record], make: Callable[[], Any]) -> None:
    """Put the shares of each question's model in place of its rows."""
    answered = _by_question(train)
    for question, places in _by_question(test).items():
        # Sorted, since a fit follows the order of its rows in the last digits.
        fitted = sorted((train[place] for place in answered.get(question, [])), key=lambda record: record["id"])
        if len({_answer(record) for record in fitted}) < 2:
            continue
        probabilities = _fit(fitted, [test[place] for place in places], make)
        for place, shares in zip(places, probabilities, strict=True):
            rows[place] = in_shares([shares.get(text, 0.0) for text in test[place]["choices"]]) or rows[place]


def _fit(train: Sequence[Record], test: Sequence[Record], make: Callable[[], Any]) -> list[Shares]:
    """Probabilities by answer text. Attributes are one-hot; one that is a number for everybody is a number."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.preprocessing import MaxAbsScaler

    numeric = numeric_attributes(train)
    vectorizer, scaler, model = DictVectorizer(sparse=False), MaxAbsScaler(), make()
    inputs = scaler.fit_transform(vectorizer.fit_transform([_features(record, numeric) for record in train]))
    model.fit(inputs, [_answer(record) for record in train], sample_weight=[_weight(record) for record in train])
    table = model.predict_proba(scaler.transform(vectorizer.transform([_features(record, numeric) for record in test])))
    return [dict(zip(model.classes_, row, strict=True)) for row in table.tolist()]


def _features(record: Record, numeric: Collection[str]) -> dict[str, str | float]:
    found: dict[str, str | float] = {}
    for name, value in profile(record):
        number = as_number(value)
        if name in numeric and number is not None:
            found[name] = number
        elif name not in numeric:
            found[name] = value
    return found | {f"answer to {one['question_id']}": one["answer"] for one in record["past"]}


def _by_question(records: Sequence[Record]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for index, record in enumerate(records):
        places[record["question_id"]].append(index)
    return places


def _answer(record: Record) -> str:
    return str(next(iter(record["given"])))


def _weight(record: Record) -> float:
    return float(next(iter(record["given"].values())))
