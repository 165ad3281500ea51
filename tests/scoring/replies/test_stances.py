"""Stances and reasons that replies give, in English and Chinese."""

import pytest

from alignsurvey.scoring.replies.stances import STANCES, read_stance_reply


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
    index, reason = read_stance_reply(text)
    assert (STANCES[index], reason) == expected


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
    assert read_stance_reply(text)[0] < 0
