"""Macro scores against scikit-learn."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alignsurvey.scoring.classification import macro, totals

ROWS = st.lists(
    st.tuples(st.integers(0, 3), st.integers(-2, 3), st.floats(0.1, 5, allow_nan=False)), min_size=1, max_size=60
)


@settings(max_examples=100, deadline=None)
@given(ROWS)
def test_macro_scores_agree_with_scikit_learn(rows):
    metrics = pytest.importorskip("sklearn.metrics")
    reference, predicted, weights = (np.array(column) for column in zip(*rows, strict=True))
    ours = macro(totals(reference, predicted, weights, 4))
    classes = sorted(set(reference))
    theirs = metrics.precision_recall_fscore_support(
        reference, predicted, labels=classes, average="macro", sample_weight=weights, zero_division=0
    )[:3]
    np.testing.assert_allclose(ours, theirs, atol=1e-12)


def test_blocks_are_averaged_one_by_one():
    sums = np.array([[2.0, 0, 0, 1], [2, 1, 0, 1], [2, 1, 0, 1]])
    assert macro(sums, np.array([0, 0, 1, 1]))[1] == pytest.approx((0.5 + 1) / 2)


def test_leading_axes_are_replicates():
    sums = np.random.default_rng(0).integers(1, 9, (5, 3, 4)).astype(float)
    stacked = np.array(macro(sums, np.array([0, 0, 1, 1])))
    single = np.array([macro(part, np.array([0, 0, 1, 1])) for part in sums]).T
    np.testing.assert_allclose(stacked, single)
