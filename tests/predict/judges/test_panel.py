"""judges.yaml is read strictly, and no message quotes what somebody wrote into it."""

import pytest

from alignsurvey.files.errors import InputError
from alignsurvey.predict import read_panel
from alignsurvey.predict.judges.panel import Judge

FIRST = "  - {name: first, model: m, base_url: 'http://127.0.0.1:1/v1'"


def read(tmp_path, text):
    path = tmp_path / "judges.yaml"
    path.write_text(text, encoding="utf-8")
    return read_panel(path)


def test_fields_and_their_defaults(tmp_path):
    text = (
        f"judges:\n{FIRST}}}\n{FIRST.replace('first', '第二')}, key_env: KEY, requests_per_minute: 30, retries: 0}}\n"
    )
    panel = read(tmp_path, text)
    assert panel.reference
    assert panel.judges == (
        Judge("first", "m", "http://127.0.0.1:1/v1"),
        Judge("第二", "m", "http://127.0.0.1:1/v1", "KEY", requests_per_minute=30, retries=0),
    )
    assert not read(tmp_path, f"reference: false\njudges:\n{FIRST}}}\n").reference


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("judges: [", "line 1"),
        ("judges: []", "list `judges`"),
        ("- a", "expected keys and values"),
        (f"judge: 1\njudges:\n{FIRST}}}", "nothing else"),
        (f"reference: maybe\njudges:\n{FIRST}}}", "nothing else"),
        ("judges: [sk-canary]", r"judges\[0\]: expected fields"),
        (f"judges:\n{FIRST}, api_key: sk-canary}}", "key_env"),
        (f"judges:\n{FIRST}, sk-canary: 1}}", "unknown field"),
        (f"judges:\n{FIRST}, concurrency: sk-canary}}", "concurrency must be a whole number"),
        (f"judges:\n{FIRST}, concurrency: 0}}", "more than 0"),
        (f"judges:\n{FIRST}, requests_per_minute: .nan}}", "negative or endless"),
        (f"judges:\n{FIRST}, retries: -1}}", "negative"),
        (f"judges:\n{FIRST}, json_schema: 1}}", "true or false"),
        (f"judges:\n{FIRST}}}\n{FIRST}}}", "same name"),
        ("judges: [{name: a, model: m}]", "base_url is missing"),
        ("judges: [{name: a, model: m, base_url: sk-canary}]", "begins with http"),
        ("judges: [{name: a, model: m, base_url: 'http://h:sk-canary'}]", "begins with http"),
        ("judges: [{name: a, model: m, base_url: 'https://sk-canary@h/v1'}]", "no credentials"),
        ("judges: [{name: a, model: m, base_url: 'https://h/v1?key=sk-canary'}]", "no credentials"),
        ("judges: [{name: a, model: m, base_url: 'http://h/v1/chat/completions'}]", "end before"),
        ('judges: [{name: "a\\nb", model: m, base_url: "http://h"}]', "name must be one line"),
        ("judges: [{name: ' ', model: m, base_url: 'http://h'}]", "name is missing"),
        ("judges: [{name: a, model: m, base_url: 'http://h', key_env: 7}]", "key_env must be a text"),
        ("judges: [{name: a, key_env: !!python/object:sk-canary }]", "no valid YAML"),
    ],
)
def test_what_cannot_be_used_is_one_line_without_a_value(tmp_path, text, message):
    with pytest.raises(InputError, match=message) as caught:
        read(tmp_path, text)
    assert "canary" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_missing_key_does_not_repeat_what_may_be_one(tmp_path):
    panel = read(tmp_path, f"judges:\n{FIRST}, key_env: gsk_canary}}")
    with pytest.raises(InputError, match="judge first: the environment variable") as caught:
        panel.judges[0].key()
    assert "canary" not in str(caught.value)


def test_key_with_a_line_break_in_it_is_told_without_it(tmp_path, monkeypatch):
    monkeypatch.setenv("KEY", "sk-canary\nsk")
    with pytest.raises(InputError, match="judge first: the key") as caught:
        read(tmp_path, f"judges:\n{FIRST}, key_env: KEY}}").judges[0].key()
    assert "canary" not in str(caught.value)


@pytest.mark.parametrize("end", ["", "/", " ", "//"])
def test_end_of_an_address_makes_no_other_judge(tmp_path, end):
    text = f"judges:\n{FIRST.replace('/v1', f'/v1{end}')}}}\n"
    assert read(tmp_path, text).judges == (Judge("first", "m", "http://127.0.0.1:1/v1"),)


def test_missing_file_is_one_line(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        read_panel(tmp_path / "judges.yaml")
