"""Baselines that learn from profiles: one model a question. They take train and test in the common form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from typing import Any

from ..files.errors import InputError, require
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


def _check_profiles(train: Sequence[Record]) -> None:
    """Raises InputError where nobody has a profile, from which these baselines predict."""
    if not any(record["profile"] for record in train):
        raise InputError("no respondent of train has a profile, from which answers would be predicted")


def _fit_by_question(train: Sequence[Record], test: Sequence[Record], seed: int, make: Callable[[], Any]) -> Rows:
    """One model a question, fitted with the survey weights; the marginal where train has not two kinds of answer."""
    from threadpoolctl import threadpool_limits

    _check_profiles(train)
    rows = marginal(train, test, seed)
    # The fits are small: on a busy machine threads that wait for one another take minutes over what one does at once.
    with threadpool_limits(1):
        _fill(rows, train, test, make)
    return rows


def _fill(rows: Rows, train: Sequence[Record], test: Sequence[Record], make: Callable[[], Any]) -> None:
    """Put the shares of each question's model in place of its rows."""
    answered = _by_question(train)
    table = _Inputs(train, test)
    for question, places in _by_question(test).items():
        # Sorted, since a fit follows the order of its rows in the last digits.
        fitted = sorted(answered.get(question, []), key=lambda place: train[place]["id"])
        if len({_answer(train[place]) for place in fitted}) < 2:
            continue
        probabilities = _fit([train[place] for place in fitted], table.rows(fitted, places), make)
        for place, shares in zip(places, probabilities, strict=True):
            rows[place] = in_shares([shares.get(text, 0.0) for text in test[place]["choices"]]) or rows[place]


class _Inputs:
    """What models learn from as numbers: attributes one-hot, one that is a number for everybody as a number.

    Profiles are made into numbers once for all questions, because hundreds of answers share one. With past answers,
    which differ from question to question, each question has its own columns.
    """

    def __init__(self, train: Sequence[Record], test: Sequence[Record]) -> None:
        from sklearn.feature_extraction import DictVectorizer

        self._records, self._numeric = (train, test), numeric_attributes(train)
        self._table = None
        if any(record["past"] for record in (*train, *test)):
            return
        profiles: dict[tuple[tuple[str, str], ...], int] = {}
        firsts: list[Record] = []
        self._rows = []
        for records in self._records:
            own = []
            for record in records:
                place = profiles.setdefault(tuple(profile(record)), len(profiles))
                firsts += [record] if place == len(firsts) else []
                own.append(place)
            self._rows.append(own)
        vectorizer = DictVectorizer(sparse=False)
        features = [_features(record, self._numeric) for record in firsts]
        vectorizer.fit([features[place] for place in sorted(set(self._rows[0]))])
        self._table = vectorizer.transform(features)

    def rows(self, train: Sequence[int], test: Sequence[int]) -> tuple[Any, Any]:
        """Inputs of records at these places, scaled to 1 by the largest of train; columns that are 0 there left out."""
        from sklearn.preprocessing import MaxAbsScaler

        own, asked = self._taken(train, test)
        held = own.any(axis=0)
        scaler = MaxAbsScaler().fit(own[:, held])
        return scaler.transform(own[:, held]), scaler.transform(asked[:, held])

    def _taken(self, train: Sequence[int], test: Sequence[int]) -> tuple[Any, Any]:
        if self._table is not None:
            own, asked = self._rows
            return self._table[[own[place] for place in train]], self._table[[asked[place] for place in test]]
        from sklearn.feature_extraction import DictVectorizer

        vectorizer = DictVectorizer(sparse=False)
        known, other = self._records
        inputs = vectorizer.fit_transform([_features(known[place], self._numeric) for place in train])
        return inputs, vectorizer.transform([_features(other[place], self._numeric) for place in test])


def _fit(train: Sequence[Record], inputs: tuple[Any, Any], make: Callable[[], Any]) -> list[Shares]:
    """Probabilities by answer text, a row of `inputs` for test each."""
    model = make()
    model.fit(inputs[0], [_answer(record) for record in train], sample_weight=[_weight(record) for record in train])
    table = model.predict_proba(inputs[1])
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
