import json

import pyarrow
import pyarrow.parquet as pq
import pytest

from alignsurvey.files.errors import InputError
from alignsurvey.files.hashes import sha256
from alignsurvey.privacy import pseudonym, raw_of, sealed
from alignsurvey.privacy.audit.audit import audit
from alignsurvey.schema import profile_items
from alignsurvey.tasks import features

NOTHING_ASKED = {"k_anonymity": {"toy": {"sources": ["s"], "quasi_identifiers": []}}}


def _build(folder, answers, language="en", change=lambda row: row, **facts_of_build):
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
    pq.write_table(
        pyarrow.Table.from_pylist([change(row) for row in rows], schema=features("interview").arrow_schema), path
    )
    facts = {"file": "data/interview/train.parquet", "rows": len(rows), "sha256": sha256(path)}
    (folder / "manifest.json").write_text(
        json.dumps({"configs": {"interview": {"train": facts}}, **NOTHING_ASKED, **facts_of_build})
    )
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


KEY = bytes(range(32))


def test_a_report_is_sealed_against_changes_by_hand(tmp_path):
    report = audit(_build(tmp_path, ["Write to anna.k@example.org."]), key=KEY)
    assert sealed(report, KEY)
    assert sealed(json.loads((tmp_path / "audit.json").read_text()), KEY)
    assert not sealed({**report, "passed": True, "failures": []}, KEY)
    assert not sealed({**report, "files": {}}, KEY)
    assert not sealed({key: value for key, value in report.items() if key != "seal"}, KEY)
    assert not sealed(report, KEY[::-1])


def test_reports_are_searched_like_the_data(tmp_path):
    build = _build(tmp_path, ["Fine."])
    (build / "privacy.json").write_text(json.dumps({"toy": {"interviews of anna.k@example.org": 1}}))
    report = audit(build)
    assert set(report["columns"]) == {"privacy.json"}
    assert report["files"]["privacy.json"] == sha256(build / "privacy.json")


def test_the_address_of_a_provider_is_no_finding(tmp_path):
    build = _build(tmp_path, ["Fine."], sources=[{"corpus": "toy", "obtain": "Write to data@example.org."}])
    assert audit(build)["passed"]
    assert not audit(build, known=[("EMAIL", "data@example.org")])["passed"]


def test_a_file_that_no_build_writes_is_refused(tmp_path):
    build = _build(tmp_path, ["Fine."])
    (build / "notes.txt").write_text("anna.k@example.org")
    with pytest.raises(InputError, match=r"notes\.txt: no file of a build"):
        audit(build)


def test_a_manifest_whose_names_carry_text_is_refused(tmp_path):
    build = _build(tmp_path, ["Fine."])
    manifest = json.loads((build / "manifest.json").read_text())
    manifest["configs"]["interview"]["train"]["file"] = "data/interview/Anna Kowalska.parquet"
    (build / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(InputError) as caught:
        audit(build)
    assert "Kowalska" not in str(caught.value)


def test_neither_columns_nor_entities_carry_text_into_the_report(tmp_path):
    build = _build(tmp_path, ["Anna Kowalska came."])
    path = build / "data/interview/train.parquet"
    table = pq.read_table(path)
    pq.write_table(table.append_column("Anna Kowalska", [["me@example.org"] * len(table)]), path)
    manifest = json.loads((build / "manifest.json").read_text())
    manifest["configs"]["interview"]["train"]["sha256"] = sha256(path)
    (build / "manifest.json").write_text(json.dumps(manifest))
    report = audit(build, known=[("Anna Kowalska", "Anna Kowalska")])
    assert report["columns"] == {"interview.OTHER": 1, "interview.response": 1}
    assert report["direct_identifiers"] == {"EMAIL": 1, "OTHER": 1}
    assert "Kowalska" not in (tmp_path / "audit.json").read_text()


RAW = raw_of(
    ["P00017-key", "17"], [("PHONE", "0171 5550123"), ("PERSON", "Anna Kowalska"), ("PERSON", "Hope")], ["toy"]
)


@pytest.mark.parametrize("text", ["I am P00017-KEY.", "Call 01715550123.", "It was anna  kowalska."])
def test_keys_and_values_of_the_raw_files_are_found_in_any_spelling(tmp_path, text):
    report = audit(_build(tmp_path, [text, "There is hope."]), raw=RAW)
    assert sum(report["direct_identifiers"].values()) >= 1
    assert not any(secret in (tmp_path / "audit.json").read_text() for secret in ("P00017", "5550123", "owalska"))


def test_what_is_too_common_to_tell_a_person_is_counted_not_searched(tmp_path):
    report = audit(_build(tmp_path, ["There is hope for all 17 of us."]), raw=RAW)
    assert report["passed"]
    assert report["raw_values"] == {
        "searched": True, "keys": 1, "values": 2, "too_common": 2, "by_build": [], "unsearched": [],
    }  # fmt: skip


def test_a_raw_key_inside_an_id_is_found(tmp_path):
    build = _build(tmp_path, ["Fine."], change=lambda row: {**row, "id": "s/P00017-key/q"})
    assert audit(build, raw=RAW)["columns"] == {"interview.id": 1}


def test_free_text_that_nobody_compared_with_its_raw_files_is_named(tmp_path):
    build = _build(tmp_path, ["Fine."])
    assert audit(build)["raw_values"]["unsearched"] == ["toy"]
    (build / "privacy.json").write_text(json.dumps({"toy": {"known_values": {"searched": 3, "left": {}}}}))
    assert audit(build)["raw_values"]["unsearched"] == []


def test_nothing_of_the_raw_values_is_shown():
    assert "Kowalska" not in repr(RAW)
    assert "00017" not in repr(RAW)


def test_an_attribute_that_no_profile_has_is_named(tmp_path):
    with pytest.raises(InputError, match="no profile has an attribute 'Agee'; check --quasi-identifier"):
        audit(_build(tmp_path, ["Fine."]), quasi=["Agee"])
