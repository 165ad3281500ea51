"""Whole batteries of questions held out of train and asked of test respondents: the config for new questions.

A battery is the questions that share a stem; a question without one is a battery of its own. A model that knows one
item of a battery knows much of the others, so that only a whole one is new.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...files.hashes import digest
from ..survey.survey import ANSWER, Survey
from .split import split_of

SHARE = 0.3  # of the questions, at most: train must still have something to learn from
OF_ONE = 0.2  # of the questions of a survey that is one battery; of 18 items 4
LEAST = 5  # questions of a survey below which nothing can be held out


def held_questions(surveys: Sequence[Survey], seed: int) -> set[str]:
    """The questions of the waves of a corpus that train must not hold.

    Args:
        surveys: the waves; a battery is the same one in each.
        seed: decides which batteries, together with their names; those of several questions come first.

    Returns:
        Ids of whole batteries with at most SHARE of the questions; of a survey that is one battery OF_ONE of its
        questions; none where there are fewer than LEAST.
    """
    batteries: dict[str, set[str]] = {}
    for item in (item for survey in surveys for item in survey.items):
        batteries.setdefault(item.stem or f"question {item.question.id}", set()).add(item.question.id)
    questions = set().union(*batteries.values())
    if len(questions) < LEAST:
        return set()
    if len(batteries) == 1:
        ranked = sorted(questions, key=lambda name: (digest("battery", seed, name), name))
        return set(ranked[: round(OF_ONE * len(questions))])
    ranked = sorted(batteries, key=lambda name: (len(batteries[name]) == 1, digest("battery", seed, name), name))
    held: set[str] = set()
    for name in ranked:
        if len(held | batteries[name]) <= SHARE * len(questions):
            held |= batteries[name]
    return held


def with_new_questions(survey: Survey, held: set[str], seed: int) -> Survey:
    """The survey with only the held-out answers of test respondents, and only the other ones of those of train."""
    import polars as pl

    test = pl.Series([split_of(seed, person) == "test" for person in survey.frame["respondent_id"]], dtype=pl.Boolean)
    columns = [
        pl.when(test if item.question.id in held else ~test).then(pl.col(name)).alias(name)
        for item in survey.items
        for name in [ANSWER + item.question.id]
    ]
    return replace(survey, frame=survey.frame.with_columns(columns))
