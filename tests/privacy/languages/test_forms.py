"""The forms under which organisations and places come again."""

import pytest

from alignsurvey.privacy.languages import load


@pytest.mark.parametrize(
    ("language", "name", "form"),
    [
        ("en", "The Brightwell Logistics Company", "Brightwell Logistics"),
        ("en", "Zorbex Holdings", "Zorbex"),
        ("en", "Lincoln High School", "Lincoln High"),
        ("en", "Tennessee Valley Authority", "TVA"),
        ("zh", "湖南宏远科技有限公司", "宏远科技"),
        ("zh", "永发茶餐厅有限公司", "永发茶餐厅"),
    ],
)
def test_an_organisation_has_shorter_forms(language, name, form):
    assert form in load(language).forms.organisations(name)


@pytest.mark.parametrize(
    ("language", "name", "form"),
    [("en", "Johnson Plumbing", "Johnson"), ("en", "United Steel", "United"), ("zh", "发展有限公司", "发展")],
)
def test_a_word_or_a_name_of_its_own_is_no_form(language, name, form):
    assert form not in load(language).forms.organisations(name)


@pytest.mark.parametrize(
    ("language", "name", "form"),
    [("en", "Marietta, Ohio", "Marietta"), ("zh", "宁乡县花明楼镇", "花明楼镇"), ("zh", "宁乡县花明楼镇", "花明楼")],
)
def test_a_place_has_shorter_forms(language, name, form):
    assert form in load(language).forms.places(name)


@pytest.mark.parametrize(("language", "name"), [("en", "Chicago"), ("en", "Ohio"), ("zh", "湖南省"), ("zh", "长沙市")])
def test_a_broad_place_is_not_searched_for(language, name):
    assert load(language).forms.places(name) == []
