import time

import pytest

from alignsurvey.files.errors import InputError
from alignsurvey.files.yaml import known, load, merge


def write(tmp_path, text):
    path = tmp_path / "codebook.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_yes_no_and_dates_stay_texts(tmp_path):
    loaded = load(write(tmp_path, "{yes: no, day: 2018-01-01, flag: true, NO: 是}"))
    assert loaded == {"yes": "no", "day": "2018-01-01", "flag": True, "NO": "是"}


def test_a_duplicate_key_names_its_line(tmp_path):
    with pytest.raises(InputError, match=r"codebook.yaml line 3: duplicate key 'a'"):
        load(write(tmp_path, "a: 1\nb: 2\na: 3\n"))


def test_broken_yaml_names_its_line(tmp_path):
    with pytest.raises(InputError, match=r"codebook.yaml line 2"):
        load(write(tmp_path, "a: 1\nb: ]\n"))


@pytest.mark.parametrize("text", ["a: " + "[" * 20_000, "a: " + "9" * 5000, "? [a, b]\n: 1", "a: &a {me: *a}"])
def test_what_no_codebook_needs_is_refused(tmp_path, text):
    with pytest.raises(InputError, match=r"^codebook.yaml"):
        load(write(tmp_path, text))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(InputError, match=r"none.yaml: cannot be read"):
        load(tmp_path / "none.yaml")


def test_all_that_is_open_is_named_at_once_and_many_are_counted(tmp_path):
    text = "title: CHECK\nquestions:\n" + "".join(f"  q{n}: {{text: CHECK}}\n" for n in range(9))
    with pytest.raises(
        InputError, match=r"codebook.yaml: still CHECK: title, questions.q0.text, .*q4.text and 4 more; fill in"
    ):
        load(write(tmp_path, text))


def test_unknown_key_names_path_and_what_is_allowed():
    with pytest.raises(InputError, match=r"waves.a: unknown key 'wieght'; allowed are key, weight"):
        known({"wieght": 1}, {"weight", "key"}, "waves.a")


def test_merge_goes_key_by_key_and_null_removes():
    base = {"a": {"x": 1, "y": 2}, "b": [1], "c": 3}
    assert merge(base, {"a": {"y": 5}, "b": [2, 3], "c": None}) == {"a": {"x": 1, "y": 5}, "b": [2, 3]}
    assert base == {"a": {"x": 1, "y": 2}, "b": [1], "c": 3}


def test_aliases_that_unfold_into_billions_are_refused_at_once(tmp_path):
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    begun = time.monotonic()
    with pytest.raises(InputError, match=r"^codebook.yaml: aliases such as \*name unfold into too much"):
        load(write(tmp_path, "\n".join(lines)))
    assert time.monotonic() - begun < 1


def test_an_alias_is_read(tmp_path):
    assert load(write(tmp_path, "a: &none [98, 99]\nb: *none\n")) == {"a": [98, 99], "b": [98, 99]}


def test_a_file_larger_than_any_codebook_is_refused_at_once(tmp_path):
    begun = time.monotonic()
    with pytest.raises(InputError, match=r"^codebook.yaml: larger than 4 MB"):
        load(write(tmp_path, "a: x\n" * 1_000_000))
    assert time.monotonic() - begun < 1
