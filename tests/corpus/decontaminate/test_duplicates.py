import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignsurvey.corpus.decontaminate.duplicates import CHARACTERS, WORDS, duplicates
from alignsurvey.corpus.decontaminate.ngrams import ngrams, normalised

STORY = (
    "I moved to the city eleven years ago because there was no work left at home, and my brother already had a room "
    "near the harbour where both of us could stay until I found something of my own."
)
GESCHICHTE = (
    "我十一年前搬到城里来，因为老家已经没有什么活可以干了，我哥哥那时候在港口附近租了一间房，我们俩就先住在那里。"
)


def pairs(texts, **options):
    return [(one.index, one.of) for one in duplicates(texts, **options)]


def test_exact_duplicates_differ_in_case_and_punctuation_only():
    found = duplicates(["Yes, I do.", "no", "yes i do", "NO!"])
    assert [(one.index, one.of, one.similarity) for one in found] == [(2, 0, 1.0), (3, 1, 1.0)]


@pytest.mark.parametrize("text", [STORY, GESCHICHTE])
def test_near_duplicates_in_both_languages(text):
    changed = text.replace("eleven", "twelve").replace("十一年", "十二年")
    assert pairs([text, changed, text[::-1]], threshold=0.7) == [(1, 0)]


def test_texts_of_one_group_are_not_compared():
    assert pairs([STORY, STORY + " Yes.", STORY], groups=["a", "a", "b"]) == [(2, 0)]


def test_a_duplicate_names_a_text_that_is_kept():
    found = pairs([STORY, STORY, STORY])
    assert found == [(1, 0), (2, 0)]


def test_texts_too_short_for_an_n_gram_have_exact_duplicates_only():
    assert pairs(["no idea", "no idea at", "no idea"]) == [(2, 0)]


def brute(texts, threshold):
    """The definition, without an index."""
    kept, dropped = [], []
    for index, text in enumerate(texts):
        one = set(ngrams(text, WORDS, CHARACTERS).tolist())
        alike = False
        for other in kept:
            two = set(ngrams(texts[other], WORDS, CHARACTERS).tolist())
            near = bool(one | two) and len(one & two) / len(one | two) >= threshold
            alike |= near or normalised(text) == normalised(texts[other])
        (dropped if alike else kept).append(index)
    return dropped


@given(st.integers(0, 10_000), st.sampled_from([0.3, 0.5, 0.8, 1.0]))
def test_the_index_finds_what_comparing_all_with_all_finds(seed, threshold):
    draw = random.Random(seed)
    base = [[draw.choice("abcde") + str(draw.randrange(3)) for _ in range(draw.randrange(1, 30))] for _ in range(4)]
    texts = []
    for _ in range(12):
        words = list(draw.choice(base))
        for _ in range(draw.randrange(3)):
            words[draw.randrange(len(words))] = "other"
        texts.append(" ".join(words))
    assert [index for index, _ in pairs(texts, threshold=threshold)] == brute(texts, threshold)


@pytest.mark.parametrize("threshold", [0, -1, 1.5])
def test_a_threshold_out_of_range_is_an_error(threshold):
    with pytest.raises(ValueError, match="threshold"):
        duplicates(["a"], threshold)
