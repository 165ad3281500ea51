"""Prediction-powered inference: against ppi-python, what good and bad predictions are worth, weights and clusters."""

import numpy as np
import pytest

from alignsurvey.stats.rectification import rectified_mean, rectified_shares
from alignsurvey.stats.survey_design import survey_design

PILOT, REST = np.arange(60), np.arange(400)
SAID = ((PILOT * 7) % 11 < 5).astype(float)
GUESS = np.where((PILOT * 5) % 13 < 3, 1 - SAID, SAID) * 0.8 + 0.05
OTHERS = ((REST * 7) % 11 < 4) * 0.8 + 0.05


def _equal(count):
    return survey_design(np.ones(count))


# Estimate and width of the 95% interval by ppi_py 0.2.3 (ppi_mean_pointestimate, ppi_mean_ci), which divides by n where
# ours divides by n - 1 or less, so that few interviews do not look surer than they are.
@pytest.mark.parametrize(
    ("tuning", "value", "width"), [(1.0, 0.382, 0.2367244179582496), (None, 0.40887726, 0.21882279362181511)]
)
def test_the_estimate_is_ppi_pythons(tuning, value, width):
    found = rectified_mean(SAID, GUESS, _equal(60), OTHERS, _equal(400), tuning=tuning)
    # The tuning is ppi-python's but for the same factor.
    assert found.value == pytest.approx(value, abs=1e-9 if tuning else 0.002)
    assert 2 * 1.959963984540054 * found.error == pytest.approx(width, rel=0.04)


def test_without_predictions_it_is_the_pilot():
    found = rectified_mean(SAID, GUESS, _equal(60), OTHERS, _equal(400), tuning=0.0)
    assert (found.value, found.interval) == (found.pilot, pytest.approx(found.pilot_interval))
    assert found.effective_interviews == pytest.approx(found.interviews) == 60


def test_perfect_predictions_are_worth_everyone():
    found = rectified_mean(SAID, SAID, _equal(60), (REST * 7) % 11 < 5, _equal(400))
    assert 300 < found.effective_interviews < 700
    assert found.tuning == pytest.approx(400 / 460, abs=0.02)


def test_predictions_that_say_nothing_are_left_out():
    found = rectified_mean(SAID, np.full(60, 0.9), _equal(60), np.full(400, 0.9), _equal(400))
    assert found.tuning == 0
    assert found.predicted == pytest.approx(0.9)


def test_shares_add_up_where_predictions_are_weighed_alike():
    said = [0, 1, 2] * 20
    draw = np.random.default_rng(0)
    guess, rest = draw.dirichlet([1, 2, 3], 60), draw.dirichlet([1, 2, 3], 400)
    found = rectified_shares(said, guess, _equal(60), rest, _equal(400))
    assert sum(item.pilot for item in found) == pytest.approx(1)
    assert sum(item.value for item in found) == pytest.approx(1, abs=0.1)


def test_people_who_answer_twice_are_one_cluster():
    once = rectified_mean(SAID, GUESS, _equal(60), OTHERS, _equal(400))
    twice = survey_design(np.ones(120), psu=np.repeat(PILOT, 2))
    found = rectified_mean(np.repeat(SAID, 2), np.repeat(GUESS, 2), twice, OTHERS, _equal(400))
    assert found.error == pytest.approx(once.error)
    assert found.interviews == 60


def test_weights_stand_for_people():
    weights = np.where(SAID == 1, 2.0, 1.0)
    found = rectified_mean(SAID, GUESS, survey_design(weights), OTHERS, _equal(400), tuning=0.0)
    assert found.pilot == pytest.approx(weights @ SAID / weights.sum())


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: rectified_mean([1], [1], _equal(1), OTHERS, _equal(400)), "ask more people"),
        (lambda: rectified_mean(SAID, GUESS[1:], _equal(60), OTHERS, _equal(400)), "59 predictions but 60 weights"),
        (lambda: rectified_mean(SAID * np.nan, GUESS, _equal(60), OTHERS, _equal(400)), "answers must be finite"),
    ],
)
def test_bad_input_is_one_line(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_intervals_hold_the_truth_of_a_biased_model():
    """300 pilots of 40 people, two answers each; the model is off by .2: 95% intervals hold the truth in 91 to 98%."""
    draw, held = np.random.default_rng(4), 0
    for _ in range(300):
        person = draw.normal(0, 1, 240)
        said = (person + draw.normal(0, 1, 240) > 0).astype(float)
        guess = np.clip(0.5 + 0.2 * person + 0.2, 0, 1)
        rows = np.repeat(np.arange(40), 2)
        pilot = survey_design(np.ones(80), psu=rows)
        found = rectified_mean(said[rows], guess[rows], pilot, guess[40:], _equal(200))
        held += found.interval[0] <= 0.5 <= found.interval[1]
    assert 0.91 <= held / 300 <= 0.98
