"""Targets of cells: shares among those alike, shrunk towards the question's marginal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignsurvey.train.targets import Answered, Cells, mean_one, values

TEXTS = ("less", "same", "more")


def answered(choice, alike=("a",), size=1.0, texts=TEXTS, item="q"):
    return Answered(item, texts, tuple(float(text == choice) for text in texts), size, alike)


def test_the_marginal_counts_as_further_answers():
    records = [answered("less"), answered("less"), answered("more", alike=("b",)), answered("same", alike=("b",))]
    # Cell a: 2 of 2 say less; the marginal .5, .25, .25 as two further answers: 3 of 4, then .5 of 4 each.
    assert Cells(records, shrinkage=2).target(records[0]) == pytest.approx([0.75, 0.125, 0.125])


def test_choices_are_told_by_their_text_whatever_their_order():
    records = [answered("less"), answered("more", texts=TEXTS[::-1])]
    cells = Cells(records, shrinkage=0)
    assert cells.target(records[0]) == pytest.approx([0.5, 0, 0.5])
    assert cells.target(answered("less", texts=("same", "more", "less"))) == pytest.approx([0, 0.5, 0.5])


def test_the_distribution_of_a_small_group_is_shrunk_more():
    small = Answered("q", TEXTS, (1.0, 0.0, 0.0), 5, ("small",))
    large = Answered("q", TEXTS, (0.0, 0.5, 0.5), 95, ("large",))
    cells = Cells([small, large], shrinkage=5)
    assert cells.target(small) == pytest.approx([(5 + 5 * 0.05) / 10, 5 * 0.475 / 10, 5 * 0.475 / 10])
    assert cells.target(large)[0] == pytest.approx(5 * 0.05 / 100)


def test_a_question_with_other_choices_has_a_marginal_of_its_own():
    other = answered("yes", texts=("yes", "no"))
    assert Cells([answered("less"), other], shrinkage=10).target(other) == [1.0, 0.0]


@given(
    st.lists(st.tuples(st.sampled_from(TEXTS), st.sampled_from("abc"), st.floats(0.1, 9)), min_size=1, max_size=30),
    st.floats(0, 100),
)
def test_targets_are_shares(drawn, shrinkage):
    records = [answered(text, (cell,), size) for text, cell, size in drawn]
    cells = Cells(records, shrinkage)
    for record in records:
        target = cells.target(record)
        assert sum(target) == pytest.approx(1)
        assert min(target) >= 0


def test_weights_have_mean_one_a_question():
    records = [answered("less", size=1.0), answered("same", size=3.0), answered("less", size=9.0, item="r")]
    assert [record.size for record in mean_one(records)] == pytest.approx([0.5, 1.5, 1.0])


def test_the_n_of_a_group_stays():
    group = Answered("q", TEXTS, (1.0, 0.0, 0.0), 50, ("g",), group=True)
    assert mean_one([group]) == [group]


def test_a_missing_attribute_is_a_value():
    profile = [{"attribute": "Sex", "value": "female"}]
    assert values(profile, ["Age", "Sex"]) == (None, "female")
