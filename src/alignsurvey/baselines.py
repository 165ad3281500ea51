"""Predictors without a language model. Simple ones often match fine-tuned models, so they stand beside every model.

All are for records with one answer (`survey_response`, `quantitative`). A distribution is over answer texts and
weighted by the respondents' survey weights. A question that train does not have takes the pooled distribution of the
train questions with the same set of choices, else equal shares; `nearest` takes the question with the likest wording.
"""

from __future__ import annotations

import math
from bisect import bisect
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from statistics import quantiles
from typing import Any

from .schema import InputError, Prediction, Record, digest, require, sample_respondents

Shares = dict[str, float]
Rows = list[list[float]]

DIGITS = 6  # of a stored probability, as in predict
PSEUDO = 20.0  # answers that the wider cell is worth in the narrower one; our choice, of the order of a small cell


def predict(name: str, train: Sequence[Record], test: Sequence[Record], seed: int) -> list[Prediction]:
    """Predictions of one baseline for `test`, in its order: probabilities over the choices as shown, and the text of
    the likeliest (ties by a draw from seed and record id). `human` predicts one half of the respondents, the one that
    `sample_respondents` draws, from the answers of the other. Raises InputError for an unknown name."""
    if name not in BASELINES:
        raise InputError(f"unknown baseline {name!r}; known: {', '.join(BASELINES)}, all")
    for record in (*train[:1], *test[:1]):
        if "answer" not in record or isinstance(record["answer"], list):
            raise InputError(f"record {record['id']}: baselines need one answer a record; use config survey_response")
    if name == "human":
        train, test = human_halves(test, seed)
    rows = BASELINES[name](train, test, seed)
    return [_prediction(record, row, seed) for record, row in zip(test, rows, strict=True)]


