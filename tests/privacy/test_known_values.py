"""Planted and known values, however they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignsurvey.privacy import leaks


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("call 415-555-0132 now", "(415) 555 0132"),
        ("打１３８１２３４５６７８吧", "138 1234 5678"),
        ("SARAH  MILLER came", "Sarah Miller"),
        ("张伟来了", "张伟"),
        ("mail A.B@Example.com", "a.b@example.com"),
    ],
)
def test_a_value_is_found_however_it_is_written(text, value):
    assert leaks([text], [("X", value)]) == {"X": 1}


@pytest.mark.parametrize(
    ("text", "value"), [("annual report", "Ann"), ("order 94155550132", "415 555 0132"), ("a", "a")]
)
def test_a_part_of_a_longer_word_is_no_leak(text, value):
    assert leaks([text], [("X", value)]) == {}


def test_leaks_are_counted_by_entity():
    planted = [("PHONE", "4155550132"), ("PHONE", "4155550133"), ("PERSON", "Ann Lee"), ("EMAIL", "x@example.com")]
    assert leaks(["4155550132 and 4155550133, Ann Lee"], planted) == {"PERSON": 1, "PHONE": 2}


@given(st.text(alphabet="0123456789", min_size=7, max_size=18), st.sampled_from([" ", "-", "."]), st.integers(2, 4))
def test_grouping_of_digits_makes_no_difference(number, gap, size):
    grouped = gap.join(number[place : place + size] for place in range(0, len(number), size))
    assert leaks([f"it is {grouped}, yes"], [("PHONE", number)]) == {"PHONE": 1}
