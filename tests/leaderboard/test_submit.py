"""Submissions that never come to be scored."""

import json

import pytest

from alignsurvey.files.errors import InputError
from alignsurvey.leaderboard import Store, submit


def test_only_the_test_split_is_ranked(tmp_path):
    run = {"model": "m", "dataset": "PiLabZJU/alignsurvey-gss", "config": "survey_response", "data_revision": "v1.0.0",
           "split": "train"}  # fmt: skip
    (tmp_path / "run.json").write_text(json.dumps(run), encoding="utf-8")
    (tmp_path / "predictions.jsonl").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match=r"run\.json: split 'train'; rows of the board are of the test split"):
        submit(Store(tmp_path / "board"), tmp_path / "predictions.jsonl", tmp_path / "run.json")
    assert not (tmp_path / "board").exists()
