"""Files of released records: valid JSON, JSON that a comma or bracket keeps from being it, and what is refused."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignsurvey.corpus.defects import Defects
from alignsurvey.corpus.released.reading import read_records, replace_spans
from alignsurvey.files.errors import InputError

ONE = '{"instruction": "问：“甲, ]”", "input": "", "output": "答"}'
RECORD = json.loads(ONE)


def _read(tmp_path, text):
    path = tmp_path / "example.json"
    path.write_text(text, encoding="utf-8")
    defects = Defects()
    return read_records(path, defects), defects


def _kinds(defects):
    return [(row["kind"], row["count"]) for row in defects.rows()]


def test_valid_json_has_no_defects(tmp_path):
    records, defects = _read(tmp_path, f"[{ONE}, {ONE}]")
    assert records == [RECORD, RECORD]
    assert _kinds(defects) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"[\n{ONE},\n]", "trailing comma"),
        (f"[{ONE}", "missing bracket"),
        (f"[{ONE},", "missing bracket"),
        ('[{"instruction": "问：“甲, ]”", "input": "", "output": "答",}]', "trailing comma"),
    ],
)
def test_one_missing_or_needless_sign_is_mended_and_reported(tmp_path, text, kind):
    records, defects = _read(tmp_path, text)
    assert records == [RECORD]
    assert kind in dict(_kinds(defects))


def test_records_without_a_comma_between_them_are_told_apart(tmp_path):
    records, defects = _read(tmp_path, f"[{ONE}\n{ONE}]")
    assert records == [RECORD, RECORD]
    assert _kinds(defects) == [("missing comma", 1)]


def test_the_report_names_the_line(tmp_path):
    _, defects = _read(tmp_path, f"[\n{ONE},\n]")
    assert defects.report()["defects"][0]["lines"] == "2"


@pytest.mark.parametrize("end", [len(ONE) // 2, len(ONE) - 1])
def test_a_record_that_is_cut_off_is_counted_and_left_out(tmp_path, end):
    records, defects = _read(tmp_path, f"[{ONE}, {ONE[:end]}")
    assert records == [RECORD]
    assert _kinds(defects) == [("cut record", 1)]
    assert defects.files["example.json"] == {"records": 2, "made": 0, "left_out": 1}


@pytest.mark.parametrize("text", [f"[{ONE}, oh]", f"[{ONE}] more", f"{ONE} {ONE}", "", "[1, 2]", '{"a": 1}'])
def test_what_has_more_than_one_reading_is_refused(tmp_path, text):
    with pytest.raises(InputError, match=r"example\.json"):
        _read(tmp_path, text)


def test_the_message_names_line_and_column_and_no_text(tmp_path):
    with pytest.raises(InputError, match="line 2 column 1") as caught:
        _read(tmp_path, f"[{ONE},\noh]")
    assert "甲" not in str(caught.value)


@given(st.lists(st.dictionaries(st.text(), st.text() | st.integers() | st.lists(st.text())), min_size=1))
def test_a_comma_before_the_last_bracket_loses_nothing(tmp_path_factory, records):
    text = json.dumps(records, ensure_ascii=False)
    mended, _ = _read(tmp_path_factory.mktemp("json"), text[:-1] + ",\n]")
    assert mended == records


def test_put_replaces_the_given_places_alone():
    assert replace_spans("甲乙丙丁", [((3, 4), "D"), ((0, 1), "AA")]) == "AA乙丙D"
