"""Baselines that know other answers of the respondent: alike respondents, and a low-rank model of all answers.

Both see a respondent as zeros and ones, a column for each answer to a question and for each value of the profile.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..schema import Record
from .counts import PSEUDO, Rows, in_shares, marginal, profile

Floats = NDArray[np.float64]
Key = tuple[str, str]  # (question or attribute, answer or value)

NEAREST = 100  # respondents; our choice, not tuned
RANK = 8  # of the answer model; our choice, not tuned
_LEAST = 0.01  # share that the answer model leaves a choice that train has


@dataclass(frozen=True)
class _People:
    """The respondents of train: `table[person, column]` is 1 where the respondent gave the answer or has the value, and
    `known` whether the question was answered at all."""

    columns: dict[Key, int]
    questions: dict[str, list[int]]
    table: Floats
    known: Floats
    weights: Floats


def neighbours(train: Sequence[Record], test: Sequence[Record], seed: int) -> Rows:
    """The answers of the NEAREST respondents of train, by their weights: those with most past answers and attributes in
    common. The question's distribution counts as PSEUDO further answers."""
    people = _people(train)
    rows = marginal(train, test, seed)
    for place, record in enumerate(test):
        options = [people.columns.get(_answer_key(record, text)) for text in record["choices"]]
        if all(option is None for option in options):
            continue
        own = [people.columns[key] for key in _facts(record) if key in people.columns]
        alike = people.table[:, own].sum(axis=1)
        alike[people.known[:, next(option for option in options if option is not None)] == 0] = -1
        near = np.argsort(-alike, kind="stable")[:NEAREST]
        near = near[alike[near] >= 0]
        mass = people.weights[near] / max(people.weights[near].mean(), 1e-12) if len(near) else people.weights[near]
        counts = [0.0 if option is None else float(mass @ people.table[near, option]) for option in options]
        rows[place] = in_shares([count + PSEUDO * share for count, share in zip(counts, rows[place], strict=True)])
    return rows


def low_rank(train: Sequence[Record], test: Sequence[Record], seed: int) -> Rows:
    """A linear model of all answers with RANK hidden dimensions (probabilistic PCA on the answers that are there).

    The past answers and the profile say where a respondent stands in these dimensions, and that which answers to
    expect. Questions that train does not have take the marginal.
    """
    people = _people(train)
    mean, loads, noise = _factors(people)
    rows = marginal(train, test, seed)
    for place, record in enumerate(test):
        options = [people.columns.get(_answer_key(record, text)) for text in record["choices"]]
        facts = dict(_facts(record))
        seen = [column for name in facts for column in people.questions.get(name, ())]
        if not seen or all(option is None for option in options):
            continue
        given = {people.columns[key] for key in facts.items() if key in people.columns}
        gap = np.array([float(column in given) for column in seen]) - mean[seen]
        part = loads[seen]
        hidden = np.linalg.solve(part.T @ part + noise * np.eye(loads.shape[1]), part.T @ gap)
        expected = mean + loads @ hidden
        rows[place] = in_shares([0.0 if option is None else max(float(expected[option]), _LEAST) for option in options])
    return rows


def _factors(people: _People) -> tuple[Floats, Floats, float]:
    """(mean of each column, its loadings, variance of what the loadings leave) from pairwise complete covariances."""
    mass = people.known * people.weights[:, None]
    mean = (mass * people.table).sum(axis=0) / np.maximum(mass.sum(axis=0), 1e-12)
    centred = (people.table - mean) * people.known
    covariance = centred.T @ centred / np.maximum(people.known.T @ people.known, 1.0)
    values, vectors = np.linalg.eigh(covariance)
    top = np.argsort(-values)[:RANK]
    loads = vectors[:, top] * np.sqrt(np.maximum(values[top], 0.0))
    left = np.diag(covariance) - (loads**2).sum(axis=1)
    return mean, loads, float(max(left.mean(), 1e-6))


def _people(train: Sequence[Record]) -> _People:
    columns: dict[Key, int] = {}
    facts: dict[str, set[Key]] = defaultdict(set)
    weights: dict[str, float] = {}
    for record in train:
        answer, weight = next(iter(record["given"].items()))
        weights[record["respondent_id"]] = weight
        facts[record["respondent_id"]] |= {_answer_key(record, answer), *profile(record)}
    for key in sorted({key for own in facts.values() for key in own}):
        columns[key] = len(columns)
    questions: dict[str, list[int]] = defaultdict(list)
    for (name, _), column in columns.items():
        questions[name].append(column)
    return _People(columns, questions, *_tables(facts.values(), columns, questions), np.array(list(weights.values())))


def _tables(
    facts: Iterable[set[Key]], columns: dict[Key, int], questions: dict[str, list[int]]
) -> tuple[Floats, Floats]:
    everybody = list(facts)
    table, known = np.zeros((2, len(everybody), len(columns)))
    for person, own in enumerate(everybody):
        for name, value in own:
            table[person, columns[name, value]] = 1
            known[person, questions[name]] = 1
    return table, known


def _answer_key(record: Record, answer: str) -> Key:
    return record["question_id"], answer


def _facts(record: Record) -> list[Key]:
    """What is known of the respondent: the past answers and the profile."""
    return [*((one["question_id"], one["answer"]) for one in record["past"]), *profile(record)]
