"""Brier score and calibration error against scikit-learn; a fit that undoes a known distortion."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alignsurvey import stats
from alignsurvey.stats import Calibration, QuestionAnswers, fit_calibration


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 1)), min_size=1, max_size=60))
def test_brier_and_calibration_are_scikit_learns(rows):
    sklearn = pytest.importorskip("sklearn.calibration")
    from sklearn.metrics import brier_score_loss

    chance, happened = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
    found = stats.brier([[1 - value, value] for value in chance], happened)
    assert found == pytest.approx(2 * brier_score_loss(happened, chance, labels=[0, 1]), abs=1e-9)
    share, mean = sklearn.calibration_curve(happened, chance, n_bins=10)
    sizes = np.bincount(np.searchsorted(np.linspace(0, 1, 11)[1:-1], chance), minlength=10)
    wanted = float(np.abs(share - mean) @ sizes[sizes > 0]) / len(rows)
    assert stats.calibration_error(chance, happened, bins=10) == pytest.approx(wanted, abs=1e-9)


def _question(temperature, shift, people=4000, seed=0):
    """Answers drawn from true probabilities, and predictions that are too sharp and prefer some choices."""
    draw = np.random.default_rng(seed)
    true = draw.dirichlet([2.0, 1.5, 1.0], people)
    answers = np.array([draw.choice(3, p=row) for row in true])
    bent = np.log(true) * temperature - np.array(shift)
    predicted = np.exp(bent) / np.exp(bent).sum(axis=1, keepdims=True)
    marginal = np.bincount(answers, minlength=3) / people
    return QuestionAnswers(predicted, answers, np.ones(people), marginal), true


def test_a_known_distortion_is_undone():
    part, true = _question(2.0, [1.0, 0.0, -1.0])
    fitted = fit_calibration({"q": part})
    assert fitted.temperature == pytest.approx(2.0, abs=0.25)
    assert np.abs(fitted.apply("q", part.predicted) - true).mean() < 0.03
    assert np.abs(part.predicted - true).mean() > 0.1


def test_the_mean_prediction_becomes_the_answers_shrunk_towards_the_marginal():
    part, _ = _question(1.0, [0.5, 0.0, 0.0], people=30)
    other = QuestionAnswers(part.predicted, part.answers, part.weights, np.array([0.2, 0.2, 0.6]))
    fitted = fit_calibration({"q": other}, prior=30)
    given = np.bincount(part.answers, minlength=3) / 30
    assert fitted.apply("q", part.predicted).mean(axis=0) == pytest.approx(
        (given + np.array([0.2, 0.2, 0.6])) / 2, abs=1e-4
    )


def test_a_question_that_was_not_fitted_gets_the_temperature_alone():
    fitted = Calibration(2.0, {})
    row = np.array([[0.64, 0.36]])
    assert fitted.apply("new", row)[0] == pytest.approx([0.8 / 1.4, 0.6 / 1.4])


def test_nothing_cannot_be_fitted():
    with pytest.raises(ValueError, match="no answers"):
        fit_calibration({})
