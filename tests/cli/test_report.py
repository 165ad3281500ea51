"""`alignsurvey report` in a process of its own, against a published release."""

import json
import subprocess
import sys

import pytest

from alignsurvey.files.json import write_jsonl
from alignsurvey.schema import Prediction


def _alignsurvey(environment, *words):
    command = [sys.executable, "-m", "alignsurvey.cli", *map(str, words)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def _run(folder, rows, pick, **changes):
    folder.mkdir()
    run = {"model": "org/small", "adapter": None, "dataset": "board-tests/alignsurvey-gss", "config": "survey_response",
           "split": "test", "data_revision": "v1.0.0", "sample": None, **changes}  # fmt: skip
    (folder / "run.json").write_text(json.dumps(run))
    lines = [json.loads(Prediction(row["id"], row["choices"][pick(row)]).to_json()) for row in rows]
    write_jsonl(folder / "predictions.jsonl", lines)
    return folder


def test_two_runs_become_a_report(published, tmp_path):
    pytest.importorskip("matplotlib")
    environment, release = published
    rows = release.records("test")
    base = _run(tmp_path / "base", rows, lambda row: 0)
    tuned = _run(tmp_path / "tuned", rows, lambda row: row["answer"], adapter="org/tuned")
    for folder in (base, tuned):
        assert _alignsurvey(environment, "score", folder / "predictions.jsonl").returncode == 0
    done = _alignsurvey(environment, "report", base, tuned, "--out", tmp_path / "report", "--min-group-size", 2)
    assert done.returncode == 0, done.stderr
    assert "| tuned | fine-tuned | " in done.stdout
    assert "| majority | baseline | " in done.stdout  # nobody predicted it
    assert "Acc less majority's" in done.stdout
    assert (tmp_path / "report" / "report.md").is_file()
    assert (tmp_path / "report" / "radar.png").is_file()


def test_figures_of_others_are_checked_before_the_runs_are_read(published, tmp_path):
    environment, release = published
    folder = _run(tmp_path / "base", release.records("test"), lambda row: 0)
    (tmp_path / "paper.yaml").write_text("figures: [{dataset: gss}]", encoding="utf-8")
    done = _alignsurvey(environment, "report", folder, "--reported", tmp_path / "paper.yaml")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "alignsurvey: paper.yaml figure 1: needs dataset, config, model, origin, table, scores and nothing else\n"
    )


def test_what_cannot_be_reported_is_one_line_and_leaves_nothing(published, tmp_path):
    environment, release = published
    folder = _run(tmp_path / "base", release.records("test"), lambda row: 0)
    done = _alignsurvey(environment, "report", folder, "--out", tmp_path / "report")
    assert (done.returncode, done.stdout) == (2, "")
    assert "results.json: cannot be read (No such file or directory); run `alignsurvey score` first" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "report").exists()
