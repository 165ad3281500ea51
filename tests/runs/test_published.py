"""Records come from a build or from the Hub at one commit; what cannot be had is one line."""

import subprocess
import sys

import pytest

from alignsurvey.files.errors import InputError
from alignsurvey.files.hashes import sha256
from alignsurvey.runs.info import RunInfo
from alignsurvey.runs.published import read_split, records_of, repository

READ = """
import sys
from alignsurvey.runs.published import read_split
from alignsurvey.files.errors import InputError
try:
    records, about = read_split(sys.argv[1], "survey_response", sys.argv[2], sys.argv[3])
    print(len(records), records[0]["id"], about)
except InputError as error:
    print("refused:", error)
"""
UPLOAD = """
import sys
from huggingface_hub import CommitOperationAdd, HfApi
api = HfApi()
api.create_repo("PiLabZJU/alignsurvey-origin", repo_type="dataset")
card = "---\\nconfigs:\\n- config_name: survey_response\\n  data_files:\\n"
card += "  - {split: test, path: data/survey_response/test.parquet}\\n---\\n"
operations = [
    CommitOperationAdd("README.md", card.encode()),
    CommitOperationAdd("data/survey_response/test.parquet", sys.argv[1]),
]
commit = api.create_commit("PiLabZJU/alignsurvey-origin", operations, commit_message="Add data", repo_type="dataset")
api.create_tag("PiLabZJU/alignsurvey-origin", tag="v1.0.0", repo_type="dataset")
print(commit.oid)
"""


def test_short_name_stands_for_the_organisation_s_repository(monkeypatch):
    monkeypatch.setenv("ALIGNSURVEY_ORG", "someone")
    assert repository("gss") == "someone/alignsurvey-gss"
    assert repository("other/data") == "other/data"


def test_build_is_read_with_the_hash_of_its_file(build_folder):
    records, about = read_split(str(build_folder), "survey_response", None, "test")
    assert len(records) == 2000
    file = build_folder / "data" / "survey_response" / "test.parquet"
    assert about["data_commit"] == f"sha256:{sha256(file)}"
    assert about["dataset"] == "tiny"


def test_absent_split_of_a_build_is_an_input_error(build_folder):
    with pytest.raises(InputError, match=r"dev\.parquet: no such file"):
        read_split(str(build_folder), "survey_response", None, "dev")


def test_a_folder_that_is_not_there_is_no_name_on_the_hub(tmp_path):
    with pytest.raises(InputError, match="absent: no such folder"):
        read_split(str(tmp_path / "absent"), "survey_response", None, "test")


RUN = {"model": "m", "dataset": "tiny", "config": "survey_response", "split": "test"}


def test_the_records_of_a_run_are_those_that_were_predicted(build_folder):
    file = build_folder / "data" / "survey_response" / "test.parquet"
    info = RunInfo(**RUN, data_commit=f"sha256:{sha256(file)}")
    assert len(records_of(info, "run.json", str(build_folder))) == 2000
    with pytest.raises(InputError, match=r"run\.json: the run is of data at sha256:0, but tiny"):
        records_of(RunInfo(**RUN, data_commit="sha256:0"), "run.json", str(build_folder))


def test_a_run_on_a_build_needs_the_build():
    with pytest.raises(InputError, match=r"run\.json: the run is not on a published version.*--data FOLDER"):
        records_of(RunInfo(**RUN), "run.json")


def test_unknown_config_is_an_input_error(build_folder):
    with pytest.raises(InputError, match="unknown config"):
        read_split(str(build_folder), "weather", None, "test")


def test_hub_is_read_at_the_commit_of_the_version(hub, build_folder):
    sha = hub.python(UPLOAD, build_folder / "data" / "survey_response" / "test.parquet").strip()
    said = hub.python(READ, "origin", "v1.0.0", "test")
    assert said.startswith("2000 test/r0030/q0")
    assert f"'data_commit': '{sha}'" in said
    assert "version v9.9.9 was never published; published: v1.0.0" in hub.python(READ, "origin", "v9.9.9", "test")
    assert "has no split 'dev'; its splits are test" in hub.python(READ, "origin", "v1.0.0", "dev")
    assert "no such repository; check the name" in hub.python(READ, "absent", "v1.0.0", "test")


def test_hub_that_is_away_is_one_line_and_status_2(hub, tmp_path):
    env = {**hub.env, "HF_ENDPOINT": "http://127.0.0.1:9"}
    command = [sys.executable, "-m", "alignsurvey.cli", "baseline", "uniform", "gss", "--out", str(tmp_path / "out")]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 2
    assert "looking up dataset PiLabZJU/alignsurvey-gss: the Hub at http://127.0.0.1:9 did not answer" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "out").exists()
