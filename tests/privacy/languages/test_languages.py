"""A language is one folder, found by looking."""

import shutil
import sys

import pytest

from alignsurvey.files.errors import InputError
from alignsurvey.privacy import languages as room
from alignsurvey.privacy.languages import fold, languages, load
from alignsurvey.privacy.recognise.engines import recogniser_language, shaped_batch


def test_each_folder_offers_a_language():
    assert languages() == ("en", "zh")
    for name in languages():
        assert {"PERSON", "KNOWN", "PHONE"} <= set(load(name).replacements.placeholders)


def test_shared_is_no_language():
    with pytest.raises(InputError, match="no recognisers for language 'shared'; known: en, zh"):
        load("shared")


def test_a_new_folder_is_a_new_language(tmp_path, monkeypatch):
    folder = tmp_path / "fr"
    shutil.copytree(room.__path__[0] + "/en/lists", folder / "lists")
    text = 'from ..en import LANGUAGE as EN\nfrom dataclasses import replace\nLANGUAGE = replace(EN, model="")\n'
    (folder / "__init__.py").write_text(text, encoding="utf-8")
    monkeypatch.setattr(room, "__path__", [*room.__path__, str(tmp_path)])
    caches = (languages, load)
    for cache in caches:
        cache.cache_clear()
    try:
        assert languages() == ("en", "fr", "zh")
        assert recogniser_language("fr-CA") == "fr"
    finally:
        monkeypatch.undo()
        sys.modules.pop(f"{room.__name__}.fr", None)
        for cache in caches:
            cache.cache_clear()


@pytest.mark.parametrize("tag", ["wuu-Hans", "lzh-Hant", "cmn-Hans", "nan", "yue-Hant-HK", "zh-TW"])
def test_every_kind_of_chinese_has_the_chinese_recognisers(tag):
    assert recogniser_language(tag) == "zh"


@pytest.mark.parametrize("tag", ["fr", "nan-Latn", "und"])
def test_talk_without_recognisers_is_refused(tag):
    with pytest.raises(InputError, match=rf"no recognisers of personal data for language '{tag}'; known: en, zh"):
        recogniser_language(tag)


def test_answers_in_any_language_get_the_shared_shapes():
    found = shaped_batch(["Écrivez à jeanne.dupont@orange.fr"], "fr")
    assert [span.entity for span in found[0]] == ["EMAIL"]


def test_folding_keeps_positions():
    text = "電話：１２３，Ａｂ"
    assert fold(text) == "电话：123，Ab"
    assert len(fold(text)) == len(text)
