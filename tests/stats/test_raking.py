"""Raking: margins are met, weights stay near the old ones, bad margins are named."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alignsurvey.stats.raking import rake

SEX = ["m", "m", "m", "f", "f", "m"]
AGE = ["young", "old", "old", "young", "old", "young"]


def _shares(column, weights, value):
    return weights[[item == value for item in column]].sum() / weights.sum()


def test_one_margin_is_post_stratification():
    found = rake({"sex": SEX}, {"sex": {"m": 0.5, "f": 0.5}})
    assert found.weights == pytest.approx([0.75, 0.75, 0.75, 1.5, 1.5, 0.75])


@settings(max_examples=40, deadline=None)
@given(st.floats(0.2, 0.8), st.floats(0.2, 0.8), st.lists(st.floats(0.1, 5), min_size=6, max_size=6))
def test_all_margins_are_met(men, young, base):
    margins = {"sex": {"m": men, "f": 1 - men}, "age": {"young": young, "old": 1 - young}}
    weights = rake({"sex": SEX, "age": AGE}, margins, base).weights
    assert _shares(SEX, weights, "m") == pytest.approx(men, abs=2e-6)
    assert _shares(AGE, weights, "young") == pytest.approx(young, abs=2e-6)
    assert weights.mean() == pytest.approx(1)


def test_margins_that_are_met_change_nothing():
    found = rake({"sex": SEX}, {"sex": {"m": 100 * 4 / 6, "f": 100 * 2 / 6}})
    assert found.weights == pytest.approx(np.ones(6))
    assert found.rounds == 1


def test_missing_values_keep_their_weight():
    found = rake({"sex": ["m", "f", "f", None]}, {"sex": {"m": 0.5, "f": 0.5}})
    assert found.weights[3] == pytest.approx(1)
    assert found.weights[0] == pytest.approx(found.weights[1:3].sum())


def test_bounds_hold():
    found = rake({"sex": ["m"] + ["f"] * 19}, {"sex": {"m": 0.5, "f": 0.5}}, bounds=(0.3, 3.0))
    assert found.weights.max() == 3
    assert found.difference > 0.1


@pytest.mark.parametrize(
    ("margins", "message"),
    [
        ({}, "no margins"),
        ({"sex": {"m": 0.5, "f": 0.6}}, r"'sex': the shares add up to 1\.1; make it 1, or 100"),
        ({"sex": {"m": 1.0}}, "no margin for the value 'f'"),
        ({"sex": {"m": 0.4, "f": 0.4, "x": 0.2}}, "nobody in the data has the value 'x'"),
        ({"sex": {"m": 1.5, "f": -0.5}}, "must be numbers over 0"),
        ({"region": {"n": 1.0}}, "'region' is not in the data; known: sex"),
    ],
)
def test_bad_margins_are_named(margins, message):
    with pytest.raises(ValueError, match=message):
        rake({"sex": SEX}, margins)


def test_margins_that_exclude_each_other_are_told():
    columns = {"a": ["x", "y"], "b": ["p", "q"]}
    with pytest.raises(ValueError, match="cannot be met together"):
        rake(columns, {"a": {"x": 0.2, "y": 0.8}, "b": {"p": 0.7, "q": 0.3}})
