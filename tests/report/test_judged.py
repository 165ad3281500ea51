"""Judges' replies to scores with intervals: each judge counts once, and what is missing counts nowhere."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignsurvey.report import judged
from alignsurvey.scoring.interview import DIMENSIONS


def reply(score):
    return None if score is None else json.dumps(dict.fromkeys(DIMENSIONS, score))


def score(table, judges):
    records = [{"id": str(place), "respondent_id": f"r{place // 2}"} for place in range(len(table))]
    return judged(records, [[reply(value) for value in row] for row in table], judges)


def test_judge_with_few_ratings_weighs_as_much_as_one_with_many():
    found = score([[5, None], [5, None], [5, 1], [5, None]], ["a", "b"])
    assert found["naturalness"] == 3
    assert found["missing"]["naturalness"] == 3
    assert found["respondents"] == 2
    assert found["intervals"]["naturalness"] == [1, 5]  # two respondents say next to nothing, within the scale


def test_dimension_that_nobody_rated_has_no_interval():
    found = judged([{"id": "a", "respondent_id": "r"}], [['{"naturalness": 4}']], ["a"])
    assert found["consistency"] is None
    assert found["intervals"] == {}  # nor has one that was rated for one respondent


@given(st.lists(st.lists(st.integers(1, 5) | st.none(), min_size=2, max_size=2), min_size=1, max_size=12))
def test_interval_holds_within_the_scale(table):
    found = score(table, ["a", "b"])
    for low, high in found["intervals"].values():
        assert 1 - 1e-9 <= low <= high <= 5 + 1e-9
    rated = [value for row in table for value in row if value is not None]
    people = {place // 2 for place, row in enumerate(table) if any(row)}
    assert ("naturalness" in found["intervals"]) == (len(people) > 1)
    if len(people) > 1 and len(set(rated)) == 1:
        assert found["intervals"]["naturalness"] == pytest.approx([rated[0]] * 2)
