"""Figures of other studies: their anchors, and their relation to numpy's."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignsurvey.stats.field_figures import simbench_score, summarise_twins, twin_figures

REAL = [[0.7, 0.2, 0.1], [0.1, 0.9]]


def test_simbench_is_100_for_the_truth_and_0_for_the_uniform():
    assert simbench_score(REAL, REAL) == 100
    assert simbench_score([[1 / 3] * 3, [0.5, 0.5]], REAL) == pytest.approx(0)


def test_simbench_divides_by_the_data_sets_own_uniform():
    """Total variations .2 and .4; the uniform's are .3667 and .4, which two data sets keep apart."""
    predicted = [[0.5, 0.4, 0.1], [0.5, 0.5]]
    uniform = [0.7 - 1 / 3, 0.4]
    together = 100 * (1 - np.mean([0.2, 0.4]) / np.mean(uniform))
    apart = np.mean([100 * (1 - 0.2 / uniform[0]), 0])
    assert simbench_score(predicted, REAL) == pytest.approx(together)
    assert simbench_score(predicted, REAL, ["a", "b"]) == pytest.approx(apart)


def test_simbench_of_uniform_answers_is_not_defined():
    assert simbench_score([[0.4, 0.6]], [[0.5, 0.5]]) is None


@given(st.lists(st.tuples(st.floats(0, 4), st.integers(0, 4)), min_size=2, max_size=30))
def test_twins_agree_with_numpy(rows):
    mine, theirs = np.array([row[0] for row in rows]), np.array([row[1] for row in rows], float)
    found = twin_figures(mine, theirs, 0, 4)
    assert 0 <= found.accuracy <= 1
    assert found.accuracy == pytest.approx(1 - np.abs(mine - theirs).mean() / 4)
    if mine.std() > 1e-6 and theirs.std() > 1e-6:
        assert found.correlation == pytest.approx(np.corrcoef(mine, theirs)[0, 1], abs=1e-6)
        assert found.spread_ratio == pytest.approx(mine.std() / theirs.std())


def test_a_constant_prediction_has_no_correlation_and_is_counted():
    items = [twin_figures([2, 2, 2], [0, 2, 4], 0, 4), twin_figures([0, 2, 4], [0, 2, 4], 0, 4)]
    found = summarise_twins(items)
    assert (found.correlation, found.constant, found.items) == (1, 1, 2)
    assert found.accuracy == pytest.approx((1 + 2 / 3) / 2)
    assert found.spread_ratio == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: simbench_score([], []), "0 predicted"),
        (lambda: simbench_score([[1]], REAL), "1 predicted distributions, 2 real"),
        (lambda: simbench_score([[1, 0, 0], [1, 0, 0]], REAL), "over 3 choices beside one over 2"),
        (lambda: twin_figures([1], [1, 2], 0, 1), "1 predictions but 2 answers"),
        (lambda: twin_figures([1], [1], 1, 1), "has no length"),
        (lambda: summarise_twins([]), "no items"),
    ],
)
def test_bad_input_is_one_line(call, message):
    with pytest.raises(ValueError, match=message):
        call()
