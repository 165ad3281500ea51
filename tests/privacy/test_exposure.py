"""The audit beyond shapes: known values, raw keys, rare combinations, echoes; none of it is quoted."""

import json

import pyarrow
import pyarrow.parquet as pq
import pytest

from alignsurvey.privacy import audit, pseudonym
from alignsurvey.schema import features, profile_items, sha256

KEY = bytes(range(32))
COMMON = {"Sex": "Female", "Age": "30 to 44"}


def _row(number, text="Fine.", person=None, language="en", **profile):
    person = person or pseudonym(KEY, "s", str(number))
    return {
        "id": f"s/{person}/q", "respondent_id": person, "source": "s", "country": "US", "language": language,
        "prompt": [], "completion": [], "profile": profile_items(list((profile or COMMON).items())), "theme": "work",
        "history": [], "question": "How is work?", "response": text,
    }  # fmt: skip


def _build(folder, rows, **manifest):
    path = folder / "data/interview/train.parquet"
    path.parent.mkdir(parents=True)
    pq.write_table(pyarrow.Table.from_pylist(rows, schema=features("interview").arrow_schema), path)
    facts = {"file": "data/interview/train.parquet", "rows": len(rows), "sha256": sha256(path)}
    (folder / "manifest.json").write_text(json.dumps({"configs": {"interview": {"train": facts}}, **manifest}))
    return folder


MANY = [_row(number) for number in range(6)]


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [("Then WIJTZE Quill laughed.", "en", "Wijtze Quill"), ("后来仝莳笑了。", "zh-Hans", "仝莳")],
)
def test_a_known_name_fails(tmp_path, text, language, value):
    build = _build(tmp_path, [*MANY, _row(99, text, language=language)])
    assert audit(build)["passed"]
    report = audit(build, known=[("PERSON", value)])
    assert report["failures"] == ["1 texts with PERSON in interview.response"]
    assert value not in (tmp_path / "audit.json").read_text()


def test_a_raw_respondent_key_fails(tmp_path):
    report = audit(_build(tmp_path, [*MANY, _row(99, person="10023")]))
    assert report["failures"] == ["1 respondent ids that are no keyed pseudonyms"]


def test_a_rare_combination_fails_where_quasi_identifiers_are_declared(tmp_path):
    rows = [*MANY, _row(99, Sex="Male", Age="75 or older")]
    build = _build(tmp_path, rows, quasi_identifiers=["Sex", "Age"])
    report = audit(build)
    assert not report["passed"]
    assert report["quasi_identifiers"] == {"attributes": ["Sex", "Age"], "respondents": 7, "rare": 1}
    assert audit(build, quasi=[])["passed"]


def test_undeclared_quasi_identifiers_are_counted_as_small_cells_only(tmp_path):
    report = audit(_build(tmp_path, [*MANY, _row(99, Sex="Male", Age="75 or older")]))
    assert report["passed"]
    assert report["small_cells"]["interview"] == {"respondents": 7, "in_small_cells": 1}


def test_a_text_that_repeats_a_rare_value_fails(tmp_path):
    report = audit(_build(tmp_path, [*MANY, _row(99, "As a beekeeper I see that.", Job="Beekeeper")]))
    assert report["echoes"] == {"Job": 1}
    assert not report["passed"]
    assert "eekeeper" not in (tmp_path / "audit.json").read_text()


def test_a_text_that_repeats_a_common_value_passes(tmp_path):
    report = audit(_build(tmp_path, [_row(number, "As a teacher I see that.", Job="Teacher") for number in range(6)]))
    assert report["echoes"] == {}
    assert report["passed"]
