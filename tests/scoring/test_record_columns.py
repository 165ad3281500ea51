"""Metrics take columns of the records as they are: completion (lists of messages), answer (indices or values)."""

import json

import pytest

from alignsurvey.scoring import (
    score_attitude_stance,
    score_attitude_stance_group,
    score_distributions,
    score_social_role,
    score_survey_response,
)

STANCE = json.dumps({"stance": "positive", "reason": "near"})
SHARES = "A. yes: 40%\nB. no: 60%"


def _messages(*texts):
    return [[{"role": "assistant", "content": text}] for text in texts]


@pytest.mark.parametrize("protocol", ["robust", "paper"])
def test_answers_as_indices_and_as_messages(protocol):
    columns = {
        "predictions": ["A. low", "A. high"],
        "choices": [["low", "high"], ["high", "low"]],
        "protocol": protocol,
    }
    by_text = score_survey_response(references=["A. low", "B. low"], **columns)
    assert score_survey_response(references=[0, 1], **columns) == by_text
    assert score_survey_response(references=_messages("A. low", "B. low"), **columns) == by_text


@pytest.mark.parametrize(
    ("score", "texts", "more"),
    [
        (score_attitude_stance, [STANCE], {}),
        (score_attitude_stance_group, ["negative: 20%\nneutral: 30%\npositive: 50%"], {}),
        (score_distributions, [SHARES], {}),
        (score_social_role, ['["男"]'], {"attributes": ["性别"]}),
    ],
)
def test_completions_are_taken_as_they_are(score, texts, more):
    assert score(_messages(*texts), _messages(*texts), **more) == score(texts, texts, **more)


def test_the_values_of_an_attribute_may_be_a_list():
    found = score_social_role(['["b", "a"]'], [["a", "b"]], ["family"])
    assert found["accuracy"] == 1
