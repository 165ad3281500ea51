"""Intervals: coverage, clusters, weights."""

import numpy as np
import pytest
from scipy import sparse

from alignsurvey import stats


def _clustered(clusters=80, size=10, seed=0):
    """Answers that are alike within a cluster: (values, clusters)."""
    draw = np.random.default_rng(seed)
    chance = draw.beta(0.5, 0.5, clusters)
    return (draw.random((clusters, size)) < chance[:, None]).ravel().astype(float), np.repeat(np.arange(clusters), size)


def test_an_interval_holds_the_mean_and_depends_on_the_seed_alone():
    values, clusters = _clustered()
    first = stats.mean_interval(values, clusters, seed=1)
    assert first[0] < values.mean() < first[1]
    assert first == stats.mean_interval(values, [f"r{name}" for name in clusters], seed=1)
    assert first != stats.mean_interval(values, clusters, seed=2)


def test_the_width_is_that_of_the_means_of_clusters():
    values, clusters = _clustered(clusters=300)
    low, high = stats.mean_interval(values, clusters, replicates=4000)
    error = values.reshape(300, -1).mean(axis=1).std(ddof=1) / np.sqrt(300)
    assert high - low == pytest.approx(2 * 1.96 * error, rel=0.1)
    alone = stats.mean_interval(values)
    assert high - low > 1.5 * (alone[1] - alone[0])


def test_nineteen_of_twenty_intervals_hold_the_truth():
    draw = np.random.default_rng(7)
    held = 0
    for trial in range(200):
        effects = np.repeat(draw.normal(size=60), 5) + draw.normal(size=300)
        low, high = stats.mean_interval(effects, np.repeat(np.arange(60), 5), replicates=400, seed=trial)
        held += low <= 0 <= high
    assert 0.89 <= held / 200 <= 0.99


def test_weights_weigh():
    low, high = stats.mean_interval([0.0, 1.0] * 50, weights=[0.0, 1.0] * 50)
    assert (low, high) == (1, 1)


def test_sparse_and_dense_sums_agree_and_blocks_change_nothing(monkeypatch):
    table = np.random.default_rng(3).integers(0, 2, (200, 4)).astype(float)
    clusters = np.arange(200) // 4

    def shares(sums):
        return sums[:, :3] / sums.sum(axis=1, keepdims=True)

    dense = stats.cluster_bootstrap(table, clusters, shares, replicates=300)
    monkeypatch.setattr(stats.intervals, "_CELLS", 5000)
    blocks = stats.cluster_bootstrap(sparse.csr_array(table), clusters, shares, replicates=300)
    np.testing.assert_allclose(dense, blocks)
    assert dense[0].shape == (3,)


def test_clusters_that_are_alike_are_drawn_together_to_the_same_end(monkeypatch):
    values, clusters = _clustered(clusters=300)
    together = stats.mean_interval(values, clusters, replicates=8000)
    monkeypatch.setattr(stats.intervals, "_NARROW", 0)
    apart = stats.mean_interval(values, clusters, replicates=8000)
    np.testing.assert_allclose(together, apart, atol=0.006)


def test_lengths_must_agree():
    with pytest.raises(ValueError, match="3 rows of values but 2 clusters"):
        stats.mean_interval([1, 2, 3], ["a", "b"])
