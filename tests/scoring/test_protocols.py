"""What a caller passes wrongly is told in one line that names the list and the row, and shows no text."""

import math

import numpy as np
import pytest

from alignsurvey.scoring import (
    score_attitude_stance,
    score_attitude_stance_group,
    score_distributions,
    score_interview,
    score_social_role,
    score_survey_response,
)

STANCE = '{"stance": "positive", "reason": "near"}'
RATED = '{"naturalness": 4, "style_match": 4, "consistency": 4}'
ROWS = {"predictions": ["A", "B"], "references": ["A. x", "B. y"], "choices": [["x", "y"]] * 2}
ASKED = {"question_ids": ["q", "q"], "scales": [[0, 1]] * 2}
HALF = {"predictions": [[0.5, 0.5]], "references": [[0.5, 0.5]]}
WEIGHTS = "weights must be finite numbers of at least 0 with a sum over 0"


def _told(compute, inputs, message):
    with pytest.raises(ValueError, match=message) as told:
        compute(**inputs)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"predictions": ["A", 7]}, r"row 1: predictions must be texts .*, found int"),
        ({"predictions": [math.nan, "A"]}, "row 0: predictions must be texts .*, found float"),
        ({"predictions": [["A"], "A"]}, "row 0: predictions must be texts .*, found list"),
        ({"predictions": None}, "predictions must be a list with one item a row, found nothing"),
        ({"predictions": "AB"}, "predictions must be a list with one item a row, found a text"),
        ({"references": [0.0, 1.0]}, "row 0: references must be texts .*, found float"),
        ({"choices": [None, ["x"]]}, "row 0: choices must be a list of texts, found nothing"),
        ({"choices": ["x", "y"]}, "row 0: choices must be a list of texts, found a text"),
        ({"choices": [{"x", "y"}, ["x", "y"]]}, "row 0: choices must be a list of texts, found set"),
        ({"choices": [["x", "y"], [1, 2]]}, "row 1: choices must be a list of texts"),
        ({"choices": [["x", "y"], []]}, "row 1: choices must be a list of texts with at least one"),
        ({"weights": [-1, 2]}, WEIGHTS),
        ({"weights": [0, 0]}, WEIGHTS),
        ({"weights": [None, 1]}, WEIGHTS),
        ({"weights": [1e308, 1e308]}, WEIGHTS),
        ({"weights": ["a", 1]}, "weights must be a list of numbers"),
        ({"weights": [[1], [1, 2]]}, "weights must be a list of numbers"),
        ({"weights": 3}, "weights must be a list of numbers"),
        ({"weights": [1]}, "2 references but 1 weights"),
        ({"question_ids": ["q"]}, "2 references but 1 question_ids"),
        ({"question_ids": [["q"], "q"]}, "row 0: question_ids must be texts or numbers, found list"),
        ({"groups": ["a", None]}, "row 1: groups must be texts or numbers, found nothing"),
        ({"respondent_ids": [["a"], "b"]}, "row 0: respondent_ids must be texts or numbers"),
        ({**ASKED, "scales": [[0, 1], None]}, "row 1: scales must be a list of numbers"),
        ({**ASKED, "scales": [["a", "b"]] * 2}, "row 0: scales must be a list of numbers"),
        ({**ASKED, "scales": [[0, None]] * 2}, "row 0: positions must be finite"),
        ({**ASKED, "probabilities": [[None, 1], None]}, "row 0: probabilities must be 2 numbers"),
        ({**ASKED, "probabilities": [["a", "b"], None]}, "row 0: probabilities must be a list of numbers"),
        ({**ASKED, "probabilities": [0.5, 0.5]}, "row 0: probabilities must be a list of numbers"),
    ],
)
def test_answers(changed, message):
    _told(score_survey_response, {**ROWS, **changed}, message)


def test_a_missing_reply_is_wrong_and_unreadable():
    scores = score_survey_response(**{**ROWS, "predictions": [None, "B"]})
    assert (scores["accuracy"], scores["unreadable_rate"]) == (0.5, 0.5)


