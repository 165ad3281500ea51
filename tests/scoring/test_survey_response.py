"""Scores of answers to survey items."""

import random

import numpy as np
import pytest

from alignsurvey.scoring import score_survey_response
from alignsurvey.scoring.replies.answers import render_choice

TEXTS = ("too little", "about right", "too much")


def _rows(count, seed=0):
    """Shuffled options, replies in several forms, some unreadable: (predictions, references, choices, read, truth)."""
    draw = random.Random(seed)
    rows = []
    for _ in range(count):
        shown = draw.sample(TEXTS, 3)
        truth, mine = draw.choice(TEXTS), draw.choice([*TEXTS, None])
        forms = [render_choice(shown.index(mine), shown), mine, "ABC"[shown.index(mine)]] if mine else ["mumble"]
        rows.append((draw.choice(forms), render_choice(shown.index(truth), shown), shown, mine or "none", truth))
    return [list(column) for column in zip(*rows, strict=True)]


def test_scores_agree_with_scikit_learn_whatever_the_order_shown():
    metrics = pytest.importorskip("sklearn.metrics")
    predictions, references, choices, read, truth = _rows(400)
    scores = score_survey_response(predictions, references, choices)
    theirs = metrics.precision_recall_fscore_support(truth, read, labels=TEXTS, average="macro", zero_division=0)
    assert scores["accuracy"] == pytest.approx(metrics.accuracy_score(truth, read))
    assert [scores[name] for name in ("precision", "recall", "f1")] == pytest.approx(theirs[:3])
    assert scores["parse_rate"] == pytest.approx(np.mean([name != "none" for name in read]))
    assert scores["n"] == 400


def test_weights_agree_with_scikit_learn():
    metrics = pytest.importorskip("sklearn.metrics")
    predictions, references, choices, read, truth = _rows(300, seed=1)
    weights = np.random.default_rng(1).random(300)
    scores = score_survey_response(predictions, references, choices, weights=weights)
    assert scores["accuracy"] == pytest.approx(metrics.accuracy_score(truth, read, sample_weight=weights))
    f1 = metrics.f1_score(truth, read, labels=TEXTS, average="macro", sample_weight=weights, zero_division=0)
    assert scores["f1"] == pytest.approx(f1)


def test_macro_means_are_taken_within_questions():
    predictions, references, choices, *_ = _rows(300, seed=2)
    questions = [f"q{number % 3}" for number in range(300)]
    scores = score_survey_response(predictions, references, choices, question_ids=questions)
    parts = []
    for name in ("q0", "q1", "q2"):
        rows = [row for row, question in enumerate(questions) if question == name]
        parts.append(
            score_survey_response(*([column[row] for row in rows] for column in (predictions, references, choices)))
        )
        assert scores["by_question"][name] == pytest.approx(parts[-1])
    assert scores["f1"] == pytest.approx(np.mean([part["f1"] for part in parts]))


def test_groups_and_respondents():
    predictions, references, choices, *_ = _rows(120, seed=3)
    groups = ["old" if row % 3 else "young" for row in range(120)]
    people = [f"r{row // 4}" for row in range(120)]
    scores = score_survey_response(predictions, references, choices, groups=groups, respondent_ids=people)
    young = [row for row in range(120) if row % 3 == 0]
    alone = score_survey_response(*([column[row] for row in young] for column in (predictions, references, choices)))
    assert scores["by_group"]["young"] == pytest.approx(alone)
    assert scores["respondents"] == 30
    assert 0 < scores["accuracy_se"] < 0.2


def test_unread_replies_stay_in_the_denominator_and_are_no_class():
    scores = score_survey_response(["A", "mumble", "I cannot answer"], ["A. a1", "A. a1", "B. b1"], [["a1", "b1"]] * 3)
    assert scores["accuracy"] == pytest.approx(1 / 3)
    assert scores["recall"] == pytest.approx((0.5 + 0) / 2)
    assert (scores["refusal_rate"], scores["unreadable_rate"]) == pytest.approx((1 / 3, 1 / 3))


def test_an_unreadable_reference_names_its_row():
    with pytest.raises(ValueError, match="row 1: the reference 'purple'"):
        score_survey_response(["A", "A"], ["A", "purple"], [["red", "blue"]] * 2)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"choices": None}, "choices are needed"),
        ({"choices": [["red", "blue"]] * 3}, "2 references but 3 choices"),
        ({"weights": [1.0, float("nan")]}, "weights must be finite"),
        ({"protocol": "lenient"}, "unknown protocol"),
        ({"predictions": [], "references": []}, "empty"),
    ],
)
def test_bad_input_is_refused(change, message):
    given = {"predictions": ["A", "A"], "references": ["A", "B"], "choices": [["red", "blue"]] * 2, **change}
    with pytest.raises(ValueError, match=message):
        score_survey_response(**given)


GROUP = {
    "predictions": ["A", "B", "no idea"],
    "references": ["A. low", "A. high", "B. high"],
    "choices": [["low", "high"], ["high", "low"], ["low", "high"]],
    "question_ids": ["q"] * 3,
    "scales": [[0, 1], [1, 0], [0, 1]],
}


def test_answers_add_up_to_distributions_where_scales_are_given():
    scores = score_survey_response(**GROUP, probabilities=[None, None, [0.5, 0.5]])
    assert scores["wasserstein"] == pytest.approx(2.5 / 3 - 1 / 3)
    assert score_survey_response(**GROUP)["total_variation"] == pytest.approx(2 / 3)  # one reply is none


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"question_ids": None}, "scales need question_ids"),
        ({"probabilities": [None, None]}, "3 predictions but 2 probabilities"),
        ({"probabilities": [None, None, [0.5, 0.6]]}, "row 2: probabilities must be 2 numbers"),
        ({"probabilities": [None, [float("nan"), 1.0], None]}, "row 1: probabilities must be 2 numbers"),
        ({"scales": [[0, 1]]}, "3 references but 1 scales"),
    ],
)
def test_bad_scales_and_probabilities_are_refused(change, message):
    with pytest.raises(ValueError, match=message):
        score_survey_response(**{**GROUP, **change})
