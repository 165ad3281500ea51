"""Street addresses in English of several countries, whole."""

import pytest

FOUND = [
    ("I live at {}.", "482 Maple Grove Lane, Apt 3B, Dayton, OH 45402"),
    ("We moved to {} in May.", "Flat 2B, 14 Elm Road, Leeds LS6 2AB"),
    ("She is at {}.", "14 Main Street, Swords, Co. Dublin"),
    ("Our place is {}.", "Flat No. 302, Sai Residency, 4th Cross, Indiranagar, Bengaluru 560038"),
    ("Our place is {}.", "H.No. 12-5-67/A, Vijay Nagar Colony, Hyderabad - 500057"),
    ("Send it to {}.", "3/45 Smith Street, Fitzroy VIC 3065"),
    ("I grew up in {}.", "Hauptstraße 12, 10115 Berlin"),
    ("I grew up in {}.", "Am Markt 5, 50667 Köln"),
    ("My parents have {}.", "Room 1203, 12/F, Block B, Tai Koo Shing, 12 King's Road, Hong Kong"),
    ("He was living at {} then.", "228 Elm"),
    ("i live at {}", "two twenty eight elm street apartment four b"),
]


@pytest.mark.parametrize(("frame", "value"), FOUND)
def test_an_address_is_found_whole(shapes, frame, value):
    found = shapes("en", frame.format(value))
    assert found[0][0] == "STREET_ADDRESS"
    assert frame.format(value)[frame.index("{") :].startswith(found[0][1])
    assert len(found[0][1]) >= len(value)


@pytest.mark.parametrize(
    "text",
    [
        "We walked two miles down the road and on Main Street we met 12 people.",
        "She was at 5 Monday meetings, at 130 Celsius, nearing 200 words.",
        "12 Elm-like trees in 3 gardens.",
    ],
)
def test_no_address(shapes, text):
    assert shapes("en", text) == []
