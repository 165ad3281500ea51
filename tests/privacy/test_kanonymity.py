"""k-anonymity: it holds afterwards, whatever the profiles, and its cost is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignsurvey.privacy.kanonymity import SUPPRESSED, anonymise, anything, band, rare
from alignsurvey.schema import InputError

PROFILES = st.lists(
    st.fixed_dictionaries({"age": st.sampled_from(["21", "34", "35", "67"]), "town": st.sampled_from(["A", "B", "C"])}),
    min_size=5,
    max_size=40,
)
LEVELS = {"age": [band(10), anything], "town": [anything]}


@given(PROFILES, st.integers(2, 5), st.booleans())
def test_no_combination_is_rare_afterwards(profiles, k, with_levels):
    made, cost = anonymise(profiles, ["age", "town"], LEVELS if with_levels else None, k)
    assert rare(made, ["age", "town"], k) == []
    assert len(made) == len(profiles)
    assert cost["rare_before"] == len(rare(profiles, ["age", "town"], k))


@given(PROFILES)
def test_profiles_that_are_common_stay_as_they_are(profiles):
    many = profiles * 5
    made, cost = anonymise(many, ["age", "town"], LEVELS, k=5)
    assert made == many
    assert cost["suppressed_share"] == 0


def test_generalising_comes_before_suppressing():
    profiles = [{"age": age} for age in ("31", "32", "33", "34", "35")]
    made, cost = anonymise(profiles, ["age"], {"age": [band(10)]}, k=5)
    assert {profile["age"] for profile in made} == {"30-39"}
    assert cost["generalised"] == {"age": 1}
    assert cost["suppressed"] == {}


def test_suppression_is_counted():
    profiles = [{"town": "A"}] * 5 + [{"town": "B"}]
    made, cost = anonymise(profiles, ["town"], k=5)
    assert [profile["town"] for profile in made] == [SUPPRESSED] * 6
    assert cost["suppressed"] == {"town": 6}
    assert cost["suppressed_share"] == 1.0


def test_too_few_respondents_are_refused():
    with pytest.raises(InputError, match="4 respondents cannot hide among 5"):
        anonymise([{"age": "1"}] * 4, ["age"])


@pytest.mark.parametrize(
    ("value", "expected"), [("47", "45-49"), ("45-49", "45-49"), ("unknown", "unknown"), ("47岁", "45-49")]
)
def test_a_number_becomes_a_band(value, expected):
    assert band(5)(value) == expected
