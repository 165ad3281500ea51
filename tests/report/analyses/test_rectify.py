"""A run seen through a pilot: shares by question and group, what a pilot needs, what is left out."""

import numpy as np
import pytest

from alignsurvey.files.errors import InputError
from alignsurvey.report.analyses.rectify import rectify
from alignsurvey.schema import Prediction

SCALE = {"low": 0, "middle": 1, "high": 2, "don't know": -1}


def _run(people=200, skill=0.7, seed=0):
    """Records of two questions, choices shuffled by record, and a model that is off towards "high"."""
    draw = np.random.default_rng(seed)
    records, predictions = [], []
    for person in range(people):
        group = "young" if person % 4 else "old"
        for question in ("q1", "q2"):
            choices = list(draw.permutation(list(SCALE)))
            said = choices.index(draw.choice(list(SCALE), p=[0.5, 0.2, 0.2, 0.1]))
            shares = np.full(4, (1 - skill) / 4)
            shares[said if draw.random() < 0.8 else choices.index("high")] += skill
            name = f"{question}-{person}"
            records.append(
                {
                    **{"id": name, "respondent_id": f"p{person}", "question_id": question, "language": "en"},
                    **{"choices": choices, "scale": [SCALE[choice] for choice in choices], "answer": said},
                    **{"weight": 1.0 + person % 3, "profile": [{"attribute": "age", "value": group}]},
                }
            )
            predictions.append(Prediction(name, choices[int(shares.argmax())], tuple(shares)))
    return records, predictions


def test_shares_are_of_the_choices_whatever_the_order_shown():
    found = rectify(*_run(), "survey_response", 60)
    assert [row.choice for row in found.shares[:4]] == ["low", "middle", "high", "don't know"]
    assert sum(row.real for row in found.shares[:4]) == pytest.approx(1)
    assert {row.question for row in found.shares} == {"q1", "q2"}


def test_a_pilot_takes_the_models_bias_away():
    facts = rectify(*_run(), "survey_response", 60).facts()
    assert facts["error_of_rectified"] < facts["error_of_predictions"]
    assert facts["effective_interviews"] > facts["interviews"]


def test_most_intervals_hold_the_real_share():
    held = [
        row.estimate.interval[0] <= row.real <= row.estimate.interval[1]
        for seed in range(12)
        for row in rectify(*_run(seed=seed), "survey_response", 60, seed=seed).shares
    ]
    assert np.mean(held) > 0.9


def test_groups_with_few_interviews_are_left_out_and_counted():
    found = rectify(*_run(people=80), "survey_response", 24, by="age")
    assert {row.group for row in found.shares} == {"young"}
    assert found.left_out == 2


def test_strata_and_psus_of_the_source_are_used():
    records, predictions = _run()
    for row in records:
        row |= {"stratum": f"s{int(row['respondent_id'][1:]) % 2}", "psu": f"c{int(row['respondent_id'][1:]) % 40}"}
    assert rectify(records, predictions, "survey_response", 60).shares[0].estimate.interviews <= 40


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"pilot": 19}, "a pilot of 19 respondents: give 20 to 199"),
        ({"pilot": 200}, "give 20 to 199"),
        ({"pilot": 60, "by": "shoe size"}, "no profile has the attribute 'shoe size'; known: age"),
        ({"pilot": 60, "config": "social_role"}, "has no answers of respondents"),
    ],
)
def test_bad_input_is_one_line(more, message):
    with pytest.raises(InputError, match=message) as told:
        rectify(*_run(), **{"config": "survey_response", **more})
    assert "\n" not in str(told.value)
