"""How a released output names its option."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignsurvey.corpus.released.answers import read_answer

LABELS, CHOICES = ("A", "B", "C"), ("一般", "Very good", "不幸福")


@pytest.mark.parametrize(
    ("output", "answer", "kinds"),
    [
        ("A. 一般", 0, []),
        ("C、不幸福", 2, []),
        ("B", 1, []),
        ("一般", 0, ["answer without its letter"]),
        ("A. 不幸福", 2, ["letter and text disagree"]),
        ("B. very good", 1, ["answer in other case"]),
        ("very good", 1, ["answer without its letter", "answer in other case"]),
        ("D", None, []),
        ("", None, []),
        ("幸福", None, []),
    ],
)
def test_an_output_is_its_option_or_none(output, answer, kinds):
    assert read_answer(output, LABELS, CHOICES) == (answer, kinds)


@given(st.permutations(CHOICES), st.integers(0, 2))
def test_letter_and_text_are_read_in_any_order_of_the_options(choices, index):
    assert read_answer(f"{LABELS[index]}. {choices[index]}", LABELS, choices) == (index, [])


def test_of_two_options_with_one_text_the_letter_decides():
    assert read_answer("B. 一般", ("A", "B"), ("一般", "一般")) == (1, [])
