import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignsurvey.corpus.draft.scales import is_in_order, scale_order

ORDERS = [
    ["too little", "about right", "too much"],
    ["Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree"],
    ["Very dissatisfied", "Dissatisfied", "Satisfied", "Very satisfied"],
    ["Never", "Rarely", "Sometimes", "Often", "Always"],
    ["Not at all", "Not much", "Some", "A lot"],
    ["bad", "so so", "good"],
    ["under 18", "18-24", "25-34", "65+"],
    ["非常不满意", "不太满意", "一般", "比较满意", "非常满意"],
    ["从不", "很少", "有时", "经常", "总是"],
    ["Très mal", "Assez mal", "Ni bien, ni mal", "Assez bien", "Très bien"],
    ["sehr unzufrieden", "unzufrieden", "zufrieden", "sehr zufrieden"],
    ["muy mal", "mal", "bien", "muy bien"],
    ["Not at all interested", "Not very interested", "Fairly interested", "Very interested"],
    ["Not satisfied", "Fairly satisfied", "Very satisfied"],
    ["完全不关心", "不太关心", "比较关心", "非常关心"],
    ["pas du tout satisfait", "pas très satisfait", "plutôt satisfait", "très satisfait"],
    ["überhaupt nicht interessiert", "wenig interessiert", "ziemlich interessiert", "sehr interessiert"],
    ["nunca", "raramente", "frequentemente", "sempre"],
]


@given(st.sampled_from(ORDERS), st.randoms())
def test_words_tell_the_order_whatever_order_they_come_in(order, random):
    shuffled = random.sample(order, len(order))
    places = scale_order(shuffled)
    assert [shuffled[place] for place in places] == order


@pytest.mark.parametrize("labels", [["Labour", "SPD"], ["red", "Agree"], ["Agree", "agree"], ["yes"]])
def test_where_words_do_not_tell_nothing_is_guessed(labels):
    assert scale_order(labels) is None


def test_either_end_may_come_first():
    assert is_in_order(["too much", "about right", "too little"])
    assert is_in_order(["about right", "too little", "too much"]) is False
