"""Traditional and simplified characters, sign for sign."""

from hypothesis import given
from hypothesis import strategies as st

from alignsurvey.privacy.languages import fold
from alignsurvey.privacy.languages.zh.characters import is_traditional, simplified, traditional


def test_characters_are_exchanged_one_for_one():
    assert simplified("劉曉燕老師") == "刘晓燕老师"
    assert traditional("电话号码") == "電話號碼"
    assert is_traditional("電話")
    assert not is_traditional("电话 phone")


@given(st.text())
def test_folding_keeps_every_position(text):
    assert len(fold(text)) == len(text)
