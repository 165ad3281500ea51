"""k-anonymous profiles in a build: declared, applied in every config, told, and the same for any number of workers."""

import json
from collections import Counter

import pyarrow.parquet as pq
import pytest

from alignsurvey import privacy
from alignsurvey.corpus import build_dataset, build_summary
from alignsurvey.corpus.codebook.quasi_identifiers import Quasi, read_quasi
from alignsurvey.corpus.records.profiles import protect_records
from alignsurvey.files.errors import InputError
from alignsurvey.schema import profile_items


def _raw(old):
    """120 respondents, of whom `old` are men of 50 or older, and no woman is."""
    lines = ["id,sex,age,wt,health,trust"]
    for number in range(120):
        lines.append(f"{number},{1 if number < old else number % 2 + 1},{70 if number < old else 30},1,1,1")
    return "\n".join(lines) + "\n"


@pytest.fixture
def build(toy, key):
    def run(declared="", **settings):
        text = (toy.folder / "codebook.yaml").read_text(encoding="utf-8")
        toy.codebook(text + declared)
        manifest = build_dataset("toy", toy.raw_folder, toy.out, key=key, root=toy.root, **settings)
        return manifest, toy.out / "toy"

    return run


def _profiles(folder, config="survey_response"):
    rows = [r for s in ("train", "test") for r in pq.read_table(folder / f"data/{config}/{s}.parquet").to_pylist()]
    return {row["respondent_id"]: {i["attribute"]: i["value"] for i in row["profile"]} for row in rows}, rows


def test_a_rare_value_is_left_out_of_profile_prompt_and_groups(toy, build):
    toy.raw(_raw(3))
    manifest, folder = build("quasi_identifiers: [Sex, Age]\n")
    profiles, rows = _profiles(folder)
    sizes = Counter(tuple(sorted(profile.items())) for profile in profiles.values())
    assert min(sizes.values()) >= 5
    assert not any("50 or older" in json.dumps(row, ensure_ascii=False) for row in rows)
    told = {person for person, profile in profiles.items() if "Sex" in profile}
    groups = pq.read_table(folder / "data/survey_response_group/train.parquet").to_pylist()
    assert {person for row in groups for person in row["respondent_ids"]} <= told
    assert "*" not in json.dumps(rows[0]["prompt"])
    assert manifest["k_anonymity"]["toy"]["rare_before"] == 3
    assert manifest["k_anonymity"]["toy"]["suppressed"] == {"Age": 5}
    assert json.loads((folder / "privacy.json").read_text())["toy"]["k_anonymity"] == manifest["k_anonymity"]["toy"]
    assert "values left out: Age 5" in build_summary(manifest)


def test_who_answered_nothing_keeps_nobody_company(toy, build, key):
    silent = "".join(f"s{n},1,70,1,9,9\n" for n in range(2))
    toy.raw(_raw(3) + silent)
    manifest, folder = build("quasi_identifiers: [Sex, Age]\n")
    assert manifest["k_anonymity"]["toy"]["respondents"] == 120
    assert privacy.audit(folder, key=key)["passed"]


def test_the_audit_passes_what_was_made_k_anonymous_and_refuses_what_was_not(toy, build, key):
    toy.raw(_raw(3))
    assert privacy.audit(build("quasi_identifiers: [Sex, Age]\n")[1], key=key)["passed"]
    report = privacy.audit(build(k=1)[1], key=key)
    assert report["quasi_identifiers"]["toy"]["rare"] == 3
    assert not report["passed"]


def test_nothing_declared_means_all_that_others_can_know_and_an_empty_list_nothing(toy, build):
    toy.raw(_raw(3))
    facts = build()[0]["k_anonymity"]["toy"]
    assert (facts["quasi_identifiers"], facts["declared"]) == ([["Sex", "Age"]], False)
    facts = build("quasi_identifiers: []\n")[0]["k_anonymity"]["toy"]
    assert facts["quasi_identifiers"] == []


WRONG = {
    "quasi_identifiers: [Sex, Town]": "names 'Town', which is no attribute",
    "quasi_identifiers: Sex": "expected a list of attributes",
    "quasi_identifiers: [[Sex], Age]": "expected a list of attributes",
    "k: 0": "k: expected a whole number",
    "generalise: {Age: [{adult: [under 50, over 50]}]}": "level 1: 'over 50' is no value",
    "generalise: {Age: [drop, {adult: [under 50]}]}": "level 1: expected",
    "generalise: {Age: drop}": "expected a list of levels",
}


@pytest.mark.parametrize("declared", WRONG)
def test_a_wrong_declaration_is_named(build, declared):
    with pytest.raises(InputError) as caught:
        build(declared + "\n")
    assert WRONG[declared] in str(caught.value)


def _role(person, answer):
    return {
        "id": f"s/{person}/q/age", "respondent_id": person, "source": "s", "country": "US", "language": "en",
        "attribute": "age", "choices": ["18-25", "26-35", "36-45"], "answer": [answer],
    }  # fmt: skip


def _talk(person, value):
    shared = {"respondent_id": person, "source": "s", "country": "US", "language": "en", "id": f"s/{person}/t"}
    return {**shared, "profile": profile_items([("age", value), ("job", "baker")])}


def _records(*ages):
    people = [(f"p{number:02}", age) for number, age in enumerate(ages)]
    return {
        "social_role": [(None, _role(*one)) for one in people],
        "interview": [(None, _talk(*one)) for one in people],
    }


LEVELS = {"quasi_identifiers": ["age"], "generalise": {"age": [{"18-35": ["18-25", "26-35"]}]}}


def test_answers_of_task_1_follow_the_profile(key):
    made, facts = protect_records(_records(*["18-25"] * 3, *["26-35"] * 3, *["36-45"] * 6), read_quasi(LEVELS, "x"))
    first = made["social_role"][0][1]
    assert (first["choices"], first["answer"]) == (["18-35", "36-45"], ["18-35"])
    assert made["interview"][0][1]["profile"][0] == {"attribute": "age", "value": "18-35"}
    assert facts["answers_left_out"] == 0


def test_a_record_whose_answer_is_left_out_is_left_out():
    made, facts = protect_records(_records(*["18-25"] * 60, "36-45"), read_quasi(LEVELS, "x"))
    silent = [r["respondent_id"] for _, r in made["interview"] if len(r["profile"]) == 1]
    assert facts["answers_left_out"] == len(silent) == 5
    assert not {r["respondent_id"] for _, r in made["social_role"]} & set(silent)


def test_answers_may_be_published_as_they_are():
    records = _records(*["18-25"] * 60, "36-45")
    made, facts = protect_records(records, read_quasi({**LEVELS, "protect_answers": False}, "x"))
    assert made["social_role"] == records["social_role"]
    assert facts["answers"] == "published"


def test_k_of_1_changes_nothing():
    records = _records("18-25", "36-45")
    assert protect_records(records, Quasi(k=1))[0] == records


def test_an_attribute_may_be_called_like_a_column_of_the_pipeline(toy, build):
    text = (toy.folder / "codebook.yaml").read_text(encoding="utf-8")
    toy.codebook(text.replace("Sex", "row").replace("  Age:", "  country:"))
    _, folder = build()
    profiles, _ = _profiles(folder)
    assert {name for profile in profiles.values() for name in profile} == {"row", "country"}
