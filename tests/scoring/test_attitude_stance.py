"""Stances and reasoning in English and Chinese."""

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alignsurvey.scoring import attitude_stance as stance

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
        found = stance.similarity(mine, theirs)
        library = scorer.score(" ".join(theirs), " ".join(mine))
        for name, score in library.items():
            assert found[name] == pytest.approx(score.fmeasure, abs=1e-12)


def test_cosine_and_jaccard_agree_with_scikit_learn():
    text = pytest.importorskip("sklearn.feature_extraction.text")
    pairs = pytest.importorskip("sklearn.metrics.pairwise")
    mine, theirs = ENGLISH[:8], ENGLISH[3:]
    counts = text.CountVectorizer(analyzer=lambda words: words).fit_transform([mine, theirs])
    found = stance.similarity(mine, theirs)
    assert found["cosine"] == pytest.approx(pairs.cosine_similarity(counts)[0, 1])
    assert found["jaccard"] == pytest.approx(len({*mine} & {*theirs}) / len({*mine, *theirs}))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(ENGLISH + CHINESE), max_size=10), st.lists(st.sampled_from(ENGLISH + CHINESE), max_size=10)
)
def test_similarities_are_symmetric_and_within_bounds(mine, theirs):
    found, back = stance.similarity(mine, theirs), stance.similarity(theirs, mine)
    for name in stance.SIMILARITIES:
        assert -1e-12 <= found[name] <= 1 + 1e-12
        assert found[name] == pytest.approx(back[name])
    if len(mine) > 1:
        assert all(value == pytest.approx(1) for value in stance.similarity(mine, mine).values())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"stance": "积极", "reason": "离家近"}', ("positive", "离家近")),
        ('{"predict": "消极", "reason": ["等", "太久"]}', ("negative", "等 太久")),
        ('```json\n{"stance": "Neutral", "reason": "no view"}\n```', ("neutral", "no view")),
        ('<think>积极?</think>{"stance": "negative", "reason": "long waits"}', ("negative", "long waits")),
        ('Sure! {"Stance": "positive", "Reason": "near"} Hope this helps.', ("positive", "near")),
        ('{"stance": "positive", "reason": "cut off in the mid', ("positive", "cut off in the mid")),
        ("Stance: negative\nReason: long waits", ("negative", "long waits")),
        ("立场：中立\n理由：说不上好坏", ("neutral", "说不上好坏")),
        ('{"stance": "positive"}', ("positive", "")),
        ("I would say the stance is positive.", ("positive", "")),
        ("**Stance:** Positive\n**Reason:** It is near.", ("positive", "It is near.")),
        ("**立场**：积极\n\n**理由**：离家近", ("positive", "离家近")),
        ("stance=negative; reason=long waits", ("negative", "long waits")),
        ('{"result": {"stance": "positive", "reason": "near"}}', ("positive", "near")),
        ('[{"stance": "A. positive", "reason": "near"}]', ("positive", "near")),
        ("{'stance': 'negative', 'reason': 'far'}", ("negative", "far")),
        ('{"stance": "积极"，"reason": "近"}', ("positive", "近")),
        (
            '{"stance": "neutral", "reason": "neither positive nor negative"}',
            ("neutral", "neither positive nor negative"),
        ),
        ("受访者持积极态度。", ("positive", "")),
        ('{"stance": "positive", "reason": "near",}', ("positive", "near")),
        ('｛"stance"："积极"，"reason"："近"｝', ("positive", "近")),
        ('{"stance": "positive", "reason": "a"}{"stance": "positive", "reason": "a"}', ("positive", "a")),
        ('{"sentiment": "negative", "rationale": "far"}', ("negative", "far")),
        ('{"stance": "neutral"}\n\nReason: both', ("neutral", "both")),
        ("not positive but negative", ("negative", "")),
        ('{"stance": "mixed", "reason": "x"}', ("neutral", "x")),
        ('{"stance": "乐观", "reason": "x"}', ("positive", "x")),
        ("反对", ("negative", "")),
        ('Step {"step": 1}\n{"stance": "neutral", "reason": "both"}', ("neutral", "both")),
        ("Stance: supportive\nReason: x", ("positive", "x")),
    ],
)
def test_forms_of_replies(text, expected):
    index, reason = stance.parse(text)
    assert (stance.STANCES[index], reason) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A",
        "C.",
        '{"stance": null, "reason": "near"}',
        "不积极",
        '{"stance": "positive or negative", "reason": "x"}',
        '{"reason": "positive"}',
        '{"stance": "positive", "reason": "a"}\n{"stance": "negative", "reason": "b"}',
        "I oppose the tax but support the road",
        "他不支持",
    ],
)
def test_no_stance(text):
    assert stance.parse(text)[0] < 0


def test_rows_without_reason_stay_in_the_denominator():
    truth = json.dumps({"stance": "positive", "reason": "near and cheap"})
    scores = stance.compute(['{"stance": "positive"}', "mumble", truth], [truth] * 3)
    assert scores["accuracy"] == pytest.approx(2 / 3)
    assert scores["rouge1"] == pytest.approx(1 / 3)
    assert (scores["parse_rate"], scores["n"]) == (pytest.approx(2 / 3), 3)


def test_chinese_is_cut_into_words():
    assert stance.words("医院离家很近，GP is near") == ["医院", "离家", "很近", "gp", "is", "near"]


def test_a_tokenizer_of_ones_own():
    truth = json.dumps({"stance": "积极", "reason": "离家近"}, ensure_ascii=False)
    mine = json.dumps({"stance": "积极", "reason": "离家远"}, ensure_ascii=False)
    assert stance.compute([mine], [truth], tokenizer=list)["jaccard"] == pytest.approx(2 / 4)


def test_group_distances_know_the_scale_of_stances():
    order = "A. 积极: 100%", "A. 积极: 0%\nB. 中立: 0%\nC. 消极: 100%"
    assert stance.group([order[0]], [order[1]])["wasserstein"] == 2
    assert stance.group(["neutral: 100%"], [[0, 0, 1]])["wasserstein"] == 1
    assert stance.group([[0, 1, 0]], [[1, 0, 0]])["wasserstein_normalized"] == 0.5


def test_a_reference_without_stance_names_its_row():
    with pytest.raises(ValueError, match="row 0: the reference holds no stance"):
        stance.compute(["x"], ["y"])
