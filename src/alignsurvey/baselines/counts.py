"""Baselines that count: each takes train and test in the common form and returns shares over the choices."""

from __future__ import annotations

import math
from bisect import bisect
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import quantiles

from ..files.errors import InputError, require
from ..schema import Record

Shares = dict[str, float]
Rows = list[list[float]]
Steps = tuple[str, ...]  # attributes of a cell, such as ("Sex=female", "Age=2")

LIKENESS = 4  # of 1 to 4 the best on held-out questions of the GSS: benchmarks/new_questions.py
PSEUDO = 20.0  # answers that the wider cell is worth in the narrower one; our choice, of the order of a small cell


def uniform(train: Sequence[Record], test: Sequence[Record], seed: int) -> Rows:
    """Equal shares."""
    return [_equal(record) for record in test]


def majority(train: Sequence[Record], test: Sequence[Record], seed: int) -> Rows:
    """All on the question's most frequent answer among the choices shown; equally frequent ones share."""
    rows = marginal(train, test, seed)
    return [in_shares([float(value == max(row)) for value in row]) for row in rows]


def marginal(train: Sequence[Record], test: Sequence[Record], seed: int) -> Rows:
    """The question's distribution in train."""
    known = _marginals(train)
    return [known.row(record) for record in test]


def human(train: Sequence[Record], test: Sequence[Record], seed: int) -> Rows:
    """The question's distribution among other respondents of test, which stand in for train (`split_half`)."""
    return marginal(train, test, seed)


def cell(train: Sequence[Record], test: Sequence[Record], seed: int) -> Rows:
    """The distribution in the respondent's demographic cell, backing off one attribute at a time.

    Cells are nested in the order of the profile; each is mixed with the wider one, which counts as PSEUDO answers.
    """
    if not any(record["profile"] for record in train):
        raise InputError("no respondent of train has a profile, by which cells would be made")
    cells = _Cells(_quartiles(train))
    counts: dict[tuple[str, Steps], Shares] = defaultdict(lambda: defaultdict(float))
    for record in train:
        # A person is in every cell from the widest on; a group is one cell, and its people are in the others as well.
        for steps in cells.of(record)[-1 if record["grouped"] else 0 :]:
            _add(counts[record["question_id"], steps], record)
    rows = []
    for record, row in zip(test, marginal(train, test, seed), strict=True):
        for steps in cells.of(record):
            found = counts.get((record["question_id"], steps), {})
            seen = [found.get(text, 0.0) for text in record["choices"]]
            total = sum(seen)
            row = [(count + PSEUDO * share) / (total + PSEUDO) for count, share in zip(seen, row, strict=True)]
        rows.append(row)
    return rows


def nearest(train: Sequence[Record], test: Sequence[Record], seed: int) -> Rows:
    """The question's distribution in train; for a new question that of the most similarly worded train questions.

    Likeness is the cosine of TF-IDF weighted character 2- to 4-grams, which suits both languages. Questions with the
    same choices count, or else those with as many on their scale, whose shares are carried over by place; each by its
    likeness to the power of LIKENESS.
    """
    known = _marginals(train)
    rows = [known.row(record) for record in test]
    new = [index for index, record in enumerate(test) if record["question_id"] not in known.questions]
    sources = list({_as_worded(record): record for record in train}.values())
    near = _similar([test[index] for index in new], sources)
    found: dict[tuple[str, ...], list[float]] = {}  # many respondents see the same choices in the same order
    for index in new:
        record = test[index]
        key = (*_as_worded(record), *record["choices"])
        if key not in found:
            found[key] = _mixed(record, near.get(_as_worded(record), ()), known.questions)
        rows[index] = found[key] or rows[index]
    return rows


@dataclass(frozen=True)
class _Marginals:
    """Weighted answer counts of train: by question, and pooled over questions with the same choices."""

    questions: dict[str, Shares]
    pools: dict[frozenset[str], Shares]

    def row(self, record: Record) -> list[float]:
        own = self.questions.get(record["question_id"])
        pool = self.pools.get(frozenset(record["choices"]))
        for counts in (own, pool):
            row = in_shares([counts.get(text, 0.0) for text in record["choices"]] if counts else [])
            if row:
                return row
        return _equal(record)


def _add(counts: Shares, record: Record) -> None:
    for text, mass in record["given"].items():
        counts[text] += mass


def _marginals(train: Sequence[Record]) -> _Marginals:
    questions: dict[str, Shares] = defaultdict(lambda: defaultdict(float))
    pools: dict[frozenset[str], Shares] = defaultdict(lambda: defaultdict(float))
    for record in train:
        _add(questions[record["question_id"]], record)
        _add(pools[frozenset(record["choices"])], record)
    return _Marginals(questions, pools)


