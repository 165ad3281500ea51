"""`alignsurvey score` in a process of its own, against a published release."""

import json
import subprocess
import sys

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from alignsurvey.files.hashes import sha256
from alignsurvey.files.json import write_jsonl
from alignsurvey.schema import Prediction, sample_respondents
from alignsurvey.tasks import features


def _score(environment, folder, rows, change=None, sample=None, more=()):
    run = {"model": "m", "dataset": "board-tests/alignsurvey-gss", "config": "survey_response", "split": "test",
           "data_revision": "v1.0.0", "sample": sample, **(change or {})}  # fmt: skip
    (folder / "run.json").write_text(json.dumps(run))
    lines = [json.loads(Prediction(row["id"], row["choices"][row["answer"]]).to_json()) for row in rows]
    write_jsonl(folder / "predictions.jsonl", lines)
    command = [sys.executable, "-m", "alignsurvey.cli", "score", str(folder / "predictions.jsonl"), *more]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_results_are_written_beside_the_predictions(published, tmp_path):
    environment, release = published
    done = _score(environment, tmp_path, release.records("test"))
    assert done.returncode == 0, done.stderr
    results = json.loads((tmp_path / "results.json").read_text())
    assert (results["accuracy"], results["n"], results["respondents"]) == (1, 12, 6)
    assert results["predictions_sha256"] == sha256(tmp_path / "predictions.jsonl")
    assert results["run_sha256"] == sha256(tmp_path / "run.json")
    assert json.loads(done.stdout)["accuracy"] == 1


def test_the_sample_of_the_run_is_scored(published, tmp_path):
    environment, release = published
    rows = sample_respondents(release.records("test"), 3, 7)
    done = _score(environment, tmp_path, rows, sample={"respondents": 3, "seed": 7})
    assert done.returncode == 0, done.stderr
    assert json.loads((tmp_path / "results.json").read_text())["n"] == 6


@pytest.mark.parametrize(
    ("keep", "change", "message"),
    [(1, None, "1 of 12 ids are missing"), (0, {"data_revision": "v9.0.0"}, "version v9.0.0 was never published")],
)
def test_what_cannot_be_scored_is_one_line_and_leaves_nothing(keep, change, message, published, tmp_path):
    environment, release = published
    done = _score(environment, tmp_path, release.records("test")[keep:], change)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "results.json").exists()


def test_a_run_on_a_build_is_scored_against_the_build(published, tmp_path):
    environment, release = published
    environment = {**environment, "HF_ENDPOINT": "http://127.0.0.1:9"}  # no Hub is asked
    rows, path = release.records("test"), tmp_path / "built/data/survey_response/test.parquet"
    path.parent.mkdir(parents=True)
    pq.write_table(pa.Table.from_pylist(rows, schema=features("survey_response").arrow_schema), path)
    change = {"dataset": "built", "data_revision": None, "data_commit": f"sha256:{sha256(path)}"}
    told = _score(environment, tmp_path, rows, change)
    assert (told.returncode, "--data FOLDER" in told.stderr) == (2, True)
    done = _score(environment, tmp_path, rows, change, more=("--data", str(tmp_path / "built")))
    assert done.returncode == 0, done.stderr
    assert json.loads((tmp_path / "results.json").read_text())["accuracy"] == 1


def test_nothing_is_written_where_one_of_several_cannot_be_scored(published, tmp_path):
    environment, release = published
    good, bad = tmp_path / "good", tmp_path / "bad"
    for folder in (good, bad):
        folder.mkdir()
    _score(environment, good, release.records("test"))
    (good / "results.json").unlink()
    _score(environment, bad, release.records("test")[1:])
    command = [
        sys.executable,
        "-m",
        "alignsurvey.cli",
        "score",
        *map(str, (good / "predictions.jsonl", bad / "predictions.jsonl")),
    ]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{bad / 'predictions.jsonl'}: 1 of 12 ids are missing" in done.stderr  # which of the two files
    assert not (good / "results.json").exists()


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("run.json", "run.json: no predictions; give the predictions.jsonl of the run"),
        (".", "no predictions; give the predictions.jsonl of the run"),
        ("predictions.jsonl", "judges score interviews: alignsurvey judge "),
    ],
)
def test_what_belongs_elsewhere_is_told_before_anything_is_read(name, message, tmp_path):
    (tmp_path / "run.json").write_text('{"config": "interview"}')
    (tmp_path / "predictions.jsonl").write_text("")
    command = [sys.executable, "-m", "alignsurvey.cli", "score", str(tmp_path / name)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1
