import json

import pyarrow
import pyarrow.parquet as pq
import pytest

from alignsurvey.privacy import audit, pseudonym
from alignsurvey.schema import InputError, features, profile_items, sha256

NOTHING_ASKED = {"k_anonymity": {"toy": {"sources": ["s"], "quasi_identifiers": []}}}


def _build(folder, answers, language="en"):
    rows = [
        {
            "id": f"s/{i}/q", "respondent_id": pseudonym(bytes(32), "s", str(i)), "source": "s", "country": "US",
            "language": language,
            "prompt": [], "completion": [], "profile": profile_items([("Age", "30 to 44" if i else "75 or older")]),
            "theme": "work", "history": [], "question": "How is work?", "response": text,
        }
        for i, text in enumerate(answers)
    ]  # fmt: skip
    path = folder / "data/interview/train.parquet"
    path.parent.mkdir(parents=True)
    pq.write_table(pyarrow.Table.from_pylist(rows, schema=features("interview").arrow_schema), path)
    facts = {"file": "data/interview/train.parquet", "rows": len(rows), "sha256": sha256(path)}
    (folder / "manifest.json").write_text(json.dumps({"configs": {"interview": {"train": facts}}, **NOTHING_ASKED}))
    return folder


def test_clean_text_passes_and_names_the_bytes(tmp_path):
    report = audit(_build(tmp_path, ["Fine, thank you."] * 6))
    assert report["passed"]
    names = ("data/interview/train.parquet", "manifest.json")
    assert report["files"] == {name: sha256(tmp_path / name) for name in names}
    assert json.loads((tmp_path / "audit.json").read_text()) == report


@pytest.mark.parametrize(
    ("text", "language", "entity"),
    [
        ("Write to anna.k@example.org any time.", "en", "EMAIL"),
        ("My number is 212-555-0187, call me.", "en", "PHONE"),
        ("我的手机号是13812345678，随时打。", "zh-Hans", "PHONE"),
        ("身份证号11010519491231002X。", "zh-Hans", "ID_NUMBER"),
    ],
)
def test_a_direct_identifier_fails_the_audit_without_being_repeated(tmp_path, text, language, entity):
    report = audit(_build(tmp_path, [text], language))
    assert not report["passed"]
    assert entity in report["direct_identifiers"]
    written = (tmp_path / "audit.json").read_text()
    assert not any(secret in written for secret in ("anna.k", "0187", "13812345678", "1231002X"))


def test_placeholders_of_the_anonymiser_are_no_findings(tmp_path):
    assert audit(_build(tmp_path, ["Call [phone number], write to [email address]."]))["passed"]


def test_profiles_that_few_share_are_counted(tmp_path):
    report = audit(_build(tmp_path, ["Fine."] * 6))
    assert report["small_cells"]["interview"] == {"respondents": 6, "in_small_cells": 1}


def test_a_file_that_was_changed_after_the_build_is_refused(tmp_path):
    path = _build(tmp_path, ["Fine."]) / "data/interview/train.parquet"
    path.write_bytes(path.read_bytes()[:-9] + b"x" * 9)
    with pytest.raises(InputError, match=r"train\.parquet: not the file that was built"):
        audit(tmp_path)


def test_a_folder_without_a_build_is_named(tmp_path):
    with pytest.raises(InputError, match=r"manifest\.json"):
        audit(tmp_path)
