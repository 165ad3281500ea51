"""Numbers, mail and accounts as they are said in English."""

import pytest

FOUND = [
    ("PHONE", "my number is {}", "four one five double five five oh one three two"),
    ("PHONE", "ring {}", "oh eight hundred nine one seven six"),
    ("ID_NUMBER", "it ends in {}", "three three oh one"),
    ("ID_NUMBER", "my badge number is {}", "nine oh oh nine two one"),
    ("BANK_CARD", "card number {}", "four one one one two two two two three three three three four four four four"),
    ("EMAIL", "it's {}", "john dot smith at gmail dot com"),
    ("EMAIL", "it's {}", "priya forty two at rediffmail dot com"),
    ("EMAIL", "write to {}", "aoife dash byrne at outlook dot ie"),
    ("HANDLE", "my insta is {}", "jane underscore roe"),
]


@pytest.mark.parametrize(("entity", "frame", "value"), FOUND)
def test_what_is_said_is_found(shapes, entity, frame, value):
    assert shapes("en", frame.format(value)) == [(entity, value)]


@pytest.mark.parametrize(
    "text",
    [
        "one two three four five, once I caught a fish",
        "six or seven of us, twenty twenty one, two thousand and nine",
        "I looked at the dot on the map, and at noon we left.",
    ],
)
def test_counting_and_years_stay(shapes, text):
    assert shapes("en", text) == []
