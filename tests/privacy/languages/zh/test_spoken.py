"""Numbers and mail as they are said in Chinese."""

import pytest


@pytest.mark.parametrize(
    ("entity", "frame", "value"),
    [
        ("PHONE", "你记一下，{}。", "幺三八零零幺三八零零零"),
        ("PHONE", "手机{}", "一三八一二三四五六七八"),
        ("ID_NUMBER", "尾号{}吧", "幺三八"),
        ("ID_NUMBER", "会员号{}。", "九零零二三八"),
        ("BANK_CARD", "银行卡号是{}。", "六二二九零零八一九零零二"),
        ("LICENCE_PLATE", "车牌是{}。", "京A幺二三四五"),
        ("EMAIL", "邮箱是{}。", "zhangwei88艾特qq点com"),
        ("EMAIL", "发到{}吧。", "wei下划线lena小老鼠163点com"),
    ],
)
def test_what_is_said_is_found(shapes, entity, frame, value):
    assert shapes("zh", frame.format(value)) == [(entity, value)]


@pytest.mark.parametrize("text", ["一二三四五，上山打老虎。", "一九八四年，二零零八年，三四十个，五六百块。"])
def test_counting_and_years_stay(shapes, text):
    assert shapes("zh", text) == []
