"""Weighted accuracy, SimBench's score and the digital-twin figures of a run."""

import pytest

from alignsurvey.report.scores.kinds import score_predictions
from alignsurvey.schema import Prediction

CHOICES, SCALE = ["low", "middle", "high", "don't know"], [0, 1, 2, -1]


def _score(answers, replies, probabilities=None, **columns):
    records = [
        {
            **{"id": f"r{row}", "respondent_id": f"p{row}", "question_id": "q", "choices": CHOICES, "scale": SCALE},
            **{"answer": answer, "weight": 1.0, "language": "en"},
            **{name: values[row] for name, values in columns.items()},
        }
        for row, answer in enumerate(answers)
    ]
    given = probabilities or [None] * len(answers)
    lines = [Prediction(f"r{row}", reply, given[row]) for row, reply in enumerate(replies)]
    return score_predictions(records, lines, "survey_response")


def test_weights_give_a_weighted_accuracy_with_its_design():
    found = _score([0, 1, 2, 0], ["A", "B", "A", "B"], weight=[3.0, 1.0, 1.0, 1.0])
    assert found["accuracy"] == 0.5
    assert found["weighted"]["accuracy"] == pytest.approx(4 / 6)
    assert (found["weighted"]["psus"], found["weighted"]["strata"]) == (4, 1)
    assert found["weighted"]["accuracy_interval"][1] == 1


def test_strata_and_psus_of_the_source_count():
    columns = {"stratum": ["s", "s", "t", "t", "u"], "psu": ["a", "b", "a", "b", "a"]}
    found = _score([0, 1, 2, 0, 1], ["A", "B", "A", "B", "B"], **columns)["weighted"]
    assert (found["psus"], found["strata"], found["single_psu_strata"]) == (5, 3, 1)


def test_equal_weights_have_no_weighted_accuracy():
    assert "weighted" not in _score([0, 1], ["A", "B"])


def test_simbench_is_100_where_the_shares_are_right_whoever_gave_them():
    assert _score([0, 0, 1], ["A", "B", "A"])["simbench_score"] == pytest.approx(100)
    assert _score([0, 0, 1], ["?", "?", "?"])["simbench_score"] == pytest.approx(0)


def test_twins_take_the_expected_value_and_leave_out_what_has_no_place():
    sure = [(1.0, 0.0, 0.0, 0.0), (0.0, 0.5, 0.0, 0.5), (0.0, 0.0, 1.0, 0.0), (1.0, 0.0, 0.0, 0.0)]
    found = _score([0, 1, 2, 3], ["A"] * 4, sure)["twins"]
    assert found["correlation"] == pytest.approx(1)
    assert (found["accuracy"], found["items"], found["constant"]) == (1, 1, 0)


def test_sixty_per_cent_right_can_mean_no_correlation():
    found = _score([0, 0, 0, 1, 2], ["A"] * 5)
    assert found["accuracy"] == 0.6
    assert (found["twins"]["correlation"], found["twins"]["constant"]) == (None, 1)
