"""Names taken apart, and forms of a name that belong together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignsurvey.privacy.languages.language import Parts
from alignsurvey.privacy.pseudonymise.people import People, parts


@pytest.mark.parametrize(
    ("mention", "language", "expected"),
    [
        ("Sarah Miller", "en", Parts("miller", "sarah")),
        ("Sarah", "en", Parts(given="sarah")),
        ("Okafor", "en", Parts(surname="okafor")),
        ("张伟", "zh", Parts("张", "伟")),
        ("欧阳晓峰", "zh", Parts("欧阳", "晓峰")),
        ("老张", "zh", Parts("张", before="老")),
        ("李老师", "zh", Parts("李", title="老师")),
        ("欧阳老师", "zh", Parts("欧阳", title="老师")),
        ("买买提·艾力", "zh", Parts(given="买买提·艾力")),
    ],
)
def test_a_mention_is_taken_apart(mention, language, expected):
    assert parts(mention, language) == expected


def test_a_lone_surname_is_told_from_a_first_name_by_the_full_name():
    people = People(["Taylor", "Ann Taylor"], "en", seed=1)
    made = people.replacements()
    assert made["Taylor"] == made["Ann Taylor"].split()[1]


def test_a_given_name_that_is_a_word_does_not_spread():
    assert "建国" not in People(["王建国"], "zh", seed=1).replacements()
    assert "晓燕" in People(["刘晓燕"], "zh", seed=1).replacements()


def test_the_first_half_of_a_name_with_a_dot_is_the_same_person():
    people = People(["古丽娜尔·买买提", "古丽娜尔", "张伟"], "zh", seed=1)
    made = people.replacements()
    assert made["古丽娜尔"] == made["古丽娜尔·买买提"] != made["张伟"]
    assert len(people) == 2


def test_a_pseudonym_is_no_name_of_the_interview():
    from alignsurvey.privacy.languages.zh.people import SURNAMES

    names = [surname + "晓燕" for surname in SURNAMES[:-1]]
    made = People([*names, "张伟"], "zh", seed=3).replacements()
    assert made["张伟"] not in names


def test_more_people_than_pseudonyms_stay_apart():
    names = [f"Sarah {letter}{other}rrow" for letter in "ABCDEFGHJKLM" for other in "aeiou"]
    made = People(names, "en", seed=5).replacements()
    assert len({made[name] for name in names}) == len(names)


@given(
    st.lists(st.sampled_from(["张伟", "老张", "张老师", "王芳", "小王", "李建国"]), min_size=1), st.integers(0, 2**32)
)
def test_the_order_of_mentions_changes_nothing_for_one_family_each(mentions, seed):
    once, again = (People(order, "zh", seed).replacements() for order in (mentions, mentions[::-1]))
    assert once == again
