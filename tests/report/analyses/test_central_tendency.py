"""Entropy, spread, midpoint and calibration."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats as scipy_stats

from alignsurvey.report.analyses import central_tendency as tendency
from alignsurvey.schema import Prediction

SHARES = st.lists(st.floats(0.001, 1), min_size=2, max_size=7).map(lambda row: [value / sum(row) for value in row])


@settings(deadline=None)
@given(SHARES)
def test_entropy_and_spread_are_scipys(shares):
    places = list(range(len(shares)))
    assert tendency.entropy(shares) == pytest.approx(scipy_stats.entropy(shares, base=2), abs=1e-9)
    wanted = scipy_stats.rv_discrete(values=(places, np.array(shares) / sum(shares))).std()
    assert tendency.spread(shares, places) == pytest.approx(wanted, abs=1e-6)


def test_the_midpoint_is_half_way_on_the_scale():
    assert tendency.midpoint([0.2, 0.5, 0.3], [0, 1, 2]) == pytest.approx(0.5)
    assert tendency.midpoint([0.2, 0.5, 0.3], [0, 1, 3]) is None
    assert tendency.midpoint([0.5, 0.5], [0, 1]) is None
    assert tendency.midpoint([0.1, 0.4, 0.3, 0.2], [0, 1, 2, -1]) == pytest.approx(0.5)


def test_what_stands_on_no_scale_has_no_spread():
    assert tendency.spread([0.5, 0.5], [-1, -1]) is None


def test_one_answer_for_all_has_no_spread(survey, answered):
    rows, _ = answered
    survey.add("same", rows, [Prediction(row["id"], "about right") for row in rows])
    mean, *questions = tendency.tendencies(survey.read())
    assert (mean.question, mean.entropy, mean.spread, mean.midpoint) == ("all", 0, 0, 1)
    assert mean.entropy_real == pytest.approx(np.mean([row.entropy_real for row in questions]))
    assert len(questions) == 2


def test_unread_replies_are_no_choice(survey, answered):
    rows, _ = answered
    lines = [Prediction(row["id"], "about right" if n % 2 else "mumble") for n, row in enumerate(rows)]
    survey.add("half", rows, lines)
    assert tendency.tendencies(survey.read())[0].entropy in (0, None)
    survey.add("none", rows, [Prediction(row["id"], "mumble") for row in rows], adapter="a/b")
    assert tendency.tendencies(survey.read())[-1].entropy is None


def test_calibration_of_stated_probabilities(compared):
    for row, run in zip(tendency.calibrations(compared.read()), compared.read(), strict=True):
        assert row.confidence == pytest.approx(0.6)
        assert row.error == pytest.approx(abs(run.results["accuracy"] - 0.6))
        wrong, right = 0.2**2 + 0.6**2 + 0.8**2, 0.4**2 + 2 * 0.2**2
        assert row.brier == pytest.approx(row.accuracy * right + (1 - row.accuracy) * wrong)


def test_answers_without_probabilities_have_no_calibration(survey, answered):
    rows, lines = answered
    survey.add("plain", rows, [Prediction(line.id, line.prediction) for line in lines])
    assert tendency.calibrations(survey.read()) == []


def test_groups_are_averaged_by_question(survey):
    rows = [
        {"id": f"g{n}", "respondent_id": None, "question_id": "q0", "question": "Q", "group": [], "respondent_ids": [],
         "choices": ["a", "b", "c"], "scale": [0.0, 1.0, 2.0], "distribution": shares, "n": 30}
        for n, shares in enumerate(([1.0, 0.0, 0.0], [0.0, 0.0, 1.0]))
    ]  # fmt: skip
    lines = [Prediction(row["id"], "", (0.5, 0.0, 0.5)) for row in rows]
    survey.add("group", rows, lines, config="survey_response_group")
    whole, question = tendency.tendencies(survey.read())
    assert (whole.question, question.question, question.n) == ("all", "q0", 60)
    # Each group agrees with itself; together they would seem to be as torn as the prediction.
    assert (question.entropy, question.entropy_real, question.spread, question.spread_real) == (1.0, 0.0, 1.0, 0.0)


def test_calibration_is_of_the_likeliest_choice_not_of_the_reply(survey, builders):
    """A reply that was drawn from the probabilities is often another than the likeliest choice."""
    answers, _ = builders
    rows = answers(people=10)
    lines = []
    for row in rows:
        shares = tuple(0.8 if place == row["answer"] else 0.1 for place in range(3))
        lines.append(Prediction(row["id"], row["choices"][(row["answer"] + 1) % 3], shares))
    survey.add("drawn", rows, lines)
    (found,) = tendency.calibrations(survey.read())
    assert (found.accuracy, found.error) == (1, pytest.approx(0.2))


def test_stances_are_calibrated_over_the_three(survey):
    rows = [
        {"id": f"s{n}", "respondent_id": f"r{n}", "theme": "policy", "stance": stance, "reasoning": "", "profile": []}
        for n, stance in enumerate(("negative", "positive"))
    ]
    said = json.dumps({"stance": "negative", "reason": ""})
    survey.add("sure", rows, [Prediction(row["id"], said, (0.75, 0.25, 0.0)) for row in rows], config="attitude_stance")
    (found,) = tendency.calibrations(survey.read())
    assert (found.confidence, found.accuracy, found.error) == (0.75, 0.5, 0.25)
    assert found.brier == pytest.approx((0.125 + 1.625) / 2)
