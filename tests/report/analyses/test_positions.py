"""Position bias: shares and accuracy by shown position."""

import pytest

from alignsurvey.report.analyses.positions import positions
from alignsurvey.schema import Prediction


def test_a_model_that_takes_the_first_choice_shows(survey, answered):
    rows, _ = answered
    survey.add("first", rows, [Prediction(row["id"], row["choices"][0]) for row in rows])
    found = positions(survey.read())
    assert [row.place for row in found] == [0, 1, 2]
    assert [row.predicted for row in found] == [1, 0, 0]
    assert [row.accuracy for row in found] == [1, 0, 0]
    assert sum(row.real for row in found) == pytest.approx(1)


def test_probabilities_count_rather_than_the_likeliest(survey, answered):
    rows, _ = answered
    survey.add("shares", rows, [Prediction(row["id"], row["choices"][0], (0.5, 0.3, 0.2)) for row in rows])
    assert [row.predicted for row in positions(survey.read())] == pytest.approx([0.5, 0.3, 0.2])


def test_baselines_see_no_order(survey, answered):
    rows, _ = answered
    survey.add("base", rows, [Prediction(row["id"], row["choices"][0]) for row in rows], model="baseline/uniform")
    assert positions(survey.read()) == []
