"""Pseudonyms and the key they are made with."""

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignsurvey.files.errors import InputError
from alignsurvey.privacy import load_key, pseudonym

KEY = bytes(range(32))


def test_a_pseudonym_depends_on_key_corpus_and_raw_key():
    base = pseudonym(KEY, "gss-2018", "17")
    assert base == pseudonym(KEY, "gss-2018", "17")
    others = {pseudonym(KEY[::-1], "gss-2018", "17"), pseudonym(KEY, "ess", "17"), pseudonym(KEY, "gss-2018", "18")}
    assert len({base, *others}) == 4


@given(st.text(min_size=1), st.text(min_size=4))
def test_a_pseudonym_has_a_fixed_shape_and_hides_the_raw_key(corpus, raw_key):
    made = pseudonym(KEY, corpus, raw_key)
    assert len(made) == 17
    assert made.startswith("r")
    assert made.isalnum()


def test_a_weak_key_is_refused():
    with pytest.raises(InputError, match="needs at least"):
        pseudonym(b"short", "gss", "1")


def test_the_key_is_made_once_with_mode_600(tmp_path, monkeypatch):
    path = tmp_path / "keys" / "pseudonym.key"
    monkeypatch.setenv("ALIGNSURVEY_KEY_FILE", str(path))
    first = load_key()
    assert len(first) == 32
    assert load_key() == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [child.name for child in path.parent.iterdir()] == ["pseudonym.key"]


def test_the_default_key_lies_in_the_project(tmp_path, monkeypatch):
    monkeypatch.delenv("ALIGNSURVEY_KEY_FILE", raising=False)
    monkeypatch.delenv("ALIGNSURVEY_HOME", raising=False)
    (tmp_path / "pyproject.toml").touch()
    inner = tmp_path / "corpus_builders" / "gss"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    load_key()
    assert (tmp_path / ".alignsurvey" / "pseudonym.key").is_file()


def test_builds_at_the_same_time_share_one_key(tmp_path, monkeypatch):
    monkeypatch.setenv("ALIGNSURVEY_KEY_FILE", str(tmp_path / "k"))
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(lambda _: load_key(), range(16)))) == 1


@pytest.mark.parametrize("content", ["not hex", "abcd", "é"])
def test_a_damaged_key_is_named_without_its_content(tmp_path, monkeypatch, content):
    path = tmp_path / "pseudonym.key"
    path.write_text(content, encoding="utf-8")
    path.chmod(0o600)
    monkeypatch.setenv("ALIGNSURVEY_KEY_FILE", str(path))
    with pytest.raises(InputError) as caught:
        load_key()
    assert "pseudonym.key" in str(caught.value)
    assert content not in str(caught.value)


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o622])
def test_a_key_that_others_can_read_is_refused_with_the_command_that_mends_it(tmp_path, monkeypatch, mode):
    path = tmp_path / "pseudonym.key"
    path.write_text(KEY.hex(), encoding="ascii")
    path.chmod(mode)
    monkeypatch.setenv("ALIGNSURVEY_KEY_FILE", str(path))
    with pytest.raises(InputError, match=f"others can read the key; run: chmod 600 {path}"):
        load_key()
