"""Brier score and calibration error against scikit-learn."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alignsurvey import stats


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
