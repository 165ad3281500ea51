"""Design-based errors: against svy, textbook cases, and the coverage of their intervals."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alignsurvey.stats.survey_design import (
    bootstrap_weights,
    design_bootstrap,
    kish_effect,
    linearised_variance,
    replicate_variance,
    survey_design,
    weighted_mean,
)

# Five strata of three PSUs; rows are (stratum, PSU, weight, value).
ROWS = [
    (h, f"{h}-{c}", 1 + (3 * h + 2 * c + i) % 5 / 2, float((h * c + i * i + h) % 3 == 0))
    for h in range(5)
    for c in range(3)
    for i in range(4 + (h + c) % 3)
]
SVY = {
    "est": 0.38741721854304634, "se": 0.06869817748491792, "lci": 0.234348140228252, "uci": 0.5404862968578407,
    "deff": 1.4715616011743382,
}  # fmt: skip
STRATA, PSU, WEIGHTS, VALUES = (list(column) for column in zip(*ROWS, strict=True))


def _mean(sums):
    return sums[:, 0] / sums[:, 1]


def test_the_mean_is_svys():
    """Figures of svy 0.35.0: Sample(...).estimation.mean("y", deff="wr") for these rows."""
    found = weighted_mean(VALUES, survey_design(WEIGHTS, STRATA, PSU))
    assert found.value == pytest.approx(SVY["est"], rel=1e-9)
    assert found.error == pytest.approx(SVY["se"], rel=1e-9)
    assert found.interval == pytest.approx((SVY["lci"], SVY["uci"]), rel=1e-9)
    assert found.design_effect == pytest.approx(SVY["deff"], rel=1e-9)
    assert (found.psus, found.strata, found.single_psu_strata) == (15, 5, 0)


@settings(deadline=None)
@given(st.lists(st.floats(-10, 10).map(lambda x: round(x, 3)), min_size=3, max_size=30))
def test_equal_rows_have_the_textbook_error(values):
    found = weighted_mean(values, survey_design([2.0] * len(values)))
    wanted = np.std(values, ddof=1) / math.sqrt(len(values))
    assert found.error == pytest.approx(wanted, abs=1e-9)
    if wanted > 1e-6:
        assert found.design_effect == pytest.approx(1)
        assert found.effective_n == pytest.approx(len(values))


def test_the_scale_of_weights_means_nothing():
    one, ten = (weighted_mean(VALUES, survey_design(np.array(WEIGHTS) * by, STRATA, PSU)) for by in (1, 10))
    assert ten.value == pytest.approx(one.value)
    assert ten.error == pytest.approx(one.error)


def test_a_stratum_with_one_psu_is_centred_at_the_grand_mean_and_counted():
    keep = [row for row, name in enumerate(PSU) if name not in ("4-1", "4-2")]
    rows = [[column[row] for row in keep] for column in (WEIGHTS, STRATA, PSU, VALUES)]
    design = survey_design(*rows[:3])
    found = weighted_mean(rows[3], design)
    assert found.single_psu_strata == 1
    mass = np.array(rows[0])
    influence = mass * (np.array(rows[3]) - found.value) / mass.sum()
    lonely = influence[np.array(rows[1]) == 4].sum()
    # Influences sum to 0 over the sample, so the grand mean is 0: the stratum adds its own square.
    others = survey_design(*([row for row, h in zip(column, rows[1], strict=True) if h != 4] for column in rows[:3]))
    without = linearised_variance(influence[np.array(rows[1]) != 4], others)
    assert found.error**2 == pytest.approx(without + lonely**2)


def test_the_bootstrap_agrees_with_linearisation():
    design = survey_design(WEIGHTS, STRATA, PSU)
    found = weighted_mean(VALUES, design)
    table = np.column_stack([VALUES, np.ones(len(VALUES))])
    low, high = design_bootstrap(table, design, _mean, replicates=4000)
    assert (high - low) / (found.interval[1] - found.interval[0]) == pytest.approx(1, abs=0.08)


def test_replicate_weights_give_the_jackknife_of_the_mean():
    """JK1 of unclustered equal rows is the textbook variance of the mean."""
    values = np.array([1.0, 2.0, 4.0, 8.0])
    replicates = [np.delete(values, row).mean() for row in range(4)]
    assert replicate_variance(replicates, values.mean(), "jackknife") == pytest.approx(values.var(ddof=1) / 4)


def test_bootstrap_factors_keep_the_size_of_each_stratum():
    design = survey_design(WEIGHTS, STRATA, PSU)
    (factors,) = bootstrap_weights(design, 50)
    for stratum in range(5):
        assert factors[:, design.stratum_of_psu == stratum].sum(axis=1) == pytest.approx(np.full(50, 3.0))


def test_brr_by_fay():
    assert replicate_variance([1.0, 3.0], 2.0, "brr", 0.5) == pytest.approx(4.0)


def test_kish():
    assert kish_effect([1, 1, 1]) == 1
    assert kish_effect([1, 3]) == pytest.approx(2 * 10 / 16)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: survey_design([1, -1]), r"numbers of at least 0.*\(row 1\)"),
        (lambda: survey_design([0, 0]), "with a sum over 0"),
        (lambda: survey_design([]), "with a sum over 0"),
        (lambda: survey_design([1, float("nan")]), r"\(row 1\)"),
        (lambda: survey_design([1, 1], strata=["a"]), "2 weights but 1 strata"),
        (lambda: weighted_mean([1], survey_design([1, 1])), "1 values but 2 weights"),
        (lambda: replicate_variance([1.0], 1.0, "magic"), "known are brr"),
    ],
)
def test_bad_input_is_one_line(call, message):
    with pytest.raises(ValueError, match=message) as told:
        call()
    assert "\n" not in str(told.value)


def test_intervals_hold_the_truth():
    """200 samples of 4 strata with 6 PSUs of 5 rows: 95% intervals hold the population's mean in 90 to 99%."""
    draw, held = np.random.default_rng(1), 0
    for _ in range(200):
        strata = np.repeat(np.arange(4), 30)
        psu = np.repeat(np.arange(24), 5)
        values = strata + draw.normal(0, 1, 24)[psu] + draw.normal(0, 1, 120)
        weights = np.array([1.0, 2.0, 3.0, 4.0])[strata]
        low, high = weighted_mean(values, survey_design(weights, strata, psu)).interval
        held += low <= (0 * 1 + 1 * 2 + 2 * 3 + 3 * 4) / 10 <= high
    assert 180 <= held <= 198
