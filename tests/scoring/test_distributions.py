"""Distances of written distributions to real ones."""

import pytest

from alignsurvey.scoring import score_distributions
from alignsurvey.scoring.wasserstein import worst

EN = ["good", "average", "bad"]


ZH = ["满意", "一般", "不满意"]


def test_choices_that_only_the_reference_names_may_hold_fractions():
    scores = score_distributions(["A: 40%\nB: 60%"], ["A. half of the time: 40%\nB. never: 60%"])
    assert (scores["wasserstein"], scores["parse_rate"]) == (pytest.approx(0), 1)


def test_a_reference_in_words_names_its_choices():
    assert score_distributions(["A: 40%\nB: 60%"], ["满意: 四成，不满意: 六成"])["wasserstein"] == pytest.approx(0)


def test_an_unreadable_prediction_costs_the_most_its_reference_allows():
    scores = score_distributions(["no idea", [0.2, 0.3, 0.5]], [[0.2, 0.3, 0.5]] * 2, positions=[0, 1, 2])
    most = worst([0.2, 0.3, 0.5], [0, 1, 2])
    assert most["wasserstein"] == pytest.approx(0.3 + 0.5 * 2)
    assert scores["wasserstein"] == pytest.approx(most["wasserstein"] / 2)
    assert scores["parse_rate"] == 0.5


def test_names_come_from_the_reference_when_no_choices_are_given():
    scores = score_distributions(["不满意: 28%\n满意: 45%\n一般: 27%"], ["A.满意: 45%\nB.一般: 27%\nC.不满意: 28%"])
    assert scores["wasserstein"] == pytest.approx(0)


def test_by_question_holds_the_means_of_each():
    scores = score_distributions([[1, 0], [0, 1], [0, 1]], [[1, 0]] * 3, question_ids=["a", "b", "b"])
    assert scores["by_question"]["b"]["wasserstein"] == 1
    assert scores["by_question"]["b"]["n"] == 2
    assert scores["wasserstein"] == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (([[1, 0, 0]], [[1, 0]]), "row 0: 3 shares for 2 choices"),
        (([[1, float("nan")]], [[1, 0]]), "row 0: a distribution"),
        (([[1, 0]], ["nothing"]), "row 0: the text names no choice"),
        (([[1, 0]], [[1, 0]], [[0, 1, 2]]), "row 0: 2 shares but 3 positions"),
        (([[1, 0]], [[1, 0]], [[0, 1], [0, 1]]), "1 references but 2 lists of positions"),
    ],
)
def test_bad_input_names_the_row(given, message):
    with pytest.raises(ValueError, match=message):
        score_distributions(*given)