def numeric_attributes(train: Sequence[Record]) -> set[str]:
    """Attributes whose value is a number in every profile that has it."""
    values: dict[str, set[str]] = defaultdict(set)
    for record in train:
        for name, value in profile(record):
            values[name].add(value)
    return {name for name, seen in values.items() if all(as_number(value) is not None for value in seen)}


class _Cells:
    """The cells a profile is in, from the widest to the narrowest, made once a profile: respondents answer often."""

    def __init__(self, cuts: Mapping[str, Sequence[float]]) -> None:
        self._cuts = cuts
        self._made: dict[tuple[tuple[str, str], ...], list[Steps]] = {}

    def of(self, record: Record) -> list[Steps]:
        """One more attribute each, numbers in the band of their quartile."""
        pairs = tuple(profile(record))
        if pairs not in self._made:
            steps = []
            for name, value in pairs:
                number = as_number(value)
                band = bisect(self._cuts[name], number) if name in self._cuts and number is not None else value
                steps.append(f"{name}={band}")
            self._made[pairs] = [tuple(steps[:count]) for count in range(1, len(steps) + 1)]
        return self._made[pairs]


def _quartiles(train: Sequence[Record]) -> dict[str, list[float]]:
    """Cuts of each numeric attribute, so that an age is a band of ages; none for groups, whose values are bands."""
    if any(record["grouped"] for record in train):
        return {}
    numeric = numeric_attributes(train)
    values: dict[str, list[float]] = defaultdict(list)
    for record in train:
        for name, value in profile(record):
            if name in numeric:
                values[name].append(float(value))
    return {name: quantiles(seen, n=4) if len(seen) > 1 else [] for name, seen in values.items()}


def _as_worded(record: Record) -> tuple[str, str]:
    """A question and the language of its wording: one that was asked in two has two wordings."""
    return record["question_id"], record["language"]


def _similar(records: Sequence[Record], sources: Sequence[Record]) -> dict[tuple[str, str], list[tuple[Record, float]]]:
    """For each question of `records`, as asked, the sources that fit it, with their weights."""
    require("sklearn", "baselines")
    from sklearn.feature_extraction.text import TfidfVectorizer

    asked = list({_as_worded(record): record for record in records}.values())
    if not asked or not sources:
        return {}
    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True)
    known = vectorizer.fit_transform([source["question"] for source in sources])
    likeness = (vectorizer.transform([record["question"] for record in asked]) @ known.T).toarray()
    found = {}
    for record, row in zip(asked, likeness.tolist(), strict=True):
        pairs = [(source, value**LIKENESS) for source, value in zip(sources, row, strict=True)]
        fit = [pair for pair in pairs if len(_ordered(pair[0])) == len(_ordered(record))]
        found[_as_worded(record)] = [pair for pair in fit if _same_choices(pair[0], record)] or fit
    return found


def _mixed(record: Record, near: Sequence[tuple[Record, float]], counts: Mapping[str, Shares]) -> list[float]:
    """The weighted mean of the near questions' shares on the record's choices; empty where there are none."""
    parts = [
        [weight * share for share in _carried(record, source, counts[source["question_id"]])] for source, weight in near
    ]
    return in_shares([math.fsum(column) for column in zip(*parts, strict=True)])


def _carried(record: Record, source: Record, counts: Shares) -> list[float]:
    """The source question's shares on the record's choices: by their texts, or else place by place on the scale."""
    if _same_choices(record, source):
        return in_shares([counts.get(text, 0.0) for text in record["choices"]]) or _equal(record)
    places = dict(zip(_ordered(record), _ordered(source), strict=True))
    return in_shares([counts.get(places.get(text, ""), 0.0) for text in record["choices"]]) or _equal(record)


def _same_choices(record: Record, source: Record) -> bool:
    return set(record["choices"]) == set(source["choices"])


def _ordered(record: Record) -> list[str]:
    """The choices that have a place on the scale, in its order."""
    placed = [pair for pair in zip(record["scale"], record["choices"], strict=True) if pair[0] >= 0]
    return [text for _, text in sorted(placed)]


def profile(record: Record) -> list[tuple[str, str]]:
    return [(item["attribute"], item["value"]) for item in record["profile"]]


def as_number(value: str) -> float | None:
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _equal(record: Record) -> list[float]:
    return [1 / len(record["choices"])] * len(record["choices"])


def in_shares(counts: Sequence[float]) -> list[float]:
    """Counts as shares; an empty list where there are none."""
    total = math.fsum(counts)
    return [count / total for count in counts] if total > 0 else []
