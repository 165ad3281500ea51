"""Attributes of a social role."""

import pytest

from alignsurvey.scoring import score_social_role, social_role
from alignsurvey.scoring.social_role import compare_values

FAMILY = ("父母", "配偶", "子女", "祖父母/外祖父母")


def _score(prediction, reference, choices=None):
    table = compare_values([prediction], [reference], None if choices is None else [choices])
    return table.right[0], pytest.approx(table.partial[0]), table.parsed[0]


@pytest.mark.parametrize(
    ("prediction", "right", "partial"),
    [
        ('["配偶", "子女"]', 1, 1),
        ("['子女', '配偶']", 1, 1),
        ("子女、配偶", 1, 1),
        ("配偶和子女", 1, 1),
        ('```json\n["B", "C"]\n```', 1, 1),
        ('["子女"]', 0, 2 / 3),
        ('["父母", "配偶", "子女", "祖父母/外祖父母"]', 0, 2 / 3),
        ("父母", 0, 0),
        ("BC", 1, 1),
        ("配偶/子女", 1, 1),
        ("配偶，子女，没有父母", 1, 1),
        ("有配偶和子女，没有父母", 1, 1),
    ],
)
def test_several_values_must_all_be_right_and_no_more(prediction, right, partial):
    assert _score(prediction, '["配偶", "子女"]', FAMILY) == (right, partial, 1)


@pytest.mark.parametrize(
    "prediction",
    ["3", "3人", "三口人", "家里有3口人", "three", "<think>2?</think>3", '["3"]', "３", "3.0", '{"家里人口数": 3}'],
)
def test_numbers_in_digits_and_words(prediction):
    assert _score(prediction, "3") == (1, 1, 1)


@pytest.mark.parametrize(
    ("prediction", "reference"),
    [
        ("三十五岁", "35"),
        ("thirty-five", "35"),
        ("35岁", "35岁"),
        ("3", "三口人"),
        ("俩人", "2"),
        ("十二口人", "12"),
        ("十口人", "10"),
        ("twelve", "12"),
        ("二十一口", "21"),
        ("3个", "3人"),
        ("两人", "2"),
    ],
)
def test_larger_numbers_and_units(prediction, reference):
    assert _score(prediction, reference) == (1, 1, 1)


@pytest.mark.parametrize("prediction", ["男", "男性", "受访者是男性。", "A", "A. 男", "['男']", "为男", "选男"])
def test_a_choice_of_one_character_in_a_sentence(prediction):
    assert _score(prediction, "男", ("男", "女")) == (1, 1, 1)


@pytest.mark.parametrize("prediction", ["不是女", "男女", "无法判断"])
def test_one_character_that_is_denied_or_not_alone(prediction):
    assert _score(prediction, "女", ("男", "女")) == (0, 0, 0)


@pytest.mark.parametrize(
    "prediction",
    [
        "parents and children",
        "A, B",
        "The respondent lives with their parents and children.",
        "['Children', 'PARENTS']",
    ],
)
def test_several_values_in_english(prediction):
    assert _score(prediction, "['parents', 'children']", ("parents", "children", "spouse")) == (1, 1, 1)


@pytest.mark.parametrize("prediction", ["C", "C. 3", "三口人", "3人", "three"])
def test_a_number_among_choices(prediction):
    assert _score(prediction, '["3"]', ("1", "2", "3", "4")) == (1, 1, 1)


@pytest.mark.parametrize("prediction", ["5万~20万", "5万到20万", "5万至20万元", "5万 - 20万", "５万－２０万"])
def test_ranges_with_units(prediction):
    assert _score(prediction, "5万-20万", ("5万以下", "5万-20万", "20万以上")) == (1, 1, 1)


@pytest.mark.parametrize(
    ("prediction", "reference", "choices"),
    [
        ("农村", "农村户籍", ("城镇户籍", "农村户籍")),
        ("高中", "高中/中专", ("初中", "高中/中专", "大专")),
        ("31-45", "31-45岁", ("18-30岁", "31-45岁")),
        ("没有", "无", ("有", "无")),
    ],
)
def test_what_only_one_choice_begins_with(prediction, reference, choices):
    assert _score(prediction, reference, choices) == (1, 1, 1)


@pytest.mark.parametrize(
    ("prediction", "choices"),
    [
        ("农村", ("农村户籍", "农村居民")),
        ("户籍", ("城镇户籍", "农村户籍")),
        ("父母", ("祖父母", "配偶")),
        ("60岁", ("60岁以上", "18岁")),
    ],
)
def test_other_parts_of_choices_are_no_answer(prediction, choices):
    assert _score(prediction, choices[0], choices) == (0, 0, 0)


@pytest.mark.parametrize("prediction", ["BAD", "BE", "CBA"])
def test_letters_that_are_a_word(prediction):
    assert _score(prediction, '["配偶"]', FAMILY) == (0, 0, 0)


@pytest.mark.parametrize("prediction", ["2 or 3", "many", ""])
def test_no_number_or_several(prediction):
    assert _score(prediction, "3") == (0, 0, 0)


def test_a_list_with_something_strange_is_unreadable():
    assert _score('["子女", "同事"]', '["子女"]', FAMILY) == (0, 0, 0)


def test_choices_that_hold_separators_can_be_enumerated():
    spending = ("日常生活消费（食品、衣物等）", "教育支出（学费、教辅等）", "其他家庭支出")
    reference = '["日常生活消费（食品、衣物等）", "教育支出（学费、教辅等）"]'
    assert _score("日常生活消费（食品、衣物等）、教育支出（学费、教辅等）", reference, spending) == (1, 1, 1)


def test_without_choices_the_text_must_match():
    assert _score("女。", "['女']") == (1, 1, 1)


def test_groups_are_means_over_their_attributes():
    given = ["男"] * 3 + ["有"], ["男", "男", "女", "有"], ["性别", "性别", "年龄", "有房"]
    scores = score_social_role(*given)
    assert scores["by_attribute"]["性别"]["accuracy"] == 1
    assert (scores["basic"], scores["social"]) == (0.5, 1)
    assert scores["accuracy"] == 0.75
    assert score_social_role(*given, attribute_groups=["x", "x", "y", "y"])["y"] == 0.5
    assert score_social_role(*given, attribute_groups={"有房": "housing"})["housing"] == 1


def test_the_groups_hold_the_twelve_attributes_once():
    members = [name for names in social_role.GROUPS.values() for name in names]
    assert [len(names) for names in social_role.GROUPS.values()] == [5, 3, 4]
    assert len(set(members)) == 12


def test_attributes_are_needed():
    with pytest.raises(ValueError, match="attributes are needed"):
        score_social_role(["a"], ["a"])
