"""Backgrounds of released prompts: read, and put back as they were or with another profile."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignsurvey.corpus.released.background import narrower_places, read_background, to_prefecture
from alignsurvey.schema import profile_items

LITERAL = "{'性别': '女', '人口': 3, '成员': ['父母', '子女'], '补充': '（1）一；\\n（2）二。'}"
LINES = "性别: 女\n生活费（一年，元）？: 30000\n成员: 父母, 子女\n补充: （1）一；\n（2）二。"


def _items(background):
    return profile_items(list(background.texts().items()))


@pytest.mark.parametrize("text", [LITERAL, LINES])
def test_a_background_is_put_back_to_the_letter(text):
    background = read_background(text)
    assert background.render(_items(background)) == text


def test_values_are_texts_and_a_value_may_have_several_lines():
    assert read_background(LITERAL).texts() == {
        "性别": "女", "人口": "3", "成员": "父母, 子女", "补充": "（1）一；\n（2）二。"
    }  # fmt: skip
    assert list(read_background(LINES).values) == ["性别", "生活费（一年，元）？", "成员", "补充"]


def test_a_changed_profile_changes_its_lines_alone():
    background = read_background(LINES)
    kept = [item for item in _items(background) if item["attribute"] != "补充"]
    kept[0]["value"] = "某"
    assert background.render(kept) == "性别: 某\n生活费（一年，元）？: 30000\n成员: 父母, 子女"


def test_a_changed_profile_keeps_the_types_of_other_values():
    background = read_background(LITERAL)
    kept = [item for item in _items(background) if item["attribute"] not in ("补充", "性别")]
    assert background.render(kept) == "{'人口': 3, '成员': ['父母', '子女']}"


@pytest.mark.parametrize("text", ["{'a': 1", "{__import__('os')}", "{'a':1}", "no lines"])
def test_what_cannot_be_put_back_is_no_background(text):
    assert read_background(text) is None


_WORDS = st.text(st.characters(categories=["L", "N"]), min_size=1)


@given(st.dictionaries(_WORDS, _WORDS | st.integers() | st.lists(_WORDS), min_size=1))
def test_any_mapping_comes_back(values):
    background = read_background(repr(values))
    assert background.render(_items(background)) == repr(values)


@pytest.mark.parametrize(
    ("place", "wide", "narrow"),
    [
        ("浙江省台州市临海市", "浙江省台州市", ["浙江省台州市临海市", "台州市临海市", "临海市", "台州临海市", "临海"]),
        ("浙江省余姚市", "浙江省宁波市", ["浙江省余姚市", "余姚市", "浙江余姚市", "余姚"]),
        ("浙江省杭州市钱塘区", "浙江省杭州市", ["浙江省杭州市钱塘区", "杭州市钱塘区", "钱塘区", "杭州钱塘区"]),
        ("浙江省温州市", "浙江省温州市", []),
        ("浙江省杭州市（不清楚）", "浙江省杭州市", []),
    ],
)
def test_places_below_the_prefecture_are_generalised_and_sought(place, wide, narrow):
    assert to_prefecture(place) == wide
    assert narrower_places(place) == narrow
