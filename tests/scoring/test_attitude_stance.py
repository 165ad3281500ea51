"""Scores of stances and reasoning."""

import json

import pytest

from alignsurvey.scoring import score_attitude_stance, score_attitude_stance_group


def test_rows_without_reason_stay_in_the_denominator():
    truth = json.dumps({"stance": "positive", "reason": "near and cheap"})
    scores = score_attitude_stance(['{"stance": "positive"}', "mumble", truth], [truth] * 3)
    assert scores["accuracy"] == pytest.approx(2 / 3)
    assert scores["rouge1"] == pytest.approx(1 / 3)
    assert (scores["parse_rate"], scores["n"]) == (pytest.approx(2 / 3), 3)


def test_a_tokenizer_of_ones_own():
    truth = json.dumps({"stance": "积极", "reason": "离家近"}, ensure_ascii=False)
    mine = json.dumps({"stance": "积极", "reason": "离家远"}, ensure_ascii=False)
    assert score_attitude_stance([mine], [truth], tokenizer=list)["jaccard"] == pytest.approx(2 / 4)


def test_group_distances_know_the_scale_of_stances():
    order = "A. 积极: 100%", "A. 积极: 0%\nB. 中立: 0%\nC. 消极: 100%"
    assert score_attitude_stance_group([order[0]], [order[1]])["wasserstein"] == 2
    assert score_attitude_stance_group(["neutral: 100%"], [[0, 0, 1]])["wasserstein"] == 1
    assert score_attitude_stance_group([[0, 1, 0]], [[1, 0, 0]])["wasserstein_normalized"] == 0.5


def test_a_reference_without_stance_names_its_row():
    with pytest.raises(ValueError, match="row 0: the reference holds no stance"):
        score_attitude_stance(["x"], ["y"])
