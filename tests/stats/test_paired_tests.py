"""Paired tests: against scipy, textbook cases, and what few units can tell."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats as scipy_stats

from alignsurvey import stats


def _clustered(clusters=80, size=10, seed=0):
    """Answers that are alike within a cluster: (values, clusters)."""
    draw = np.random.default_rng(seed)
    chance = draw.beta(0.5, 0.5, clusters)
    return (draw.random((clusters, size)) < chance[:, None]).ravel().astype(float), np.repeat(np.arange(clusters), size)


FINITE = st.floats(-100, 100).map(lambda value: round(value, 3))


PAIRS = st.lists(st.tuples(FINITE, FINITE), min_size=2, max_size=40)


OUTCOMES = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1)), min_size=2, max_size=90)


@settings(deadline=None)
@given(PAIRS)
def test_the_paired_t_test_is_scipys(pairs):
    left, right = np.array(pairs).T
    found = stats.paired_t(left, right)
    if np.ptp(left - right) > 1e-9:
        wanted = scipy_stats.ttest_rel(left, right)
        assert found.p == pytest.approx(wanted.pvalue, abs=1e-12)
        assert found.statistic == pytest.approx(wanted.statistic, rel=1e-6)
    assert found.difference == pytest.approx((left - right).mean(), abs=1e-9)


def test_differences_without_spread_have_a_p_value():
    assert stats.paired_t([1, 0, 1], [1, 0, 1]).p == 1
    assert stats.paired_t([1.0, 2.0], [0.0, 1.0]) == stats.Paired(1.0, 0.0, math.inf)


@settings(deadline=None)
@given(OUTCOMES)
def test_mcnemar_is_the_sign_test_or_near_it(pairs):
    left, right = np.array(pairs).T
    wins, losses = int((left > right).sum()), int((left < right).sum())
    found = stats.mcnemar(left, right)
    exact = scipy_stats.binomtest(wins, wins + losses).pvalue if wins + losses else 1.0
    assert found.p == pytest.approx(exact, abs=1e-12 if wins + losses < stats.paired_tests.EXACT_BELOW else 0.02)
    assert found.p == stats.mcnemar(right, left).p
    assert found.difference == pytest.approx((wins - losses) / len(pairs))


def test_mcnemar_with_many_discordant_pairs():
    left = np.array([1] * 40 + [0] * 20 + [1] * 100)
    right = np.array([0] * 40 + [1] * 20 + [1] * 100)
    found = stats.mcnemar(left, right)
    assert found.statistic == pytest.approx(19**2 / 60)
    assert found.p == pytest.approx(scipy_stats.chi2.sf(19**2 / 60, 1))


def test_the_paired_bootstrap_knows_that_answers_go_together():
    values, clusters = _clustered(clusters=60, size=20)
    other, _ = _clustered(clusters=60, size=20, seed=5)
    alone, _ = stats.paired_bootstrap(values, other, range(len(values)))
    together, (low, high) = stats.paired_bootstrap(values, other, clusters)
    assert together.p > alone.p
    assert low < together.difference < high
    # One-sample t-test of the respondents' means: the same question, answered by another way.
    means = (values - other).reshape(60, 20).mean(axis=1)
    assert together.p == pytest.approx(scipy_stats.ttest_1samp(means, 0).pvalue, abs=0.05)


def test_the_paired_bootstrap_finds_nothing_in_nothing_and_something_in_something():
    same, interval = stats.paired_bootstrap([1, 0, 1], [1, 0, 1], "abc")
    assert (same.p, interval) == (1, (0, 0))
    values = np.random.default_rng(0).random(200)
    assert stats.paired_bootstrap(values + 1, values, range(200), replicates=999)[0].p < 1e-9


@pytest.mark.parametrize("count", [2, 4, 10])
def test_few_units_are_held_to_what_they_can_tell(count):
    """Distances between groups are of as many units as there are questions, which may be four."""
    draw, held, found = np.random.default_rng(13), 0, 0
    for trial in range(300):
        values = draw.normal(size=count)
        low, high = stats.mean_interval(values, replicates=500, seed=trial)
        held += low <= 0 <= high
        found += stats.paired_bootstrap(values, np.zeros(count), range(count), replicates=500, seed=trial)[0].p < 0.05
    assert held / 300 >= 0.92
    assert found / 300 <= 0.08


def test_one_unit_tells_neither_an_interval_nor_a_difference():
    assert stats.mean_interval([0.2, 0.4, 0.9], ["a"] * 3) is None
    test, interval = stats.paired_bootstrap([1, 1, 1], [0, 0, 1], ["a"] * 3)
    assert (test.p, interval) == (1, None)
    assert test.difference == pytest.approx(2 / 3)


@settings(deadline=None)
@given(st.integers(1, 12), st.integers(0, 40))
def test_no_difference_is_surer_than_its_signs_can_make_it(differing, alike):
    """With five respondents of three hundred for one model and none for the other, a sign test gives .0625."""
    left = np.array([1.0] * differing + [1.0] * alike + [0.0])
    right = np.array([0.0] * differing + [1.0] * alike + [0.0])
    test, _ = stats.paired_bootstrap(left, right, range(len(left)), replicates=200)
    assert test.p >= scipy_stats.binomtest(differing, differing).pvalue - 1e-12


def test_the_interval_of_a_difference_leaves_out_0_where_p_is_below_its_level():
    draw = np.random.default_rng(5)
    for trial in range(60):
        left, right = draw.random(60), draw.random(60) + draw.uniform(-0.2, 0.2)
        test, (low, high) = stats.paired_bootstrap(left, right, np.arange(60) // 3, replicates=400, seed=trial)
        assert (test.p < 0.05) == (not low <= 0 <= high)


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=20), st.floats(0.001, 0.2))
def test_holm_rejects_what_stepping_down_rejects(p_values, level):
    ordered, rejected = sorted(p_values), set()
    for step, p in enumerate(ordered):
        if p * (len(ordered) - step) > level:
            break
        rejected.add(p)
    found = stats.holm(p_values)
    assert [bool(p <= level) for p in found] == [p in rejected for p in p_values]
    assert all(adjusted >= p for adjusted, p in zip(found, p_values, strict=True))


@pytest.mark.parametrize(
    "call",
    [
        lambda: stats.paired_t([1.0], [0.0]),
        lambda: stats.paired_t([1, math.nan], [0, 1]),
        lambda: stats.paired_t([1, 2, 3], [0, 1]),
        lambda: stats.mcnemar([0.5, 1], [0, 1]),
        lambda: stats.holm([0.5, math.nan]),
        lambda: stats.brier([[1.0]], []),
        lambda: stats.calibration_error([1.5], [1]),
    ],
)
def test_what_cannot_be_tested_is_refused(call):
    with pytest.raises(ValueError, match=r"needs|must|but"):
        call()
