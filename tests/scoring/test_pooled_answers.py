"""Distributions that answers add up to."""

import pytest

from alignsurvey.scoring.pooled_answers import pool_answers


def test_distributions_from_probabilities_follow_the_shown_order():
    (part,) = pool_answers(
        ["q", "q"], [["low", "high"], ["high", "low"]], [[0, 1], [1, 0]], [0, 0], [[0.25, 0.75], [0.5, 0.5]], [1.0, 3.0]
    )
    assert part.choices == ("low", "high")
    assert part.predicted == pytest.approx((0.25 / 4 + 1.5 / 4, 0.75 / 4 + 1.5 / 4))
    assert part.reference == pytest.approx((0.25, 0.75))


def test_distributions_keep_unread_answers_off_the_scale():
    (part,) = pool_answers(["q"] * 2, [["low", "high"]] * 2, [[0, 1]] * 2, [0, 1], [0, -2])
    assert part.choices == ("low", "high", "unread")
    assert part.positions == (0, 1, -1)
    assert part.predicted == pytest.approx((0.5, 0, 0.5))


def test_a_choice_cannot_stand_at_two_places():
    with pytest.raises(ValueError, match="'low' stands at 0 and at 1"):
        pool_answers(["q"] * 2, [["low", "high"]] * 2, [[0, 1], [1, 0]], [0, 1], [0, 1])
