"""ROUGE, Jaccard and cosine of reasonings."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alignsurvey.scoring.reasoning import SIMILARITIES, similarity, words

ENGLISH = [
    "the",
    "clinic",
    "is",
    "near",
    "and",
    "the",
    "doctors",
    "take",
    "their",
    "time",
    "but",
    "waits",
    "are",
    "long",
]


CHINESE = ["医院", "离家", "很近", "医生", "耐心", "但是", "等待", "时间", "太", "长"]


@pytest.mark.parametrize("words", [ENGLISH, CHINESE])
def test_rouge_agrees_with_the_library(words):
    scorer_module = pytest.importorskip("rouge_score.rouge_scorer")

    class Blank:
        def tokenize(self, text):
            return text.split()

    scorer = scorer_module.RougeScorer(["rouge1", "rouge2", "rougeL"], tokenizer=Blank())
    draw = random.Random(5)
    for _ in range(50):
        mine, theirs = (draw.choices(words, k=draw.randint(0, 12)) for _ in range(2))
        found = similarity(mine, theirs)
        library = scorer.score(" ".join(theirs), " ".join(mine))
        for name, score in library.items():
            assert found[name] == pytest.approx(score.fmeasure, abs=1e-12)


def test_cosine_and_jaccard_agree_with_scikit_learn():
    text = pytest.importorskip("sklearn.feature_extraction.text")
    pairs = pytest.importorskip("sklearn.metrics.pairwise")
    mine, theirs = ENGLISH[:8], ENGLISH[3:]
    counts = text.CountVectorizer(analyzer=lambda words: words).fit_transform([mine, theirs])
    found = similarity(mine, theirs)
    assert found["cosine"] == pytest.approx(pairs.cosine_similarity(counts)[0, 1])
    assert found["jaccard"] == pytest.approx(len({*mine} & {*theirs}) / len({*mine, *theirs}))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(ENGLISH + CHINESE), max_size=10), st.lists(st.sampled_from(ENGLISH + CHINESE), max_size=10)
)
def test_similarities_are_symmetric_and_within_bounds(mine, theirs):
    found, back = similarity(mine, theirs), similarity(theirs, mine)
    for name in SIMILARITIES:
        assert -1e-12 <= found[name] <= 1 + 1e-12
        assert found[name] == pytest.approx(back[name])
    if len(mine) > 1:
        assert all(value == pytest.approx(1) for value in similarity(mine, mine).values())


def test_chinese_is_cut_into_words():
    assert words("医院离家很近，GP is near") == ["医院", "离家", "很近", "gp", "is", "near"]
