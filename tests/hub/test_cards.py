"""Front matter and bodies of cards."""

import pytest

from alignsurvey.files.errors import InputError
from alignsurvey.hub import cards


def test_a_missing_fact_is_an_error(checkout):
    with pytest.raises(InputError, match=r"cards/space\.md: 'name' is undefined"):
        cards.render("space", about="")


def test_an_unknown_kind_is_an_error(checkout):
    with pytest.raises(InputError, match=r"cards/poem\.md is not there"):
        cards.render("poem")


def test_facts_that_look_like_templates_stay_text(checkout):
    assert "{{ 7 * 7 }}" in cards.render("space", about="{{ 7 * 7 }}", name="x", repo_id="a/b")


@pytest.mark.parametrize("body", ["# 标题\n\ntext", "a\n\n---\n\nb", ""])
def test_join_and_split_are_inverse(body):
    front = {"title": "图表: 一", "no": False, "tags": ["a", "b"]}
    assert cards.split(cards.join(front, body), "x") == (front, body)


def test_a_broken_front_matter_names_the_line():
    with pytest.raises(InputError, match=r"README line 3: .*no valid YAML"):
        cards.split("---\na: 1\nb: c: d\ne: 2\n---\n", "README")


def test_rows_name_the_keys_of_each_level():
    value = {"ase": {"zh": {"PHONE": {"planted": 1}}, "en": {}}}
    assert cards.rows(value, "corpus", "language", "entity") == [
        {"corpus": "ase", "language": "zh", "entity": "PHONE", "planted": 1}
    ]
    with pytest.raises(InputError, match=r"privacy\.json: expected a mapping"):
        cards.rows({"ase": 1}, "corpus", "language")


def test_flat_walks_mappings_and_lists():
    value = {"a": {"b": 1.0, "c": None}, "d": ["x", "y"], "e": [{"f": 2}], "g": []}
    assert list(cards.flat(value)) == [("a / b", 1.0), ("d", "x, y"), ("e / 1 / f", 2)]


@pytest.mark.parametrize(("value", "text"), [("a|b\nc", "a\\|b c"), (0.123456, "0.1235"), (True, "yes"), (42, "42")])
def test_cells_fit_a_table(value, text):
    assert cards.cell(value) == text
