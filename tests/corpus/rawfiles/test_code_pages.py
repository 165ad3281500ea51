import pytest

from alignsurvey.corpus.rawfiles.code_pages import chinese_in_disguise


def misread(text, code_page):
    return text.encode(code_page).decode("windows-1252", errors="ignore")


@pytest.mark.parametrize("text", ["您觉得您的生活是否幸福？", "性别", "[1.男人以事业为重，女人以家庭为重] A42"])
@pytest.mark.parametrize("code_page", ["gbk", "gb18030"])
def test_chinese_that_was_misread_is_known(text, code_page):
    assert chinese_in_disguise(["Respondent", misread(text, code_page)])


@pytest.mark.parametrize(
    ("text", "code_page"),
    [
        ("Köln, Düsseldorf und Umgebung", "cp1252"),
        ("Fianna Fáil – Français, «réponse» … ’", "cp1252"),
        ("Насколько вы счастливы?", "cp1251"),
        ("Πόσο ευτυχισμένος είστε;", "cp1253"),
        ("Ne kadar mutlusunuz? şğıİöç", "cp1254"),
        ("Refused", "ascii"),
    ],
)
def test_other_languages_are_not(text, code_page):
    assert not chinese_in_disguise([misread(text, code_page)])


def test_what_was_read_rightly_is_left_alone():
    assert not chinese_in_disguise(["您觉得您的生活是否幸福？", "God…"])
