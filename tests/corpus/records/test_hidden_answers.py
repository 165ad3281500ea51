"""Hidden answers: nothing in the published folder depends on them."""

import csv
import json
import random

import pyarrow.parquet as pq
import pytest

from alignsurvey.corpus import build_dataset
from alignsurvey.corpus.records.hidden_answers import split_with_hidden
from alignsurvey.files.errors import InputError
from alignsurvey.privacy import audit
from alignsurvey.privacy.keys import pseudonym


@pytest.fixture
def build(toy, key):
    def run(out="out", **settings):
        place = toy.out.parent / out
        manifest = build_dataset("toy", toy.raw_folder, place, key=key, root=toy.root, hidden=0.5, **settings)
        return manifest, place / "toy", place / "toy-answers"

    return run


def _written(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _permute_hidden(toy, key):
    """Give the hidden respondents each other's answers, question by question; who gave none still gives none."""
    rows = list(csv.DictReader((toy.raw_folder / "survey.csv").read_text().splitlines()))
    ids = [pseudonym(key, "toy", f"toy-2018\x1f{row['id']}") for row in rows]
    hidden = [row for row, person in zip(rows, ids, strict=True) if split_with_hidden(42, person, 0.5) == "hidden"]
    assert len(hidden) > 5
    for name in ("health", "trust"):
        able = [row for row in hidden if row[name] != "9"]
        before = [row[name] for row in able]
        after = before[:]
        while after == before:
            random.Random(len(after)).shuffle(after)
            after = after[1:] + after[:1]
        for row, value in zip(able, after, strict=True):
            row[name] = value
    toy.raw("\n".join([",".join(rows[0]), *(",".join(row.values()) for row in rows)]) + "\n")


def test_other_hidden_answers_give_the_same_public_bytes(toy, key, build):
    _, public, private = build("one")
    first, answers = _written(public), _written(private)
    _permute_hidden(toy, key)
    _, public, private = build("two")
    assert _written(public) == first
    assert _written(private) != answers


def test_the_hidden_split_has_prompts_and_choices_alone(build):
    manifest, public, private = build()
    facts = manifest["configs"]["survey_response"]
    assert facts["hidden"]["rows"] > 0
    assert facts["test"]["rows"] > 0
    assert set(manifest["respondents"]) == {"train", "test", "hidden"}
    rows = pq.read_table(public / "data/survey_response/hidden.parquet").to_pylist()
    answers = {row["id"]: row for row in pq.read_table(private / "data/survey_response.parquet").to_pylist()}
    for row in rows:
        assert row["prompt"]
        assert row["choices"]
        assert (row["answer"], row["completion"], row["target"]) == (None, None, None)
        assert row["choices"][answers[row["id"]]["answer"]] in answers[row["id"]]["target"]
    assert len(rows) == len(answers)


def test_groups_keep_test_and_hidden_respondents_apart(build):
    _, public, _ = build()
    people = {
        split: set(pq.read_table(public / f"data/survey_response/{split}.parquet")["respondent_id"].to_pylist())
        for split in ("train", "test", "hidden")
    }
    for split in ("test", "hidden"):
        for row in pq.read_table(public / f"data/survey_response_group/{split}.parquet").to_pylist():
            assert set(row["respondent_ids"]) <= people[split]
            assert (row["distribution"] is None) == (split == "hidden")


def test_the_answers_are_for_the_builder_alone(build):
    _, public, private = build()
    assert private.stat().st_mode & 0o077 == 0
    assert json.loads((private / "answers.json").read_text())["answers_of"] == "toy"
    assert not (public / "counts.csv").exists()
    assert audit(public, key=bytes(range(32)))["passed"]


def test_without_hidden_answers_nothing_changes(toy, key):
    settings = {"key": key, "root": toy.root}
    manifest = build_dataset("toy", toy.raw_folder, toy.out, **settings, hidden=0.0)
    assert set(manifest["configs"]["survey_response"]) == {"train", "test"}
    assert "hidden" not in manifest
    assert [path.name for path in toy.out.iterdir()] == ["toy"]


def test_a_share_outside_0_to_1_is_refused(toy, key):
    with pytest.raises(InputError, match="give a share between 0 and 1"):
        build_dataset("toy", toy.raw_folder, toy.out, key=key, root=toy.root, hidden=1.5)
