"""One resolver of language tags: prompts, recognisers and script."""

import pytest

from alignsurvey.files.errors import InputError
from alignsurvey.languages import resolve


@pytest.mark.parametrize(
    ("tag", "script"),
    [
        ("zh", "Hans"), ("zh-Hans", "Hans"), ("zh_CN", "Hans"), ("zh-TW", "Hant"), ("zh-HK", "Hant"),
        ("cmn-Hans", "Hans"), ("wuu-Hans", "Hans"), ("lzh-Hant", "Hant"), ("nan", "Hans"), ("hak", "Hans"),
        ("yue", "Hant"), ("yue-Hant-HK", "Hant"), ("zh-yue", "Hant"), ("zh-min-nan", "Hans"), ("ZH-hant", "Hant"),
        ("cdo", "Hans"), ("gan", "Hans"),
    ],
)  # fmt: skip
def test_every_kind_of_chinese_has_chinese_prompts_and_recognisers(tag, script):
    found = resolve(tag)
    assert (found.base, found.prompt(), found.recognisers, found.script) == ("zh", "zh", "zh", script)


@pytest.mark.parametrize(("tag", "base"), [("en", "en"), ("en-GB", "en"), ("eng", "en"), ("fr-CA", "fr"), ("cy", "cy")])
def test_other_languages_are_themselves(tag, base):
    assert (resolve(tag).base, resolve(tag).recognisers, resolve(tag).script) == (base, base, "Latn")


def test_chinese_in_latin_letters_has_no_recognisers():
    assert resolve("nan-Latn").recognisers == ""


def test_another_language_needs_a_chosen_prompt_language():
    assert resolve("fr").prompt("en") == "en"
    with pytest.raises(InputError, match="no prompts in language 'fr'; give the codebook `prompt_language`: en or zh"):
        resolve("fr").prompt()


@pytest.mark.parametrize("tag", ["", "1", "english", "en US", "zh--Hans", "toolongforatag", "xq"])
def test_what_is_no_tag_is_refused(tag):
    with pytest.raises(InputError, match="is no language tag of BCP 47"):
        resolve(tag)