def human_halves(test: Sequence[Record], seed: int) -> tuple[list[Record], list[Record]]:
    """(donors, predicted): the answers of two seeded halves of the respondents. The marginal of the one predicts the
    other: how near real people come to one another, which is the floor of every model's distance."""
    people = {record["respondent_id"] for record in test}
    if len(people) < 2:
        raise InputError("the human floor needs at least two respondents; take a larger --sample")
    predicted = sample_respondents(test, len(people) // 2, seed)
    own = {record["respondent_id"] for record in predicted}
    return [record for record in test if record["respondent_id"] not in own], predicted


def uniform(train: Sequence[Record], test: Sequence[Record], seed: int) -> Rows:
    """Equal shares."""
    return [_equal(record) for record in test]


def majority(train: Sequence[Record], test: Sequence[Record], seed: int) -> Rows:
    """All on the question's most frequent answer among the choices shown; equally frequent ones share."""
    rows = marginal(train, test, seed)
    return [_shares([float(value == max(row)) for value in row]) for row in rows]


def marginal(train: Sequence[Record], test: Sequence[Record], seed: int) -> Rows:
    """The question's distribution in train."""
    known = _marginals(train)
    return [known.row(record) for record in test]


def cell(train: Sequence[Record], test: Sequence[Record], seed: int) -> Rows:
    """The distribution in the respondent's demographic cell, backing off one attribute at a time.

    Cells are nested in the order of the profile; each is mixed with the wider one, which counts as PSEUDO answers.
    """
    cuts = _quartiles(train)
    counts: dict[tuple[str, ...], Shares] = defaultdict(lambda: defaultdict(float))
    for record in train:
        for key in _cells(record, cuts):
            counts[key][_answer(record)] += _weight(record)
    rows = []
    for record, row in zip(test, marginal(train, test, seed), strict=True):
        for key in _cells(record, cuts):
            found = counts.get(key, {})
            seen = [found.get(text, 0.0) for text in record["choices"]]
            total = sum(seen)
            row = [(count + PSEUDO * share) / (total + PSEUDO) for count, share in zip(seen, row, strict=True)]
        rows.append(row)
    return rows


def nearest(train: Sequence[Record], test: Sequence[Record], seed: int) -> Rows:
    """The question's distribution in train; for a new question that of the one with the likest wording.

    Likeness is the cosine of TF-IDF weighted character 2- to 4-grams, which suits both languages, among questions with
    as many choices on their scale. Shares are carried over by place on the scale.
    """
    known = _marginals(train)
    rows = [known.row(record) for record in test]
    new = [index for index, record in enumerate(test) if record["question_id"] not in known.questions]
    sources = list({record["question_id"]: record for record in train}.values())
    likest = _likest([test[index] for index in new], sources)
    for index in new:
        source = likest.get(test[index]["question_id"])
        if source is not None:
            rows[index] = _carried(test[index], source, known.questions[source["question_id"]])
    return rows


def logistic(train: Sequence[Record], test: Sequence[Record], seed: int) -> Rows:
    """Logistic regression on the profile, one model a question (scikit-learn's defaults: L2, C = 1)."""
    require("sklearn", "baselines")
    from sklearn.linear_model import LogisticRegression

    return _learnt(train, test, seed, lambda: LogisticRegression(max_iter=1000))


def boosting(train: Sequence[Record], test: Sequence[Record], seed: int) -> Rows:
    """Gradient-boosted trees on the profile, one model a question; shallow, for a few thousand answers."""
    require("sklearn", "baselines")
    from sklearn.ensemble import HistGradientBoostingClassifier

    return _learnt(
        train,
        test,
        seed,
        lambda: HistGradientBoostingClassifier(
            max_iter=60, max_depth=3, learning_rate=0.05, min_samples_leaf=30, early_stopping=False, random_state=seed
        ),
    )


BASELINES: dict[str, Callable[[Sequence[Record], Sequence[Record], int], Rows]] = {
    function.__name__: function for function in (uniform, majority, marginal, cell, logistic, boosting, nearest)
}
BASELINES["human"] = marginal  # of the other half of the respondents


@dataclass(frozen=True)
class _Marginals:
    """Weighted answer counts of train: by question, and pooled over questions with the same choices."""

    questions: dict[str, Shares]
    pools: dict[frozenset[str], Shares]

    def row(self, record: Record) -> list[float]:
        own = self.questions.get(record["question_id"])
        pool = self.pools.get(frozenset(record["choices"]))
        for counts in (own, pool):
            row = _shares([counts.get(text, 0.0) for text in record["choices"]] if counts else [])
            if row:
                return row
        return _equal(record)


def _marginals(train: Sequence[Record]) -> _Marginals:
    questions: dict[str, Shares] = defaultdict(lambda: defaultdict(float))
    pools: dict[frozenset[str], Shares] = defaultdict(lambda: defaultdict(float))
    for record in train:
        questions[record["question_id"]][_answer(record)] += _weight(record)
        pools[frozenset(record["choices"])][_answer(record)] += _weight(record)
    return _Marginals(questions, pools)


def _learnt(train: Sequence[Record], test: Sequence[Record], seed: int, make: Callable[[], Any]) -> Rows:
    """One model a question, fitted with the survey weights; the marginal where train has not two kinds of answer."""
    answered = _by_question(train)
    rows = marginal(train, test, seed)
    for question, places in _by_question(test).items():
        fitted = [train[place] for place in answered.get(question, [])]
        if len({_answer(record) for record in fitted}) < 2:
            continue
        probabilities = _fit(fitted, [test[place] for place in places], make)
        for place, shares in zip(places, probabilities, strict=True):
            rows[place] = _shares([shares.get(text, 0.0) for text in test[place]["choices"]]) or rows[place]
    return rows


def _fit(train: Sequence[Record], test: Sequence[Record], make: Callable[[], Any]) -> list[Shares]:
    """Probabilities by answer text. Attributes are one-hot; one that is a number for everybody is a number."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.preprocessing import MaxAbsScaler

    numeric = _numeric(train)
    vectorizer, scaler, model = DictVectorizer(sparse=False), MaxAbsScaler(), make()
    inputs = scaler.fit_transform(vectorizer.fit_transform([_features(record, numeric) for record in train]))
    model.fit(inputs, [_answer(record) for record in train], sample_weight=[_weight(record) for record in train])
    table = model.predict_proba(scaler.transform(vectorizer.transform([_features(record, numeric) for record in test])))
    return [dict(zip(model.classes_, row, strict=True)) for row in table.tolist()]


def _features(record: Record, numeric: Collection[str]) -> dict[str, str | float]:
    found: dict[str, str | float] = {}
    for name, value in _profile(record):
        number = _number(value)
        if name in numeric and number is not None:
            found[name] = number
        elif name not in numeric:
            found[name] = value
    return found


def _numeric(train: Sequence[Record]) -> set[str]:
    """Attributes whose value is a number in every profile that has it."""
    values: dict[str, set[str]] = defaultdict(set)
    for record in train:
        for name, value in _profile(record):
            values[name].add(value)
    return {name for name, seen in values.items() if all(_number(value) is not None for value in seen)}


def _cells(record: Record, cuts: Mapping[str, Sequence[float]]) -> list[tuple[str, ...]]:
    """The cells a record is in, from the widest to the narrowest: question, then one more attribute each."""
    steps = [record["question_id"]]
    for name, value in _profile(record):
        number = _number(value)
        band = bisect(cuts[name], number) if name in cuts and number is not None else value
        steps.append(f"{name}={band}")
    return [tuple(steps[: count + 1]) for count in range(1, len(steps))]


def _quartiles(train: Sequence[Record]) -> dict[str, list[float]]:
    """Cuts of each numeric attribute, so that an age is a band of ages."""
    numeric = _numeric(train)
    values: dict[str, list[float]] = defaultdict(list)
    for record in train:
        for name, value in _profile(record):
            if name in numeric:
                values[name].append(float(value))
    return {name: quantiles(seen, n=4) if len(seen) > 1 else [] for name, seen in values.items()}


def _likest(records: Sequence[Record], sources: Sequence[Record]) -> dict[str, Record]:
    """For each question of `records` the source with the likest wording, among those with a scale of its length."""
    require("sklearn", "baselines")
    from sklearn.feature_extraction.text import TfidfVectorizer

    asked = list({record["question_id"]: record for record in records}.values())
    if not asked or not sources:
        return {}
    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4)).fit([source["question"] for source in sources])
    likeness = (
        vectorizer.transform([record["question"] for record in asked])
        @ vectorizer.transform([source["question"] for source in sources]).T
    ).toarray()
    found = {}
    for record, row in zip(asked, likeness.tolist(), strict=True):
        fit = [index for index, source in enumerate(sources) if len(_ordered(source)) == len(_ordered(record))]
        if fit:
            found[record["question_id"]] = sources[max(fit, key=lambda index: (row[index], -index))]
    return found


def _carried(record: Record, source: Record, counts: Shares) -> list[float]:
    """The source question's shares on the record's choices, place by place on the scale."""
    places = dict(zip(_ordered(record), _ordered(source), strict=True))
    return _shares([counts.get(places.get(text, ""), 0.0) for text in record["choices"]]) or _equal(record)


def _ordered(record: Record) -> list[str]:
    """The choices that have a place on the scale, in its order."""
    placed = [pair for pair in zip(record["scale"], record["choices"], strict=True) if pair[0] >= 0]
    return [text for _, text in sorted(placed)]


def _prediction(record: Record, row: Sequence[float], seed: int) -> Prediction:
    top = [index for index, value in enumerate(row) if math.isclose(value, max(row), rel_tol=1e-9)]
    choice = top[digest("tie", seed, record["id"]) % len(top)]
    return Prediction(record["id"], record["choices"][choice], tuple(round(value, DIGITS) for value in row))


def _by_question(records: Sequence[Record]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for index, record in enumerate(records):
        places[record["question_id"]].append(index)
    return places


def _profile(record: Record) -> list[tuple[str, str]]:
    return [(item["attribute"], item["value"]) for item in record["profile"]]


def _answer(record: Record) -> str:
    return str(record["choices"][record["answer"]])


def _weight(record: Record) -> float:
    weight = record.get("weight")
    return 1.0 if weight is None else float(weight)


def _number(value: str) -> float | None:
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _equal(record: Record) -> list[float]:
    return [1 / len(record["choices"])] * len(record["choices"])


def _shares(counts: Sequence[float]) -> list[float]:
    """Counts as shares; an empty list where there are none."""
    total = math.fsum(counts)
    return [count / total for count in counts] if total > 0 else []
