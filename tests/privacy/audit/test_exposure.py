"""The audit beyond shapes: known values, raw keys, rare combinations, echoes; none of it is quoted."""

import json

import pyarrow
import pyarrow.parquet as pq
import pytest

from alignsurvey.files.hashes import sha256
from alignsurvey.privacy import pseudonym
from alignsurvey.privacy.audit.audit import audit
from alignsurvey.schema import profile_items
from alignsurvey.tasks import features

KEY = bytes(range(32))
COMMON = {"Sex": "Female", "Age": "30 to 44"}


def _row(number, text="Fine.", person=None, language="en", **profile):
    person = person or pseudonym(KEY, "s", str(number))
    return {
        "id": f"s/{person}/q", "respondent_id": person, "source": "s", "country": "US", "language": language,
        "prompt": [], "completion": [], "profile": profile_items(list((profile or COMMON).items())), "theme": "work",
        "history": [], "question": "How is work?", "response": text,
    }  # fmt: skip


def _build(folder, rows, config="interview", **manifest):
    path = folder / f"data/{config}/train.parquet"
    path.parent.mkdir(parents=True)
    pq.write_table(pyarrow.Table.from_pylist(rows, schema=features(config).arrow_schema), path)
    facts = {"file": f"data/{config}/train.parquet", "rows": len(rows), "sha256": sha256(path)}
    (folder / "manifest.json").write_text(json.dumps({"configs": {config: {"train": facts}}, **manifest}))
    return folder


MANY = [_row(number) for number in range(6)]


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [("Then WIJTZE Quill laughed.", "en", "Wijtze Quill"), ("后来仝莳笑了。", "zh-Hans", "仝莳")],
)
def test_a_known_name_fails(tmp_path, text, language, value):
    build = _build(tmp_path, [*MANY, _row(99, text, language=language)], k_anonymity=_asked())
    assert audit(build)["passed"]
    report = audit(build, known=[("PERSON", value)])
    assert report["failures"] == ["1 texts with PERSON in interview.response"]
    assert value not in (tmp_path / "audit.json").read_text()


def test_a_raw_respondent_key_fails(tmp_path):
    report = audit(_build(tmp_path, [*MANY, _row(99, person="10023")]))
    assert report["failures"] == ["1 respondent ids that are no keyed pseudonyms"]


def _asked(*sets, **facts):
    return {"toy": {"sources": ["s"], "quasi_identifiers": [list(names) for names in sets], **facts}}


def test_a_rare_combination_fails(tmp_path):
    rows = [*MANY, _row(99, Sex="Male", Age="75 or older")]
    report = audit(_build(tmp_path, rows, k_anonymity=_asked(["Sex", "Age"])))
    assert report["failures"] == ["1 respondents of toy share a combination with fewer than 4 others"]
    assert report["quasi_identifiers"] == {"toy": {"combinations": [["Sex", "Age"]], "respondents": 7, "rare": 1}}


def test_attributes_outside_the_combinations_are_counted_only(tmp_path):
    rows = [*MANY, _row(99, Sex="Female", Age="75 or older")]
    report = audit(_build(tmp_path, rows, k_anonymity=_asked(["Sex"])))
    assert report["passed"]
    assert report["small_cells"]["interview"] == {"respondents": 7, "in_small_cells": 1}
    assert not audit(tmp_path, quasi=["Sex", "Age"])["passed"]


def test_a_build_that_says_nothing_is_taken_at_its_strictest(tmp_path):
    report = audit(_build(tmp_path, [*MANY, _row(99, Sex="Female", Age="75 or older")]))
    assert report["quasi_identifiers"]["s"] == {"combinations": [["Age", "Sex"]], "respondents": 7, "rare": 1}


def test_another_country_is_no_company(tmp_path):
    rows = [*MANY, {**_row(98), "country": "DE"}]
    assert not audit(_build(tmp_path, rows, k_anonymity=_asked(["Sex"])))["passed"]


def test_records_that_disagree_about_a_respondent_do_not_hide_each_other(tmp_path):
    rows = [*MANY, {**_row(0, Sex="Male", Age="30 to 44"), "id": "s/other/q"}]
    assert audit(_build(tmp_path, rows, k_anonymity=_asked(["Sex"])))["quasi_identifiers"]["toy"]["rare"] == 1


def test_a_text_that_repeats_a_rare_value_fails(tmp_path):
    report = audit(_build(tmp_path, [*MANY, _row(99, "As a beekeeper I see that.", Job="Beekeeper")]))
    assert report["echoes"] == {"Job": 1}
    assert not report["passed"]
    assert "eekeeper" not in (tmp_path / "audit.json").read_text()


def test_a_text_that_repeats_a_common_value_passes(tmp_path):
    report = audit(_build(tmp_path, [_row(number, "As a teacher I see that.", Job="Teacher") for number in range(6)]))
    assert report["echoes"] == {}
    assert report["passed"]


DIARY = """
from alignsurvey.tasks.spec import PROFILE, SHARED, Column, Spec

SPEC = Spec({**SHARED, "profile": PROFILE, "entry": Column("string", "talk")}, "records", "none", answer="entry")
"""


def _diary(number, entry, **profile):
    row = _row(number, **profile)
    return {**{name: row[name] for name in list(row)[:8]}, "entry": entry}


def test_the_talk_of_a_new_config_is_searched_for_echoes_and_listed_as_unsearched(tmp_path, add_config):
    config = add_config("diary", DIARY)
    rows = [*(_diary(number, "Fine.") for number in range(6)), _diary(9, "I make glass eyes.", Job="glass eyes")]
    report = audit(_build(tmp_path, rows, config, k_anonymity=_asked()))
    assert report["echoes"] == {"Job": 1}
    assert report["raw_values"]["unsearched"] == ["toy"]


def test_ids_of_a_new_config_are_checked(tmp_path, add_config):
    config = add_config("diary", DIARY)
    rows = [_diary(1, "Fine.") | {"respondent_id": "10023"}]
    report = audit(_build(tmp_path, rows, config, k_anonymity=_asked()))
    assert report["failures"] == ["1 respondent ids that are no keyed pseudonyms"]
