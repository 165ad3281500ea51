"""k-anonymity: it holds afterwards, whatever the profiles, and its cost is told."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignsurvey.files.errors import InputError
from alignsurvey.privacy import Rules, anonymise, private_attribute
from alignsurvey.privacy.k_anonymity import rare

PEOPLE = st.lists(
    st.tuples(
        st.sampled_from(["21", "34", "35", "67", None]),
        st.sampled_from(["A", "B", "C", None]),
        st.sampled_from(["f", "m"]),
        st.sampled_from(["wave 1", "wave 2"]),
    ),
    max_size=60,
)
LEVELS = {"age": [{"21": "under 35", "34": "under 35", "35": "35 or older", "67": "35 or older"}, None]}
SETS = [(("sex", "age", "town"),), (("sex", "age"), ("sex", "town")), (("age",),)]


def _columns(people):
    names = ("age", "town", "sex")
    return {name: [(person[place],) for person in people] for place, name in enumerate(names)}, [p[3] for p in people]


def _groups(columns, names, populations):
    return Counter(zip(populations, *(columns[name] for name in names), strict=True))


@given(PEOPLE, st.integers(2, 6), st.booleans(), st.sampled_from(SETS))
def test_no_combination_is_rare_afterwards(people, k, with_levels, sets):
    columns, populations = _columns(people)
    made, _, cost = anonymise(columns, Rules(sets, LEVELS if with_levels else {}, k), populations)
    assert not any(rare(made, sets, k, populations))
    assert cost["rare_before"] == sum(rare(columns, sets, k, populations))
    for names in sets:
        for (_, *values), size in _groups(made, names, populations).items():
            assert size >= k or all(value == () for value in values)


@given(PEOPLE, st.sampled_from(SETS))
def test_nobody_gets_a_value_that_is_not_theirs(people, sets):
    columns, populations = _columns(people)
    made, _, cost = anonymise(columns, Rules(sets, {}, 3), populations)
    for name, values in made.items():
        assert all(new in ((), old) for new, old in zip(values, columns[name], strict=True))
    lost = sum(old != (None,) and new == () for n, c in made.items() for new, old in zip(c, columns[n], strict=True))
    assert sum(cost["suppressed"].values()) == lost


@given(PEOPLE)
def test_what_is_common_stays_as_it_is(people):
    columns, populations = _columns(people * 5)
    made, steps, cost = anonymise(columns, Rules((("sex", "age", "town"),), LEVELS, 5), populations)
    assert all(new == old or old == (None,) for n in made for new, old in zip(made[n], columns[n], strict=True))
    assert (set(steps.values()) <= {0}, cost["suppressed_share"]) == (True, 0)


def test_attributes_become_coarser_before_values_are_left_out():
    columns = {"age": [(age,) for age in ("21", "34", "34", "35", "67", "67")]}
    made, steps, cost = anonymise(columns, Rules((("age",),), {"age": LEVELS["age"][:1]}, 3), [0] * 6)
    assert Counter(made["age"]) == {("under 35",): 3, ("35 or older",): 3}
    assert (steps, cost["generalised"], cost["suppressed"]) == ({"age": 1}, {"age": 1}, {})


def test_a_few_rare_ones_lose_values_and_the_attribute_stays_as_fine():
    columns = {"age": [("21",)] * 97 + [("67",)] * 3}
    made, steps, cost = anonymise(columns, Rules((("age",),), LEVELS, 5), [0] * 100)
    assert (steps["age"], cost["rare_before"]) == (0, 3)
    assert Counter(made["age"]) == {("21",): 95, (): 5}  # two more, or the three were rare by their silence


def test_an_attribute_named_last_goes_first():
    columns = {"sex": [("f",)] * 10, "town": [("A",)] * 4 + [("B",)] * 6}
    made, _, _ = anonymise(columns, Rules((("sex", "town"),), {}, 5), [0] * 10)
    assert made["sex"] == [("f",)] * 10
    assert Counter(made["town"]) == {("B",): 5, (): 5}  # the four of A, and one of B to keep them company


def test_waves_of_a_panel_are_protected_together():
    stayed, moved = ("21", "21"), ("21", "34")
    columns = {"age": [stayed] * 6 + [moved]}
    made, _, _ = anonymise(columns, Rules((("age",),), {}, 5), [("wave 1", "wave 2")] * 7)
    assert moved not in made["age"]


def test_another_population_is_no_company():
    columns = {"age": [("21",)] * 8}
    assert sum(rare(columns, [("age",)], 5, ["DE"] * 4 + ["FR"] * 4)) == 8


def test_fewer_than_k_respondents_say_nothing():
    made, _, _ = anonymise({"age": [("1",)] * 4}, Rules((("age",),), {}, 5), [0] * 4)
    assert made == {"age": [()] * 4}


def test_an_attribute_that_is_not_there_is_named():
    with pytest.raises(InputError, match="'town' is no attribute"):
        anonymise({"age": []}, Rules((("age", "town"),), {}, 5), [])


@pytest.mark.parametrize(
    "name", ["Party identification", "Own yearly income", "家庭年收入", "生活压力程度", "政治面貌"]
)
def test_opinions_and_incomes_are_known_to_the_respondent_alone(name):
    assert private_attribute(name)


@pytest.mark.parametrize("name", ["Age", "Sex", "Race", "Work status", "性别", "最高教育程度", "Beekeeper"])
def test_what_others_see_or_nobody_has_classed_is_a_quasi_identifier(name):
    assert not private_attribute(name)