def test_groups_may_be_texts_and_numbers():
    assert set(score_survey_response(**ROWS, groups=["a", 1])["by_group"]) == {"a", "1"}


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"predictions": [[0.2, 0.2]]}, "row 0: the shares add up to 0.4; make it 1, or 100 for per cent"),
        ({"references": [[2, 3]]}, "row 0: the shares add up to 5"),
        ({"predictions": [7]}, "row 0: a distribution must be a list of numbers"),
        ({"predictions": [["a", 1]]}, "row 0: a distribution must be a list of numbers"),
        ({"predictions": [[None, 1]]}, "row 0: a distribution is a list of finite numbers"),
        ({"predictions": [[1e308, 1e308]]}, "row 0: a distribution is a list of finite numbers"),
        ({"references": [None]}, "row 0: the reference must be a text or a list of shares"),
        ({"references": ["?"]}, "row 0: the text names no choice"),
        ({"positions": 3}, "positions must be a list for all rows, or a list of lists"),
        ({"positions": ["a", "b"]}, "row 0: positions must be a list of numbers"),
        ({"choices": "xy"}, "choices must be a list for all rows"),
        ({"choices": [1, 2]}, "row 0: choices must be a list of texts"),
        ({"choices": [["x", None]]}, "row 0: choices must be a list of texts"),
    ],
)
def test_distributions(changed, message):
    _told(score_distributions, {**HALF, **changed}, message)


def test_shares_may_be_per_cent_and_nothing_costs_the_most():
    scores = score_distributions([[45, 55], None], [[0.45, 0.55]] * 2, positions=np.array([0, 1]))
    assert scores["wasserstein"] == pytest.approx(0.55 / 2)
    assert scores["parse_rate"] == 0.5


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"predictions": [{"stance": "positive"}]}, "row 0: predictions must be texts .*, found dict"),
        ({"weights": [-1]}, WEIGHTS),
        ({"weights": [math.nan]}, WEIGHTS),
        ({"weights": [0]}, WEIGHTS),
        ({"tokenizer": "jieba"}, "tokenizer must be a function"),
    ],
)
def test_stances(changed, message):
    _told(score_attitude_stance, {"predictions": [STANCE], "references": [STANCE], **changed}, message)


def test_a_group_reference_that_names_no_stance_has_its_row():
    _told(
        score_attitude_stance_group, {"predictions": ["x"] * 2, "references": [[0, 0, 1], "x"]}, "row 1: the text names"
    )


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"predictions": [3]}, "row 0: predictions must be texts .*, found int"),
        ({"references": [None]}, "row 0: the reference holds no value"),
        ({"attributes": [["x"]]}, "row 0: attributes must be texts or numbers"),
        ({"attributes": "x"}, "attributes must be a list"),
        ({"choices": [[1, 2]]}, "row 0: choices must be a list of texts"),
        ({"choices": ["ab"]}, "row 0: choices must be a list of texts, found a text"),
        ({"attribute_groups": 3}, "attribute_groups must be a list with one item a row, found int"),
        ({"attribute_groups": {"x": "accuracy"}}, "attribute_groups: 'accuracy' is the name of a score"),
    ],
)
def test_attributes(changed, message):
    _told(score_social_role, {"predictions": ["a"], "references": ["a"], "attributes": ["x"], **changed}, message)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"predictions": [[]]}, "row 0: replies must be texts, one a judge"),
        ({"predictions": [[RATED], [3]]}, "row 1: replies must be texts"),
        ({"predictions": [{"naturalness": 4}]}, "row 0: replies must be texts"),
        ({"predictions": RATED}, "predictions must be a list"),
        ({"predictions": [[RATED] * 2], "judges": ["a", "a"]}, "judges must be names, each another"),
        ({"judges": "a"}, "judges must be a list"),
        ({"human": [None]}, "row 0: human must map naturalness, style_match, consistency to numbers of 1 to 5"),
        ({"human": [{"naturalness": "good"}]}, "row 0: human must map"),
        ({"human": [{"naturalness": 40}]}, "row 0: human must map"),
        ({"human": [{"fluency": 4}]}, "row 0: human must map"),
    ],
)
def test_judges(changed, message):
    _told(score_interview, {"predictions": [[RATED]], **changed}, message)


def test_a_human_rating_may_be_missing():
    inputs = {"predictions": [[RATED], [RATED.replace("4", "2")]], "human": [{"naturalness": 4}, {"naturalness": None}]}
    assert score_interview(**inputs)["human_agreement"]["naturalness"] is None
