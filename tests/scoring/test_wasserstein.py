"""Distances between distributions, against scipy and a transport programme."""

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment
from scipy.spatial.distance import jensenshannon
from scipy.stats import wasserstein_distance

from alignsurvey.scoring import wasserstein as ws

# No subnormal shares: half of one is 0, and scipy's Jensen-Shannon then divides by it.
MASS = st.floats(0, 1, allow_nan=False, allow_subnormal=False)


def _shares(size):
    return st.lists(MASS, min_size=size, max_size=size).filter(lambda values: sum(values) > 1e-3)


@st.composite
def pairs(draw, unplaced=False):
    size = draw(st.integers(2, 6))
    places = st.floats(0, 10, allow_nan=False)
    positions = draw(st.lists(places | st.just(-1.0) if unplaced else places, min_size=size, max_size=size))
    return draw(_shares(size)), draw(_shares(size)), positions


@settings(max_examples=100, deadline=None)
@given(pairs())
def test_ordered_distance_agrees_with_scipy(case):
    p, q, positions = case
    assert ws.wasserstein(p, q, positions) == pytest.approx(wasserstein_distance(positions, positions, p, q), abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(pairs(unplaced=True))
def test_every_distance_is_the_cheapest_transport(case):
    p, q, positions = case
    cheapest = ws.transport(p, q, ws.cost_matrix(positions))
    assert ws.wasserstein(p, q, positions) == pytest.approx(cheapest, abs=1e-7)


@settings(max_examples=40, deadline=None)
@given(pairs(), st.integers(0, 2**32 - 1))
def test_transport_never_beats_its_dual_nor_any_plan(case, seed):
    p, q, positions = case
    left, right = ws.distribution(p), ws.distribution(q)
    cost = np.random.default_rng(seed).random((len(positions), len(positions)))
    cheapest = ws.transport(p, q, cost)
    assert cheapest <= left @ cost @ right + 1e-9
    assert cheapest >= max(left @ cost.min(axis=1), right @ cost.min(axis=0)) - 1e-9


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=8), st.integers(0, 2**32 - 1))
def test_transport_of_equal_parts_is_the_cheapest_assignment(parts, seed):
    """Any ground cost, against another algorithm: each of n equal parts goes to one place."""
    starts, ends = zip(*parts, strict=True)
    cost = np.random.default_rng(seed).random((5, 5))
    matrix = cost[np.ix_(starts, ends)]
    cheapest = matrix[linear_sum_assignment(matrix)].mean()
    counts = [np.bincount(side, minlength=5).astype(float) for side in (starts, ends)]
    assert ws.transport(*counts, cost) == pytest.approx(cheapest, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(pairs(unplaced=True), st.data())
def test_it_is_a_metric(case, data):
    p, q, positions = case
    r = data.draw(_shares(len(p)))
    first, second, third = (ws.wasserstein(a, b, positions) for a, b in ((p, q), (q, r), (p, r)))
    assert third <= first + second + 1e-7
    assert ws.wasserstein(q, p, positions) == pytest.approx(first, abs=1e-7)
    assert ws.wasserstein(p, p, positions) == pytest.approx(0, abs=1e-7)


@settings(max_examples=60, deadline=None)
@given(pairs(unplaced=True))
@example(([0, 0, 0, 1, 1, 1], [1, 1, 1, 1, 1, 1], [-1, -1, -1, -1, 0, 4.28e-55]))
def test_bounds(case):
    p, q, positions = case
    assume(len({*positions, -1}) > 2 or -1 in positions)
    found, most = ws.distances(p, q, positions), ws.worst(q, positions)
    for name, value in found.items():
        assert -1e-9 <= value <= most[name] + 1e-7
    assert found["wasserstein_normalized"] <= 1 + 1e-7


@settings(max_examples=60, deadline=None)
@given(pairs())
def test_jensen_shannon_agrees_with_scipy(case):
    p, q, _ = case
    assert ws.jensen_shannon(p, q) == pytest.approx(float(np.nan_to_num(jensenshannon(p, q, 2))), abs=1e-6)


def test_a_share_too_small_to_halve_is_no_distance():
    assert ws.jensen_shannon([0, 0, 1], [0, 5e-324, 1]) == pytest.approx(0, abs=1e-9)


def test_unordered_choices_cost_total_variation():
    assert ws.wasserstein([0.5, 0.5, 0], [0, 0.5, 0.5], [-1, -1, -1]) == pytest.approx(0.5)


def test_a_choice_off_the_scale_is_as_far_as_its_ends():
    assert ws.wasserstein([1, 0, 0, 0], [0, 0, 0, 1], [0, 1, 2, -1]) == pytest.approx(2)
    assert ws.wasserstein([0, 1, 0, 0], [0, 0.5, 0, 0.5], [0, 1, 2, -1]) == pytest.approx(1)


@pytest.mark.parametrize("bad", [[0, 0], [-1, 2], [float("nan"), 1], []])
def test_what_is_no_distribution_is_refused(bad):
    with pytest.raises(ValueError, match="finite numbers"):
        ws.distribution(bad)


def test_lengths_must_agree():
    with pytest.raises(ValueError, match="2 and 3 choices"):
        ws.wasserstein([1, 1], [1, 1, 1], [0, 1])


@settings(max_examples=40, deadline=None)
@given(pairs(unplaced=True), st.sampled_from([1e-60, 1e-12, 1e-3, 1e3, 1e12]))
def test_the_unit_of_the_scale_changes_nothing_but_the_unit(case, unit):
    p, q, positions = case
    assume(len({*positions, -1}) > 2)
    scaled = [place * unit if place >= 0 else -1 for place in positions]
    assume(len(set(scaled)) == len(set(positions)))  # nothing became 0
    plain, other = ws.distances(p, q, positions), ws.distances(p, q, scaled)
    assert other["wasserstein_normalized"] == pytest.approx(plain["wasserstein_normalized"], abs=1e-7)
    assert other["wasserstein"] == pytest.approx(plain["wasserstein"] * unit, rel=1e-6, abs=unit * 1e-6)
