import json

import pyarrow.parquet as pq
import pytest
from datasets import Features

from alignsurvey import tasks
from alignsurvey.corpus import build_dataset, build_summary
from alignsurvey.corpus.records import chunks as units
from alignsurvey.files.errors import InputError
from alignsurvey.tasks import columns, features


@pytest.fixture
def build(toy, key):
    def run(out="out", **options):
        manifest = build_dataset(
            "toy", toy.raw_folder, toy.out.parent / out, key=options.pop("key", key), root=toy.root, **options
        )
        return manifest, toy.out.parent / out / "toy"

    return run


def files(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def rows(folder, config):
    return [row for split in ("train", "test") for row in
            pq.read_table(folder / "data" / config / f"{split}.parquet").to_pylist()]  # fmt: skip


def test_the_files_have_the_features_of_their_config(build):
    manifest, folder = build()
    assert set(files(folder)) == {
        "README.md", "manifest.json", "privacy.json", "counts.csv",
        *(f"data/{config}/{split}.parquet" for config in ("survey_response", "survey_response_group")
          for split in ("train", "test")),
    }  # fmt: skip
    for config in manifest["configs"]:
        schema = pq.read_schema(folder / "data" / config / "test.parquet")
        assert schema.names == list(columns(config))
        assert schema.metadata is None  # what version 5 of datasets writes there, version 3 cannot read
        assert Features.from_arrow_schema(schema) == features(config)


def test_the_target_is_the_completion_as_text(build):
    manifest, folder = build()
    for config in manifest["configs"]:
        for record in pq.read_table(folder / "data" / config / "test.parquet").to_pylist():
            assert record["target"] == record["completion"][0]["content"]


def test_the_folder_is_loaded_by_the_names_of_its_configs(build, tmp_path):
    from datasets import load_dataset

    manifest, folder = build()
    for config, splits in manifest["configs"].items():
        loaded = load_dataset(str(folder), config, cache_dir=str(tmp_path / "cache"))
        assert {split: len(rows) for split, rows in loaded.items()} == {s: facts["rows"] for s, facts in splits.items()}


def test_nobody_is_in_train_and_test_of_any_config(build):
    _, folder = build()
    people = {}
    for split in ("train", "test"):
        single = pq.read_table(folder / "data/survey_response" / f"{split}.parquet")["respondent_id"].to_pylist()
        groups = pq.read_table(folder / "data/survey_response_group" / f"{split}.parquet")["respondent_ids"].to_pylist()
        people[split] = {*single, *(person for group in groups for person in group)}
        assert people[split]
    assert not people["train"] & people["test"]


def test_answers_are_those_of_the_raw_file_in_shown_order(build):
    manifest, folder = build()
    assert manifest["counts"]["toy-2018/trust"] == {"yes": 40, "no": 40, "it depends": 40}
    records = rows(folder, "survey_response")
    shown = [record for record in records if record["question_id"] == "trust"]
    taken = [record["choices"][record["answer"]] for record in shown]
    assert {choice: taken.count(choice) for choice in taken} == manifest["counts"]["toy-2018/trust"]
    assert len({tuple(record["choices"]) for record in shown}) == 6
    for record in shown:
        places = dict(zip(record["choices"], record["scale"], strict=True))
        assert places == {"yes": 0.0, "no": 1.0, "it depends": -1.0}
        assert record["completion"][0]["content"] == f"{'ABC'[record['answer']]}. {record['choices'][record['answer']]}"


def test_answers_in_a_language_without_prompts_get_those_that_the_codebook_chose(build, toy):
    path = toy.folder / "codebook.yaml"
    toy.codebook(path.read_text(encoding="utf-8").replace("language: en", "language: fr\nprompt_language: zh"))
    _, folder = build()
    for config in ("survey_response", "survey_response_group"):
        record = pq.read_table(folder / "data" / config / "train.parquet").to_pylist()[0]
        assert record["language"] == "fr"
        assert "prompt_language" not in record
        assert "选项" in record["prompt"][0]["content"]
        assert "选项" in tasks.load(config).prompt(record)[0]["content"]


def test_the_same_input_gives_the_same_bytes_whatever_the_workers(build, monkeypatch):
    monkeypatch.setattr(units, "CHUNK", 16)
    first, second = build("one")[1], build("three", workers=3)[1]
    assert files(first) == files(second)
    assert files(first) == files(build("one")[1])


def test_another_seed_changes_splits_and_orders_and_another_key_the_ids(build, key):
    base = rows(build("a")[1], "survey_response")
    seeded = rows(build("b", seed=7)[1], "survey_response")
    rekeyed = rows(build("c", key=bytes(32))[1], "survey_response")
    assert [row["id"] for row in base] != [row["id"] for row in seeded]
    assert {row["id"] for row in base} == {row["id"] for row in seeded}
    assert not {row["respondent_id"] for row in base} & {row["respondent_id"] for row in rekeyed}


def test_rows_are_in_the_order_of_their_ids(build, monkeypatch):
    monkeypatch.setattr(units, "CHUNK", 16)
    _, folder = build()
    for path in folder.rglob("*.parquet"):
        ids = pq.read_table(path)["id"].to_pylist()
        assert ids == sorted(set(ids))


def test_the_manifest_describes_what_lies_there(build, toy):
    manifest, folder = build()
    notes = manifest.pop("notes")  # for the person who builds: they may name rows
    assert json.loads((folder / "manifest.json").read_text()) == manifest
    assert notes == {"survey.csv": ["texts read as utf-8: all texts are plain ASCII"]}
    assert manifest["respondents"]["train"] + manifest["respondents"]["test"] == 120
    assert list(manifest["raw"]) == ["survey.csv"]
    assert manifest["sources"][0]["corpus"] == "toy"
    assert manifest["sources"][0]["synthetic"] is False
    assert json.loads((folder / "privacy.json").read_text())["toy"]["banded_attributes"] == ["Age"]
    text = build_summary(manifest)
    assert "toy-2018/trust" in text
    assert "yes 40, no 40, it depends 40" in text


def test_a_missing_raw_file_is_named_with_how_to_obtain_it(build, toy):
    (toy.raw_folder / "survey.csv").unlink()
    with pytest.raises(InputError, match=r"raw: survey.csv not found, .*Ask the test for survey.csv"):
        build()
    assert not toy.out.exists()


def test_a_wave_without_its_file_is_listed_and_can_be_demanded(build, toy):
    text = (toy.folder / "codebook.yaml").read_text(encoding="utf-8")
    toy.codebook(text + "  toy-2021:\n    files:\n      later.sav: {}\n")
    manifest, _ = build()
    assert manifest["absent"] == {"toy-2021": "later.sav"}
    assert "not built: toy-2021, because later.sav is not there" in build_summary(manifest)
    with pytest.raises(InputError, match=r"later.sav not found. To obtain: Ask the test"):
        build(sources=["toy-2021"])
    with pytest.raises(InputError, match="called 'toy-1999'"):
        build(sources=["toy-1999"])


def test_a_failed_build_leaves_the_old_one_and_nothing_half_written(build, toy, monkeypatch):
    before = files(build()[1])
    monkeypatch.setattr("alignsurvey.corpus.assemble.parquet._file_facts", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        build()
    assert files(toy.out / "toy") == before
    assert [path.name for path in toy.out.iterdir()] == ["toy"]


def test_raw_keys_are_nowhere_in_the_output(build, toy):
    raw = (toy.raw_folder / "survey.csv").read_text(encoding="utf-8").splitlines()
    marked = [raw[0], *(f"KEY{line}" for line in raw[1:])]
    toy.raw("\n".join(marked) + "\n")
    assert not any(b"KEY" in content for content in files(build()[1]).values())
    assert all("KEY" not in str(row) for row in rows(toy.out / "toy", "survey_response"))


BUILD_PY = """
def records(raw, context):
    context.report("interviews", 4)
    for name in (raw / "people.txt").read_text().split():
        person = context.respondent_id(name)
        base = {"respondent_id": person, "source": "talks", "country": "CN", "language": "zh",
                "profile": [{"attribute": "性别", "value": "女"}]}
        yield "attitude_stance", {**base, "id": f"talks/{person}/t", "theme": "t", "stance": "neutral",
                                  "reasoning": "还行", "annotations": []}
        yield "survey_response", {**base, "id": f"talks/{person}/q", "question_id": "q", "question": "好吗？",
                                  "choices": ["好", "不好"], "scale": [0.0, 1.0], "answer": 1, "weight": 1.0}
"""


@pytest.fixture
def talks(toy):
    folder = toy.root / "talks"
    folder.mkdir()
    source = (toy.folder / "SOURCE.yaml").read_text(encoding="utf-8")
    declared = "dataset: toy\ngroup_by: [[性别]]\nmin_cell: 1\nquasi_identifiers: []\n"
    (folder / "SOURCE.yaml").write_text(source + declared, encoding="utf-8")
    (folder / "build.py").write_text(BUILD_PY, encoding="utf-8")
    (toy.raw_folder / "talks").mkdir()
    (toy.raw_folder / "talks" / "people.txt").write_text("ann bob eve dan")
    return folder


def test_a_build_py_joins_the_surveys_of_its_data_set(build, talks):
    manifest, folder = build()
    assert set(manifest["configs"]) == {
        "attitude_stance", "attitude_stance_group", "survey_response", "survey_response_group",
    }  # fmt: skip
    assert manifest["counts"]["talks/q"] == {"好": 0, "不好": 4}
    assert [facts["corpus"] for facts in manifest["sources"]] == ["talks", "toy"]
    assert manifest["raw"].keys() == {"talks/0001.txt", "survey.csv"}
    assert json.loads((folder / "privacy.json").read_text())["talks"]["interviews"] == 4
    groups = [row for row in rows(folder, "survey_response_group") if row["source"] == "talks"]
    assert sum(row["n"] for row in groups) == 4
    assert all(row["distribution"] == [0.0, 1.0] for row in groups)


def test_a_record_that_lacks_a_column_or_stands_twice_is_refused(build, talks):
    (talks / "build.py").write_text(BUILD_PY.replace('"stance": "neutral",', ""), encoding="utf-8")
    with pytest.raises(InputError, match=r"talks/build.py: attitude_stance talks/.*: column 'stance' is missing"):
        build()
    (talks / "build.py").write_text(BUILD_PY.replace(".split()", ".split() * 2"), encoding="utf-8")
    with pytest.raises(InputError, match="duplicate record id"):
        build()


def test_an_unknown_data_set_names_those_there(toy, key):
    with pytest.raises(InputError, match="no corpus belongs to data set 'gsss'; data sets here: toy"):
        build_dataset("gsss", toy.raw_folder, toy.out, key=key, root=toy.root)


def test_a_missing_raw_folder_is_named(toy, key):
    with pytest.raises(InputError, match="nowhere: no such file or folder"):
        build_dataset("toy", toy.raw_folder / "nowhere", toy.out, key=key, root=toy.root)
