"""Values of attributes as they are counted: rare ones together, and nothing small left over."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignsurvey.report.analyses import grouping


def _people(values, attribute="Region", **more):
    return [
        {"respondent_id": f"r{n}", "profile": [{"attribute": attribute, "value": value}] if value else [], **more}
        for n, value in enumerate(values)
    ]


def counted(people, k):
    return grouping.grouping(grouping.values(people), [row["respondent_id"] for row in people], k)


def sizes(people, k, attribute="Region"):
    names = list(counted(people, k).get(attribute, {}).values())
    return {name: names.count(name) for name in names}


def test_rare_values_are_counted_together():
    assert sizes(_people(["north"] * 5 + ["south"] * 2 + ["east"]), 3) == {"north": 5, "south or east": 3}
    assert sizes(_people(["north"] * 5 + ["south", "east", "west"]), 3) == {"north": 5, "other (3 values)": 3}


def test_what_is_still_too_small_is_counted_with_the_next_larger():
    people = _people(["north"] * 5 + ["east"] * 4 + ["south"] * 2)
    assert sizes(people, 3) == {"north": 5, "east or south": 6}


def test_an_attribute_without_two_groups_that_may_be_shown_is_not():
    assert counted(_people(["north"] * 5 + ["south"] * 2), 3) == {}
    assert counted(_people(["north"] * 2), 3) == {}
    assert counted(_people([f"job {n % 5}" for n in range(20)]), 5) == {}
    assert set(counted(_people([f"job {n % 5}" for n in range(20)]), 4)) == {"Region"}


def test_one_value_that_all_have_is_shown():
    assert sizes(_people(["a"] * 3), 3) == {"a": 3}


def test_people_without_a_value_are_counted_too():
    assert sizes(_people(["north"] * 5 + ["south"] * 4 + [None] * 3), 3) == {"north": 5, "south": 4, "not given": 3}
    assert sizes(_people(["north"] * 5 + ["south"] * 4 + [None]), 3) == {"north": 5, "south or not given": 5}


def test_people_of_another_language_are_not_without_a_value():
    english = _people(["north"] * 6 + ["south"] * 5, language="en")
    chinese = [{**row, "respondent_id": f"z{n}"} for n, row in enumerate(_people(["北"] * 6, "地区", language="zh"))]
    assert sizes(english + chinese, 5) == {"north": 6, "south": 5}
    few = english + chinese[:2]
    assert sizes(few, 5) == {"north": 6, "south or not given": 7}  # or the two could be made out


def test_numbers_in_variety_become_bands():
    ages = _people([str(age) for age in range(20, 60)], "Age")
    assert sorted(sizes(ages, 5, "Age")) == ["20 to 29", "30 to 39", "40 to 49", "50 to 59"]
    assert set(sizes(_people(["1", "2", "3"] * 5, "Household"), 5, "Household")) == {"1", "2", "3"}


@pytest.mark.parametrize(
    ("attribute", "two", "three"),
    [("家里人口数", "5或6", "其他（3 类）"), ("Household", "5 or 6", "other (3 values)")],
)
def test_merged_values_are_named_in_the_language_of_their_attribute(attribute, two, three):
    assert set(sizes(_people(["4"] * 6 + ["5"] * 4 + ["6"] * 3, attribute), 5, attribute)) == {"4", two}
    assert set(sizes(_people(["4"] * 6 + ["5"] * 3 + ["6", "7"], attribute), 5, attribute)) == {"4", three}


PROFILES = st.lists(st.tuples(st.sampled_from(["en", "zh"]), st.sampled_from(["a", "b", "c", "d", None])), max_size=40)


@given(PROFILES, st.integers(2, 9))
def test_nothing_smaller_than_k_is_shown_or_left_over(profiles, k):
    people = [
        {"respondent_id": f"r{n}", "language": language,
         "profile": [{"attribute": {"en": "Job", "zh": "职业"}[language], "value": value}] if value else []}
        for n, (language, value) in enumerate(profiles)
    ]  # fmt: skip
    for names in counted(people, k).values():
        parts = [list(names.values()).count(name) for name in set(names.values())]
        assert min(parts) >= k
        left = len(people) - sum(parts)
        assert left == 0 or left >= k
