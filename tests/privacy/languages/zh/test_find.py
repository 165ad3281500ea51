"""What speaks for a Chinese name and against one: its form, the recogniser, a cue."""

import pytest

from alignsurvey.privacy import spans


def _found(text):
    return [(span.entity, text[span.start : span.end]) for span in spans(text, "zh")]


@pytest.mark.parametrize(
    "text",
    [
        "禮拜五中午我们去趟菜场超市。",
        "谢谢您，谢谢大家。",
        "4至5歲的孩子上幼儿园。",
        "[哈哈][哈哈][哈哈]",
        "国务院和教育部发了文件。",
    ],
)
def test_plain_talk_names_nobody(text):
    assert _found(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("老张去找小李借钱。", [("PERSON", "老张"), ("PERSON", "小李")]),
        ("后来欧阳雪梅嫁给了司马建国。", [("PERSON", "欧阳雪梅"), ("PERSON", "司马建国")]),
        ("我在永发茶餐厅洗碗。", [("EMPLOYER", "永发茶餐厅")]),
    ],
)
def test_names_in_talk_are_found(text, expected):
    assert _found(text) == expected
