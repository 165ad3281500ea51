"""Whatever a model writes is either read or unread: no reader raises, and no reply makes a run unscorable."""

import json
import random
import warnings
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from alignsurvey.scoring import (
    score_attitude_stance,
    score_distributions,
    score_interview,
    score_social_role,
    score_survey_response,
)
from alignsurvey.scoring.replies.texts import READ

STANCE = '{"stance": "positive", "reason": "离家近, and cheap"}'
NAMES = ["negative", "neutral", "positive"]
ODD = [
    '{{"negative": 20, "neutral": 30, "positive": 50}}',
    '{"negative": ' + "9" * 5000 + "}",
    "9" * 5000,
    "[" * 2000,
    "{" * 2000 + '"a"',
    '{"a":' * 900 + "1" + "}" * 900,
    "[0x" + "F" * 6000 + "]",
    "['\\d', {1: 2}, {[]}]",
    "[" + "-" * 20_000 + "1]",
    "[" + "a." * 9000 + "a]",
    "[" + "1if " * 5000 + "]",
    "[1" + "+1j" * 6000 + "]",
    '{"answer": NaN, "stance": Infinity, "A": -1e999}',
    "\x00\ud800",
    '{"naturalness": {"score": {"score": [1]}}, "style_match": true, "consistency": 1e400}',
    "٣٤% ½ ² ௧௨",
]
SEEDS = ["B. average", "I would choose B because", "A: 45%, B: 30%, C: 25%", STANCE, '{"naturalness": 4}', "三口人"]
BITS = [
    *" \n{}[]()\"',.:;/%-0129ABC一是不成半分，：“”",
    "not ",
    "<think>",
    "</think>",
    "```json\n",
    '"reason": ',
    "half",
]


def _score_all(text):
    """Every metric over one reply."""
    score_survey_response([text, "A"], [1, 0], [["low", "high"]] * 2, ["q"] * 2, scales=[[0, 1]] * 2)
    score_distributions([text], [[0.2, 0.3, 0.5]], choices=NAMES)
    score_attitude_stance([text], [STANCE])
    score_social_role([text, text], ["3", "男"], ["a", "b"], choices=[None, ["男", "女"]])
    score_interview([[text, '{"naturalness": 4, "style_match": 3, "consistency": 2}']])


@pytest.mark.parametrize("text", ODD, ids=lambda text: repr(text)[:30])
def test_odd_replies_are_read_or_unread(text):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        _score_all(text)


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=120) | st.lists(st.sampled_from(BITS + SEEDS), max_size=25).map("".join))
@example("")
def test_any_text_is_read_or_unread(text):
    _score_all(text)


@settings(max_examples=50, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8) | st.sampled_from(NAMES), inner)
        ),
        max_leaves=12,
    )
)
def test_any_json_is_read_or_unread(value):
    _score_all(json.dumps(value, ensure_ascii=False))


def _mutated(draw, text):
    for _ in range(draw.randrange(1, 7)):
        place, other = draw.randrange(len(text) + 1), draw.choice([*BITS, draw.choice(SEEDS)])
        text = text[:place] + other * draw.choice([1, 1, 2, 60]) + text[place + draw.choice([0, 1, 5]) :]
    return text


@pytest.mark.slow
def test_ten_thousand_mutated_replies_are_read_or_unread():
    draw = random.Random(7)
    measured = (Path(__file__).parent / "paper" / "measured" / "survey_response.json").read_text(encoding="utf-8")
    seeds = [*SEEDS, *ODD[:3], *(row[0] for case in json.loads(measured) for row in case["rows"][:20])]
    for _ in range(10_000):
        _score_all(_mutated(draw, draw.choice(seeds)))


def test_of_a_long_reply_the_beginning_is_read_and_counted():
    long = "B. high. " + "x" * READ
    found = score_survey_response([long, "B. high"], [1, 1], [["low", "high"]] * 2)
    assert (found["cut_replies"], found["parse_rate"]) == (1, 1)
    after = "<think>" + "A " * READ + "</think>B. high"
    assert "cut_replies" not in score_survey_response([after], [1], [["low", "high"]])


def test_protocol_paper_reads_all_or_refuses_by_name():
    with pytest.raises(ValueError, match=r"row 1: predictions hold a text of over 20,000 characters"):
        score_survey_response(["A. low", "A. " + "x" * READ], ["A. low"] * 2, protocol="paper")
